"""Charts as inline SVG: one style for all, and ids unique within a page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from io import StringIO
from itertools import count
from typing import Any, Final

from govsim.documents.markup import Html
from govsim.documents.page import own_ids
from govsim.palette import COLOURS, FONT, GREY, INK, turns
from govsim.words.names import held_together

WIDTH: Final = 280  # with labels about as wide as a phone's screen
ALONE: Final = 430  # width of a drawing without labels at its side
ROW: Final = 19
LONGEST_LABEL: Final = 250
BETWEEN_ROWS: Final = 0.45  # keeps the dots of a row together
FONT_SIZE: Final = 12
LETTERS: Final = 36  # of a line of a label
BREAK: Final = "|"  # separator within labels; no name has it
MOST_LETTERS: Final = 60  # of a legend in one line
SHAPES: Final = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
_numbers = count()


def inline(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows as inline data of a chart."""
    import altair

    return altair.InlineData(values=list(rows))


def channel(names: Sequence[str], values: Sequence[Any], legend_above: bool = True) -> dict[str, Any]:
    """A channel of the column `what`: one value for each name, and an optional legend above."""
    import altair

    columns = 3 if sum(map(len, names)) < MOST_LETTERS else 1
    legend = altair.Legend(
        title=None,
        orient="top",
        labelFontSize=FONT_SIZE,
        symbolSize=70,
        symbolOpacity=1,
        labelLimit=400,
        columns=columns,
    )
    scale = altair.Scale(domain=list(names), range=list(values))
    return {"shorthand": "what:N", "scale": scale, "legend": legend if legend_above else None}


def dots(
    rows: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    title: str,
    effect: float = 0.0,
    first: int = 0,
    width: int = WIDTH,
    letters: int = LETTERS,
    sizes: bool = False,
) -> Any:
    """Dots with intervals in rows, with a zero line and the band of negligible effects.

    Each row has `row`, `what` (one of the names), `value`, `low` and `high`; names have colours from the `first` on.
    `letters` is the length of a label's line; `sizes` are never below 0.
    """
    import altair

    rows = [{**row, "row": broken(str(row["row"]), letters)} for row in rows]
    order = list(dict.fromkeys(row["row"] for row in rows))
    lines = 1 + max(label.count(BREAK) for label in order)
    x = altair.X("value:Q", axis=altair.Axis(title=title, titleAnchor="start", tickCount=4))
    y = altair.Y("row:N", sort=order, axis=label_axis(), scale=altair.Scale(paddingInner=BETWEEN_ROWS))
    several = len(names) > 1
    colours, shapes = in_turn(COLOURS, names, first), in_turn(SHAPES, names, first)
    base = altair.Chart(inline(rows)).encode(y=y, color=altair.Color(**channel(names, colours, several)))
    if several:
        base = base.encode(yOffset=altair.YOffset("what:N", sort=list(names)))
    band = altair.Chart(inline([{"low": 0.0 if sizes else -effect, "high": effect}])).mark_rect(
        color="#EDEDED"
    )
    zero = altair.Chart(inline([{"value": 0.0}])).mark_rule(color=INK, strokeWidth=1)
    layers = [
        *([band.encode(x=altair.X("low:Q"), x2="high:Q")] if effect else []),
        zero.encode(x=x),
        base.mark_rule(strokeWidth=1.6).encode(x=altair.X("low:Q"), x2="high:Q"),
        base.mark_point(size=52, filled=True, opacity=1).encode(
            x=x, shape=altair.Shape(**channel(names, shapes, several))
        ),
    ]
    height = altair.Step(ROW * 0.5 * lines) if several else height_of(lines) * max(2, len(order))
    return altair.layer(*layers).properties(width=width, height=height)


def broken(label: str, letters: int = LETTERS) -> str:
    """Wrap a long label between words, but not before a number."""
    return BREAK.join(textwrap.wrap(held_together(label), letters)) or label


def label_axis() -> Any:
    """A chart axis that draws labels on several lines, as `broken` wraps them."""
    import altair

    return altair.Axis(title=None, labelExpr=f"split(datum.label, '{BREAK}')", labelLineHeight=FONT_SIZE + 1)


def row_height(labels: Sequence[str]) -> int:
    """The height of rows with these labels."""
    return height_of(1 + max(broken(label).count(BREAK) for label in labels))


def height_of(lines: int) -> int:
    """The height of a row with labels of this number of lines."""
    return max(ROW, lines * (FONT_SIZE + 1) + 3)


def above(text: str) -> Any:
    """The title of a vertical axis, above the drawing."""
    import altair

    return altair.TitleParams(
        text, anchor="start", frame="bounds", fontSize=FONT_SIZE, fontWeight="normal", color=GREY, offset=6
    )


def in_turn(values: Sequence[Any], names: Sequence[str], first: int = 0) -> list[Any]:
    """A colour, dash or shape for each name, cycling through the given ones (see `turns`)."""
    return [values[turn % len(values)] for turn in turns(names, first)]


def drawn(chart: Any, name: str) -> Html:
    """The chart as inline SVG with unique ids that may shrink."""
    described = chart.properties(description=f"{name}: the same figures are in the table below", padding=4)
    axes = {"labelColor": INK, "labelLimit": LONGEST_LABEL, "labelPadding": 8, "gridColor": "#E6E6E6"}
    text = StringIO()
    dressed(described, FONT_SIZE, **axes).save(text, format="svg")
    svg = re.sub(r'\sxmlns(?::\w+)?="[^"]*"', "", text.getvalue())  # of no use inside HTML
    return own_ids(svg, f"drawing{next(_numbers)}-")


def dressed(chart: Any, font_size: float, **axes: Any) -> Any:
    """The chart in our font with light axes; `axes` are further properties of these."""
    return (
        chart.configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            titleColor=GREY,
            labelFontSize=font_size,
            titleFontSize=font_size,
            titleFontWeight="normal",
            domain=False,
            ticks=False,
            **axes,
        )
    )
