"""At which rate of exchange between outcomes and core services a verdict turns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from govsim.arrays import Floats
from govsim.statistics.intervals import CONFIDENCE, Interval, expanded
from govsim.statistics.resampling import DRAWS, resampled_means

Turns = Literal["wins above", "wins below", "wins at any rate", "loses at any rate"]
NEVER: Final = ("wins at any rate", "loses at any rate")


@dataclass(frozen=True)
class BreakEven:
    """The break-even rate: how much of the core index one unit of progress is worth where two arms come out even.

    The scenario wins where a unit is worth more than that (or less); NaN where it wins, or loses, at any rate.
    """

    turns: Turns
    rate: Interval  # infinite above, or 0 below, where resamples do not bound it


def break_even(
    progress_w: Floats, core_w: Floats, weight: float, progress_unit: float, seed: int = 0
) -> BreakEven:
    """The break-even rate of paired differences in progress and core services, with its bootstrap interval.

    Public value is equal on average where weight·Δprogress/unit + (1 − weight)·Δcore/rate = 0. Worlds are resampled
    in pairs. Source: efron_1979.

    >>> found = break_even(np.array([0.02, 0.04]), np.array([-0.01, -0.02]), 0.5, 0.1)
    >>> found.turns, round(found.rate.mean, 3)
    ('wins above', 0.05)
    """
    gain, loss = float(progress_w.mean()), -float(core_w.mean())
    if gain * loss <= 0:
        wins = gain - loss > 0
        return BreakEven(NEVER[0] if wins else NEVER[1], Interval(math.nan, math.nan, math.nan))
    sign = 1 if gain > 0 else -1
    if weight in (0, 1):
        wins = (gain if weight == 1 else -loss) > 0
        return BreakEven(NEVER[0] if wins else NEVER[1], Interval(math.nan, math.nan, math.nan))
    scale = (1 - weight) / weight * progress_unit
    drawn = resampled_means(np.stack([progress_w, core_w]), DRAWS, seed)
    gains_b, losses_b = sign * drawn[0], -sign * drawn[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        rates_b = np.where(gains_b > 0, scale * np.maximum(losses_b, 0.0) / gains_b, np.inf)
    confidence = expanded(CONFIDENCE, progress_w.size) if progress_w.size > 1 else CONFIDENCE
    ends = [(1 - confidence) / 2, (1 + confidence) / 2]
    low, high = (float(np.quantile(rates_b, end, method="nearest")) for end in ends)
    return BreakEven("wins above" if sign > 0 else "wins below", Interval(scale * loss / gain, low, high))
