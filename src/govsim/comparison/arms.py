"""The scenarios of a comparison: a list with one horizon, one set of weights and the same targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from govsim.errors import InputError, Problem, ScenarioError
from govsim.runs.simulate import ScenarioLike
from govsim.scenario.holding import holding, holding_as
from govsim.scenario.load import HELD, load_scenario
from govsim.scenario.schema import Scenario
from govsim.words.plurals import counted

HeldTo = bool | ScenarioLike  # False: not held; True: to the baseline


def listed(scenarios: Any, others: Sequence[Any]) -> list[ScenarioLike]:
    """The scenarios of a list. Raises InputError for one or several that are not in a list."""
    if isinstance(scenarios, Set):
        remedy = "The first scenario is the baseline: give a list in square brackets."
        raise InputError(Problem("compare", "scenarios in an order", "a set, which has none", remedy=remedy))
    is_list = isinstance(scenarios, Iterable) and not isinstance(scenarios, str | Mapping | Scenario)
    if is_list and not others:
        return list(scenarios)
    names = ", ".join(repr(str(one)) if isinstance(one, str | Path) else "…" for one in (scenarios, *others))
    found = f"{counted(1 + len(others), 'argument')} that {'is' if not others else 'are'} no list"
    remedy = f"Give a list: govsim.compare([{names}])."
    raise InputError(Problem("compare", "a list of at least two scenarios", found, remedy=remedy))


def held_alike(arms: Sequence[Scenario], *targets: HeldTo) -> list[Scenario]:
    """The scenarios, all with the requested targets of volume or overheads."""
    changes = {}
    for key, to in zip(HELD, targets, strict=True):
        if to is not False:
            changes.update(holding_as(key, arms[0] if to is True else load_scenario(to)))
    return [arm.replace(**changes) for arm in arms] if changes else list(arms)


def held_to_split(arms: Sequence[Scenario]) -> list[Scenario]:
    """Each scenario but the baseline, three times: at the baseline's volume, at its overheads, and at both."""
    held = [f"{arm.name}.{key}" for arm in arms for key in HELD if getattr(arm, key)]
    if held:
        remedy = "Held scenarios cannot be split: leave one of the two options out."
        raise InputError(Problem("split", "scenarios without targets", f"{held[0]}", remedy=remedy))
    volume, overhead = (holding(key, arms[0]) for key in HELD)
    return [arm.replace(**changes) for arm in arms[1:] for changes in (volume, overhead, volume | overhead)]


def comparable(scenarios: Sequence[ScenarioLike]) -> Sequence[Scenario]:
    """Load scenarios, refuse different lengths, and give all the first one's weights of public value."""
    if len(scenarios) < 2:
        raise InputError(
            Problem(
                "compare",
                "at least two scenarios",
                f"{len(scenarios)}",
                remedy="For one scenario use 'govsim run' or govsim.simulate.",
            )
        )
    first, *others = [load_scenario(scenario) for scenario in scenarios]
    problems = [
        Problem(
            other.name,
            key="horizon",
            expected=f"{first.horizon} quarters as in '{first.name}'",
            found=str(other.horizon),
            remedy="Scenarios that are compared must last equally long.",
        )
        for other in others
        if other.horizon != first.horizon
    ]
    if problems:
        raise ScenarioError(problems)
    weighed = [
        other
        if other.values == first.values
        else other.replace(values={"progress_weight": first.values.progress_weight})
        for other in others
    ]
    return [first, *weighed]
