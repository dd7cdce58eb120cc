"""Drawings of one world: need and the pound over ten years, and an actor's two futures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from govsim.app.one_world.records import DecisionRecord, WorldRecord
from govsim.documents.charts import POUND
from govsim.documents.scale import Scale, scale_over
from govsim.measures.catalogue import MEASURES
from govsim.replay.actor_figures import Quantity
from govsim.replay.replay import Course
from govsim.replay.wording import label_of
from govsim.units import QUARTERS_IN_YEAR, quarter_words
from govsim.words.names import capitalised
from govsim.words.numbers import decimal, pence

AS_IT_WAS, INSTEAD = "#333a40", "#B3460B"  # as it was, and with another choice


@dataclass(frozen=True)
class Size:
    """A drawing's width in CSS pixels and the room for its labels."""

    name: str
    width: int
    left: int
    right: int
    text: int = 14


WIDE: Final = Size("wide", 760, left=58, right=172)
NARROW: Final = Size("narrow", 350, left=46, right=14, text=13)
SIZES: Final = (WIDE, NARROW)
NEED_HEIGHT, POUND_HEIGHT, GAP, FOOT = 170, 150, 42, 34
LETTER: Final = 0.62  # mean width of a bold letter, in text sizes
LEAST_SPAN: Final = 0.02  # need points on the axis at least, lest noise look large


