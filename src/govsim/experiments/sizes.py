"""How many runs a chunk has: some seconds of work, of which little is lost by a stop or spent on writing."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from govsim.errors import InputError, Problem
from govsim.experiments.plan import WORLDS_OF_A_BLOCK, Plan
from govsim.runs.seconds import seconds_of_a_run
from govsim.world.find_places import places_of

SECONDS_OF_A_CHUNK: Final = 3.0
FEWEST, MOST = 16, 2000  # runs: fewer waste the batch, more are long in one hand


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
