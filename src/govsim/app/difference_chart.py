"""The paired difference between a setting and the one before: its course, and every world at the end."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np

from govsim.app.chart import LEAST_EFFECTS_SHOWN, WIDE, Size, Trajectory
from govsim.arrays import Floats
from govsim.documents.scale import Scale, scale_over
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.statistics.rounding import beyond_rounding
from govsim.units import QUARTERS_IN_YEAR
from govsim.words.plurals import counted

DOTS = 110  # pixels to the right of the course, for the dots of the wide drawing
APART = 5.0  # pixels between dots
SIZES = (
    Size("wide", 760, 230, left=58, right=DOTS + 28),
    Size("narrow", 350, 210, left=52, right=92, text=13),
)
PROJECTED = (
    Size("wide", 640, 230, left=76, right=DOTS + 28, bottom=38, text=17),
    SIZES[1],
)  # in presenter mode


@dataclass(frozen=True, kw_only=True)
class PairedDifference:
    """Differences of a measure between two settings in the same worlds, shape (quarter, world)."""

    measure: str
    now: str
    before: str
    values_tw: Floats

    @classmethod
    def of(cls, measure: str, now: Trajectory, before: Trajectory) -> PairedDifference:
        """The setting less the one before; rounding counts as nothing."""
        one, other = now.run.measures[measure], before.run.measures[measure]
        apart = beyond_rounding(one - other, one, other)
        return cls(measure=measure, now=now.style.heading, before=before.style.title, values_tw=apart)

    @property
    def worlds(self) -> int:
        """How many worlds."""
        return len(self.values_tw[0])

    def words(self) -> str:
        """In how many worlds the setting ends higher: what the dots show."""
        ends = self.values_tw[-1]
        higher, lower = int((ends > 0).sum()), int((ends < 0).sum())
        if not higher and not lower:
            return f"The same in {f'all {self.worlds} worlds' if self.worlds > 1 else 'this one world'}."
        more, way = (higher, "higher") if higher >= lower else (lower, "lower")
        same = self.worlds - higher - lower
        tied = f", the same in {same}" if same else ""
        return f"{way.capitalize()} in {more} of {counted(self.worlds, 'world')}{tied}."


def difference_svg(apart: PairedDifference, ink: str, size: Size) -> str:
    """Mean of the differences with a band of nine in ten worlds, and a dot for each world at the end."""
    mean = apart.values_tw.mean(axis=1)
    low, high = np.quantile(apart.values_tw, (0.05, 0.95), axis=1)
    years = (np.arange(mean.size) + 1) / QUARTERS_IN_YEAR
    across = scale_over(0, float(years[-1]), size.left, size.width - size.right)
    up = _upright(apart, size)
    points = [f"{across(float(year)):.1f} {{}}" for year in years]

    def line(values: Floats, order: slice = slice(None)) -> str:
        placed = [
            point.format(f"{up(float(value)):.1f}") for point, value in zip(points, values, strict=True)
        ]
        return "L".join(placed[order])

    parts = [_grid(apart, across, up, size)]
    parts.append(
        f'<path class="band-90" d="M{line(low)}L{line(high, slice(None, None, -1))}Z" fill="{ink}"/>'
    )
    parts.append(f'<path class="mean" d="M{line(mean)}" stroke="{ink}"/>')
    left = size.width - size.right + 14
    for x, y in _swarm([up(float(value)) for value in apart.values_tw[-1]], size.right - 28):
        parts.append(f'<circle class="world" cx="{left + x:.1f}" cy="{y:.1f}" r="2.2" fill="{ink}"/>')
    name = escape(f"{apart.now} less {apart.before}: {MEASURES[apart.measure].label}. {apart.words()}")
    return (
        f'<svg class="difference {size.name}" viewBox="0 0 {size.width} {size.height}" role="img" '
        f'font-size="{size.text}" aria-label="{name}">{"".join(parts)}</svg>'
    )


def difference_table(apart: PairedDifference) -> str:
    """The figures of the drawing as an HTML table, at the end of each year."""
    shown = MEASURES[apart.measure]
    heads = ("End of year", "Mean difference", "Nine in ten worlds", "Higher in", "Lower in")
    rows = []
    for quarter in range(QUARTERS_IN_YEAR - 1, len(apart.values_tw), QUARTERS_IN_YEAR):
        values = apart.values_tw[quarter]
        low, high = np.quantile(values, (0.05, 0.95))
        cells = (
            figure(float(values.mean()), shown, sign=True),
            f"{figure(float(low), shown, sign=True)} to {figure(float(high), shown, sign=True)}",
            f"{int((values > 0).sum())} of {apart.worlds}",
            f"{int((values < 0).sum())} of {apart.worlds}",
        )
        year = f'<th scope="row">{(quarter + 1) // QUARTERS_IN_YEAR}</th>'
        rows.append(f"<tr>{year}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    caption = escape(f"{shown.label}: {apart.now} less {apart.before}, in the same worlds.")
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _upright(apart: PairedDifference, size: Size) -> Scale:
    """A scale that holds all dots, and 0; small differences are not drawn large."""
    least = LEAST_EFFECTS_SHOWN * MEASURES[apart.measure].smallest_effect / 2
    reach = np.quantile(apart.values_tw, (0.05, 0.95), axis=1)
    low = min(float(apart.values_tw[-1].min()), float(reach.min()), -least)
    high = max(float(apart.values_tw[-1].max()), float(reach.max()), least)
    return scale_over(low, high, size.height - size.bottom, size.top)


def _grid(apart: PairedDifference, across: Scale, up: Scale, size: Size) -> str:
    parts, left, right = [], size.left, size.width - size.right
    for value in up.ticks(4):
        y = f"{up(value):.1f}"
        kind = "grid" if value else "landmark"
        parts.append(f'<line class="{kind}" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/>')
        text = figure(value, MEASURES[apart.measure], sign=True) if value else "0"
        parts.append(f'<text class="tick" x="{left - 8}" y="{y}" dy=".32em" text-anchor="end">{text}</text>')
    foot = size.height - size.bottom + 22
    for year in across.ticks(5):
        word = f"Year {year:.0f}" if size.name == WIDE.name or not year else f"{year:.0f}"
        parts.append(
            f'<text class="tick" x="{across(year):.1f}" y="{foot}" text-anchor="middle">{word}</text>'
        )
    middle = size.width - size.right + 14 + (size.right - 28) / 2
    parts.append(f'<text class="tick" x="{middle:.1f}" y="{foot}" text-anchor="middle">each world</text>')
    return "".join(parts)


def _swarm(heights: list[float], width: float) -> list[tuple[float, float]]:
    """Places of dots at given heights: side by side, from the middle out, where several are near one height."""
    most = max(1, int(width // APART))
    rows: dict[int, int] = {}
    placed = []
    for y in sorted(heights):
        row = round(y / APART)
        stacked = rows.get(row, 0)
        rows[row] = stacked + 1
        step = (stacked + 1) // 2 * (1 if stacked % 2 else -1)
        shift = (step % most if abs(step) > most // 2 else step) * APART
        placed.append((width / 2 + max(-width / 2, min(width / 2, shift)), y))
    return placed
