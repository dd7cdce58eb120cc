"""Morris screening: which of many factors matter at all, from few runs that move one factor at a time.

Successive moves of a trajectory share a point, so k factors cost k + 1 runs. Source: morris_1991.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govsim.statistics.intervals import Interval, bootstrap_intervals
from govsim.statistics.preconditions import Floats, finite
from govsim.statistics.resampling import DRAWS, generator


def morris_design(factors: int, trajectories: int, seed: int, levels: int = 4) -> Floats:
    """Trajectories through the unit cube, shape (trajectory, step, factor), with one more step than factors.

    Each factor moves once, in random order and direction, by levels/(2(levels − 1)) of its range. The number of levels
    is even, so that all are equally frequent. Source: morris_1991.
    """
    stream = generator(seed)
    shape = (trajectories, factors)
    low = stream.integers(0, levels // 2, shape) / (levels - 1)  # the lower end of the move
    upwards = stream.random(shape) < 0.5
    moves_at = stream.permuted(np.tile(np.arange(factors), (trajectories, 1)), axis=1)
    moved = np.arange(factors + 1)[None, :, None] > moves_at[:, None, :]
    step = levels / (2 * (levels - 1))
    design: Floats = low[:, None] + step * (moved == upwards[:, None])
    return design


def elementary_effects(design_tsf: Floats, outcomes_ts: Floats) -> Floats:
    """Change of the outcome per whole range of a factor, along each trajectory; (factor, trajectory).

    Source: morris_1991.
    """
    outcomes = finite(outcomes_ts, "elementary effects", "trajectory, step")
    moves_tsf = np.diff(design_tsf, axis=1)
    changes = np.diff(outcomes, axis=1) / moves_tsf.sum(axis=2)
    effects_ft = np.empty(changes.T.shape)
    factor_ts = (moves_tsf != 0).argmax(axis=2)
    effects_ft[factor_ts, np.arange(len(changes))[:, None]] = changes
    return effects_ft


@dataclass(frozen=True)
class MorrisEffect:
    """Effects of moving one factor over its whole range, from many starting points."""

    mean: float  # µ: effects in opposite directions cancel
    size: Interval  # µ*: mean of the effects' sizes, with its bootstrap interval
    variation: float  # σ: how much the effect depends on the starting point, by curvature or interactions


def screening(design_tsf: Floats, outcomes_ts: Floats, draws: int = DRAWS) -> tuple[MorrisEffect, ...]:
    """µ, µ* and σ of every factor; the 95% interval of µ* is from resampled trajectories.

    Give each trajectory its own world, the same at all its steps. Chance then cancels in every move, and the interval
    covers differences between worlds. Source: morris_1991, campolongo_2007.
    """
    effects_ft = elementary_effects(design_tsf, outcomes_ts)
    sizes = bootstrap_intervals(np.abs(effects_ft), draws)
    many = effects_ft.shape[1] > 1
    return tuple(
        MorrisEffect(float(row.mean()), size, float(row.std(ddof=1)) if many else float("nan"))
        for row, size in zip(effects_ft, sizes, strict=True)
    )
