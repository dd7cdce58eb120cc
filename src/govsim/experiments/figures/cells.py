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


def interval_cell(estimate: Interval, outcome: str, sign: bool = False) -> str:
    """`+0.15 (+0.13 to +0.17)`, in the outcome's unit, which the heading or caption names."""
    measure = shown_as(outcome)
    mean = figure(estimate.mean, measure, sign)
    return mean if math.isnan(estimate.low) else f"{mean} ({span(estimate, measure, sign)})"


def per_cent_cell(estimate: Interval) -> str:
    """A share with its interval in per cent: `43 (36 to 50)`."""
    mean, low, high = (decimal(100 * value, 0) for value in (estimate.mean, estimate.low, estimate.high))
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


def drawn_interval(estimate: Interval, outcome: str) -> dict[str, float]:
    """An interval for a drawing; of width 0 if it has no bounds."""
    ends = (estimate.mean, estimate.mean) if math.isnan(estimate.low) else (estimate.low, estimate.high)
    values = zip(("value", "low", "high"), (estimate.mean, *ends), strict=True)
    return {name: scaled(value, outcome) for name, value in values}


def difference_title(outcome: str, heading: str = "Difference in") -> str:
    """The title of an axis of differences."""
    return f"{heading} {shown_as(outcome).label.lower()}, {difference_unit(outcome)}"
