"""Scenarios for users: list, describe, check and compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from govsim.errors import InputError, Problem, ScenarioError
from govsim.scenario.constants import Constants
from govsim.scenario.describe import (
    ScenarioDifference,
    lever_differences,
    scenario_differences,
)
from govsim.scenario.geography import SyntheticPlaces
from govsim.scenario.layers import NOT_INHERITED
from govsim.scenario.lever_facts import lever_facts
from govsim.scenario.levers import ELEMENTS, LEVER_NAMES, Levers
from govsim.scenario.load import load_scenario, scenario_names
from govsim.scenario.reforms import Reform
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.scenario.uncertainty import Uncertainty
from govsim.words.settings import said
from govsim.world.build import build_world
from govsim.world.find_places import places_of

UNGROUPED: Final = "Others"
IN_THIS_ORDER: Final = (  # headings as a course would take them; others follow, by the first name under each
    "Three arrangements",
    "Which of the three elements does the work?",
    "How should the centre meet places?",
    "How many missions, and how broad?",
    "What becomes of missions over time?",
    "On what does the verdict depend?",
    "For teaching",
)
_KEYED: Final = ("outcomes", "departments", "services", "missions")


@dataclass(frozen=True)
class ListedScenario:
    """A listed scenario: the name or file to pass to commands, and its question."""

    name: str
    question: str
    about: str


@dataclass(frozen=True)
class ScenarioGroup:
    """Scenarios under one heading."""

    heading: str
    scenarios: tuple[ListedScenario, ...]


@dataclass(frozen=True)
class ScenarioList:
    """Scenarios by heading, and unusable files with their numbers of problems."""

    groups: tuple[ScenarioGroup, ...]
    unusable: tuple[tuple[str, int], ...]


def list_scenarios(folders: Sequence[str | Path] = ()) -> ScenarioList:
    """List the scenarios that ship with govsim and those in other folders, by heading.

    Raises ScenarioError for a folder that does not exist.
    """
    missing = [str(folder) for folder in folders if not Path(folder).is_dir()]
    if missing:
        problems = (Problem(folder, "a folder with scenario files", "no such folder") for folder in missing)
        raise ScenarioError(problems)
    sources = [
        *scenario_names(),
        *(str(file) for folder in folders for file in sorted(Path(folder).glob("*.toml"))),
    ]
    groups: dict[str, list[ListedScenario]] = {}
    unusable = []
    for source in sources:
        try:
            scenario = load_scenario(source)
        except ScenarioError as error:
            unusable.append((source, len(error.problems)))
            continue
        listed = ListedScenario(source, scenario.question, scenario.about)
        groups.setdefault(scenario.group or UNGROUPED, []).append(listed)
    order = {heading: place for place, heading in enumerate(IN_THIS_ORDER)}
    headings = sorted(groups, key=lambda heading: (order.get(heading, len(order)), heading == UNGROUPED))
    return ScenarioList(
        tuple(ScenarioGroup(heading, tuple(groups[heading])) for heading in headings), tuple(unusable)
    )


@dataclass(frozen=True)
class LeverDescription:
    """A lever's setting, with its meaning, benefit and cost."""

    name: str
    title: str
    value: str
    before: str  # its setting in the warm-up
    meaning: str
    benefit: str
    cost: str


def describe_levers(scenario: Scenario) -> dict[str, tuple[LeverDescription, ...]]:
    """The levers of a scenario by element; a lever of no element only where it is used."""
    described: dict[str, tuple[LeverDescription, ...]] = {}
    for element, heading in [*ELEMENTS.items(), (0, "None of the three")]:
        levers = [
            _described(name, scenario)
            for name in LEVER_NAMES
            if lever_facts(name)["element"] == element
            and (element != 0 or getattr(scenario.levers, name) != lever_facts(name)["null"])
        ]
        if levers:
            described[heading] = tuple(levers)
    return described


def _described(name: str, scenario: Scenario) -> LeverDescription:
    field, extra = Levers.model_fields[name], lever_facts(name)
    return LeverDescription(
        name=name,
        title=field.title or name,
        value=said(getattr(scenario.levers, name)),
        before=said(getattr(scenario.starts_from_levers, name)),
        meaning=field.description or "",
        benefit=str(extra["benefit"]),
        cost=str(extra["cost"]),
    )


@dataclass(frozen=True)
class AssumptionsDescription:
    """The assumptions of a scenario: fixed ones, ranges, and changed constants."""

    fixed: tuple[str, ...]  # those that the scenario states
    drawn: tuple[str, ...]  # those for which it states a range
    open_count: int  # those it does not mention
    worlds_differ: bool  # whether these are drawn, or held at their central values
    constants: tuple[str, ...]


