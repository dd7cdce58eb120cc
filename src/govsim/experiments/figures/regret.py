"""Which arrangement holds out best when nobody knows in which world we are."""

from __future__ import annotations

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
from govsim.experiments.figures.figure import Figure, FigureResult, numbers, table_of, words
from govsim.experiments.outcomes import shown_as
from govsim.measures.amounts import amount, figure
from govsim.palette import COLOURS, DASHES
from govsim.statistics.intervals import Interval
from govsim.statistics.multiple_comparisons import cannot_be_excluded, chance_of_best
from govsim.statistics.ranks import among_first
from govsim.statistics.robustness import Robustness, regret, robustness
from govsim.words.plurals import joined

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureAsked
    from govsim.experiments.plan import Plan
    from govsim.experiments.results_view import ResultsView

RESAMPLES: Final = 400
MOST_NAMED: Final = 3
GRID: Final = 21  # points of the curve of regret


@dataclass(frozen=True)
class Standing:
    """How one arrangement holds out over all worlds."""

    scenario: str
    over_worlds: Robustness
    chance_of_best: float  # in the mean, were such worlds drawn again
    may_be_best: bool
    regrets: tuple[float, ...]  # quantiles from 0 to 1, evenly spaced


@dataclass(frozen=True)
class RobustnessResult(FigureResult):
    """Several arrangements over the same worlds, or points of assumptions."""

    outcome: str
    standings: tuple[Standing, ...]
    threshold: float  # the mean of the first, which is what good enough means
    points: int
    worlds_a_point: int
    left_out: int

    def sentence(self) -> str:
        """Where each is best, whose regret is least, and which may be the best on average."""
        measure = shown_as(self.outcome)
        if not self.standings:
            return f"{measure.label}: in one world nothing can be said of how arrangements hold out; it takes more."
        often = sorted(self.standings, key=lambda one: -one.over_worlds.share_best.mean)
        best = [f"{one.scenario} in {_per_cent(one.over_worlds.share_best)}" for one in often[:MOST_NAMED]]
        lost = [one.over_worlds.worst_regret for one in self.standings]
        safest = among_first([Interval(-one.mean, -one.high, -one.low) for one in lost], 1)
        order = sorted((*safest.surely, *safest.perhaps), key=lambda place: lost[place].mean)
        least = [f"{self.standings[place].scenario} ({amount(lost[place].mean, measure)})" for place in order]
        loses = "loses least" if len(least) == 1 else "may lose least"
        kept = [one.scenario for one in self.standings if one.may_be_best]
        average = (
            f"best on average is {kept[0]}"
            if len(kept) == 1
            else f"best on average may be {joined(kept, 'or')}"
        )
        return (
            f"{measure.label}: best most often is {joined(best)} of the worlds; {average}; in the tenth of "
            "worlds where a choice "
            f"turns out worst, {joined(least, 'or')} {loses} against the best choice there."
        )


def robustness_of(view: ResultsView, outcome: str = "") -> RobustnessResult:
    """Regret, worst tenth and shares of every scenario, over rows of a sample, or over the worlds of a single row.

    Replicates of a row are averaged first: what chance does in one world is no regret. In a single row each world has
    assumptions of its own, so that the worst of them is chance as well. One world says nothing of any.
    Source: savage_1951.
    """
    plan = view.plan
    name = outcome or plan.experiment.outcomes[0]
    measure = shown_as(name)
    better = measure.better or 1
    sampled = plan.is_sample
    kept_rows = plan.sample_rows if sampled else range(len(plan.rows))
    values_apn, left_out = _points(view.outcome(name)[kept_rows.start : kept_rows.stop], sampled)
    points, worlds = values_apn.shape[1:]
    if points < 2:
        return RobustnessResult(name, (), float("nan"), points, worlds, left_out)
    threshold = float(values_apn[0].mean())
    of_each = robustness(values_apn, better, threshold, draws=RESAMPLES)
    means_ap = values_apn.mean(axis=2)
    lost_ap = regret(means_ap, better)
    kept = cannot_be_excluded(means_ap, better)
    chances = chance_of_best(means_ap, better)
    standings = tuple(
        Standing(
            label,
            of_each[arm],
            float(chances[arm]),
            arm in kept,
            tuple(map(float, np.quantile(lost_ap[arm], np.linspace(0, 1, GRID)))),
        )
        for arm, label in enumerate(scenario_labels(plan))
    )
    return RobustnessResult(name, standings, threshold, points, worlds, left_out)


