"""Is the whole more than the sum of its parts? What each part does alone, all together, and what is due to which."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from govsim.experiments.analysis.reading import (
    Found,
    contrast_of,
    moving,
    smallest_effect,
    whole_worlds,
)
from govsim.experiments.outcomes import shown_as
from govsim.experiments.plan import Plan
from govsim.measures.amounts import amount, span
from govsim.statistics.factorial import added_by_subset, factorial_effects, synergy
from govsim.statistics.intervals import Interval, interval
from govsim.statistics.shapley import shapley
from govsim.words.plurals import joined
from govsim.words.verdicts import verdict_of

MOST_PARTS: Final = 6


@dataclass(frozen=True)
class Part:
    """One part, or several together: its effects with intervals."""

    names: tuple[str, ...]
    against_none: Interval  # with these alone, less with none
    added: Interval  # what they do together that no fewer of them do
    average: Interval  # main effect or interaction, averaged over whether the others are there


@dataclass(frozen=True)
class Factorial:
    """All combinations of some parts that are there or not, in one outcome."""

    outcome: str
    subject: str
    parts: tuple[Part, ...]  # one part alone first, then two together, …
    shares: tuple[tuple[str, Interval], ...]  # of the whole difference, due to each part; they add up to it
    whole: Interval
    sum_of_parts: Interval
    beyond: Interval  # the whole less the sum of the parts
    smallest_effect: float
    worlds: int
    left_out: int

    @property
    def verdict(self) -> str:
        """Whether the whole is more than the sum of its parts, less, about the same, or not yet known."""
        word = verdict_of(self.beyond, self.smallest_effect, 0)
        told = {"higher": "more", "lower": "less", "unknown": "not known"}
        if word == "leaning":
            return "perhaps more" if self.beyond.mean > 0 else "perhaps less"
        return told.get(word, "about the same")

    def sentence(self) -> str:
        """The answer in words."""
        measure = shown_as(self.outcome)
        singles = [part.names[0] for part in self.parts if len(part.names) == 1]
        whole, apart = (amount(one.mean, measure, sign=True) for one in (self.whole, self.sum_of_parts))
        beyond = f"{amount(self.beyond.mean, measure, sign=True)}; 95% interval {span(self.beyond, measure, sign=True)}"
        says = {
            "more": f"the whole is more than the sum of its parts (whole less sum: {beyond})",
            "less": f"the whole is less than the sum of its parts (whole less sum: {beyond})",
            "about the same": f"the whole is about the sum of its parts (whole less sum: {beyond})",
            "perhaps more": f"the whole is more than the sum of its parts, perhaps by too little to matter ({beyond})",
            "perhaps less": f"the whole is less than the sum of its parts, perhaps by too little to matter ({beyond})",
            "not known": f"whether that is more than the sum of its parts is not yet known (whole less sum: {beyond})",
        }[self.verdict]
        together = f"{joined(singles)} together change it by {whole}"
        return f"{measure.label}: {together}, one at a time by {apart} in sum; {says}."

    def shares_sentence(self) -> str:
        """What of the whole is due to which part."""
        measure = shown_as(self.outcome)
        told = [f"{name} {amount(share.mean, measure, sign=True)}" for name, share in self.shares]
        return f"Of the whole, this much is due to each, averaged over all orders of adding them: {joined(told)}."

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            **asdict(self),
            "shares": [{"part": name, **asdict(share)} for name, share in self.shares],
            "verdict": self.verdict,
            "sentences": [self.sentence(), self.shares_sentence()],
        }


def is_factorial(plan: Plan) -> bool:
    """Whether a plan has every combination of a few factors with two values each."""
    factors = moving(plan)
    two = all(len({row[place] for row in plan.rows}) == 2 for place, _ in factors)
    return two and 2 <= len(factors) <= MOST_PARTS and len(set(plan.rows)) == 2 ** len(factors)


def factorial(found: Found, outcome: str = "", scenario: str = "") -> Factorial:
    """The parts and the whole, on the same worlds; of a difference where there are several scenarios.

    Intervals of parts and interactions hold one at a time. Source: stein_alpert_1993, shapley_1953.
    """
    contrast = contrast_of(found, outcome, scenario)
    names = [factor.title for _, factor in moving(found.plan)]
    values, left_out = whole_worlds(contrast.values_rn[_binary_order(found.plan)])
    effects, added = factorial_effects(values), added_by_subset(values)
    parts = [
        Part(
            tuple(name for place, name in enumerate(names) if row >> place & 1),
            interval(values[row] - values[0]),
            interval(added[row]),
            interval(effects[row]),
        )
        for row in range(1, len(values))
    ]
    alone = values[1 << np.arange(len(names))] - values[0]
    return Factorial(
        contrast.outcome,
        contrast.subject,
        tuple(sorted(parts, key=lambda part: len(part.names))),
        tuple((name, interval(share)) for name, share in zip(names, shapley(values), strict=True)),
        interval(values[-1] - values[0]),
        interval(alone.sum(axis=0)),
        interval(synergy(values)),
        smallest_effect(found.plan, contrast.outcome),
        values.shape[1],
        left_out,
    )


def _binary_order(plan: Plan) -> list[int]:
    """The rows in binary order: row s holds factor i where bit i of s is 1; a factor's first value is its absence."""
    factors = moving(plan)
    absent = {place: factor.stated[0] if factor.stated else plan.rows[0][place] for place, factor in factors}
    bits = [
        sum(1 << bit for bit, (place, _) in enumerate(factors) if row[place] != absent[place])
        for row in plan.rows
    ]
    return [bits.index(number) for number in range(2 ** len(factors))]
