"""Checks of the arguments of statistics: arrays of numbers, confidence, direction."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from govsim.errors import InputError, Problem

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


def require(holds: bool, where: str, expected: str, found: object, remedy: str = "") -> None:
    """Raise InputError unless a condition holds, with where, expected, found and remedy."""
    if not holds:
        raise InputError(Problem(where, expected, str(found), remedy=remedy))


def finite(values: ArrayLike, where: str, dimensions: int, axes: str) -> Floats:
    """The values as floats, with the expected number of axes. Raises InputError for missing or infinite values."""
    array = np.asarray(values, dtype=np.float64)
    require(array.ndim == dimensions, where, f"an array with the axes ({axes})", f"shape {array.shape}")
    require(array.size > 0, where, "at least one value", f"shape {array.shape}")
    missing = int(np.count_nonzero(~np.isfinite(array)))
    remedy = "Leave out the worlds that failed, in every arm alike."
    require(missing == 0, where, "finite numbers", f"{missing} that are missing or infinite", remedy)
    return array


def check_confidence(confidence: float, where: str) -> None:
    """Raise InputError unless a confidence is strictly between 0 and 1."""
    require(0 < confidence < 1, where, "a confidence between 0 and 1, such as 0.95", confidence)


def check_direction(better: int, where: str) -> None:
    """Raise InputError unless a direction is 1 (more is better) or −1 (less is better)."""
    require(better in (1, -1), where, "better of 1 (more is better) or -1 (less is better)", better)
