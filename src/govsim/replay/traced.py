"""One world with snapshots, from which any quarter can be had; and its course in figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.decisions.choosing.actor_view import Names
from govsim.decisions.choosing.overrides import place_of
from govsim.measures.catalogue import MEASURES, observe_pound
from govsim.replay.chronicle import QuarterEvents, events_of
from govsim.runs.drive import each_quarter, fork, run_on
from govsim.units import is_first_quarter
from govsim.world.build import World

MANY: Final = 500  # communities from which on there is one snapshot a year, not a quarter
MEASURED: Final = ("public_value", "progress", "core_services")


@dataclass(eq=False, kw_only=True)
class TracedWorld:
    """One world from start to end: snapshots, each quarter in words, and figures of every actor."""

    snapshots: dict[int, World]  # by the quarter that is next
    quarters: tuple[QuarterEvents, ...]
    measures: dict[str, tuple[float, ...]]
    pound: dict[str, tuple[float, ...]]  # shares of the quarter's budget, by end
    need: tuple[float, ...]  # mean of the nation, at the start and after each quarter
    _of_actors: dict[str, Floats] = field(repr=False)  # the first figure of each actor: quarter by row

    @property
    def start(self) -> World:
        """The world before its first quarter."""
        return self.snapshots[0]

    def at(self, quarter: int) -> World:
        """The world just before a quarter; a copy to run on from."""
        last = max(one for one in self.snapshots if one <= quarter)
        return run_on(fork(self.snapshots[last]), quarter)

    def course(self, actor: str) -> tuple[float, ...]:
        """The actor's figure after each quarter: see `followed_figure`. Raises InputError."""
        kind, _, row = place_of(Names.of_world(self.start), actor)
        if kind not in self._of_actors:
            return self.measures["public_value"]
        return tuple(float(value) for value in self._of_actors[kind][:, row])


FOLLOWED_FIGURES: Final = {  # of each kind of actor: words, and the unit
    "centre": ("Public value of the nation", "units"),
    "department": ("Own money for outcomes", "%"),
    "mission": ("Progress of the mission", "need points"),
    "council": ("Need, mean of outcomes", "need points"),
    "community": ("Need, mean of outcomes", "need points"),
}


def traced(world: World) -> TracedWorld:
    """Run a started world to its end, with snapshots to restore any quarter. Consumes `world`."""
    every = len(world.places.community_keys) <= MANY
    snapshots = {0: _bare(world)}
    quarters, need = [], [_national_need(world)]
    measures: dict[str, list[float]] = {name: [] for name in MEASURED}
    pound: dict[str, list[float]] = {}
    of_actors: dict[str, list[Floats]] = {}
    before = fork(world)
    for _ in each_quarter(world):
        quarters.append(events_of(before, world))
        names = world.names(world.quarter - 1)
        for name, values in measures.items():
            measure = MEASURES[name]
            values.append(float(measure.function(**{read: names[read] for read in measure.reads})[0]))
        for end, share_w in observe_pound(names).items():
            pound.setdefault(end, []).append(float(share_w[0]))
        need.append(_national_need(world))
        for kind, figures in _first_figures(world):
            of_actors.setdefault(kind, []).append(figures)
        before = fork(world)
        if every or is_first_quarter(world.quarter):
            snapshots[world.quarter] = _bare(world)
    return TracedWorld(
        snapshots=snapshots,
        quarters=tuple(quarters),
        measures={name: tuple(values) for name, values in measures.items()},
        pound={end: tuple(values) for end, values in pound.items()},
        need=tuple(need),
        _of_actors={kind: np.stack(rows) for kind, rows in of_actors.items()},
    )


def _bare(world: World) -> World:
    """A copy without the quarter's flows, which the next quarter computes again."""
    copy = fork(world)
    copy.flows = {}
    return copy


def _national_need(world: World) -> float:
    need_j = world.indices.national_mean(world.indices.council_mean(world.state["need_kjw"]))
    return float(np.mean(need_j))


def _first_figures(world: World) -> Iterator[tuple[str, Floats]]:
    """The figure of every actor of a kind, shape (actor,)."""
    state, indices = world.state, world.indices
    need_cj = indices.council_mean(state["need_kjw"])
    yield "department", indices.department_sum(state["stance_ew"])[:, 0]
    fall_j = world["national_start_need_j"] - indices.national_mean(need_cj)[:, 0]
    yield "mission", indices.goal_mj @ fall_j
    yield "council", need_cj[:, :, 0].mean(axis=1)
    yield "community", state["need_kjw"][:, :, 0].mean(axis=1).astype(np.float32)
