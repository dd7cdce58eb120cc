"""Named levels of a factor, and those that stand for the levers of another scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from govsim.errors import ScenarioError
from govsim.experiments.moved import SWITCHED
from govsim.experiments.named import scenario_of
from govsim.scenario.findings import Finding, Findings
from govsim.scenario.lever_facts import lever_facts
from govsim.scenario.levers import LEVER_NAMES


class Level(BaseModel):
    """One level of a factor: a name and what it changes in the scenario, section by section."""

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
    """Two levels: nothing changed, and the levers of an element (or all) as a scenario has them.

    Raises Findings where the scenario cannot be read.
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
