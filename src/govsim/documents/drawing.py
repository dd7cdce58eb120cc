"""Charts as SVG that stands in a page: one dress for all of them, and ids that no other drawing of the page has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import StringIO
from itertools import count
from typing import Any, Final

from govsim.documents.markup import Html
from govsim.usecases.plot import FONT, GREY, INK

WIDTH: Final = 280  # with labels about as wide as a phone's page, so that they can be read there
ALONE: Final = 430  # of a drawing without labels at its side
ROW: Final = 19
LONGEST_LABEL: Final = 250
BETWEEN_ROWS: Final = 0.45  # so that it can be seen which dots belong to one row
FONT_SIZE: Final = 12
SHAPES: Final = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
_numbers = count()


def inline(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows as a chart takes them."""
    import altair

    return altair.InlineData(values=list(rows))


def channel(names: Sequence[str], values: Sequence[Any], columns: int = 3) -> dict[str, Any]:
    """A channel of the column `what`: one value for each name, and a legend above."""
    import altair

    legend = altair.Legend(
        title=None, orient="top", labelFontSize=FONT_SIZE, symbolSize=70, labelLimit=300, columns=columns
    )
    scale = altair.Scale(domain=list(names), range=list(values))
    return {"shorthand": "what:N", "scale": scale, "legend": legend}


def in_turn(values: Sequence[Any], count: int) -> list[Any]:
    """As many values as are needed, from the first again where they run out."""
    return [values[place % len(values)] for place in range(count)]


def drawn(chart: Any, name: str) -> Html:
    """The chart as SVG to stand in a page: its ids its own, its size free to shrink."""
    dressed = (
        chart.properties(description=f"{name}: the same figures are in the table below", padding=4)
        .configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            titleColor=GREY,
            labelFontSize=FONT_SIZE,
            titleFontSize=FONT_SIZE,
            titleFontWeight="normal",
            labelLimit=LONGEST_LABEL,
            labelPadding=8,
            domain=False,
            ticks=False,
            gridColor="#E6E6E6",
        )
    )
    text = StringIO()
    dressed.save(text, format="svg")
    return Html(_own_ids(text.getvalue(), f"drawing{next(_numbers)}-"))


def _own_ids(svg: str, prefix: str) -> str:
    """Several drawings stand in one page: what one calls clip0 must not be taken for another's."""
    svg = re.sub(r'\sxmlns(?::\w+)?="[^"]*"', "", svg)  # of no use inside HTML
    return re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{prefix}", svg)
