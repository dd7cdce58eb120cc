"""The stopping rule of a sequential experiment: a pure function of the stored blocks.

So a resumed experiment stops where an uninterrupted one would.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govsim.arrays import Floats
from govsim.experiments.arms import Arm, arms_of, pairs, smallest_effect
from govsim.experiments.plan import Plan


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The decision after a block."""

    block: int
    replicates: int  # per point so far
    outcome: str
    half_width: float  # required
    widest: float | None  # the widest half-width so far, if any
    enough: int | None  # worlds at which the rule was met
    goes_on: bool


def differences(plan: Plan, values_raw: Floats) -> Floats:
    """The paired differences of an outcome (row, scenario, replicate); shape (pair, replicate).

    Sampled rows are averaged first. Without pairs, returns the outcome itself. NaN for a failed run.
    """

    def worlds(arm: Arm) -> Floats:
        of_all = values_raw[:, arm.place]
        return np.asarray(of_all.mean(axis=0) if arm.row is None else of_all[arm.row])

    return np.array(
        [worlds(arm) - worlds(base) for base, arm in pairs(plan)] or [*map(worlds, arms_of(plan))]
    )


def stage_after(plan: Plan, block: int, values_raw: Floats) -> Stage:
    """The decision after a block, from the first outcome of all blocks up to it, (row, arm, replicate).

    Leaves out worlds with a failed run, and comparisons without a complete world.
    Source: hoad_robinson_davies_2010.
    """
    from govsim.statistics.stopping import enough, running_half_widths

    stopping = plan.experiment.stopping
    if stopping is None:
        raise ValueError("an experiment without a stopping rule has no stages")
    apart_pw = differences(plan, values_raw)
    apart_pw = apart_pw[~np.isnan(apart_pw).all(axis=1)]
    apart_pw = apart_pw[:, ~np.isnan(apart_pw).any(axis=0)]
    outcome = plan.experiment.outcomes[0]
    width = smallest_effect(plan, outcome) if stopping.half_width is None else stopping.half_width
    content, widest = None, None
    if apart_pw.shape[0] and apart_pw.shape[1] > 1:
        widest = float(running_half_widths(apart_pw)[:, -1].max())
        content = enough(apart_pw, width, first=stopping.first, look_ahead=stopping.look_ahead)
    return Stage(
        block=block,
        replicates=plan.blocks[block].stop,
        outcome=outcome,
        half_width=width,
        widest=widest,
        enough=content,
        goes_on=content is None and block < len(plan.blocks) - 1,
    )
