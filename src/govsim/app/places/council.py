"""The part of the page on one council: residents, course of need, grants, neighbours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import Final

import numpy as np

from govsim.app.arrangements import ArrangementStyle
from govsim.app.places.courses import PlaceRun
from govsim.app.places.drawing import svg
from govsim.app.places.money import grants_sentence, residents_of
from govsim.app.places.shown import OF_NEED, OF_PROGRESS
from govsim.app.widgets import choosing
from govsim.arrays import Floats
from govsim.comparison.by_place import CouncilChange
from govsim.documents.scale import Scale, scale_over
from govsim.measures.amounts import figure
from govsim.words.plurals import counted, joined
from govsim.world.places import Places

BAND: Final = (0.05, 0.95)
SMALL_MAX: Final = 24  # most neighbours that are named


@dataclass(frozen=True, eq=False, kw_only=True)
class CouncilPage:
    """One council under the present setting and under the one that it is compared with."""

    council: int
    land: Places
    now: PlaceRun
    before: PlaceRun | None
    before_name: str
    changes: tuple[CouncilChange, ...]  # of all councils, from the greatest gain; empty without a comparison

    @property
    def name(self) -> str:
        """Its name."""
        return self.land.council_names[self.council]

    def facts(self) -> str:
        """Sentences on the council as an HTML list."""
        sentences = [self.who(), self.need(), self.difference(), self.grants(), self.capacity()]
        return f"<ul class='facts'>{''.join(f'<li>{escape(one)}</li>' for one in sentences if one)}</ul>"

    def who(self) -> str:
        """Its residents and region."""
        land, people = self.land, residents_of(self.land)[self.council]
        inside = int((land.community_council_k == self.council).sum())
        region = land.region_names[land.council_region_c[self.council]]
        where = counted(inside, "community", "communities")
        return f"{self.name} has {people:,.0f} residents in {where}, in the region {region}."

    def need(self) -> str:
        """Mean need at the start and at the end, and its rank among councils."""
        need_yc = self.now.need_ycw(None).mean(axis=-1)
        first, last = (figure(float(need_yc[year, self.council]), OF_NEED) for year in (0, -1))
        ranks = [_rank(need_yc[year], self.council) for year in (0, -1)]
        place = f"{ranks[0]} of {len(self.land.council_keys):,}"
        moved = "and still is" if ranks[0] == ranks[1] else f"and ends as number {ranks[1]}"
        return (
            f"Its need goes from {first} to {last} in {self.now.years} years. "
            f"It starts as number {place}, counted from the neediest, {moved}."
        )

    def difference(self) -> str:
        """What the setting changes here, and its rank among councils by that."""
        place, one = next(
            (
                (place, one)
                for place, one in enumerate(self.changes, start=1)
                if one.key == self.land.council_keys[self.council]
            ),
            (0, None),
        )
        if one is None:
            return ""
        named = replace(OF_PROGRESS, label=f"Progress in {self.name}")
        rank = f"By this difference it is number {place} of {len(self.changes):,}, counted from the greatest gain."
        return f"{one.difference.sentence(named)} {rank}"

    def grants(self) -> str:
        """Its grants a head, beside those under the other setting and in the country."""
        every = np.arange(len(self.land.council_keys))
        own = grants_sentence(self.name, self.now, self.before, [self.council], self.before_name, self.land)
        return f"{own} {grants_sentence('the whole country', self.now, None, every, '', self.land)}"

    def capacity(self) -> str:
        """Its capacity at the start and at the end, beside the mean of councils."""
        share_yc = self.now.capacity_ycw.mean(axis=-1, dtype=np.float64)
        own = [f"{share_yc[year, self.council]:.0%}" for year in (0, -1)]
        return f"Its capacity goes from {own[0]} to {own[1]}; the mean of councils ends at {share_yc[-1].mean():.0%}."

    def neighbours(self) -> str:
        """Buttons for the councils that it learns from, as HTML."""
        pairs = self.land.neighbours
        beside = sorted(
            {int(other) for pair in pairs if self.council in pair for other in pair} - {self.council}
        )
        if not beside:
            return "<p>It has no neighbours to learn from or to copy.</p>"
        listed = [
            f'<button type="button" class="link" {choosing(council=self.land.council_keys[one])}>'
            f"{escape(self.land.council_names[one])}</button>"
            for one in beside[:SMALL_MAX]
        ]
        rest = len(beside) - SMALL_MAX
        more = [counted(rest, "other")] if rest > 0 else []
        return f"<p>Its neighbours, from whom it learns: {joined([*listed, *more])}.</p>"


def courses_svg(page: CouncilPage, labels: tuple[str, ...], style: ArrangementStyle, *, width: int) -> str:
    """Need in each outcome and on the mean over ten years: the council in its band, and the country."""
    is_narrow = width < 500
    abreast = 2 if is_narrow else 4
    gap, left, top, tall = 22, 36, 24, 120
    each = (width - (abreast - 1) * gap) / abreast
    people_c = residents_of(page.land)
    series = [page.now.need_ycw(None), *(page.now.need_ycw(one) for one in range(len(labels)))]
    own = [values[:, page.council] for values in series]
    country = [np.average(values.mean(axis=-1), axis=1, weights=people_c) for values in series]
    bands = [np.quantile(values_yw, BAND, axis=1) for values_yw in own]
    ends = [*bands, *country]
    up = scale_over(min(map(np.min, ends)), max(map(np.max, ends)), top + tall, top)
    parts = []
    for place, title in enumerate(("Mean of all outcomes", *labels)):
        x, y = place % abreast * (each + gap), place // abreast * (top + tall + 34)
        drawn = _course(own[place].mean(axis=1), bands[place], country[place], style, up, left, each)
        bold = ' font-weight="700"' if place == 0 else ""
        parts.append(
            f'<g transform="translate({x:.1f} {y})">'
            f'<text class="row" x="0" y="13"{bold}>{escape(title)}</text>{drawn}</g>'
        )
    rows = -(-(len(labels) + 1) // abreast)
    description = "; ".join(
        f"{title} {figure(float(values[0].mean()), OF_NEED)} to {figure(float(values[-1].mean()), OF_NEED)}"
        for title, values in zip(("Mean of all outcomes", *labels), own, strict=True)
    )
    return svg("courses", width, rows * (top + tall + 34), f"Need in {page.name}: {description}", parts)


def _course(
    mean_y: Floats,
    band_y: Floats,
    country_y: Floats,
    style: ArrangementStyle,
    up: Scale,
    left: float,
    width: float,
) -> str:
    across = scale_over(0, mean_y.size - 1, left, width - 4)
    foot = up(up.low)

    def line(values: Floats) -> str:
        return "L".join(f"{across(year):.1f} {up(float(value)):.1f}" for year, value in enumerate(values))

    back = "L".join(reversed(line(band_y[1]).split("L")))
    ticks = "".join(
        f'<line class="grid" x1="{left}" x2="{width - 4:.1f}" y1="{up(tick):.1f}" y2="{up(tick):.1f}"/>'
        f'<text class="tick" font-size="12" x="{left - 6}" y="{up(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>'
        for tick in up.ticks(5)
    )
    years = "".join(
        f'<text class="tick" font-size="12" x="{across(year):.1f}" y="{foot + 17:.1f}" '
        f'text-anchor="{anchor}">{words}</text>'
        for year, words, anchor in (
            (0, "Year 0", "start"),
            (mean_y.size - 1, f"Year {mean_y.size - 1}", "end"),
        )
    )
    return (
        f'{ticks}{years}<path class="band-90" d="M{line(band_y[0])}L{back}Z" fill="{style.colour}"/>'
        f'<path class="ghost" d="M{line(country_y)}"/>'
        f'<path class="mean" d="M{line(mean_y)}" stroke="{style.ink}"/>'
    )


def courses_table(page: CouncilPage, labels: tuple[str, ...]) -> str:
    """The same numbers: need of the council and of the country in each outcome, at the start and at the end."""
    people_c = residents_of(page.land)
    rows = []
    for place, title in enumerate(("Mean of all outcomes", *labels)):
        values = page.now.need_ycw(place - 1 if place else None)
        own = values[:, page.council]
        country_y = np.average(values.mean(axis=-1), axis=1, weights=people_c)
        low, high = (figure(float(end), OF_NEED) for end in np.quantile(own[-1], BAND))
        cells = [figure(float(value), OF_NEED) for value in (own[0].mean(), own[-1].mean())]
        cells += [f"{low} to {high}", *(figure(float(country_y[year]), OF_NEED) for year in (0, -1))]
        rows.append(
            f'<tr><th scope="row">{escape(title)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        )
    columns = (
        "Outcome",
        "At the start",
        "At the end",
        "Nine in ten worlds",
        "Country, start",
        "Country, end",
    )
    head = "".join(f'<th scope="col">{one}</th>' for one in columns)
    caption = escape(f"Need in {page.name}, 0 to 1, mean over {counted(page.now.worlds, 'world')}")
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _rank(values_c: Floats, council: int) -> int:
    """The place of a council from the greatest value, from 1."""
    return int((values_c > values_c[council]).sum()) + 1