def describe_assumptions(scenario: Scenario) -> AssumptionsDescription:
    """Which assumptions are fixed and which are drawn."""
    stated = {
        name: setting
        for name, setting in scenario.uncertainties.in_force().items()
        if name in scenario.uncertainties.stated
    }
    defaults = Constants()
    return AssumptionsDescription(
        fixed=tuple(
            f"{UNCERTAINTIES[name].label}: {said(setting)}"
            for name, setting in stated.items()
            if not isinstance(setting, Uncertainty)
        ),
        drawn=tuple(
            f"{UNCERTAINTIES[name].label}: {said(setting.low)} to {said(setting.high)}"
            for name, setting in stated.items()
            if isinstance(setting, Uncertainty)
        ),
        open_count=len(UNCERTAINTIES) - len(stated),
        worlds_differ=scenario.uncertainties.worlds == "differ",
        constants=tuple(
            f"{name}: {said(value)} instead of {said(getattr(defaults, name))}"
            for name, value in scenario.constants
            if value != getattr(defaults, name)
        ),
    )


def places_sentence(scenario: Scenario) -> str:
    """The places of a scenario, as a phrase."""
    places = scenario.places
    if isinstance(places, str):
        return f"imported places of {places}"
    if isinstance(places, SyntheticPlaces):
        return f"synthetic England: {places.councils} councils with {places.communities_per_council} communities each"
    return (
        f"written in the scenario: {len(places.councils)} councils with {len(places.communities)} communities"
    )


def reform_sentence(reform: Reform) -> str:
    """The levers that a reform changes, by title."""
    return ", ".join(
        f"{Levers.model_fields[name].title or name} {said(value)}" for name, value in reform.levers.items()
    )


@dataclass(frozen=True)
class CheckedScenario:
    """A checked scenario file: its problems, else a summary."""

    source: str
    problems: tuple[Problem, ...]
    holds: str = ""


def check_scenario(source: str | Path) -> CheckedScenario:
    """Find everything that would stop a scenario from running, in its text, places and network.

    A scenario without problems is built as one world, as a run would do.
    """
    try:
        scenario = load_scenario(source)
        places = places_of(scenario)
        world = build_world(scenario, places, replicates=[0])
    except InputError as error:
        return CheckedScenario(str(source), error.problems)
    indices = world.indices
    holds = (
        f"{indices.departments} departments, {indices.outcomes} outcomes, {indices.missions} missions, "
        f"{indices.councils} councils, {indices.communities:,} communities"
    )
    return CheckedScenario(str(source), (), holds)


class EntryChange(NamedTuple):
    """One difference, with its label and both values; None where one scenario has none."""

    label: str
    first: Any
    second: Any


@dataclass(frozen=True)
class ScenarioContrast:
    """The differences between two scenarios: levers, all else, and their descriptions."""

    first: Scenario
    second: Scenario
    levers: tuple[EntryChange, ...]
    others: tuple[EntryChange, ...]
    words: tuple[str, ...]  # which of name, about, question and group differ


def contrast_scenarios(first: str | Path, second: str | Path) -> ScenarioContrast:
    """Compare two scenarios. Raises ScenarioError with the problems of both."""
    loaded: list[Scenario] = []
    problems: list[Problem] = []
    for source in (first, second):
        try:
            loaded.append(load_scenario(source))
        except ScenarioError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise ScenarioError(problems)
    one, other = loaded
    differences = scenario_differences(one, other)
    elsewhere = [
        difference
        for difference in differences
        if difference.key not in NOT_INHERITED and not difference.key.startswith("levers.")
    ]
    if type(one.places) is not type(other.places):  # places of two kinds have no keys in common
        elsewhere = [change for change in elsewhere if change.key.partition(".")[0] != "places"]
        elsewhere.append(ScenarioDifference("places", places_sentence(one), places_sentence(other)))
    return ScenarioContrast(
        one,
        other,
        tuple(EntryChange(*change[1:]) for change in lever_differences(one, other)),
        tuple(_whole_entries(elsewhere, one, other)),
        tuple(difference.key for difference in differences if difference.key in NOT_INHERITED),
    )


def _whole_entries(
    differences: Sequence[ScenarioDifference], one: Scenario, other: Scenario
) -> list[EntryChange]:
    """List a mission, department and so on that only one scenario has as one difference, not key by key."""
    entries: dict[str, list[ScenarioDifference]] = {}
    for difference in differences:
        section, _, rest = difference.key.partition(".")
        key = rest.partition(".")[0]
        whole = section in _KEYED and any(
            key not in {entry.key for entry in getattr(scenario, section)} for scenario in (one, other)
        )
        entries.setdefault(f"{section}.{key}" if whole else difference.key, []).append(difference)
    changes = []
    for label, parts in entries.items():
        if parts[0].key == label:
            changes.append(EntryChange(*parts[0]))
            continue
        sides = [
            _entry({part.key.removeprefix(f"{label}."): part[side] for part in parts}) for side in (1, 2)
        ]
        changes.append(EntryChange(label, *sides))
    return changes


def _entry(values: Mapping[str, Any]) -> str | None:
    words = [f"{key} {said(value)}" for key, value in values.items() if key != "label" and value]
    label = values.get("label")
    return None if label is None else f"{label}: {', '.join(words)}" if words else str(label)
