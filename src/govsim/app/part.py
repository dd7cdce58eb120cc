"""The worlds of a setting, simulated in parts by worker processes that keep their warm-ups."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Final

import numpy as np

from govsim.app.arrangements import name_of
from govsim.app.assumptions import Fixed
from govsim.app.offered import Country, offered
from govsim.app.session import Setting, Worlds
from govsim.app.shown_measures import OBSERVED
from govsim.app.work import Rung
from govsim.arrays import Floats
from govsim.comparison.gains import BY_WHOM
from govsim.measures.catalogue import observe, observe_pound
from govsim.measures.progress import public_value_of
from govsim.runs.drive import each_quarter, start, warm_up
from govsim.runs.recording import labels_of
from govsim.runs.run import Run
from govsim.runs.version import MODEL_VERSION
from govsim.scenario.levers import Levers
from govsim.scenario.schema import Scenario
from govsim.world.build import World, build_world
from govsim.world.find_places import places_in, places_of
from govsim.world.places import Places

SEED: Final = 0
MOST_WARM: Final = 24  # warmed parts that a process keeps, some 0.3 MB a world of the shipped country


# A rung is a number of worlds worth showing. The first two are quick, in one part each: halves would take a third more
# of a processor. The parts of the last are short enough that another visitor's first worlds need not wait long.
# A world of a large country takes about a second.
LADDER: Final[tuple[Rung, ...]] = (
    (range(16),),
    (range(16, 32),),
    (range(32, 74), range(74, 116), range(116, 158), range(158, 200)),
)
LADDER_OF_LARGE: Final[tuple[Rung, ...]] = (
    (range(1),),
    (range(1, 2), range(2, 4)),
    tuple(range(start, start + 2) for start in range(4, 16, 2)),
)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is to be simulated: a scenario, whose values do not matter, the seed of its worlds, and given places."""

    scenario: Scenario
    seed: int = SEED
    places: str = ""  # path of a places file; empty for the scenario's own places
    ladder: tuple[Rung, ...] = LADDER
    long: ClassVar[bool] = False

    @property
    def worlds(self) -> int:
        """How many worlds a complete run has."""
        return int(self.ladder[-1][-1].stop)  # type: ignore[attr-defined]

    def part(self, worlds: range) -> Run:
        """Some worlds, bit for bit those that `simulate` makes."""
        return simulated_part(self, worlds)

    def joined(self, parts: Sequence[Run]) -> Run:
        """One run of all worlds so far."""
        return joined(parts)


def request_of(setting: Setting) -> Request:
    """The request of a setting of the pages. Raises InputError if the country cannot be used."""
    country = offered().country(setting.country)
    scenario = scenario_of(setting.levers, setting.worlds, country, setting.fixed)
    return Request(
        scenario=scenario,
        places=country.places,
        ladder=LADDER_OF_LARGE if country.is_large else LADDER,
    )


@lru_cache(maxsize=256)
def scenario_of(levers: Levers, worlds: Worlds, country: Country, fixed: Fixed = ()) -> Scenario:
    """The country under these levers, in worlds that differ or are alike, with some assumptions fixed."""
    name = name_of(levers) or "your_setting"
    return country.scenario.replace(name=name, levers=levers, uncertainties={"worlds": worlds, **dict(fixed)})


def simulated_part(request: Request, worlds: range) -> Run:
    """Some worlds of a request, bit for bit those that `simulate` makes."""
    scenario = request.scenario
    world = start(warmed(request, worlds), scenario)
    measures: dict[str, list[Floats]] = {name: [] for name in OBSERVED}
    pound: dict[str, list[Floats]] = {}
    for _ in each_quarter(world):
        names = world.names(world.quarter - 1)
        for name, values in observe(names, only=OBSERVED).items():
            measures[name].append(values)
        for category, share_w in observe_pound(names).items():
            pound.setdefault(category, []).append(share_w)
    ends = observe(names, only=[name for _, name, _ in BY_WHOM])
    land = land_of(request)
    return Run(
        scenario=scenario,
        seed=request.seed,
        replicates=tuple(worlds),
        places_name=land.name,
        model_version=MODEL_VERSION,
        measures={name: np.stack(values) for name, values in measures.items()},
        pound={category: np.stack(values) for category, values in pound.items()},
        along_axes={name: values[np.newaxis] for name, values in ends.items()},
        labels=labels_of(scenario, land),
        assumptions=world.assumptions,
    )


_warm: OrderedDict[tuple[Request, range], World] = OrderedDict()


def warmed(request: Request, worlds: range) -> World:
    """The worlds at the end of their warm-up, which does not depend on the levers."""
    common = _without_levers(request)
    key = (common, worlds)
    if key not in _warm:
        world = build_world(common.scenario, _places(common), worlds, common.seed)
        _warm[key] = warm_up(world)
        if len(_warm) > MOST_WARM:
            _warm.popitem(last=False)
    _warm.move_to_end(key)
    return _warm[key]


def warm(request: Request) -> None:
    """Have all its parts warmed up in this process."""
    for rung in request.ladder:
        for part in rung:
            warmed(request, part)  # type: ignore[arg-type]


@lru_cache(maxsize=256)
def _without_levers(request: Request) -> Request:
    scenario = request.scenario.replace(
        name="country", levers=Levers(), equal_volume="", equal_volume_as=None
    )
    return replace(request, scenario=scenario)


def land_of(request: Request) -> Places:
    """The places of its country, in any process."""
    return _places(_without_levers(request))


@lru_cache(maxsize=8)
def _places(request: Request) -> Places:
    return places_in(Path(request.places)) if request.places else places_of(request.scenario)


def joined(runs: Sequence[Run]) -> Run:
    """One run of the worlds of several, in their order."""
    first, *others = runs
    if not others:
        return first
    return replace(
        first,
        replicates=tuple(replicate for run in runs for replicate in run.replicates),
        measures=_beside([run.measures for run in runs]),
        pound=_beside([run.pound for run in runs]),
        along_axes=_beside([run.along_axes for run in runs]),
        assumptions=_beside([run.assumptions for run in runs]),
    )


def _beside(tables: Sequence[Mapping[str, Floats]]) -> dict[str, Floats]:
    return {name: np.concatenate([table[name] for table in tables], axis=-1) for name in tables[0]}


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
