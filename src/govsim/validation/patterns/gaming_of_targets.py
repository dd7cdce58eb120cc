"""P2: where much hangs on narrow indicators, what is reported is better than what is."""

from __future__ import annotations

from typing import Any, Final

from govsim.validation.arms import arm, at_the_centre, few_worlds, pooled, random_arms, run_arms
from govsim.validation.finding import Check, Figure, Null, Plan, Reading, estimated, within

LOW: Final = 0.15
HIGH: Final = 0.25
HIGH_AND_NARROW: Final = {"target_pressure": 1.0, "goal_breadth": 0.0}


def _figure(label: str, runs: Any) -> Figure:
    return estimated(label, pooled(runs, "understatement")[-1], "share of true need")


def examine(plan: Plan) -> Reading:
    """Siloed government with all pressure on the lead department's part alone, after ten years."""
    sampled = arm("siloed", "high and narrow", HIGH_AND_NARROW)
    high = at_the_centre(sampled)
    honest = high.replace(name="honest", uncertainties={"gaming_propensity": 0.0})
    few = plan.at_most(32)
    runs = run_arms([high, honest, at_the_centre("siloed", "usual")], few)
    chance = run_arms(random_arms(high, plan), few_worlds(plan))
    main = _figure("need left out of reports", runs[:1])
    off = _figure("the same", runs[1:2])
    random = _figure("the same", chance)
    return Reading(
        (
            main,
            _figure("in sampled worlds", run_arms([sampled], plan)),
            _figure("at the pressure of siloed", runs[2:]),
        ),
        within(main, LOW, HIGH),
        (
            Null("nobody inclined to game", "mechanism", (off,), within(off, LOW, HIGH)),
            Null("levers at random", "arrangement", (random,), within(random, LOW, HIGH)),
        ),
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
    "bevan_hood_2006",
    f"a gap outside {LOW:.0%} to {HIGH:.0%} of the level",
    examine,
    observed="96% of patients within four hours as reported, 77% in the survey of patients, 2004/05 (verified)",
    use="held out",
)
