"""How long a run takes."""

from __future__ import annotations

from typing import Final

from govsim.scenario.schema import Scenario
from govsim.world.places import Places

# Of one core, for 40 quarters of warm-up and 40 simulated; measured with 192 communities and with all of England.
SECONDS_A_RUN: Final = 0.0068
SECONDS_A_COMMUNITY: Final = 0.000021
QUARTERS_MEASURED: Final = 80


def seconds_of_a_run(scenario: Scenario, land: Places, warm_up: bool = True) -> float:
    """About how long a run takes one core, from runs that were measured."""
    quarters = scenario.horizon + (scenario.warm_up if warm_up else 0)
    return (SECONDS_A_RUN + SECONDS_A_COMMUNITY * len(land.community_keys)) * quarters / QUARTERS_MEASURED
