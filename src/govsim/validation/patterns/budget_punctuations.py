"""P1: budgets hardly move for years and then jump, so their changes have heavier tails than the normal."""

from __future__ import annotations

from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.measures.budgets import budget_changes, l_kurtosis
from govsim.usecases.run import Run
from govsim.validation.arms import arm, at_the_centre, few_worlds, random_arms, run_arms
from govsim.validation.finding import Check, Figure, Null, Plan, Reading, beyond, estimated

NORMAL: Final = 0.1226
QUARTERS: Final = 80  # nineteen yearly changes of each department
NO_LIMIT: Final = 1000.0

_UNLIMITED: Final = {"agenda_places": NO_LIMIT}
_EQUAL_INPUTS: Final = {"pressure_core": 0.0, "pressure_urgency": 0.0}


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
    free = base.replace(name="free", uncertainties={"budget_friction": 0.0}, constants=_UNLIMITED)
    even = free.replace(name="even", constants=_EQUAL_INPUTS)
    with_friction, without, alike = run_arms([base, free, even], plan.at_most(40))
    differing = run_arms([sampled], plan.at_most(40))
    chance = run_arms(random_arms(base, plan), few_worlds(plan))
    main = _figure("L-kurtosis of yearly budget changes", with_friction)
    off = _figure("the same", alike)
    random = _figure("the same", *chance)
    inputs = _figure("without friction, departments unequally exposed to crises", without)
    return Reading(
        (main, _figure("in sampled worlds", *differing), inputs),
        beyond(main, NORMAL),
        (
            Null(
                "no friction, no limit on the agenda, pressure alike for all",
                "mechanism",
                (off,),
                beyond(off, NORMAL),
            ),
            Null("levers at random", "arrangement", (random,), beyond(random, NORMAL)),
        ),
        notes=(
            "The normal distribution has 0.1226. Without friction some of the excess stays where urgency and core "
            "services press on some departments more than on others: pooling unequal departments mixes normals. "
            "The budget rule reads no lever, so arrangements do not differ here."
        ),
    )


CHECK: Final = Check(
    "P1",
    "pattern",
    "Budgets stand still and then jump",
    "jones_2009; jones_baumgartner_2005; hosking_1990",
    "L-kurtosis at or below the normal's 0.1226; or above it without friction, limit and unequal pressure",
    examine,
    observed="above 0.1226 in national budgets (the excess verified in the abstract, the countries' values not seen)",
    use="calibrated",
)
