"""Gains of each region under an arrangement, and the departments and regions that pay for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import Any, Final

from govsim.app.arrangements import readable
from govsim.app.places.courses import PlaceRun
from govsim.app.places.drawing import svg
from govsim.app.places.money import grants_sentence
from govsim.app.widgets import choosing
from govsim.comparison.compare import Comparison
from govsim.comparison.document_gains import gains_part
from govsim.comparison.document_parts import interval_cell
from govsim.comparison.gains import Change, changes
from govsim.documents.html import table_html
from govsim.documents.markup import Html
from govsim.documents.scale import scale_over
from govsim.documents.table import Table
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.world.places import Places

BY_REGION: Final = MEASURES["progress_by_region"]
KIND: Final = "Region"


@dataclass(frozen=True, eq=False, kw_only=True)
class Regions:
    """The changes of regions between two settings, from the greatest gain, in the words of comparisons."""

    comparison: Comparison
    land: Places
    now: PlaceRun
    before: PlaceRun
    changes: tuple[tuple[str, Change], ...]  # by key of the region

    @classmethod
    def of(cls, comparison: Comparison, land: Places, now: PlaceRun, before: PlaceRun) -> Regions:
        """Compare both settings by region; all intervals hold at once, as in a comparison."""
        regions = [one for one in changes(comparison, *comparison.runs) if one.kind == KIND]
        keyed = zip(comparison.runs[1].label(BY_REGION.name), regions, strict=True)
        ordered = sorted(keyed, key=lambda pair: -pair[1].difference.difference.mean)
        return cls(comparison=comparison, land=land, now=now, before=before, changes=tuple(ordered))

    def chosen(self, region: str) -> tuple[str, Change]:
        """A region by its key; the first of the country where there is none of that key.

        Not the one that gains most: that may be another when more worlds have come.
        """
        selected = region if region in self.land.region_keys else self.land.region_keys[0]
        return next(pair for pair in self.changes if pair[0] == selected)

    def heading(self, region: str) -> str:
        """The question that this section answers."""
        return f"What does {self.chosen(region)[1].who} get out of {self.comparison.names[1]}, and at whose cost?"

    def sentences(self, region: str) -> tuple[str, ...]:
        """The region's change with its interval and worlds, its grants, and how other regions fare."""
        key, change = self.chosen(region)
        named = replace(BY_REGION, label=f"Progress in {change.who}")
        councils = self.land.council_region_c == self.land.region_keys.index(key)
        return (
            change.difference.sentence(named),
            grants_sentence(change.who, self.now, self.before, councils, self.comparison.names[0], self.land),
            self.others(key),
            self.cost(),
        )

    def others(self, region: str) -> str:
        """How many of the other regions gain and lose surely, and which lose."""
        others = [one for key, one in self.changes if key != region]
        worse = [one.who for one in others if one.difference.verdict == "worse"]
        better = sum(one.difference.verdict == "better" for one in others)
        if not others:
            return "There is no other region."
        gain = "gains" if better == 1 else "gain"
        count = "All" if better == len(others) > 1 else f"{better}" if better else "None"
        gains = f"{count} of the {len(others)} other regions surely {gain} enough to matter"
        if not worse:
            return f"{gains}; none surely loses."
        return f"{gains}; {len(worse)} surely lose{'' if len(worse) != 1 else 's'}: {', '.join(worse)}."

    def cost(self) -> str:
        """Who surely loses, as the comparison names them."""
        losers = [f"{who} {lose}" for _, who, _, lose in self._who.rows if lose != "none"]
        if not losers:
            return f"Nobody surely loses by what matters under {self.comparison.names[1]}."
        return f"At whose cost? Surely worse off are {' and '.join(map(str, losers))}."

    def who_loses(self) -> Html:
        """Who gains and loses most, as the comparison has it."""
        named = replace(
            self._who, columns=self._who.columns[1:], rows=tuple(row[1:] for row in self._who.rows)
        )
        return table_html(named)  # without the arrangement: it is the same in all rows, and in the heading

    @cached_property
    def _who(self) -> Table:
        return gains_part(self.comparison).tables[0]


def regions_svg(regions: Regions, chosen: str, colour: str, *, width: int) -> str:
    """A dot with its interval for each region, from the greatest gain."""
    is_narrow = width < 500
    left, right, line, head = (192 if is_narrow else 210), 58, 30, 26
    ends = [
        end
        for _, one in regions.changes
        for end in (one.difference.difference.low, one.difference.difference.high)
    ]
    means = [one.difference.difference.mean for _, one in regions.changes]
    known = [value for value in [*ends, *means, 0.0] if value == value]
    across = scale_over(min(known), max(known), left, width - right)
    height = head + line * len(regions.changes) + 8
    ink, parts = readable(colour), []
    for tick in across.ticks(3 if is_narrow else 6):
        x = f"{across(tick):.1f}"
        parts.append(
            f'<line class="{"zero" if tick == 0 else "grid"}" x1="{x}" x2="{x}" y1="{head - 6}" y2="{height - 4}"/>'
        )
        parts.append(
            f'<text class="tick" x="{x}" y="12" text-anchor="middle">{figure(tick, BY_REGION, sign=True)}</text>'
        )
    for row, (key, one) in enumerate(regions.changes):
        y, apart = head + line * (row + 0.5), one.difference.difference
        bold = ' font-weight="700"' if key == chosen else ""
        parts.append(
            f'<g class="place" {choosing(region=key)}>'
            f'<rect class="hit" x="0" y="{y - line / 2}" width="{width}" height="{line}"/>'
            f'<text class="row" x="{left - 14}" y="{y + 4.5}" text-anchor="end"{bold}>{escape(one.who)}</text>'
        )
        if apart.low == apart.low:
            parts.append(
                f'<line x1="{across(apart.low):.1f}" x2="{across(apart.high):.1f}" y1="{y}" y2="{y}" '
                f'stroke="{ink}" stroke-width="{3 if bold else 2}"/>'
            )
        parts.append(f'<circle cx="{across(apart.mean):.1f}" cy="{y}" r="{6 if bold else 5}" fill="{ink}"/>')
        size = figure(apart.mean, BY_REGION, sign=True)
        parts.append(f'<text class="row" x="{width}" y="{y + 4.5}" text-anchor="end"{bold}>{size}</text></g>')
    description = "; ".join(f"{one.who} {interval_cell(one.difference)}" for _, one in regions.changes)
    return svg("regions", width, height, description, parts)


def region_rows(regions: Regions) -> tuple[list[str], list[dict[str, Any]]]:
    """The table of regions: its columns, and rows to sort."""
    before, now = regions.comparison.names
    columns = [
        "Region",
        f"Progress under {before}",
        f"Progress under {now}",
        "Difference (95% interval)",
        "Verdict",
        "Better in worlds",
    ]
    rows = [_row(regions, key, one) for key, one in regions.changes]
    return columns, rows


def _row(regions: Regions, key: str, one: Change) -> dict[str, Any]:
    before, now = (
        float(run.at_end(BY_REGION.name)[run.label(BY_REGION.name).index(key)].mean())
        for run in regions.comparison.runs
    )
    apart, better = one.difference.difference.mean, one.difference.share_better
    words = one.difference.word if one.difference.worlds > 1 else "–"
    count = f"{round(better * one.difference.worlds):,} of {one.difference.worlds:,}"
    return {
        "key": key,
        "cells": [
            one.who,
            *(figure(value, BY_REGION, sign=True) for value in (before, now)),
            interval_cell(one.difference),
            words,
            count,
        ],
        "values": [one.who, before, now, apart, words, round(better * one.difference.worlds)],
    }
