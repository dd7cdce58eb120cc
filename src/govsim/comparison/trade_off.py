"""Trade-offs of two arrangements: progress against core services, and the break-even exchange rate.

The rate is the part of the core index that is worth one step of progress (a fall of need by 0.1). Nobody knows it, so
every world draws one. The break-even rate is that of the means over worlds and does not depend on the rates drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from govsim.arrays import Floats
from govsim.statistics.intervals import CONFIDENCE, student

Better = Literal["any", "none", "above", "below", "same"]


@dataclass(frozen=True)
class Quadrants:
    """Counts of worlds by gain or loss of progress and core services; a tie in one counts as no loss."""

    more_of_both: int
    progress_for_core: int  # more progress at the price of core services
    core_for_progress: int
    less_of_both: int
    same: int


@dataclass(frozen=True, kw_only=True)
class BreakEven:
    """The exchange rate at which the means of two arrangements break even in public value.

    `better` says at which rates the second has the higher mean: above or below `rate`, at any, at none, or the same at
    all. At rates from `low` to `high` the sign of the mean is not sure: 0 and infinity mean no bound, None a sign that
    is sure at every rate, and NaN one world alone. `above` is the number of worlds that draw a rate above `rate`.
    """

    better: Better
    rate: float | None
    low: float | None
    high: float | None
    above: int | None
    worlds: int
    weight: float  # of progress in public value


def quadrants(progress_w: Floats, core_w: Floats) -> Quadrants:
    """Counts of worlds by gain and loss, from paired differences.

    >>> quadrants(np.array([1.0, 1.0, -1.0, 0.0]), np.array([-1.0, 0.0, -1.0, 0.0]))
    Quadrants(more_of_both=1, progress_for_core=1, core_for_progress=0, less_of_both=1, same=1)
    """
    same_w = (progress_w == 0) & (core_w == 0)
    counts = (
        (progress_w >= 0) & (core_w >= 0) & ~same_w,
        (progress_w > 0) & (core_w < 0),
        (progress_w < 0) & (core_w > 0),
        (progress_w <= 0) & (core_w <= 0) & ~same_w,
        same_w,
    )
    return Quadrants(*(int(one_w.sum()) for one_w in counts))


def break_even(
    progress_w: Floats,
    core_w: Floats,
    rate_w: Floats,
    weight: float,
    progress_unit: float,
    confidence: float = CONFIDENCE,
) -> BreakEven:
    """Where the mean of weight·progress/unit + (1 − weight)·core/rate, of paired differences, is 0.

    The interval is Fieller's: the rates at which the paired mean of that sum does not differ from 0 at this confidence.
    A rate is a ratio of two means, so that a bootstrap's percentiles break where the lower mean may be 0.
    Source: fieller_1954, student_1908.

    >>> found = break_even(np.array([0.04, 0.06]), np.array([-0.02, -0.03]), np.array([0.03, 0.08]), 0.5, 0.1)
    >>> found.better, round(found.rate, 6), found.above
    ('above', 0.05, 1)
    """
    gain_w, core_gain_w = weight * progress_w / progress_unit, (1 - weight) * core_w
    gain, core_gain = float(gain_w.mean()), float(core_gain_w.mean())
    better = _better(gain, core_gain)
    rate = -core_gain / gain if better in ("above", "below") else None
    low, high = _unsure(gain_w, core_gain_w, rate, confidence)
    above = None if rate is None else int((rate_w > rate).sum())
    return BreakEven(
        better=better, rate=rate, low=low, high=high, above=above, worlds=progress_w.size, weight=weight
    )


@dataclass(frozen=True)
class BestSpan:
    """The exchange rates between which a scenario has the best mean."""

    scenario: str
    low: float
    high: float


def best_by_rate(
    progress: Sequence[float],
    core: Sequence[float],
    names: Sequence[str],
    weight: float,
    progress_unit: float,
) -> tuple[BestSpan, ...]:
    """The best mean of several at each rate above 0, from the lowest rate; the first of equals.

    >>> best_by_rate([0.0, 0.5], [1.0, 0.5], ["a", "b"], 0.5, 1.0)
    (BestSpan(scenario='a', low=0.0, high=1.0), BestSpan(scenario='b', low=1.0, high=inf))
    """
    gains = [weight * one / progress_unit for one in progress]
    core_gains = [(1 - weight) * one for one in core]
    places = range(len(names))
    best, low = max(places, key=lambda place: (core_gains[place], gains[place], -place)), 0.0
    spans: list[BestSpan] = []
    while True:
        turns = [
            ((core_gains[best] - core_gains[place]) / (gains[place] - gains[best]), -gains[place], place)
            for place in places
            if gains[place] > gains[best]
        ]
        if not turns:
            return (*spans, BestSpan(names[best], low, math.inf))
        high, _, following = min(turns)
        if high > low:
            spans.append(BestSpan(names[best], low, high))
        best, low = following, high


def _better(gain: float, core_gain: float) -> Better:
    if gain == core_gain == 0:
        return "same"
    if min(gain, core_gain) >= 0:
        return "any"
    if max(gain, core_gain) <= 0:
        return "none"
    return "above" if gain > 0 else "below"


def _unsure(
    gain_w: Floats, core_gain_w: Floats, rate: float | None, confidence: float
) -> tuple[float | None, float | None]:
    """The lowest and highest rate above 0 at which the sign of gain·rate + core_gain is not sure."""
    count = gain_w.size
    if count < 2:
        return math.nan, math.nan
    gain, core_gain = float(gain_w.mean()), float(core_gain_w.mean())
    reach = np.cov(np.stack([gain_w, core_gain_w])) * student(count, confidence) ** 2 / count
    square = gain**2 - float(reach[0, 0])
    linear = 2 * (gain * core_gain - float(reach[0, 1]))
    constant = core_gain**2 - float(reach[1, 1])
    roots = np.roots([square, linear, constant])
    turns = [0.0, *sorted(float(root.real) for root in roots if np.isreal(root) and root.real > 0), math.inf]
    unsure = [
        span
        for span in pairwise(turns)
        for rate_within in [_within(*span)]
        if square * rate_within**2 + linear * rate_within + constant < 0
    ]
    ends = [end for span in unsure for end in span] + ([] if rate is None else [rate])
    return (min(ends), max(ends)) if ends else (None, None)


def _within(low: float, high: float) -> float:
    return 2 * low + 1 if math.isinf(high) else (low + high) / 2
