"""P1: budgets hardly move for years and then jump, so their changes have heavier tails than the normal."""

from __future__ import annotations

from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.measures.budgets import budget_changes, l_kurtosis
from govsim.runs.run import Run
from govsim.validation.arms import arm, at_the_centre, few_worlds, random_arms, run_arms
from govsim.validation.finding import Check, Figure, Null, Plan, Reading, beyond, estimated

NORMAL: Final = 0.1226
HEAVIER: Final = 0.02  # above the normal's, the least that matters
QUARTERS: Final = 80  # nineteen yearly changes of each department

_NO_FRICTION: Final = {"budget_friction": 0.0}


def kurtosis_of(run: Run) -> Floats:
    """L-kurtosis of all departments' yearly changes in each world, shape (world,). Source: hosking_1990."""
    changes_qdw = budget_changes(run.measure("budget_by_department"))
    return np.array([l_kurtosis(changes_qdw[..., world]) for world in range(changes_qdw.shape[-1])])


def _figure(label: str, *runs: Run) -> Figure:
    return estimated(label, np.concatenate([kurtosis_of(run) for run in runs]), "L-kurtosis")


def examine(plan: Plan) -> Reading:
    """Siloed government for twenty years, with friction and without."""
    base = at_the_centre(arm("siloed", "friction", horizon=QUARTERS))
    sampled = arm("siloed", "sampled", horizon=QUARTERS)
    free = base.replace(name="no friction", uncertainties=_NO_FRICTION)
    there, frictionless = run_arms([base, free], plan.at_most(40))
    differing = run_arms([sampled], plan.at_most(40))
    chance = run_arms(random_arms(base, plan), few_worlds(plan))
    main = _figure("L-kurtosis of yearly budget changes", there)
    off, random = _figure("the same", frictionless), _figure("the same", *chance)
    line = NORMAL + HEAVIER
    return Reading(
        (
            main,
            _figure("in sampled worlds", *differing),
        ),
        beyond(main, line),
        (
            Null("no friction", "mechanism", (off,), beyond(off, line)),
            Null("levers at random", "arrangement", (random,), beyond(random, line)),
        ),
        notes=(
            "The normal distribution has 0.1226. The budget rule reads no lever, so arrangements do not differ."
        ),
    )


CHECK: Final = Check(
    "P1",
    "pattern",
    "Budgets stand still and then jump",
    "jones_2009; jones_baumgartner_2005; hosking_1990",
    f"L-kurtosis not above the normal's {NORMAL} by more than {HEAVIER}; or above it without friction",
    examine,
    observed="above 0.1226 in national budgets (the excess verified in the abstract, the countries' values not seen)",
    use="calibrated",
)
