"""An interval for the mean of skewed values, for which Student's is too narrow."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from govsim.statistics.intervals import CONFIDENCE, Interval, interval
from govsim.statistics.multiple_comparisons import max_t_intervals
from govsim.statistics.preconditions import Floats, finite
from govsim.statistics.resampling import DRAWS

FEWEST: Final = 10  # fewest worlds to estimate skewness
PER_SQUARED_SKEWNESS: Final = 25  # worlds needed for each unit of squared skewness
WIDEST: Final = 2.0  # times Student's: beyond, resamples in which hardly a world moves have the word
IN_THE_TAIL: Final = 50  # resamples beyond the bound
MOST_DRAWS: Final = 20_000
ROUNDING: Final = 1e-12  # of the greatest value


def skewness(values_w: Floats) -> float:
    """The third standardised moment of values; 0 where they vary only by rounding.

    >>> round(skewness(np.array([0.0, 0.0, 0.0, 1.0])), 3)
    1.155
    """
    apart = finite(values_w, "skewness", 1, "world")
    rounding = ROUNDING * float(np.abs(apart).max())
    apart = apart - apart.mean()
    deviation = math.sqrt(float(np.mean(apart**2)))
    return float(np.mean((apart / deviation) ** 3)) if deviation > rounding else 0.0


def is_skewed(values_w: Floats) -> bool:
    """Whether values are too skewed for Student's interval with so many worlds.

    Cochran's rule: fewer worlds than 25 times the squared skewness, and at least 10 to estimate it. By this rule a 95%
    interval still covers 94%. Source: sugden_2000.
    """
    worlds = values_w.size
    return worlds >= FEWEST and worlds < PER_SQUARED_SKEWNESS * skewness(values_w) ** 2


def skewed_interval(values_w: Floats, confidence: float = CONFIDENCE) -> Interval:
    """The mean with a bootstrap-t interval.

    Never narrower than Student's, and at most twice as wide. The same values give the same interval. Source: hall_1988,
    romano_wolf_2005.
    """
    plain = interval(values_w, confidence)
    draws = math.ceil(min(max(IN_THE_TAIL / (1 - confidence), DRAWS), MOST_DRAWS))
    (asked,) = max_t_intervals(values_w[None], confidence, draws)
    half = min(max(asked.half_width, plain.half_width), WIDEST * plain.half_width)
    return Interval(plain.mean, plain.mean - half, plain.mean + half)
