"""Statements on which a lesson rests: each is judged in many worlds, and says its result in a sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

import numpy as np
from pydantic import BaseModel, Discriminator, Field

from govsim.arrays import Floats
from govsim.comparison.difference import Difference, judged
from govsim.measures.amounts import amount, figure, level, span, threshold
from govsim.measures.catalogue import MEASURES
from govsim.scenario.country import CHECKED, Key, Several
from govsim.scenario.schema import Scenario
from govsim.statistics.intervals import Interval, wilson
from govsim.statistics.rounding import beyond_rounding
from govsim.words.names import capitalised, uncapitalised
from govsim.words.numbers import decimal
from govsim.words.plurals import counted, joined
from govsim.words.verdicts import IN_WORDS, Verdict

SURE: Final = 0.9  # share of worlds above which a statement about worlds is robust
DOTS: Final = 50  # equally likely worlds that a drawing shows one by one
OPEN: Final = ("leaning", "unknown")  # verdicts that settle nothing

Ends = Callable[
    [str, str, int | None], Floats
]  # setting, measure and year (None: the last) to values, (world,)


@dataclass(frozen=True, kw_only=True)
class Result:
    """The result of a statement in many worlds."""

    holds: bool
    is_robust: bool  # so clear that other worlds would say the same
    verdict: Verdict  # on the mean difference
    mean: float  # difference, in the measure's unit
    higher: float  # share of worlds in which the setting has more
    lower: float
    quotes: Mapping[str, str]  # what texts of the lesson may quote, by name
    dots: tuple[float, ...]  # differences in equally likely worlds, in ascending order
    first: str = ""  # of several settings, the key of the one with most or least on average


class _Statement(BaseModel):
    """Two settings in the same worlds, and a measure."""

    model_config = CHECKED

    setting: Key = Field(description="key of the setting that is judged")
    against: Key = Field(description="key of the setting that it is compared with")
    measure: str = Field(description="what is measured")
    year: int | None = Field(default=None, ge=1, description="the end of which year; the last if left out")
    given: str = Field(default="", description="a condition that its sentence begins with: in Scotland")

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The settings that are compared with each other, in the same worlds."""
        return ((self.setting, self.against),)

    @property
    def is_open(self) -> bool:
        """Whether it states an open question."""
        return False

    def names(self, labels: Mapping[str, str]) -> tuple[str, str]:
        """The names of both settings, the judged first."""
        return labels[self.setting], labels[self.against]

    def compared(
        self, ends: Ends, labels: Mapping[str, str]
    ) -> tuple[tuple[Floats, Floats], tuple[str, str]]:
        """The values of both settings in each world, and their names, the judged first."""
        first_w, second_w = (ends(name, self.measure, self.year) for name in (self.setting, self.against))
        return (first_w, second_w), self.names(labels)

    def leader(self, ends: Ends) -> str:
        """The setting that comes first among several; empty where only two are compared."""
        return ""

    def claim(self, labels: Mapping[str, str]) -> str:
        """What it states before anything is run."""
        raise NotImplementedError

    def judge(self, apart: Difference, higher: Interval, lower: Interval) -> tuple[bool, bool]:
        """Whether it holds, and whether it is robust, from the difference and the shares of worlds."""
        raise NotImplementedError

    def sentence(self, apart: Difference, higher: int, lower: int) -> str:
        """The result in words, from the difference and the numbers of worlds with more and with less."""
        raise NotImplementedError

    def about(self, one: str, other: str) -> str:
        """`After 2 years, core services, layered against siloed`."""
        return capitalised(f"{self.subject}, {one} against {other}")

    @property
    def subject(self) -> str:
        """The measure with its conditions: `in Scotland, after 2 years, core services`."""
        when = "" if self.year is None else f"after {counted(self.year, 'year')}"
        conditions = "".join(f"{part}, " for part in (self.given, when) if part)
        return f"{conditions}{uncapitalised(MEASURES[self.measure].label)}"

    @property
    def opening(self) -> str:
        """The first words of a sentence: `in Scotland, after 2 years, core services stood`."""
        return f"{self.subject} {'ended' if self.year is None else 'stood'}"

    def effect(self, baseline: Scenario) -> float:
        """The smallest effect that matters: the baseline's, or the measure's own."""
        return baseline.smallest_effect.get(self.measure, MEASURES[self.measure].smallest_effect)

    def result(self, ends: Ends, labels: Mapping[str, str], baseline: Scenario) -> Result:
        """The result, against the smallest effect that matters to the baseline."""
        (judged_w, other_w), (one, other) = self.compared(ends, labels)
        measure = MEASURES[self.measure]
        effect = self.effect(baseline)
        apart = judged(measure, (other_w, judged_w), (other, one), effect)
        apart_w = beyond_rounding(judged_w - other_w, other_w, judged_w, effect)
        worlds = apart_w.size
        more, less = int((apart_w > 0).sum()), int((apart_w < 0).sum())
        holds, is_robust = self.judge(apart, wilson(more, worlds), wilson(less, worlds))
        quotes = {
            "sentence": capitalised(self.sentence(apart, more, less)),
            "claim": f"{apart.claim()}.",
            "size": amount(apart.difference.mean, measure),
            "setting": level(float(judged_w.mean()), measure),
            "against": level(float(other_w.mean()), measure),
            "higher": f"{more:,} of {worlds:,} worlds",
            "lower": f"{less:,} of {worlds:,} worlds",
        }
        dots = np.quantile(apart_w, (np.arange(DOTS) + 0.5) / DOTS)
        return Result(
            holds=holds,
            is_robust=is_robust,
            verdict=apart.verdict,
            mean=apart.difference.mean,
            higher=more / worlds,
            lower=less / worlds,
            quotes=quotes,
            dots=tuple(float(dot) for dot in dots),
            first=self.leader(ends),
        )


