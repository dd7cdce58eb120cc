"""Progress against core services: one cloud of worlds for each arrangement, as differences from siloed government."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

import numpy as np

from govsim.app.arrangements import ArrangementStyle, arrangement_levers, style_of
from govsim.app.chart import Size
from govsim.app.controls import Control, ControlOption, Group
from govsim.app.keys import Key, one_of
from govsim.app.part import Request, land_of, request_of, weighed
from govsim.app.session import Setting
from govsim.app.work import Derived
from govsim.arrays import Floats
from govsim.comparison.arms import held_alike
from govsim.comparison.compare import Comparison
from govsim.comparison.document import in_words
from govsim.comparison.document_trade_off import trade_off_part
from govsim.documents.document import Part
from govsim.documents.scale import Scale, scale_over
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.palette import ARRANGEMENTS
from govsim.runs.run import Run
from govsim.scenario.levers import Levers
from govsim.statistics.rounding import beyond_rounding
from govsim.words.plurals import counted
from govsim.words.verdicts import WHAT_SHORT_MEANS

EQUAL: Final = "equal"
VOLUME: Final = Key(name="volume", check=one_of(("", EQUAL)))
SIZES: Final = (
    Size("wide", 760, 440, left=64, right=130),
    Size("narrow", 350, 320, left=52, right=84, text=13),
)
PROJECTED: Final = (Size("wide", 760, 400, left=84, right=150, text=20), SIZES[1])  # in presenter mode
SHAPES: Final = ("circle", "square", "diamond", "triangle")  # by the turn of an arrangement
LEAST_SIDE: Final = 0.25  # of the range, on either side of 0, so that each quadrant can be named
ACROSS, UP = "core_services", "progress"


@dataclass(frozen=True, eq=False)
class TradeOff:
    """Several settings in the same worlds, the first to compare with, with the document's part on their trade-offs."""

    styles: tuple[ArrangementStyle, ...]
    runs: tuple[Run, ...]
    part: Part

    @classmethod
    def of(cls, work: Derived, part: Part) -> TradeOff:
        """The trade-offs of some `trade_off_work`, of which the part was written."""
        runs, _, _ = work.given
        requests = [one for one in work.of if isinstance(one, Request)]
        return cls(tuple(style_of(one.scenario.levers) for one in requests), runs, part)

    @property
    def worlds(self) -> int:
        """How many worlds."""
        return len(self.runs[0].replicates)

    def apart(self, row: int) -> tuple[Floats, Floats]:
        """Differences from the first setting at the end, core services and progress, each (world,)."""
        core, progress = (
            beyond_rounding(now - before, before, now)
            for before, now in (
                (self.runs[0].at_end(name), self.runs[row].at_end(name)) for name in (ACROSS, UP)
            )
        )
        return core, progress


def levers_compared(setting: Setting) -> tuple[Levers, ...]:
    """The shipped arrangements, siloed first, and the setting if it is another."""
    shipped = tuple(map(arrangement_levers, ARRANGEMENTS))
    return shipped if setting.levers in shipped else (*shipped, setting.levers)


def volume_group() -> Group:
    """The choice whether all settings have the same share of money for outcomes."""
    shares = (
        ControlOption("", "as each setting has it"),
        ControlOption(EQUAL, "siloed government’s share for all"),
    )
    meaning = "at equal volume, what remains is how well the money is used; as govsim compare --equal-volume"
    return Group(
        "", (Control(name=VOLUME.name, label="Money for outcomes", meaning=meaning, options=shares),)
    )


def trade_off_requests(setting: Setting, volume: str) -> list[Request]:
    """The settings to compare; at equal volume all are held to siloed government's share of money for outcomes."""
    requests = [request_of(replace(setting, levers=levers)) for levers in levers_compared(setting)]
    held = held_alike([request.scenario for request in requests], volume == EQUAL, False)
    return [replace(request, scenario=scenario) for request, scenario in zip(requests, held, strict=True)]


def trade_off_work(requests: Sequence[Request], runs: Sequence[Run], progress_weight: float) -> list[Derived]:
    """The document's part on the trade-offs between some runs, at a visitor's weight; no work without runs."""
    if not runs:
        return []
    given = tuple(replace(run, along_axes={}) for run in runs), progress_weight, requests[0]
    of = ("trade-off", *requests, len(runs[0].replicates), progress_weight)
    return [Derived(function=trade_off_part_of, of=of, given=given)]


def trade_off_part_of(runs: Sequence[Run], progress_weight: float, request: Request) -> Part:
    """The document's part on the trade-offs between some runs of a country."""
    result = tuple(weighed(run, progress_weight) for run in runs)
    return trade_off_part(in_words(Comparison(result, land_of(request))))


def trade_off_svg(result: TradeOff, size: Size) -> str:
    """A cloud of worlds for each arrangement around its mean; the first is the crossing of the lines."""
    clouds = [result.apart(row) for row in range(1, len(result.runs))]
    across = _scale([core for core, _ in clouds], ACROSS, size.left, size.width - size.right)
    up = _scale([progress for _, progress in clouds], UP, size.height - size.bottom - 16, size.top + 22)
    parts = [_grid(across, up, size), _corners(size)]
    labels = [(up(0.0), across(0.0), result.styles[0])]
    marks = []
    for style, (core, progress) in zip(result.styles[1:], clouds, strict=True):
        dots = "".join(
            f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="2.4"/>'
            for x, y in zip(map(float, core), map(float, progress), strict=True)
        )
        parts.append(f'<g class="cloud" fill="{style.colour}">{dots}</g>')
        x, y = across(float(core.mean())), up(float(progress.mean()))
        marks.append(_mark(style, x, y))
        labels.append((y, x, style))
    marks.append(_mark(result.styles[0], across(0.0), up(0.0)))
    named = ", ".join(style.title for style in result.styles[1:])
    name = escape(f"Progress against core services, differences from {result.styles[0].title}: {named}")
    return (
        f'<svg class="trade-off {size.name}" viewBox="0 0 {size.width} {size.height}" role="img" '
        f'font-size="{size.text}" aria-label="{name}">{"".join([*parts, *marks, *_named(labels, size)])}</svg>'
    )


