"""Multiple comparisons of arms on the same worlds: which may be the best, and how surely."""

from __future__ import annotations

import numpy as np

from govsim.statistics.intervals import CONFIDENCE, student
from govsim.statistics.preconditions import Floats, finite
from govsim.statistics.resampling import DRAWS, resampled_means
from govsim.statistics.rounding import beyond_rounding


def chance_of_best(values_aw: Floats, better: int = 1, draws: int = DRAWS) -> Floats:
    """The share of resamples in which each arm has the best mean, shape (arm,); they sum to 1.

    All arms use the same resampled worlds, so that common chance cancels. Arms that tie, up to rounding, share. This
    is the certainty of the ranking of means, not the share of worlds that an arm wins. Source: efron_1979.
    """
    values = better * finite(values_aw, "chance of being best", "arm, world")
    means_ab = resampled_means(values - values[:1], draws)  # less one arm, for less rounding
    first_ab = beyond_rounding(means_ab.max(axis=0) - means_ab, values) == 0
    shares: Floats = (first_ab / first_ab.sum(axis=0)).mean(axis=1)
    return shares


def cannot_be_excluded(values_aw: Floats, better: int = 1) -> tuple[int, ...]:
    """The arms that may be the best: the best arm is among them with 95% confidence. Needs two worlds or more.

    An arm is excluded if another beats it beyond the one-sided error of their paired difference. The level is divided
    by the number of rivals, not of pairs, because only the exclusion of the best arm is an error. Multiple
    comparisons with the best. Source: hsu_1984.
    """
    values = better * finite(values_aw, "best arms", "arm, world")
    arms, count = values.shape
    if arms == 1:
        return (0,)
    reach = student(count, 1 - 2 * (1 - CONFIDENCE) / (arms - 1))
    possible = []
    for arm in range(arms):
        behind = beyond_rounding(values - values[arm], values)
        surely = behind.mean(axis=1) - reach * behind.std(axis=1, ddof=1) / np.sqrt(count)
        if not (surely > 0).any():
            possible.append(arm)
    return tuple(possible)
