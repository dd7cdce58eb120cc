"""P1: budgets hardly move for years and then jump, so their changes have heavier tails than the normal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.measures.budgets import budget_changes, l_kurtosis
from govsim.runs.run import Run
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.arms import at_the_centre, few_worlds, random_arms, run_arms
from govsim.validation.finding import Check, Figure, Plan, Reading, beside_nulls, beyond, estimated

NORMAL: Final = 0.1226
HEAVIER: Final = 0.02  # above the normal's, the least that matters
QUARTERS: Final = 80  # nineteen yearly changes of each department


def kurtosis_of(run: Run) -> Floats:
    """L-kurtosis of all departments' yearly changes in each world, shape (world,). Source: hosking_1990."""
    changes_qdw = budget_changes(run.measure("budget_by_department"))
    return np.array([l_kurtosis(changes_qdw[..., world]) for world in range(changes_qdw.shape[-1])])


def _figure(label: str, arms: Sequence[Scenario], plan: Plan) -> Figure:
    return estimated(label, np.concatenate([kurtosis_of(run) for run in run_arms(arms, plan)]), "L-kurtosis")


def examine(plan: Plan) -> Reading:
    """Run siloed government for twenty years, with friction in budgets and without."""
    sampled = load_scenario("siloed").replace(horizon=QUARTERS)
    base, few = at_the_centre(sampled), plan.at_most(40)
    free = base.replace(uncertainties={"budget_friction": 0.0})
    return beside_nulls(
        lambda kurtosis: beyond(kurtosis, NORMAL + HEAVIER),
        [_figure("L-kurtosis of yearly budget changes", [base], few)],
        off=("no friction", [_figure("the same", [free], few)]),
        random=("levers at random", [_figure("the same", random_arms(base, plan), few_worlds(plan))]),
        beside=[_figure("in sampled worlds", [sampled], few)],
        notes="The normal distribution has 0.1226. The budget rule reads no lever, so arrangements do not differ.",
    )


CHECK: Final = Check(
    "P1",
    "pattern",
    "Budgets stand still and then jump",
    source="jones_2009; jones_baumgartner_2005; hosking_1990",
    refuted_by=f"L-kurtosis not above the normal's {NORMAL} by more than {HEAVIER}; or above it without friction",
    examine=examine,
    observed="above 0.1226 in national budgets (the excess verified in the abstract, the countries' values not seen)",
    use="calibrated",
)
