"""Standard normal quantiles of many numbers, twice as fast as scipy's and within 2e-14 of them.

The quantile is interpolated by cubics that agree with scipy at four points. Cells are narrower towards 0, where the
quantile is steep: each halving of the number has as many. The first bits of a number's floating-point representation
give its cell, and so four coefficients.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.special import ndtri

from govsim.arrays import Floats

_DEGREE = 3
_CELL_BITS = 9  # 512 cells in each halving
_LEAST_EXPONENT = -53  # the uniform draws of draws.py are odd multiples of 2^-53
_FIRST_CELL = (1023 + _LEAST_EXPONENT) << _CELL_BITS
_AT_ONCE = 2**15  # numbers that fit the processor's cache


@cache
def _coefficients() -> Floats:
    """Coefficients of rising powers of the number, shape (power, cell)."""
    points = 0.5 * np.cos(np.pi * (np.arange(_DEGREE + 1) + 0.5) / (_DEGREE + 1))  # Chebyshev's, -1/2 to 1/2
    cells = 2**_CELL_BITS
    halvings = 2.0 ** np.arange(_LEAST_EXPONENT, -1)[:, None]
    middle = (halvings * (1 + (np.arange(cells) + 0.5) / cells)).ravel()
    width = np.repeat(halvings / cells, cells)
    values = ndtri(middle + width * points[:, None])
    in_cell = np.linalg.solve(np.vander(points, increasing=True), values)
    powers = np.zeros_like(in_cell)
    for coefficient in in_cell[::-1]:  # Horner's rule with (number − middle) / width for a number
        raised = np.roll(powers, 1, axis=0)
        powers = (raised - middle * powers) / width
        powers[0] += coefficient
    return powers


def replace_by_normal_quantiles(chances: Floats) -> None:
    """Replace numbers between 2^-53 and 1 − 2^-53 by their quantiles, in place; needs a contiguous array."""
    flat = chances.reshape(-1)
    size = min(_AT_ONCE, flat.size)
    work = np.empty((3, size))
    cells = np.empty(size, dtype=np.int64)
    for start in range(0, flat.size, _AT_ONCE):
        part = flat[start : start + size]
        _replace(part, work[:, : part.size], cells[: part.size])


def _replace(chance: Floats, work: Floats, cell: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    lower, quantile, coefficient = work
    chance -= 0.5
    np.abs(chance, out=lower)
    np.subtract(0.5, lower, out=lower)  # the lower half; the upper is its mirror image
    np.right_shift(lower.view(np.int64), 52 - _CELL_BITS, out=cell)
    cell -= _FIRST_CELL
    *others, highest = _coefficients()
    np.take(highest, cell, out=quantile, mode="wrap")  # "raise" would copy; none is outside
    for of_cell in reversed(others):
        quantile *= lower
        quantile += np.take(of_cell, cell, out=coefficient, mode="wrap")
    np.copysign(quantile, chance, out=chance)
