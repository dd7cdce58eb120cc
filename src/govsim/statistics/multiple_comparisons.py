"""Several arms on the same worlds: simultaneous intervals, and which arm could be the best."""

from __future__ import annotations

import numpy as np

from govsim.statistics.intervals import CONFIDENCE, Interval, intervals_of, student
from govsim.statistics.preconditions import Floats, check_confidence, check_direction, finite, require
from govsim.statistics.resampling import DRAWS, resampled_means, resamples
from govsim.statistics.rounding import beyond_rounding

NOTHING = 1e-12  # a variance of resamples below this share of the sample's own is rounding


def bonferroni_intervals(differences_pw: Floats, confidence: float = CONFIDENCE) -> tuple[Interval, ...]:
    """Simultaneous Student's intervals of paired differences, by Bonferroni's correction.

    Valid whatever the correlation of the pairs; wide where they are correlated. Source: dunn_1961.
    """
    check_confidence(confidence, "simultaneous intervals")
    values = _pairs(differences_pw)
    each = 1 - (1 - confidence) / values.shape[0]
    return _around(values, student(values.shape[1], each))


def max_t_intervals(
    differences_pw: Floats, confidence: float = CONFIDENCE, draws: int = DRAWS, seed: int = 0
) -> tuple[Interval, ...]:
    """Simultaneous intervals of paired differences, by the bootstrap's maximum |t|.

    In each resample of worlds, the greatest error among the pairs is taken, in standard errors; the half-width is the
    `confidence` quantile of these. Narrower than Bonferroni's where pairs are correlated, and suited to skewed
    differences. Source: romano_wolf_2005.
    """
    check_confidence(confidence, "simultaneous intervals")
    values = _pairs(differences_pw)
    count = values.shape[1]
    deviations = values - values.mean(axis=1)[:, None]
    variances = np.mean(deviations**2, axis=1)
    if not variances.any():
        return _around(values, 0.0)
    moving = deviations[variances > 0] / np.sqrt(variances[variances > 0])[:, None]
    greatest = []
    for shares_bw in resamples(count, draws, seed):
        means_pb = moving @ shares_bw.T
        spread_pb = moving**2 @ shares_bw.T - means_pb**2
        errors_pb = np.full_like(means_pb, np.inf)  # stays so where a resample is one world many times over
        varies = spread_pb > NOTHING
        errors_pb[varies] = np.abs(means_pb[varies]) / np.sqrt(spread_pb[varies])
        greatest.append(errors_pb.max(axis=0))
    reach = float(np.quantile(np.concatenate(greatest), confidence, method="higher")) * np.sqrt(count - 1)
    return _around(values, reach)


def _pairs(differences_pw: Floats) -> Floats:
    values = finite(differences_pw, "simultaneous intervals", 2, "pair, world")
    require(values.shape[1] >= 2, "simultaneous intervals", "at least 2 worlds", values.shape[1])
    return values


def _around(values_pw: Floats, reach: float) -> tuple[Interval, ...]:
    means = values_pw.mean(axis=1)
    errors = values_pw.std(axis=1, ddof=1) / np.sqrt(values_pw.shape[1])
    half = np.multiply(errors, reach, where=errors > 0, out=np.zeros_like(errors))
    return intervals_of(means, means - half, means + half)


def chance_of_best(values_aw: Floats, better: int = 1, draws: int = DRAWS, seed: int = 0) -> Floats:
    """The share of resamples in which each arm has the best mean, shape (arm,); they sum to 1.

    All arms use the same resampled worlds, so that chance in common cancels. Arms that tie, up to rounding, share. This
    measures how sure the ranking of means is, not how often an arm wins in a world. Source: efron_1979.
    """
    check_direction(better, "chance of being best")
    values = better * finite(values_aw, "chance of being best", 2, "arm, world")
    means_ab = resampled_means(values - values[:1], draws, seed)  # against one arm, so as to round little
    first_ab = beyond_rounding(means_ab.max(axis=0) - means_ab, values) == 0
    shares: Floats = (first_ab / first_ab.sum(axis=0)).mean(axis=1)
    return shares


def cannot_be_excluded(
    values_aw: Floats, better: int = 1, confidence: float = CONFIDENCE, margin: float = 0.0
) -> tuple[int, ...]:
    """The arms that may be the best: at this confidence the best arm is among them.

    An arm is excluded if another beats it by more than `margin` beyond the one-sided error of their paired difference.
    The level is divided among the rivals of one arm, because only the best must not be lost; so the number of pairs
    does not count. Multiple comparisons with the best. Source: hsu_1984.
    """
    check_direction(better, "best arms")
    check_confidence(confidence, "best arms")
    values = better * finite(values_aw, "best arms", 2, "arm, world")
    arms, count = values.shape
    require(confidence >= 0.5, "best arms", "a confidence of at least 0.5", confidence)
    require(count >= 2, "best arms", "at least 2 worlds", count)
    require(margin >= 0, "best arms", "a margin of at least 0", margin)
    if arms == 1:
        return (0,)
    reach = student(count, 1 - 2 * (1 - confidence) / (arms - 1))
    possible = []
    for arm in range(arms):
        behind = beyond_rounding(values - values[arm], values)
        surely = behind.mean(axis=1) - reach * behind.std(axis=1, ddof=1) / np.sqrt(count)
        if not (surely > margin).any():
            possible.append(arm)
    return tuple(possible)
