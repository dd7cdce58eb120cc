"""Heat map: a difference over two factors, one cell per pair of values."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from govsim.documents.document import Part
from govsim.documents.drawing import ALONE, FONT_SIZE, drawn, inline
from govsim.documents.markup import Html
from govsim.experiments.arms import value_words
from govsim.experiments.designs.design import Rows
from govsim.experiments.figures.cells import scaled, unit_of
from govsim.experiments.figures.figure import Figure, numbers, table_of, words
from govsim.experiments.figures.surfaces import (
    BETTER,
    CELL,
    CLEAR,
    NOTHING,
    WORSE,
    Cell,
    Surface,
    axis_words,
    cell_verdict,
    flat_axis,
    suits_a_map,
    surface,
)
from govsim.measures.amounts import figure
from govsim.palette import INK

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureRequest
    from govsim.experiments.results_view import ResultsView

MOST_FIGURES: Final = 10  # most cells in a row with room for numbers
FEW_CELLS: Final = 6
SMALL: Final = 10
PALE: Final = 3  # the smallest effect that matters has at most a third of the strongest shade
DARK_FROM: Final = 0.6  # share of the strongest shade from which numbers are white


def heat_map_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on a difference over two factors."""
    result = surface(view, request.x, request.y, request.outcome, request.scenario, request.against)
    assert result.y is not None
    unit = result.unit if result.is_difference else unit_of(result.outcome)
    return result.part(
        "heat-map",
        result.heading,
        f"Means of {result.subject}{result.averaged}, {unit}. {shades_and_marks(result)}",
        table_of(
            "Every place of the map",
            result.cells,
            words(result.y.title, lambda cell: value_words(cell.y)),
            words(result.x.title, lambda cell: value_words(cell.x)),
            numbers(
                f"{result.label}, {result.unit} (95% interval)",
                lambda cell: result.cell(cell.value, result.is_difference),
            ),
            words("Verdict", lambda cell: cell_verdict(result, cell)),
        ),
        chart=partial(heat_chart, result),
    )


def heat_chart(result: Surface) -> Html:
    """The heat map; a cell's shade is the difference, pale if too small to matter."""
    import altair

    assert result.y is not None
    values = [scaled(cell.value.mean, result.outcome) for cell in result.cells]
    most = (
        max(*map(abs, values), PALE * scaled(result.smallest_effect, result.outcome) * result.is_difference)
        or 1.0
    )
    sign = -1 if result.measure.better < 0 else 1
    rows: list[dict[str, Any]] = [
        {
            "x": value_words(cell.x),
            "y": value_words(cell.y),
            "shade": sign * value,
            "told": figure(cell.value.mean, result.measure, sign=result.is_difference) + _mark(result, cell),
            "mark": _mark(result, cell),
            "dark": abs(value) > DARK_FROM * most,
        }
        for cell, value in zip(result.cells, values, strict=True)
    ]
    x = altair.X("x:O", sort=axis_words(result.x), title=result.x.title, axis=flat_axis())
    y = altair.Y("y:O", sort=axis_words(result.y)[::-1], title=result.y.title)
    domain = [-most, 0, most] if result.is_difference else [min(row["shade"] for row in rows), most]
    shades = [WORSE, NOTHING, BETTER] if result.is_difference else [NOTHING, BETTER]
    scale = altair.Scale(domain=domain, range=shades, interpolate="rgb")
    base = altair.Chart(inline(rows)).encode(x=x, y=y)
    layers = [base.mark_rect(stroke="white").encode(color=altair.Color("shade:Q", scale=scale, legend=None))]
    size = FONT_SIZE if len(result.x.values) <= FEW_CELLS else SMALL
    text = "told:N" if len(result.x.values) <= MOST_FIGURES else "mark:N"
    layers.append(
        base.mark_text(fontSize=size).encode(
            text=text, color=altair.condition("datum.dark", altair.value("white"), altair.value(INK))
        )
    )
    across = min(ALONE, 60 * len(result.x.values))
    return drawn(
        altair.layer(*layers).properties(width=across, height=CELL * len(result.y.values)), "Heat map"
    )


def _mark(result: Surface, cell: Cell) -> str:
    if cell.is_start or not result.is_difference or cell.verdict == "unknown":
        return ""
    return {"leaning": "?", "negligible": "=", "equal": "="}.get(cell.verdict, "*")


def shades_and_marks(result: Surface) -> str:
    """The legend of shades and marks."""
    if not result.is_difference:
        return "The bluer, the more."
    more, less = CLEAR[result.measure.better]
    return (
        f"Blue: {more}; orange: {less}. *: it matters; ?: perhaps too little to matter; =: too little to matter; "
        "without a mark: not known. Intervals (95%) hold for all places at once."
    )


HEAT_MAP: Final = Figure(
    kind="heat_map",
    shows="an outcome's difference over two factors",
    part=heat_map_part,
    axes=("x", "y"),
    rows=frozenset({Rows.CELLS}),
    suits=suits_a_map,
)
