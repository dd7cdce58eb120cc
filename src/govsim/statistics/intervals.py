"""Intervals for means, shares, percentage changes and effect sizes over worlds; Monte Carlo error only."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr, ndtr, ndtri, stdtrit

from govsim.statistics.preconditions import Floats, finite, require
from govsim.statistics.resampling import DRAWS, percentile_bounds, resampled_means

CONFIDENCE = 0.95
FEWEST_WORTH_ADDING = 5


@dataclass(frozen=True)
class Interval:
    """An estimate with its interval; bounds are NaN with too few worlds."""

    mean: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the distance between the bounds."""
        return (self.high - self.low) / 2


def interval(values: Floats, confidence: float = CONFIDENCE) -> Interval:
    """The mean over worlds with Student's interval; Monte Carlo error only. Source: student_1908.

    >>> result = interval(np.array([1.0, 2.0, 3.0]))
    >>> round(result.low, 3), result.mean, round(result.high, 3)
    (-0.484, 2.0, 4.484)
    """
    require(0 < confidence < 1, "interval", "a confidence between 0 and 1, such as 0.95", confidence)
    centre, count = float(np.mean(values)), values.size
    if count < 2:
        return Interval(centre, math.nan, math.nan)
    half = student(count, confidence) * float(np.std(values, ddof=1)) / math.sqrt(count)
    return Interval(centre, centre - half, centre + half)


def student(count: int, confidence: float) -> float:
    """Half-width of Student's two-sided interval for the mean of `count` values, in standard errors."""
    return float(stdtrit(count - 1, (1 + confidence) / 2))


