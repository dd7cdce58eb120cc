"""P10: pooling the money of a whole place returns something, and not more than the boldest business cases said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.runs.run import Run
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.arms import (
    RANDOM_ARRANGEMENTS,
    at_the_centre,
    few_worlds,
    random_arms,
    run_groups,
)
from govsim.validation.finding import Check, Figure, Plan, Reading, beside_nulls, beyond, estimated

BOLDEST: Final = 2.63  # £108m over £41m, gross and forecast
WHOLE_PLACE: Final = {"local_discretion": 0.6, "grant_consolidation": 0.8, "local_partnership": 0.6}
FREE: Final = {"partnership_cost": 0.0, "reorganisation_cost": 0.0}
PRICED: Final = ("central_overhead", "local_overhead")


def _arms(base: Scenario) -> list[Scenario]:
    """As it was, the whole place with its costs, and both as if partnership and change were free."""
    pooled = base.replace(levers=WHOLE_PLACE)
    return [base, pooled, base.replace(uncertainties=FREE), pooled.replace(uncertainties=FREE)]


def returns(before: Run, pooled: Run, free_before: Run, free_pooled: Run) -> tuple[Floats, Floats]:
    """Savings and local costs of pooling, as shares of the budget, shape (world,) each.

    The saving is the money that the old arrangement would have needed for the same gain in effective money.
    """

    def priced(run: Run) -> Floats:
        return np.asarray(sum(run.pound[name].mean(axis=0) for name in PRICED))

    gained = free_pooled.pound["effective"].mean(axis=0) - free_before.pound["effective"].mean(axis=0)
    saved = gained / before.measure("effectiveness").mean(axis=0)
    own = sum(before.pound[name].mean(axis=0) - free_before.pound[name].mean(axis=0) for name in PRICED)
    return saved, priced(pooled) - priced(free_pooled) - own


def _figure(label: str, bases: Sequence[Scenario], plan: Plan) -> Figure:
    """Mean gain over mean cost; its interval by the delta method over worlds."""
    pairs = [returns(*runs) for runs in run_groups([_arms(base) for base in bases], plan)]
    saved, paid = (np.concatenate(values) for values in zip(*pairs, strict=True))
    rate = saved.mean() / paid.mean()
    spread = estimated(label, (saved - rate * paid) / paid.mean())
    return Figure(label, float(rate), low=rate + spread.low, high=rate + spread.high, unit="pounds a pound")


def examine(plan: Plan) -> Reading:
    """Let places of siloed government pool money across services, at central values of the assumptions."""
    siloed, few = load_scenario("siloed"), plan.at_most(24)
    base = at_the_centre(siloed)
    alike = base.replace(
        uncertainties=dict.fromkeys(("place_diversity", "recipe_error", "local_insight"), 0.0)
    )
    unpooled = {name: getattr(base.levers, name) for name in WHOLE_PLACE}
    random = [arm.replace(levers=unpooled) for arm in random_arms(base, plan, RANDOM_ARRANGEMENTS // 3)]
    return beside_nulls(
        lambda rate: beyond(rate, BOLDEST, above=False),
        [_figure("return on whole-place pooling", [base], few)],
        off=("places alike and known alike", [_figure("the same", [alike], few)]),
        random=("other levers at random", [_figure("the same", random, few_worlds(plan))]),
        beside=[_figure("in sampled worlds", [siloed], plan.at_most(60))],
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
    source="cheshire_west_2012",
    refuted_by=f"a return above {BOLDEST} pounds a pound",
    examine=examine,
    observed=f"a forecast of {BOLDEST} (£108m for £41m, gross, before the event; seen in reports of it)",
    use="held out",
)
