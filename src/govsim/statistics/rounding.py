"""Tell real differences from floating-point rounding."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from govsim.statistics.preconditions import Floats

ROUNDING: Final = 1e-12  # relative to the greatest number


def beyond_rounding(differences: ArrayLike, *numbers: ArrayLike) -> Floats:
    """Differences of any shape, with those no greater than rounding set to exactly 0.

    Use it before counting wins, ties or signs. Missing values stay missing. Source: own.

    >>> staff_time, other = np.array([0.25, 0.5]), np.array([0.25 + 2e-17, 0.75])
    >>> beyond_rounding(other - staff_time, staff_time, other).tolist()
    [0.0, 0.25]
    """
    apart = np.asarray(differences, dtype=np.float64)
    size = max(float(np.fmax.reduce(np.abs(one), axis=None, initial=0.0)) for one in numbers)
    return np.where(np.abs(apart) <= ROUNDING * size, 0.0, apart)
