"""P3: paid by results that it reports itself, a programme reports success nearly everywhere and changes little."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from govsim.runs.run import Run
from govsim.scenario.schema import Scenario
from govsim.validation.arms import (
    arm,
    at_the_centre,
    few_worlds,
    random_levers,
    run_arms,
)
from govsim.validation.finding import Check, Figure, Null, Plan, Reading, beyond, both, estimated, within

YEARS: Final = 3  # the first phase of the programme: 2012 to 2015
LAST: Final = 4 * YEARS - 1
REPORTED: Final = 0.85
TRUE_EFFECT: Final = 0.05
PAID_BY_RESULTS: Final = {"target_pressure": 1.0, "goal_breadth": 0.0}


def unpressed() -> Scenario:
    """Siloed government in which nothing hung on indicators before, and nothing does."""
    before = arm("siloed", "without", {"target_pressure": 0.0}, horizon=LAST + 1)
    return before.replace(starts_from_levers=before.levers.model_dump())


def _figures(programmes: list[Run], without: Run) -> tuple[Figure, Figure]:
    reported = np.concatenate([run.measure("reported_success")[LAST] for run in programmes])
    effect = np.concatenate(
        [(run.measure("progress") - without.measure("progress"))[LAST] for run in programmes]
    )
    return (
        estimated("places reported a success", reported, "share of places"),
        estimated("true effect against no programme", effect, "need points"),
    )


def _agrees(reported: Figure, effect: Figure) -> bool | None:
    return both(beyond(reported, REPORTED), within(effect, -TRUE_EFFECT, TRUE_EFFECT))


def examine(plan: Plan) -> Reading:
    """The same country with and without payment by results, where nothing hung on indicators before."""
    sampled = unpressed()
    sampled_paid = sampled.replace(name="paid", levers=PAID_BY_RESULTS)
    base = at_the_centre(sampled, "without")
    paid = base.replace(name="paid", levers=PAID_BY_RESULTS)
    honest, honest_paid = (
        one.replace(name=f"honest {one.name}", uncertainties={"gaming_propensity": 0.0})
        for one in (base, paid)
    )
    without, programme, off_without, off_programme = run_arms(
        [base, paid, honest, honest_paid], plan.at_most(32)
    )
    sampled_without, sampled_found = run_arms([sampled, sampled_paid], plan)
    few = few_worlds(plan)
    chance = [
        base.replace(name=f"random {row}", levers=levers) for row, levers in enumerate(random_levers(plan))
    ]
    chance_without, *chance_found = run_arms([base, *chance], few)
    main, off = _figures([programme], without), _figures([off_programme], off_without)
    random = _figures(chance_found, chance_without)
    anyway = estimated(
        "places that would report it without the programme",
        without.measure("reported_success")[LAST],
        "share of places",
    )
    among_worlds = _figures([sampled_found], sampled_without)[0]
    return Reading(
        (*main, anyway, replace(among_worlds, label="places reported a success in sampled worlds")),
        _agrees(*main),
        (
            Null("nobody inclined to game", "mechanism", off, _agrees(*off)),
            Null("levers at random", "arrangement", random, _agrees(*random)),
        ),
        notes=(
            "Success is a fall of reported need by 0.05, set in advance. The programme paid for families that "
            "authorities themselves chose and reported; the model reports on all of a place, and has no turnover "
            "of families who would have recovered anyway."
        ),
    )


CHECK: Final = Check(
    "P3",
    "pattern",
    "Paid by results: reported success nearly everywhere, no effect",
    "niesr_2016",
    f"at most {REPORTED:.0%} of places reported a success, or a true effect beyond ±{TRUE_EFFECT}",
    examine,
    observed="over 90% of families by the department's claim of 2015, no consistent effect (verified)",
    use="held out",
)
