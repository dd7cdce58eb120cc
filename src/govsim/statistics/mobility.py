"""Mobility of places between two dates: persistence of ranks, drift of groups, likeness of neighbours.

Arrays end in their axes: `n` place, `g` group of places, `j` outcome. A score is a place's position in its country at
one date, in standard deviations; higher is worse. Nothing here says whether the country as a whole improved. The
correlation with something constant is 0.
"""

from __future__ import annotations

import numpy as np

from govsim.statistics.preconditions import Floats, Integers, finite, require

_NEVER_VARIES = 1e-12  # a standard deviation no greater than this is rounding


def mean_ranks(values_n: Floats) -> Floats:
    """Ranks from 1, the least first; equal values share the mean of their ranks; (place,).

    >>> mean_ranks(np.array([3.0, 9.0, 3.0])).tolist()
    [1.5, 3.0, 1.5]
    """
    from scipy.stats import rankdata  # takes a second to import

    return np.asarray(rankdata(finite(values_n, "ranks", "place")))


def correlation(first_n: Floats, second_n: Floats) -> float:
    """Pearson's correlation over places.

    >>> correlation(np.array([1.0, 2.0, 3.0]), np.array([5.0, 5.0, 5.0]))
    0.0
    """
    first, second = (finite(values, "correlation", "place") for values in (first_n, second_n))
    require(first.shape == second.shape, "correlation", f"{first.size} places", second.size)
    first, second = first - first.mean(), second - second.mean()
    lengths = [float(np.sqrt(np.mean(values**2))) for values in (first, second)]
    if min(lengths) <= _NEVER_VARIES:
        return 0.0
    return float(np.mean(first * second)) / (lengths[0] * lengths[1])


def rank_correlation(first_n: Floats, second_n: Floats) -> float:
    """Spearman's correlation: do places keep the same order? Source: spearman_1904.

    >>> rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([10.0, 30.0, 20.0]))
    0.5
    """
    return correlation(mean_ranks(first_n), mean_ranks(second_n))


def mean_rank_correlation(values_nj: Floats) -> float:
    """Mean rank correlation over all pairs of outcomes; 0 with a single outcome.

    >>> mean_rank_correlation(np.array([[1.0, 1.0, 3.0], [2.0, 2.0, 2.0], [3.0, 3.0, 1.0]])).__round__(9)
    -0.333333333
    """
    values = finite(values_nj, "likeness of outcomes", "place, outcome")
    ranks = [mean_ranks(column) for column in values.T]
    pairs = [correlation(one, other) for row, one in enumerate(ranks) for other in ranks[:row]]
    return float(np.mean(pairs)) if pairs else 0.0


def group_means(values_n: Floats, group_n: Integers) -> Floats:
    """Unweighted mean of each group's places along the first axis: (place, …) to (group, …).

    >>> group_means(np.array([1.0, 3.0, 5.0]), np.array([0, 0, 1])).tolist()
    [2.0, 5.0]
    """
    groups = int(group_n.max()) + 1
    sums = np.zeros((groups, *values_n.shape[1:]))
    np.add.at(sums, group_n, values_n)
    counts = np.bincount(group_n, minlength=groups).astype(np.float64)
    require(bool((counts > 0).all()), "means of groups", "a place in every group", "an empty group")
    means: Floats = sums / counts.reshape(-1, *(1 for _ in values_n.shape[1:]))
    return means


def spread(values_n: Floats) -> float:
    """Sample standard deviation over places.

    >>> round(spread(np.array([1.0, 2.0, 3.0])), 9)
    1.0
    """
    return float(np.std(finite(values_n, "spread", "place"), ddof=1))


def still_there(start_n: Floats, end_n: Floats, part: float = 0.1) -> float:
    """Of the places in the worst part at the start, the share still there at the end.

    >>> still_there(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 4.0, 2.0, 3.0]), 0.5)
    0.5
    """
    require(0 < part < 1, "share still there", "a part between 0 and 1", part)
    # The lowest rank of the worst part, less rounding.
    least = start_n.size * (1 - part) + 1 - _NEVER_VARIES * start_n.size
    worst = [mean_ranks(values_n) >= least for values_n in (start_n, end_n)]
    require(bool(worst[0].any()), "share still there", "a place in the worst part", "none")
    return float(np.mean(worst[1][worst[0]]))


def morans_i(values_n: Floats, neighbours: Integers) -> float:
    """Moran's I: spatial autocorrelation, from −1 to 1; about 0 if neighbours are no more alike than other places.

    `neighbours` are pairs of places. Each place's weights sum to 1; a place without neighbours is left out.
    Source: moran_1950.

    >>> morans_i(np.array([1.0, 1.0, 3.0, 3.0]), np.array([[0, 1], [2, 3]]))
    1.0
    """
    values = finite(values_n, "likeness of neighbours", "place")
    ends = np.concatenate([neighbours, neighbours[:, ::-1]])
    count = np.bincount(ends[:, 0], minlength=values.size)
    has = count > 0
    require(bool(has.any()), "likeness of neighbours", "at least one pair of neighbours", "none")
    apart = np.where(has, values - values[has].mean(), 0.0)
    if float(np.sqrt(np.mean(apart[has] ** 2))) <= _NEVER_VARIES:
        return 0.0
    around = np.bincount(ends[:, 0], weights=apart[ends[:, 1]], minlength=values.size)
    return float(np.sum(apart[has] * around[has] / count[has]) / np.sum(apart**2))


def shares_of_variance(values_n: Floats, group_n: Integers, region_g: Integers) -> tuple[float, float, float]:
    """Variance between regions, between groups within regions, and within groups, as shares that sum to 1.

    >>> shares_of_variance(np.array([0.0, 2.0, 4.0, 6.0]), np.array([0, 0, 1, 1]), np.array([0, 1]))
    (0.8, 0.0, 0.2)
    """
    values = finite(values_n, "shares of variance", "place")
    region_n = region_g[group_n]
    whole = float(np.sum((values - values.mean()) ** 2))
    require(whole > 0, "shares of variance", "places that differ", "places all alike")
    in_group = group_means(values, group_n)[group_n]
    in_region = group_means(values, region_n)[region_n]
    parts = (in_region - values.mean(), in_group - in_region, values - in_group)
    regions, groups, within = (float(np.sum(part**2)) / whole for part in parts)
    return regions, groups, within


def net_of_level(change_n: Floats, level_n: Floats) -> Floats:
    """Change net of the starting level: residuals of a linear fit; shape (place,).

    >>> net_of_level(np.array([1.0, 2.0, 4.0]), np.array([0.0, 1.0, 2.0])).round(3).tolist()
    [0.167, -0.333, 0.167]
    """
    slope = slope_on(change_n, level_n)
    left: Floats = change_n - change_n.mean() - slope * (level_n - level_n.mean())
    return left


def slope_on(change_n: Floats, level_n: Floats) -> float:
    """Slope of change on the starting level; below 0 if the worst places catch up.

    >>> slope_on(np.array([1.0, 0.0, -1.0]), np.array([0.0, 2.0, 4.0]))
    -0.5
    """
    apart = finite(level_n, "slope", "place") - level_n.mean()
    varies = float(np.mean(apart**2))
    if varies <= _NEVER_VARIES**2:
        return 0.0
    return float(np.mean(apart * (change_n - change_n.mean()))) / varies
