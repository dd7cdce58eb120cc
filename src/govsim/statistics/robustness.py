"""Robustness of an arm over many assumptions: regret, worst tenth, share best, share good enough.

A point of a design is one set of assumptions. An arm's value there is its mean over worlds; arms are compared only
then, since the worst of single worlds would be chance more than assumption. Source: savage_1951, mcphail_2018.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from govsim.statistics.intervals import CONFIDENCE, Interval, intervals_of
from govsim.statistics.preconditions import Floats, check_confidence, check_direction, finite, require
from govsim.statistics.resampling import DRAWS, basic_bounds, generator, resamples
from govsim.statistics.rounding import beyond_rounding

WORST = 0.1
ANY, NO_LESS_THAN_NOTHING, SHARE = (-np.inf, np.inf), (0.0, np.inf), (0.0, 1.0)
BOUNDS = (ANY, NO_LESS_THAN_NOTHING, NO_LESS_THAN_NOTHING, ANY, SHARE, SHARE)  # as the fields of Robustness


def regret(means_an: Floats, better: int = 1) -> Floats:
    """Loss at each point from not having chosen the best arm there; shape (arm, point), 0 or more.

    Arms that differ only by rounding are both the best. Source: savage_1951.

    >>> regret(np.array([[1.0, 5.0], [3.0, 4.0]]))
    array([[2., 0.],
           [0., 1.]])
    """
    check_direction(better, "regret")
    return beyond_rounding((better * means_an).max(axis=0) - better * means_an, means_an)


def worst_tenth(means_an: Floats, better: int = 1) -> Floats:
    """The mean over the tenth of points where an arm does worst, at least one; shape (arm,). Source: mcphail_2018."""
    check_direction(better, "worst tenth")
    few = max(1, round(WORST * means_an.shape[-1]))
    worst = np.partition(better * means_an, few - 1, axis=-1)[..., :few]
    return np.asarray(better * worst.mean(axis=-1))


def share_best(means_an: Floats, better: int = 1) -> Floats:
    """The share of points at which an arm is the best, arms that tie sharing; shape (arm,), adding up to 1."""
    check_direction(better, "share of points where best")
    first = regret(means_an, better) == 0
    return np.asarray((first / first.sum(axis=0)).mean(axis=-1))


def share_good_enough(means_an: Floats, threshold: float, better: int = 1) -> Floats:
    """The share of points at which an arm reaches a threshold; shape (arm,). Source: mcphail_2018."""
    check_direction(better, "share of points where good enough")
    above = beyond_rounding(better * (means_an - threshold), means_an, threshold)
    return np.asarray((above >= 0).mean(axis=-1))


@dataclass(frozen=True)
class Robustness:
    """Robustness of one arm over the points. Intervals cover both the points and the worlds drawn."""

    mean: Interval
    regret: Interval  # mean over points
    worst_regret: Interval  # mean over the tenth of points where it is greatest
    worst_tenth: Interval  # mean outcome over the tenth of points where it is worst
    share_best: Interval
    share_good_enough: Interval | None  # None where no threshold was given


def robustness(
    values_anw: Floats,
    better: int = 1,
    threshold: float | None = None,
    confidence: float = CONFIDENCE,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[Robustness, ...]:
    """Robustness of every arm, from outcomes of shape (arm, point, world).

    Worlds and points are resampled independently, the same for all arms, and everything from the means on is recomputed
    in each resample. Noise inflates the regret, and the resamples inflate it again by as much; so the interval is the
    basic bootstrap's. Where an interval leaves its estimate at one end or outside, noise dominates and more worlds for
    each point are needed. The worst tenth of an arm that assumptions hardly touch is then all noise. Source: owen_2007,
    efron_1979.
    """
    check_direction(better, "robustness")
    check_confidence(confidence, "robustness")
    values = finite(values_anw, "robustness", 3, "arm, point, world")
    require(values.shape[1] >= 2, "robustness", "at least 2 points", values.shape[1])
    points, worlds = values.shape[1:]
    measures = _measures(better, threshold)
    means_an = values.mean(axis=2)
    estimates = [measure(means_an) for measure in measures]
    drawn: list[list[Floats]] = [[] for _ in measures]
    stream = generator(seed + 1)
    for shares_bw in resamples(worlds, draws, seed, values.shape[0] * points):
        for means in np.moveaxis(values @ shares_bw.T, -1, 0):
            resampled = means[:, stream.integers(0, points, points)]
            for drawn_one, measure in zip(drawn, measures, strict=True):
                drawn_one.append(measure(resampled))
    answers = [
        _basic(estimate, np.array(drawn_one), confidence, bounds)
        for estimate, drawn_one, bounds in zip(estimates, drawn, BOUNDS[: len(estimates)], strict=True)
    ]
    if threshold is None:
        answers.append((None,) * values.shape[0])
    return tuple(Robustness(*row) for row in zip(*answers, strict=True))


def _measures(better: int, threshold: float | None) -> list[Callable[[Floats], Floats]]:
    measures: list[Callable[[Floats], Floats]] = [
        lambda means: np.asarray(means.mean(axis=-1)),
        lambda means: np.asarray(regret(means, better).mean(axis=-1)),
        lambda means: worst_tenth(regret(means, better), -1),
        lambda means: worst_tenth(means, better),
        lambda means: share_best(means, better),
    ]
    if threshold is not None:
        least = threshold
        measures.append(lambda means: share_good_enough(means, least, better))
    return measures


def _basic(
    estimate_a: Floats, drawn_ba: Floats, confidence: float, bounds: tuple[float, float]
) -> tuple[Interval, ...]:
    return intervals_of(estimate_a, *basic_bounds(estimate_a, drawn_ba.T, confidence, bounds))
