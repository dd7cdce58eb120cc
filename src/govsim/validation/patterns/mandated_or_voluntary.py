"""P8: mandated co-operation beats voluntary co-operation in some worlds, and the model says in which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.measures.catalogue import MEASURES
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.statistics.rounding import beyond_rounding
from govsim.validation.arms import random_arms, run_arms
from govsim.validation.assumptions import assumptions_of, predicted_sign, strongest_influences
from govsim.validation.finding import (
    Check,
    Figure,
    Plan,
    Reading,
    beside_nulls,
    beyond,
    both,
    share_of_worlds,
    within,
)

SOME: Final = (0.05, 0.95)
DISTINGUISHED: Final = 0.6  # chance of naming the right one of two worlds; a coin has 0.5
ARRANGEMENTS_TRIED: Final = 6
WORLDS_OF_EACH: Final = 32  # assumptions must differ for one half to predict the other
VOLUNTARY: Final = {
    "board_membership": "contributors",
    "pooled_funding": 0.0,
    "joint_accountability": 0.0,
    "prime_minister_time": 0.0,
}
MANDATED: Final = {
    "board_membership": "contributors",
    "pooled_funding": 0.5,
    "joint_accountability": 0.6,
    "prime_minister_time": 0.7,
}
MOVES_NOTHING: Final[dict[str, Any]] = {
    "constants": {"attention_capacity": 0.0},
    "uncertainties": {
        "mission_share": 0.0,
        "accountability_alone": 0.0,
        "leadership_value": 0.0,
        "power_complementarity": -1.0,
    },
}


def gains(bases: Sequence[Scenario], plan: Plan) -> Floats:
    """Gain in public value of the mandate over the invitation, in the worlds of all bases."""
    arms = [base.replace(levers=levers) for base in bases for levers in (VOLUNTARY, MANDATED)]
    values = [run.at_end("public_value") for run in run_arms(arms, plan)]
    return beyond_rounding(np.concatenate(values[1::2]) - np.concatenate(values[::2]), values)


def _figures(gain_w: Floats, ranks_wn: Floats) -> tuple[Figure, Figure]:
    effect = MEASURES["public_value"].smallest_effect
    return (
        share_of_worlds("worlds in which the mandate wins by more than the smallest effect", gain_w > effect),
        Figure.of(
            "chance of naming the world in which it does better",
            predicted_sign(gain_w, ranks_wn),
            "share of pairs of worlds",
        ),
    )


def _agrees(wins: Figure, chance: Figure) -> bool | None:
    return both(within(wins, *SOME), beyond(chance, DISTINGUISHED))


def examine(plan: Plan) -> Reading:
    """Compare boards that merely meet with boards that have money, joint goals and the Prime Minister's attention."""
    siloed, few = load_scenario("siloed"), plan.at_most(WORLDS_OF_EACH)
    gain_w = gains([siloed], plan)
    names, ranks_wn = assumptions_of(siloed, plan)
    depends_on = strongest_influences(gain_w, names, ranks_wn, 3)
    random = random_arms(siloed, plan, ARRANGEMENTS_TRIED)
    _, few_ranks_wn = assumptions_of(siloed, few)
    return beside_nulls(
        _agrees,
        _figures(gain_w, ranks_wn),
        off=(
            "a mandate that moves nothing",
            _figures(gains([siloed.replace(**MOVES_NOTHING)], plan), ranks_wn),
        ),
        random=(
            "other levers at random",
            _figures(gains(random, few), np.tile(few_ranks_wn, (len(random), 1))),
        ),
        notes=f"It depends most on: {', '.join(one.label for one in depends_on).lower()}.",
    )


CHECK: Final = Check(
    "P8",
    "pattern",
    "A mandate to work together beats an invitation in some worlds, and the model says in which",
    source="bitterman_koliba_2020",
    refuted_by=(
        f"in fewer than {SOME[0]:.0%} or more than {SOME[1]:.0%} of worlds; or one half that cannot predict the other"
    ),
    examine=examine,
    observed="a mandate can lead to better outcomes in a model of one river basin (verified)",
    use="held out",
)
