"""When a sequential experiment has run enough worlds: a pure function of the blocks that are kept.

It looks at nothing else, so an experiment that was stopped and resumed takes the path of one that never was.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govsim.arrays import Floats
from govsim.errors import InputError, Problem
from govsim.experiments.comparisons import differences, smallest_effect
from govsim.experiments.plan import Plan


@dataclass(frozen=True)
class Stage:
    """What was decided after a block."""

    block: int
    replicates: int  # of every point so far
    outcome: str
    half_width: float  # that is asked for
    widest: float | None  # the widest half-width so far; None while there is none
    enough: int | None  # worlds at which the rule was content
    goes_on: bool


def half_width_asked(plan: Plan) -> float:
    """How precise the differences shall be. Raises InputError where nobody said so."""
    stopping = plan.experiment.stopping
    outcome = plan.experiment.outcomes[0]
    asked = stopping.half_width if stopping is not None else None
    width = asked if asked is not None else smallest_effect(plan, outcome)
    if width is None:
        raise InputError(
            Problem(
                f"experiment '{plan.experiment.name}'", f"how precise differences of {outcome} shall be",
                "neither a half-width nor a smallest effect", key="stopping.half_width",
                remedy=f"Add half_width, or smallest_effect = {{{outcome} = …}}.",
            )
        )  # fmt: skip
    return width


def stage_after(plan: Plan, block: int, values_raw: Floats) -> Stage:
    """The decision after a block, from the first outcome of all blocks up to it, (row, arm, replicate).

    Worlds in which a run came to nothing are left out, and comparisons of which no world is left.
    Source: hoad_robinson_davies_2010.
    """
    from govsim.statistics.stopping import enough, running_half_widths

    stopping = plan.experiment.stopping
    if stopping is None:
        raise ValueError("an experiment without a stopping rule has no stages")
    apart_pw = differences(plan, values_raw)
    apart_pw = apart_pw[~np.isnan(apart_pw).all(axis=1)]
    apart_pw = apart_pw[:, ~np.isnan(apart_pw).any(axis=0)]
    width = half_width_asked(plan)
    content, widest = None, None
    if apart_pw.shape[0] and apart_pw.shape[1] > 1:
        widest = float(running_half_widths(apart_pw)[:, -1].max())
        content = enough(apart_pw, width, first=stopping.first, look_ahead=stopping.look_ahead)
    last = block == len(plan.blocks) - 1
    return Stage(
        block,
        plan.blocks[block].stop,
        plan.experiment.outcomes[0],
        width,
        widest,
        content,
        content is None and not last,
    )
