"""Scenarios for users: list, check and compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from govsim.catalogue.scenario_page import places_sentence
from govsim.errors import InputError, Problem, ScenarioError
from govsim.scenario.describe import ScenarioDifference, lever_differences, scenario_differences
from govsim.scenario.layers import NOT_INHERITED
from govsim.scenario.load import load_scenario, scenario_names
from govsim.scenario.schema import Scenario
from govsim.words.plurals import counted
from govsim.words.settings import said
from govsim.world.build import build_world
from govsim.world.find_places import places_of

UNGROUPED: Final = "Others"
IN_THIS_ORDER: Final = (  # headings in the order of a course; others follow, by the first name under each
    "Three arrangements",
    "Which of the three elements does the work?",
    "How should the centre meet places?",
    "How many missions, and how broad?",
    "What becomes of missions over time?",
    "On what does the verdict depend?",
    "For teaching",
)
_KEYED: Final = ("outcomes", "departments", "services", "missions")


def list_scenarios(
    folders: Sequence[str | Path] = (),
) -> tuple[dict[str, list[tuple[str, Scenario]]], list[tuple[str, int]]]:
    """Shipped scenarios and those in other folders, by heading, each with the name to use.

    Also unusable files with their numbers of problems. Raises ScenarioError for a folder that does not exist.
    """
    missing = [str(folder) for folder in folders if not Path(folder).is_dir()]
    if missing:
        problems = (Problem(folder, "a folder with scenario files", "no such folder") for folder in missing)
        raise ScenarioError(problems)
    inside = (str(file) for folder in folders for file in sorted(Path(folder).glob("*.toml")))
    groups: dict[str, list[tuple[str, Scenario]]] = {}
    unusable = []
    for source in (*scenario_names(), *inside):
        try:
            scenario = load_scenario(source)
        except ScenarioError as error:
            unusable.append((source, len(error.problems)))
            continue
        groups.setdefault(scenario.group or UNGROUPED, []).append((source, scenario))
    order = {heading: place for place, heading in enumerate(IN_THIS_ORDER)}
    headings = sorted(groups, key=lambda heading: (order.get(heading, len(order)), heading == UNGROUPED))
    return {heading: groups[heading] for heading in headings}, unusable


def check_scenario(source: str | Path) -> tuple[tuple[Problem, ...], str]:
    """Check a scenario's text, places and network; return a summary if it would run.

    A scenario without problems is built as one world, as a run would do.
    """
    try:
        scenario = load_scenario(source)
        indices = build_world(scenario, places_of(scenario), replicates=[0]).indices
    except InputError as error:
        return error.problems, ""
    return (), (
        f"{counted(indices.departments, 'department')}, {counted(indices.outcomes, 'outcome')}, "
        f"{counted(indices.missions, 'mission')}, {counted(indices.councils, 'council')}, "
        f"{counted(indices.communities, 'community', 'communities')}"
    )


class EntryChange(NamedTuple):
    """One difference, with its label and both values; None where one scenario has none."""

    label: str
    first: Any
    second: Any


@dataclass(frozen=True, kw_only=True)
class ScenarioContrast:
    """The differences between two scenarios: levers, all else, and their descriptions."""

    first: Scenario
    second: Scenario
    levers: tuple[EntryChange, ...]
    others: tuple[EntryChange, ...]
    words: tuple[str, ...]  # differing keys among name, about, question and group


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
        first=one,
        second=other,
        levers=tuple(EntryChange(*change[1:]) for change in lever_differences(one, other)),
        others=tuple(_whole_entries(elsewhere, one, other)),
        words=tuple(difference.key for difference in differences if difference.key in NOT_INHERITED),
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
