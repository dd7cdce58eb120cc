"""P16: shared targets without shared accounts change co-operation of departments, and hardly delivery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.scenario.load import load_scenario
from govsim.validation.arms import run_at_random, run_beside
from govsim.validation.finding import Check, Figure, Plan, Reading, beside_nulls, beyond, both, estimated

TALK: Final = "department_ties"
DELIVERY: Final = "progress"

SHARED_TARGETS: Final[dict[str, Any]] = {"board_membership": "contributors", "joint_accountability": 0.6}
SHARED_ACCOUNTS: Final[dict[str, Any]] = {**SHARED_TARGETS, "pooled_funding": 0.5, "prime_minister_time": 0.7}


def _figures(changed: Sequence[Run], siloed: Run) -> tuple[Figure, Figure]:
    def apart(name: str) -> Figure:
        gained = np.concatenate([run.at_end(name) - siloed.at_end(name) for run in changed])
        return estimated(f"{MEASURES[name].label.lower()}: gained", gained, MEASURES[name].unit)

    return apart(TALK), apart(DELIVERY)


def _agrees(talk: Figure, delivery: Figure) -> bool | None:
    too_little = beyond(delivery, MEASURES[DELIVERY].smallest_effect, above=False)
    return both(beyond(talk, MEASURES[TALK].smallest_effect), too_little)


def examine(plan: Plan) -> Reading:
    """Give siloed government targets shared by all contributors, with separate accounts."""
    siloed = load_scenario("siloed")
    (targets, accounts), before = run_beside(
        siloed, [siloed.replace(levers=levers) for levers in (SHARED_TARGETS, SHARED_ACCOUNTS)], plan
    )
    return beside_nulls(
        _agrees,
        _figures([targets], before),
        off=("accounts are shared as well", _figures([accounts], before)),
        random=(
            "levers at random",
            _figures(*run_at_random(siloed, plan)),
        ),
        notes="Working ties stand for talk: how departments meet, not what they say. At the end of ten years.",
    )


CHECK: Final = Check(
    "P16",
    "pattern",
    "Shared targets without shared accounts change talk, not delivery",
    source="james_nakamura_2015",
    refuted_by="working ties gain less than the smallest effect, or progress gains more than it",
    examine=examine,
    observed=(
        "in England's shared Public Service Agreement targets actors said that they worked together, while reporting "
        "and accounts stayed with single departments and delivery stayed fragmented (verified in the abstract)"
    ),
    use="held out",
)
