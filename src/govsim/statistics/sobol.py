"""How much of an outcome's variance is due to which factor, alone and with all that it interacts with.

The estimators are those of scipy.stats.sobol_indices and are checked against it. They stand here, in six lines, because
scipy's bootstrap takes no seed: the same outcomes would get another interval each time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govsim.statistics.designs import sobol_points
from govsim.statistics.given import Floats, check_confidence, finite, require
from govsim.statistics.intervals import CONFIDENCE, Interval, intervals_of
from govsim.statistics.resampling import DRAWS, percentile_bounds, resamples

FLAT = 1e-12  # a range below this share of the greatest value is rounding


def saltelli_design(factors: int, points: int, seed: int) -> Floats:
    """Blocks of points in the unit cube, shape (block, point, factor), with two blocks more than factors.

    Block 0 (A) and block 1 (B) are two samples side by side in one scrambled Sobol sequence; block 2 + f is A with
    factor f from B. Costs points·(factors + 2) runs; points must be a power of two. Where a run has noise, let the
    replicate be one more factor (`designs.replicates_of`): its first order index is then the share of variance that
    is between replicates, its total index that of noise with all it interacts with, and no factor's index holds noise
    unawares. Source: saltelli_2010, owen_1998.
    """
    require(factors >= 1, "saltelli design", "at least 1 factor", factors)
    both = sobol_points(points, 2 * factors, seed)
    first, second = both[:, :factors], both[:, factors:]
    design = np.repeat(first[None], factors + 2, axis=0)
    design[1] = second
    for factor in range(factors):
        design[2 + factor, :, factor] = second[:, factor]
    return design


@dataclass(frozen=True)
class SobolIndices:
    """The share of an outcome's variance that goes with one factor."""

    first: Interval  # what would vanish if the factor alone were known
    total: Interval  # what would be left if all but the factor were known


def sobol_indices(
    outcomes_kn: Floats, confidence: float = CONFIDENCE, draws: int = DRAWS, seed: int = 0
) -> tuple[SobolIndices, ...]:
    """First order and total indices of every factor from the outcomes of a Saltelli design, shape (block, point).

    Intervals are percentiles over resampled points, rather wide as the points are more even than random ones; a first
    order estimate may lie a little below 0 by chance. NaN where the outcome never varies.
    Source: saltelli_2010, jansen_1999.
    """
    check_confidence(confidence, "sobol indices")
    outcomes = finite(outcomes_kn, "sobol indices", 2, "block, point")
    require(
        outcomes.shape[0] >= 3, "sobol indices", "blocks A, B and one a factor", f"{outcomes.shape[0]} blocks"
    )
    varies = bool(np.ptp(outcomes[:2]) > FLAT * np.abs(outcomes[:2]).max())
    outcomes = outcomes - outcomes[:2].mean() if varies else np.zeros_like(outcomes)
    points = outcomes.shape[1]
    first, total = _indices(outcomes, np.full((1, points), 1 / points))
    drawn = [_indices(outcomes, shares_bn) for shares_bn in resamples(points, draws, seed)]
    firsts, totals = (np.concatenate(blocks, axis=1) for blocks in zip(*drawn, strict=True))
    return tuple(
        SobolIndices(one, whole)
        for one, whole in zip(
            intervals_of(first[:, 0], *percentile_bounds(firsts, confidence)),
            intervals_of(total[:, 0], *percentile_bounds(totals, confidence)),
            strict=True,
        )
    )


def _indices(outcomes_kn: Floats, shares_bn: Floats) -> tuple[Floats, Floats]:
    """First order and total indices for points with given shares, shape (factor, resample) each."""
    first_n, second_n, mixed_fn = outcomes_kn[0], outcomes_kn[1], outcomes_kn[2:]
    both_n, squares_n = (first_n + second_n) / 2, (first_n**2 + second_n**2) / 2
    variance_b = squares_n @ shares_bn.T - (both_n @ shares_bn.T) ** 2
    variance_b = np.where(variance_b > 0, variance_b, np.nan)
    alone = (second_n * (mixed_fn - first_n)) @ shares_bn.T
    left = ((first_n - mixed_fn) ** 2 / 2) @ shares_bn.T
    return alone / variance_b, left / variance_b
