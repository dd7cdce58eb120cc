"""Drawings for the screen of a cabinet game, readable from the last row: courses by round, and forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govsim.documents.markup import Html, element
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.palette import COLOURS, INK
from govsim.rooms.activity import Drawing
from govsim.teaching.debrief import Debrief
from govsim.teaching.play import RoundFigures

WIDE, HIGH, EDGE = 560, 300, 40
TRUE, REPORTED = INK, COLOURS[0]
LABELS: Final = {"progress": "Progress", "core_services": "Core services"}


def course(figures: Sequence[RoundFigures], rounds: int) -> Drawing:
    """Progress, reported and true, beside core services: each after each round."""
    left = [
        ("as reported", REPORTED, "7 6", [0.0, *(one.reported_progress for one in figures)]),
        ("as it was", TRUE, "", [0.0, *(one.progress for one in figures)]),
    ]
    right = [("", TRUE, "", [one.core_services for one in figures])]
    now = figures[-1]
    sentences = [
        f"Progress as reported {_signed(now.reported_progress)}, as it was {_signed(now.progress)};",
        f"core services {figure(now.core_services, MEASURES['core_services'])}.",
    ]
    panels = [
        _panel("Progress, in need points", left, rounds, 0, base=0.0, sign=True),
        _panel("Core services, 1 is what is owed", right, rounds, 1, base=1.0, sign=False),
    ]
    svg = element("div", *panels, class_="panels")
    return Drawing(svg=svg, words=" ".join(sentences))


def _signed(value: float) -> str:
    return figure(value, MEASURES["progress"], sign=True)


def _panel(
    title: str,
    lines: Sequence[tuple[str, str, str, Sequence[float]]],
    rounds: int,
    first: int,
    *,
    base: float,
    sign: bool,
) -> Html:
    values = [value for *_, course_ in lines for value in course_]
    low, high = min(base, *values), max(base, *values)
    room = max(high - low, 0.02) * 0.2
    low, high = low - room, high + room

    def across(place: int) -> float:
        return EDGE + (WIDE - 60 - EDGE) * place / rounds

    def up(value: float) -> float:
        return HIGH - 40 - (HIGH - 70) * (value - low) / (high - low)

    measure = MEASURES["progress" if sign else "core_services"]
    drawn = [
        _line(across(0), up(base), across(rounds), up(base), "base"),
        *(_text(across(place), HIGH - 12, str(2 * place), "tick", "middle") for place in range(rounds + 1)),
        _text(across(rounds) + 14, HIGH - 12, "years", "tick", "start"),
        _text(EDGE - 10, up(base) + 6, f"{base:g}", "tick", "end"),
    ]
    ends = sorted(((up(course_[-1]), row) for row, (*_, course_) in enumerate(lines)), key=lambda one: one[0])
    shifted = dict(_apart([(row, at) for at, row in ends]))
    for row, (name, colour, dash, course_) in enumerate(lines):
        points = " ".join(
            f"{across(place + first):.1f},{up(value):.1f}" for place, value in enumerate(course_)
        )
        drawn.append(
            element(
                "polyline", points=points, fill="none", stroke=colour, stroke_width="4", stroke_dasharray=dash
            )
        )
        for place, value in enumerate(course_):
            drawn.append(
                element(
                    "circle", cx=f"{across(place + first):.1f}", cy=f"{up(value):.1f}", r="6", fill=colour
                )
            )
        at = across(len(course_) - 1 + first) + 14
        words = f"{figure(course_[-1], measure, sign=sign)} {name}".strip()
        drawn.append(_text(at, shifted[row] + 7, words, "end", "start", colour))
    svg = element("svg", *drawn, viewBox=f"0 0 {WIDE + 230} {HIGH}", aria_hidden="true")
    return element("figure", element("figcaption", title), svg)


def _apart(places: Sequence[tuple[int, float]], gap: float = 26) -> list[tuple[int, float]]:
    """Heights of labels, moved down where they would overlap."""
    spread: list[tuple[int, float]] = []
    for row, at in places:
        spread.append((row, max(at, spread[-1][1] + gap) if spread else at))
    return spread


def forecasts(debrief: Debrief) -> Drawing:
    """Each forecast as a dot, and what happened as a line, for both measures side by side."""
    panels, sentences = [], []
    for one in debrief.forecasts:
        measure, sign = MEASURES[one.measure], one.measure == "progress"
        low, high = min(one.happened, *one.forecasts), max(one.happened, *one.forecasts)
        room = max(high - low, 0.02) * 0.12
        low, high = low - room, high + room
        stacked: dict[int, int] = {}
        drawn: list[Html] = []
        for value in sorted(one.forecasts):
            at = EDGE + (WIDE - 2 * EDGE) * (value - low) / (high - low)
            row = stacked[round(at / 14)] = stacked.get(round(at / 14), 0) + 1
            drawn.append(element("circle", cx=f"{at:.1f}", cy=f"{150 - 15 * row}", r="6.5", class_="dot"))
        at = EDGE + (WIDE - 2 * EDGE) * (one.happened - low) / (high - low)
        drawn.append(_line(EDGE, 150, WIDE - EDGE, 150, "base"))
        drawn.append(_line(at, 24, at, 158, "happened"))
        drawn.append(_text(at, 184, f"happened: {figure(one.happened, measure, sign=sign)}", "end", "middle"))
        for value, anchor in ((low, "start"), (high, "end")):
            place = EDGE if anchor == "start" else WIDE - EDGE
            drawn.append(_text(place, 210, figure(value, measure, sign=sign), "tick", anchor))
        svg = element("svg", *drawn, viewBox=f"0 0 {WIDE} 220", aria_hidden="true")
        panels.append(element("figure", element("figcaption", f"{LABELS[one.measure]}: your forecasts"), svg))
        sentences.append(f"{LABELS[one.measure]}: {len(one.forecasts)} forecasts.")
    return Drawing(svg=element("div", *panels, class_="panels"), words=" ".join(sentences))


def _line(x: float, y: float, to_x: float, to_y: float, kind: str) -> Html:
    return element("line", x1=f"{x:.1f}", y1=f"{y:.1f}", x2=f"{to_x:.1f}", y2=f"{to_y:.1f}", class_=kind)


def _text(x: float, y: float, words: str, kind: str, anchor: str, colour: str = INK) -> Html:
    placed = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text_anchor": anchor, "fill": colour}
    return element("text", words, class_=kind, **placed)