def median_interval(values_w: Floats) -> Interval:
    """The median over worlds, in the field `mean`, with a distribution-free 95% interval.

    With fewer than 6 worlds the bounds, then the least and greatest value, cover less than 95%.
    Source: thompson_1936.

    >>> result = median_interval(np.arange(1.0, 21.0))
    >>> result.low, result.mean, result.high
    (6.0, 10.5, 15.0)
    """
    ordered = np.sort(finite(values_w, "median", "world"))
    count = ordered.size
    if count < 2:
        return Interval(float(ordered[0]), math.nan, math.nan)
    below = bdtr(np.arange(count // 2), count, 0.5)  # chance that the median lies below the value of a rank
    out = max(int(np.count_nonzero(below <= (1 - CONFIDENCE) / 2)) - 1, 0)
    return Interval(float(np.median(ordered)), float(ordered[out]), float(ordered[count - 1 - out]))


def variance_reduction(first: Floats, second: Floats) -> float:
    """Gain from sharing draws: (Var A + Var B)/Var(B − A); infinite where the difference never varies."""
    if first.size < 2:
        return math.nan
    apart = float(np.var(second - first, ddof=1))
    return float(np.var(first, ddof=1) + np.var(second, ddof=1)) / apart if apart else math.inf


def more_worlds_needed(difference: Interval, smallest_effect: float, worlds: int) -> int | None:
    """Approximate number of further worlds for a verdict at the present difference; None if no number suffices."""
    if math.isnan(difference.low):
        return None
    room = abs(abs(difference.mean) - smallest_effect)
    if room == 0 or difference.half_width == 0:
        return None
    more = max(FEWEST_WORTH_ADDING, math.ceil(worlds * (difference.half_width / room) ** 2) - worlds)
    digits = len(str(more)) - 2  # an estimate: two significant figures suffice
    return more if digits <= 0 else math.ceil(more / 10**digits) * 10**digits


def effect_size(first_w: Floats, second_w: Floats) -> float:
    """Cohen's d: the mean of B − A over the root mean of both variances. Sharing draws does not change it.

    Source: cohen_1988.

    >>> round(effect_size(np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 4.0])), 9)
    1.0
    """
    if first_w.size < 2:
        return math.nan
    centre = float(np.mean(second_w - first_w))
    variance = float(np.var(first_w, ddof=1) + np.var(second_w, ddof=1)) / 2
    if variance == 0:
        return math.copysign(math.inf, centre) if centre else 0.0
    return centre / math.sqrt(variance)


def wilson(count: int, worlds: int) -> Interval:
    """A share of worlds with Wilson's 95% interval, which stays within 0 to 1.

    Unlike the textbook interval its width is above 0 even if all worlds agree. Source: wilson_1927.

    >>> result = wilson(10, 10)
    >>> result.mean, round(result.low, 4), result.high
    (1.0, 0.7225, 1.0)
    """
    return wilson_share(count / worlds, worlds)


def wilson_share(share: float, worlds: float) -> Interval:
    """Wilson's 95% interval of a share of `worlds`, which need not be a whole number: a weight of evidence."""
    reach = float(ndtri((1 + CONFIDENCE) / 2)) ** 2 / worlds
    centre = (share + reach / 2) / (1 + reach)
    half = math.sqrt(reach * share * (1 - share) + (reach / 2) ** 2) / (1 + reach)
    low = 0.0 if share == 0 else centre - half  # exactly, without rounding error
    high = 1.0 if share == 1 else centre + half
    return Interval(share, low, high)


def bootstrap_intervals(values_pw: Floats, draws: int = DRAWS) -> tuple[Interval, ...]:
    """Means over worlds with percentile bootstrap intervals, for rows of shape (row, world).

    All rows use the same resamples; intervals are not simultaneous. Percentiles are expanded (see `expanded`), as they
    would be a sixth too narrow at 10 worlds. Use `skewed_interval` for few worlds of a skewed outcome. Source:
    efron_1979, hesterberg_2015.
    """
    values = finite(values_pw, "bootstrap interval", "row, world")
    means = values.mean(axis=-1)
    if values.shape[-1] < 2:
        return tuple(Interval(float(mean), math.nan, math.nan) for mean in means)
    centred = values - means[:, None]  # gives equal values a width of exactly 0
    further = expanded(CONFIDENCE, values.shape[-1])
    low, high = percentile_bounds(resampled_means(centred, draws), further)
    return intervals_of(means, means + low, means + high)


def expanded(confidence: float, count: int) -> float:
    """The confidence at which bootstrap percentiles of a normal outcome are as wide as Student's interval.

    Resamples vary less than new worlds would, by a known factor. Source: hesterberg_2015.

    >>> round(expanded(0.95, 10), 4), round(expanded(0.95, 1000), 4)
    (0.9829, 0.9504)
    """
    return float(2 * ndtr(student(count, confidence) * math.sqrt(count / (count - 1))) - 1)


def intervals_of(means: Floats, lows: Floats, highs: Floats) -> tuple[Interval, ...]:
    """One interval for each row of three arrays."""
    rows = zip(means.tolist(), lows.tolist(), highs.tolist(), strict=True)
    return tuple(Interval(*row) for row in rows)


def per_cent_change(baseline_w: Floats, other_w: Floats) -> Interval:
    """Mean difference as a percentage of the baseline's mean (not 0), with Fieller's 95% interval.

    Fieller's interval allows for the uncertainty of the baseline's mean and its correlation with the difference. Bounds
    are infinite if the baseline's own interval reaches 0. The sign is that of the difference. Source: fieller_1954.

    >>> result = per_cent_change(np.array([10.0, 11.0, 9.0, 10.0]), np.array([11.0, 12.0, 10.5, 10.9]))
    >>> round(result.low, 2), round(result.mean, 2), round(result.high, 2)
    (6.07, 11.0, 17.17)
    """
    apart_w = other_w - baseline_w
    count, below, above = baseline_w.size, float(baseline_w.mean()), float(apart_w.mean())
    scale, ratio = 100.0 * math.copysign(1.0, below), above / below
    if count < 2:
        return Interval(scale * ratio, math.nan, math.nan)
    variance = np.cov(np.stack([baseline_w, apart_w])) * student(count, CONFIDENCE) ** 2 / count
    unsure = float(variance[0, 0]) / below**2  # at 1 the baseline's own interval reaches 0
    if unsure >= 1:
        return Interval(scale * ratio, -math.inf, math.inf)
    middle = (ratio - float(variance[0, 1]) / below**2) / (1 - unsure)
    square = middle**2 - (ratio**2 - float(variance[1, 1]) / below**2) / (1 - unsure)
    half = math.sqrt(max(square, 0.0))  # rounding may leave it just below 0
    low, high = sorted((scale * (middle - half), scale * (middle + half)))
    return Interval(scale * ratio, low, high)
