"""The shares of worlds in which a pair holds, fails or makes no difference, and the size of the difference."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from govsim.arrays import Floats
from govsim.comparison.trade_off import BreakEven, break_even
from govsim.questions.arms import End
from govsim.questions.stated import Pair
from govsim.statistics.intervals import Interval, interval, wilson
from govsim.statistics.preconditions import Booleans
from govsim.statistics.resampling import generator

Verdict = Literal["mostly holds", "mostly fails", "mostly makes no difference", "depends on the world"]


@dataclass(frozen=True)
class Shares:
    """Shares of worlds in which a pair holds, fails and makes no difference, with Wilson's intervals."""

    holds: Interval
    fails: Interval
    neither: Interval

    @property
    def verdict(self) -> Verdict:
        """The case that surely holds in more than half of all worlds, if any."""
        if self.holds.low > 0.5:
            return "mostly holds"
        if self.fails.low > 0.5:
            return "mostly fails"
        return "mostly makes no difference" if self.neither.low > 0.5 else "depends on the world"


def shares_of(apart_w: Floats, effect: float) -> Shares:
    """Shares of worlds by a difference (above 0 as claimed) and the smallest effect.

    >>> found = shares_of(np.array([0.2, 0.05, 0.01, -0.3]), 0.05)
    >>> found.holds.mean, found.fails.mean, found.neither.mean
    (0.5, 0.25, 0.25)
    """
    holds, fails = int((apart_w >= effect).sum()), int((apart_w <= -effect).sum())
    counts = (holds, fails, apart_w.size - holds - fails)
    return Shares(*(wilson(count, apart_w.size) for count in counts))


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """The comparison of a pair on the same worlds, as it is or at equal volume."""

    shares: Shares
    nothing: Shares  # the same with the arms' labels exchanged at random in each world
    difference: Interval  # of the measure, scenario − baseline
    progress: Interval
    core_services: Interval
    money_billion: Interval  # money for outcomes, £bn a year at the end
    break_even: BreakEven

    def document(self) -> dict[str, Any]:
        """The contrast as a plain table for JSON."""
        return {"verdict": self.shares.verdict, **asdict(self)}


def contrast(pair: Pair, baseline: End, other: End, seed: int) -> Contrast:
    """Compare the two arms of a pair on the same worlds."""
    apart = {name: other.measures[name] - baseline.measures[name] for name in baseline.measures}
    claimed_w = pair.sign * apart[pair.stated.measure]
    money_w = pair.baseline.annual_budget * apart["outcome_money"]
    return Contrast(
        shares=shares_of(claimed_w, pair.smallest_effect),
        nothing=shares_of(exchanged(claimed_w, seed), pair.smallest_effect),
        difference=interval(apart[pair.stated.measure]),
        progress=interval(apart["progress"]),
        core_services=interval(apart["core_services"]),
        money_billion=interval(money_w),
        break_even=break_even(
            apart["progress"],
            apart["core_services"],
            other.assumptions["core_unit"],
            pair.baseline.values.progress_weight,
            pair.baseline.constants.progress_unit,
        ),
    )


def exchanged(apart_w: Floats, seed: int) -> Floats:
    """Differences by chance alone: the labels of the two arms are exchanged at random in each world."""
    turned: Floats = np.where(generator(seed).random(apart_w.size) < 0.5, -apart_w, apart_w)
    return turned


def holds_in(pair: Pair, baseline: End, other: End) -> Booleans:
    """Whether the pair holds in each world, shape (world,)."""
    measure = pair.stated.measure
    apart_w = pair.sign * (other.measures[measure] - baseline.measures[measure])
    return np.asarray(apart_w >= pair.smallest_effect)
