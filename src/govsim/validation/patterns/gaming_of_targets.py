"""P2: where much depends on narrow indicators, reports are better than reality."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.arms import at_the_centre, few_worlds, random_arms, run_arms
from govsim.validation.finding import Check, Figure, Plan, Reading, beside_nulls, estimated, within

LOW: Final = 0.15
HIGH: Final = 0.25
HIGH_AND_NARROW: Final = {"target_pressure": 1.0, "goal_breadth": 0.0}


def _figure(label: str, arms: Sequence[Scenario], plan: Plan) -> Figure:
    left_out = np.concatenate([run.at_end("understatement") for run in run_arms(arms, plan)])
    return estimated(label, left_out, "share of true need")


def examine(plan: Plan) -> Reading:
    """Run siloed government for ten years with all pressure on the lead department's part alone."""
    usual = load_scenario("siloed")
    sampled = usual.replace(levers=HIGH_AND_NARROW)
    high, few = at_the_centre(sampled), plan.at_most(32)
    honest = high.replace(uncertainties={"gaming_propensity": 0.0})
    return beside_nulls(
        lambda gap: within(gap, LOW, HIGH),
        [_figure("need left out of reports", [high], few)],
        off=("nobody inclined to game", [_figure("the same", [honest], few)]),
        random=("levers at random", [_figure("the same", random_arms(high, plan), few_worlds(plan))]),
        beside=[
            _figure("in sampled worlds", [sampled], plan),
            _figure("at the pressure of siloed", [at_the_centre(usual)], few),
        ],
        notes=(
            "The observed gap is that of one service in one year, (96 − 77)/96 or (96 − 77)/77; the model's is the "
            "mean over all outcomes and places. The source does not divide it into gaming and measurement, and "
            "kelman_friedman_2009 found no gaming of this target, so the band is an upper end for gaming."
        ),
    )


CHECK: Final = Check(
    "P2",
    "pattern",
    "Under high, narrow pressure more is reported than was done",
    source="bevan_hood_2006",
    refuted_by=f"a gap outside {LOW:.0%} to {HIGH:.0%} of the level",
    examine=examine,
    observed="96% of patients within four hours as reported, 77% in the survey of patients, 2004/05 (verified)",
    use="held out",
)
