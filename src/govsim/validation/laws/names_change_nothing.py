"""Law: the name of a scenario changes nothing; arrangements are points in one space of levers."""

from __future__ import annotations

from typing import Final

from govsim.scenario.schema import Scenario
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Inspection, reading
from govsim.validation.samples import everywhere
from govsim.validation.stepping import same_runs

NAMES: Final = ("siloed", "layered", "mission_led", "Écoute · 水")


def names_change_nothing(scenario: Scenario, name: str) -> Inspection:
    """Run under another name, description, question and group."""
    renamed = scenario.replace(name=name, about="otherwise", question="?", group="elsewhere")
    return same_runs(scenario, renamed)


def examine(plan: Plan) -> Reading:
    """Run shipped scenarios and random countries under exchanged names."""
    return reading(
        (
            (f"{scenario.name} as {name}", names_change_nothing(scenario, name))
            for row, scenario in enumerate(everywhere(plan))
            for name in (NAMES[(row + 1) % len(NAMES)], NAMES[-1])
        ),
        "largest difference that a name makes",
        "quarters compared",
    )


CHECK: Final = Check(
    "law 7",
    "law",
    "No arrangement is treated better for its name",
    source="own: the model must be able to answer no",
    refuted_by="one bit of one array depends on what a scenario is called",
    examine=examine,
)
