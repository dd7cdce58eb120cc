"""P3: paid by results that it reports itself, a programme reports success nearly everywhere and changes little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from govsim.runs.run import Run
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.arms import at_the_centre, run_at_random, run_beside
from govsim.validation.finding import (
    Check,
    Figure,
    Plan,
    Reading,
    beside_nulls,
    beyond,
    both,
    estimated,
    within,
)

YEARS: Final = 3  # the first phase of the programme: 2012 to 2015
REPORTED: Final = 0.85
TRUE_EFFECT: Final = 0.05
PAID_BY_RESULTS: Final = {"target_pressure": 1.0, "goal_breadth": 0.0}


def unpressed() -> Scenario:
    """Siloed government in which nothing depended on indicators before, and nothing does."""
    before = load_scenario("siloed").replace(levers={"target_pressure": 0.0}, horizon=4 * YEARS)
    return before.replace(starts_from_levers=before.levers.model_dump())


def _figures(programmes: Sequence[Run], without: Run) -> tuple[Figure, Figure]:
    reported = np.concatenate([run.at_end("reported_success") for run in programmes])
    effect = np.concatenate([run.at_end("progress") - without.at_end("progress") for run in programmes])
    return (
        estimated("places reported a success", reported, "share of places"),
        estimated("true effect against no programme", effect, "need points"),
    )


def _agrees(reported: Figure, effect: Figure) -> bool | None:
    return both(beyond(reported, REPORTED), within(effect, -TRUE_EFFECT, TRUE_EFFECT))


def examine(plan: Plan) -> Reading:
    """Run the same country with and without payment by results, from a start where no money follows indicators."""

    def paid(scenario: Scenario, worlds: Plan) -> tuple[list[Run], Run]:
        return run_beside(scenario, [scenario.replace(levers=PAID_BY_RESULTS)], worlds)

    sampled, some = unpressed(), plan.at_most(32)
    base = at_the_centre(sampled)
    programme, without = paid(base, some)
    anyway = estimated(
        "places that would report it without the programme",
        without.at_end("reported_success"),
        "share of places",
    )
    among_worlds = _figures(*paid(sampled, plan))[0]
    honest = base.replace(uncertainties={"gaming_propensity": 0.0})
    return beside_nulls(
        _agrees,
        _figures(programme, without),
        off=("nobody inclined to game", _figures(*paid(honest, some))),
        random=(
            "levers at random",
            _figures(*run_at_random(base, plan)),
        ),
        beside=(anyway, replace(among_worlds, label="places reported a success in sampled worlds")),
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
    source="niesr_2016",
    refuted_by=f"at most {REPORTED:.0%} of places reported a success, or a true effect beyond ±{TRUE_EFFECT}",
    examine=examine,
    observed="over 90% of families by the department's claim of 2015, no consistent effect (verified)",
    use="held out",
)
