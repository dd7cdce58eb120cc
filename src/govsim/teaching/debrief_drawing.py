"""The drawing of a debrief: us, the arrangement and luck as bars, for progress and core services side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from govsim.documents.markup import Html, element
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.palette import COLOURS, FONT, INK
from govsim.teaching.us_or_luck import Split

WIDE, ROW, TOP, NAMES, GAP = (
    360,
    26,
    30,
    110,
    8,
)  # of a panel; room for names, and between a bar and its value
BETWEEN: Final = 36
VALUES: Final = 52  # room for a value at either end


def split_svg(splits: Sequence[Split], labels: Mapping[str, str]) -> Html:
    """Bars from 0, each panel on a scale of its own."""
    panels = [
        element("g", *_panel(one, labels[one.measure]), transform=f"translate({(WIDE + BETWEEN) * place} 0)")
        for place, one in enumerate(splits)
    ]
    high = TOP + 3 * ROW + 4
    return element(
        "svg",
        *panels,
        viewBox=f"0 0 {(WIDE + BETWEEN) * len(splits) - BETWEEN} {high}",
        width="100%",
        role="img",
    )


def _panel(split: Split, label: str) -> list[Html]:
    bars = (
        ("Us", split.us, COLOURS[0]),
        ("The arrangement", split.arrangement, INK),
        ("Luck", split.luck, "#9aa0a5"),
    )
    values = [0.0, *(value for _, value, _ in bars)]
    low, high = min(values), max(values)
    scale = (WIDE - NAMES - 2 * VALUES) / ((high - low) or 1.0)
    zero = NAMES + VALUES - low * scale
    drawn = [_text(0, 14, label, "start", bold=True)]
    for place, (name, value, colour) in enumerate(bars):
        top, end = TOP + place * ROW, zero + value * scale
        left, width = min(zero, end), max(abs(end - zero), 1.0)
        drawn.append(_text(0, top + 13, name, "start"))
        drawn.append(
            element("rect", x=f"{left:.1f}", y=f"{top}", width=f"{width:.1f}", height="17", fill=colour)
        )
        side, anchor = (GAP, "start") if value >= 0 else (-GAP, "end")
        drawn.append(_text(end + side, top + 13, figure(value, MEASURES[split.measure], sign=True), anchor))
    ends = {"y1": f"{TOP - 5}", "y2": f"{TOP + 3 * ROW}"}
    drawn.append(element("line", x1=f"{zero:.1f}", x2=f"{zero:.1f}", stroke=INK, **ends))
    return drawn


def _text(x: float, y: float, words: str, anchor: str, bold: bool = False) -> Html:
    weight = {"font_weight": "bold"} if bold else {}
    return element(
        "text",
        words,
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        text_anchor=anchor,
        font_size="12",
        font_family=FONT,
        **weight,
    )
