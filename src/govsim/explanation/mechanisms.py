"""The mechanisms behind differences of two arrangements, and how to switch each off.

There are three kinds. A *lever* is put back in the second scenario to where the first has it. A *part*, such as the
missions or assumptions about the world, is put back in the same way. A *cost* is switched
off in both, so that its effect is its share of the difference between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from govsim.scenario.lever_facts import lever_facts
from govsim.scenario.levers import LEVER_NAMES, MEMBERSHIP_RANK, Levers
from govsim.scenario.schema import Scenario
from govsim.words.settings import setting_words

Kind = Literal["lever", "part", "cost"]
Course = tuple[tuple[int, float | str], ...]

_STRUCTURAL: Final = tuple(lever for lever in LEVER_NAMES if lever_facts(lever)["structural"])


@dataclass(frozen=True, kw_only=True)
class Mechanism:
    """One mechanism of an arrangement, with words for sentences.

    `more` describes the second scenario where it has more of a lever, or names a cost where it lowers
    public value; `less` is the opposite. `like` names mechanisms of which this is a part, so that no effect
    is reported twice.
    """

    key: str
    kind: Kind
    label: str
    more: str
    less: str
    like: tuple[str, ...] = ()
    off: Mapping[str, Any] = field(default_factory=dict)  # of a cost: what switches it off
    needs: Literal["", "boards", "change"] = ""  # of a cost: its conditions


def _lever(lever: str) -> Mechanism:
    facts = lever_facts(lever)
    label = Levers.model_fields[lever].title or lever
    return Mechanism(key=lever, kind="lever", label=label, more=facts["more"], less=facts["less"])


def _part(key: str, label: str, words: str) -> Mechanism:
    return Mechanism(key=key, kind="part", label=label, more=words, less=words)


def _cost(key: str, label: str, more: str, less: str = "", **rest: Any) -> Mechanism:
    return Mechanism(key=key, kind="cost", label=label, more=more, less=less or more, **rest)


_ALL: Final = (
    *(_lever(lever) for lever in LEVER_NAMES if lever_facts(lever)["more"]),
    _part("missions", "The missions themselves", "its other missions"),
    _part("assumptions", "Assumptions about the world", "other assumptions about the world"),
    _part("rules", "Rules that actors follow", "other rules that actors follow"),
    _part("places", "Places", "other places"),
    _part("start", "Arrangement before quarter 0", "starting from another arrangement"),
    _cost("mission_levers", "What missions add to levers", "what missions add to levers", like=("missions",)),
    _cost(
        "seats",
        "Staff time of board seats",
        "the staff time that seats on mission boards take",
        "being spared staff time on mission boards",
        like=("board_membership", "missions"),
        off={"uncertainties": {"board_seat_cost": 0.0}},
        needs="boards",
    ),
    _cost(
        "mixed_signals",
        "Mixed signals of two masters",
        "the mixed signals that line and boards send",
        "fewer mixed signals from line and boards",
        like=("board_membership", "joint_accountability", "missions"),
        off={"uncertainties": {"conflict_cost": 0.0}},
        needs="boards",
    ),
    _cost(
        "attention",
        "Prime Minister’s attention scarce",
        "the Prime Minister’s attention spread thin",
        like=("prime_minister_time", "board_membership", "missions"),
        off={"constants": {"attention_capacity": 100.0}},
        needs="boards",
    ),
    _cost(
        "reorganisation",
        "Upheaval of reorganisation",
        "the upheaval of reorganisation",
        "being spared the upheaval of reorganisation",
        off={"uncertainties": {"reorganisation_cost": 0.0}},
        needs="change",
    ),
    _cost(
        "gaming",
        "Gaming of targets",
        "the gaming of targets",
        "less harm from the gaming of targets",
        off={"uncertainties": {"gaming_propensity": 0.0}},
    ),
)

MECHANISMS: Final[dict[str, Mechanism]] = {mechanism.key: mechanism for mechanism in _ALL}


def course(scenario: Scenario, lever: str) -> Course:
    """The settings of a lever, each with its first quarter, reforms included; repeated ones are dropped."""
    steps: list[tuple[int, float | str]] = [(0, getattr(scenario.levers, lever))]
    for reform in sorted(scenario.reforms, key=lambda one: one.quarter):
        aimed = reform.levers.get(lever, steps[-1][1])
        if reform.quarter < scenario.horizon and aimed != steps[-1][1]:
            steps.append((reform.quarter, aimed))
    return tuple(steps)


def course_words(steps: Course) -> str:
    """A course for a table: `0.2`, or `0.2, 0.5 from quarter 12` with a reform."""
    first, *later = (setting_words(value) for _, value in steps)
    changes = [
        f"{words} from quarter {quarter}" for words, (quarter, _) in zip(later, steps[1:], strict=True)
    ]
    return ", ".join([first, *changes])


def has_more(lever: str, first: Scenario, second: Scenario) -> bool:
    """Whether the second scenario has more of a lever than the first, on average over its quarters."""
    return _average(course(second, lever), second.horizon) >= _average(course(first, lever), first.horizon)


def _average(steps: Course, horizon: int) -> float:
    ends = [*(quarter for quarter, _ in steps[1:]), horizon]
    return sum(
        (MEMBERSHIP_RANK[value] if isinstance(value, str) else value) * (end - since)
        for (since, value), end in zip(steps, ends, strict=True)
    )


def wholes(first: Scenario, second: Scenario) -> frozenset[str]:
    """Mechanisms that contain others: where one side has no boards, all that boards do is one mechanism."""
    unseated = any(course(one, "board_membership") == ((0, "none"),) for one in (first, second))
    return frozenset({"missions", "board_membership"} if unseated else {"missions"})


def counterfactual(
    mechanism: Mechanism, first: Scenario, second: Scenario
) -> tuple[Scenario | None, Scenario | None]:
    """Both scenarios without a mechanism; None for one that stays the same.

    Raises ScenarioError where a part of the first does not fit into the second.
    """
    if mechanism.key == "mission_levers":
        if first.missions == second.missions:
            return None, None
        return _without_additions(first), _without_additions(second)
    if mechanism.kind == "cost":
        return _without_cost(mechanism, first), _without_cost(mechanism, second)
    if mechanism.kind == "lever":
        return None, _with_lever_of(mechanism.key, first, second)
    return None, _with_part_of(mechanism.key, first, second)


def _with_lever_of(lever: str, first: Scenario, second: Scenario) -> Scenario | None:
    if course(first, lever) == course(second, lever):
        return None
    reforms: dict[int, dict[str, Any]] = {}
    for scenario, names in ((second, {*LEVER_NAMES} - {lever}), (first, {lever})):
        for reform in scenario.reforms:
            moved = {name: value for name, value in reform.levers.items() if name in names}
            if moved:
                reforms.setdefault(reform.quarter, {"quarter": reform.quarter}).update(moved)
    return second.replace(levers={lever: getattr(first.levers, lever)}, reforms=list(reforms.values()))


def _without_cost(mechanism: Mechanism, scenario: Scenario) -> Scenario | None:
    if mechanism.needs == "boards" and all(
        levers["board_membership"] == "none" for levers in _settings(scenario)
    ):
        return None
    if mechanism.needs == "change":
        aims = {tuple(levers[name] for name in _STRUCTURAL) for levers in _settings(scenario)}
        if len(aims) == 1:
            return None
    uncertain = scenario.uncertainties.in_force()
    constant = scenario.constants.model_dump()
    now = {**uncertain, **constant}
    if all(now[name] == value for changes in mechanism.off.values() for name, value in changes.items()):
        return None
    return scenario.replace(**mechanism.off)


def _settings(scenario: Scenario) -> list[dict[str, Any]]:
    """The levers of the warm-up, of quarter 0 and of each reform."""
    settings = [scenario.starts_from_levers.model_dump(), scenario.levers.model_dump()]
    for reform in sorted(scenario.reforms, key=lambda one: one.quarter):
        settings.append({**settings[-1], **reform.levers})
    return settings


def _without_additions(scenario: Scenario) -> Scenario | None:
    if not any(mission.levers for mission in scenario.missions):
        return None
    return scenario.replace(
        missions=[{**mission.model_dump(), "levers": {}} for mission in scenario.missions]
    )


def _with_part_of(part: str, first: Scenario, second: Scenario) -> Scenario | None:
    """The second scenario with a part of the first; None where both have the same."""
    fields = _PARTS[part]
    if part == "assumptions":
        same = _assumed(first) == _assumed(second)
    else:
        same = all(getattr(first, name) == getattr(second, name) for name in fields)
    if same:
        return None
    changes = {name: value for name, value in first.model_dump().items() if name in fields}
    if part == "assumptions":  # uncertainties set by the second alone are unset
        changes["uncertainties"] = dict.fromkeys(second.uncertainties.stated) | changes["uncertainties"]
    changed = second.replace(**changes)
    if part == "places":
        changed._path = first.path  # a file of places is searched for beside the scenario that names it
    return changed


def _assumed(scenario: Scenario) -> tuple[Mapping[str, Any], Any]:
    return scenario.uncertainties.in_force(), scenario.constants


_PARTS: Final = {
    "missions": ("missions",),
    "assumptions": ("uncertainties", "constants"),
    "rules": ("rules",),
    "places": ("places",),
    "start": ("starts_from", "starts_from_levers"),
}

_OTHERWISE: Final = {
    "missions": "the missions",
    "rules": "the rules that actors follow",
    "places": "the places",
    "starts_from_levers": "the arrangement before quarter 0",
    "warm_up": "the length of the warm-up",
    "outcomes": "the outcomes",
    "departments": "the departments",
    "services": "the local services",
    "contestable": "the shares of the budget at the start",
    "councils_represented": "the number of councils that ask for approvals",
    "equal_volume_as": "the volume that they are held to",
    "equal_overhead_as": "the overheads that they are held to",
}


def differing_levers(first: Scenario, second: Scenario) -> tuple[str, ...]:
    """The levers that take another course in the second scenario, reforms included."""
    return tuple(lever for lever in LEVER_NAMES if course(first, lever) != course(second, lever))


def other_differences(first: Scenario, second: Scenario, same_places: bool = False) -> tuple[str, ...]:
    """Differences besides levers that affect the simulation, in words."""
    parts = [words for name, words in _OTHERWISE.items() if getattr(first, name) != getattr(second, name)]
    if same_places and _OTHERWISE["places"] in parts:
        parts.remove(_OTHERWISE["places"])
    if _assumed(first) != _assumed(second):
        parts.append("the assumptions about the world")
    return tuple(parts)
