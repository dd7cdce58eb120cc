"""The chart and table of a measure over time: mean, bands over worlds, and the setting before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Final

import numpy as np

from govsim.app.arrangements import ArrangementStyle
from govsim.app.shown_measures import BESIDE
from govsim.arrays import Floats
from govsim.documents.scale import Scale, scale_over
from govsim.measures.amounts import figure, unit_words
from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import Measure
from govsim.runs.run import Run
from govsim.units import QUARTERS_IN_YEAR
from govsim.words.plurals import years_words

BANDS: Final = (0.05, 0.25, 0.75, 0.95)  # ends of the bands that hold nine in ten worlds, and half of them
LANDMARKS: Final = {  # reference values for the line
    "public_value": (0.0, "no progress, core services as required"),
    "progress": (0.0, "as at the start"),
    "core_services": (1.0, "meets the requirement"),
}
LEAST_EFFECTS_SHOWN: Final = 8  # least span of the axis in smallest effects, lest noise look large


@dataclass(frozen=True)
class Size:
    """Dimensions of a drawing in CSS pixels, so that its text is as large as the page's."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int = 14
    bottom: int = 34
    text: int = 14


WIDE: Final = Size("wide", 760, 372, left=52, right=138)
NARROW: Final = Size("narrow", 350, 270, left=42, right=92, text=13)
SIZES: Final = (WIDE, NARROW)
PROJECTED: Final = (
    Size("wide", 640, 300, left=60, right=148, bottom=38, text=17),
    NARROW,
)  # in presenter mode
SMALL: Final = Size("small", 120, 56, left=0, right=0, top=3, bottom=3)


@dataclass(frozen=True, eq=False)
class Trajectory:
    """A setting in the chart: its style and its run."""

    style: ArrangementStyle
    run: Run
    _bands: dict[str, Floats] = field(
        default_factory=dict, repr=False
    )  # by measure: several drawings ask for them

    def mean(self, measure: str) -> Floats:
        """The mean over worlds in each quarter, as comparisons and reports give it."""
        return np.asarray(self.run.measures[measure].mean(axis=1))

    def bands(self, measure: str) -> Floats:
        """The ends of the bands over worlds in each quarter, shape (end, quarter)."""
        if measure not in self._bands:
            self._bands[measure] = np.quantile(self.run.measures[measure], BANDS, axis=1)
        return self._bands[measure]


@dataclass(frozen=True)
class _Label:
    y: float
    words: tuple[str, ...]
    ink: str
    bold: bool = False


def chart_svg(measure: str, now: Trajectory, before: Trajectory | None, size: Size) -> str:
    """The chart as SVG; to a screen reader a picture with one name."""
    mean, bands = now.mean(measure), now.bands(measure)
    reported, ghost = _other_lines(measure, now, before)
    others = [line for line in (reported, ghost) if line is not None]
    across = scale_over(0, mean.size / QUARTERS_IN_YEAR, size.left, size.width - size.right)
    up = _upright(measure, [mean, bands, *others], size)
    years = [(quarter + 1) / QUARTERS_IN_YEAR for quarter in range(mean.size)]

    def path(values: Floats) -> str:
        points = (f"{across(year):.1f} {up(value):.1f}" for year, value in zip(years, values, strict=True))
        return "M" + "L".join(points)

    def band(low: Floats, high: Floats, name: str) -> str:
        back = "L".join(
            f"{across(year):.1f} {up(value):.1f}"
            for year, value in zip(reversed(years), high[::-1], strict=True)
        )
        return f'<path class="{name}" d="{path(low)}L{back}Z" fill="{now.style.colour}"/>'

    parts = [_axes(measure, across, up, size, float(mean[: QUARTERS_IN_YEAR * 4].mean()))]
    parts += [band(bands[0], bands[3], "band-90"), band(bands[1], bands[2], "band-50")]
    labels = [_Label(up(mean[-1]), (now.style.heading,), now.style.ink, bold=True)]
    if ghost is not None and before is not None:
        parts.append(f'<path class="ghost" d="{path(ghost)}"/>')
        labels.append(_Label(up(ghost[-1]), ("Against:", before.style.title), "#555555"))
    if reported is not None:
        parts.append(f'<path class="reported" d="{path(reported)}" stroke="{now.style.ink}"/>')
        labels.append(_Label(up(reported[-1]), ("as reported",), now.style.ink))
    parts.append(
        f'<path class="mean" d="{path(mean)}" stroke="{now.style.ink}" stroke-dasharray="{now.style.dash}"/>'
    )
    parts += _written(labels, size)
    parts += _pointed_at(MEASURES[measure], mean, bands, years, across, up, size)
    title = escape(f"{MEASURES[measure].label} over {years_words(len(years))}, {now.style.title}")
    return (
        f'<svg class="chart {size.name}" viewBox="0 0 {size.width} {size.height}" role="img" '
        f'font-size="{size.text}" aria-label="{title}">{"".join(parts)}</svg>'
    )


