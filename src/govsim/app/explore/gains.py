"""Who gains and who loses between two settings, as a drawing with the words and tables of comparisons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from typing import Final

from govsim.app.chart import Size
from govsim.comparison.compare import Comparison
from govsim.comparison.document_gains import gains_part
from govsim.comparison.gains import Change, changes
from govsim.documents.document import Part
from govsim.documents.scale import Scale, scale_over
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.words.names import capitalised
from govsim.words.plurals import counted

ROW: Final = 25  # pixels of a row
HEAD: Final = 62  # pixels above a panel's first row
SIZES: Final = (
    Size("wide", 1116, 0, left=190, right=34, text=16),
    Size("narrow", 350, 0, left=140, right=12, text=13),
)
PROJECTED: Final = (Size("wide", 1116, 0, left=196, right=34, text=18), SIZES[1])  # in presenter mode
COLUMNS: Final = (("Outcome", "Mission"), ("Department",), ("Region",))  # of the wide drawing
KINDS: Final = {
    "Outcome": "Outcomes: progress",
    "Mission": "Missions: progress",
    "Department": "Departments: core services",
    "Region": "Regions: progress",
}
LEAST_EFFECTS: Final = 2  # half of an axis in smallest effects at least, lest noise look large
LETTER: Final = 0.6  # mean width of a letter, in text sizes


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
        return cls(
            now=now.scenario.name,
            before=before.scenario.name,
            changes=changes(spoken, before, now),
            part=gains_part(spoken),
            worlds=len(now.replicates),
        )


def gains_svg(gains: Gains, ink: str, size: Size) -> str:
    """A dot and an interval for each, better to the right; filled where it is clear that it matters."""
    by_kind = {
        kind: sorted(found, key=lambda one: -one.difference.difference.mean)
        for kind, found in groupby(gains.changes, key=lambda one: one.kind)
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


def _panel(kind: str, found: Sequence[Change], gains: Gains, ink: str, size: Size) -> str:
    across, foot = _across(found, size), HEAD + ROW * len(found)
    middle = across(0)
    parts = [
        f'<text class="panel-name" x="0" y="18">{KINDS[kind]}</text>',
        f'<text class="tick" x="{middle - 8:.1f}" y="{HEAD - 24}" text-anchor="end">worse</text>',
        f'<text class="tick" x="{middle + 8:.1f}" y="{HEAD - 24}">better</text>',
    ]
    effect = found[0].difference.smallest_effect
    low, high = (min(max(across(one), size.left), size.width - size.right) for one in (-effect, effect))
    parts.append(
        f'<rect class="too-little" x="{low:.1f}" y="{HEAD - 14}" width="{high - low:.1f}" height="{foot - HEAD + 14}"/>'
    )
    parts.append(f'<line class="landmark" x1="{middle:.1f}" x2="{middle:.1f}" y1="{HEAD - 34}" y2="{foot}"/>')
    for row, one in enumerate(found):
        parts.append(_row(one, HEAD + ROW * row + ROW / 2 - 6, across, ink, size))
    return "".join(parts)


def _row(one: Change, y: float, across: Scale, ink: str, size: Size) -> str:
    apart = one.difference.difference
    most = int((size.left - 10) / (LETTER * size.text))
    name = one.who if len(one.who) <= most else one.who[: most - 1].rstrip() + "…"
    fill = ink if one.difference.verdict in ("better", "worse") else "#ffffff"
    line = (
        ""
        if math.isnan(apart.low)
        else f'<line x1="{across(apart.low):.1f}" x2="{across(apart.high):.1f}" y1="{y}" y2="{y}" stroke="{ink}"/>'
    )
    told = f"{one.who}: {figure(apart.mean, MEASURES[one.difference.measure.partition('.')[0]], sign=True)}"
    return (
        f'<g class="change"><title>{escape(told)}</title>'
        f'<text class="who" x="{size.left - 10}" y="{y}" dy=".32em" text-anchor="end">{escape(name)}</text>{line}'
        f'<circle cx="{across(apart.mean):.1f}" cy="{y}" r="5" stroke="{ink}" fill="{fill}"/></g>'
    )


def _across(found: Sequence[Change], size: Size) -> Scale:
    """A scale that holds all intervals, and 0."""
    ends = [
        end
        for one in found
        for apart in [one.difference.difference]
        for end in (apart.mean, apart.low, apart.high)
        if not math.isnan(end)
    ]
    least = LEAST_EFFECTS * found[0].difference.smallest_effect
    return scale_over(min(*ends, -least), max(*ends, least), size.left, size.width - size.right)


def gains_words(gains: Gains) -> str:
    """Heading, and what is named as a gain or loss."""
    said = "".join(f"<p>{escape(one)}</p>" for one in (*gains.part.sentences, *gains.part.notes))
    named = gains.part.tables[0]
    ways = [column.heading.lower() for column in named.columns[2:]]
    items = "".join(
        f"<li><b>{escape(capitalised(who))}</b> "
        + escape("; ".join(f"{way}: {cell}" for way, cell in zip(ways, cells, strict=True)))
        + ".</li>"
        for _, who, *cells in named.rows
    )
    heading = escape(f"{gains.part.heading}: {gains.now} instead of {gains.before}")
    return f'<h2 id="gains-heading">{heading}</h2><div class="told"><ul>{items}</ul></div>{said}'


def gains_key(gains: Gains) -> str:
    """Legend of the drawing."""
    return (
        '<figcaption class="key">Dot: mean of the differences in the same worlds. Line: its interval. Filled: it '
        f"matters, beyond the grey band. {capitalised(counted(gains.worlds, 'world'))}.</figcaption>"
    )
