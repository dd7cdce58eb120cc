"""P7: a board that nobody must obey costs its own time and no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.runs.run import Run
from govsim.validation.arms import arm, few_worlds, random_arms, run_arms
from govsim.validation.finding import Check, Figure, Null, Plan, Reading, beyond, both, estimated

_USEFUL: Final = ("core_services", "relabelled", "effective")


def _kept(run: Run) -> Floats:
    kept: Floats = sum((run.pound[name].mean(axis=0) for name in _USEFUL), np.zeros(len(run.replicates)))
    return kept


def _figures(boards: Sequence[Run], siloed: Run) -> tuple[Figure, Figure, Figure]:
    lost = np.concatenate([_kept(siloed) - _kept(run) for run in boards])
    time = np.concatenate(
        [(run.pound["central_overhead"] - siloed.pound["central_overhead"]).mean(axis=0) for run in boards]
    )
    return (
        estimated("lost to services and effect", 100 * lost, "pence of a pound"),
        estimated("their own overhead", 100 * time, "pence of a pound"),
        estimated("overhead less loss", 100 * (time - lost), "pence of a pound"),
    )


def _agrees(lost: Figure, time: Figure, room: Figure) -> bool | None:
    return both(beyond(lost, 0.0), beyond(room, 0.0))


def examine(plan: Plan) -> Reading:
    """Siloed government with boards of all contributors, without a pool, accountability or prime-ministerial time."""
    boards = {"board_membership": "contributors"}
    base = arm("siloed", "siloed")
    free = base.replace(
        name="free",
        uncertainties={"board_seat_cost": 0.0, "reorganisation_cost": 0.0, "convening_value": 0.0},
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
            Null("seats, change and meeting without cost or effect", "mechanism", off, _agrees(*off)),
            Null("levers at random", "arrangement", random, _agrees(*random)),
        ),
        notes="Of the whole run. What meetings do for ties makes good a part of what they cost.",
    )


CHECK: Final = Check(
    "P7",
    "pattern",
    "A board that nobody must obey costs its own time and no more",
    "hm_government_2024; own: the claim that a new layer adds complexity, made exact",
    "no loss, or a loss above the boards' own overhead",
    examine,
    observed="no measurement was found; the claim itself says that a layer coexists and adds complexity",
    use="held out",
)