def small_chart(measure: str, now: Trajectory, before: Trajectory | None) -> str:
    """Mean and band without axes, for a glance; the chart itself says the same to screen readers."""
    mean, bands = now.mean(measure), now.bands(measure)
    ghost = before.mean(measure) if before is not None else mean
    across, up = scale_over(0, mean.size - 1, 2, 118), _upright(measure, [mean, ghost, bands[1:3]], SMALL)

    def line(values: Floats) -> str:
        return "L".join(f"{across(row):.1f} {up(float(value)):.1f}" for row, value in enumerate(values))

    back = "L".join(reversed(line(bands[2]).split("L")))
    return (
        f'<svg viewBox="0 0 {SMALL.width} {SMALL.height}" aria-hidden="true">'
        f'<path class="band-50" d="M{line(bands[1])}L{back}Z" fill="{now.style.colour}"/>'
        f'<path class="ghost" d="M{line(ghost)}"/><path class="mean" d="M{line(mean)}" stroke="{now.style.ink}"/></svg>'
    )


def _other_lines(
    measure: str, now: Trajectory, before: Trajectory | None
) -> tuple[Floats | None, Floats | None]:
    """The mean as reported, where the measure has one, and that of the setting before, if any."""
    beside = BESIDE.get(measure)
    return now.mean(beside) if beside else None, before.mean(measure) if before else None


def _upright(measure: str, drawn: Sequence[Floats], size: Size) -> Scale:
    values = np.concatenate([line.ravel() for line in drawn])
    low, high = float(values.min()), float(values.max())
    if measure in LANDMARKS:
        low, high = min(low, LANDMARKS[measure][0]), max(high, LANDMARKS[measure][0])
    short = LEAST_EFFECTS_SHOWN * MEASURES[measure].smallest_effect - (high - low)
    if short > 0:
        low, high = low - short / 2, high + short / 2
    room = 0.04 * (high - low)
    return scale_over(low - room, high + room, size.height - size.bottom, size.top)


def _axes(measure: str, across: Scale, up: Scale, size: Size, early: float) -> str:
    """Grid, ticks and landmark. The landmark's label avoids the line, which is at `early` in the first years."""
    left, right = size.left, size.width - size.right
    parts = []
    for value in up.ticks(6):
        y = f"{up(value):.1f}"
        parts.append(f'<line class="grid" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/>')
        text = _tick(value, MEASURES[measure])
        parts.append(f'<text class="tick" x="{left - 8}" y="{y}" dy=".32em" text-anchor="end">{text}</text>')
    foot = size.height - size.bottom
    for year in across.ticks(5):
        word = f"Year {year:.0f}" if year == 0 or size.name == "wide" else f"{year:.0f}"
        parts.append(
            f'<text class="tick" x="{across(year):.1f}" y="{foot + 22}" text-anchor="middle">{word}</text>'
        )
    if measure in LANDMARKS:
        value, meaning = LANDMARKS[measure]
        stands = up(value)
        above = early < value
        parts.append(f'<line class="landmark" x1="{left}" x2="{right}" y1="{stands:.1f}" y2="{stands:.1f}"/>')
        parts.append(
            f'<text class="landmark-label" x="{left + 6}" y="{stands + (-6 if above else 16):.1f}">'
            f"{_tick(value, MEASURES[measure])}: {escape(meaning)}</text>"
        )
    return "".join(parts)


