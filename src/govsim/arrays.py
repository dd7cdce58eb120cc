"""Array idioms that give the same bits for one world alone and for a batch.

`x.sum(0)`, dense matrix products and einsum choose another order of addition when the last axis is short, so a
world would differ in its last bit with the size of its batch. A product with a sparse matrix of ones adds row by
row in the order of the matrix, whatever the other axes are, and is the fastest that numpy and scipy offer for many
small groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

try:
    from scipy.sparse._sparsetools import csr_matvecs
except ImportError:  # private in scipy, so it may vanish
    csr_matvecs = None  # type: ignore[assignment]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FLAT = 1e-12  # a smaller difference between numbers of about 1 is rounding

AT_ONCE = 2**15  # numbers that fit the processor's cache

CACHED_MATRICES = 64  # shapes with a cached matrix; a country needs about twenty


def total(values: Floats, axis: int = 0) -> Floats:
    """The sum along one axis, in an order that does not depend on the other axes."""
    axis = axis % values.ndim
    if axis == 0 and values.ndim > 1 and values.shape[-1] > 1 and values.flags.c_contiguous:
        return np.asarray(np.add.reduce(values, axis=0))  # row by row if the last axis exceeds 1
    if axis == values.ndim - 1 > 0 and values.flags.c_contiguous:
        return np.asarray(np.add.reduce(values, axis=axis))  # each row by itself
    before, rows = prod(values.shape[:axis]), values.shape[axis]
    return _product(_whole(before, rows), values, axis, ())


def grand_total(values: Floats) -> Floats:
    """The sum over all axes but the last, which is the world's."""
    return total(values.reshape(-1, values.shape[-1]))


@lru_cache(maxsize=CACHED_MATRICES)
def _whole(before: int, rows: int) -> Any:
    """The matrix that sums each of `before` blocks of `rows` consecutive rows."""
    return _grouping(np.arange(before + 1) * rows, np.arange(before * rows), before * rows)


def _grouping(starts: Integers, members: Integers, rows: int, weights: Floats | None = None) -> Any:
    """The matrix that sums the listed rows of each group, from its start to the next group's."""
    given = np.ones(members.size) if weights is None else weights
    return csr_array((given, members, starts), shape=(starts.size - 1, rows))


def _product(matrix: Any, values: Floats, axis: int, groups: tuple[int, ...]) -> Floats:
    """The product of a grouping with rows, as `matrix @ rows` gives it.

    This calls scipy's inner function: the checks around it take longer than the sum of a few rows, and a quarter has
    sixty such sums. The inner function does not check shapes, so this does.
    """
    count, rows = matrix.shape
    abreast = prod(values.shape[axis + 1 :])
    if values.size != rows * abreast:
        raise ValueError(f"expected {rows} rows, found an array of shape {values.shape}")
    shape = (*values.shape[:axis], *groups, *values.shape[axis + 1 :])
    if csr_matvecs is None:
        return np.asarray(matrix @ values.reshape(rows, abreast)).reshape(shape)
    summed = np.zeros(shape)
    given, members, starts = matrix.data, matrix.indices, matrix.indptr
    csr_matvecs(count, rows, abreast, starts, members, given, values.ravel(), summed.ravel())
    return summed


def combined(shares_ij: Floats, values: Floats) -> Floats:
    """Weighted sums over axis 1: row j of the result is the sum of shares[i, j] times row i."""
    shares_ij = np.ascontiguousarray(shares_ij, dtype=np.float64)
    matrix = _combining(values.shape[0], shares_ij.shape, shares_ij.tobytes())
    return _product(matrix, values.reshape(-1, *values.shape[2:]), 0, (values.shape[0], shares_ij.shape[1]))


@lru_cache(maxsize=CACHED_MATRICES)
def _combining(before: int, shape: tuple[int, int], shares: bytes) -> Any:
    """A sparse matrix that turns each of `before` blocks of `shape[0]` rows into `shape[1]` weighted sums of them."""
    to, of = np.nonzero(np.frombuffer(shares).reshape(shape).T)
    weights = np.frombuffer(shares).reshape(shape)[of, to]
    block = np.arange(before)[:, None]
    starts = np.append((block * of.size + np.searchsorted(to, np.arange(shape[1]))).ravel(), before * of.size)
    members = (block * shape[0] + of).ravel()
    return _grouping(starts, members, before * shape[0], np.tile(weights, before))


