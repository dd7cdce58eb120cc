"""Drawings over two factors: heat maps, the line on which a difference turns, and boxes of assumptions."""

from __future__ import annotations

from typing import Any, Final

from govsim.documents.drawing import ALONE, FONT_SIZE, ROW, WIDTH, channel, drawn, inline
from govsim.documents.markup import Html
from govsim.experiments.analysis.frontiers import Frontier
from govsim.experiments.analysis.layout import Axis
from govsim.experiments.analysis.reading import value_words
from govsim.experiments.analysis.surfaces import CLEAR, Cell, Surface
from govsim.experiments.analysis.win_regions import WinRegions
from govsim.experiments.outcomes import shown_as
from govsim.experiments.report.cells import scaled
from govsim.measures.amounts import figure
from govsim.palette import COLOURS, INK

MOST_FIGURES: Final = 10  # cells in a row that have room for a number
FEW_CELLS: Final = 6
SMALL: Final = 10
CELL: Final = 38
WORSE, NOTHING, BETTER = "#D55E00", "#F4F4F4", "#0072B2"  # told apart also by who sees few colours
PALE: Final = 3  # a difference that is just too small to matter has at most a third of the strongest shade
DARK_FROM: Final = 0.6  # of the strongest shade, from where on figures are white


def heat_chart(found: Surface) -> Html:
    """A cell for every pair of values: its shade is the difference, pale where that is too small to matter."""
    import altair

    assert found.y is not None
    values = [scaled(cell.value.mean, found.outcome) for cell in found.cells]
    most = (
        max(*map(abs, values), PALE * scaled(found.smallest_effect, found.outcome) * found.is_difference)
        or 1.0
    )
    measure = shown_as(found.outcome)
    sign = -1 if measure.better < 0 else 1
    rows: list[dict[str, Any]] = [
        {
            "x": value_words(cell.x),
            "y": value_words(cell.y),
            "shade": sign * value,
            "told": figure(cell.value.mean, measure, sign=found.is_difference) + _mark(found, cell),
            "mark": _mark(found, cell),
            "dark": abs(value) > DARK_FROM * most,
        }
        for cell, value in zip(found.cells, values, strict=True)
    ]
    x = altair.X("x:O", sort=_words(found.x), title=found.x.title, axis=_flat())
    y = altair.Y("y:O", sort=_words(found.y)[::-1], title=found.y.title)
    domain = [-most, 0, most] if found.is_difference else [min(row["shade"] for row in rows), most]
    shades = [WORSE, NOTHING, BETTER] if found.is_difference else [NOTHING, BETTER]
    scale = altair.Scale(domain=domain, range=shades, interpolate="rgb")
    base = altair.Chart(inline(rows)).encode(x=x, y=y)
    layers = [base.mark_rect(stroke="white").encode(color=altair.Color("shade:Q", scale=scale, legend=None))]
    size = FONT_SIZE if len(found.x.values) <= FEW_CELLS else SMALL
    text = "told:N" if len(found.x.values) <= MOST_FIGURES else "mark:N"
    layers.append(
        base.mark_text(fontSize=size).encode(
            text=text, color=altair.condition("datum.dark", altair.value("white"), altair.value(INK))
        )
    )
    across = min(ALONE, 60 * len(found.x.values))
    return drawn(
        altair.layer(*layers).properties(width=across, height=CELL * len(found.y.values)), "Heat map"
    )


def _mark(found: Surface, cell: Cell) -> str:
    if cell.is_start or not found.is_difference or cell.verdict == "unknown":
        return ""
    return {"leaning": "?", "negligible": "=", "equal": "="}.get(cell.verdict, "*")


def shades_and_marks(found: Surface) -> str:
    """What shades and marks of a heat map mean."""
    if not found.is_difference:
        return "The bluer, the more."
    more, less = CLEAR[shown_as(found.outcome).better]
    return (
        f"Blue: {more}; orange: {less}. *: it matters; ?: perhaps too little to matter; =: too little to matter; "
        "without a mark: not known. Intervals (95%) hold for all places at once."
    )


def frontier_chart(found: Frontier) -> Html:
    """Where along x the difference turns, at every value of y, with the interval of that place."""
    import altair

    rows = [
        {"x": turn.x.mean, "low": turn.x.low, "high": turn.x.high, "y": value_words(turn.y)}
        for turn in found.turns
        if turn.x is not None
    ]
    ends = [float(found.x.values[0]), float(found.x.values[-1])]
    x = altair.X(
        "x:Q",
        scale=altair.Scale(domain=ends, nice=False),
        title=f"{found.x.title}: where the difference turns",
        axis=altair.Axis(titleAnchor="start"),
    )
    y = altair.Y("y:O", sort=_words(found.y)[::-1], title=found.y.title, scale=_all_of(found.y))
    base = altair.Chart(inline(rows)).encode(y=y)
    layers = [
        base.mark_rule(strokeWidth=2, color=COLOURS[1]).encode(x=altair.X("low:Q"), x2="high:Q"),
        base.mark_point(size=60, filled=True, opacity=1, color=COLOURS[1]).encode(x=x),
    ]
    height = CELL * 0.8 * len(found.y.values)
    return drawn(altair.layer(*layers).properties(width=ALONE, height=height), "Frontier")


def regions_chart(found: WinRegions) -> Html:
    """Each limited assumption: its range, and the part of it that belongs to the box."""
    import altair

    rows: list[dict[str, Any]] = [
        {
            "row": f"{limit.title} ({region.way})",
            "what": region.way,
            "start": 0.0,
            "end": 100.0,
            "from": _place(limit.low, limit.range_low, limit.range_high, 0.0),
            "to": _place(limit.high, limit.range_low, limit.range_high, 100.0),
        }
        for region in found.regions
        for limit in region.limits
    ]
    order = [row["row"] for row in rows]
    y = altair.Y("row:N", sort=order, title=None)
    axis = altair.Axis(
        title="% of the assumption's range, from its lower to its upper end", titleAnchor="start"
    )
    base = altair.Chart(inline(rows)).encode(y=y)
    colour = altair.Color(**channel(("loses", "wins"), (WORSE, BETTER)))
    layers = [
        base.mark_bar(height=6, color="#DDDDDD").encode(
            x=altair.X("start:Q", axis=axis, scale=altair.Scale(domain=[0, 100], nice=False)), x2="end:Q"
        ),
        base.mark_bar(height=12).encode(x=altair.X("from:Q"), x2="to:Q", color=colour),
    ]
    return drawn(altair.layer(*layers).properties(width=WIDTH, height=1.2 * ROW * len(order)), "Regions")


def _place(limit: float | None, low: float, high: float, otherwise: float) -> float:
    return otherwise if limit is None else 100 * min(1.0, max(0.0, (limit - low) / (high - low)))


def _words(axis: Axis) -> list[str]:
    return [value_words(value) for value in axis.values]


def _flat() -> Any:
    import altair

    return altair.Axis(labelAngle=0, titleAnchor="start")


def _all_of(axis: Axis) -> Any:
    import altair

    return altair.Scale(domain=_words(axis)[::-1])
