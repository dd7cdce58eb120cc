"""The levers in time: changes of course, how they phase in, and what reorganisation costs (§3)."""

import math
from dataclasses import dataclass
from types import SimpleNamespace

from govsim.scenario.levers import MEMBERSHIP_RANK, NUMBER_LEVERS
from tests.reference.arithmetic import clip

STRUCTURAL = ("pooled_funding", "joint_accountability", "reporting_retired", "grant_consolidation")


@dataclass(frozen=True)
class Change:
    """A change of course: the quarter it begins in, and all levers then aimed at."""

    quarter: int
    aimed: dict


class Timetable:
    """Where every lever and every seat stands in any quarter."""

    def __init__(self, scenario, country):
        self.constants = scenario.constants
        self.country = country
        self.missions = scenario.missions
        self.start = scenario.starts_from_levers.model_dump()
        aimed = scenario.levers.model_dump()
        self.changes = [Change(0, aimed)]
        for reform in sorted(scenario.reforms, key=lambda reform: reform.quarter):
            aimed = {**aimed, **reform.levers}
            self.changes.append(Change(reform.quarter, aimed))

    def levers(self, quarter):
        """All numeric levers of a quarter by name, with what missions add to them."""
        values = {name: self.lever(name, quarter) for name in NUMBER_LEVERS}
        for mission in self.missions:
            for name, addition in mission.levers.items():
                values[name] += addition * self.member(mission.key, mission.lead, quarter)
        return SimpleNamespace(**{name: clip(value, 0.0, 1.0) for name, value in values.items()})

    def lever(self, name, quarter):
        """A numeric lever as the government set it, before missions add to it."""
        targets = [(change.quarter, change.aimed[name]) for change in self.changes]
        return self._phased_in(self.start[name], targets, quarter)

    def member(self, mission, department, quarter):
        """How far a department sits on a mission's board: 0 not at all, 1 in full."""
        if not self.country.network.has("sits_on", department, mission):
            return 0.0
        rank = self.country.seat_rank[mission, department]

        def seat(membership):
            return 1.0 if membership != "none" and rank <= MEMBERSHIP_RANK[membership] else 0.0

        targets = [(change.quarter, seat(change.aimed["board_membership"])) for change in self.changes]
        return self._phased_in(seat(self.start["board_membership"]), targets, quarter)

    def upheaval(self, quarter):
        """How much of past reorganisations is still felt: 1 is a whole one that has just begun."""
        upheaval, before = 0.0, self.start
        for change in self.changes:
            if change.quarter <= quarter:
                fading = math.exp(-(quarter - change.quarter) / self.constants.reorganisation_fade)
                upheaval += min(1.0, self._structural_distance(before, change.aimed)) * fading
            before = change.aimed
        return upheaval

    def _structural_distance(self, before, after):
        distance = abs(
            MEMBERSHIP_RANK[after["board_membership"]] - MEMBERSHIP_RANK[before["board_membership"]]
        )
        distance += sum(abs(after[name] - before[name]) for name in STRUCTURAL)
        return distance / self.constants.structural_scale

    def _phased_in(self, start, targets, quarter):
        begun, aimed = [], start
        for begin, aim in targets:
            if begin <= quarter and aim != aimed:  # to aim again where one aims already changes nothing
                begun.append((begin, aim))
                aimed = aim
        if not begun:
            return start
        begin, aim = begun[-1]
        origin = self._phased_in(start, begun[:-1], begin - 1)
        return origin + (aim - origin) * min(1.0, (quarter - begin + 1) / self.constants.phase_in_quarters)
