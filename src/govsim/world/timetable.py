"""The levers of each quarter: the starting arrangement, the scenario's own, and reforms, each phased in."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from govsim.arrays import Floats
from govsim.scenario.lever_facts import lever_facts
from govsim.scenario.levers import MEMBERSHIP_RANK, NUMBER_LEVERS, Levers
from govsim.scenario.schema import Scenario
from govsim.world.indices import Indices

_ALWAYS = -(10**9)  # before any quarter

_STRUCTURAL = tuple(name for name in NUMBER_LEVERS if lever_facts(name)["structural"])


@dataclass(frozen=True, eq=False)
class LeversNow:
    """The levers of one quarter, the same in all worlds."""

    values: Mapping[str, float]  # numeric levers
    member_md: Floats  # phase-in of each seat, 0 to 1
    reorganisation_load: float  # sum over changes of structural distance, each fading


def structural_distance(before: Levers, after: Levers, scale: float) -> float:
    """Size of a reorganisation that a change of levers means, 0 to 1. Source: own."""
    moved: float = abs(MEMBERSHIP_RANK[after.board_membership] - MEMBERSHIP_RANK[before.board_membership])
    moved += sum(abs(getattr(after, name) - getattr(before, name)) for name in _STRUCTURAL)
    return min(1.0, moved / scale)


def seats(levers: Levers, indices: Indices) -> Floats:
    """Seats at a setting of the membership lever, shape (mission, department), 0 or 1."""
    rank = MEMBERSHIP_RANK[levers.board_membership]
    return ((indices.seat_rank_md <= rank) & (rank > 0)).astype(np.float64)


@dataclass(eq=False)
class Timetable:
    """The levers of any quarter, computed once and in order.

    With `started` false the levers of `starts_from` always hold: the warm-up.
    """

    scenario: Scenario
    indices: Indices
    started: bool
    _aims: tuple[tuple[int, Levers], ...] = field(init=False)  # targets of levers, by first quarter
    _courses: dict[str, list[tuple[int, Floats]]] = field(init=False)
    _known: dict[int, LeversNow] = field(init=False, default_factory=dict)
    _standing: dict[int, tuple[dict[str, float], Floats]] = field(init=False, default_factory=dict)
    _settled: int = field(init=False)  # from this quarter on every lever is at its target
    _upheavals: list[tuple[int, float]] = field(init=False)  # when the levers changed and how greatly

    def __post_init__(self) -> None:
        aims = [(_ALWAYS, self.scenario.starts_from_levers)]
        if self.started:
            aimed = self.scenario.levers
            aims.append((0, aimed))
            for reform in sorted(self.scenario.reforms, key=lambda reform: reform.quarter):
                aimed = Levers.model_validate({**aimed.model_dump(), **reform.levers})
                aims.append((reform.quarter, aimed))
        self._aims = tuple(aims)
        self._courses = {
            name: _course(
                [(since, np.array(getattr(levers, name), dtype=np.float64)) for since, levers in aims]
            )
            for name in NUMBER_LEVERS
        }
        self._settled = aims[-1][0] + math.ceil(self.scenario.constants.phase_in_quarters)
        scale = self.scenario.constants.structural_scale
        self._upheavals = [
            (since, structural_distance(before, after, scale))
            for (_, before), (since, after) in pairwise(aims)
        ]

    def _seats(self, quarter: int) -> Floats:
        """The phase-in of each seat, shape (mission, department)."""
        aims = [(since, seats(levers, self.indices)) for since, levers in self._aims]
        member = np.empty_like(aims[0][1])
        courses = np.stack([aim for _, aim in aims], axis=-1)
        for course in np.unique(courses.reshape(-1, len(aims)), axis=0):  # few, and shared by many seats
            aimed = _course([(since, aim) for (since, _), aim in zip(aims, course, strict=True)])
            member[(courses == course).all(axis=-1)] = self._phased_in(aimed, quarter)
        return member

    def _phased_in(self, course: list[tuple[int, Floats]], quarter: int) -> float:
        """Value of a lever now, given its targets over time."""
        reached = [step for step in course if step[0] <= quarter]
        since, aim = reached[-1]
        if len(reached) == 1:
            return float(aim)
        origin = self._phased_in(reached[:-1], since - 1)
        share = min(1.0, (quarter - since + 1) / self.scenario.constants.phase_in_quarters)
        return origin + (float(aim) - origin) * share

    def at(self, quarter: int) -> LeversNow:
        """The levers of one quarter, with the additions of process missions."""
        if quarter not in self._known:
            self._known[quarter] = self._worked_out(quarter)
        return self._known[quarter]

    def _worked_out(self, quarter: int) -> LeversNow:
        phasing = min(quarter, self._settled)
        if phasing not in self._standing:
            self._standing[phasing] = self._levers_and_seats(phasing)
        fade = self.scenario.constants.reorganisation_fade
        load = 0.0
        for since, distance in self._upheavals:
            if since <= quarter:
                load += distance * math.exp(-(quarter - since) / fade)
        values, member = self._standing[phasing]
        return LeversNow(values, member, load)

    def _levers_and_seats(self, quarter: int) -> tuple[dict[str, float], Floats]:
        values = {name: self._phased_in(course, quarter) for name, course in self._courses.items()}
        member = self._seats(quarter)
        departments = [department.key for department in self.scenario.departments]
        for row, mission in enumerate(self.scenario.missions):
            lead = departments.index(mission.lead)
            for name, addition in mission.levers.items():
                values[name] = min(1.0, max(0.0, values[name] + addition * float(member[row, lead])))
        member.flags.writeable = False  # shared by many quarters
        return values, member


def _course(aims: list[tuple[int, Floats]]) -> list[tuple[int, Floats]]:
    """Drop targets equal to the one before: they change nothing."""
    return [step for row, step in enumerate(aims) if row == 0 or step[1] != aims[row - 1][1]]
