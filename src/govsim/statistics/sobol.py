"""Sobol indices: the share of an outcome's variance due to each factor, alone and with interactions, and to chance.

Without chance the estimators equal scipy.stats.sobol_indices, against which they are tested. scipy's bootstrap takes no
seed, so its intervals are not reproducible.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govsim.statistics.designs import sobol_points
from govsim.statistics.intervals import CONFIDENCE, Interval, intervals_of
from govsim.statistics.preconditions import Floats, finite
from govsim.statistics.resampling import DRAWS, percentile_bounds, resamples

FLAT = 1e-12  # a range below this share of the greatest value is rounding


def saltelli_design(factors: int, points: int, seed: int) -> Floats:
    """Blocks of points in the unit cube, shape (block, point, factor), with two blocks more than factors.

    Block 0 (A) and block 1 (B) are two samples side by side in one scrambled Sobol sequence; block 2 + f is A with
    factor f from B. Costs points·(factors + 2) runs; points must be a power of two. Source: saltelli_2010, owen_1998.
    """
    both = sobol_points(points, 2 * factors, seed)
    first, second = both[:, :factors], both[:, factors:]
    design = np.repeat(first[None], factors + 2, axis=0)
    design[1] = second
    for factor in range(factors):
        design[2 + factor, :, factor] = second[:, factor]
    return design


@dataclass(frozen=True)
class SobolIndices:
    """First-order and total index of one factor: shares of an outcome's variance."""

    first: Interval  # variance that would vanish if the factor alone were known
    total: Interval  # variance that would be left if all but the factor were known


@dataclass(frozen=True)
class SharesOfVariance:
    """Sobol indices of each factor, and of chance if it can be separated."""

    factors: tuple[SobolIndices, ...]
    alone: Interval  # sum of the factors' first-order indices
    chance: SobolIndices | None = None


def sobol_indices(outcomes_knw: Floats, draws: int = DRAWS) -> SharesOfVariance:
    """First-order and total indices of every factor, and of chance, from a Saltelli design; (block, point, world).

    95% intervals are percentiles over resampled points; they are conservative, as the points are more even than random
    ones. A first-order estimate may lie a little below 0 by chance. NaN for a constant outcome.

    Each world has the same draws in every row; rows and worlds are crossed. With two worlds or more chance is a further
    factor with one level per world, and the variance is that of a single world's outcome. With one world chance cannot
    be separated.

    A factor's total index compares rows in the same world. Its first-order index multiplies rows in different worlds,
    so that interactions with chance are excluded. The first-order index of chance is the variance between the worlds'
    means, less what the points contribute to it (analysis of variance); its total index is the mean variance within a
    row.

    Intervals do not cover the draw of worlds. If chance alone matters much, two worlds give only a rough estimate.
    Source: saltelli_2010, jansen_1999, searle_1992.
    """
    outcomes = finite(outcomes_knw, "sobol indices", "block, point, world")
    if not np.ptp(outcomes[:2]) > FLAT * np.abs(outcomes[:2]).max():
        outcomes = np.zeros_like(outcomes)
    means_w = outcomes[:2].mean(axis=(0, 1))
    centred_knw, luck_w = outcomes - means_w, means_w - means_w.mean()
    blocks, points, _ = outcomes.shape
    first, total = _indices(centred_knw, luck_w, np.full((1, points), 1 / points))
    drawn = [_indices(centred_knw, luck_w, shares_bn) for shares_bn in resamples(points, draws)]
    firsts, totals = (np.concatenate(parts, axis=1) for parts in zip(*drawn, strict=True))
    indices = [
        SobolIndices(one, whole)
        for one, whole in zip(
            intervals_of(first[:, 0], *percentile_bounds(firsts, CONFIDENCE)),
            intervals_of(total[:, 0], *percentile_bounds(totals, CONFIDENCE)),
            strict=True,
        )
    ]
    factors = blocks - 2
    sums = first[:factors].sum(axis=0), *percentile_bounds(firsts[:factors].sum(axis=0)[None], CONFIDENCE)
    (alone,) = intervals_of(*sums)
    return SharesOfVariance(tuple(indices[:factors]), alone, *indices[factors:])


def _indices(centred_knw: Floats, luck_w: Floats, shares_bn: Floats) -> tuple[Floats, Floats]:
    """First-order and total indices for points with given weights, shape (factor, resample) each; chance is last.

    Outcomes are centred on their world's mean; `luck_w` is that mean's deviation from the overall mean.
    """
    worlds = luck_w.size
    samples_snw, moved_fnw = centred_knw[:2], centred_knw[2:] - centred_knw[0]
    means_wb = samples_snw.mean(axis=0).T @ shares_bn.T
    within_world_b = (samples_snw**2).mean(axis=(0, 2)) @ shares_bn.T - (means_wb**2).mean(axis=0)
    left_fb = (moved_fnw**2 / 2).mean(axis=2) @ shares_bn.T
    alone_fb = _in_different_worlds(samples_snw[1], moved_fnw) @ shares_bn.T
    if worlds == 1:
        variance_b = np.where(within_world_b > 0, within_world_b, np.nan)
        return alone_fb / variance_b, left_fb / variance_b
    between_b = (means_wb + luck_w[:, None]).var(axis=0, ddof=1)
    within_row_b = (samples_snw + luck_w).var(axis=2, ddof=1).mean(axis=0) @ shares_bn.T
    rows = 2 * shares_bn.shape[1]
    chance_b = between_b - (within_row_b - between_b) / rows
    variance_b = within_world_b + between_b
    variance_b = np.where(variance_b > 0, variance_b, np.nan)
    return np.vstack([alone_fb, chance_b]) / variance_b, np.vstack([left_fb, within_row_b]) / variance_b


def _in_different_worlds(values_nw: Floats, moved_fnw: Floats) -> Floats:
    """Mean product of a row in one world and a move in another, over all pairs of worlds; (factor, point).

    With one world, the product within it.
    """
    worlds = values_nw.shape[1]
    same_fn: Floats = (values_nw * moved_fnw).sum(axis=2)
    if worlds == 1:
        return same_fn
    every_fn = values_nw.sum(axis=1) * moved_fnw.sum(axis=2)
    different: Floats = (every_fn - same_fn) / (worlds * (worlds - 1))
    return different
