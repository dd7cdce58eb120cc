"""Inspection of a law: many comparisons with the model, the largest departure and the breaches."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ParamSpec

from govsim.validation.finding import Figure, Reading

SHOWN = 3
Given = ParamSpec("Given")


@dataclass(frozen=True)
class Deviation:
    """One comparison of the model with a law: place, departure and tolerance."""

    where: str
    departure: float
    allowed: float = 0.0

    @property
    def is_breach(self) -> bool:
        """Whether it exceeds the tolerance; NaN always does."""
        return not self.departure <= self.allowed

    def __str__(self) -> str:
        return f"{self.where}: off by {self.departure:.3g}"


@dataclass(frozen=True)
class Inspection:
    """The result of all comparisons: their number, the largest departure, and the breaches in order."""

    comparisons: int
    largest: float
    breaches: tuple[Deviation, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether there were comparisons and no breach."""
        return self.comparisons > 0 and not self.breaches

    def __str__(self) -> str:
        """The first breaches in words."""
        if not self.comparisons:
            return "nothing was compared"
        shown = "; ".join(str(breach) for breach in self.breaches[:SHOWN])
        more = len(self.breaches) - SHOWN
        return f"{shown}; and {more} more" if more > 0 else shown


def inspect(deviations: Iterable[Deviation]) -> Inspection:
    """Count deviations, and record the largest departure and the breaches."""
    count, largest, breaches = 0, 0.0, []
    for one in deviations:
        count += 1
        largest = math.nan if math.isnan(one.departure) else max(largest, one.departure)
        if one.is_breach:
            breaches.append(one)
    return Inspection(count, largest, tuple(breaches))


def inspected(deviations: Callable[Given, Iterable[Deviation]]) -> Callable[Given, Inspection]:
    """Decorate a function that yields deviations, so that it returns an inspection."""

    @functools.wraps(deviations)
    def inspection(*given: Given.args, **options: Given.kwargs) -> Inspection:
        return inspect(deviations(*given, **options))

    return inspection


def reading(
    inspections: Iterable[tuple[str, Inspection]], largest: str, compared: str, unit: str = "", more: str = ""
) -> Reading:
    """The reading of a check: the largest departure from the law, the number of comparisons, and the first breach.

    `inspections` are named by the scenario; `largest` and `compared` are the labels of the two figures; `more` is
    added to the notes.
    """
    done = list(inspections)
    first = next((f"{name}, {one}." for name, one in done if not one.holds), "")
    figures = (
        Figure(largest, max((one.largest for _, one in done), default=math.nan), unit=unit),
        Figure(compared, float(sum(one.comparisons for _, one in done))),
    )
    notes = " ".join(part for part in (first, more) if part)
    return Reading(figures, bool(done) and all(one.holds for _, one in done), notes=notes)