def _points(values_ran: Floats, sampled: bool) -> tuple[Floats, int]:
    """Arms by points by worlds: rows and replicates of a sample, else every world a point of its own."""
    moved = np.moveaxis(values_ran, 1, 0)
    apart = moved if sampled else moved.reshape(moved.shape[0], -1, 1)
    whole = np.isfinite(apart).all(axis=(0, 2))
    return apart[:, whole], int(np.count_nonzero(~whole))


def _per_cent(share: Interval) -> str:
    return f"{100 * share.mean:.0f}%"


def regret_part(view: ResultsView, asked: FigureAsked) -> Part:
    """Which arrangement holds out over all worlds."""
    result = robustness_of(view, asked.outcome)
    heading = f"Which arrangement holds out? {shown_as(result.outcome).label}"
    if not result.standings:
        return Part("regret", heading, (result.sentence(),), "", (), document=result.document())
    unit = cells.unit_of(result.outcome)
    good = figure(result.threshold, shown_as(result.outcome))
    single = "" if result.worlds_a_point > 1 else " One world a point: chance counts as regret too."
    return Part(
        "regret",
        heading,
        (result.sentence(),),
        "Loss (regret): how far an arrangement falls short of the one that is best in the same world. The "
        "lower the line, "
        "the safer the choice.",
        (
            table_of(
                f"{shown_as(result.outcome).label} over {result.points:,} worlds",
                result.standings,
                words("Arrangement", lambda one: one.scenario),
                numbers(
                    f"Mean, {unit}", lambda one: cells.interval_cell(one.over_worlds.mean, result.outcome)
                ),
                numbers(
                    "Loss against the best choice",
                    lambda one: cells.interval_cell(one.over_worlds.regret, result.outcome),
                ),
                numbers(
                    "The same in the worst tenth of worlds",
                    lambda one: cells.interval_cell(one.over_worlds.worst_regret, result.outcome),
                ),
                numbers(
                    "Outcome in its worst tenth of worlds",
                    lambda one: cells.interval_cell(one.over_worlds.worst_tenth, result.outcome),
                ),
                numbers("Best in % of worlds", lambda one: cells.per_cent_cell(one.over_worlds.share_best)),
                numbers(
                    "Good enough in % of worlds",
                    lambda one: cells.per_cent_cell(one.over_worlds.share_good_enough),
                ),
                numbers(
                    "Chance of the best mean, %",
                    lambda one: f"{100 * one.chance_of_best:.0f}{'' if one.may_be_best else ', ruled out'}",
                ),
            ),
        ),
        partial(regret_chart, result),
        (
            f"Good enough: at least {good}, the first arrangement’s mean. Ruled out: with 95% confidence "
            "not the best on "
            f"average (hsu_1984). Share of worlds: of those that our ranges of assumptions make, not a probability."
            f"{single}",
        ),
        result.document(),
    )


MOST_LINES: Final = 5


def regret_chart(result: RobustnessResult) -> Html:
    """What is lost against the best choice: a line an arrangement over all worlds, or means where they are many."""
    if len(result.standings) > MOST_LINES:
        rows = [
            cells.drawn_row(one.scenario, lost, result.outcome, what)
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
    measure = shown_as(result.outcome)
    x = altair.X(
        "share:Q",
        title="% of worlds in which the loss is no greater",
        axis=altair.Axis(grid=False, titleAnchor="start"),
    )
    heading = f"Loss in {measure.label.lower()}, {cells.difference_unit(result.outcome)}"
    y = altair.Y("regret:Q", title=None)
    base = altair.Chart(inline(rows)).encode(
        x=x,
        y=y,
        color=altair.Color(**channel(names, in_turn(COLOURS, len(names)))),
        strokeDash=altair.StrokeDash(**channel(names, in_turn(DASHES, len(names)))),
    )
    return drawn(
        base.mark_line(strokeWidth=2.2).properties(width=ALONE, height=220, title=above(heading)), "Regret"
    )


def _suits(plan: Plan) -> bool:
    fair = plan.experiment.design.is_fair_sample if plan.is_sample else len(plan.rows) == 1
    return fair and len(plan.scenarios) > 1


REGRET: Final = Figure(
    "regret",
    "how far each scenario falls short of the best one in the same world",
    regret_part,
    several_scenarios=True,
    suits=_suits,
)
