"""Is the whole more than the sum of its parts? Effects of parts alone and together, and the share of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from govsim.documents.document import Part
from govsim.documents.drawing import dots, drawn, row_height
from govsim.documents.markup import Html
from govsim.experiments.arms import smallest_effect, whole_worlds
from govsim.experiments.designs.design import Rows
from govsim.experiments.figures import cells
from govsim.experiments.figures.figure import Figure, OutcomeResult, numbers, table_of, words
from govsim.experiments.figures.ranking import possible_first
from govsim.experiments.results_view import ResultsView, contrast_of
from govsim.measures.amounts import amount, rounding_words, span
from govsim.scenario.findings import Finding
from govsim.statistics.factorial import added_by_subset, factorial_effects, synergy
from govsim.statistics.intervals import Interval, interval
from govsim.statistics.ranks import size_of
from govsim.statistics.rounding import beyond_rounding
from govsim.statistics.shapley import shapley
from govsim.words.names import capitalised, uncapitalised
from govsim.words.plurals import counted, joined
from govsim.words.verdicts import verdict_of

if TYPE_CHECKING:
    from govsim.experiments.experiment import Experiment, FigureRequest
    from govsim.experiments.plan import Plan

MOST_PARTS: Final = 6


@dataclass(frozen=True, kw_only=True)
class Combination:
    """One part, or several together: its effects with intervals."""

    names: tuple[str, ...]
    against_none: Interval  # with these alone, less with none
    added: Interval  # effect beyond that of any fewer of them
    average: Interval  # main effect or interaction, averaged over presence of the others


@dataclass(frozen=True, kw_only=True)
class Factorial(OutcomeResult):
    """All combinations of some parts, each absent or present, in one outcome."""

    subject: str
    parts: tuple[Combination, ...]  # one part alone first, then two together, …
    shares: tuple[tuple[str, Interval], ...]  # of each part in the whole difference; they sum to it
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
        words = {"higher": "more", "lower": "less", "unknown": "not known"}
        if word == "leaning":
            return "perhaps more" if self.beyond.mean > 0 else "perhaps less"
        return words.get(word, "about the same")

    @property
    def claim(self) -> str:
        """The verdict as a clause."""
        size = "more" if self.beyond.mean > 0 else "less"
        if not self.beyond.low <= 0 <= self.beyond.high and self.verdict == "about the same":
            return f"the whole is {size} than the sum of its parts, by too little to matter"
        return {
            "more": "the whole is more than the sum of its parts",
            "less": "the whole is less than the sum of its parts",
            "about the same": "the whole is the sum of its parts, but for too little to matter",
            "not known": "whether the whole is more than the sum of its parts is not known",
        }.get(self.verdict, f"the whole is {size} than the sum of its parts, perhaps by too little to matter")

    @property
    def heading(self) -> str:
        """The verdict, and in what."""
        return f"{self.label}: {self.claim}"

    def sentence(self) -> str:
        """Whether the whole is more than the sum of its parts: yes, no or not known, and by how much."""
        word = {"more": "Yes", "perhaps more": "Yes", "not known": "Not known"}.get(self.verdict, "No")
        beyond = f"{amount(self.beyond.mean, self.measure, sign=True)}; 95% interval"
        return (
            f"{word}: in {self.label.lower()}, {self.claim} (whole less sum: {beyond} "
            f"{span(self.beyond, self.measure, sign=True)})."
        )

    def together_sentence(self) -> str:
        """The effect of all parts together, beside the sum of their effects alone."""
        singles = [uncapitalised(part.names[0]) for part in self.parts if len(part.names) == 1]
        whole, apart = (amount(one.mean, self.measure, sign=True) for one in (self.whole, self.sum_of_parts))
        rounded = rounding_words(self.whole.mean, self.sum_of_parts.mean, self.beyond.mean, self.measure)
        together = f"{capitalised(joined(singles))} together change it by {whole}"
        return f"{together}; one at a time, by {apart} in sum{rounded}."

    def shares_sentence(self) -> str:
        """The part to which most is due, and the share of each in the whole."""
        names = [uncapitalised(name) for name, _ in self.shares]
        shares = [share for _, share in self.shares]
        each = [
            f"{name} {amount(share.mean, self.measure, sign=True)}"
            for name, share in zip(names, shares, strict=True)
        ]
        first = possible_first(names, [size_of(share) for share in shares])
        most = f"Most {'is' if len(first) == 1 else 'may be'} due to {joined(first, 'or')}"
        return f"{most}. Averaged over all orders of adding them, each adds: {joined(each)}."

    def sentences(self) -> tuple[str, ...]:
        """The answer, its numbers, and the share of each part."""
        return self.sentence(), self.together_sentence(), self.shares_sentence()

    def document(self) -> dict[str, Any]:
        """Everything as JSON."""
        return {
            **super().document(),
            "shares": [{"part": name, **asdict(share)} for name, share in self.shares],
            "verdict": self.verdict,
        }


def factorial(view: ResultsView, outcome: str = "", scenario: str = "") -> Factorial:
    """The parts and the whole on the same worlds; for a difference if there are several scenarios.

    Intervals of parts and interactions are not simultaneous. Source: stein_alpert_1993, shapley_1953.
    """
    contrast = contrast_of(view, outcome, scenario)
    names = [factor.title for _, factor in view.plan.moving]
    values, left_out = whole_worlds(contrast.values_rn[_binary_order(view.plan)])
    effects, added = factorial_effects(values), added_by_subset(values)
    parts = [
        Combination(
            names=tuple(name for place, name in enumerate(names) if row >> place & 1),
            against_none=interval(values[row] - values[0]),
            added=interval(added[row]),
            average=interval(effects[row]),
        )
        for row in range(1, len(values))
    ]
    alone = values[1 << np.arange(len(names))] - values[0]
    return Factorial(
        outcome=contrast.outcome,
        subject=contrast.subject,
        parts=tuple(sorted(parts, key=lambda part: len(part.names))),
        shares=tuple((name, interval(share)) for name, share in zip(names, shapley(values), strict=True)),
        whole=interval(values[-1] - values[0]),
        sum_of_parts=interval(alone.sum(axis=0)),
        beyond=interval(beyond_rounding(synergy(values), values)),
        smallest_effect=smallest_effect(view.plan, contrast.outcome),
        worlds=values.shape[1],
        left_out=left_out,
    )


def is_factorial(plan: Plan) -> bool:
    """Whether a plan compares every combination of a few factors with two values each."""
    factors = plan.moving
    if plan.is_sample:
        return False
    two = all(len({row[place] for row in plan.rows}) == 2 for place, _ in factors)
    return two and 2 <= len(factors) <= MOST_PARTS and len(set(plan.rows)) == 2 ** len(factors)


def _binary_order(plan: Plan) -> list[int]:
    """The rows in binary order: row s has factor i if bit i of s is 1; a factor's first value is its absence."""
    factors = plan.moving
    absent = {place: factor.stated[0] if factor.stated else plan.rows[0][place] for place, factor in factors}
    bits = [
        sum(1 << bit for bit, (place, _) in enumerate(factors) if row[place] != absent[place])
        for row in plan.rows
    ]
    return [bits.index(number) for number in range(2 ** len(factors))]


