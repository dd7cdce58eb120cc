"""Who gains and who loses between two settings, as a drawing with the words and tables of comparisons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from textwrap import wrap
from typing import Final

from govsim.app.chart import Size
from govsim.app.part import Request, land_of
from govsim.app.shown_runs import ShownRuns
from govsim.app.what_happened import comparison_of
from govsim.app.work import Derived
from govsim.comparison.compare import Comparison
from govsim.comparison.document_gains import gains_part
from govsim.comparison.gains import Change, changes
from govsim.documents.document import Part
from govsim.documents.scale import Scale, scale_over
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.words.names import capitalised
from govsim.words.plurals import counted

ROW: Final = 30  # pixels of a row, which holds two lines of a name
HEAD: Final = 62  # pixels above a panel's first row
SIZES: Final = (
    Size("wide", 1116, 0, left=180, right=76, text=14),
    Size("narrow", 350, 0, left=150, right=60, text=13),
)
PROJECTED: Final = (Size("wide", 1116, 0, left=190, right=82, text=15), SIZES[1])  # in presenter mode
COLUMNS: Final = (("Outcome", "Mission"), ("Department",), ("Region",))  # of the wide drawing
KINDS: Final = {
    "Outcome": "Outcomes: progress",
    "Mission": "Missions: progress",
    "Department": "Departments: core services",
    "Region": "Regions: progress",
}
LEAST_EFFECTS: Final = 2  # half of an axis in smallest effects at least, lest noise look large
LETTER: Final = 0.54  # mean width of a letter, in text sizes


@dataclass(frozen=True, eq=False)
class Gains:
    """Changes of outcomes, missions, departments and regions, and the document's part on them."""

    now: str
    before: str
    changes: tuple[Change, ...]
    part: Part
    worlds: int

    @classmethod
    def of(cls, spoken: Comparison) -> Gains:
        """The gains and losses of a comparison of two."""
        before, now = spoken.runs
        result = changes(spoken, before, now)
        return cls(
            now=now.scenario.name,
            before=before.scenario.name,
            changes=result,
            part=gains_part(spoken, [result]),
            worlds=len(now.replicates),
        )


def gains_work(shown: ShownRuns) -> list[Derived]:
    """The gains and losses between two runs; no work without a second."""
    if shown.before is None:
        return []
    now, before = (replace(run, measures={}, pound={}, assumptions={}) for run in (shown.now, shown.before))
    return [
        Derived(function=_gains_of, of=("gains", *shown.requests), given=(now, before, shown.requests[0]))
    ]


def _gains_of(now: Run, before: Run, request: Request) -> Gains:
    return Gains.of(comparison_of(now, before, land_of(request)))


def gains_svg(gains: Gains, ink: str, size: Size) -> str:
    """A dot and an interval for each, better to the right; filled where it is clear that it matters."""
    by_kind = {
        kind: sorted(result, key=lambda one: -one.difference.difference.mean)
        for kind, result in groupby(gains.changes, key=lambda one: one.kind)
    }
    columns = COLUMNS if size.name == "wide" else (tuple(KINDS),)
    width = size.width / len(columns)
    parts, height = [], 0.0
    for place, kinds in enumerate(columns):
        y = 0.0
        for kind in (kind for kind in kinds if kind in by_kind):
            parts.append(
                f'<g transform="translate({place * width:.0f} {y:.0f})">'
                f"{_panel(kind, by_kind[kind], gains, ink, replace(size, width=int(width)))}</g>"
            )
            y += HEAD + ROW * len(by_kind[kind]) + 18
        height = max(height, y)
    name = escape(f"Who gains and who loses under {gains.now} instead of {gains.before}")
    return (
        f'<svg class="gains {size.name}" viewBox="0 0 {size.width} {height:.0f}" role="img" '
        f'font-size="{size.text}" aria-label="{name}">{"".join(parts)}</svg>'
    )


