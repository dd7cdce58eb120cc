"""Formatting of numbers for the tables and drawings of figures."""

from __future__ import annotations

import math
from typing import Final

from govsim.experiments.outcomes import shown_as
from govsim.measures.amounts import figure, is_share, span, unit_words
from govsim.statistics.intervals import Interval
from govsim.words.numbers import decimal

MOST_FACTORS: Final = 16  # drawn; the rest are in the table only
NARROW: Final = 230
ALL_SAME: Final = ("",)


def interval_cell(found: Interval, outcome: str, sign: bool = False) -> str:
    """`+0.15 (+0.13 to +0.17)`, in the outcome's unit, which the heading or caption names."""
    measure = shown_as(outcome)
    told = figure(found.mean, measure, sign)
    return told if math.isnan(found.low) else f"{told} ({span(found, measure, sign)})"


def per_cent_cell(found: Interval) -> str:
    """A share with its interval in per cent: `43 (36 to 50)`."""
    mean, low, high = (decimal(100 * value, 0) for value in (found.mean, found.low, found.high))
    return f"{mean} ({low} to {high})"


def unit_of(outcome: str) -> str:
    """The unit in a table; differences of shares are in percentage points."""
    return unit_words(shown_as(outcome))


def difference_unit(outcome: str) -> str:
    """The unit of a difference."""
    return "percentage points" if is_share(shown_as(outcome)) else shown_as(outcome).unit


def scaled(value: float, outcome: str) -> float:
    """A value for a drawing: shares in per cent."""
    return 100 * value if is_share(shown_as(outcome)) else value


def drawn_interval(found: Interval, outcome: str) -> dict[str, float]:
    """An interval for a drawing; of width 0 if it has no bounds."""
    ends = (found.mean, found.mean) if math.isnan(found.low) else (found.low, found.high)
    values = zip(("value", "low", "high"), (found.mean, *ends), strict=True)
    return {name: scaled(value, outcome) for name, value in values}


def difference_title(outcome: str, told: str = "Difference in") -> str:
    """The title of an axis of differences."""
    return f"{told} {shown_as(outcome).label.lower()}, {difference_unit(outcome)}"
