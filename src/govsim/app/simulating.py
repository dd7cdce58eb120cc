"""Simulates settings part by part for all visitors, and keeps what was simulated while there is room."""

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
SETTINGS_KEPT: Final = 48  # about half a megabyte each

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
OBSERVED: Final = tuple(dict.fromkeys((*CHOSEN, *BESIDE.values(), "effectiveness")))

Cancelled = Callable[[], bool]
Key = tuple[Levers, Worlds]


class Stale(Exception):
    """The work is no longer wanted: the visitor has moved on."""


class Simulations:
    """The worlds of one country under every setting that was lately asked for, shared by all sessions.

    One part is simulated at a time. Whoever waits for a first part goes before those who fill up.
    """

    def __init__(self, country: Scenario = COUNTRY, seed: int = SEED, kept: int = SETTINGS_KEPT) -> None:
        self.country = country
        self.seed = seed
        self._kept = kept
        self._places = places_of(country)
        self._warm: dict[tuple[Worlds, int], World] = {}
        self._runs: OrderedDict[Key, tuple[int, Run]] = OrderedDict()
        self._at_hand = threading.Lock()
        self._turn = threading.Condition()
        self._busy = False
        self._urgent = 0

    def known(self, levers: Levers, worlds: Worlds) -> Run | None:
        """What there is of a setting, however few worlds; None if nothing."""
        return self._held((levers, worlds))[1]

    def ready(self, levers: Levers, worlds: Worlds, parts: int, cancelled: Cancelled = lambda: False) -> Run:
        """A setting in the worlds of the first parts at least, simulated now where they are not at hand.

        Raises Stale as soon as `cancelled` says so.
        """
        key = (levers, worlds)
        while True:
            count, run = self._held(key)
            if run is not None and count >= parts:
                return run
            with self._my_turn(urgent=count == 0):
                count, run = self._held(key)  # another session may have done it meanwhile
                if count < parts:
                    more = self._part(key, count, cancelled)
                    self._keep(key, count + 1, more if run is None else joined(run, more))

    def prepare(self) -> None:
        """Simulate what a newcomer is likely to ask for first."""
        for name in ARRANGEMENTS:
            self.ready(arrangement_levers(name), "differ", 1)

    def _held(self, key: Key) -> tuple[int, Run | None]:
        with self._at_hand:
            if key not in self._runs:
                return 0, None
            self._runs.move_to_end(key)
            return self._runs[key]

    def _keep(self, key: Key, count: int, run: Run) -> None:
        with self._at_hand:
            self._runs[key] = (count, run)
            self._runs.move_to_end(key)
            while len(self._runs) > self._kept:
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
            scenario,
            self.seed,
            tuple(PARTS[number]),
            self._places.name,
            MODEL_VERSION,
            {name: np.stack(values) for name, values in measures.items()},
            {category: np.stack(values) for category, values in pound.items()},
            {},
            {},
            world.assumptions,
        )

    def _warmed(self, worlds: Worlds, number: int, cancelled: Cancelled) -> World:
        """The worlds of a part at the end of their warm-up, which no lever touches: it is done once."""
        if (worlds, number) not in self._warm:
            scenario = scenario_of(self.country.levers, worlds, self.country)
            world = build_world(scenario, self._places, PARTS[number], self.seed)
            self._warm[worlds, number] = warm_up(world, before=_unless(cancelled))
        return self._warm[worlds, number]


def _unless(cancelled: Cancelled) -> Before:
    """What stops a run before its next quarter as soon as nobody waits for it."""

    def look(_: World) -> None:
        if cancelled():
            raise Stale

    return look


@cache
def simulations() -> Simulations:
    """What all sessions of this server share."""
    return Simulations()


def scenario_of(levers: Levers, worlds: Worlds, country: Scenario = COUNTRY) -> Scenario:
    """The country under these levers, in worlds that differ or are alike."""
    name = name_of(levers) or "your_setting"
    return country.replace(name=name, levers=levers, uncertainties={"worlds": worlds})


def joined(first: Run, second: Run) -> Run:
    """Two runs of one setting in different worlds as one."""
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
    """A run in its first worlds only, to be compared with one that has no more."""
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
    """A run with public value as the visitor weighs it; nothing needs to be simulated again for that."""
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
    """Runs of several settings in the same worlds, ever more of them; ends early where it is cancelled."""
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
