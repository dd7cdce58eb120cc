"""Law: a reform leaves the quarters before it bit for bit as they were."""

from __future__ import annotations

from typing import Any, Final

from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Inspection, reading
from govsim.validation.laws.no_change_no_difference import reformed
from govsim.validation.samples import chance, countries, shipped
from govsim.validation.small_countries import random_levers
from govsim.validation.stepping import same_runs

MIDWAY: Final = 20


def quiet(scenario: Scenario) -> Scenario:
    """The scenario without what missions add to levers, which a reform may leave no room for."""
    return scenario.replace(
        missions=[{**mission.model_dump(), "levers": {}} for mission in scenario.missions]
    )


def reform_leaves_the_past(scenario: Scenario, quarter: int, levers: dict[str, Any]) -> Inspection:
    """Run the warm-up and all quarters before the reform, with it and without."""
    others = [reform.model_dump() for reform in scenario.reforms if reform.quarter != quarter]
    without = quiet(scenario).replace(reforms=others)
    after = reformed(without, quarter, levers)
    return same_runs(without, after, quarters=quarter)


def examine(plan: Plan) -> Reading:
    """Mission-led government comes in quarter 20; random reforms come to random countries."""
    mission_led = load_scenario("mission_led").levers.model_dump()
    inspections = [
        (scenario.name, reform_leaves_the_past(scenario, MIDWAY, mission_led))
        for scenario in shipped("siloed", "classroom_small", horizon=24)
    ]
    for row, scenario in enumerate(countries(plan, 6)):
        random = chance(plan, 300 + row)
        quarter = int(random.integers(1, scenario.horizon))
        inspections.append((scenario.name, reform_leaves_the_past(scenario, quarter, random_levers(random))))
    return reading(inspections, "largest difference before a reform", "quarters compared")


CHECK: Final = Check(
    "law 6",
    "law",
    "A reform of quarter 20 changes nothing in quarters 0 to 19",
    source="own: causes come before their effects",
    refuted_by="one bit of one array of a quarter before a reform depends on the reform",
    examine=examine,
)
