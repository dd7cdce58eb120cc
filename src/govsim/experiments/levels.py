"""Named levels of a factor; some take the levers of another scenario, some hold scenarios to others.

The other scenarios are read once and expanded, so that no chunk of runs needs their files.
"""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from govsim.errors import ScenarioError
from govsim.experiments.moved import SWITCHED
from govsim.scenario.findings import Finding, Findings, Path, shown
from govsim.scenario.holding import holding
from govsim.scenario.lever_facts import lever_facts
from govsim.scenario.levers import LEVER_NAMES
from govsim.scenario.load import HELD, load_scenario, scenario_names
from govsim.scenario.schema import Scenario

NOT_HELD: Final = "not held"  # the level for "" of a factor over arrangements
LABELS: Final = dict(zip(HELD, ("Equal volume", "Equal overheads"), strict=True))


def scenario_of(name: str, folder: str | None = None) -> Scenario:
    """The scenario of a name or path; a path is relative to `folder`, if given.

    Raises ScenarioError as `load_scenario` does.
    """
    if folder is None or name in scenario_names() or os.path.isabs(name):
        return load_scenario(name)
    beside = os.path.join(folder, name)
    return load_scenario(beside if name.endswith(".toml") or os.path.exists(beside) else name)


class Level(BaseModel):
    """One level of a factor: a name and its changes to the scenario, section by section."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str = Field(min_length=1, description="what the level is called")
    changes: Mapping[str, Any] = Field(
        default_factory=dict,
        description="what it changes: tables as in a scenario, such as {levers = {pooled_funding = 0.5}}",
    )


def element_of(lever: str) -> int:
    """The element of the argument that a lever belongs to; 0 for none."""
    return int(lever_facts(lever)["element"])


def levels_of_element(source: str, element: int | None, folder: str | None) -> list[Level]:
    """Two levels: unchanged, and with the levers of an element (or all) of another scenario.

    Raises Findings if the scenario cannot be read.
    """
    try:
        levers = scenario_of(source, folder).levers
    except ScenarioError as error:
        raise Findings(
            Finding(("levers_from",), problem.expected, problem.found, problem.remedy)
            for problem in error.problems
        ) from error
    taken = {name: getattr(levers, name) for name in LEVER_NAMES if element in (None, element_of(name))}
    unchanged, as_in = SWITCHED
    return [Level(name=unchanged), Level(name=f"{as_in} {source}", changes={"levers": taken})]


def written_out(
    changes: Mapping[str, Any], folder: str | None, known: Mapping[str, Scenario] | None = None
) -> dict[str, Any]:
    """Expand the named arrangements in the changes of a scenario to their levers and reforms.

    Names are looked up among `known` scenarios first, then as in experiments. Raises Findings.
    """
    whole, findings = dict(changes), []
    for key in HELD:
        name = changes.get(key)
        if isinstance(name, str) and name and f"{key}_as" not in changes:
            try:
                whole |= {**holding(key, (known or {}).get(name) or _named(name, folder)), key: name}
            except ScenarioError as error:
                findings.append(_missing((key,), name, error))
    if findings:
        raise Findings(findings)
    return whole


def levels_of_arrangements(key: str, names: Any, folder: str | None) -> list[dict[str, Any]]:
    """The levels of a factor that holds scenarios to arrangements; "" means none. Raises Findings."""
    wanted = 'names of scenarios, or "" for no target'
    if not isinstance(names, list | tuple) or not names:
        raise Findings([Finding(("values",), wanted, shown(names) if names else "none")])
    findings, levels = [], []
    for place, name in enumerate(names):
        if not isinstance(name, str):
            findings.append(Finding(("values", place), "the name of a scenario", shown(name)))
            continue
        try:
            levels.append({"name": name or NOT_HELD, "changes": written_out({key: name}, folder)})
        except Findings as found:
            findings += [
                Finding(("values", place), one.expected, one.found, one.remedy) for one in found.items
            ]
    if findings:
        raise Findings(findings)
    return levels


def _named(name: str, folder: str | None) -> Scenario:
    """The scenario of a name; a file beside the experiment needs no `.toml`, as in scenario files."""
    beside = os.path.join(folder or "", f"{name}.toml")
    return scenario_of(f"{name}.toml" if os.path.isfile(beside) else name, folder)


def _missing(path: Path, name: str, error: ScenarioError) -> Finding:
    problem = error.problems[0]
    if problem.key is None and problem.line is None:
        return Finding(path, problem.expected, f"'{name}'", problem.remedy)
    return Finding(path, "a scenario that can be read", f"'{name}': {problem}")
