"""P8: being made to work together beats being invited to in some worlds, and the model says in which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.measures.catalogue import MEASURES
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.validation.arms import arm, few_worlds, random_levers, run_arms
from govsim.validation.finding import Check, Figure, Null, Plan, Reading, both, share_of_worlds, within
from govsim.world.build import uncertainties_of
from govsim.world.draws import Draws

SOME: Final = (0.05, 0.95)
TOLD_APART: Final = 0.7  # chance that of two worlds the right one is named; a coin has 0.5
MANDATE: Final = {"pooled_funding": 0.5, "joint_accountability": 0.6, "prime_minister_time": 0.7}
_RIDGE: Final = 1.0


@dataclass(frozen=True)
class Foretold:
    """How well half of the worlds say in which of the other half the mandate wins, and by which assumptions."""

    chance: float
    deciding: tuple[str, ...]


def assumptions_of(scenario: Scenario, plan: Plan) -> tuple[tuple[str, ...], Floats]:
    """Names and ranks, from −1 to 1, of all contested assumptions, shape (world, assumption)."""
    drawn = uncertainties_of(scenario, Draws.of(plan.seed, range(plan.worlds)))
    varying = {name.removesuffix("_w"): values for name, values in drawn.items() if np.ptp(values) > 0}
    ranks = [2 * np.argsort(np.argsort(values)) / (values.size - 1) - 1 for values in varying.values()]
    return tuple(varying), np.array(ranks).T


def foretold(gain_w: Floats, names: tuple[str, ...], assumptions_wn: Floats) -> Foretold:
    """Fit the gain on one half of the worlds, foretell its sign on the other.

    Source: own: ridge regression on ranks, judged by the area under the curve of the half that it has not seen.
    """
    learnt, asked = slice(0, None, 2), slice(1, None, 2)
    inputs = assumptions_wn[learnt]
    centred = gain_w[learnt] - gain_w[learnt].mean()
    weight = np.linalg.solve(inputs.T @ inputs + _RIDGE * np.eye(inputs.shape[1]), inputs.T @ centred)
    told, wins = assumptions_wn[asked] @ weight, gain_w[asked] > 0
    if wins.all() or not wins.any():
        return Foretold(0.5, ())
    above = told[wins][:, None] - told[~wins][None, :]
    chance = float((above > 0).mean() + 0.5 * (above == 0).mean())
    order = np.argsort(-np.abs(weight))[:3]
    return Foretold(chance, tuple(UNCERTAINTIES[names[row]].label for row in order))


def _read(gain_w: Floats, told: Foretold) -> tuple[tuple[Figure, ...], bool | None]:
    effect = MEASURES["public_value"].smallest_effect
    wins = share_of_worlds(
        "worlds in which the mandate wins by more than the smallest effect", gain_w > effect
    )
    chance = Figure(
        "chance of naming the world in which it does better", told.chance, unit="share of pairs of worlds"
    )
    return (wins, chance), both(within(wins, *SOME), told.chance > TOLD_APART)


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
    names, ranks = assumptions_of(voluntary, plan)
    told = foretold(values[1] - values[0], names, ranks)
    main, agrees = _read(values[1] - values[0], told)
    off, off_agrees = _read(values[3] - values[2], foretold(values[3] - values[2], names, ranks))
    few = few_worlds(plan)
    pairs = [
        voluntary.replace(name=f"{kind} {row}", levers={**levers, **setting})
        for row, levers in enumerate(random_levers(plan))
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
    few_names, few_ranks = assumptions_of(voluntary, few)
    random, random_agrees = _read(gain, foretold(gain, few_names, np.tile(few_ranks, (len(pairs) // 2, 1))))
    return Reading(
        main,
        agrees,
        (
            Null("a mandate that moves nothing", "mechanism", off, off_agrees),
            Null("other levers at random", "arrangement", random, random_agrees),
        ),
        notes=f"It depends most on: {', '.join(told.deciding).lower() or 'nothing that was seen'}.",
    )


CHECK: Final = Check(
    "P8",
    "pattern",
    "A mandate to work together beats an invitation in some worlds, and the model says in which",
    "bitterman_koliba_2020",
    f"in fewer than {SOME[0]:.0%} or more than {SOME[1]:.0%} of worlds; or one half that cannot foretell the other",
    examine,
    observed="a mandate can lead to better outcomes in a model of one river basin (verified)",
    use="held out",
)
