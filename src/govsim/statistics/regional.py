"""Regional sensitivity: which factors separate points with an event from points without.

An irrelevant factor has the same distribution over both. The Kolmogorov–Smirnov distance between the two detects
effects in one direction and in the middle of a range alike. Source: spear_hornberger_1980.
"""

from __future__ import annotations

import numpy as np

from govsim.statistics.preconditions import Booleans, Floats


def distances_apart(points_nf: Floats, happens_n: Booleans) -> Floats:
    """Kolmogorov–Smirnov distance of each factor between points with and without the event, 0 to 1; (factor,).

    >>> points = np.array([[0.1, 0.5], [0.2, 0.9], [0.8, 0.5], [0.9, 0.9]])
    >>> distances_apart(points, np.array([True, True, False, False])).tolist()
    [1.0, 0.0]
    """
    order = np.argsort(points_nf, axis=0, kind="stable")
    ordered = np.take_along_axis(points_nf, order, axis=0)
    steps = np.where(happens_n[order], 1 / happens_n.sum(), -1 / (~happens_n).sum())
    gaps = np.abs(np.cumsum(steps, axis=0))
    last_of_equals = np.vstack([ordered[1:] != ordered[:-1], np.ones((1, ordered.shape[1]), np.bool_)])
    apart: Floats = np.where(last_of_equals, gaps, 0.0).max(axis=0)
    return np.round(apart, 12)  # removes the rounding error of the sums


def chances_apart(distances_f: Floats, happens_n: Booleans) -> Floats:
    """The p-value of each distance for an irrelevant factor, for large samples; (factor,).

    One factor at a time: multiply by the number of factors tested. Source: smirnov_1948.
    """
    yes, count = int(np.count_nonzero(happens_n)), happens_n.size
    effective = yes * (count - yes) / count
    chances: Floats = np.minimum(1.0, 2 * np.exp(-2 * effective * distances_f**2))
    return chances
