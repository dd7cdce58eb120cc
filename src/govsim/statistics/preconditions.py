"""Checks on the input of statistics."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from govsim.errors import InputError, Problem

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


def require(holds: bool, where: str, expected: str, found: object, remedy: str = "") -> None:
    """Raise InputError, with where, expected, found and remedy, unless a condition holds."""
    if not holds:
        raise InputError(Problem(where, expected, str(found), remedy=remedy))


def finite(values: ArrayLike, where: str, axes: str) -> Floats:
    """The values as floats. Raises InputError for wrong axes and for missing or infinite values."""
    array = np.asarray(values, dtype=np.float64)
    dimensions = axes.count(",") + 1
    require(array.ndim == dimensions, where, f"an array with the axes ({axes})", f"shape {array.shape}")
    require(array.size > 0, where, "at least one value", f"shape {array.shape}")
    missing = int(np.count_nonzero(~np.isfinite(array)))
    remedy = "Leave out the worlds that failed, in every arm alike."
    require(missing == 0, where, "finite numbers", f"{missing} that are missing or infinite", remedy)
    return array
