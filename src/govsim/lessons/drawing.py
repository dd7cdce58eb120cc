"""Drawings of a reveal as SVG: lines over the years, single worlds, and where guesses lie.

All are as wide as a phone, so that their letters can be read on one, and say in their first line what they show: on
a projector nothing else does.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from govsim.documents.markup import Html
from govsim.documents.scale import Scale, scale_over
from govsim.lessons.check import Course
from govsim.measures.amounts import figure, threshold
from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import Measure
from govsim.palette import COLOURS, DASHES, FONT, GREY, INK, turns

WIDTH: Final = 380
TEXT: Final = 13
LEFT, RIGHT, TOP, FOOT = 50, 12, 12, 30
HEIGHT: Final = 230
RADIUS: Final = 7.0  # of a world's dot, and of the space around it
GRID: Final = "#dddddd"
GUESS_COLOUR: Final = "#7a3ea1"  # no setting has this colour
LEAST_EFFECTS: Final = 8  # the least span of an axis in smallest effects, lest noise look large
ROW: Final = 17
EDGE: Final = 30  # within so much of it a tick is written inwards


def course_svg(
    courses: Mapping[str, Course],
    measure: str,
    *,
    title: str,
    names: Sequence[str],
    guesses: Sequence[float] = (),
    scale: tuple[float, float] | None = None,
    factor: int = 1,
    first: int = 0,
) -> Html:
    """Lines over the years; each label stands above, with the dash of its line.

    Args:
        courses: By label, the judged one first; its band holds nine in ten worlds.
        measure: What is drawn.
        title: What the drawing shows, in its first line.
        names: The arrangement that each stands for, which has its colour wherever it is drawn.
        guesses: Guesses of the end, drawn as diamonds in the last year.
        scale: Ends of the axis where an end is guessed; from the lines if left out.
        factor: How many times larger a guess is as it is asked for than as it is drawn.
        first: How many of the courses are left out, because they are still to be guessed.
    """
    shown, judged = MEASURES[measure], next(iter(courses.values()))
    look = _looks(names)[first:]
    drawn = [*courses.items()][first:]
    years = len(judged.mean) - 1
    low, high = _limits([one for _, one in drawn], judged, shown) if scale is None else scale
    has_guess = scale is not None
    heading, below = _heading(title)
    top = below + ROW * (len(drawn) + has_guess)
    height = HEIGHT + top
    across = scale_over(0, years, LEFT, WIDTH - RIGHT)
    up = scale_over(low, high, height - FOOT, top + 6)
    parts = [*heading, _frame(up, shown, years, across, height)]
    if not first:
        band = [[min(max(value, low), high) for value in line] for line in (judged.low, judged.high)]
        back = "L".join(
            f"{across(year):.1f} {up(value):.1f}" for year, value in reversed([*enumerate(band[1])])
        )
        ahead = _line(band[0], across, up)
        parts.append(f'<path d="M{ahead}L{back}Z" fill="{look[0][0]}" opacity=".16"/>')
    for row, ((label, one), (colour, dash)) in reversed([*enumerate(zip(drawn, look, strict=True))]):
        stroke = f'stroke="{colour}" stroke-width="2.4" stroke-dasharray="{dash}" fill="none"'
        y = below + ROW * row
        parts.append(f'<path d="M{_line(one.mean, across, up)}" {stroke}/>')
        parts.append(f'<path d="M{LEFT} {y}h34" {stroke}/>')
        end = f": {figure(one.mean[-1], shown)} at the end"
        parts.append(_text(LEFT + 42, y, label + end, weight="" if row or first else "600"))
    if has_guess:
        y = below + ROW * len(drawn)
        parts += [_diamond(LEFT + 17, y), _text(LEFT + 42, y, _guess_words(guesses))]
    parts += [_diamond(across(years), up(guess)) for guess in guesses]
    name = f"{shown.label} over {years} years: {', '.join(label for label, _ in drawn)}."
    axis = (
        f"up {factor * up.low:g} {factor * up.high:g} {up.start:g} {up.end:g} {across(years):g}"
        if has_guess
        else ""
    )
    return _svg(height, name, parts, axis)


def _limits(drawn: Sequence[Course], judged: Course, measure: Measure) -> tuple[float, float]:
    """Ends of an axis that holds the lines and the band."""
    values = [value for one in drawn for value in one.mean] + [*judged.low, *judged.high]
    low, high = min(values), max(values)
    short = LEAST_EFFECTS * measure.smallest_effect - (high - low)
    return (low - short / 2, high + short / 2) if short > 0 else (low, high)


def worlds_svg(dots: Sequence[float], measure: str, *, title: str, effect: float) -> Html:
    """Equally likely worlds as dots by their difference, stacked; in the grey band it is too little to matter.

    Args:
        dots: Differences, in the measure's unit.
        measure: What differs.
        title: What the drawing shows, in its first line.
        effect: The smallest difference that matters.
    """
    shown = MEASURES[measure]
    size = max(map(abs, (*dots, 2 * effect)))
    low, high = min(*dots, -size / 6), max(*dots, size / 6)
    room = (high - low) * 0.04
    across = scale_over(low - room, high + room, 14, WIDTH - 14)
    columns: dict[int, int] = {}
    places = []
    for dot in dots:
        column = round(across(dot) / (2 * RADIUS))
        columns[column] = columns.get(column, 0) + 1
        places.append((column * 2 * RADIUS, columns[column], dot))
    parts, below = _heading(title)
    top = below + 2 * ROW
    floor = top + max(columns.values()) * 2 * RADIUS + 4
    left, right = across(max(-effect, across.low)), across(min(effect, across.high))
    band = f'x="{left:.1f}" y="{top - 8}" width="{right - left:.1f}" height="{floor - top + 8:.1f}"'
    parts.append(f'<rect {band} fill="#e4e4e4"/>')
    for x, row, dot in places:
        colour = GREY if abs(dot) < effect else INK
        y = floor - (row - 0.5) * 2 * RADIUS
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS - 1}" fill="{colour}"/>')
    zero = across(0)
    parts.append(f'<path d="M{zero:.1f} {top - 10}V{floor:.1f}" stroke="{INK}" stroke-width="1.5"/>')
    parts.append(f'<path d="M14 {floor:.1f}H{WIDTH - 14}" stroke="{GREY}"/>')
    for value in across.ticks(4):
        x = across(value)
        side = "start" if x < EDGE else "end" if x > WIDTH - EDGE else "middle"
        parts.append(_text(x, floor + 16, figure(value, shown, sign=value != 0), anchor=side, ink=GREY))
    less, more = sum(dot < 0 for dot in dots), sum(dot > 0 for dot in dots)
    parts.append(_text(14, below, f"← lower: {less} of {len(dots)} worlds"))
    parts.append(_text(WIDTH - 14, below + ROW, f"higher: {more} of {len(dots)} worlds →", anchor="end"))
    parts.append(
        _text(14, floor + 16 + ROW, f"Grey: below {threshold(effect, shown)}, too little to matter", ink=GREY)
    )
    name = f"{title}: differences in {len(dots)} equally likely worlds. {less} lie below 0, {more} above."
    return _svg(floor + FOOT + ROW, name, parts)


def scale_svg(
    scale: tuple[float, float], unit: str, guesses: Sequence[float], truth: float, result: str
) -> Html:
    """A scale with the guesses above it and the result below, `truth` as a number and `result` in words."""
    across = scale_over(*scale, LEFT, WIDTH - LEFT)
    line = TOP + ROW + 34
    rows: dict[int, int] = {}
    parts = [f'<path d="M{LEFT} {line}H{WIDTH - LEFT}" stroke="{INK}"/>']
    for guess in sorted(guesses):
        x = across(guess)
        rows[round(x / 9)] = row = rows.get(round(x / 9), 0) + 1
        parts.append(_diamond(x, line - 9 - min(row - 1, 4) * 7))
    parts += [_diamond(LEFT + 5, TOP), _text(LEFT + 18, TOP, _guess_words(guesses))]
    for value in across.ticks(5):
        parts.append(f'<path d="M{across(value):.1f} {line}v5" stroke="{GREY}"/>')
        parts.append(_text(across(value), line + 16, f"{value:g}", anchor="middle", ink=GREY))
    x = across(min(max(truth, scale[0]), scale[1]))
    parts.append(f'<path d="M{x:.1f} {line + 24}l-7 12h14z" fill="{INK}"/>')
    side = "end" if x > WIDTH / 2 else "start"
    parts.append(_text(x + (-12 if side == "end" else 12), line + 32, result, anchor=side, weight="700"))
    axis = f"across {across.low:g} {across.high:g} {across.start:g} {across.end:g} {line - 9}"
    return _svg(line + 46, f"A scale of {unit}; {result}.", parts, axis)


def tally_svg(options: Sequence[tuple[str, str]], answers: Sequence[str], right: Sequence[str]) -> Html:
    """How many chose each option; the right ones are marked."""
    most = max([1, *(answers.count(key) for key, _ in options)])
    parts, y = [], TOP
    for key, words in options:
        count = answers.count(key)
        mark = "✓ " if key in right else ""
        for line in _lines(f"{mark}{words}"):
            parts.append(_text(8, y, line, weight="700" if key in right else ""))
            y += ROW
        wide = max(2.0, 250 * count / most) if count else 2.0
        colour = INK if key in right else "#9a9a9a"
        parts.append(f'<rect x="8" y="{y - 8}" width="{wide:.1f}" height="12" fill="{colour}"/>')
        if count:
            parts.append(_text(wide + 16, y - 2, str(count)))
        y += ROW + 8
    counts = "; ".join(f"{words}: {answers.count(key)}" for key, words in options)
    return _svg(y, f"Guesses. {counts}.", parts)


def _guess_words(guesses: Sequence[float]) -> str:
    return "your guess" if len(guesses) < 2 else f"{len(guesses)} guesses"


def _looks(names: Sequence[str]) -> list[tuple[str, str]]:
    """The colour and dash of each line."""
    return [
        (COLOURS[turn % len(COLOURS)], " ".join(map(str, DASHES[turn % len(DASHES)])))
        for turn in turns(names)
    ]


def _line(values: Sequence[float], across: Scale, up: Scale) -> str:
    return "L".join(f"{across(year):.1f} {up(value):.1f}" for year, value in enumerate(values))


def _frame(up: Scale, measure: Measure, years: int, across: Scale, height: float) -> str:
    """Grid, ticks and years."""
    parts = []
    for value in up.ticks(5):
        y = up(value)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{GRID}"/>')
        parts.append(_text(LEFT - 6, y, figure(value, measure), anchor="end", ink=GREY))
    for year in across.ticks(5):
        word = f"year {year:g}" if year == years else f"{year:g}"
        side = "end" if year == years else "middle"
        parts.append(_text(across(year), height - FOOT + 18, word, anchor=side, ink=GREY))
    return "".join(parts)


def _diamond(x: float, y: float) -> str:
    return f'<path class="guessed" d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z" fill="{GUESS_COLOUR}"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", ink: str = INK, weight: str = "") -> str:
    bold = f' font-weight="{weight}"' if weight else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" dy=".32em" text-anchor="{anchor}" fill="{ink}"{bold}>{escape(text)}</text>'


def _heading(title: str) -> tuple[list[str], float]:
    """The first lines of a drawing, and the height of the next line."""
    lines = _lines(title)
    drawn = [_text(8, TOP + ROW * row, line, weight="700") for row, line in enumerate(lines)]
    return drawn, TOP + ROW * len(lines) + 4


def _lines(text: str, letters: int = 50) -> list[str]:
    return textwrap.wrap(text, letters)


def _svg(height: float, name: str, parts: Sequence[str], axis: str = "") -> Html:
    """The picture; `axis` says where a browser draws a guess: way, low, high, start, end, and the other coordinate."""
    guessed = f' data-axis="{axis}"' if axis else ""
    return Html(
        f'<svg{guessed} viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(name)}" '
        f'font-family="{FONT}" font-size="{TEXT}">{"".join(parts)}</svg>'
    )
