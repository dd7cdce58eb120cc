"""Codes for missing values, such as −999, detected by their form and their distance from the rest."""

from __future__ import annotations

from typing import Final

import numpy as np

from govsim.world.places import Floats

MISSING_CODE: Final = (
    "It is a usual code for a missing value. Fill the number in, or leave its line out with --drop-empty."
)
_FILLS: Final = (
    9.96921e36,
    3.4028234663852886e38,
    1.7976931348623157e308,
    2**31 - 1,
    2**31,
    2**15 - 1,
    2**15,
    2**32 - 1,
)
_LEAST_POSITIVE: Final = 222  # 99 may be a percentage
_FEWEST: Final = 10  # numbers beside it, to call a small negative number a code


def is_usual_code(value: float) -> bool:
    """Whether a number looks like a code: one digit repeated (−999, −666666666, 999.9), or the end of a type."""
    size = abs(float(value))
    digits = f"{size:.15g}".replace(".", "")
    repeated = len(set(digits)) == 1 and digits[0] in "23456789"
    return size in _FILLS or value == -1 or (repeated and (value < 0 or size >= _LEAST_POSITIVE))


def missing_codes(values: Floats) -> list[float]:
    """The numbers of a column that are codes for missing values: they look so and lie far from the rest.

    Far is farther than the rest is wide. A negative code also shows where nothing else is negative.
    """
    known = values[np.isfinite(values)]
    unique = np.unique(known)
    usual = [float(value) for value in unique if is_usual_code(float(value))]
    rest = unique[~np.isin(unique, usual)]
    if not rest.size:
        return [code for code in usual if abs(code) >= _LEAST_POSITIVE]
    if not usual:
        return []
    low, high = float(rest[0]), float(rest[-1])
    whole = bool((rest == np.round(rest)).all())
    codes = []
    for code in usual:
        gap = max(low - code, code - high)
        alone = code < 0 <= low and (code <= -_LEAST_POSITIVE or (not whole and known.size >= _FEWEST))
        if gap > max(high - low, 20.0 if rest.size == 1 else 0.0) or alone:
            codes.append(code)
    return codes
