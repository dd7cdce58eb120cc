"""A part of a report: what was found in words, drawn, and as a table, whatever kind of document it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from govsim.documents.markup import Column, Html
from govsim.experiments.outcomes import shown_as
from govsim.statistics.intervals import Interval
from govsim.usecases.figures import figure, is_share, span, unit_words
from govsim.words.numbers import decimal

LONG: Final = 16  # rows from which on a table stands at the end
ENDLESS: Final = 45  # rows from which on it is folded there


@dataclass(frozen=True)
class Table:
    """Rows of words and numbers under headings; the first cell of a row is its name."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    aside: bool = False  # wanted at the end, however short

    @property
    def is_long(self) -> bool:
        """Whether it stands at the end, so that it does not push what it belongs to off the page."""
        return self.aside or len(self.rows) >= LONG

    @property
    def is_endless(self) -> bool:
        """Whether it is folded away, so that a printed report stays short; it is in the file all the same."""
        return len(self.rows) >= ENDLESS


@dataclass(frozen=True)
class Part:
    """One finding of a report."""

    key: str
    heading: str
    sentences: tuple[str, ...]  # the first one is told in the answer
    caption: str  # of the drawing
    tables: tuple[Table, ...]
    drawing: Callable[[], Html] | None = None  # drawn where it is shown: drawing needs more than the rest
    notes: tuple[str, ...] = ()  # how it was worked out, for who asks
    document: Mapping[str, Any] = field(default_factory=dict)

    def renamed(self, heading: str, before: int) -> Part:
        """The same under a heading of its own, and with a key of its own where others `before` it have this one."""
        key = f"{self.key}-{before + 1}" if before else self.key
        return replace(self, heading=heading or self.heading, key=key)


def interval_cell(found: Interval, outcome: str, sign: bool = False) -> str:
    """`+0.15 (+0.13 to +0.17)`, in the outcome's unit, which stands in a heading or caption."""
    measure = shown_as(outcome)
    told = figure(found.mean, measure, sign)
    return told if found.low != found.low else f"{told} ({span(found, measure, sign)})"


def per_cent_cell(found: Interval) -> str:
    """A share with its interval in per cent: `43 (36 to 50)`."""
    mean, low, high = (decimal(100 * value, 0) for value in (found.mean, found.low, found.high))
    return f"{mean} ({low} to {high})"


def unit_of(outcome: str) -> str:
    """The unit as it stands in a table; differences of shares are in percentage points."""
    return unit_words(shown_as(outcome))


def difference_unit(outcome: str) -> str:
    """The unit of a difference."""
    return "percentage points" if is_share(shown_as(outcome)) else shown_as(outcome).unit


def scaled(value: float, outcome: str) -> float:
    """A value as a drawing shows it: shares in per cent."""
    return 100 * value if is_share(shown_as(outcome)) else value


def drawn_interval(found: Interval, outcome: str) -> dict[str, float]:
    """An interval as a drawing takes it; without a width where it has none."""
    known = found.low == found.low
    low, high = (found.low, found.high) if known else (found.mean, found.mean)
    return {
        "value": scaled(found.mean, outcome),
        "low": scaled(low, outcome),
        "high": scaled(high, outcome),
    }
