"""Morris screening: which of many factors matter at all, from few runs that move one factor at a time.

The moves of one trajectory share their ends, so k factors cost k + 1 runs. Source: morris_1991.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govsim.statistics.intervals import CONFIDENCE, Interval, bootstrap_intervals
from govsim.statistics.preconditions import Floats, check_confidence, finite, require
from govsim.statistics.resampling import DRAWS, generator


def morris_design(factors: int, trajectories: int, seed: int, levels: int = 4) -> Floats:
    """Trajectories through the unit cube, shape (trajectory, step, factor), with one more step than factors.

    Each factor moves once, in random order and direction, by levels/(2(levels − 1)) of its range, so that all levels
    are equally frequent. Source: morris_1991.
    """
    require(factors >= 1, "morris design", "at least 1 factor", factors)
    require(trajectories >= 1, "morris design", "at least 1 trajectory", trajectories)
    require(levels >= 2 and levels % 2 == 0, "morris design", "an even number of levels, such as 4", levels)
    stream = generator(seed)
    shape = (trajectories, factors)
    low = stream.integers(0, levels // 2, shape) / (levels - 1)  # the lower end of the move
    upwards = stream.random(shape) < 0.5
    moves_at = stream.permuted(np.tile(np.arange(factors), (trajectories, 1)), axis=1)
    moved = np.arange(factors + 1)[None, :, None] > moves_at[:, None, :]
    design: Floats = low[:, None] + step_of(levels) * (moved == upwards[:, None])
    return design


def step_of(levels: int) -> float:
    """How far a factor moves, as a share of its range."""
    return levels / (2 * (levels - 1))


def elementary_effects(design_tsf: Floats, outcomes_ts: Floats) -> Floats:
    """Change of the outcome per whole range of a factor, along each trajectory; (factor, trajectory).

    Source: morris_1991.
    """
    design = finite(design_tsf, "elementary effects", 3, "trajectory, step, factor")
    outcomes = finite(outcomes_ts, "elementary effects", 2, "trajectory, step")
    moves_tsf = np.diff(design, axis=1)
    once = design.shape[1] == design.shape[2] + 1 and bool(
        ((moves_tsf != 0).sum(axis=1) == 1).all() and ((moves_tsf != 0).sum(axis=2) == 1).all()
    )
    require(once, "elementary effects", "trajectories that move each factor once, one at a time", "others")
    same = outcomes.shape == design.shape[:2]
    require(same, "elementary effects", f"outcomes of shape {design.shape[:2]}", outcomes.shape)
    changes = np.diff(outcomes, axis=1) / moves_tsf.sum(axis=2)
    effects_ft = np.empty((design.shape[2], design.shape[0]))
    factor_ts = (moves_tsf != 0).argmax(axis=2)
    effects_ft[factor_ts, np.arange(design.shape[0])[:, None]] = changes
    return effects_ft


@dataclass(frozen=True)
class MorrisEffect:
    """Effects of moving one factor over its whole range, from many starting points."""

    mean: float  # µ: effects in opposite directions cancel
    size: Interval  # µ*: mean of the effects' sizes, with its bootstrap interval
    variation: float  # σ: how much the effect depends on the place, by curvature or by other factors


def screening(
    design_tsf: Floats,
    outcomes_ts: Floats,
    confidence: float = CONFIDENCE,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[MorrisEffect, ...]:
    """µ, µ* and σ of every factor; the interval of µ* is from resampled trajectories.

    Give each trajectory its own world, the same at all its steps. The world's chance then cancels in every move, and
    differences between worlds are in the interval. Source: morris_1991, campolongo_2007.
    """
    check_confidence(confidence, "screening")
    effects_ft = elementary_effects(design_tsf, outcomes_ts)
    sizes = bootstrap_intervals(np.abs(effects_ft), confidence, draws, seed)
    many = effects_ft.shape[1] > 1
    return tuple(
        MorrisEffect(float(row.mean()), size, float(row.std(ddof=1)) if many else float("nan"))
        for row, size in zip(effects_ft, sizes, strict=True)
    )
