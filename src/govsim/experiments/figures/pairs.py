"""Interactions: does moving two factors together do more, or less, than each alone in sum?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from govsim.documents.document import Part
from govsim.documents.drawing import WIDTH, dots, drawn, row_height
from govsim.documents.markup import Html
from govsim.experiments.arms import row_label, smallest_effect, whole_worlds
from govsim.experiments.designs.design import Rows
from govsim.experiments.figures import cells
from govsim.experiments.figures.figure import Figure, OutcomeResult, numbers, table_of, words
from govsim.experiments.results_view import ResultsView, contrast_of
from govsim.measures.amounts import amount, span, threshold
from govsim.statistics.intervals import CONFIDENCE, Interval, interval
from govsim.statistics.rounding import beyond_rounding
from govsim.statistics.skewed import is_skewed, skewed_interval
from govsim.words.verdicts import Verdict, verdict_of

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureRequest
    from govsim.experiments.plan import Plan

MOST_DRAWN: Final = 24  # pairs in the drawing
MOST_SENTENCES: Final = 3  # pairs in sentences
WORDS: Final[dict[Verdict, str]] = {
    "higher": "more",
    "lower": "less",
    "leaning": "perhaps more or less",
    "negligible": "too little to matter",
    "equal": "as much",
    "unknown": "not known",
}


@dataclass(frozen=True, kw_only=True)
class Together:
    """Two factors moved together: their change, and its excess over the sum of their changes alone."""

    names: str
    change: Interval
    beyond: Interval  # simultaneous for all pairs
    verdict: Verdict  # on the excess, without a good direction


@dataclass(frozen=True, kw_only=True)
class Interactions(OutcomeResult):
    """Every two factors moved together, the greatest excess or shortfall first."""

    subject: str
    pairs: tuple[Together, ...]
    smallest_effect: float
    worlds: int
    left_out: int

    @property
    def heading(self) -> str:
        """How many pairs do more, or less, than their two factors alone in sum."""
        more, less = (sum(one.verdict == way for one in self.pairs) for way in ("higher", "lower"))
        return (
            f"{self.label}: of {len(self.pairs)} pairs, {more or 'none'} {'does' if more < 2 else 'do'} more together "
            f"than in sum, and {less or 'none'} less"
        )

    def sentences(self) -> tuple[str, ...]:
        """Counts, then the pairs whose excess or shortfall surely matters."""
        known = [one for one in self.pairs if one.verdict in ("higher", "lower")]
        least = threshold(self.smallest_effect, self.measure)
        answer = (
            f"{'Yes' if known else 'No'}: in {self.label.lower()}, {len(known) or 'none'} of {len(self.pairs)} pairs "
            f"{'does' if len(known) < 2 else 'do'} surely more, or less, together than each alone in sum, by more than "
            f"{least}."
        )
        if not known and any(one.verdict in ("leaning", "unknown") for one in self.pairs):
            answer = f"Not known: {answer.partition(': ')[2]}"
        return (answer, *(self._pair_sentence(one) for one in known[:MOST_SENTENCES]))

    def _pair_sentence(self, one: Together) -> str:
        beyond = amount(one.beyond.mean, self.measure, sign=True)
        change = amount(one.change.mean, self.measure, sign=True)
        return (
            f"{one.names} together change it by {change}: {WORDS[one.verdict]} than in sum "
            f"({beyond}; 95% interval {span(one.beyond, self.measure, sign=True)})."
        )


def interactions(view: ResultsView, outcome: str = "", scenario: str = "") -> Interactions:
    """The changes of all pairs, and their excess over the sum of each alone, on the same worlds; simultaneous.

    Source: stein_alpert_1993, student_1908, dunn_1961, hall_1988.
    """
    plan, contrast = view.plan, contrast_of(view, outcome, scenario)
    values_rw, left_out = whole_worlds(contrast.values_rn)
    changes_rw = beyond_rounding(values_rw - values_rw[0], values_rw)
    effect = smallest_effect(plan, contrast.outcome)
    combinations = _pairs(plan)
    confidence = 1 - (1 - CONFIDENCE) / len(combinations)
    every = []
    for row, alone in combinations:
        beyond_w = beyond_rounding(changes_rw[row] - changes_rw[list(alone)].sum(axis=0), values_rw)
        around = skewed_interval if is_skewed(beyond_w) else interval
        beyond = around(beyond_w, confidence)
        names = row_label(plan, plan.rows[row])
        every.append(
            Together(
                names=names[:1].upper() + names[1:],
                change=interval(changes_rw[row]),
                beyond=beyond,
                verdict=verdict_of(beyond, effect, 0),
            )
        )
    return Interactions(
        outcome=contrast.outcome,
        subject=contrast.subject,
        pairs=tuple(sorted(every, key=lambda one: -abs(one.beyond.mean))),
        smallest_effect=effect,
        worlds=values_rw.shape[1],
        left_out=left_out,
    )


def _pairs(plan: Plan) -> list[tuple[int, tuple[int, ...]]]:
    """Each row that moves two factors, with the rows that move one of them."""
    first = plan.rows[0]
    moved = [
        {(place, value) for place, value in enumerate(row) if value != first[place]} for row in plan.rows
    ]
    alone = {next(iter(one)): row for row, one in enumerate(moved) if len(one) == 1}
    return [(row, tuple(alone[one] for one in sorted(two))) for row, two in enumerate(moved) if len(two) == 2]


def interactions_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on pairs."""
    result = interactions(view, request.outcome, request.scenario)
    return result.part(
        "pairs",
        result.heading,
        f"What pairs do beyond the sum of each alone, in {result.subject}, with 95% intervals that hold for all at "
        f"once{f'; the {MOST_DRAWN} furthest from the sum' if len(result.pairs) > MOST_DRAWN else ''}. Grey: too small "
        "to matter.",
        table_of(
            f"{result.label}: every pair, {result.unit}",
            result.pairs,
            words("Together", lambda one: one.names),
            numbers("Change from the start", lambda one: result.cell(one.change, True)),
            numbers("Beyond the sum of each alone (95% interval)", lambda one: result.cell(one.beyond, True)),
            words("More than in sum?", lambda one: WORDS[one.verdict]),
        ),
        chart=partial(interactions_chart, result),
        notes=(
            "Beyond the sum: the change with both less the changes with each alone, world by world "
            "(stein_alpert_1993). Intervals: Student’s, or a bootstrap’s where worlds are too skewed for it, for all "
            "pairs at once (student_1908, hall_1988, dunn_1961). With all other factors at their first value.",
        ),
    )


def interactions_chart(result: Interactions) -> Html:
    """Dots with intervals: what pairs do beyond the sum."""
    shown: Sequence[Together] = result.pairs[:MOST_DRAWN]
    rows = [result.drawn_row(one.names, one.beyond) for one in shown]
    effect = cells.scaled(result.smallest_effect, result.outcome)
    title = cells.difference_title(result.outcome, "Beyond the sum in")
    chart = dots(rows, cells.ALL_SAME, title, effect, 1, WIDTH)
    height = row_height([row["row"] for row in rows]) * len(rows)
    return drawn(chart.properties(height=height), "Pairs")


def _suits(plan: Plan) -> bool:
    return Rows.PAIRS_MOVED in plan.experiment.design.offers and len(plan.moving) > 1


PAIRS: Final = Figure(
    kind="pairs",
    shows="which two factors together do more, or less, than each alone in sum",
    part=interactions_part,
    rows=frozenset({Rows.PAIRS_MOVED}),
    suits=_suits,
)
