"""Paired differences between two arms: size, interval, share of worlds and verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from govsim.arrays import Floats
from govsim.display import Displayed
from govsim.measures.amounts import amount, figure, is_share, span, threshold
from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import Measure
from govsim.statistics.intervals import (
    CONFIDENCE,
    Interval,
    effect_size,
    interval,
    more_worlds_needed,
    per_cent_change,
    variance_reduction,
    wilson,
)
from govsim.statistics.rounding import beyond_rounding
from govsim.statistics.skewed import is_skewed, skewed_interval
from govsim.words.names import capitalised, uncapitalised
from govsim.words.numbers import signed
from govsim.words.plurals import counted
from govsim.words.verdicts import SHORT, Verdict, more_worlds_words, verdict_of, verdict_words

A_SET = "set of assumptions"
WITHOUT_A_ZERO = ("units", "need points")  # measures that are changes: a share of the baseline means nothing


@dataclass(frozen=True, repr=False, kw_only=True)
class Difference(Displayed):
    """The paired difference of a measure at the end between a scenario and a baseline."""

    measure: str
    scenario: str
    baseline: str
    difference: Interval
    verdict: Verdict
    smallest_effect: float
    variance_reduction: float
    better: Interval  # share of worlds in which the scenario is better (more, where neither is better)
    worse: Interval  # likewise worse; the other worlds tie
    per_cent: Interval | None  # of the baseline's mean; None for a unit without a natural 0
    effect_size: float  # the mean difference in standard deviations between worlds
    more_worlds: int | None
    worlds: int
    together: int  # number of comparisons over which intervals are simultaneous
    direction: int = 0  # 1 where more is better, −1 where less is, 0 where neither is
    each: str = "world"  # or a set of assumptions: values are means over its worlds
    lopsided: bool  # skewness between worlds is so large that the interval is a bootstrap's, not Student's

    def in_one_line(self) -> str:
        """The verdict in words."""
        return self.sentence()

    @property
    def share_better(self) -> float:
        """The share of worlds in which the scenario is better (more, where neither is better)."""
        return self.better.mean

    @property
    def is_none(self) -> bool:
        """Whether both are equal in all worlds, up to rounding."""
        return self.difference.mean == 0 and not self.difference.half_width > 0

    def sentence(self, of: Measure | None = None) -> str:
        """The verdict in words, with the difference, its interval and the number of worlds.

        `of` names a quantity that is no measure of the catalogue.
        """
        measure, apart = of or MEASURES[self.measure], self.difference
        label, one, other = uncapitalised(measure.label), self.scenario, self.baseline
        if self.is_none:
            everywhere = f"all {counted(self.worlds, *self._nouns)}" if self.worlds > 1 else "this one world"
            return capitalised(f"{one} and {other} have the same {label} in {everywhere}.")
        size = f"{amount(apart.mean, measure)} {self.way}"
        if math.isnan(apart.low):
            words = (
                f"{label} is {size} under {one} than under {other} in this one world, which decides nothing."
            )
            return capitalised(words)
        word = "better" if measure.better else "higher"
        brackets = [
            f"95% interval {span(apart, measure, sign=True)}",
            f"a difference matters from {threshold(self.smallest_effect, measure)}",
        ]
        if self.verdict not in SHORT and self.per_cent is not None and not is_share(measure):
            brackets.insert(0, f"{signed(self.per_cent.mean)}%")
        words = f"{self.claim(measure)}: {size} ({'; '.join(brackets)})"
        if self.verdict in ("equal", "negligible"):
            return f"{words}."
        more = more_worlds_words(self.more_worlds, self.worlds, self._nouns[1])
        return f"{words}, {word} in {self.worlds_words()}.{f' {capitalised(more)}.' if more else ''}"

    def claim(self, of: Measure | None = None) -> str:
        """The verdict as a clause without numbers: `Layered is worse than siloed in public value`."""
        measure = of or MEASURES[self.measure]
        label, one, other = uncapitalised(measure.label), self.scenario, self.baseline
        word = "better" if measure.better else "higher"
        clause = {
            "equal": f"{one} and {other} do not differ in {label} by what matters",
            "negligible": f"{one} differs from {other} in {label} by too little to matter",
            "leaning": f"{one} is {self.leans} than {other} in {label}, perhaps by too little to matter",
            "unknown": f"whether {one} is {word} than {other} in {label} is not known",
        }.get(self.verdict, f"{one} is {self.verdict} than {other} in {label}")
        return capitalised(clause)

    def line(self, with_pair: bool = False) -> str:
        """The verdict on one line: `Core services: 0.02 lower, and it matters: worse (−0.03 to −0.01).`"""
        measure, apart = MEASURES[self.measure], self.difference
        pair = f", {self.scenario} against {self.baseline}" if with_pair else ""
        size = amount(apart.mean, measure)
        if math.isnan(apart.low):
            return f"{measure.label}{pair}: {size} {self.way}."
        words, bounds = verdict_words(self.verdict, apart.mean), span(apart, measure, sign=True)
        if self.verdict in ("equal", "unknown"):
            return f"{measure.label}{pair}: {words} ({figure(apart.mean, measure, sign=True)}; {bounds})."
        return f"{measure.label}{pair}: {size} {words} ({bounds})."

    @property
    def way(self) -> str:
        """`higher` or `lower`, on average."""
        return "higher" if self.difference.mean >= 0 else "lower"

    def short(self, of: Measure | None = None) -> str:
        """Short form for a table: `+0.16 better`; without the word in one world."""
        size = figure(self.difference.mean, of or MEASURES[self.measure], sign=True)
        return size if math.isnan(self.difference.low) else f"{size} {self.word}"

    @property
    def word(self) -> str:
        """The verdict as it fits a table, beside a signed number: `worse`, `worse?`, `not known`."""
        return f"{self.leans}?" if self.verdict == "leaning" else SHORT.get(self.verdict, self.verdict)

    @property
    def leans(self) -> str:
        """Whether it is better or worse on average; higher or lower where neither is."""
        good = self.direction * self.difference.mean
        return self.way if not good else "better" if good > 0 else "worse"

    def worlds_words(self) -> str:
        """The number of worlds in which it is better (or higher): `only 25 of 64 worlds (28 to 51%)`."""
        worlds, count = self.worlds, round(self.share_better * self.worlds)
        few = "only " if 0 < self.share_better < 0.5 else ""
        some = f"all {worlds:,}" if count else f"none of {worlds:,}"
        count_words = f"{count:,} of {worlds:,}" if 0 < count < worlds else some
        low, high = (f"{100 * bound:.0f}" for bound in (self.better.low, self.better.high))
        return f"{few}{count_words} {self._nouns[1]} ({low} to {high}%)"

    @property
    def _nouns(self) -> tuple[str, str]:
        """The noun for what `worlds` counts, in singular and plural."""
        return self.each, "sets of assumptions" if self.each == A_SET else f"{self.each}s"


def judged(
    measure: Measure,
    values: tuple[Floats, Floats],
    names: tuple[str, str],
    smallest_effect: float,
    together: int = 1,
    *,
    each: str = "world",
) -> Difference:
    """The difference of the second arm from the first, from values of shape (world,) on the same worlds.

    Intervals of `together` comparisons are simultaneous under any dependence between them. The interval is Student's,
    or a bootstrap's where the worlds' differences are too skewed for it. Rounding is no difference.
    Source: dunn_1961, student_1908, hall_1988.
    """
    first_w, second_w = values
    apart_w = beyond_rounding(second_w - first_w, first_w, second_w, smallest_effect)
    second_w = np.where(apart_w == 0, first_w, second_w)
    confidence, lopsided = 1 - (1 - CONFIDENCE) / together, is_skewed(apart_w)
    estimate = skewed_interval(apart_w, confidence) if lopsided else interval(apart_w, confidence)
    verdict = verdict_of(estimate, smallest_effect, measure.better)
    wins_w, loses_w = (apart_w > 0, apart_w < 0)[:: 1 if measure.better >= 0 else -1]
    is_open = verdict in ("leaning", "unknown")
    has_zero = measure.unit not in WITHOUT_A_ZERO and float(first_w.mean()) != 0
    return Difference(
        measure=measure.name,
        scenario=names[1],
        baseline=names[0],
        difference=estimate,
        verdict=verdict,
        smallest_effect=smallest_effect,
        variance_reduction=variance_reduction(first_w, second_w),
        better=wilson(int(wins_w.sum()), apart_w.size),
        worse=wilson(int(loses_w.sum()), apart_w.size),
        per_cent=per_cent_change(first_w, second_w) if has_zero else None,
        effect_size=effect_size(first_w, second_w),
        more_worlds=more_worlds_needed(estimate, smallest_effect, apart_w.size) if is_open else None,
        worlds=apart_w.size,
        together=together,
        direction=measure.better,
        each=each,
        lopsided=lopsided,
    )