def _tick(value: float, measure: Measure) -> str:
    text = figure(value, measure)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _written(labels: Sequence[_Label], size: Size) -> list[str]:
    """Labels beside the ends of their lines, moved apart where they overlap."""
    line = size.text * 1.2
    placed = sorted(labels, key=lambda label: label.y)
    centres = [label.y for label in placed]
    for _ in range(40):
        for upper, lower in pairwise(range(len(placed))):
            needed = line * (len(placed[upper].words) + len(placed[lower].words)) / 2 + 3
            overlap = needed - (centres[lower] - centres[upper])
            if overlap > 0:
                centres[upper] -= overlap / 2
                centres[lower] += overlap / 2
    lowest = size.height - size.bottom
    centres = [min(max(centre, size.top), lowest) for centre in centres]
    x = size.width - size.right + 8
    parts = []
    for label, centre in zip(placed, centres, strict=True):
        start = centre - line * (len(label.words) - 1) / 2
        spans = "".join(
            f'<tspan x="{x}" y="{start + row * line:.1f}" dy=".32em">{escape(word)}</tspan>'
            for row, word in enumerate(label.words)
        )
        weight = ' font-weight="700"' if label.bold else ""
        parts.append(f'<text class="label" fill="{label.ink}"{weight}>{spans}</text>')
    return parts


def _pointed_at(
    measure: Measure,
    mean: Floats,
    bands: Floats,
    years: Sequence[float],
    across: Scale,
    up: Scale,
    size: Size,
) -> list[str]:
    """The tooltip of each quarter; the table has the same figures."""
    if size.name != "wide":
        return []
    parts = []
    half = (across(years[1]) - across(years[0])) / 2
    for quarter, year in enumerate(years):
        x = across(year)
        middle, low, high = (figure(line[quarter], measure) for line in (mean, bands[0], bands[3]))
        side = "end" if x > size.width / 2 else "start"
        shift = -8 if side == "end" else 8
        y = up(mean[quarter])
        parts.append(
            f'<g class="at"><rect x="{x - half:.1f}" y="{size.top}" width="{2 * half:.1f}" '
            f'height="{size.height - size.top - size.bottom}"/><g class="shown">'
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{size.top}" y2="{size.height - size.bottom}"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
            f'<text x="{x + shift:.1f}" y="{size.top + 12}" text-anchor="{side}">Year {year:g}: mean {middle} '
            f"(nine in ten worlds: {low} to {high})</text></g></g>"
        )
    return parts


def chart_table(measure: str, now: Trajectory, before: Trajectory | None) -> str:
    """The figures of the chart as an HTML table, at the end of each year."""
    shown = MEASURES[measure]
    mean, bands = now.mean(measure), now.bands(measure)
    reported, ghost = _other_lines(measure, now, before)
    columns = ["End of year", "Mean", "Half of the worlds", "Nine in ten worlds"]
    columns += ["Mean as reported"] if reported is not None else []
    columns += [f"Against: {before.style.title} (mean)"] if before is not None else []
    rows = []
    for quarter in range(QUARTERS_IN_YEAR - 1, mean.size, QUARTERS_IN_YEAR):
        one, two, three, four = (figure(value, shown) for value in bands[:, quarter])
        cells = [figure(mean[quarter], shown), f"{two} to {three}", f"{one} to {four}"]
        cells += [figure(line[quarter], shown) for line in (reported, ghost) if line is not None]
        year = f'<th scope="row">{(quarter + 1) // QUARTERS_IN_YEAR}</th>'
        rows.append(f"<tr>{year}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    caption = f"{shown.label}, {unit_words(shown)}: {shown.meaning}. {now.style.heading}."
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
