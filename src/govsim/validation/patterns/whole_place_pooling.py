"""P10: pooling the money of a whole place returns something, and not more than the boldest business cases said."""

from __future__ import annotations

from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.runs.run import Run
from govsim.scenario.schema import Scenario
from govsim.validation.arms import (
    RANDOM_ARRANGEMENTS,
    arm,
    at_the_centre,
    few_worlds,
    random_levers,
    run_arms,
)
from govsim.validation.finding import Check, Figure, Null, Plan, Reading, beyond, estimated

BOLDEST: Final = 2.63  # £108m over £41m, gross and forecast
WHOLE_PLACE: Final = {"local_discretion": 0.6, "grant_consolidation": 0.8, "local_partnership": 0.6}
FREE: Final = {"partnership_cost": 0.0, "reorganisation_cost": 0.0}
PRICED: Final = ("central_overhead", "local_overhead")


def _arms(base: Scenario) -> list[Scenario]:
    """As it was, the whole place with its costs, and both as if partnership and change were free."""
    pooled = base.replace(name=f"{base.name}, whole place", levers=WHOLE_PLACE)
    return [
        base,
        pooled,
        base.replace(name=f"{base.name}, free", uncertainties=FREE),
        pooled.replace(name=f"{pooled.name}, free", uncertainties=FREE),
    ]


def _over_time(run: Run, category: str) -> Floats:
    share: Floats = run.pound[category].mean(axis=0)
    return share


def returns(before: Run, pooled: Run, free_before: Run, free_pooled: Run) -> tuple[Floats, Floats]:
    """What a place gains and what it pays, as shares of the budget, (world,) each.

    The gain in effective money is turned into the pounds that the old arrangement would have needed for it.
    """
    gained = _over_time(free_pooled, "effective") - _over_time(free_before, "effective")
    saved = gained / before.measure("effectiveness").mean(axis=0)
    with_costs = sum(_over_time(pooled, name) for name in PRICED)
    without = sum(_over_time(free_pooled, name) for name in PRICED)
    own = sum(_over_time(before, name) - _over_time(free_before, name) for name in PRICED)
    return saved, np.asarray(with_costs - without - own)


def _figure(label: str, *pairs: tuple[Floats, Floats]) -> Figure:
    """Mean gain over mean cost; its interval by the delta method over worlds."""
    saved = np.concatenate([pair[0] for pair in pairs])
    paid = np.concatenate([pair[1] for pair in pairs])
    rate = saved.mean() / paid.mean()
    spread = estimated(label, (saved - rate * paid) / paid.mean())
    return Figure(label, float(rate), rate + spread.low, rate + spread.high, "pounds a pound")


def examine(plan: Plan) -> Reading:
    """Siloed government whose places pool money across services, at central values."""
    base = at_the_centre("siloed", "siloed")
    alike = base.replace(
        name="alike", uncertainties={"place_diversity": 0.0, "recipe_error": 0.0, "local_insight": 0.0}
    )
    few = plan.at_most(24)
    main = _figure("return on whole-place pooling", returns(*run_arms(_arms(base), few)))
    off = _figure("the same", returns(*run_arms(_arms(alike), few)))
    sampled = _figure(
        "in sampled worlds", returns(*run_arms(_arms(arm("siloed", "sampled")), plan.at_most(60)))
    )
    unpooled = {name: getattr(base.levers, name) for name in WHOLE_PLACE}
    arms = [
        _arms(base.replace(name=f"random {row}", levers={**levers, **unpooled}))
        for row, levers in enumerate(random_levers(plan, RANDOM_ARRANGEMENTS // 3))
    ]
    runs = run_arms([one for four in arms for one in four], few_worlds(plan))
    chance = [returns(*runs[first : first + 4]) for first in range(0, len(runs), 4)]
    random = _figure("the same", *chance)
    return Reading(
        (main, sampled),
        beyond(main, BOLDEST, above=False),
        (
            Null("places alike and known alike", "mechanism", (off,), beyond(off, BOLDEST, above=False)),
            Null("other levers at random", "arrangement", (random,), beyond(random, BOLDEST, above=False)),
        ),
        notes=(
            "Gross of what it costs: gain in effective money, in the pounds that siloed government would need for it, "
            "over ten years, for each pound of staff time that partnership and change take. An upper bound alone "
            "cannot tell a good model from one in which pooling does nothing."
        ),
    )


CHECK: Final = Check(
    "P10",
    "pattern",
    "Pooling the money of a whole place returns at most what the boldest business case said",
    "cheshire_west_2012",
    f"a return above {BOLDEST} pounds a pound",
    examine,
    observed=f"a forecast of {BOLDEST} (£108m for £41m, gross, before the event; seen in reports of it)",
    use="held out",
)