def blocks(shape: tuple[int, ...]) -> Iterator[slice]:
    """Slices of rows that fit the cache, for row-by-row calculations of several steps."""
    step = max(1, AT_ONCE // max(1, prod(shape[1:])))
    for start in range(0, shape[0], step):
        yield slice(start, start + step)


def mean(values: Floats, axis: int = 0) -> Floats:
    """The unweighted mean along one axis."""
    averaged: Floats = total(values, axis) / values.shape[axis]
    return averaged


def ratio(numerator: Floats, denominator: Floats, otherwise: float = 0.0) -> Floats:
    """The quotient; `otherwise` where the denominator is 0."""
    nothing = np.asarray(denominator == 0)
    if not np.count_nonzero(nothing):
        return np.asarray(numerator / denominator)
    quotient = np.asarray(numerator / (denominator + nothing))
    np.copyto(quotient, otherwise, where=nothing)
    return quotient


def where_above(values: Floats, floor: float) -> NDArray[np.bool_]:
    """Where values are above a floor; a single True if all are, as is usual."""
    return np.asarray(True) if values.min(initial=np.inf) > floor else values > floor


def where_not_all(condition: NDArray[np.bool_], values: Floats, otherwise: float) -> Floats:
    """The values where a condition holds; the same array, uncopied, if it holds everywhere, as is usual."""
    return values if np.count_nonzero(condition) == condition.size else np.where(condition, values, otherwise)


def standardised(values: Floats, flat: float = FLAT) -> Floats:
    """Deviations from the mean along the first axis in standard deviations; 0 where nothing varies.

    A deviation up to `flat` is rounding, not variation.
    """
    deviation = values - mean(values)
    spread = np.sqrt(mean(deviation * deviation))
    return ratio(deviation, np.where(spread > flat, spread, 0.0))


def sine(cosine: Floats, flat: float = FLAT) -> Floats:
    """The sine of an angle up to 90 degrees from its cosine; 0 where its square is at most `flat`: rounding."""
    square = 1 - cosine * cosine
    return np.sqrt(np.where(square > flat, square, 0.0))


def power_mean(weights: Floats, values: Floats, exponent: Floats, band: float, segments: Segments) -> Floats:
    """Constant-elasticity mean of positive values within segments of axis -2, weights summing to 1 there.

    Exponents within `band` of 0 give the weighted geometric mean. The last axis is the world's, and `exponent`
    has one entry a world.
    """
    geometric = np.abs(exponent) < band
    safe = np.where(geometric, 1.0, exponent)
    power = np.log(values)
    power *= safe
    np.exp(power, out=power)
    power *= weights
    mean = np.log(segments.sum(power, axis=-2))
    mean /= safe
    np.exp(mean, out=mean)
    if geometric.any():
        logarithm = np.log(values[..., geometric])
        mean[..., geometric] = np.exp(segments.sum(weights[..., geometric] * logarithm, axis=-2))
    return mean


@dataclass(frozen=True, eq=False)
class Segments:
    """Rows that belong to groups: consecutive runs, of which some may be empty.

    `group` gives each row's group, ascending; `count` is the number of groups.
    """

    group: Integers
    count: int
    _matrices: dict[int, Any] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.group.size and (np.diff(self.group) < 0).any():
            raise ValueError("rows must be sorted by group")

    @cached_property
    def size(self) -> Floats:
        """How many rows each group has."""
        return np.bincount(self.group, minlength=self.count).astype(np.float64)

    @cached_property
    def bounds(self) -> Integers:
        """Where each group starts and the last one ends, shape (group + 1,)."""
        return np.concatenate([[0], np.cumsum(self.size)]).astype(np.int64)

    def sum(self, values: Floats, axis: int = 0) -> Floats:
        """Sum over each group's rows; 0 for an empty group."""
        axis = axis % values.ndim
        before = prod(values.shape[:axis])
        if before not in self._matrices:
            rows = self.group.size
            ends = np.arange(before)[:, None] * rows + self.bounds[1:]
            starts = np.concatenate([[0], ends.ravel()])
            self._matrices[before] = _grouping(starts, np.arange(before * rows), before * rows)
        return _product(self._matrices[before], values, axis, (self.count,))

    def summing(self, members: Integers, rows: int, weights: Floats | None = None) -> WeightedSum:
        """The weighted sum over each group of its members among `rows` rows."""
        return WeightedSum(_grouping(self.bounds, members, rows, weights))

    def max(self, values: Floats, axis: int = 0) -> Floats:
        """Greatest of each group's rows; minus infinity for an empty group."""
        axis = axis % values.ndim
        greatest = np.full((*values.shape[:axis], self.count, *values.shape[axis + 1 :]), -np.inf)
        size = self.size.astype(np.int64)
        for place in range(size.max(initial=0)):  # the first row of each group, then the second, ...
            groups = np.flatnonzero(size > place)
            at: Any = (*(slice(None),) * axis, groups)
            candidates = np.take(values, self.bounds[groups] + place, axis=axis)
            greatest[at] = np.maximum(greatest[at], candidates)
        return greatest

    def spread(self, values: Floats, axis: int = 0) -> Floats:
        """Each row gets its group's value."""
        return np.take(values, self.group, axis=axis)

    def normalised(self, values: Floats, axis: int = 0) -> Floats:
        """Divide by the group's sum; 0 where that sum is 0."""
        sums = self.sum(values, axis)
        nothing = sums == 0
        shares = self.spread(sums + nothing, axis)
        np.divide(values, shares, out=shares)
        if np.count_nonzero(nothing):
            shares *= self.spread(1.0 - nothing, axis)
        return shares


@dataclass(frozen=True, eq=False)
class WeightedSum:
    """Sums over fixed groups of rows along the first axis."""

    matrix: Any

    def __call__(self, values: Floats) -> Floats:
        """One row a group, the other axes as they are."""
        return _product(self.matrix, values, 0, (self.matrix.shape[0],))


def _keep_freed_memory() -> None:
    """Reuse the memory of freed arrays instead of returning it to the system.

    glibc caches freed blocks up to the size of the largest ever freed, so this frees an untouched one of 30 MB. It
    saves 5 to 10 per cent of a run's time.
    """
    np.empty(30 * 2**20, dtype=np.uint8)


_keep_freed_memory()
