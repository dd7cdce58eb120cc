"""Array idioms that give the same bits for one world alone and for a batch.

`x.sum(0)`, matrix products and einsum choose another order of addition when the last axis is short, so a world
would differ in its last bit with the size of its batch. `np.add.reduceat` does not (measured on numpy 2.4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def total(values: Floats, axis: int = 0) -> Floats:
    """The sum along one axis, in an order that does not depend on the other axes."""
    if values.shape[axis] == 0:
        return np.zeros((*values.shape[:axis], *values.shape[axis + 1 :]))
    summed: Floats = np.squeeze(np.add.reduceat(values, [0], axis=axis), axis)
    return summed


def mean(values: Floats, axis: int = 0) -> Floats:
    """The unweighted mean along one axis."""
    averaged: Floats = total(values, axis) / values.shape[axis]
    return averaged


def ratio(numerator: Floats, denominator: Floats, otherwise: float = 0.0) -> Floats:
    """The quotient; `otherwise` where the denominator is 0."""
    numerator, denominator = np.broadcast_arrays(numerator, denominator)
    result = np.full(numerator.shape, otherwise)
    np.divide(numerator, denominator, out=result, where=denominator != 0)
    return result


def standardised(values: Floats, flat: float = 1e-12) -> Floats:
    """Deviations from the mean along the first axis in standard deviations; 0 where nothing varies.

    A deviation up to `flat` is rounding, not variation.
    """
    deviation = values - mean(values)
    spread = np.sqrt(mean(deviation * deviation))
    return np.where(spread > flat, deviation / np.where(spread > flat, spread, 1.0), 0.0)


def power_mean(weights: Floats, values: Floats, exponent: Floats, band: float, segments: Segments) -> Floats:
    """Constant-elasticity mean of positive values within segments of axis -2, weights summing to 1 there.

    Exponents within `band` of 0 give the weighted geometric mean. The last axis is the world's, and `exponent`
    has one entry a world.
    """
    logarithm = np.log(values)
    geometric = np.abs(exponent) < band
    safe = np.where(geometric, 1.0, exponent)
    if not geometric.any():
        return np.exp(np.log(segments.sum(weights * np.exp(safe * logarithm), axis=-2)) / safe)
    arithmetic = np.exp(np.log(segments.sum(weights * np.exp(safe * logarithm), axis=-2)) / safe)
    return np.where(geometric, np.exp(segments.sum(weights * logarithm, axis=-2)), arithmetic)


@dataclass(frozen=True, eq=False)
class Segments:
    """Rows that belong to groups: consecutive runs, of which some may be empty.

    `group` gives each row's group, ascending; `count` is the number of groups.
    """

    group: Integers
    count: int

    def __post_init__(self) -> None:
        if self.group.size and (np.diff(self.group) < 0).any():
            raise ValueError("rows must be sorted by group")
        filled, starts, sizes = np.unique(self.group, return_index=True, return_counts=True)
        object.__setattr__(self, "_filled", filled)
        object.__setattr__(self, "_starts", starts)
        object.__setattr__(self, "_size", np.bincount(filled, sizes, self.count)[: self.count])

    @property
    def size(self) -> Floats:
        """How many rows each group has."""
        return self._size  # type: ignore[attr-defined, no-any-return]

    @property
    def starts(self) -> Integers:
        """First row of each group that has any."""
        return self._starts  # type: ignore[attr-defined, no-any-return]

    def _reduce(self, reduce: np.ufunc, values: Floats, axis: int, empty: float) -> Floats:
        axis = axis % values.ndim
        filled: Integers = self._filled  # type: ignore[attr-defined]
        if filled.size == self.count:
            reduced: Floats = reduce.reduceat(values, self.starts, axis=axis)
            return reduced
        result = np.full((*values.shape[:axis], self.count, *values.shape[axis + 1 :]), empty)
        if filled.size:  # reduceat on an empty segment would return a neighbour's row
            result[(slice(None),) * axis + (filled,)] = reduce.reduceat(values, self.starts, axis=axis)
        return result

    def sum(self, values: Floats, axis: int = 0) -> Floats:
        """Sum over each group's rows; 0 for an empty group."""
        return self._reduce(np.add, values, axis, 0.0)

    def max(self, values: Floats, axis: int = 0) -> Floats:
        """Greatest of each group's rows; minus infinity for an empty group."""
        return self._reduce(np.maximum, values, axis, -np.inf)

    def spread(self, values: Floats, axis: int = 0) -> Floats:
        """Each row gets its group's value."""
        return np.take(values, self.group, axis=axis)

    def normalised(self, values: Floats, axis: int = 0) -> Floats:
        """Divided by the group's sum; 0 where that sum is 0."""
        return ratio(values, self.spread(self.sum(values, axis), axis))