class _Verdict(_Statement):
    """A verdict on a mean difference."""

    verdict: Verdict = Field(description="what the verdict is: better, worse, equal, unknown, …")

    @property
    def is_open(self) -> bool:
        """Whether it says that nobody knows."""
        return self.verdict in OPEN

    def claim(self, labels: Mapping[str, str]) -> str:
        """`Progress, layered against siloed: no difference that matters.`"""
        words = IN_WORDS.get(self.verdict, f"{self.verdict}, and it matters")
        return f"{self.about(*self.names(labels))}: {words}."

    def judge(self, apart: Difference, higher: Interval, lower: Interval) -> tuple[bool, bool]:
        """It holds where the verdict is the same; too little to matter is no difference that matters."""
        same = {apart.verdict} | ({"equal"} if apart.verdict == "negligible" else set())
        same |= set(OPEN) if apart.verdict in OPEN else set()
        return self.verdict in same, self.verdict in same and apart.verdict not in OPEN

    def sentence(self, apart: Difference, higher: int, lower: int) -> str:
        """The mean difference with its interval, and what it takes to matter."""
        one, other, brackets = apart.scenario, apart.baseline, _brackets(apart)
        if apart.verdict == "unknown":
            return f"whether {self.opening} higher or lower under {one} than under {other} is not known{brackets}."
        if apart.verdict == "equal":
            return f"{self.opening} the same under {one} as under {other}, up to what matters{brackets}."
        size = f"{amount(apart.difference.mean, MEASURES[self.measure])} {apart.way}"
        return f"{self.opening} {size} under {one} than under {other}{brackets}. {_meaning(apart)}"


class DifferenceStatement(_Verdict):
    """The verdict on the mean difference between two settings."""

    kind: Literal["difference"]


