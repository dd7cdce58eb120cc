"""What a difference between two arrangements means: a word against the smallest effect that matters, and how sure."""

from __future__ import annotations

import math
from typing import Literal

from govsim.statistics.intervals import Interval

Verdict = Literal["better", "worse", "higher", "lower", "practically equal", "undecided"]
SHORT = {"practically equal": "equal", "undecided": "unclear"}
EQUAL_OR_UNCLEAR = "Equal: too small to matter; unclear: more worlds are needed to tell."  # what SHORT means

MONTE_CARLO = (
    "The intervals cover chance between worlds only (Monte Carlo error); this is a model: "
    "change the assumptions."
)


def verdict_of(difference: Interval, smallest_effect: float, better: int) -> Verdict:
    """The word for a difference, against the smallest effect that matters.

    `better` is 1 where more is better, −1 where less is, 0 where neither is. Undecided where the interval
    reaches both into and out of what is practically equal, or where there is none.
    """
    if math.isnan(difference.low):
        return "undecided"
    if -smallest_effect <= difference.low and difference.high <= smallest_effect:
        return "practically equal"
    if difference.low > smallest_effect:
        return "better" if better > 0 else "worse" if better < 0 else "higher"
    if difference.high < -smallest_effect:
        return "worse" if better > 0 else "better" if better < 0 else "lower"
    return "undecided"
