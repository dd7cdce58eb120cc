"""Drawings of a report: differences, parts and whole, curves, tornado, courses, gains, regret and sensitivities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from govsim.documents.charts import pound_chart
from govsim.documents.drawing import (
    ALONE,
    ROW,
    WIDTH,
    above,
    broken,
    channel,
    dots,
    drawn,
    in_turn,
    inline,
    label_axis,
    row_height,
)
from govsim.documents.markup import Html
from govsim.experiments.analysis.attribution import Attribution
from govsim.experiments.analysis.comparisons import Comparisons
from govsim.experiments.analysis.distributions import Distributions
from govsim.experiments.analysis.factorial import Factorial
from govsim.experiments.analysis.journeys import Gains, Pound, Trajectories
from govsim.experiments.analysis.robustness import GRID, Holding
from govsim.experiments.analysis.sensitivity import Screening, Variance
from govsim.experiments.analysis.surfaces import Surface
from govsim.experiments.analysis.tornado import Tornado, end_words
from govsim.experiments.outcomes import shown_as
from govsim.experiments.report.cells import difference_unit, drawn_interval, scaled, unit_of
from govsim.palette import COLOURS, DASHES, INK
from govsim.statistics.intervals import Interval
from govsim.words.names import capitalised

MOST_LINES: Final = 5
MOST_FACTORS: Final = 16  # drawn; the rest stand in the table
NARROW: Final = 230
TALL, LOW = 240, 112  # of a measure over time, alone and with others
WIDE: Final = 60  # letters of a label that is not broken
LEFT_TO_THE_TABLE: Final = "Outcome"  # missions say much the same
ALL_SAME: Final = ("",)


def _title(outcome: str, told: str = "Difference in") -> str:
    return f"{told} {shown_as(outcome).label.lower()}, {difference_unit(outcome)}"


def _row(name: str, found: Interval, outcome: str, what: str = "") -> dict[str, Any]:
    return {"row": name, "what": what, **drawn_interval(found, outcome)}


def differences_chart(found: Comparisons) -> Html:
    """Every difference with its interval, in rows."""
    rows = [
        _row(label, one.difference, found.outcome)
        for label, one in zip(found.labels, found.differences, strict=True)
    ]
    effect = scaled(found.differences[0].smallest_effect, found.outcome)
    title = _title(found.outcome) + (f" from: {found.baseline}" if found.baseline else "")
    return drawn(dots(rows, ALL_SAME, title, effect, 1, NARROW), "Differences")


def factorial_chart(found: Factorial) -> Html:
    """What each part does alone, two together, the sum of the parts and the whole."""
    rows = [
        _row(" + ".join(part.names), part.against_none, found.outcome, "some of them")
        for part in found.parts
        if len(part.names) < len(found.shares)
    ]
    rows += [
        _row("Sum of each alone", found.sum_of_parts, found.outcome, "sum of each alone"),
        _row("All together", found.whole, found.outcome, "all together"),
    ]
    names = ("some of them", "sum of each alone", "all together")
    effect = scaled(found.smallest_effect, found.outcome)
    chart = dots(rows, names, _title(found.outcome, "Change in"), effect, 0, NARROW)
    height = row_height([row["row"] for row in rows]) * len(rows)
    return drawn(chart.properties(height=height), "Parts and whole")


def curve_chart(curves: Sequence[tuple[str, Surface]]) -> Html:
    """An outcome, or a difference, along one factor, with intervals."""
    import altair

    first = curves[0][1]
    names = [name for name, _ in curves]
    rows = [
        {"what": name, "x": cell.x, **drawn_interval(cell.value, first.outcome)}
        for name, told in curves
        for cell in told.cells
    ]
    kind = "Q" if first.x.is_number else "O"
    x = altair.X(
        f"x:{kind}", title=first.x.title, axis=altair.Axis(grid=False, titleAnchor="start", tickCount=5)
    )
    told = "Difference in" if first.is_difference else ""
    heading = capitalised(_title(first.outcome, told).strip())
    axis = altair.Axis(title=None, tickCount=6)
    colours = in_turn(COLOURS[1:], len(names))
    base = altair.Chart(inline(rows)).encode(
        x=x, color=altair.Color(**channel(names, colours, len(names) > 1))
    )
    layers = [
        base.mark_area(opacity=0.18).encode(y=altair.Y("low:Q"), y2="high:Q"),
        base.mark_line(strokeWidth=2, point=True).encode(
            y=altair.Y("value:Q", axis=axis, scale=altair.Scale(zero=False))
        ),
    ]
    if first.is_difference:
        zero = altair.Chart(inline([{"value": 0.0}])).mark_rule(color=INK, strokeWidth=1)
        layers.insert(0, zero.encode(y=altair.Y("value:Q")))
    return drawn(altair.layer(*layers).properties(width=ALONE, height=220, title=above(heading)), "Curve")


def tornado_chart(found: Tornado) -> Html:
    """Bars from the start to where each end moves it, with intervals."""
    import altair

    rows = [
        {
            "row": broken(bar.title),
            "end": end_words(bar, end),
            "zero": 0.0,
            "what": "higher" if end.change.mean >= 0 else "lower",
            **drawn_interval(end.change, found.outcome),
        }
        for bar in found.bars[:MOST_FACTORS]
        for end in bar.ends
    ]
    order = [broken(bar.title) for bar in found.bars[:MOST_FACTORS]]
    axis = altair.Axis(title=_title(found.outcome, "Change of the difference in"), titleAnchor="start")
    y = altair.Y("row:N", sort=order, axis=label_axis())
    base = altair.Chart(inline(rows)).encode(y=y)
    colour = altair.Color(**channel(("lower", "higher"), (COLOURS[0], COLOURS[1])))
    layers = [
        base.mark_bar(height=ROW * 0.55).encode(x=altair.X("zero:Q", axis=axis), x2="value:Q", color=colour),
        base.mark_rule(color=INK).encode(x=altair.X("low:Q"), x2="high:Q"),
    ]
    return drawn(
        altair.layer(*layers).properties(
            width=WIDTH, height=row_height([bar.title for bar in found.bars]) * len(order)
        ),
        "Tornado",
    )


def trajectories_chart(*measures: Trajectories) -> Html:
    """Medians with the middle half and nine in ten of the worlds, over the years, measure below measure."""
    import altair

    height = TALL if len(measures) == 1 else LOW
    last = len(measures) - 1
    charts = [_courses(found, height, place == 0, place == last) for place, found in enumerate(measures)]
    return drawn(charts[0] if len(charts) == 1 else altair.vconcat(*charts, spacing=8), "Over time")


def _courses(found: Trajectories, height: int, with_legend: bool, with_title: bool) -> Any:
    import altair

    names = [course.case for course in found.courses]
    rows = [
        {
            "what": course.case,
            "year": year,
            **{
                band: scaled(getattr(course, band)[place], found.outcome)
                for band in ("low", "lower", "mean", "upper", "high")
            },
        }
        for course in found.courses
        for place, year in enumerate(course.years)
    ]
    measure = shown_as(found.outcome)
    x = altair.X(
        "year:Q",
        title="Years since the change" if with_title else None,
        axis=altair.Axis(grid=False, titleAnchor="start"),
    )
    base = altair.Chart(inline(rows)).encode(
        x=x, color=altair.Color(**channel(names, in_turn(COLOURS, len(names)), with_legend))
    )
    heading = f"{measure.label}, {unit_of(found.outcome)}"
    axis = altair.Axis(title=None, tickCount=6)
    layers = [
        base.mark_area(opacity=0.07).encode(y=altair.Y("low:Q"), y2="high:Q"),
        base.mark_area(opacity=0.16).encode(y=altair.Y("lower:Q"), y2="upper:Q"),
        base.mark_line(strokeWidth=2.2).encode(
            y=altair.Y("mean:Q", axis=axis, scale=altair.Scale(zero=False)),
            strokeDash=altair.StrokeDash(**channel(names, in_turn(DASHES, len(names)), with_legend)),
        ),
    ]
    return altair.layer(*layers).properties(width=ALONE, height=height, title=above(heading))


def attribution_chart(found: Attribution) -> Html:
    """What each element and each lever adds to the difference."""
    rows = [
        _row(share.title, share.adds, found.outcome, split.of_what)
        for split in found.splits
        for share in split.shares
    ]
    kinds = tuple(split.of_what for split in found.splits)
    chart = dots(rows, kinds, _title(found.outcome, "Adds to the difference in"), 0.0, 0, WIDTH)
    height = row_height([row["row"] for row in rows]) * len(rows)
    return drawn(chart.properties(height=height), "Attribution")


def pound_drawing(found: Pound) -> Html:
    """Where each pound ended, a bar a case."""
    return drawn(pound_chart([(case, dict(shares)) for case, shares in found.shares], ALONE, 2), "Pound")


def gains_chart(found: Gains) -> Html:
    """Changes for missions, departments and regions, each kind in its own colour."""
    shown = [change for change in found.changes if change.kind != LEFT_TO_THE_TABLE]
    kinds = tuple(dict.fromkeys(change.kind for change in shown))
    rows = [
        _row(change.who, change.difference.difference, change.difference.measure, change.kind)
        for change in shown
    ]
    title = "Change: progress in need points, core services in points of their index"
    chart = dots(rows, kinds, title, 0.0, 0, WIDTH, WIDE)
    names = {row["row"] for row in rows}
    return drawn(chart.properties(height=ROW * len(names)), "Gains and losses")


def regret_chart(found: Holding) -> Html:
    """What is lost against the best choice: a line an arrangement over all worlds, or means where they are many."""
    if len(found.standings) > MOST_LINES:
        rows = [
            _row(one.scenario, lost, found.outcome, what)
            for one in found.standings
            for what, lost in (
                ("in all worlds", one.over_worlds.regret),
                ("in the worst tenth", one.over_worlds.worst_regret),
            )
        ]
        title = _title(found.outcome, "Mean loss in")
        return drawn(dots(rows, ("in all worlds", "in the worst tenth"), title, 0.0, 0, NARROW), "Regret")
    return _regret_lines(found)


def _regret_lines(found: Holding) -> Html:
    import altair

    names = [one.scenario for one in found.standings]
    rows = [
        {"what": one.scenario, "share": 100 * place / (GRID - 1), "regret": scaled(value, found.outcome)}
        for one in found.standings
        for place, value in enumerate(one.regrets)
    ]
    measure = shown_as(found.outcome)
    x = altair.X(
        "share:Q",
        title="% of worlds in which the loss is no greater",
        axis=altair.Axis(grid=False, titleAnchor="start"),
    )
    heading = f"Loss in {measure.label.lower()}, {difference_unit(found.outcome)}"
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


def screening_chart(found: Screening) -> Html:
    """How far each assumption moves the difference, the strongest first."""
    rows = [_row(one.title, one.size, found.outcome) for one in found.factors[:MOST_FACTORS]]
    effect = scaled(found.smallest_effect, found.outcome)
    title = _title(found.outcome, "Mean size of the move in")
    return drawn(dots(rows, ALL_SAME, title, effect, 1, sizes=True), "Screening")


def variance_chart(found: Variance) -> Html:
    """Shares of variance, alone and with interactions; chance below the assumptions."""
    names = ("alone", "with interactions")
    shares = [*found.factors[:MOST_FACTORS], *([found.chance] if found.chance else [])]
    rows = [
        {
            "row": one.title,
            "what": what,
            "value": 100 * share.mean,
            "low": 100 * share.low,
            "high": 100 * share.high,
        }
        for one in shares
        for what, share in zip(names, (one.first, one.total), strict=True)
    ]
    return drawn(dots(rows, names, "% of the variance of the difference", 0.0, 0), "Shares of variance")


def distributions_chart(found: Distributions) -> Html:
    """How far each assumption moves the distribution: in the median slice, and up to the greatest."""
    rows = [
        {"row": one.title, "what": "", "value": one.median, "low": one.median, "high": one.greatest}
        for one in found.factors[:MOST_FACTORS]
    ]
    title = "Distance between distributions, 0 to 1"
    return drawn(dots(rows, ALL_SAME, title, found.by_chance, 1, sizes=True), "Distributions")
