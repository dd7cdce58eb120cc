"""Robustness of an arm over many assumptions: regret, worst tenth, share best, share good enough.

A point of a design is one set of assumptions. An arm's value there is its mean over worlds, since the worst of single
worlds would reflect chance more than assumptions. Source: savage_1951, mcphail_2018.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from govsim.statistics.intervals import CONFIDENCE, Interval, intervals_of
from govsim.statistics.preconditions import Floats, finite
from govsim.statistics.resampling import DRAWS, basic_bounds, generator, resamples
from govsim.statistics.rounding import beyond_rounding

WORST: Final = 0.1
_ANY, _NO_LESS_THAN_NOTHING, _SHARE = (-np.inf, np.inf), (0.0, np.inf), (0.0, 1.0)


def regret(means_an: Floats, better: int = 1) -> Floats:
    """Shortfall of each arm from the best arm at each point; shape (arm, point), 0 or more.

    Arms that differ only by rounding tie. Source: savage_1951.

    >>> regret(np.array([[1.0, 5.0], [3.0, 4.0]]))
    array([[2., 0.],
           [0., 1.]])
    """
    return beyond_rounding((better * means_an).max(axis=0) - better * means_an, means_an)


def worst_tenth(means_an: Floats, better: int = 1) -> Floats:
    """The mean over the tenth of points where an arm does worst, at least one; shape (arm,). Source: mcphail_2018."""
    few = max(1, round(WORST * means_an.shape[-1]))
    worst = np.partition(better * means_an, few - 1, axis=-1)[..., :few]
    return np.asarray(better * worst.mean(axis=-1))


def share_best(means_an: Floats, better: int = 1) -> Floats:
    """The share of points at which an arm is the best; ties are split; shape (arm,), sum 1."""
    first = regret(means_an, better) == 0
    return np.asarray((first / first.sum(axis=0)).mean(axis=-1))


def share_good_enough(means_an: Floats, threshold: float, better: int = 1) -> Floats:
    """The share of points at which an arm reaches a threshold; shape (arm,). Source: mcphail_2018."""
    above = beyond_rounding(better * (means_an - threshold), means_an, threshold)
    return np.asarray((above >= 0).mean(axis=-1))


@dataclass(frozen=True, kw_only=True)
class Robustness:
    """Robustness of one arm over the points. 95% intervals cover both the points and the worlds drawn."""

    mean: Interval
    regret: Interval  # mean over points
    worst_regret: Interval  # mean over the tenth of points where it is greatest
    worst_tenth: Interval  # mean outcome over the tenth of points where it is worst
    share_best: Interval
    share_good_enough: Interval


_BOUNDS: Final = {
    "mean": _ANY,
    "regret": _NO_LESS_THAN_NOTHING,
    "worst_regret": _NO_LESS_THAN_NOTHING,
    "worst_tenth": _ANY,
    "share_best": _SHARE,
    "share_good_enough": _SHARE,
}


def robustness(
    values_anw: Floats, better: int, threshold: float, draws: int = DRAWS
) -> tuple[Robustness, ...]:
    """Robustness of every arm, from outcomes of shape (arm, point, world) at two points or more.

    Worlds and points are resampled independently, the same for all arms, and everything from the means on is recomputed
    in each resample. Noise biases regret upwards, and resampling adds the same bias again; so the interval is the basic
    bootstrap's. An estimate at the end of its interval or outside shows that noise dominates and each point needs more
    worlds. The worst tenth of an arm that assumptions hardly affect is then all noise. Source: owen_2007, efron_1979.
    """

    def measures(means_an: Floats) -> dict[str, Floats]:
        lost_an = regret(means_an, better)
        return {
            "mean": means_an.mean(axis=-1),
            "regret": lost_an.mean(axis=-1),
            "worst_regret": worst_tenth(lost_an, -1),
            "worst_tenth": worst_tenth(means_an, better),
            "share_best": share_best(means_an, better),
            "share_good_enough": share_good_enough(means_an, threshold, better),
        }

    values = finite(values_anw, "robustness", "arm, point, world")
    points, worlds = values.shape[1:]
    stream = generator(1)
    drawn = [
        measures(means[:, stream.integers(0, points, points)])
        for shares_bw in resamples(worlds, draws, 0, len(values) * points)
        for means in np.moveaxis(values @ shares_bw.T, -1, 0)
    ]
    answers = [
        intervals_of(
            estimate_a,
            *basic_bounds(estimate_a, np.array([one[name] for one in drawn]).T, CONFIDENCE, _BOUNDS[name]),
        )
        for name, estimate_a in measures(values.mean(axis=2)).items()
    ]
    return tuple(Robustness(**dict(zip(_BOUNDS, row, strict=True))) for row in zip(*answers, strict=True))
