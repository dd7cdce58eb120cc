"""The points of an experiment as settings of the other pages, with what an address cannot hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from govsim.app.address import query_of, restored
from govsim.app.compare.arms import NOW, choices
from govsim.app.offered import SHIPPED, Country, offered
from govsim.app.part import scenario_of
from govsim.app.session import Session, Setting, opened, worlds_named
from govsim.experiments.arms import Arm, arms_of, pairs
from govsim.experiments.moved import title_of
from govsim.experiments.results import Results
from govsim.scenario.describe import scenario_differences
from govsim.scenario.levers import Levers
from govsim.scenario.schema import Scenario
from govsim.words.names import uncapitalised
from govsim.words.settings import said

MOST: Final = 200  # points in the table
_WORDS: Final = ("name", "about", "question", "group", "starts_from_levers", "starts_from")
_SAID: Final = 4  # differences that are named


@dataclass(frozen=True, kw_only=True)
class Point:
    """A scenario in a row of the design: where it opens, and what differs there."""

    label: str
    explore: str  # query of the address
    compare: str  # query of the address; empty without something to compare with
    left_out: tuple[str, ...]  # what the address cannot hold, with its value
    run: int  # one of its runs


def points_of(results: Results) -> tuple[Point, ...]:
    """The first points of an experiment, in the order of its design."""
    plan = results.plan
    scenarios = len(plan.scenarios)
    arms = {
        (row, arm.place): arm
        for arm in arms_of(plan)
        for row in ([arm.row] if arm.row is not None else range(len(plan.rows)))
    }
    baseline = {(second.row, second.place): first for first, second in pairs(plan)}
    countries = [_country_like(scenario) for scenario in plan.scenarios]
    result_points = []
    for point in range(min(plan.points, MOST)):
        row, place = divmod(point, scenarios)
        values = plan.rows[row]
        scenario = plan.work.scenario(place, values)
        fixed = tuple(_named(f"uncertainties.{name}", value) for name, value in plan.work.assumed(values))
        session, left_out = _session_of(scenario, countries[place])
        arm = arms.get((row, place))
        first = baseline.get((row, place)) or baseline.get((None, place))
        result_points.append(
            Point(
                label=_label(arm, row, results) if arm is not None else f"row {row + 1}",
                explore=query_of(replace(session, ghost=_levers_of(results, first, row))),
                compare=_compared(results, first, row, session),
                left_out=(*fixed, *left_out),
                run=point * len(plan.blocks[0]),
            )
        )
    return tuple(result_points)


def _label(arm: Arm, row: int, results: Results) -> str:
    """The point in words; a row of a sample by its number."""
    name = arm.label or results.plan.scenarios[arm.place].name
    return name if arm.row is not None else f"{name}, row {row + 1}"


def _compared(results: Results, first: Arm | None, row: int, session: Session) -> str:
    """The query of Compare: the point against its baseline, if that is a scenario that can be chosen."""
    if first is None:
        return ""
    key = _key_of(_baseline(results, first, row))
    return "" if key is None else f"{query_of(session)}&{urlencode({'arms': f'{key},{NOW}'})}"


def _baseline(results: Results, first: Arm, row: int) -> Scenario:
    """The scenario that a row is compared with."""
    values = results.plan.rows[row if first.row is None else first.row]
    return results.plan.work.scenario(first.place, values)


def _levers_of(results: Results, first: Arm | None, row: int) -> Levers | None:
    """The levers that a row is compared with, to be drawn behind it."""
    return None if first is None else _baseline(results, first, row).levers


def _key_of(scenario: Scenario) -> str | None:
    """The key of the choice with the levers of a scenario, if there is one of its name."""
    choice = choices().get(scenario.name)
    return scenario.name if choice is not None and choice.scenario.levers == scenario.levers else None


def _country_like(scenario: Scenario) -> Country:
    """The offered country from which a scenario differs least."""
    countries = [country for country in offered().countries.values() if not country.places]
    return min(countries, key=lambda country: len(scenario_differences(country.scenario, scenario)))


def _session_of(scenario: Scenario, country: Country) -> tuple[Session, tuple[str, ...]]:
    """The session that an address can hold of a scenario, and the differences that it cannot."""
    setting = Setting(
        levers=scenario.levers,
        worlds=worlds_named(scenario.uncertainties.worlds),
        progress_weight=scenario.values.progress_weight,
        country=country.key,
    )
    session = restored(query_of(replace(opened(), now=setting))).session
    now = session.now
    held = scenario_of(now.levers, now.worlds, offered().country(now.country or SHIPPED))
    held = held.replace(values={"progress_weight": now.progress_weight})
    differing = [
        (one.key, _named(one.key, one.second))
        for one in scenario_differences(held, scenario)
        if one.key.split(".")[0] not in _WORDS
    ]
    return session, _few(differing)


def _named(key: str, value: Any) -> str:
    """A part of a scenario with its value: `slack 0.05`."""
    return f"{uncapitalised(title_of(key)) or key} {said(value)}"


def _few(differing: list[tuple[str, str]]) -> tuple[str, ...]:
    """The first differences with their values, and the other parts of the scenario by name."""
    rest = dict.fromkeys(key.split(".")[0] for key, _ in differing[_SAID:])
    return (*(words for _, words in differing[:_SAID]), *(f"more in {part}" for part in rest))
