"""Small experiments for checks: arrangements on the same worlds, and random levers as a null model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from govsim.runs.drive import run_on, start, warm_up
from govsim.runs.run import Run
from govsim.runs.simulate import finished, simulating
from govsim.scenario.levers import MEMBERSHIP_RANK, NUMBER_LEVERS
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Phases
from govsim.statistics.resampling import generator
from govsim.validation.finding import Plan
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of

RANDOM_ARRANGEMENTS: Final = 24
FEWEST_ARRANGEMENTS: Final = 3
WORLDS_OF_EACH: Final = 4


def at_the_centre(base: Scenario) -> Scenario:
    """The base with contested assumptions fixed at their central values.

    For observations of one country, for which the authors hold the central values most likely.
    """
    return base.replace(uncertainties={"worlds": "alike"})


def run_arms(arms: Sequence[Scenario], plan: Plan, phases: Phases = QUARTER) -> list[Run]:
    """Run arms on the same worlds, sharing equal warm-ups."""
    return finished(simulating(arms, plan.worlds, plan.seed, phases=phases))


def run_groups(groups: Sequence[Sequence[Scenario]], plan: Plan) -> list[list[Run]]:
    """Run groups of arms, all on the same worlds."""
    runs = iter(run_arms([arm for group in groups for arm in group], plan))
    return [[next(runs) for _ in group] for group in groups]


def run_beside(base: Scenario, changed: Sequence[Scenario], plan: Plan) -> tuple[list[Run], Run]:
    """Run some arms and their base."""
    before, *after = run_arms([base, *changed], plan)
    return after, before


def run_at_random(base: Scenario, plan: Plan) -> tuple[list[Run], Run]:
    """Run the base under random levers, and as it is, in few worlds."""
    return run_beside(base, random_arms(base, plan), few_worlds(plan))


def final_worlds(arms: Sequence[Scenario], plan: Plan) -> list[World]:
    """The worlds of every arm after its last quarter, for arrays that no measure records; arms share one warm-up."""
    first = arms[0]
    warm = warm_up(build_world(first, places_of(first), range(plan.worlds), plan.seed))
    return [run_on(start(warm, scenario)) for scenario in arms]


def random_levers(plan: Plan, of: int = RANDOM_ARRANGEMENTS) -> list[dict[str, Any]]:
    """Random arrangements: every lever uniform over its range, membership at random.

    As many as `of`; fewer in a trial plan with few worlds.
    """
    random = generator(plan.seed)
    levers = [name for name in NUMBER_LEVERS if name != "placebo"]
    return [
        {
            "board_membership": str(random.choice(list(MEMBERSHIP_RANK))),
            **{name: float(random.random()) for name in levers},
        }
        for _ in range(min(of, max(FEWEST_ARRANGEMENTS, plan.worlds // 2)))
    ]


def random_arms(base: Scenario, plan: Plan, of: int = RANDOM_ARRANGEMENTS) -> list[Scenario]:
    """The base under random levers."""
    return [base.replace(levers=levers) for levers in random_levers(plan, of)]


def few_worlds(plan: Plan) -> Plan:
    """The plan with few worlds for each random arrangement, so that all cost as much as one arm or two."""
    return plan.at_most(WORLDS_OF_EACH)
