"""P8: being made to work together beats being invited to in some worlds, and the model says in which."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.measures.catalogue import MEASURES
from govsim.statistics.rounding import beyond_rounding
from govsim.validation.arms import arm, random_levers, run_arms
from govsim.validation.assumptions import PredictedSign, assumptions_of, predicted_sign, strongest_influences
from govsim.validation.finding import (
    Check,
    Figure,
    Null,
    Plan,
    Reading,
    beyond,
    both,
    share_of_worlds,
    within,
)

SOME: Final = (0.05, 0.95)
TOLD_APART: Final = 0.6  # chance that of two worlds the right one is named; a coin has 0.5
ARRANGEMENTS_TRIED: Final = 6
WORLDS_OF_EACH: Final = (
    32  # of each random arrangement: assumptions must differ for one half to predict the other
)
MANDATE: Final = {"pooled_funding": 0.5, "joint_accountability": 0.6, "prime_minister_time": 0.7}


def _read(gain_w: Floats, prediction: PredictedSign) -> tuple[tuple[Figure, ...], bool | None]:
    effect = MEASURES["public_value"].smallest_effect
    wins = share_of_worlds(
        "worlds in which the mandate wins by more than the smallest effect", gain_w > effect
    )
    half = 1.96 * prediction.error
    label = "chance of naming the world in which it does better"
    chance = Figure(
        label,
        prediction.chance,
        max(0.0, prediction.chance - half),
        min(1.0, prediction.chance + half),
        "share of pairs of worlds",
    )
    return (wins, chance), both(within(wins, *SOME), beyond(chance, TOLD_APART))


def examine(plan: Plan) -> Reading:
    """Boards of contributors that may meet, and boards with money, joint goals and the Prime Minister's attention."""
    voluntary = arm("siloed", "voluntary", {"board_membership": "contributors"})
    mandated = voluntary.replace(name="mandated", levers=MANDATE)
    nothing: dict[str, Any] = {
        "constants": {"attention_capacity": 0.0},
        "uncertainties": {
            "mission_share": 0.0,
            "accountability_alone": 0.0,
            "leadership_value": 0.0,
            "power_complementarity": -1.0,
        },
    }
    runs = run_arms(
        [
            voluntary,
            mandated,
            voluntary.replace(name="v", **nothing),
            mandated.replace(name="m", **nothing),
        ],
        plan,
    )
    values = [run.at_end("public_value") for run in runs]
    gain_w, gain_without_w = (beyond_rounding(values[row + 1] - values[row], values) for row in (0, 2))
    names, ranks = assumptions_of(voluntary, plan)
    hangs_on = strongest_influences(gain_w, names, ranks, 3)
    prediction = predicted_sign(gain_w, ranks)
    main, agrees = _read(values[1] - values[0], prediction)
    off, off_agrees = _read(gain_without_w, predicted_sign(gain_without_w, ranks))
    few = plan.at_most(WORLDS_OF_EACH)
    pairs = [
        voluntary.replace(name=f"{kind} {row}", levers={**levers, **setting})
        for row, levers in enumerate(random_levers(plan, ARRANGEMENTS_TRIED))
        for kind, setting in (
            (
                "voluntary",
                {
                    "board_membership": "contributors",
                    **dict.fromkeys(MANDATE, 0.0),
                },
            ),
            ("mandated", {"board_membership": "contributors", **MANDATE}),
        )
    ]
    chance = [run.at_end("public_value") for run in run_arms(pairs, few)]
    gain = np.concatenate([chance[row + 1] - chance[row] for row in range(0, len(chance), 2)])
    gain = beyond_rounding(gain, chance)
    _, few_ranks = assumptions_of(voluntary, few)
    random, random_agrees = _read(gain, predicted_sign(gain, np.tile(few_ranks, (len(pairs) // 2, 1))))
    return Reading(
        main,
        agrees,
        (
            Null("a mandate that moves nothing", "mechanism", off, off_agrees),
            Null("other levers at random", "arrangement", random, random_agrees),
        ),
        notes=f"It hangs most on: {', '.join(one.label for one in hangs_on).lower()}.",
    )


CHECK: Final = Check(
    "P8",
    "pattern",
    "A mandate to work together beats an invitation in some worlds, and the model says in which",
    "bitterman_koliba_2020",
    f"in fewer than {SOME[0]:.0%} or more than {SOME[1]:.0%} of worlds; or one half that cannot predict the other",
    examine,
    observed="a mandate can lead to better outcomes in a model of one river basin (verified)",
    use="held out",
)
