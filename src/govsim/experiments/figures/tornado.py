"""Tornado diagram: which factor matters most when moved alone from end to end."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from govsim.arrays import Floats
from govsim.documents.document import Part
from govsim.documents.drawing import ROW, WIDTH, broken, channel, drawn, inline, label_axis, row_height
from govsim.documents.markup import Html
from govsim.experiments.arms import smallest_effect, value_words, whole_worlds
from govsim.experiments.designs.design import Rows
from govsim.experiments.figures import cells
from govsim.experiments.figures.figure import Figure, OutcomeResult, numbers, table_of, words
from govsim.experiments.figures.ranking import depends_words, first_words
from govsim.experiments.moved import Value
from govsim.experiments.results_view import ResultsView, contrast_of
from govsim.measures.amounts import amount, span
from govsim.palette import COLOURS, INK
from govsim.statistics.intervals import CONFIDENCE, Interval, interval
from govsim.statistics.resampling import DRAWS, basic_bounds, resampled_means
from govsim.statistics.rounding import beyond_rounding
from govsim.words.names import capitalised, uncapitalised
from govsim.words.plurals import joined

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureRequest
    from govsim.experiments.plan import Plan


@dataclass(frozen=True)
class End:
    """The change from moving a factor to a value."""

    value: Value
    change: Interval


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One factor: its start and its two ends."""

    name: str
    title: str
    start: Value
    ends: tuple[End, ...]
    span: Interval  # from the lowest to the highest mean change, the start (0) included


@dataclass(frozen=True, kw_only=True)
class Tornado(OutcomeResult):
    """Every factor moved alone, the one that matters most first."""

    subject: str
    at_start: Interval
    bars: tuple[Bar, ...]
    smallest_effect: float
    worlds: int
    left_out: int

    @property
    def heading(self) -> str:
        """What moves it most, or that nothing does by what matters."""
        matter = [bar for bar in self.bars if bar.span.mean > self.smallest_effect]
        if not matter:
            return f"Nothing alone moves {self.subject} by as much as matters"
        names = [uncapitalised(bar.title) for bar in matter]
        return depends_words(capitalised(self.subject), names, [bar.span for bar in matter])

    def sentence(self) -> str:
        """The factors that move it most, and those that change its sign."""
        start = f"{amount(self.at_start.mean, self.measure, sign=True)} at the start"
        matter = [bar for bar in self.bars if bar.span.mean > self.smallest_effect]
        if not matter:
            return f"{capitalised(self.subject)}, {start}, is moved by no factor alone by as much as matters."
        turned = [uncapitalised(bar.title) for bar in self.bars if any(self._turned(end) for end in bar.ends)]
        turns = f"; the sign of its mean is turned by {joined(turned)}" if turned else "; none turns its sign"
        names = [f"{uncapitalised(bar.title)} ({self._span_words(bar)})" for bar in matter]
        first = first_words(names, [bar.span for bar in matter])
        return f"{capitalised(self.subject)}, {start}. What alone moves it most: {first}{turns}."

    def _span_words(self, bar: Bar) -> str:
        """`by 0.16 units, 0.12 to 0.20`; in one world without the interval."""
        mean = f"by {amount(bar.span.mean, self.measure)}"
        return mean if self.worlds == 1 else f"{mean}, {span(bar.span, self.measure)}"

    def _turned(self, end: End) -> bool:
        """Whether the mean changes its sign there, beyond rounding."""
        start, change = self.at_start.mean, end.change.mean
        return bool(beyond_rounding(start + change, start, change) * start < 0)


def is_one_at_a_time(plan: Plan) -> bool:
    """Whether several factors move, and every row differs from the first in one of them."""
    first = plan.rows[0]
    if plan.is_sample or len(plan.moving) < 2:
        return False
    return all(sum(one != other for one, other in zip(first, row, strict=True)) == 1 for row in plan.rows[1:])


