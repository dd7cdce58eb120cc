"""PAWN sensitivity: which assumptions move the distribution of a difference by more than chance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from govsim.documents.document import Part
from govsim.documents.drawing import dots, drawn
from govsim.documents.markup import Html
from govsim.experiments.designs.design import Rows
from govsim.experiments.figures.cells import ALL_SAME, MOST_FACTORS
from govsim.experiments.figures.figure import Figure, OutcomeResult, numbers, table_of, words
from govsim.experiments.figures.ranking import depends_words, first_words
from govsim.experiments.results_view import ResultsView, sample_of
from govsim.statistics.intervals import Interval
from govsim.statistics.pawn import FEWEST_IN_A_SLICE, SLICES, distance_by_chance, pawn_distances, pawn_medians
from govsim.words.names import capitalised, uncapitalised
from govsim.words.plurals import left_out_words

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureRequest

FEWEST: Final = SLICES * FEWEST_IN_A_SLICE


@dataclass(frozen=True, kw_only=True)
class MovedFactor:
    """The effect of one assumption on the distribution, from 0 (none) to 1."""

    name: str
    title: str
    median: float  # over slices of its range
    low: float  # of the median's 95% interval
    high: float
    greatest: float  # of all slices


@dataclass(frozen=True, kw_only=True)
class Distributions(OutcomeResult):
    """All assumptions, the one that moves the distribution most first. Source: pianosi_wagener_2018."""

    subject: str
    factors: tuple[MovedFactor, ...]
    by_chance: float  # none of the factors exceeds this by chance, with 95% confidence
    points: int
    left_out: int

    @property
    def beyond_chance(self) -> tuple[MovedFactor, ...]:
        """The assumptions that move it by more than chance."""
        return tuple(one for one in self.factors if one.median > self.by_chance)

    @property
    def heading(self) -> str:
        """What its distribution depends on most, or that this is not known."""
        of = f"The distribution of {self.subject}"
        if not self.factors:
            return f"What moves the distribution of {self.subject} is not known"
        if not self.beyond_chance:
            return f"{of} is much the same whatever is assumed"
        sizes = [Interval(one.median, one.low, one.high) for one in self.beyond_chance]
        return depends_words(of, [uncapitalised(one.title) for one in self.beyond_chance], sizes)

    def sentence(self) -> str:
        """The assumptions that move it most, and the number beyond chance."""
        if not self.factors:
            return (
                f"{self.points:,} sets of assumptions are too few to say which of them moves {self.subject}; "
                f"{FEWEST} or more would do."
            )
        of_all = f"of {len(self.factors)} assumptions"
        beyond = self.beyond_chance
        if not beyond:
            return (
                f"{capitalised(self.subject)} has much the same distribution whatever is assumed: none {of_all} moves "
                f"it by more than chance would ({self.by_chance:.2f})."
            )
        names = [
            f"{uncapitalised(one.title)} ({one.median:.2f}, {one.low:.2f} to {one.high:.2f})"
            for one in beyond
        ]
        sizes = [Interval(one.median, one.low, one.high) for one in beyond]
        return (
            f"What moves the distribution of {self.subject} most: {first_words(names, sizes)}. "
            "In brackets: the median distance, with its 95% interval. "
            f"By more than chance would ({self.by_chance:.2f}) it is moved by {len(beyond)} {of_all}."
        )

    def document(self) -> dict[str, Any]:
        """Everything as JSON."""
        return {
            **super().document(),
            "label": self.label,
            "beyond_chance": [one.name for one in self.beyond_chance],
        }


def distributions(view: ResultsView, outcome: str = "", scenario: str = "") -> Distributions:
    """The effect of each assumption on the distribution of a contrast over sampled worlds.

    Averages the replicates of a point first. With too few points the result has no assumptions.
    Source: pianosi_wagener_2018.
    """
    sample = sample_of(view, outcome, scenario)
    points, rows = sample.values_n.size, []
    if points >= FEWEST:
        distances_fs = pawn_distances(sample.points_nf, sample.values_n)
        medians = pawn_medians(sample.points_nf, sample.values_n)
        rows = [
            MovedFactor(
                name=factor.name,
                title=factor.title,
                median=one.mean,
                low=one.low,
                high=one.high,
                greatest=float(distances_s.max()),
            )
            for factor, one, distances_s in zip(sample.factors, medians, distances_fs, strict=True)
        ]
        rows.sort(key=lambda one: -one.median)
    return Distributions(
        outcome=sample.contrast.outcome,
        subject=sample.contrast.subject,
        factors=tuple(rows),
        by_chance=distance_by_chance(points, len(rows)) if rows else math.nan,
        points=points,
        left_out=sample.left_out,
    )


def pawn_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on PAWN."""
    result = distributions(view, request.outcome, request.scenario)
    beyond = result.beyond_chance
    left = f" {left_out_words(result.left_out, 'point')}, because a run failed." if result.left_out else ""
    return result.part(
        "pawn",
        result.heading,
        f"How far the distribution of {result.subject} moves where an assumption is known, over {result.points:,} sets "
        "of assumptions: 0 not at all, 1 wholly. Dots: median over ten slices of its range; lines: up to the slice "
        "that moves it most. Grey: a median that chance could make.",
        table_of(
            "Every assumption",
            result.factors,
            words("Assumption", lambda one: one.title),
            numbers(
                "Median distance (95% interval)",
                lambda one: f"{one.median:.2f} ({one.low:.2f} to {one.high:.2f})",
            ),
            numbers("Greatest distance", lambda one: f"{one.greatest:.2f}"),
            words("More than chance", lambda one: "yes" if one in beyond else "no"),
        ),
        chart=partial(distributions_chart, result) if result.factors else None,
        notes=(
            "An assumption is cut into ten slices of equally many points; the distance is the greatest gap between the "
            "distribution in a slice and over all points (pianosi_wagener_2018). It holds for outcomes of any shape. "
            "More than chance: beyond what none of as many assumptions without effect would reach, with 95% "
            f"confidence. Replicates of a point are averaged first.{left}",
        ),
    )


def distributions_chart(result: Distributions) -> Html:
    """Dots: each assumption's distance in the median slice, with a line to the greatest."""
    rows = [
        {"row": one.title, "what": "", "value": one.median, "low": one.median, "high": one.greatest}
        for one in result.factors[:MOST_FACTORS]
    ]
    title = "Distance between distributions, 0 to 1"
    return drawn(dots(rows, ALL_SAME, title, result.by_chance, 1, sizes=True), "Distributions")


PAWN: Final = Figure(
    kind="pawn",
    shows="which factors move the whole distribution, whatever its shape",
    part=pawn_part,
    rows=frozenset({Rows.FAIR_SAMPLE}),
)
