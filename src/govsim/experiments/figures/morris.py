"""Morris screening of assumptions: the size of each one's effect on a difference, and its evenness."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from govsim.documents.document import Part
from govsim.documents.drawing import dots, drawn
from govsim.documents.markup import Html
from govsim.experiments.arms import smallest_effect
from govsim.experiments.designs.design import Rows, SampledDesign
from govsim.experiments.figures import cells
from govsim.experiments.figures.figure import Figure, OutcomeResult, numbers, table_of, words
from govsim.experiments.figures.ranking import depends_words, first_words
from govsim.experiments.results_view import ResultsView, contrast_of
from govsim.measures.amounts import amount, figure, span
from govsim.statistics.intervals import Interval
from govsim.statistics.morris import screening
from govsim.words.names import capitalised, uncapitalised

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureRequest


@dataclass(frozen=True, kw_only=True)
class Screened:
    """The effect of one assumption over its whole range, from many starting points."""

    name: str
    title: str
    mean: float  # effects in opposite directions cancel
    size: Interval  # mean of the effects' sizes
    variation: float  # how much the effect depends on the other assumptions


@dataclass(frozen=True, kw_only=True)
class Screening(OutcomeResult):
    """All assumptions, the one with the largest mean size first. Source: morris_1991, campolongo_2007."""

    subject: str
    factors: tuple[Screened, ...]
    smallest_effect: float
    trajectories: int
    left_out: int

    @property
    def heading(self) -> str:
        """The assumptions with the largest effects, or a sentence that none matters."""
        matter = [one for one in self.factors if not one.size.high < self.smallest_effect]
        if not matter:
            return f"No assumption moves {self.subject} by as much as matters"
        names = [uncapitalised(one.title) for one in matter]
        return depends_words(capitalised(self.subject), names, [one.size for one in matter])

    def sentence(self) -> str:
        """The assumptions with the largest effects, and the number with effects too small to matter."""
        measure, of_all = self.measure, f"of {len(self.factors)} assumptions"
        matter = [one for one in self.factors if not one.size.high < self.smallest_effect]
        if not matter:
            return f"{capitalised(self.subject)} is moved by none {of_all} by as much as matters."
        names = [
            f"{uncapitalised(one.title)} ({amount(one.size.mean, measure)}, {span(one.size, measure)})"
            for one in matter
        ]
        few = len(self.factors) - len(matter)
        rest = f" By less than matters it is surely moved by {few} {of_all}." if few else ""
        return (
            f"What moves {self.subject} most: {first_words(names, [one.size for one in matter])}. "
            f"In brackets: the mean move from one end of a range to the other, with its 95% interval.{rest}"
        )


def screened(view: ResultsView, outcome: str = "", scenario: str = "") -> Screening:
    """Screen the assumptions of a contrast; averages replicates and leaves out trajectories with a failed run."""
    plan, contrast = view.plan, contrast_of(view, outcome, scenario)
    design, factors = plan.experiment.design, plan.experiment.factors
    assert isinstance(design, SampledDesign)
    outcomes_ts = contrast.values_rn.mean(axis=1).reshape(-1, len(factors) + 1)
    whole = np.isfinite(outcomes_ts).all(axis=1)
    unit_tsf = design.unit(len(factors), plan.experiment.seed).reshape(*outcomes_ts.shape, len(factors))
    rows = [
        Screened(name=factor.name, title=factor.title, **vars(one))
        for factor, one in zip(factors, screening(unit_tsf[whole], outcomes_ts[whole]), strict=True)
    ]
    rows.sort(key=lambda one: -one.size.mean)
    return Screening(
        outcome=contrast.outcome,
        subject=contrast.subject,
        factors=tuple(rows),
        smallest_effect=smallest_effect(plan, contrast.outcome),
        trajectories=int(whole.sum()),
        left_out=int((~whole).sum()),
    )


def morris_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on Morris screening."""
    result = screened(view, request.outcome, request.scenario)
    return result.part(
        "morris",
        result.heading,
        f"How far {result.subject} moves when an assumption goes over its whole range, mean over "
        f"{result.trajectories:,} paths, with 95% intervals. Grey: less than matters.",
        table_of(
            "Every assumption",
            result.factors,
            words("Assumption", lambda one: one.title),
            numbers(f"Mean size of its effect (µ*), {result.unit}", lambda one: result.cell(one.size)),
            numbers("Mean effect (µ)", lambda one: figure(one.mean, result.measure, sign=True)),
            numbers(
                "How much it depends on the others (σ)", lambda one: figure(one.variation, result.measure)
            ),
        ),
        chart=partial(screening_chart, result),
        notes=(
            "One assumption at a time is moved from many places (morris_1991, campolongo_2007). Where µ is much "
            "smaller than µ*, the effect changes its sign; where σ is large, it depends on the other assumptions. "
            "All runs share the same draws.",
        ),
    )


def screening_chart(result: Screening) -> Html:
    """Dots with intervals: the effect of each assumption, the largest first."""
    rows = [result.drawn_row(one.title, one.size) for one in result.factors[: cells.MOST_FACTORS]]
    effect = cells.scaled(result.smallest_effect, result.outcome)
    title = cells.difference_title(result.outcome, "Mean size of the move in")
    return drawn(dots(rows, cells.ALL_SAME, title, effect, 1, sizes=True), "Screening")


MORRIS: Final = Figure(
    kind="morris",
    shows="which factors matter, and which act unevenly",
    part=morris_part,
    rows=frozenset({Rows.PATHS}),
    suits=lambda plan: Rows.PATHS in plan.experiment.design.offers,
)
