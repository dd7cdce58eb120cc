"""The frontier over two factors: the line on which a difference changes its sign, with intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from govsim.arrays import Floats
from govsim.documents.document import Part
from govsim.documents.drawing import ALONE, drawn, inline
from govsim.documents.markup import Html
from govsim.errors import InputError, Problem
from govsim.experiments.arms import value_words
from govsim.experiments.designs.design import Rows
from govsim.experiments.figures.figure import Figure, OutcomeResult, numbers, table_of, words
from govsim.experiments.figures.surfaces import CELL, Axis, axis_words, grid_of, suits_a_map, whole_scale
from govsim.experiments.moved import Value
from govsim.palette import COLOURS
from govsim.scenario.findings import Finding
from govsim.statistics.intervals import CONFIDENCE, Interval
from govsim.statistics.resampling import DRAWS, percentile_bounds, resampled_means
from govsim.words.names import capitalised, uncapitalised

if TYPE_CHECKING:
    from govsim.experiments.experiment import Experiment, FigureRequest
    from govsim.experiments.plan import Plan
    from govsim.experiments.results_view import ResultsView

UNSURE: Final = 0.05  # least share of resamples with a turn to mention it
MOST_OFTEN: Final = 0.5  # least share of resamples with a turn to state its place


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The point along x where a difference changes its sign, at one value of y."""

    y: Value
    x: Interval | None  # None if it does not turn, or in too few resamples
    share: float  # of resamples with a turn
    up: bool  # from below 0 to above


@dataclass(frozen=True, kw_only=True)
class Frontier(OutcomeResult):
    """The line over two factors on which a difference is 0."""

    subject: str
    x: Axis
    y: Axis
    turns: tuple[Turn, ...]
    stays: str  # in words, if it is nowhere sure to turn

    @property
    def heading(self) -> str:
        """Whether it turns, and where along x."""
        there = [turn.x.mean for turn in self.turns if turn.x is not None]
        if not there:
            return f"{capitalised(self.subject)} {self.stays}"
        ends = " to ".join(dict.fromkeys(f"{end:.2g}" for end in (min(there), max(there))))
        return f"{capitalised(self.subject)} changes its sign at {uncapitalised(self.x.title)} {ends}"

    def sentence(self) -> str:
        """Where the difference turns, at the ends of the other factor."""
        there = [turn for turn in self.turns if turn.x is not None]
        if not there:
            return f"{capitalised(self.subject)} {self.stays}."
        turns = [
            f"at {uncapitalised(self.y.title)} {value_words(turn.y)} where {uncapitalised(self.x.title)} is about "
            f"{turn.x.mean:.2g} ({turn.x.low:.2g} to {turn.x.high:.2g})"
            for turn in dict.fromkeys((there[0], there[-1]))
            if turn.x is not None
        ]
        never = len(self.turns) - len(there)
        rest = (
            f"; at {never} of {len(self.turns)} values of {uncapitalised(self.y.title)} it turns nowhere for sure"
            if never
            else ""
        )
        way = "below 0 to above" if there[0].up else "above 0 to below"
        return f"{capitalised(self.subject)} goes from {way} {' and '.join(turns)}{rest}."


def frontier(
    view: ResultsView, x: str = "", y: str = "", outcome: str = "", scenario: str = "", against: str = ""
) -> Frontier:
    """Where a difference changes its sign along x, at each value of y, by linear interpolation between points.

    Intervals cover the draw of worlds (percentile bootstrap, the same worlds everywhere). Source: efron_1979.
    """
    grid = grid_of(view, x, y, outcome, scenario, against)
    if grid.y is None or not grid.x.is_number:
        raise InputError(Problem("figures", "two factors, numbers along x", "others", key="frontier"))
    values_cw = grid.values_cw[:, np.isfinite(grid.values_cw).all(axis=0)]
    across = np.array([float(value) for value in grid.x.values])
    by_row = values_cw.reshape(len(grid.y.values), len(across), -1)
    turns = [_turn(across, by_row[row], value) for row, value in enumerate(grid.y.values)]
    return Frontier(
        outcome=grid.contrast.outcome,
        subject=grid.subject,
        x=grid.x,
        y=grid.y,
        turns=tuple(turns),
        stays=_stays(values_cw, turns),
    )


def _stays(values_cw: Floats, turns: Sequence[Turn]) -> str:
    """In words, a difference that is nowhere sure to turn."""
    means = values_cw.mean(axis=1)
    if not means.any():
        return "is 0 in every place that was run"
    if (means < 0).all() or (means > 0).all():
        often = max(turn.share for turn in turns)
        unsure = (
            f", but not surely: were other worlds drawn, it might turn ({often:.0%})"
            if often > UNSURE
            else ""
        )
        return f"stays {'below' if means[0] < 0 else 'above'} 0 in every place that was run{unsure}"
    return "turns nowhere for sure: too few worlds were run to say where its sign changes"


