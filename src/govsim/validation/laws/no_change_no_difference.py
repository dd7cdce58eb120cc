"""Law: a change of levers that changes nothing gives exactly no difference."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from govsim.scenario.levers import LEVER_NAMES
from govsim.scenario.schema import Scenario
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Inspection, reading
from govsim.validation.samples import everywhere
from govsim.validation.stepping import same_runs


def aimed_at(scenario: Scenario, quarter: int) -> dict[str, Any]:
    """The levers that government aims at in a quarter, whether or not they have phased in."""
    values = scenario.levers.model_dump()
    for reform in sorted(scenario.reforms, key=lambda reform: reform.quarter):
        if reform.quarter <= quarter:
            values.update(reform.levers)
    return values


def reformed(scenario: Scenario, quarter: int, levers: dict[str, Any]) -> Scenario:
    """One more reform, in place of the one that the quarter may have already."""
    reforms = [reform.model_dump() for reform in scenario.reforms if reform.quarter != quarter]
    return scenario.replace(reforms=[*reforms, {"quarter": quarter, **levers}])


def placebo_does_nothing(scenario: Scenario, placebo: float) -> Inspection:
    """The placebo lever is set, and moved in quarter 2."""
    moved = scenario.replace(levers={"placebo": placebo}, reforms=[{"quarter": 2, "placebo": 1 - placebo}])
    return same_runs(scenario.replace(reforms=[]), moved)


def itself_does_nothing(scenario: Scenario) -> Inspection:
    """The scenario is replaced by itself."""
    return same_runs(
        scenario, scenario.replace(levers=scenario.levers.model_dump(), horizon=scenario.horizon)
    )


def restating_does_nothing(
    scenario: Scenario, quarter: int, levers: Iterable[str] = LEVER_NAMES
) -> Inspection:
    """Add a reform to a quarter without one, with the levers already targeted, phased in or not."""
    aims = aimed_at(scenario, quarter)
    return same_runs(scenario, reformed(scenario, quarter, {name: aims[name] for name in levers}))


def examine(plan: Plan) -> Reading:
    """Compare each scenario with itself, with the placebo, and with its levers stated again; random countries too."""
    inspections = []
    for scenario in everywhere(plan, "mission_led", "classroom_small", random=4, additions=False):
        free = min({1, 2, 3, 4} - {reform.quarter for reform in scenario.reforms})
        inspections += [
            (f"{scenario.name} with a placebo", placebo_does_nothing(scenario, 0.7)),
            (f"{scenario.name} and itself", itself_does_nothing(scenario)),
            (f"{scenario.name}, restated", restating_does_nothing(scenario, free)),
        ]
    return reading(inspections, "largest difference without a change", "quarters compared")


CHECK: Final = Check(
    "law 5",
    "law",
    "To change nothing makes no difference: not a placebo, not the same again, not a reform in name only",
    source="own: a comparison that finds a difference where there is none cannot be trusted where there is one",
    refuted_by="one bit of one array changes with the placebo lever, or where levers are set to what they are already",
    examine=examine,
)
