"""The levers in time: the starting arrangement, the scenario's own, and its reforms, each phased in."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from govsim.arrays import Floats
from govsim.scenario.levers import MEMBERSHIP_RANK, Levers
from govsim.scenario.schema import Scenario
from govsim.world.indices import Indices

STRUCTURAL = ("pooled_funding", "joint_accountability", "reporting_retired", "grant_consolidation")


@dataclass(frozen=True, eq=False)
class LeversNow:
    """The levers of one quarter, the same in all worlds."""

    values: Mapping[str, float]  # numeric levers
    member_md: Floats  # how far each seat is taken, 0 to 1
    reorganisation_load: float  # sum over changes of structural distance, each fading
    breadth_age: float  # quarters since the breadth of goals last changed


def structural_distance(before: Levers, after: Levers, scale: float) -> float:
    """How great a reorganisation a change of levers is, from 0 to 1. Source: own."""
    moved = abs(MEMBERSHIP_RANK[after.board_membership] - MEMBERSHIP_RANK[before.board_membership])
    moved += sum(abs(getattr(after, name) - getattr(before, name)) for name in STRUCTURAL)
    return min(1.0, moved / scale)


def seats(levers: Levers, indices: Indices) -> Floats:
    """Which seats a setting of the membership lever gives, shape (mission, department), 0 or 1."""
    rank = MEMBERSHIP_RANK[levers.board_membership]
    return ((indices.seat_rank_md <= rank) & (rank > 0)).astype(np.float64)


@dataclass(eq=False)
class Timetable:
    """The levers of any quarter, worked out once and in order.

    With `started` false the levers of `starts_from` hold for ever: the warm-up.
    """

    scenario: Scenario
    indices: Indices
    started: bool
    _numeric: tuple[str, ...] = field(init=False)
    _known: dict[int, tuple[dict[str, float], Floats]] = field(init=False, default_factory=dict)
    _changes: tuple[tuple[int, Levers, Levers], ...] = field(init=False)

    def __post_init__(self) -> None:
        self._numeric = tuple(name for name in Levers.model_fields if name != "board_membership")
        changes = []
        if self.started:
            before = self.scenario.starts_from_levers
            planned = [(0, self.scenario.levers)]
            after = self.scenario.levers
            for reform in sorted(self.scenario.reforms, key=lambda reform: reform.quarter):
                after = Levers.model_validate({**after.model_dump(), **reform.levers})
                planned.append((reform.quarter, after))
            for quarter, target in planned:
                changes.append((quarter, before, target))
                before = target
        self._changes = tuple(changes)

    def _base(self, quarter: int) -> tuple[dict[str, float], Floats]:
        """Numeric levers and seats of a quarter, before what missions add."""
        if quarter < 0 or not self._changes:
            start = self.scenario.starts_from_levers
            return {name: getattr(start, name) for name in self._numeric}, seats(start, self.indices)
        if quarter not in self._known:
            since, _, target = max(
                (change for change in self._changes if change[0] <= quarter), key=lambda change: change[0]
            )
            values, member = self._base(since - 1)
            share = min(1.0, (quarter - since + 1) / self.scenario.constants.phase_in_quarters)
            blended = {
                name: value + (getattr(target, name) - value) * share for name, value in values.items()
            }
            self._known[quarter] = blended, member + (seats(target, self.indices) - member) * share
        return self._known[quarter]

    def at(self, quarter: int) -> LeversNow:
        """The levers of one quarter, with what process missions add to them."""
        values, member = self._base(quarter)
        values = dict(values)
        for row, mission in enumerate(self.scenario.missions):
            lead = next(
                place
                for place, department in enumerate(self.scenario.departments)
                if department.key == mission.lead
            )
            for name, addition in mission.levers.items():
                values[name] = min(1.0, max(0.0, values[name] + addition * float(member[row, lead])))
        fade = self.scenario.constants.reorganisation_fade
        load = sum(
            structural_distance(before, after, self.scenario.constants.structural_scale)
            * math.exp(-(quarter - since) / fade)
            for since, before, after in self._changes
            if since <= quarter
        )
        return LeversNow(values, member, load, self._breadth_age(quarter))

    def _breadth_age(self, quarter: int) -> float:
        if quarter < 0:
            return 0.0
        changed = [
            since
            for since, before, after in self._changes
            if since <= quarter and before.goal_breadth != after.goal_breadth
        ]
        return float(quarter - max(changed, default=0))
