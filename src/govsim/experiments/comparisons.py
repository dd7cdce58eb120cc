"""What an experiment compares, always world by world: each arm with the first, or each row with the first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govsim.arrays import Floats
from govsim.experiments.plan import Plan


@dataclass(frozen=True)
class Comparison:
    """A point and the one that it is held against; with nothing to be held against, the point alone."""

    row: int
    arm: int
    baseline_row: int | None
    baseline_arm: int | None

    @property
    def is_difference(self) -> bool:
        """Whether there is something to be held against."""
        return self.baseline_row is not None


def comparisons(plan: Plan) -> tuple[Comparison, ...]:
    """With several scenarios each with the first within each row; with one, each row with the first row.

    A single point is compared with nothing: its mean is what is asked.
    """
    rows, arms = range(len(plan.rows)), range(len(plan.scenarios))
    if len(arms) > 1:
        return tuple(Comparison(row, arm, row, 0) for row in rows for arm in arms[1:])
    if len(rows) > 1:
        return tuple(Comparison(row, 0, 0, 0) for row in rows[1:])
    return (Comparison(0, 0, None, None),)


def differences(plan: Plan, values_raw: Floats) -> Floats:
    """What is compared, world by world, of an outcome (row, arm, replicate); shape (comparison, replicate).

    NaN where either run came to nothing.
    """
    return np.array(
        [
            values_raw[one.row, one.arm]
            - (
                values_raw[one.baseline_row, one.baseline_arm]
                if one.baseline_row is not None and one.baseline_arm is not None
                else 0.0
            )
            for one in comparisons(plan)
        ]
    )


def smallest_effect(plan: Plan, outcome: str) -> float | None:
    """The smallest difference of an outcome that matters: the experiment's word, else the first scenario's."""
    asked = plan.experiment.smallest_effect
    if outcome in asked:
        return asked[outcome]
    return plan.scenarios[0].smallest_effect.get(outcome)