def factorial_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on the whole and its parts."""
    result = factorial(view, request.outcome, request.scenario)
    shares = dict(result.shares)
    part = result.part(
        "factorial",
        result.heading,
        f"{result.label}: change from none of the parts, with 95% intervals, on the same "
        f"{counted(result.worlds, 'world')}.",
        table_of(
            "Parts and whole",
            result.parts,
            words("With these", lambda part: " + ".join(part.names)),
            numbers(f"Change from none, {result.unit}", lambda part: result.cell(part.against_none, True)),
            numbers(
                "Beyond what fewer of them do",
                lambda part: result.cell(part.added, True) if len(part.names) > 1 else "–",
            ),
            numbers("Main effect, or interaction", lambda part: result.cell(part.average, True)),
            numbers(
                "Share of the whole",
                lambda part: result.cell(shares[part.names[0]], True) if len(part.names) == 1 else "–",
            ),
        ),
        chart=partial(factorial_chart, result),
        notes=(
            "Main effect: the mean with a part less the mean without, over all combinations of the others. "
            "Interaction: how much more one does with the other, halved. Shares are means over all orders of adding "
            "the parts (shapley_1953) and add up to the whole. Intervals hold one at a time.",
        ),
    )
    return replace(part, brief=len(part.sentences))


def factorial_chart(result: Factorial) -> Html:
    """Dots with intervals: parts alone, pairs, the sum of the parts and the whole."""
    rows = [
        result.drawn_row(" + ".join(part.names), part.against_none, "some of them")
        for part in result.parts
        if len(part.names) < len(result.shares)
    ]
    rows += [
        result.drawn_row("Sum of each alone", result.sum_of_parts, "sum of each alone"),
        result.drawn_row("All together", result.whole, "all together"),
    ]
    names = ("some of them", "sum of each alone", "all together")
    effect = cells.scaled(result.smallest_effect, result.outcome)
    chart = dots(rows, names, cells.difference_title(result.outcome, "Change in"), effect, 0, cells.NARROW)
    height = row_height([row["row"] for row in rows]) * len(rows)
    return drawn(chart.properties(height=height), "Parts and whole")


def _check(experiment: Experiment, figure: FigureRequest) -> Iterator[Finding]:
    if len(experiment.factors) < 2 or any(len(factor.stated) != 2 for factor in experiment.factors):
        yield Finding(("kind",), "at least two factors, each with two values or levels", "others")


FACTORIAL: Final = Figure(
    kind="factorial",
    shows="what factors do alone, in pairs and all together",
    part=factorial_part,
    rows=frozenset({Rows.ALL_COMBINATIONS}),
    also_needs="factors of two values or levels each",
    check=_check,
    suits=is_factorial,
)
