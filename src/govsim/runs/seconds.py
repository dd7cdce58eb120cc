"""Estimate of the computing time of a run."""

from __future__ import annotations

from typing import Final

from govsim.scenario.schema import Scenario
from govsim.world.places import Places

# On one core, for 40 quarters of warm-up and 40 simulated; measured with 192 communities and with all of England.
SECONDS_A_RUN: Final = 0.0068
SECONDS_A_COMMUNITY: Final = 0.000021
QUARTERS_MEASURED: Final = 80


def seconds_of_a_run(scenario: Scenario, land: Places, warm_up: bool = True) -> float:
    """Approximate seconds of a run on one core, from measured runs."""
    quarters = scenario.horizon + (scenario.warm_up if warm_up else 0)
    return (SECONDS_A_RUN + SECONDS_A_COMMUNITY * len(land.community_keys)) * quarters / QUARTERS_MEASURED