def grouped_pound(pound: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    """The pound of each quarter by the groups that are drawn."""
    quarters = len(next(iter(pound.values())))
    return {
        label: [sum(pound[end][quarter] for end in ends) for quarter in range(quarters)]
        for label, _, ends in POUND
    }


def ten_years_svg(record: WorldRecord, quarter: int, size: Size) -> str:
    """Need with the crises that struck, and where each pound ended, quarter by quarter; each can be pressed."""
    quarters = len(record.quarters)
    across = scale_over(0, quarters, size.left, size.width - size.right)
    low, high = min(record.need), max(record.need)
    spare = max(0.0, LEAST_SPAN - (high - low)) / 2 + 0.12 * (high - low)
    up = scale_over(low - spare, high + spare, 24 + NEED_HEIGHT, 24)
    top = 24 + NEED_HEIGHT + GAP
    parts = [
        _heading("Need, mean of all residents and outcomes", 12, size),
        _grid(up, size, lambda value: f"{value:.2f}" if up.high - up.low > 0.04 else f"{value:.3f}"),
        *_crises(record, across, size),
        f'<path class="mean" stroke="{AS_IT_WAS}" d="{_path(range(quarters + 1), record.need, across, up)}"/>',
        _heading("Where each pound of the quarter ended", top - 12, size),
        *_pound(record, across, top, size),
        _years(across, top + POUND_HEIGHT, quarters, size),
        _cursor(record, quarter, across, up, top, size),
    ]
    parts += [
        f'<rect class="press" data-choose="quarter={row}" x="{across(row):.1f}" y="24" '
        f'width="{across(1) - across(0):.1f}" height="{top + POUND_HEIGHT - 24}"><title>{when(row)}</title></rect>'
        for row in range(quarters)
    ]
    height = top + POUND_HEIGHT + FOOT
    name = escape(f"Need and the pound in world {record.world}, quarter by quarter", quote=True)
    return _svg(parts, size, height, name)


def when(quarter: int) -> str:
    """A quarter as people say it, at the head of a line.

    >>> when(9)
    'Year 3, quarter 2'
    """
    return capitalised(quarter_words(quarter))


def _svg(parts: Sequence[str], size: Size, height: float, name: str) -> str:
    return (
        f'<svg class="chart {size.name}" viewBox="0 0 {size.width} {height:.0f}" role="img" '
        f'font-size="{size.text}" aria-label="{name}">{"".join(parts)}</svg>'
    )


def _heading(words: str, y: float, size: Size) -> str:
    return f'<text class="over" x="0" y="{y:.0f}" font-weight="600">{escape(words)}</text>'


def _path(at: Sequence[float], values: Sequence[float], across: Scale, up: Scale) -> str:
    return "M" + "L".join(f"{across(x):.1f} {up(value):.1f}" for x, value in zip(at, values, strict=True))


def _grid(up: Scale, size: Size, text: object, about: int = 4) -> str:
    assert callable(text)
    return "".join(
        f'<line class="grid" x1="{size.left}" x2="{size.width - size.right}" y1="{up(value):.1f}" '
        f'y2="{up(value):.1f}"/>'
        f'<text class="tick" x="{size.left - 8}" y="{up(value):.1f}" dy=".32em" text-anchor="end">'
        f"{text(value).replace('-', '−')}</text>"
        for value in up.ticks(about)
    )


def _years(across: Scale, foot: float, quarters: int, size: Size) -> str:
    years = quarters // QUARTERS_IN_YEAR
    step = 1 if size.name == "wide" else 2
    return "".join(
        f'<text class="tick" x="{across((year - 0.5) * QUARTERS_IN_YEAR):.1f}" y="{foot + 20:.0f}" '
        f'text-anchor="middle">{f"Year {year}" if year == 1 and size.name == "wide" else year}</text>'
        for year in range(1, years + 1, step)
    )


def _crises(record: WorldRecord, across: Scale, size: Size) -> list[str]:
    parts = []
    for row, one in enumerate(record.quarters):
        if one.crises:
            x = across(row + 0.5)
            words = escape(f"{when(row)}: a crisis hits {' and '.join(one.crises)}")
            parts.append(
                f'<g class="crisis"><title>{words}</title><line x1="{x:.1f}" x2="{x:.1f}" y1="30" '
                f'y2="{24 + NEED_HEIGHT}"/><path d="M{x - 5:.1f} 24h10l-5 9z"/></g>'
            )
    return parts


def _pound(record: WorldRecord, across: Scale, top: float, size: Size) -> list[str]:
    groups = grouped_pound(record.pound)
    quarters = len(record.quarters)
    below = [0.0] * quarters
    parts, labels = [], []
    up = scale_over(0, 1, top + POUND_HEIGHT, top)
    for (label, colour, _), shares in reversed(list(zip(POUND, groups.values(), strict=True))):
        above = [low + share for low, share in zip(below, shares, strict=True)]
        edge = [
            f"{across(row + side):.1f} {up(above[row]):.1f}" for row in range(quarters) for side in (0, 1)
        ]
        back = [
            f"{across(row + side):.1f} {up(below[row]):.1f}" for row in range(quarters) for side in (0, 1)
        ]
        parts.append(
            f'<path fill="{colour}" d="M{"L".join([*edge, *reversed(back)])}Z">'
            f"<title>{escape(label)}</title></path>"
        )
        middle = (below[-1] + above[-1]) / 2
        if shares[-1] > 0.04:
            labels.append((up(middle), label, shares[-1]))
        below = above
    if size.name == "wide":
        x = size.width - size.right + 8
        for row in range(1, len(labels)):  # from the foot up
            y, label, share = labels[row]
            labels[row] = (min(y, labels[row - 1][0] - 14), label, share)
        parts += [
            f'<text class="label" x="{x}" y="{y:.1f}" dy=".32em" font-size="12">{escape(_short(label))} '
            f"{pence(share)}p</text>"
            for y, label, share in labels
        ]
    parts += [
        f'<text class="tick" x="{size.left - 8}" y="{up(share):.1f}" dy=".32em" text-anchor="end">'
        f"{100 * share:.0f}p</text>"
        for share in (0, 0.5, 1)
    ]
    return parts


def _short(label: str) -> str:
    return label if len(label) < 24 else label.split(",")[0]


def _cursor(record: WorldRecord, quarter: int, across: Scale, up: Scale, top: float, size: Size) -> str:
    x, width = across(quarter), across(1) - across(0)
    need = record.need[quarter + 1]
    words = f"{when(quarter)}: {need:.3f}"
    fits = x + width + 8 + LETTER * size.text * len(words) <= size.width
    side, shift = ("start", width + 8) if fits else ("end", -8)
    return (
        f'<rect class="now" x="{x:.1f}" y="24" width="{width:.1f}" height="{top + POUND_HEIGHT - 24:.0f}"/>'
        f'<circle cx="{across(quarter + 1):.1f}" cy="{up(need):.1f}" r="4.5" fill="{AS_IT_WAS}"/>'
        f'<text class="label" x="{x + shift:.1f}" y="{24 + NEED_HEIGHT - 8}" text-anchor="{side}" font-weight="600">'
        f"{words}</text>"
    )


def course_svg(record: DecisionRecord, size: Size) -> str:
    """The actor's own figure over the years of this world, with the quarter that is open."""
    own = Course(figure=Quantity(record.figure[0], unit=record.figure[1]), was=record.course, instead=())
    return futures_svg(own, 0, record.quarter, size)


def futures_svg(course: Course, first: int, quarter: int, size: Size) -> str:
    """A figure as it was and with another choice, from the quarter `first` on; the difference, enlarged, below."""
    percent = is_percent(course.figure)
    scale = 100.0 if percent else 1.0
    was, instead = ([scale * value for value in values] for values in (course.was, course.instead))
    at = [first + row + 1 for row in range(len(was))]
    across = scale_over(min(at[0] - 1, quarter), at[-1], size.left, size.width - size.right)
    both = [*was, *instead]
    room = 0.1 * (max(both) - min(both)) or 0.01
    up = scale_over(min(both) - room, max(both) + room, 190, 26)
    parts = [_heading(label_of(course.figure), 12, size), _grid(up, size, lambda value: f"{value:.3g}")]
    x = across(quarter + 0.5) if first < quarter or not instead else across(at[0])
    parts.append(f'<line class="landmark" x1="{x:.1f}" x2="{x:.1f}" y1="20" y2="190"/>')
    parts.append(f'<path class="mean" stroke="{AS_IT_WAS}" d="{_path(at, was, across, up)}"/>')
    height = 190.0
    if instead:
        parts.append(
            f'<path class="mean" stroke="{INSTEAD}" stroke-dasharray="7 4" d="{_path(at, instead, across, up)}"/>'
        )
        ends = sorted(((up(was[-1]), "as it was", AS_IT_WAS), (up(instead[-1]), "instead", INSTEAD)))
        apart = max(0.0, 16 - (ends[1][0] - ends[0][0])) / 2
        if size.name == "wide":
            parts += [
                f'<text class="label" x="{size.width - size.right + 8}" y="{y + shift:.1f}" dy=".32em" fill="{ink}" '
                f'font-weight="600">{words}</text>'
                for (y, words, ink), shift in zip(ends, (-apart, apart), strict=True)
            ]
        difference = [two - one for one, two in zip(was, instead, strict=True)]
        most = max(map(abs, difference))
        height = 340.0 if most else 232.0
        if not most:
            parts.append(_heading("No difference in any quarter", 226, size))
        else:
            lower = scale_over(-1.15 * most, 1.15 * most, height, 240)
            parts += [
                _heading(
                    f"Difference{': instead less as it was' if size.name == 'wide' else ''}; "
                    f"lines are {_apart(lower)} apart",
                    226,
                    size,
                ),
                _grid(lower, size, lambda value: "+" if value > 0 else "−" if value < 0 else "0", 5),
                f'<path class="mean" stroke="{INSTEAD}" d="{_path(at, difference, across, lower)}"/>',
            ]
    last = at[-1] // QUARTERS_IN_YEAR
    years = [year for year in range(1, last + 1) if year * QUARTERS_IN_YEAR > across.low]
    parts += [
        f'<text class="tick" x="{across(year * QUARTERS_IN_YEAR):.1f}" y="{height + 20:.0f}" '
        f'text-anchor="end">{f"Year {year}" if year == years[0] and size.name == "wide" else year}</text>'
        for year in years
        if size.name == "wide" or year % 2 == 0
    ]
    return _svg(parts, size, height + FOOT, escape(label_of(course.figure), quote=True))


def _apart(scale: Scale) -> str:
    """How far apart a scale's lines are, without an exponent however small."""
    first, second, *_ = scale.ticks(5)
    return f"{second - first:.12f}".rstrip("0").rstrip(".")


def is_percent(figure: Quantity) -> bool:
    """Whether a figure is a share that is shown in per cent."""
    measure = MEASURES.get(figure.measure)
    return (figure.unit if measure is None else measure.unit).startswith(("%", "share"))


def ten_years_table(record: WorldRecord) -> tuple[tuple[str, ...], ...]:
    """The numbers of the drawing, quarter by quarter."""
    groups = grouped_pound(record.pound)
    return tuple(
        (
            when(row),
            decimal(record.need[row + 1], 4),
            " and ".join(one.crises) or "–",
            *(pence(shares[row]) for shares in groups.values()),
        )
        for row, one in enumerate(record.quarters)
    )
