"""Simulate settings part by part for all visitors, and cache the recent ones."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np

from govsim.app.arrangements import ARRANGEMENTS, COUNTRY, arrangement_levers, name_of
from govsim.app.session import Worlds
from govsim.arrays import Floats
from govsim.measures.catalogue import MEASURES, observe_pound
from govsim.measures.progress import public_value_of
from govsim.runs.drive import Before, each_quarter, start, warm_up
from govsim.runs.run import Run
from govsim.runs.version import MODEL_VERSION
from govsim.scenario.levers import Levers
from govsim.scenario.schema import Scenario
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of

FIRST, ALL = 32, 200
PARTS: Final = tuple(range(start, min(start + FIRST, ALL)) for start in range(0, ALL, FIRST))
SEED: Final = 0
MOST_SETTINGS: Final = 48  # about half a megabyte each

CHOSEN: Final = (  # measures to choose from; the chart shows one
    "public_value",
    "progress",
    "core_services",
    "trust",
    "worst_decile",
    "central_staff_time",
    "local_staff_time",
)
BESIDE: Final = {"progress": "reported_progress"}  # drawn dashed beside a measure
OBSERVED: Final = tuple(dict.fromkeys((*CHOSEN, *BESIDE.values(), "effectiveness", "outcome_money")))

Cancelled = Callable[[], bool]
Key = tuple[Levers, Worlds]


class Stale(Exception):
    """The visitor has moved on, so the work is no longer needed."""


class Simulations:
    """Worlds of one country under recently requested settings, shared by all sessions.

    One part is simulated at a time. First parts of a setting go before further ones.
    """

    def __init__(
        self, country: Scenario = COUNTRY, seed: int = SEED, most_settings: int = MOST_SETTINGS
    ) -> None:
        self.country = country
        self.seed = seed
        self._most_settings = most_settings
        self._places = places_of(country)
        self._warm: dict[tuple[Worlds, int], World] = {}
        self._runs: OrderedDict[Key, tuple[int, Run]] = OrderedDict()
        self._at_hand = threading.Lock()
        self._turn = threading.Condition()
        self._busy = False
        self._urgent = 0

    def known(self, levers: Levers, worlds: Worlds) -> Run | None:
        """The worlds simulated so far for a setting; None if there are none."""
        return self._cached((levers, worlds))[1]

    def ready(self, levers: Levers, worlds: Worlds, parts: int, cancelled: Cancelled = lambda: False) -> Run:
        """A setting in at least the first `parts` parts of worlds, simulated now unless cached.

        Raises Stale as soon as `cancelled` returns true.
        """
        key = (levers, worlds)
        while True:
            count, run = self._cached(key)
            if run is not None and count >= parts:
                return run
            with self._my_turn(urgent=count == 0):
                count, run = self._cached(key)  # another session may have done it meanwhile
                if count < parts:
                    more = self._part(key, count, cancelled)
                    self._store(key, count + 1, more if run is None else joined(run, more))

    def prepare(self) -> None:
        """Simulate what a visitor is likely to request first."""
        for name in ARRANGEMENTS:
            self.ready(arrangement_levers(name), "differ", 1)

    def _cached(self, key: Key) -> tuple[int, Run | None]:
        with self._at_hand:
            if key not in self._runs:
                return 0, None
            self._runs.move_to_end(key)
            return self._runs[key]

    def _store(self, key: Key, count: int, run: Run) -> None:
        with self._at_hand:
            self._runs[key] = (count, run)
            self._runs.move_to_end(key)
            while len(self._runs) > self._most_settings:
                self._runs.popitem(last=False)

    @contextmanager
    def _my_turn(self, urgent: bool) -> Iterator[None]:
        with self._turn:
            self._urgent += urgent
            self._turn.wait_for(lambda: not self._busy and (urgent or self._urgent == 0))
            self._urgent -= urgent
            self._busy = True
        try:
            yield
        finally:
            with self._turn:
                self._busy = False
                self._turn.notify_all()

    def _part(self, key: Key, number: int, cancelled: Cancelled) -> Run:
        levers, worlds = key
        scenario = scenario_of(levers, worlds, self.country)
        world = start(self._warmed(worlds, number, cancelled), scenario)
        measures: dict[str, list[Floats]] = {name: [] for name in OBSERVED}
        pound: dict[str, list[Floats]] = {}
        for _ in each_quarter(world, before=_unless(cancelled)):
            names = world.names(world.quarter - 1)
            for name, values in measures.items():
                measure = MEASURES[name]
                values.append(measure.function(**{read: names[read] for read in measure.reads}))
            for category, share_w in observe_pound(names).items():
                pound.setdefault(category, []).append(share_w)
        return Run(
            scenario=scenario,
            seed=self.seed,
            replicates=tuple(PARTS[number]),
            places_name=self._places.name,
            model_version=MODEL_VERSION,
            measures={name: np.stack(values) for name, values in measures.items()},
            pound={category: np.stack(values) for category, values in pound.items()},
            along_axes={},
            labels={},
            assumptions=world.assumptions,
        )

    def _warmed(self, worlds: Worlds, number: int, cancelled: Cancelled) -> World:
        """The worlds of a part at the end of their warm-up, cached: it does not depend on the levers."""
        if (worlds, number) not in self._warm:
            scenario = scenario_of(self.country.levers, worlds, self.country)
            world = build_world(scenario, self._places, PARTS[number], self.seed)
            self._warm[worlds, number] = warm_up(world, before=_unless(cancelled))
        return self._warm[worlds, number]


def _unless(cancelled: Cancelled) -> Before:
    """A hook that stops a run before its next quarter once it is cancelled."""

    def look(_: World) -> None:
        if cancelled():
            raise Stale

    return look


@cache
def simulations() -> Simulations:
    """The simulations shared by all sessions of this server."""
    return Simulations()


def scenario_of(levers: Levers, worlds: Worlds, country: Scenario = COUNTRY) -> Scenario:
    """The country under these levers, in worlds that differ or are alike."""
    name = name_of(levers) or "your_setting"
    return country.replace(name=name, levers=levers, uncertainties={"worlds": worlds})


def joined(first: Run, second: Run) -> Run:
    """Concatenate two runs of one setting in different worlds."""
    return replace(
        first,
        replicates=first.replicates + second.replicates,
        measures={name: _beside(first.measures[name], second.measures[name]) for name in first.measures},
        pound={name: _beside(first.pound[name], second.pound[name]) for name in first.pound},
        assumptions={
            name: _beside(first.assumptions[name], second.assumptions[name]) for name in first.assumptions
        },
    )


def _beside(first: Floats, second: Floats) -> Floats:
    return np.concatenate([first, second], axis=-1)


def first_worlds(run: Run, count: int) -> Run:
    """The first worlds of a run, to compare it with a run of fewer worlds."""
    if len(run.replicates) == count:
        return run
    return replace(
        run,
        replicates=run.replicates[:count],
        measures={name: values[:, :count] for name, values in run.measures.items()},
        pound={name: values[:, :count] for name, values in run.pound.items()},
        assumptions={name: values[:count] for name, values in run.assumptions.items()},
    )


def weighed(run: Run, progress_weight: float) -> Run:
    """A run with public value recomputed for the visitor's weight, without simulating again."""
    constants = run.scenario.constants
    value = public_value_of(
        run.measures["progress"],
        run.measures["core_services"],
        progress_weight,
        constants.progress_unit,
        run.assumptions["core_unit"],
    )
    scenario = run.scenario.replace(values={"progress_weight": progress_weight})
    return replace(run, scenario=scenario, measures={**run.measures, "public_value": value})


def filling(wanted: Sequence[Levers], worlds: Worlds, cancelled: Cancelled) -> Iterator[tuple[Run, ...]]:
    """Yield runs of several settings in the same, ever more worlds; stops early when cancelled."""
    source = simulations()
    try:
        for parts in range(1, len(PARTS) + 1):
            runs = [source.ready(levers, worlds, parts, cancelled) for levers in wanted]
            count = min(len(run.replicates) for run in runs)
            if count >= PARTS[parts - 1].stop:
                yield tuple(first_worlds(run, count) for run in runs)
            if count == ALL:
                return
    except Stale:
        return
