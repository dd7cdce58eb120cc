"""What pages on places ask of the processes: need, capacity and grants of each council, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from govsim.app.offered import LARGE
from govsim.app.part import Request, joined, warmed
from govsim.app.work import Rung
from govsim.arrays import Floats, total
from govsim.comparison.by_place import BY_COUNCIL
from govsim.comparison.gains import BY_WHOM
from govsim.measures.catalogue import MEASURES
from govsim.runs.drive import each_quarter, start
from govsim.runs.recording import labels_of
from govsim.runs.run import Run
from govsim.runs.version import MODEL_VERSION
from govsim.units import QUARTERS_IN_YEAR, is_last_quarter

AT_END: Final = ("progress", "core_services", *(measure for _, measure, _ in BY_WHOM), BY_COUNCIL)

Singles = NDArray[np.float32]


@dataclass(frozen=True, eq=False, kw_only=True)
class PlaceRun:
    """A setting by place: what comparisons need of its end, and the courses of councils from year 0 on."""

    run: Run  # measures of the last quarter
    need_ycjw: Singles  # (year, council, outcome, world)
    need_ykj: Floats | None  # (year, community, outcome), mean over worlds; None for a large country
    capacity_ycw: Singles  # (year, council, world)
    grants_ycw: Singles  # (year from 1 on, council, world) £ a head in the year

    @property
    def years(self) -> int:
        """How many years were simulated."""
        return len(self.need_ycjw) - 1

    @property
    def worlds(self) -> int:
        """How many worlds there are."""
        return len(self.run.replicates)

    def need_ycw(self, outcome: int | None) -> Floats:
        """Need of councils in an outcome, or its mean over outcomes, shape (year, council, world)."""
        values = self.need_ycjw if outcome is None else self.need_ycjw[:, :, [outcome]]
        return np.asarray(values.mean(axis=2, dtype=np.float64))


@dataclass(frozen=True, kw_only=True)
class PlacesRequest:
    """The worlds of a setting, seen by place."""

    request: Request

    long: ClassVar[bool] = False

    @property
    def ladder(self) -> tuple[Rung, ...]:
        """Rungs of ever more worlds, as for the whole country."""
        return self.request.ladder

    def part(self, worlds: range) -> PlaceRun:
        """Some worlds, bit for bit those that `simulate` makes."""
        return observed(self.request, worlds)

    def joined(self, parts: Sequence[PlaceRun]) -> PlaceRun:
        """All worlds so far."""
        return together(parts)


def observed(request: Request, worlds: range) -> PlaceRun:
    """Simulate some worlds of a request and record need, grants and capacity by place."""
    scenario = request.scenario
    world = start(warmed(request, worlds), scenario)
    indices = world.indices
    is_small = indices.communities <= LARGE
    need, community, capacity = (
        [indices.council_mean(world.state["need_kjw"])],
        [world.state["need_kjw"].mean(axis=-1)],
        [world.state["capacity_cw"]],
    )
    pounds_c = 1e9 * scenario.annual_budget / QUARTERS_IN_YEAR / indices.population_c[:, None]
    grants: list[Floats] = []
    in_year = np.zeros_like(capacity[0])
    for now in each_quarter(world):
        in_year = in_year + pounds_c * total(now.flows["grant_cjw"], axis=1)
        if is_last_quarter(now.quarter - 1):
            need.append(indices.council_mean(world.state["need_kjw"]))
            community += [world.state["need_kjw"].mean(axis=-1)] if is_small else []
            capacity.append(world.state["capacity_cw"])
            grants.append(in_year)
            in_year = np.zeros_like(in_year)
    names = world.names(world.quarter - 1)
    ends = {
        name: MEASURES[name].function(**{read: names[read] for read in MEASURES[name].reads})[None]
        for name in AT_END
    }
    run = Run(
        scenario=scenario,
        seed=request.seed,
        replicates=tuple(worlds),
        places_name=world.places.name,
        model_version=MODEL_VERSION,
        measures={name: values for name, values in ends.items() if not MEASURES[name].axis},
        pound={},
        along_axes={name: values for name, values in ends.items() if MEASURES[name].axis},
        labels=labels_of(scenario, world.places),
        assumptions=world.assumptions,
    )
    return PlaceRun(
        run=run,
        need_ycjw=np.stack(need).astype(np.float32),
        need_ykj=np.stack(community) if is_small else None,
        capacity_ycw=np.stack(capacity).astype(np.float32),
        grants_ycw=np.stack(grants).astype(np.float32),
    )


def together(parts: Sequence[PlaceRun]) -> PlaceRun:
    """One run of the worlds of several, in their order."""
    communities = [part.need_ykj for part in parts if part.need_ykj is not None]
    return PlaceRun(
        run=joined([part.run for part in parts]),
        need_ycjw=np.concatenate([part.need_ycjw for part in parts], axis=-1),
        need_ykj=(
            np.average(communities, axis=0, weights=[part.worlds for part in parts]) if communities else None
        ),
        capacity_ycw=np.concatenate([part.capacity_ycw for part in parts], axis=-1),
        grants_ycw=np.concatenate([part.grants_ycw for part in parts], axis=-1),
    )
