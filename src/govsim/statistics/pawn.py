"""PAWN: the effect of a factor on the whole distribution of an outcome, from any sample.

Compares the outcome's distribution in each slice of a factor's range with its distribution over all points, by the
Kolmogorov–Smirnov distance. Unlike a share of variance it also suits skewed outcomes. Source: pianosi_wagener_2018.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from govsim.statistics.intervals import CONFIDENCE, Interval, intervals_of
from govsim.statistics.preconditions import Booleans, Floats, Integers, finite, require
from govsim.statistics.resampling import DRAWS, generator

SLICES = 10
FEW_DRAWS = 200  # resamples; each recomputes every slice of every factor
FEWEST_IN_A_SLICE = 10  # points; fewer are no distribution


def pawn_distances(points_nf: Floats, outcomes_n: Floats, slices: int = SLICES) -> Floats:
    """Distance between an outcome's distribution in each slice of each factor and overall, 0 to 1; (factor, slice).

    Slices hold equally many points. Source: pianosi_wagener_2018.
    """
    outcomes = finite(outcomes_n, "pawn", "point")
    fewest = slices * FEWEST_IN_A_SLICE
    require(
        outcomes.size >= fewest, "pawn", f"at least {fewest} points", outcomes.size, "Ask for more points."
    )
    order = np.argsort(outcomes, kind="stable")
    last_of_equals = np.append(np.diff(outcomes[order]) != 0, True)
    slice_nf = np.empty(points_nf.shape, dtype=np.int64)
    ranks = np.argsort(points_nf, axis=0, kind="stable")
    np.put_along_axis(slice_nf, ranks, _slices(outcomes.size, slices)[:, None], axis=0)
    return np.stack([_distances(slice_n, slices, last_of_equals) for slice_n in slice_nf[order].T])


def pawn_medians(points_nf: Floats, outcomes_n: Floats) -> tuple[Interval, ...]:
    """The median distance over the slices of each factor, with a 95% bootstrap interval.

    Few points bias distances upwards, small ones most, equally in every sample of that size; so ranks and comparisons
    with `distance_by_chance` are valid. Source: pianosi_wagener_2018, efron_1979.
    """
    medians_f = np.median(pawn_distances(points_nf, outcomes_n), axis=1)
    stream, drawn = generator(0), []
    for _ in range(FEW_DRAWS):
        rows = stream.integers(0, outcomes_n.size, outcomes_n.size)
        drawn.append(np.median(pawn_distances(points_nf[rows], outcomes_n[rows]), axis=1))
    half_f = float(ndtri((1 + CONFIDENCE) / 2)) * np.std(drawn, axis=0, ddof=1)
    return intervals_of(medians_f, np.maximum(0, medians_f - half_f), np.minimum(1, medians_f + half_f))


def distance_by_chance(points: int, factors: int) -> float:
    """The median distance that all of `factors` irrelevant factors stay below with 95% confidence.

    Simulated by assigning points to slices at random.
    """
    stream, in_slices = generator(0), _slices(points, SLICES)
    everywhere = np.ones(points, dtype=np.bool_)
    medians = [np.median(_distances(stream.permutation(in_slices), SLICES, everywhere)) for _ in range(DRAWS)]
    return float(np.quantile(medians, CONFIDENCE ** (1 / factors)))


def _slices(points: int, slices: int) -> Integers:
    """The slice of each point, in the order of a factor; shape (point,)."""
    return np.arange(points) * slices // points


def _distances(slice_n: Integers, slices: int, last_of_equals: Booleans) -> Floats:
    """Kolmogorov–Smirnov distance of each slice, for points in the order of the outcome; shape (slice,)."""
    inside_sn = slice_n == np.arange(slices)[:, None]
    shares_sn = np.cumsum(inside_sn, axis=1) / inside_sn.sum(axis=1, keepdims=True)
    gaps_sn = np.abs(shares_sn - np.arange(1, slice_n.size + 1) / slice_n.size)
    return np.asarray(gaps_sn[:, last_of_equals].max(axis=1))
