"""How many runs are kept at once: some seconds of work, so that little is lost with a chunk or spent on keeping it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from govsim.errors import InputError, Problem
from govsim.experiments.plan import WORLDS_OF_A_BLOCK, Plan
from govsim.world.find_places import places_of

SECONDS_OF_A_CHUNK: Final = 5.0
FEWEST, MOST = 16, 2000  # runs: fewer waste the batch, more are long in one hand
_OF_A_QUARTER: Final = (
    12e-6  # seconds for one world, whatever its size, and for each need of a community in it
)
_OF_A_NEED: Final = 0.1e-6


def sized(plan: Plan, runs_of_a_chunk: int | None = None) -> Plan:
    """The plan in chunks of about so many runs, or of some seconds of work. Raises InputError for less than one."""
    if runs_of_a_chunk is not None and runs_of_a_chunk < 1:
        raise InputError(Problem("runs of a chunk", "at least 1", str(runs_of_a_chunk)))
    runs = runs_of_a_chunk or min(MOST, max(FEWEST, round(SECONDS_OF_A_CHUNK / seconds_of_a_run(plan))))
    worlds = min(WORLDS_OF_A_BLOCK, max(1, runs // len(plan.scenarios)))
    return replace(plan, runs_of_a_chunk=runs, worlds_of_a_block=worlds)


def seconds_of_a_run(plan: Plan) -> float:
    """About how long the longest run takes, warm-up included, by the size of its country. Source: own: measured."""
    return max(
        (scenario.warm_up + scenario.horizon)
        * (_OF_A_QUARTER + _OF_A_NEED * len(land.community_keys) * len(scenario.outcomes))
        for scenario in plan.scenarios
        for land in [plan.places if plan.places is not None else places_of(scenario)]
    )