def crossing(x_n: Floats, values_n: Floats) -> float:
    """Where a line through points first crosses 0; NaN if it does not.

    Leading zeros do not count: there a row is its own baseline.

    >>> crossing(np.array([0.0, 1.0, 2.0]), np.array([-1.0, 1.0, 3.0]))
    0.5
    """
    if not values_n.any():
        return float("nan")
    start = int(np.argmax(values_n != 0))
    for (left, below), (right, above) in pairwise(zip(x_n[start:], values_n[start:], strict=True)):
        if below == 0:
            return float(left)
        if below * above < 0:
            return float(left + (right - left) * below / (below - above))
    return float(x_n[-1]) if values_n[-1] == 0 != values_n[start] else float("nan")


def _turn(x_n: Floats, values_nw: Floats, y: Value) -> Turn:
    means = values_nw.mean(axis=1)
    resampled_nb = resampled_means(values_nw, DRAWS // 4)
    drawn = np.array([crossing(x_n, column) for column in resampled_nb.T])
    there = drawn[np.isfinite(drawn)]
    share, at = there.size / drawn.size, crossing(x_n, means)
    where = None
    if share >= MOST_OFTEN and np.isfinite(at):
        low, high = percentile_bounds(there, CONFIDENCE)
        where = Interval(at, float(low), float(high))
    return Turn(y=y, x=where, share=share, up=bool(means[-1] > means[0]))


def frontier_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on the frontier."""
    result = frontier(view, request.x, request.y, request.outcome, request.scenario, request.against)
    turns = any(turn.x is not None for turn in result.turns)
    return result.part(
        "frontier",
        result.heading,
        f"Where {result.subject} is 0, with 95% intervals for chance between worlds; between the places that were run "
        "it is taken to go straight.",
        table_of(
            "Where the difference turns",
            result.turns,
            words(result.y.title, lambda turn: value_words(turn.y)),
            numbers(
                f"Turns at {uncapitalised(result.x.title)} (95% interval)",
                lambda turn: f"{turn.x.mean:.3g} ({turn.x.low:.3g} to {turn.x.high:.3g})" if turn.x else "–",
            ),
            numbers("% of resamples in which it turns", lambda turn: f"{100 * turn.share:.0f}"),
            words(
                "Which way",
                lambda turn: "–" if turn.x is None else "to above 0" if turn.up else "to below 0",
            ),
        ),
        chart=partial(frontier_chart, result) if turns else None,
    )


def frontier_chart(result: Frontier) -> Html:
    """Dots with intervals: where along x the difference turns, at every value of y."""
    import altair

    rows = [
        {"x": turn.x.mean, "low": turn.x.low, "high": turn.x.high, "y": value_words(turn.y)}
        for turn in result.turns
        if turn.x is not None
    ]
    ends = [float(result.x.values[0]), float(result.x.values[-1])]
    x = altair.X(
        "x:Q",
        scale=altair.Scale(domain=ends, nice=False),
        title=f"{result.x.title}: where the difference turns",
        axis=altair.Axis(titleAnchor="start"),
    )
    y = altair.Y("y:O", sort=axis_words(result.y)[::-1], title=result.y.title, scale=whole_scale(result.y))
    base = altair.Chart(inline(rows)).encode(y=y)
    layers = [
        base.mark_rule(strokeWidth=2, color=COLOURS[1]).encode(x=altair.X("low:Q"), x2="high:Q"),
        base.mark_point(size=60, filled=True, opacity=1, color=COLOURS[1]).encode(x=x),
    ]
    height = CELL * 0.8 * len(result.y.values)
    return drawn(altair.layer(*layers).properties(width=ALONE, height=height), "Frontier")


def _check(experiment: Experiment, figure: FigureRequest) -> Iterator[Finding]:
    for across in (factor for factor in experiment.factors if factor.name == figure.x):
        values = set(experiment.design.values_of(across))
        if len(values) < 2 or any(isinstance(value, str) for value in values):
            wanted = "a factor of several numbers, along which to look for the turn"
            yield Finding(("x",), wanted, f"'{figure.x}'")


def _suits(plan: Plan) -> bool:
    return suits_a_map(plan) and not any(isinstance(row[plan.moving[0][0]], str) for row in plan.rows)


FRONTIER: Final = Figure(
    kind="frontier",
    shows="where over two factors a difference changes its sign",
    part=frontier_part,
    axes=("x", "y"),
    rows=frozenset({Rows.CELLS}),
    check=_check,
    suits=_suits,
)
