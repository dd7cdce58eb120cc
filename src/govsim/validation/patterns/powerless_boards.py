"""P7: a board without power costs its own time and that of clearing matters with it, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.runs.run import Run
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.arms import run_at_random, run_beside
from govsim.validation.finding import Check, Figure, Plan, Reading, beside_nulls, beyond, both, estimated

_USEFUL: Final = ("core_services", "relabelled", "effective")
_OWN: Final = ("central_overhead", "awaiting", "flawed")  # staff time, waiting, less the flaws that it finds
COSTS: Final = ("board_seat_cost", "reorganisation_cost", "convening_value", "clearance", "design_flaws")


def _share(run: Run, categories: Sequence[str]) -> Floats:
    return np.asarray(sum(run.pound[name].mean(axis=0) for name in categories))


def _figures(boards: Sequence[Run], siloed: Run) -> tuple[Figure, Figure, Figure]:
    lost = np.concatenate([_share(siloed, _USEFUL) - _share(run, _USEFUL) for run in boards])
    own = np.concatenate([_share(run, _OWN) - _share(siloed, _OWN) for run in boards])
    return (
        estimated("lost to services and effect", 100 * lost, "pence of a pound"),
        estimated("their own time and clearance", 100 * own, "pence of a pound"),
        estimated("that less loss", 100 * (own - lost), "pence of a pound"),
    )


def examine(plan: Plan) -> Reading:
    """Add boards of all contributors to siloed government, without a pool, accountability or prime-ministerial time."""

    def with_boards(scenario: Scenario) -> tuple[Figure, ...]:
        boards = scenario.replace(levers={"board_membership": "contributors"})
        return _figures(*run_beside(scenario, [boards], plan))

    siloed = load_scenario("siloed")
    return beside_nulls(
        lambda lost, own, room: both(beyond(lost, 0.0), beyond(room, 0.0)),
        with_boards(siloed),
        off=(
            "seats, change, meeting and clearance without cost or effect",
            with_boards(siloed.replace(uncertainties=dict.fromkeys(COSTS, 0.0))),
        ),
        random=(
            "levers at random",
            _figures(*run_at_random(siloed, plan)),
        ),
        notes="Of the whole run. What meetings do for ties makes good a part of what they cost.",
    )


CHECK: Final = Check(
    "P7",
    "pattern",
    "A board that nobody must obey costs its own time and clearance, and no more",
    source="hm_government_2024; own: the claim that a new layer adds complexity, in exact terms",
    refuted_by="no loss, or a loss above the boards' own time and clearance",
    examine=examine,
    observed="no measurement is known; the claim itself says that a layer coexists and adds complexity",
    use="held out",
)
