"""Robustness of arrangements over uncertain worlds: regret, worst tenth and share best."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from govsim.arrays import Floats
from govsim.documents.document import Part
from govsim.documents.drawing import ALONE, above, channel, dots, drawn, in_turn, inline
from govsim.documents.markup import Html
from govsim.experiments.arms import scenario_labels
from govsim.experiments.figures import cells
from govsim.experiments.figures.figure import Figure, OutcomeResult, numbers, table_of, words
from govsim.experiments.outcomes import held_everywhere, shown_as
from govsim.experiments.results_view import sampled_words
from govsim.measures.amounts import amount, figure
from govsim.palette import COLOURS, DASHES
from govsim.statistics.intervals import Interval
from govsim.statistics.multiple_comparisons import cannot_be_excluded, chance_of_best
from govsim.statistics.ranks import among_first
from govsim.statistics.robustness import Robustness, regret, robustness
from govsim.words.names import capitalised
from govsim.words.plurals import joined

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureRequest
    from govsim.experiments.plan import Plan
    from govsim.experiments.results_view import ResultsView

RESAMPLES: Final = 400
MOST_NAMED: Final = 3
GRID: Final = 21  # points of the curve of regret


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The robustness of one arrangement over all worlds."""

    scenario: str
    over_worlds: Robustness
    chance_of_best: float  # chance of the best mean if worlds were drawn again
    may_be_best: bool
    regrets: tuple[float, ...]  # quantiles from 0 to 1, evenly spaced


@dataclass(frozen=True, kw_only=True)
class RobustnessResult(OutcomeResult):
    """Several arrangements over the same worlds, or points of assumptions."""

    standings: tuple[Standing, ...]
    threshold: float  # good enough: the mean of the first arrangement
    points: int
    worlds_a_point: int
    left_out: int

    @property
    def points_word(self) -> str:
        """The noun for the points: worlds, or sets of assumptions of several worlds each."""
        return sampled_words(self.worlds_a_point)

    @property
    def everywhere(self) -> str:
        """The answer of a condition, if it is the same in every world of every arrangement; else empty."""
        return held_everywhere(self.outcome, (one.over_worlds.mean.mean for one in self.standings))

    @property
    def heading(self) -> str:
        """Which may be the best on average."""
        if self.everywhere:
            return f"The condition {self.outcome} held {self.everywhere}"
        possible = [one.scenario for one in self.standings if one.may_be_best]
        if not possible:
            return f"Which arrangement holds out best in {self.label.lower()} is not known"
        surely = "is" if len(possible) == 1 else "may be"
        return f"{capitalised(joined(possible, 'or'))} {surely} best on average in {self.label.lower()}"

    def sentence(self) -> str:
        """The share of worlds where each is best, the least regret, and the best on average."""
        if not self.standings:
            return (
                f"{self.label}: in one world nothing can be said of how arrangements hold out; it takes more."
            )
        if self.everywhere:
            return f"{self.heading}, so no arrangement is better than another."
        often = sorted(self.standings, key=lambda one: -one.over_worlds.share_best.mean)
        best = [f"{one.scenario} in {one.over_worlds.share_best.mean:.0%}" for one in often[:MOST_NAMED]]
        lost = [one.over_worlds.worst_regret for one in self.standings]
        safest = among_first([Interval(-one.mean, -one.high, -one.low) for one in lost], 1)
        order = sorted((*safest.surely, *safest.perhaps), key=lambda place: lost[place].mean)
        least = [
            f"{self.standings[place].scenario} ({amount(lost[place].mean, self.measure)})" for place in order
        ]
        loses = "loses least" if len(least) == 1 else "may lose least"
        possible = [one.scenario for one in self.standings if one.may_be_best]
        average = (
            f"best on average is {possible[0]}"
            if len(possible) == 1
            else f"best on average may be {joined(possible, 'or')}"
        )
        return (
            f"{self.label}: {average}. Best most often is {joined(best)} of {self.points_word}. In the tenth of "
            f"{self.points_word} where a choice turns out worst, {joined(least, 'or')} {loses} against the best choice "
            "there."
        )


def robustness_of(view: ResultsView, outcome: str = "") -> RobustnessResult:
    """Regret, worst tenth and shares of every scenario, over rows of a sample, or over the worlds of a single row.

    Averages the replicates of a row first, so that chance in one world is no regret. In a single row each world has its
    own assumptions, so that the worst worlds also reflect chance. One world gives no result.
    Source: savage_1951.
    """
    plan = view.plan
    name = outcome or plan.experiment.outcomes[0]
    values_arn = np.moveaxis(view.outcome(name), 1, 0)
    # Points by worlds: rows and replicates of a sample, else each world is a point.
    shape = (len(values_arn), -1, 1)
    values_apn = values_arn[:, plan.sample_rows] if plan.is_sample else values_arn.reshape(shape)
    whole = np.isfinite(values_apn).all(axis=(0, 2))
    values_apn = values_apn[:, whole]
    threshold = float(values_apn[0].mean()) if whole.sum() > 1 else math.nan
    return RobustnessResult(
        outcome=name,
        standings=_standings(scenario_labels(plan), values_apn, shown_as(name).better or 1, threshold),
        threshold=threshold,
        points=values_apn.shape[1],
        worlds_a_point=values_apn.shape[2],
        left_out=int(np.count_nonzero(~whole)),
    )


