"""What a difference between two arrangements means: an interval, a word and a sentence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtrit

from govsim.arrays import Floats

Verdict = Literal["better", "worse", "higher", "lower", "practically equal", "undecided"]

CONFIDENCE = 0.95
FEWEST_WORTH_ADDING = 5


@dataclass(frozen=True)
class Interval:
    """A mean and its 95% interval; the interval is NaN with a single world."""

    mean: float
    low: float
    high: float


def interval(values: Floats) -> Interval:
    """The mean over worlds with Student's 95% interval; Monte Carlo error only. Source: student_1908."""
    centre, count = float(np.mean(values)), values.size
    if count < 2:
        return Interval(centre, math.nan, math.nan)
    half = float(stdtrit(count - 1, (1 + CONFIDENCE) / 2)) * float(np.std(values, ddof=1)) / math.sqrt(count)
    return Interval(centre, centre - half, centre + half)


def variance_reduction(first: Floats, second: Floats) -> float:
    """How much sharing draws helps: (Var A + Var B)/Var(B − A); infinite where the difference never varies."""
    if first.size < 2:
        return math.nan
    apart = float(np.var(second - first, ddof=1))
    both = float(np.var(first, ddof=1) + np.var(second, ddof=1))
    if apart == 0:
        return math.inf
    return both / apart


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


def more_worlds_needed(difference: Interval, smallest_effect: float, worlds: int) -> int | None:
    """About how many more worlds would decide, if the difference stays as it looks; None where none would."""
    if math.isnan(difference.low):
        return None
    half = (difference.high - difference.low) / 2
    room = abs(abs(difference.mean) - smallest_effect)
    if room == 0 or half == 0:
        return None
    more = max(FEWEST_WORTH_ADDING, math.ceil(worlds * (half / room) ** 2) - worlds)
    digits = len(str(more)) - 2  # an estimate: two figures are all that it can bear
    return more if digits <= 0 else math.ceil(more / 10**digits) * 10**digits
