"""Missions as a visitor writes them: as the text of an address, as tables of a scenario, and as a scenario file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import quote_plus

from govsim.errors import InputError, Problem, ScenarioError
from govsim.scenario.country import Mission
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.scenario.toml_writing import toml_text

FEWEST, MOST = 2, 12
NAME: Final = "my_missions"
FILE: Final = f"{NAME}.toml"
WHERE: Final = "Your missions"  # in messages
LONGEST: Final = 3000  # characters in an address
ABOUT: Final = "Missions written on the page Your missions."
ASKS: Final = "Do these missions do better than those that ship, and for whom?"
_FIELDS: Final = 4  # of a mission in an address: lead~goal~label~key
_PROCESS: Final = "process"
_GOAL: Final = re.compile(rf"(?:{_PROCESS}|(?:lever-)?[a-z][a-z0-9_]*-\d{{1,3}})")


@dataclass(frozen=True, kw_only=True)
class Written:
    """One mission as written: weights are whole numbers, additions to levers hundredths."""

    label: str = ""
    lead: str = ""
    goal: Mapping[str, int] = field(default_factory=dict)
    process: bool = False  # whether it changes only how government works
    levers: Mapping[str, int] = field(default_factory=dict)
    key: str = ""  # of a shipped mission, whose luck it keeps; else it follows from the label


def text_of(missions: Sequence[Written]) -> str:
    """Missions as the text of an address.

    >>> text_of([Written(label="Work for all", lead="jobs", goal={"work": 2, "skills": 1})])
    'jobs~work-2.skills-1~Work for all~'
    """
    return "~".join(
        "~".join((one.lead, _goal_text(one), one.label.replace("~", "-"), one.key)) for one in missions
    )


def missions_in(text: str) -> tuple[Written, ...]:
    """The missions in the text of an address. Raises ValueError for another text, or more than twelve."""
    parts = text.split("~") if text else []
    if len(parts) % _FIELDS or len(parts) > MOST * _FIELDS or len(quote_plus(text)) > LONGEST:
        raise ValueError(text)
    return tuple(_written(*parts[start : start + _FIELDS]) for start in range(0, len(parts), _FIELDS))


def checked(text: str) -> str:
    """The text, if it is one of missions. Raises ValueError."""
    missions_in(text)
    return text


def written_of(missions: Sequence[Mission]) -> tuple[Written, ...]:
    """A scenario's missions as a visitor can edit them; goals become the smallest whole numbers."""
    return tuple(
        Written(
            label=one.label,
            lead=one.lead,
            goal=_whole(one.goal),
            process=one.process,
            levers={name: round(100 * value) for name, value in one.levers.items()},
            key=one.key,
        )
        for one in missions
    )


def table_of(missions: Sequence[Written], base: str, levers: Mapping[str, Any]) -> dict[str, Any]:
    """The table of a scenario file: the scenario that it extends, and its missions."""
    keys = _keys_of(missions)
    entries = [
        {
            "key": key,
            "label": one.label.strip(),
            "lead": one.lead,
            **({_PROCESS: True} if one.process else {"goal": dict(one.goal)}),
            **({"levers": {name: value / 100 for name, value in one.levers.items()}} if one.levers else {}),
        }
        for key, one in zip(keys, missions, strict=True)
    ]
    changed = {"levers": dict(levers)} if levers else {}
    return {"name": NAME, "extends": base, "about": ABOUT, "question": ASKS, **changed, "missions": entries}


def toml_of(missions: Sequence[Written], base: str, levers: Mapping[str, Any]) -> str:
    """The scenario file that `govsim compare` takes."""
    return toml_text(table_of(missions, base, levers))


def scenario_of(missions: Sequence[Written], base: str, levers: Mapping[str, Any]) -> Scenario:
    """The scenario. Raises InputError with every problem, in the words of the reader of scenarios."""
    if not FEWEST <= len(missions) <= MOST:
        raise InputError(Problem(WHERE, f"{FEWEST} to {MOST} missions", str(len(missions))))
    try:
        return load_scenario(table_of(missions, base, levers))
    except ScenarioError as error:
        raise ScenarioError(replace(problem, where=WHERE) for problem in error.problems) from error


def _goal_text(one: Written) -> str:
    weights = [f"{outcome}-{weight}" for outcome, weight in one.goal.items()]
    process = [_PROCESS] if one.process else []
    return ".".join([*weights, *process, *(f"lever-{name}-{value}" for name, value in one.levers.items())])


def _written(lead: str, goal: str, label: str, key: str) -> Written:
    tokens = goal.split(".") if goal else []
    if not all(_GOAL.fullmatch(token) for token in tokens):
        raise ValueError(goal)
    levers = {
        name: int(value) for _, name, value in (one.split("-") for one in tokens if one.count("-") == 2)
    }
    weights = {name: int(value) for name, value in (one.split("-") for one in tokens if one.count("-") == 1)}
    return Written(label=label, lead=lead, goal=weights, process=_PROCESS in tokens, levers=levers, key=key)


def _keys_of(missions: Sequence[Written]) -> list[str]:
    """A key for each: its own, or one from its label; a number is added where it is taken."""
    used: list[str] = []
    for number, one in enumerate(missions, start=1):
        slug = re.sub(r"[^a-z0-9]+", "_", one.label.lower()).strip("_")[:40].strip("_")
        key = one.key or (slug if slug[:1].isalpha() else f"mission_{number}")
        used.append(key if key not in used else f"{key}_{number}")
    return used


def _whole(goal: Mapping[str, float]) -> dict[str, int]:
    """Weights as the smallest whole numbers in their proportions, up to hundredths."""
    for factor in (1, 2, 4, 5, 10, 20, 100):
        scaled = {name: weight * factor for name, weight in goal.items() if weight > 0}
        if all(abs(value - round(value)) < 1e-9 for value in scaled.values()):
            break
    return {name: round(value) for name, value in scaled.items()} if goal else {}
