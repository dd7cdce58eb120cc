"""How much work runs are, and how many are kept at once: some seconds, of which little is lost or spent on keeping."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from govsim.errors import InputError, Problem
from govsim.experiments.plan import WORLDS_OF_A_BLOCK, Plan
from govsim.scenario.schema import Scenario
from govsim.world.find_places import places_of
from govsim.world.places import Places

SECONDS_OF_A_CHUNK: Final = 3.0
FEWEST, MOST = 16, 2000  # runs: fewer waste the batch, more are long in one hand

# Of one core, for 40 quarters of warm-up and 40 simulated; measured with 192 communities and with all of England.
SECONDS_A_RUN: Final = 0.0031
SECONDS_A_COMMUNITY: Final = 0.000024
QUARTERS_MEASURED: Final = 80


def sized(plan: Plan, runs_of_a_chunk: int | None = None) -> Plan:
    """The plan in chunks of about so many runs, or of some seconds of work. Raises InputError for less than one."""
    if runs_of_a_chunk is not None and runs_of_a_chunk < 1:
        raise InputError(Problem("runs of a chunk", "at least 1", str(runs_of_a_chunk)))
    longest = max(
        seconds_of_a_run(scenario, plan.places if plan.places is not None else places_of(scenario))
        for scenario in plan.scenarios
    )
    runs = runs_of_a_chunk or min(MOST, max(FEWEST, round(SECONDS_OF_A_CHUNK / longest)))
    worlds = min(WORLDS_OF_A_BLOCK, max(1, runs // len(plan.scenarios)))
    return replace(plan, runs_of_a_chunk=runs, worlds_of_a_block=worlds)


def seconds_of_a_run(scenario: Scenario, land: Places) -> float:
    """About how long a run takes one core, its warm-up included, from runs that were measured."""
    quarters = scenario.warm_up + scenario.horizon
    return (SECONDS_A_RUN + SECONDS_A_COMMUNITY * len(land.community_keys)) * quarters / QUARTERS_MEASURED