def tornado(view: ResultsView, outcome: str = "", scenario: str = "") -> Tornado:
    """Changes of a difference (or a scenario's outcome) when one factor is moved from its first value.

    Paired by world; intervals are simultaneous for all ends (Bonferroni).
    """
    plan, contrast = view.plan, contrast_of(view, outcome, scenario)
    values, left_out = whole_worlds(contrast.values_rn)
    confidence = 1 - (1 - CONFIDENCE) / max(1, len(plan.rows) - 1)
    bars = []
    for place, factor in plan.moving:
        rows = [number for number, row in enumerate(plan.rows) if row[place] != plan.rows[0][place]]
        changes_ew = values[rows] - values[0]
        bars.append(
            Bar(
                name=factor.name,
                title=factor.title,
                start=plan.rows[0][place],
                ends=tuple(
                    End(plan.rows[row][place], interval(change_w, confidence))
                    for row, change_w in zip(rows, changes_ew, strict=True)
                ),
                span=_span(changes_ew),
            )
        )
    return Tornado(
        outcome=contrast.outcome,
        subject=contrast.subject,
        at_start=interval(values[0]),
        bars=tuple(sorted(bars, key=lambda bar: -bar.span.mean)),
        smallest_effect=smallest_effect(plan, contrast.outcome),
        worlds=values.shape[1],
        left_out=left_out,
    )


def _span(changes_ew: Floats) -> Interval:
    """The range of a factor's mean changes, with a bootstrap interval."""
    length = float(np.ptp([0.0, *changes_ew.mean(axis=1)]))
    if changes_ew.shape[1] < 2:
        return Interval(length, math.nan, math.nan)
    means_eb = resampled_means(changes_ew)
    lengths_b = np.ptp(np.vstack([np.zeros(DRAWS), means_eb]), axis=0)
    low, high = basic_bounds(np.array(length), lengths_b, CONFIDENCE, (0.0, np.inf))
    return Interval(length, min(length, float(low)), max(length, float(high)))


def end_words(bar: Bar, end: End) -> str:
    """The start and an end of a factor."""
    return f"{value_words(bar.start)} to {value_words(end.value)}"


def tornado_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on factors moved alone."""
    result = tornado(view, request.outcome, request.scenario)
    return result.part(
        "tornado",
        result.heading,
        f"How {result.subject} changes where one factor alone is moved; at the start it is "
        f"{result.cell(result.at_start)} {result.unit}. 95% intervals that hold for all bars at once.",
        table_of(
            "One factor at a time",
            [(bar, end) for bar in result.bars for end in bar.ends],
            words("Factor", lambda one: one[0].title),
            words("From and to", lambda one: end_words(*one)),
            numbers(f"Change, {result.unit} (95% interval)", lambda one: result.cell(one[1].change, True)),
        ),
        chart=partial(tornado_chart, result),
    )


def tornado_chart(result: Tornado) -> Html:
    """Bars from the start to each end, with intervals."""
    import altair

    bars = result.bars[: cells.MOST_FACTORS]
    rows = [
        {
            "end": end_words(bar, end),
            "zero": 0.0,
            **result.drawn_row(broken(bar.title), end.change, "higher" if end.change.mean >= 0 else "lower"),
        }
        for bar in bars
        for end in bar.ends
    ]
    order = [broken(bar.title) for bar in bars]
    axis = altair.Axis(
        title=cells.difference_title(result.outcome, "Change of the difference in"), titleAnchor="start"
    )
    y = altair.Y("row:N", sort=order, axis=label_axis())
    base = altair.Chart(inline(rows)).encode(y=y)
    colour = altair.Color(**channel(("lower", "higher"), (COLOURS[0], COLOURS[1])))
    layers = [
        base.mark_bar(height=ROW * 0.55).encode(x=altair.X("zero:Q", axis=axis), x2="value:Q", color=colour),
        base.mark_rule(color=INK).encode(x=altair.X("low:Q"), x2="high:Q"),
    ]
    return drawn(
        altair.layer(*layers).properties(
            width=WIDTH, height=row_height([bar.title for bar in result.bars]) * len(order)
        ),
        "Tornado",
    )


TORNADO: Final = Figure(
    kind="tornado",
    shows="each factor at its ends, the others at their first value",
    part=tornado_part,
    rows=frozenset({Rows.ONE_MOVED}),
    suits=is_one_at_a_time,
)
