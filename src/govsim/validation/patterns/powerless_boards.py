"""P7: a board that nobody must obey costs its own time and what has to be cleared with it, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.runs.run import Run
from govsim.validation.arms import arm, few_worlds, random_arms, run_arms
from govsim.validation.finding import Check, Figure, Null, Plan, Reading, beyond, both, estimated

_USEFUL: Final = ("core_services", "relabelled", "effective")
_OWN: Final = ("central_overhead", "awaiting", "flawed")  # staff time, waiting, less the flaws that it finds


def _share(run: Run, categories: Sequence[str]) -> Floats:
    share: Floats = sum((run.pound[name].mean(axis=0) for name in categories), np.zeros(len(run.replicates)))
    return share


def _figures(boards: Sequence[Run], siloed: Run) -> tuple[Figure, Figure, Figure]:
    lost = np.concatenate([_share(siloed, _USEFUL) - _share(run, _USEFUL) for run in boards])
    own = np.concatenate([_share(run, _OWN) - _share(siloed, _OWN) for run in boards])
    return (
        estimated("lost to services and effect", 100 * lost, "pence of a pound"),
        estimated("their own time and clearance", 100 * own, "pence of a pound"),
        estimated("that less loss", 100 * (own - lost), "pence of a pound"),
    )


def _agrees(lost: Figure, time: Figure, room: Figure) -> bool | None:
    return both(beyond(lost, 0.0), beyond(room, 0.0))


def examine(plan: Plan) -> Reading:
    """Siloed government with boards of all contributors, without a pool, accountability or prime-ministerial time."""
    boards = {"board_membership": "contributors"}
    base = arm("siloed", "siloed")
    free = base.replace(
        name="free",
        uncertainties=dict.fromkeys(
            ("board_seat_cost", "reorganisation_cost", "convening_value", "clearance", "design_flaws"), 0.0
        ),
    )
    siloed, layered, off_siloed, off_layered = run_arms(
        [
            base,
            base.replace(name="boards", levers=boards),
            free,
            free.replace(name="free boards", levers=boards),
        ],
        plan,
    )
    few_siloed, *chance = run_arms([base, *random_arms(base, plan)], few_worlds(plan))
    main = _figures([layered], siloed)
    off, random = _figures([off_layered], off_siloed), _figures(chance, few_siloed)
    return Reading(
        main,
        _agrees(*main),
        (
            Null(
                "seats, change, meeting and clearance without cost or effect", "mechanism", off, _agrees(*off)
            ),
            Null("levers at random", "arrangement", random, _agrees(*random)),
        ),
        notes="Of the whole run. What meetings do for ties makes good a part of what they cost.",
    )


CHECK: Final = Check(
    "P7",
    "pattern",
    "A board that nobody must obey costs its own time and clearance, and no more",
    "hm_government_2024; own: the claim that a new layer adds complexity, made exact",
    "no loss, or a loss above the boards' own time and clearance",
    examine,
    observed="no measurement is known; the claim itself says that a layer coexists and adds complexity",
    use="held out",
)