_HEADING: Final = '<h2 id="trade-off-heading">'
TRADE_OFF_WAITING: Final = (
    f"{_HEADING}What is traded for what</h2><p>The three arrangements and this setting are compared here once all "
    "worlds above are there.</p>"
)


def trade_off_key(result: TradeOff, complete: int) -> str:
    """Legend of the drawing, and the number of worlds so far."""
    so_far = "" if result.worlds == complete else " so far; more are on their way"
    return (
        '<figcaption class="key">Small dots: worlds. Large shapes: means. '
        f'<span class="count">{counted(result.worlds, "world")}{so_far}.</span></figcaption>'
    )


def trade_off_words(result: TradeOff, volume: str) -> str:
    """Heading and what the drawing shows."""
    held = " All have siloed government’s share of money for outcomes." if volume == EQUAL else ""
    return (
        f"{_HEADING}{result.part.heading}</h2>"
        f"<p>Each dot is a world at the end: how much more or less progress and core services it has than the same "
        f"world under siloed government.{held}</p>"
    )


def trade_off_sentences(result: TradeOff) -> str:
    """The sentences of a comparison, as a list."""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in result.part.sentences)
    return f'<ul>{items}</ul><p class="key">{WHAT_SHORT_MEANS}</p>'


def _scale(values: Sequence[Floats], measure: str, start: float, end: float) -> Scale:
    drawn = np.concatenate(values)
    low, high = float(drawn.min()), float(drawn.max())
    least = max(4 * MEASURES[measure].smallest_effect, LEAST_SIDE * (high - low))
    low, high = min(low, -least), max(high, least)
    room = 0.05 * (high - low)
    return scale_over(low - room, high + room, start, end)


def _grid(across: Scale, up: Scale, size: Size) -> str:
    left, right, foot, top = size.left, size.width - size.right, size.height - size.bottom - 16, size.top + 22
    parts = []
    for value in up.ticks(5):
        y = f"{up(value):.1f}"
        parts.append(
            f'<line class="{"grid" if value else "landmark"}" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/>'
        )
        parts.append(
            f'<text class="tick" x="{left - 8}" y="{y}" dy=".32em" text-anchor="end">{_tick(value, UP)}</text>'
        )
    for value in across.ticks(5 if size.name == "wide" else 3):
        x = f"{across(value):.1f}"
        parts.append(
            f'<line class="{"grid" if value else "landmark"}" x1="{x}" x2="{x}" y1="{top}" y2="{foot}"/>'
        )
        parts.append(
            f'<text class="tick" x="{x}" y="{foot + 20}" text-anchor="middle">{_tick(value, ACROSS)}</text>'
        )
    parts.append(f'<text class="axis" x="{left}" y="{size.top}">Progress, need points</text>')
    parts.append(
        f'<text class="axis" x="{right}" y="{foot + 40}" text-anchor="end">Core services, index</text>'
    )
    return "".join(parts)


def _tick(value: float, measure: str) -> str:
    return figure(value, MEASURES[measure], sign=True) if value else "0"


def _corners(size: Size) -> str:
    left, right, foot, top = (
        size.left + 6,
        size.width - size.right - 6,
        size.height - size.bottom - 16,
        size.top + 22,
    )
    words = (
        (left, top + 16, "start", "more progress, less core"),
        (right, top + 16, "end", "more of both"),
        (left, foot - 8, "start", "less of both"),
        (right, foot - 8, "end", "more core, less progress"),
    )
    return "".join(
        f'<text class="landmark-label" x="{x}" y="{y}" text-anchor="{side}">{told}</text>'
        for x, y, side, told in words
        if size.name == "wide" or "both" in told
    )


def _mark(style: ArrangementStyle, x: float, y: float) -> str:
    """The mean of an arrangement, in a shape of its own."""
    turn = next(
        (row for row, name in enumerate(ARRANGEMENTS) if style == style_of(arrangement_levers(name))), 3
    )
    r = 8
    points = {
        "square": f"M{x - r} {y - r}h{2 * r}v{2 * r}h{-2 * r}Z",
        "diamond": f"M{x} {y - r - 3}L{x + r + 3} {y}L{x} {y + r + 3}L{x - r - 3} {y}Z",
        "triangle": f"M{x} {y - r - 2}L{x + r + 2} {y + r}L{x - r - 2} {y + r}Z",
        "circle": f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z",
    }
    return f'<path class="mean-mark" d="{points[SHAPES[turn]]}" fill="{style.ink}"/>'


def _named(labels: Sequence[tuple[float, float, ArrangementStyle]], size: Size) -> list[str]:
    """Names to the right of their means, moved down where they would overlap."""
    line, last, parts = size.text * 1.3, -1e9, []
    for y, x, style in sorted(labels, key=lambda one: one[0]):
        last = max(y, last + line)
        parts.append(
            f'<text class="label" x="{x + 15:.1f}" y="{last:.1f}" dy=".32em" fill="{style.ink}" font-weight="700">'
            f"{escape(style.heading)}</text>"
        )
    return parts
