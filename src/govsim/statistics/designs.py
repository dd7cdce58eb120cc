"""Designs that fill a space of factors evenly: points of the unit cube, reproducible by seed.

scipy.stats takes a second to import, so it is imported only when needed.
"""

from __future__ import annotations

import numpy as np

from govsim.statistics.preconditions import Floats, require
from govsim.statistics.resampling import generator


def latin_hypercube(points: int, factors: int, seed: int) -> Floats:
    """A Latin hypercube: in every factor each point lies in another slice; shape (point, factor).

    Source: mckay_1979.
    """
    from scipy.stats import qmc

    _check(points, factors)
    return np.asarray(qmc.LatinHypercube(factors, seed=generator(seed)).random(points), dtype=np.float64)


def sobol_points(points: int, factors: int, seed: int) -> Floats:
    """Scrambled points of a Sobol sequence; shape (point, factor).

    Their number must be a power of two, or the points are not balanced. Source: owen_1998.
    """
    from scipy.stats import qmc

    _check(points, factors)
    check_power_of_two(points)
    sequence = qmc.Sobol(factors, scramble=True, seed=generator(seed))
    return np.asarray(sequence.random_base2(points.bit_length() - 1), dtype=np.float64)


def check_power_of_two(points: int) -> None:
    """Refuse a number of points that is not a power of two, naming the nearest that are."""
    below = 1 << max(points.bit_length() - 1, 0)
    remedy = f"Ask for {below} or {2 * below} points."
    require(
        points > 0 and points == below, "design", "a number of points that is a power of two", points, remedy
    )


def _check(points: int, factors: int) -> None:
    require(points >= 1, "design", "at least 1 point", points)
    require(factors >= 1, "design", "at least 1 factor", factors)