def _panel(kind: str, result: Sequence[Change], gains: Gains, ink: str, size: Size) -> str:
    across, foot = _across(result, size), HEAD + ROW * len(result)
    middle = across(0)
    parts = [
        f'<text class="panel-name" x="0" y="18">{KINDS[kind]}</text>',
        f'<text class="tick" x="{middle - 8:.1f}" y="{HEAD - 24}" text-anchor="end">worse</text>',
        f'<text class="tick" x="{middle + 8:.1f}" y="{HEAD - 24}">better</text>',
    ]
    effect = result[0].difference.smallest_effect
    low, high = (min(max(across(one), size.left), size.width - size.right) for one in (-effect, effect))
    parts.append(
        f'<rect class="too-little" x="{low:.1f}" y="{HEAD - 14}" width="{high - low:.1f}" height="{foot - HEAD + 14}"/>'
    )
    parts.append(f'<line class="landmark" x1="{middle:.1f}" x2="{middle:.1f}" y1="{HEAD - 34}" y2="{foot}"/>')
    for row, one in enumerate(result):
        parts.append(_row(one, HEAD + ROW * row + ROW / 2 - 6, across, ink, size))
    return "".join(parts)


def _row(one: Change, y: float, across: Scale, ink: str, size: Size) -> str:
    apart = one.difference.difference
    lines = name_lines(one.who, int((size.left - 10) / (LETTER * size.text)))
    first = y - (len(lines) - 1) * size.text / 2
    name = "".join(
        f'<tspan x="{size.left - 10}" y="{first + row * size.text:.1f}" dy=".32em">{escape(line)}</tspan>'
        for row, line in enumerate(lines)
    )
    fill = ink if one.difference.verdict in ("better", "worse") else "#ffffff"
    line = (
        ""
        if math.isnan(apart.low)
        else f'<line x1="{across(apart.low):.1f}" x2="{across(apart.high):.1f}" y1="{y}" y2="{y}" stroke="{ink}"/>'
    )
    amount = figure(apart.mean, MEASURES[one.difference.measure.partition(".")[0]], sign=True)
    return (
        f'<g class="change"><title>{escape(f"{one.who}: {amount}")}</title>'
        f'<text class="who" text-anchor="end">{name}</text>{line}'
        f'<circle cx="{across(apart.mean):.1f}" cy="{y}" r="5" stroke="{ink}" fill="{fill}"/>'
        f'<text class="who amount" x="{size.width - (0 if size.name == "narrow" else 14)}" y="{y}" dy=".32em" '
        f'text-anchor="end">{amount}</text></g>'
    )


def name_lines(name: str, most: int) -> list[str]:
    """A name in one line or two of at most so many letters; only what still does not fit is cut.

    >>> name_lines("Science, Innovation and Technology", 22)
    ['Science, Innovation', 'and Technology']
    """
    lines = wrap(name, most)
    if len(lines) > 2:
        rest = " ".join(lines[1:])
        lines = [lines[0], f"{rest[: most - 1].rstrip()}…"]
    return lines


def _across(result: Sequence[Change], size: Size) -> Scale:
    """A scale that holds all intervals, and 0."""
    ends = [
        end
        for one in result
        for apart in [one.difference.difference]
        for end in (apart.mean, apart.low, apart.high)
        if not math.isnan(end)
    ]
    least = LEAST_EFFECTS * result[0].difference.smallest_effect
    return scale_over(min(*ends, -least), max(*ends, least), size.left, size.width - size.right)


def gains_words(gains: Gains) -> str:
    """Heading, and what is named as a gain or loss."""
    paragraphs = "".join(f"<p>{escape(one)}</p>" for one in (*gains.part.sentences, *gains.part.notes))
    named = gains.part.tables[0]
    ways = [column.heading.lower() for column in named.columns[2:]]
    items = "".join(
        f"<li><b>{escape(capitalised(who))}</b> "
        + escape("; ".join(f"{way}: {cell}" for way, cell in zip(ways, cells, strict=True)))
        + ".</li>"
        for _, who, *cells in named.rows
    )
    heading = escape(f"{gains.part.heading}: {gains.now} instead of {gains.before}")
    return f'<h2 id="gains-heading">{heading}</h2><div class="told"><ul>{items}</ul></div>{paragraphs}'


def gains_key(gains: Gains) -> str:
    """Legend of the drawing."""
    return (
        '<figcaption class="key">Dot: mean of the differences in the same worlds. Line: its interval. Filled: it '
        f"matters, beyond the grey band. {capitalised(counted(gains.worlds, 'world'))}.</figcaption>"
    )
