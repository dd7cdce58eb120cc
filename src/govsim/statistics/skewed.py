"""Bootstrap-t interval for the mean of skewed values, for which Student's is too narrow."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from govsim.statistics.intervals import CONFIDENCE, Interval, interval
from govsim.statistics.preconditions import Floats, finite
from govsim.statistics.resampling import DRAWS, resamples

FEWEST: Final = 10  # fewest worlds to estimate skewness
PER_SQUARED_SKEWNESS: Final = 25  # worlds needed for each unit of squared skewness
WIDEST: Final = 2.0  # times Student's; beyond, resamples with hardly any variance dominate
IN_THE_TAIL: Final = 50  # least number of resamples beyond the bound
MOST_DRAWS: Final = 20_000
ROUNDING: Final = 1e-12  # relative to the greatest value, or to the sample's variance


def skewness(values_w: Floats) -> float:
    """The third standardised moment of values; 0 if they vary only by rounding.

    >>> round(skewness(np.array([0.0, 0.0, 0.0, 1.0])), 3)
    1.155
    """
    apart = finite(values_w, "skewness", "world")
    rounding = ROUNDING * float(np.abs(apart).max())
    apart = apart - apart.mean()
    deviation = math.sqrt(float(np.mean(apart**2)))
    return float(np.mean((apart / deviation) ** 3)) if deviation > rounding else 0.0


def is_skewed(values_w: Floats) -> bool:
    """Whether values are too skewed for Student's interval at their number of worlds.

    Cochran's rule: fewer worlds than 25 times the squared skewness, and at least 10 to estimate it. Otherwise a 95%
    interval still covers 94%. Source: sugden_2000.
    """
    worlds = values_w.size
    return worlds >= FEWEST and worlds < PER_SQUARED_SKEWNESS * skewness(values_w) ** 2


def skewed_interval(values_w: Floats, confidence: float = CONFIDENCE) -> Interval:
    """The mean with a bootstrap-t interval, one to two times as wide as Student's.

    The same values give the same interval. Source: hall_1988, romano_wolf_2005.
    """
    plain = interval(values_w, confidence)
    draws = math.ceil(min(max(IN_THE_TAIL / (1 - confidence), DRAWS), MOST_DRAWS))
    wide = bootstrap_t(values_w, confidence, draws)
    half = min(max(wide.half_width, plain.half_width), WIDEST * plain.half_width)
    return Interval(plain.mean, plain.mean - half, plain.mean + half)


def bootstrap_t(values_w: Floats, confidence: float = CONFIDENCE, draws: int = DRAWS) -> Interval:
    """The mean with a symmetric bootstrap-t interval: the `confidence` quantile of the resamples' absolute t.

    Source: romano_wolf_2005.
    """
    count, mean = values_w.size, float(values_w.mean())
    deviations = values_w - mean
    variance = float(np.mean(deviations**2))
    if not variance:
        return Interval(mean, mean, mean)
    deviations /= np.sqrt(variance)
    errors = []
    for shares_bw in resamples(count, draws):
        means_b = deviations @ shares_bw.T
        spread_b = deviations**2 @ shares_bw.T - means_b**2
        errors_b = np.full_like(means_b, np.inf)  # stays infinite for a resample of equal values
        varies = spread_b > ROUNDING
        errors_b[varies] = np.abs(means_b[varies]) / np.sqrt(spread_b[varies])
        errors.append(errors_b)
    reach = float(np.quantile(np.concatenate(errors), confidence, method="higher")) * np.sqrt(count - 1)
    half = float(values_w.std(ddof=1) / np.sqrt(count) * reach)
    return Interval(mean, mean - half, mean + half)
