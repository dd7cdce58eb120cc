"""Which arrangement holds out best when nobody knows in which world we are."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.experiments.analysis.reading import Found, arm_labels, is_sample, sample_rows
from govsim.experiments.outcomes import shown_as
from govsim.measures.amounts import amount
from govsim.statistics.intervals import Interval
from govsim.statistics.multiple_comparisons import cannot_be_excluded, chance_of_best
from govsim.statistics.ranks import among_first
from govsim.statistics.robustness import Robustness, regret, robustness
from govsim.words.plurals import joined

RESAMPLES: Final = 400
MOST_NAMED: Final = 3
GRID: Final = 21  # points of the curve of regret


@dataclass(frozen=True)
class Standing:
    """How one arrangement holds out over all worlds."""

    scenario: str
    over_worlds: Robustness
    chance_of_best: float  # in the mean, were such worlds drawn again
    may_be_best: bool
    regrets: tuple[float, ...]  # quantiles from 0 to 1, evenly spaced


@dataclass(frozen=True)
class Holding:
    """Several arrangements over the same worlds, or points of assumptions."""

    outcome: str
    standings: tuple[Standing, ...]
    threshold: float  # the mean of the first, which is what good enough means
    points: int
    worlds_a_point: int
    left_out: int

    def sentence(self) -> str:
        """Where each is best, whose regret is least, and which may be the best on average."""
        measure = shown_as(self.outcome)
        if not self.standings:
            return f"{measure.label}: in one world nothing can be said of how arrangements hold out; it takes more."
        often = sorted(self.standings, key=lambda one: -one.over_worlds.share_best.mean)
        best = [f"{one.scenario} in {_per_cent(one.over_worlds.share_best)}" for one in often[:MOST_NAMED]]
        lost = [one.over_worlds.worst_regret for one in self.standings]
        safest = among_first([Interval(-one.mean, -one.high, -one.low) for one in lost], 1)
        order = sorted((*safest.surely, *safest.perhaps), key=lambda place: lost[place].mean)
        least = [f"{self.standings[place].scenario} ({amount(lost[place].mean, measure)})" for place in order]
        loses = "loses least" if len(least) == 1 else "may lose least"
        kept = [one.scenario for one in self.standings if one.may_be_best]
        average = (
            f"best on average is {kept[0]}"
            if len(kept) == 1
            else f"best on average may be {joined(kept, 'or')}"
        )
        return (
            f"{measure.label}: best most often is {joined(best)} of the worlds; {average}; in the tenth of "
            "worlds where a choice "
            f"turns out worst, {joined(least, 'or')} {loses} against the best choice there."
        )

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {**asdict(self), "sentences": [self.sentence()]}


def holding(found: Found, outcome: str = "") -> Holding:
    """Regret, worst tenth and shares of every scenario, over rows of a sample, or over the worlds of a single row.

    Replicates of a row are averaged first: what chance does in one world is no regret. In a single row each world has
    assumptions of its own, so that the worst of them is chance as well. One world says nothing of any.
    Source: savage_1951.
    """
    plan = found.plan
    name = outcome or plan.experiment.outcomes[0]
    measure = shown_as(name)
    better = measure.better or 1
    sampled = is_sample(plan)
    kept_rows = sample_rows(plan) if sampled else range(len(plan.rows))
    values_apn, left_out = _points(found.outcome(name)[kept_rows.start : kept_rows.stop], sampled)
    points, worlds = values_apn.shape[1:]
    if points < 2:
        return Holding(name, (), float("nan"), points, worlds, left_out)
    threshold = float(values_apn[0].mean())
    of_each = robustness(values_apn, better, threshold, draws=RESAMPLES)
    means_ap = values_apn.mean(axis=2)
    lost_ap = regret(means_ap, better)
    kept = cannot_be_excluded(means_ap, better, margin=0.0)
    chances = chance_of_best(means_ap, better)
    standings = tuple(
        Standing(
            label,
            of_each[arm],
            float(chances[arm]),
            arm in kept,
            tuple(map(float, np.quantile(lost_ap[arm], np.linspace(0, 1, GRID)))),
        )
        for arm, label in enumerate(arm_labels(plan))
    )
    return Holding(name, standings, threshold, points, worlds, left_out)


def _points(values_ran: Floats, sampled: bool) -> tuple[Floats, int]:
    """Arms by points by worlds: rows and replicates of a sample, else every world a point of its own."""
    moved = np.moveaxis(values_ran, 1, 0)
    apart = moved if sampled else moved.reshape(moved.shape[0], -1, 1)
    whole = np.isfinite(apart).all(axis=(0, 2))
    return apart[:, whole], int(np.count_nonzero(~whole))


def _per_cent(share: Interval) -> str:
    return f"{100 * share.mean:.0f}%"
