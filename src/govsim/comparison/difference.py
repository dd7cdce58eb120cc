"""A paired difference between two arms, judged: how large, how sure, in how many worlds, and the word for it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from govsim.arrays import Floats
from govsim.measures.amounts import amount, figure, is_share, span
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
from govsim.words.numbers import signed
from govsim.words.verdicts import SHORT, Verdict, more_worlds_words, verdict_of

WITHOUT_A_ZERO = ("units", "need points")  # of these 0 means no change, and a share of it means nothing


@dataclass(frozen=True)
class Difference:
    """How a measure at the end differs between a scenario and a baseline, world by world."""

    measure: str
    scenario: str
    baseline: str
    difference: Interval
    verdict: Verdict
    smallest_effect: float
    variance_reduction: float
    better: Interval  # share of worlds in which the scenario is better (more, where neither is better)
    worse: Interval  # likewise; both are the same in the other worlds
    per_cent: Interval | None  # of the baseline's mean; None where 0 is not nothing
    effect_size: float  # the mean difference in standard deviations between worlds
    more_worlds: int | None
    worlds: int
    together: int  # of so many comparisons the intervals hold at once
    lopsided: bool  # between worlds, so that the interval is a bootstrap's in place of Student's

    @property
    def share_better(self) -> float:
        """The share of worlds in which the scenario is better (more, where neither is better)."""
        return self.better.mean

    @property
    def is_none(self) -> bool:
        """Whether both are the same in all worlds, but for rounding."""
        return self.difference.mean == 0 and not self.difference.half_width > 0

    def sentence(self, of: Measure | None = None) -> str:
        """The verdict in words, with the size of the difference, its interval and in how many worlds it is so.

        `of` is what was measured, where that is no measure of the catalogue.
        """
        measure, found = of or MEASURES[self.measure], self.difference
        label, one, other = measure.label, self.scenario, self.baseline
        if self.is_none:
            return f"{label}: {one} and {other} are the same in {self._all_worlds()}."
        size = f"{amount(found.mean, measure)} {'higher' if found.mean >= 0 else 'lower'}"
        if math.isnan(found.low):
            return f"{label}: {one} is {size} than {other} in this one world, which decides nothing."
        bounds = f"95% interval {span(found, measure, sign=True)}"
        matters = f"{bounds}; a difference matters from {figure(self.smallest_effect, measure)}"
        word = "better" if measure.better else "higher"
        how_often = f"{word} in {self.worlds_words()}"
        more = more_worlds_words(self.more_worlds, self.worlds)
        how_often = f"{how_often}; {more}" if more else how_often
        match self.verdict:
            case "equal":
                return f"{label}: no difference that matters between {one} and {other}; {size} ({matters})."
            case "negligible":
                return f"{label}: {one} is {size} than {other}, too little to matter ({matters})."
            case "leaning":
                told = f"{one} is {size} than {other}, perhaps by too little to matter"
                return f"{label}: {told} ({matters}), {how_often}."
            case "unknown":
                told = f"not known whether {one} is {word} than {other}"
                return f"{label}: {told}; {size} ({matters}), {how_often}."
        told = f"{one} is {self.verdict} than {other}; {size}"
        return (
            f"{label}: {told} ({self._per_cent_words(measure)}{bounds}; effect size {signed(self.effect_size)}), "
            f"{how_often}."
        )

    def short(self, of: Measure | None = None) -> str:
        """As it fits a table: `+0.16 better`; without the word where one world decides nothing."""
        size = figure(self.difference.mean, of or MEASURES[self.measure], sign=True)
        return size if math.isnan(self.difference.low) else f"{size} {self.word}"

    @property
    def word(self) -> str:
        """The verdict as it fits a table, beside a number that says which way."""
        return SHORT.get(self.verdict, self.verdict)

    def worlds_words(self) -> str:
        """In how many worlds it is better (higher, where neither is better): `only 25 of 64 worlds (28 to 51%)`."""
        worlds, count = self.worlds, round(self.share_better * self.worlds)
        few = "only " if 0 < self.share_better < 0.5 else ""
        some = f"all {worlds:,}" if count else f"none of {worlds:,}"
        told = f"{count:,} of {worlds:,}" if 0 < count < worlds else some
        low, high = (f"{100 * bound:.0f}" for bound in (self.better.low, self.better.high))
        return f"{few}{told} worlds ({low} to {high}%)"

    def _all_worlds(self) -> str:
        return f"all {self.worlds:,} worlds" if self.worlds > 1 else "this one world"

    def _per_cent_words(self, measure: Measure) -> str:
        """`−3.8%; `, where it says more than the difference itself does."""
        if self.per_cent is None or is_share(measure):
            return ""
        return f"{signed(self.per_cent.mean)}%; "


def judged(
    measure: Measure,
    values: tuple[Floats, Floats],
    names: tuple[str, str],
    smallest_effect: float,
    together: int = 1,
) -> Difference:
    """The difference of the second arm from the first, from values of shape (world,) on the same worlds.

    Where several comparisons are made `together`, each interval is widened so that all hold at once, whatever they
    have to do with one another. The interval is Student's, or a bootstrap's where the worlds' differences are too
    lopsided for it. What is only rounding is no difference. Source: dunn_1961, student_1908, hall_1988.
    """
    first_w, second_w = values
    apart_w = beyond_rounding(second_w - first_w, first_w, second_w, smallest_effect)
    second_w = np.where(apart_w == 0, first_w, second_w)
    confidence, lopsided = 1 - (1 - CONFIDENCE) / together, is_skewed(apart_w)
    found = skewed_interval(apart_w, confidence) if lopsided else interval(apart_w, confidence)
    verdict = verdict_of(found, smallest_effect, measure.better)
    wins_w, loses_w = (apart_w > 0, apart_w < 0)[:: 1 if measure.better >= 0 else -1]
    return Difference(
        measure.name,
        names[1],
        names[0],
        found,
        verdict,
        smallest_effect,
        variance_reduction(first_w, second_w),
        wilson(int(wins_w.sum()), apart_w.size),
        wilson(int(loses_w.sum()), apart_w.size),
        _per_cent(measure, first_w, second_w),
        effect_size(first_w, second_w),
        more_worlds_needed(found, smallest_effect, apart_w.size)
        if verdict in ("leaning", "unknown")
        else None,
        apart_w.size,
        together,
        lopsided,
    )


def _per_cent(measure: Measure, first_w: Floats, second_w: Floats) -> Interval | None:
    if measure.unit in WITHOUT_A_ZERO or not float(first_w.mean()):
        return None
    return per_cent_change(first_w, second_w)
