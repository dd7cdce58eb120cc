"""A quarter of one world in lines: crises, and the acts of the centre, departments, boards and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.consequences.events import new_ministers
from govsim.units import QUARTERS_IN_YEAR, billion_a_quarter, is_first_quarter, is_last_quarter
from govsim.words.numbers import decimal
from govsim.words.plurals import joined
from govsim.world.build import World

STRUCK, CENTRE, DEPARTMENTS, BOARDS, COUNCILS, COMMUNITIES = (
    "What hit the country",
    "The centre",
    "Departments",
    "Mission boards",
    "Councils",
    "Communities",
)
TOPICS: Final = (STRUCK, CENTRE, DEPARTMENTS, BOARDS, COUNCILS, COMMUNITIES)
NOTICEABLE: Final = 0.02  # a change of government's old habits that is worth a line
SMALL: Final = 0.05  # £bn a year; below it a budget stands still


@dataclass(frozen=True, kw_only=True)
class Line:
    """One event, and the actor and decision behind it, if any."""

    topic: str
    words: str
    actor: str = ""  # `kind:key`
    decision: str = ""  # the method that decides
    weight: float = 0.0  # rank: the greatest stands first


@dataclass(frozen=True, kw_only=True)
class QuarterEvents:
    """A quarter in lines, the most remarkable named."""

    quarter: int
    lines: tuple[Line, ...]
    crises: tuple[str, ...]  # outcomes that a crisis struck

    @property
    def headline(self) -> Line:
        """The line of the highest rank."""
        return max(self.lines, key=lambda line: line.weight)


def events_of(before: World, after: World) -> QuarterEvents:
    """The lines of a quarter, from one world before it and after it."""
    events = _Quarter(before, after)
    lines = (*events.struck(), *events.centre(), *events.departments(), *events.boards(), *events.local())
    return QuarterEvents(quarter=before.quarter, lines=lines, crises=events.crises)


class _Quarter:
    """The arrays of one quarter of one world, with its names."""

    def __init__(self, before: World, after: World) -> None:
        self.before, self.after, self.quarter = before, after, before.quarter
        scenario, places = after.scenario, after.places
        self.scenario, self.places = scenario, places
        self.outcomes = [one.label or one.key for one in scenario.outcomes]
        self.departments_named = [one.label or one.key for one in scenario.departments]
        self.missions_named = [one.label or one.key for one in scenario.missions]
        fading = float(after["crisis_persistence"]) * (
            1
            + float(after["crisis_neglect"])
            * float(after.timetable.at(self.quarter).values["prime_minister_time"])
        )
        new_j = after.state["crisis_jw"][:, 0] - fading * before.state["crisis_jw"][:, 0]
        self.struck_j = np.flatnonzero(new_j > 0.5)
        self.crises = tuple(self.outcomes[row] for row in self.struck_j)

    def flow(self, name: str) -> Any:
        """An array of the quarter, of this world."""
        return self.after.flows[name][..., 0]

    def change(self, name: str) -> Floats:
        """The change of an array of the state in the quarter."""
        return np.asarray(self.after.state[name][..., 0] - self.before.state[name][..., 0])

    def billion(self, share: float) -> str:
        """A share of the quarter's budget in £bn."""
        return f"£{decimal(billion_a_quarter(share, self.scenario.annual_budget), 2)}bn"

    def struck(self) -> Iterator[Line]:
        """Crises, new ministers, and old habits."""
        alarm_j = self.flow("alarm_jw")
        for row in self.struck_j:
            times = decimal(float(alarm_j[row]), 1)
            words = f"A crisis hits {self.outcomes[row]}. It looks {times} times as urgent."
            yield Line(topic=STRUCK, words=words, weight=100)
        world = self.after
        changed_d = new_ministers(
            world["ministerial_churn_w"], world.draws, world["department_keys"], self.quarter
        )[:, 0]
        if changed_d.any():
            named = joined([self.departments_named[row] for row in np.flatnonzero(changed_d)])
            several = int(changed_d.sum()) > 1
            words = f"New minister{'s' if several else ''} at {named}: working ties with other departments suffer."
            yield Line(topic=STRUCK, words=words, weight=4 + 2 * float(changed_d.sum()))
        change = float(self.change("relapse_state_w"))
        if abs(change) >= NOTICEABLE:
            now, then = (world.state["relapse_state_w"][0] for world in (self.after, self.before))
            way = "falls back into old habits" if change > 0 else "leaves old habits behind"
            words = (
                f"Government {way}: {now:.0%} of the way to control, targets and bidding, after {then:.0%}."
            )
            yield Line(topic=STRUCK, words=words, weight=20 + 100 * abs(change))

    def centre(self) -> Iterator[Line]:
        """The Prime Minister's attention, budgets and grants."""
        attention_m = self.flow("attention_mw")
        if attention_m.size and attention_m.max() > 0:
            first = int(attention_m.argmax())
            words = (
                f"The Prime Minister attends most to ‘{self.missions_named[first]}’: "
                f"{attention_m[first]:.0%} of full attention."
            )
            yield Line(topic=CENTRE, words=words, actor="centre:centre", decision="give_attention", weight=1)
        if is_first_quarter(self.quarter):
            yield self._budgets()
        placed = float(self.flow("formula_cew").sum())
        won = float(self.flow("won_cew").sum())
        words = (
            f"Councils are granted {self.billion(placed)} by formula and win {self.billion(won)} by bidding."
        )
        yield Line(topic=CENTRE, words=words, actor="centre:centre", decision="place_grants", weight=2)

    def _budgets(self) -> Line:
        change_d = QUARTERS_IN_YEAR * self.change("baseline_dw")
        yearly = [billion_a_quarter(float(change), self.scenario.annual_budget) for change in change_d]
        most, least = int(np.argmax(change_d)), int(np.argmin(change_d))
        source: dict[str, Any] = {"topic": CENTRE, "actor": "centre:centre", "decision": "set_budgets"}
        if max(abs(yearly[most]), abs(yearly[least])) < SMALL:
            return Line(words="The Treasury leaves every budget nearly as it was.", weight=10, **source)
        words = (
            f"The Treasury’s budget gives {self.departments_named[most]} £{decimal(yearly[most], 1)}bn a year more "
            f"and {self.departments_named[least]} £{decimal(-yearly[least], 1)}bn less."
        )
        return Line(words=words, weight=50 + abs(yearly[most]), **source)

    def departments(self) -> Iterator[Line]:
        """The department whose own money moved most, and relabelled money."""
        indices = self.after.indices
        change_d = indices.department_sum(self.change("stance_ew")[:, None])[:, 0]
        share_d = indices.department_sum(self.after.state["stance_ew"])[:, 0]
        row = int(np.abs(change_d).argmax())
        way = "raises" if change_d[row] >= 0 else "lowers"
        words = (
            f"{self.departments_named[row]} {way} the share of its own money for outcomes most: "
            f"from {share_d[row] - change_d[row]:.1%} to {share_d[row]:.1%}."
        )
        yield Line(
            topic=DEPARTMENTS,
            words=words,
            actor=f"department:{self.scenario.departments[row].key}",
            decision="allocate",
            weight=5 + 100 * abs(float(change_d[row])),
        )
        relabelled_d = self.flow("relabelled_money_dw")
        if relabelled_d.sum() > 0:
            row = int(relabelled_d.argmax())
            words = (
                f"Departments spend {self.billion(float(relabelled_d.sum()))} of pooled money on their own core "
                f"services; {self.departments_named[row]} most, {self.billion(float(relabelled_d[row]))}."
            )
            key = self.scenario.departments[row].key
            yield Line(
                topic=DEPARTMENTS, words=words, actor=f"department:{key}", decision="allocate", weight=1
            )

    def boards(self) -> Iterator[Line]:
        """The most powerful board, if any sits."""
        power_m = self.flow("power_mw")
        if not power_m.size or power_m.max() <= 0:
            return
        row = int(power_m.argmax())
        words = (
            f"The board of ‘{self.missions_named[row]}’ has most say: power {power_m[row]:.0%} "
            f"over what its members do."
        )
        key = self.scenario.missions[row].key
        yield Line(topic=BOARDS, words=words, actor=f"mission:{key}", decision="steer", weight=3)

    def local(self) -> Iterator[Line]:
        """Places where need moved most, gamed figures, absorption by councils, and engagement."""
        indices, places = self.after.indices, self.places
        change_c = indices.council_mean(self.change("need_kjw").mean(axis=1)[:, None])[:, 0]
        best, worst = int(change_c.argmin()), int(change_c.argmax())
        for row, way in ((best, "falls"), (worst, "rises")):
            if (change_c[row] < 0) == (way == "falls"):
                points = decimal(float(change_c[row]), 4, sign=True)
                words = f"Need {way} most in {places.council_names[row]}: {points} need points."
                actor = f"council:{places.council_keys[row]}"
                weight = 6 + 1000 * abs(float(change_c[row]))
                yield Line(topic=COUNCILS, words=words, actor=actor, decision="commission", weight=weight)
        gaming_c = self.after.state["gaming_cjw"][..., 0].mean(axis=1)
        row = int(gaming_c.argmax())
        if gaming_c[row] > 0:
            words = (
                f"Councils put {gaming_c.mean():.1%} of effort into their figures; "
                f"{places.council_names[row]} most, {gaming_c[row]:.1%}."
            )
            actor = f"council:{places.council_keys[row]}"
            yield Line(topic=COUNCILS, words=words, actor=actor, decision="report", weight=1)
        if is_last_quarter(self.quarter):
            capacity, then = (float(world.state["capacity_cw"].mean()) for world in (self.after, self.before))
            words = (
                "At the year’s end councils, boards and departments revise what they believe works. "
                f"Mean capacity of councils: {capacity:.1%}, after {then:.1%}."
            )
            yield Line(topic=COUNCILS, words=words, weight=4)
        yield self._taking_part()

    def _taking_part(self) -> Line:
        indices, places = self.after.indices, self.places
        engagement, trust = (
            float(indices.resident_mean(self.after.state[name])[0]) for name in ("engagement_kw", "trust_kw")
        )
        change_k = self.change("engagement_kw")
        row = int(np.abs(change_k).argmax())
        named = (places.community_names or places.community_keys)[row]
        way = "more" if change_k[row] >= 0 else "less"
        words = (
            f"Engagement is {engagement:.1%} and trust {trust:.1%}. "
            f"{named} now takes part {way}: {decimal(100 * float(change_k[row]), 2, sign=True)} points."
        )
        key = places.community_keys[row]
        return Line(topic=COMMUNITIES, words=words, actor=f"community:{key}", decision="take_part", weight=1)
