"""L3: local discretion never gains where all places are alike; where councils know their place, it does with diversity.

In these limits the national mix is the recipe, and departments believe in it, so that councils correct only for their
own place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.runs.drive import fork, run_on
from govsim.scenario.schema import Scenario
from govsim.validation.finding import Check, Plan, Reading, estimated
from govsim.validation.inspection import Deviation, inspected, reading
from govsim.validation.limits.powerless_boards import with_uncertainties
from govsim.validation.phases import altered, quarter_with, with_inputs
from govsim.validation.samples import chance, countries, shipped
from govsim.validation.stepping import new_world, phases_checked, step
from govsim.world.build import World

ROUNDING: Final = 1e-12
REPLICATES: Final = (0, 1, 2, 3)
DIVERSITIES: Final = (0.0, 0.3, 0.6, 0.9, 1.2)
INSIGHTS: Final = (0.4, 0.8)
FEWEST: Final = 4  # worlds of a mean gain
MOST: Final = 24
ALIKE: Final[Mapping[str, float]] = {"place_diversity": 0.0, "knowledge_noise": 0.0}


def _in_recipe_shares(results: Any, seen: Mapping[str, Any]) -> Any:
    """Each outcome's money divided as the national recipe says."""
    by_outcome = seen["indices"].by_outcome
    money_ew = by_outcome.spread(by_outcome.sum(results.edge_money_ew)) * seen["recipe_ew"]
    return results._replace(edge_money_ew=money_ew)


def effective_money(world: World, discretion: float) -> Floats:
    """Effective money of the next quarter at some local discretion, (council, outcome, world); the world stays."""
    phases = quarter_with(
        "mission_money",
        lambda phase: altered(phase, _in_recipe_shares, reads=("recipe_ew",)),
        phases_checked(),
    )
    phases = quarter_with("free_money", lambda phase: with_inputs(phase, local_discretion=discretion), phases)
    copy = fork(world)
    step(copy, phases=phases)
    return copy.flows["effective_cjw"]


def settled(
    scenario: Scenario,
    quarters: int,
    fixed: Mapping[str, Any],
    replicates: Sequence[int] = REPLICATES,
    seed: int = 0,
) -> World:
    """A world without boards, so that all departments deliver the same share, some quarters into its warm-up."""
    held = with_uncertainties(scenario, {"recipe_error": 0.0, **fixed})
    world = new_world(
        held.replace(starts_from_levers={"board_membership": "none"}, warm_up=20), replicates, seed
    )
    return run_on(world, world.quarter + quarters)


@inspected
def discretion_never_gains(
    scenario: Scenario,
    quarters: int,
    less: float,
    more: float,
    alike: Mapping[str, float] = ALIKE,
) -> Iterator[Deviation]:
    """More discretion raises effective money nowhere; without noise no council learns a wrong recipe either."""
    world = settled(scenario, quarters, alike)
    gain_cjw = effective_money(world, more) - effective_money(world, less)
    where = f"discretion of {more:.2g} instead of {less:.2g} after {quarters} quarters"
    for outcome in range(gain_cjw.shape[1]):
        gain = max(0.0, float(gain_cjw[:, outcome].max()))
        yield Deviation(f"{where}, outcome {outcome + 1}", gain, ROUNDING)


def gain_from_discretion(
    scenario: Scenario,
    diversity: float,
    insight: float,
    capacity: float = 0.5,
    replicates: Sequence[int] = REPLICATES,
    seed: int = 0,
) -> Floats:
    """Relative gain in effective money of full over no discretion in one quarter, (world,); assumptions alike."""
    held = scenario.replace(
        uncertainties={"worlds": "alike"},
        starts_from_levers={"competitive_share": 0.0, "central_control": 0.0},
    )
    fixed = {"place_diversity": diversity, "local_insight": insight, "local_capacity": capacity}
    world = settled(held, 1, fixed, replicates, seed)
    bound_w, free_w = (effective_money(world, discretion).sum((0, 1)) for discretion in (0.0, 1.0))
    return np.asarray(free_w / bound_w - 1)


@inspected
def gain_rises_with_diversity(
    scenario: Scenario, insight: float, replicates: Sequence[int] = REPLICATES, seed: int = 0
) -> Iterator[Deviation]:
    """From one diversity of places to the next the mean gain rises, and more than without any insight.

    Without insight free money goes nowhere else; any further rise is due to local knowledge.
    """

    def gain(diversity: float, known: float) -> float:
        return float(gain_from_discretion(scenario, diversity, known, 0.5, replicates, seed).mean())

    gains = {diversity: gain(diversity, insight) for diversity in DIVERSITIES}
    first, last = DIVERSITIES[0], DIVERSITIES[-1]
    yield Deviation("gain where all places are alike", max(0.0, gains[first]), ROUNDING)
    for less, more in pairwise(DIVERSITIES):
        where = f"gain from diversity {less} to {more} at insight {insight}"
        yield Deviation(where, _fall(gains[less], gains[more]))
    owed = (gains[at] - gain(at, 0.0) for at in (first, last))
    yield Deviation(f"gain owed to insight {insight}", _fall(*owed))


def _fall(before: float, after: float) -> float:
    """The fall of a number that should rise; no change counts as the least fall."""
    return 0.0 if after > before else max(before - after, float(np.finfo(np.float64).tiny))


def examine(plan: Plan) -> Reading:
    """Try local discretion where places are alike, then where they are ever more diverse and councils have insight."""
    worlds = tuple(range(max(FEWEST, plan.at_most(MOST).worlds)))
    known = shipped("siloed", "classroom_small")
    inspections = []
    for row, scenario in enumerate([*known, *countries(plan, 8)]):
        less, more = sorted(chance(plan, 500 + row).random(2).tolist())
        inspections += [
            (scenario.name, discretion_never_gains(scenario, row % 6, *between))
            for between in ((less, more), (0.0, 1.0))
        ]
    inspections += [
        (scenario.name, gain_rises_with_diversity(scenario, insight, worlds, plan.seed))
        for scenario in known
        for insight in INSIGHTS
    ]
    read = reading(
        inspections,
        "largest gain where places are alike, or fall of the gain with diversity",
        "comparisons",
        "share of the budget",
    )
    gains = [
        estimated(
            f"gain from full discretion at diversity {diversity:g}",
            gain_from_discretion(known[0], diversity, INSIGHTS[0], 0.5, worlds, plan.seed),
            "share of effective money",
        )
        for diversity in (0.0, 0.6, 1.2)
    ]
    return replace(read, figures=(*read.figures, *gains))


CHECK: Final = Check(
    "L3",
    "limit",
    "Local discretion never gains where all places are alike; the more they differ, the more it brings",
    source="oates_1972; hayek_1945 for what places know",
    refuted_by=(
        "at no diversity discretion raises effective money anywhere; or, where councils know their place, the gain "
        "falls as places become more diverse"
    ),
    examine=examine,
)
