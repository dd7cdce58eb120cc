"""Looking at the model again and again for breaches of a law, and what that adds up to."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from govsim.validation.finding import Figure, Reading

SHOWN = 3


@dataclass(frozen=True)
class Look:
    """One thing that was looked at: where, how far it departs from what the law says, how far it may."""

    where: str
    departure: float
    allowed: float = 0.0

    @property
    def is_breach(self) -> bool:
        """Whether it departs further than it may; what is not a number always does."""
        return not self.departure <= self.allowed

    def __str__(self) -> str:
        return f"{self.where}: off by {self.departure:.3g}"


@dataclass(frozen=True)
class Inspection:
    """What came of all looks: how many there were, the largest departure, and the breaches in order."""

    looks: int
    largest: float
    breaches: tuple[Look, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether there was something to look at and no breach in it."""
        return self.looks > 0 and not self.breaches

    def __str__(self) -> str:
        """The first breaches in words."""
        if not self.looks:
            return "nothing was looked at"
        shown = "; ".join(str(look) for look in self.breaches[:SHOWN])
        more = len(self.breaches) - SHOWN
        return f"{shown}; and {more} more" if more > 0 else shown


def inspected(looks: Iterable[Look]) -> Inspection:
    """Take all looks and keep what matters of them."""
    count, largest, breaches = 0, 0.0, []
    for look in looks:
        count += 1
        largest = math.nan if math.isnan(look.departure) else max(largest, look.departure)
        if look.is_breach:
            breaches.append(look)
    return Inspection(count, largest, tuple(breaches))


def reading(
    inspections: Iterable[tuple[str, Inspection]], largest: str, looks: str, unit: str = "", more: str = ""
) -> Reading:
    """What a check read: how far the model departs from the law at most, in how many looks, and the first breach.

    `inspections` are named by the scenario; `largest` and `looks` are the labels of the two figures; `more` is
    said besides.
    """
    found = list(inspections)
    first = next((f"{name}, {one}." for name, one in found if not one.holds), "")
    figures = (
        Figure(largest, max((one.largest for _, one in found), default=math.nan), unit=unit),
        Figure(looks, float(sum(one.looks for _, one in found))),
    )
    notes = " ".join(part for part in (first, more) if part)
    return Reading(figures, bool(found) and all(one.holds for _, one in found), notes=notes)