def _standings(
    names: Sequence[str], values_apn: Floats, better: int, threshold: float
) -> tuple[Standing, ...]:
    """The robustness of each arrangement; empty for a single point."""
    if values_apn.shape[1] < 2:
        return ()
    of_each = robustness(values_apn, better, threshold, draws=RESAMPLES)
    means_ap = values_apn.mean(axis=2)
    lost_ap = regret(means_ap, better)
    possible = cannot_be_excluded(means_ap, better)
    chances = chance_of_best(means_ap, better)
    return tuple(
        Standing(
            scenario=name,
            over_worlds=of_each[arm],
            chance_of_best=float(chances[arm]),
            may_be_best=arm in possible,
            regrets=tuple(np.quantile(lost_ap[arm], np.linspace(0, 1, GRID)).tolist()),
        )
        for arm, name in enumerate(names)
    )


def regret_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on robustness."""
    result = robustness_of(view, request.outcome)
    if not result.standings:
        return result.part("regret", result.heading, "")
    good = figure(result.threshold, result.measure)
    single = "" if result.worlds_a_point > 1 else " One world a point: chance counts as regret too."
    return result.part(
        "regret",
        result.heading,
        "Loss (regret): how far an arrangement falls short of the one that is best in the same world. The lower the "
        "line, the safer the choice.",
        table_of(
            f"{result.label} over {result.points:,} {result.points_word}",
            result.standings,
            words("Arrangement", lambda one: one.scenario),
            numbers(f"Mean, {cells.unit_of(result.outcome)}", lambda one: result.cell(one.over_worlds.mean)),
            numbers("Loss against the best choice", lambda one: result.cell(one.over_worlds.regret)),
            numbers("The same in the worst tenth", lambda one: result.cell(one.over_worlds.worst_regret)),
            numbers("Outcome in its worst tenth", lambda one: result.cell(one.over_worlds.worst_tenth)),
            numbers(
                f"Best in % of {result.points_word}",
                lambda one: cells.per_cent_cell(one.over_worlds.share_best),
            ),
            numbers(
                f"Good enough in % of {result.points_word}",
                lambda one: cells.per_cent_cell(one.over_worlds.share_good_enough),
            ),
            numbers(
                "Chance of the best mean, %",
                lambda one: (
                    result.everywhere
                    or f"{100 * one.chance_of_best:.0f}{'' if one.may_be_best else ', ruled out'}"
                ),
            ),
        ),
        chart=partial(regret_chart, result),
        notes=(
            f"Good enough: at least {good}, the first arrangement’s mean. Ruled out: with 95% confidence not the best "
            "on average (hsu_1984). Share of worlds: of those that our ranges of assumptions make, not a probability."
            f"{single}",
        ),
    )


MOST_LINES: Final = 5


def regret_chart(result: RobustnessResult) -> Html:
    """Regret: one line per arrangement over all worlds, or dots for the means if there are many."""
    if len(result.standings) > MOST_LINES:
        rows = [
            result.drawn_row(one.scenario, lost, what)
            for one in result.standings
            for what, lost in (
                ("in all worlds", one.over_worlds.regret),
                ("in the worst tenth", one.over_worlds.worst_regret),
            )
        ]
        title = cells.difference_title(result.outcome, "Mean loss in")
        return drawn(
            dots(rows, ("in all worlds", "in the worst tenth"), title, 0.0, 0, cells.NARROW), "Regret"
        )
    return _regret_lines(result)


def _regret_lines(result: RobustnessResult) -> Html:
    import altair

    names = [one.scenario for one in result.standings]
    rows = [
        {
            "what": one.scenario,
            "share": 100 * place / (GRID - 1),
            "regret": cells.scaled(value, result.outcome),
        }
        for one in result.standings
        for place, value in enumerate(one.regrets)
    ]
    x = altair.X(
        "share:Q",
        title=f"% of {result.points_word} in which the loss is no greater",
        axis=altair.Axis(grid=False, titleAnchor="start"),
    )
    heading = f"Loss in {result.label.lower()}, {result.unit}"
    y = altair.Y("regret:Q", title=None)
    base = altair.Chart(inline(rows)).encode(
        x=x,
        y=y,
        color=altair.Color(**channel(names, in_turn(COLOURS, names))),
        strokeDash=altair.StrokeDash(**channel(names, in_turn(DASHES, names))),
    )
    return drawn(
        base.mark_line(strokeWidth=2.2).properties(width=ALONE, height=220, title=above(heading)), "Regret"
    )


def _suits(plan: Plan) -> bool:
    fair = plan.experiment.design.is_fair_sample if plan.is_sample else len(plan.rows) == 1
    return fair and len(plan.scenarios) > 1


REGRET: Final = Figure(
    kind="regret",
    shows="how far each scenario falls short of the best one in the same world",
    part=regret_part,
    several_scenarios=True,
    suits=_suits,
)