class GapStatement(_Verdict):
    """The verdict on the gap between two differences: the effect of a change here, against its effect there."""

    kind: Literal["gap"]
    name: str = Field(min_length=1, description="what the first difference is, in a few words")
    other_setting: Key = Field(description="key of the setting that the other difference is about")
    other_against: Key = Field(description="key of the setting that it is compared with")
    other_name: str = Field(min_length=1, description="what the other difference is, in a few words")

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Both pairs."""
        return (*super().pairs, (self.other_setting, self.other_against))

    def names(self, labels: Mapping[str, str]) -> tuple[str, str]:
        """The two differences, as the lesson calls them."""
        return self.name, self.other_name

    def compared(
        self, ends: Ends, labels: Mapping[str, str]
    ) -> tuple[tuple[Floats, Floats], tuple[str, str]]:
        """The two differences."""
        here_w, there_w = (
            ends(one, self.measure, self.year) - ends(other, self.measure, self.year)
            for one, other in self.pairs
        )
        return (here_w, there_w), self.names(labels)

    def sentence(self, apart: Difference, higher: int, lower: int) -> str:
        """The gap with its interval, and what it takes to matter."""
        measure = MEASURES[self.measure]
        one, other, brackets = apart.scenario, apart.baseline, _brackets(apart)
        if apart.verdict in ("equal", "unknown"):
            return f"{measure.label}: between {one} and {other}, {IN_WORDS[apart.verdict]}{brackets}."
        size = f"{amount(apart.difference.mean, measure)} {'more' if apart.difference.mean > 0 else 'less'}"
        return f"{measure.label}: {one} was {size} than {other}{brackets}. {_meaning(apart)}"


class ShareStatement(_Statement):
    """In how many worlds a setting has more, or less."""

    kind: Literal["share"]
    way: Literal["higher", "lower"] = Field(description="which way")
    at_least: float = Field(default=SURE, ge=SURE, le=1, description="share of worlds in which it is so")

    def claim(self, labels: Mapping[str, str]) -> str:
        """`Core services, layered against siloed: lower in at least 90% of worlds.`"""
        return f"{self.about(*self.names(labels))}: {self.way} in at least {self.at_least:.0%} of worlds."

    def judge(self, apart: Difference, higher: Interval, lower: Interval) -> tuple[bool, bool]:
        """It holds where the share of worlds is large enough, and is robust where all of its interval is."""
        share = higher if self.way == "higher" else lower
        return share.mean >= self.at_least, share.low > self.at_least

    def sentence(self, apart: Difference, higher: int, lower: int) -> str:
        """`Core services ended lower under a layer of boards than under silos in 398 of 400 worlds.`"""
        number = higher if self.way == "higher" else lower
        worlds = f"all {apart.worlds:,}" if number == apart.worlds else f"{number:,} of {apart.worlds:,}"
        return f"{self.opening} {self.way} under {apart.scenario} than under {apart.baseline} in {worlds} worlds."


class DependsStatement(_Statement):
    """It is higher in some worlds and lower in others, and neither is rare: an open question."""

    kind: Literal["depends"]

    @property
    def is_open(self) -> bool:
        """Always."""
        return True

    def claim(self, labels: Mapping[str, str]) -> str:
        """`Public value, …: higher in some worlds, lower in others.`"""
        return f"{self.about(*self.names(labels))}: higher in some worlds, lower in others."

    def judge(self, apart: Difference, higher: Interval, lower: Interval) -> tuple[bool, bool]:
        """It holds where both happen in more than a tenth of worlds."""
        return min(higher.mean, lower.mean) > 1 - SURE, False

    def sentence(self, apart: Difference, higher: int, lower: int) -> str:
        """Both numbers of worlds."""
        pair = f"under {apart.scenario} than under {apart.baseline}"
        return (
            f"{self.opening} higher {pair} in {higher:,} of {apart.worlds:,} worlds, and lower in {lower:,}."
        )


class FirstStatement(_Statement):
    """One of several settings has most, or least, of a measure on average."""

    kind: Literal["first"]
    others: Several[Key] = Field(default=(), description="further settings that it is compared with")
    way: Literal["most", "least"] = Field(description="whether it has most or least")

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The setting with each of the others."""
        return tuple((self.setting, other) for other in (self.against, *self.others))

    def leader(self, ends: Ends) -> str:
        """The key of the setting that has most, or least, on average."""
        sign = 1 if self.way == "most" else -1
        names = (self.setting, self.against, *self.others)
        return max(names, key=lambda name: sign * float(ends(name, self.measure, self.year).mean()))

    def claim(self, labels: Mapping[str, str]) -> str:
        """`Progress: most under silos, against layered and mission-led.`"""
        others = joined([labels[other] for other in (self.against, *self.others)], "or")
        return f"{self.about(labels[self.setting], others)}: {self.way} of all."

    def compared(
        self, ends: Ends, labels: Mapping[str, str]
    ) -> tuple[tuple[Floats, Floats], tuple[str, str]]:
        """The setting, and that of the others which comes nearest to it on average."""
        sign = 1 if self.way == "most" else -1
        rivals = {other: ends(other, self.measure, self.year) for _, other in self.pairs}
        nearest = max(rivals, key=lambda other: sign * float(rivals[other].mean()))
        ours_w = ends(self.setting, self.measure, self.year)
        return (ours_w, rivals[nearest]), (labels[self.setting], labels[nearest])

    def judge(self, apart: Difference, higher: Interval, lower: Interval) -> tuple[bool, bool]:
        """It holds where even the nearest is behind by what matters."""
        ahead = apart.difference.mean > 0 if self.way == "most" else apart.difference.mean < 0
        is_clear = apart.verdict in ("better", "worse", "higher", "lower")
        return ahead and is_clear, ahead and is_clear

    def sentence(self, apart: Difference, higher: int, lower: int) -> str:
        """The difference from the nearest."""
        size, end = (
            amount(apart.difference.mean, MEASURES[self.measure]),
            "highest" if self.way == "most" else "lowest",
        )
        nearest = f"{size} {apart.way} than under {apart.baseline}, which came nearest{_brackets(apart)}"
        return f"{self.opening} {end} under {apart.scenario}: {nearest}. {_meaning(apart)}"


def _brackets(apart: Difference) -> str:
    """The interval, where it adds anything to the mean as it is printed."""
    measure, estimate = MEASURES[apart.measure], apart.difference
    mean, bounds = figure(estimate.mean, measure, sign=True), span(estimate, measure, sign=True)
    if math.isnan(estimate.low) or bounds == f"{mean} to {mean}":
        return ""
    return f" ({mean}; {bounds})" if apart.verdict in ("equal", "unknown") else f" ({bounds})"


def _meaning(apart: Difference) -> str:
    """How large a difference is, in smallest differences that matter.

    Neither reader nor class knows a need point or a unit; everybody can tell four times from a quarter.
    """
    least = threshold(apart.smallest_effect, MEASURES[apart.measure])
    if apart.verdict == "negligible":
        return f"That is too little to matter: it takes {least}."
    if apart.verdict == "leaning":
        return f"Perhaps that is too little to matter: it takes {least}."
    times = abs(apart.difference.mean) / apart.smallest_effect
    return f"That is {decimal(times, 1 if times < 3 else 0)} times the smallest difference that matters."


Statement = Annotated[
    DifferenceStatement | GapStatement | ShareStatement | DependsStatement | FirstStatement,
    Discriminator("kind"),
]


def runs_of(statements: Sequence[_Statement]) -> set[str]:
    """The settings that statements need."""
    return {name for statement in statements for pair in statement.pairs for name in pair}
