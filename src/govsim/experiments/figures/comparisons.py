"""Paired differences of an outcome, each judged against the smallest effect that matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from govsim.comparison.difference import A_SET, Difference, judged
from govsim.experiments.arms import Arm, Pair, arms_of, pair_names, pairs, smallest_effect, whole_worlds
from govsim.experiments.figures.figure import OutcomeResult
from govsim.experiments.outcomes import held_everywhere, shown_as
from govsim.statistics.intervals import Interval, interval

if TYPE_CHECKING:
    from govsim.experiments.results_view import ResultsView


@dataclass(frozen=True, kw_only=True)
class Comparisons(OutcomeResult):
    """One outcome of every arm, and its differences from the baseline."""

    means: tuple[tuple[str, Interval], ...]  # of each arm, in order
    differences: tuple[Difference, ...]
    left_out: int  # worlds with a failed run of any arm

    @property
    def baseline(self) -> str:
        """The common baseline; empty if there is none."""
        different = {one.baseline for one in self.differences}
        return different.pop() if len(different) == 1 else ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The label of each difference in a row; names the baseline unless all share one."""
        return tuple(
            one.scenario if self.baseline else f"{one.scenario} against {one.baseline}"
            for one in self.differences
        )

    @property
    def everywhere(self) -> str:
        """Where a condition holds, if it is the same in every world of every arm: `in no world`; else empty."""
        return held_everywhere(self.outcome, (mean.mean for _, mean in self.means))

    def sentences(self) -> tuple[str, ...]:
        """Each difference in words."""
        if self.everywhere:
            return (f"{self.claim()}, so it compares nothing.",) * len(self.differences)
        return tuple(one.sentence(self.measure) for one in self.differences)

    def claim(self, one: Difference | None = None) -> str:
        """The verdict on a difference as a clause, or the same answer of a condition in every world."""
        if self.everywhere or one is None:
            return f"The condition {self.outcome} held {self.everywhere}"
        return one.claim(self.measure)

    def word(self, one: Difference) -> str:
        """The verdict on a difference in a table."""
        return self.everywhere or one.word

    def short(self, one: Difference) -> str:
        """A difference with its verdict in a table."""
        return self.everywhere or one.short(self.measure)

    def document(self) -> dict[str, Any]:
        """Everything as JSON."""
        spoken = zip(self.differences, self.sentences(), strict=True)
        return {
            "outcome": self.outcome,
            "label": self.label,
            "unit": self.measure.unit,
            "means": [{"case": label, **asdict(mean)} for label, mean in self.means],
            "differences": [{**asdict(one), "sentence": sentence} for one, sentence in spoken],
            "worlds_left_out": self.left_out,
        }


def comparisons(
    view: ResultsView, outcome: str, wanted: Sequence[Pair] | None = None, together: int | None = None
) -> Comparisons:
    """Compare an outcome in all pairs of the experiment, or those in `wanted`, with simultaneous intervals.

    `together` is the number of simultaneous comparisons, if there are more than these. Leaves out worlds with a failed
    run of any arm, so that every pair has the same worlds.
    """
    plan = view.plan
    compared = pairs(plan) if wanted is None else wanted
    shown: tuple[Arm, ...] = tuple(dict.fromkeys(arm for pair in compared for arm in pair)) or arms_of(plan)
    values = view.outcome(outcome)
    worlds, left_out = whole_worlds(np.stack([arm.worlds(values) for arm in shown]))
    if worlds.shape[1] == 0:
        return Comparisons(outcome=outcome, means=(), differences=(), left_out=left_out)
    by_case = dict(zip(shown, worlds, strict=True))
    measure, effect = shown_as(outcome), smallest_effect(plan, outcome)
    differences = tuple(
        judged(
            measure,
            (by_case[first], by_case[second]),
            pair_names(first, second),
            effect,
            together or len(compared),
            each="world" if view.replicates == 1 or not plan.is_sample else A_SET,
        )
        for first, second in compared
    )
    means = tuple((arm.label, interval(by_case[arm])) for arm in shown)
    return Comparisons(outcome=outcome, means=means, differences=differences, left_out=left_out)
