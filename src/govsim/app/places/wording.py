"""Texts of *Places*, as HTML; names of places are escaped, for they come from files."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final
from urllib.parse import urlencode

import numpy as np

from govsim.app.arrangements import ArrangementStyle
from govsim.app.places.council import CouncilPage
from govsim.app.places.regions import Regions
from govsim.app.places.shown import DIFFERENCE, NEED, TITLES
from govsim.app.places.view import PlacesView
from govsim.app.wording import MODEL, so_far
from govsim.words.plurals import counted, joined
from govsim.words.verdicts import WHAT_SHORT_MEANS

QUESTION: Final = "Who gains, and where?"
STANDFIRST: Final = (
    "The same country under other arrangements, council by council. Choose an arrangement and see what it does to "
    "need; then open a council."
)
REGIONS_KEY: Final = (
    '<figcaption class="key">Dot: mean of the differences, world by world. Line: 95% interval; all intervals hold at '
    "once. Press a region to read of it.</figcaption>"
)


def masthead() -> str:
    """The title of the page, and what to do on it."""
    return f'<p class="kicker">govsim · places</p><h1>{QUESTION}</h1><p class="standfirst">{STANDFIRST}</p>'


def map_heading(view: PlacesView) -> str:
    """Title and meaning of the large map."""
    outcome = view.shown.outcome_words(view.now.run.scenario)
    meaning = {
        NEED: f"Need of residents from 0 to 1 under {view.now_name}",
        DIFFERENCE: f"How much more need falls under {view.now_name} than under {view.before_name}, in need points",
    }.get(view.shown.what, f"How far need falls under {view.now_name}, in need points")
    title = f"{TITLES[view.shown.what]}, end of year {view.shown.year}"
    return f'<h2 id="map-heading">{title}</h2><p>{escape(meaning)}: {escape(outcome)}.</p>'


def map_key(view: PlacesView, missing: Sequence[str]) -> str:
    """How to read the map, from how many worlds, and how many councils are `missing` on it."""
    table_only = (
        f"Without a boundary, and in the table only: {counted(len(missing), 'council')}. " if missing else ""
    )
    layout_words = (
        "A tile is a council, a small square in it a community; blocks are regions."
        if view.values_k is not None
        else "A shape is a council."
    )
    return (
        f'<figcaption class="key">{layout_words} Press one to open it. {table_only}'
        f'<span class="count">Mean over {so_far(view.now.worlds, view.complete)}.</span></figcaption>'
    )


def beside_the_map(view: PlacesView) -> str:
    """What the map says, in the words of comparisons, with the councils at either end."""
    order = np.argsort(view.values_c)
    ends = [(view.land.council_names[row], view.shown.number(float(view.values_c[row]))) for row in order]
    lowest, highest = joined([f"{name} ({size})" for name, size in ends[:3]]), [*reversed(ends[-3:])]
    greatest = joined([f"{name} ({size})" for name, size in highest])
    opened = _opened(view)
    text = [
        *view.sentences(),
        f"On this map the greatest numbers are those of {greatest}, the least those of {lowest}.",
    ]
    items = opened + "".join(f"<li>{escape(one)}</li>" for one in text)
    first = "" if view.comparison is not None else f'<p class="value">{NO_OTHER}</p>'
    return f'<h2>What the map says</h2><ol>{items}</ol>{first}<p class="model">{MODEL}</p>'


def _opened(view: PlacesView) -> str:
    """The chosen council's number on the map, and the way to its own part."""
    if view.council_row is None:
        return ""
    name, number = (
        view.land.council_names[view.council_row],
        view.shown.number(float(view.values_c[view.council_row])),
    )
    return (
        f'<li><b>{escape(name)}: {number}.</b> <a href="#council-heading">Its ten years stand below</a>.</li>'
    )


NO_OTHER: Final = (
    "Press another arrangement above. The map then shows the difference that it makes, council by council."
)


def no_comparison() -> str:
    """Text of the part on regions where there is nothing to compare with."""
    return f'<h2 id="region-heading">What does a region get, and at whose cost?</h2><p>{NO_OTHER}</p>'


def panels_heading(view: PlacesView) -> str:
    """Title of the small maps."""
    what = "Need" if view.absolute.what == NEED else "Progress"
    outcome = escape(view.absolute.outcome_words(view.now.run.scenario))
    return (
        f"<h2>{what} under each arrangement</h2>"
        f"<p>One scale for all: {outcome}, end of year {view.absolute.year}, "
        f"{'0 to 1' if view.absolute.what == NEED else 'in need points'}.</p>"
    )


def panels_key(view: PlacesView) -> str:
    """How to read the small maps."""
    return (
        '<figcaption class="key">All have the same country, money and luck. '
        f"The mean is over residents and {counted(view.panel_worlds, 'world')}.</figcaption>"
    )


def panels_table(view: PlacesView) -> str:
    """The small maps as a table: a row for each council."""
    head = "".join(f'<th scope="col">{escape(panel.style.heading)}</th>' for panel in view.panels)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{view.absolute.number(float(panel.values_c[row]))}</td>" for panel in view.panels)
        + "</tr>"
        for row, name in enumerate(view.land.council_names)
    )
    caption = f"{TITLES[view.absolute.what]}, end of year {view.absolute.year}"
    return (
        f'<table><caption>{caption}</caption><thead><tr><th scope="col">Council</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def regions_heading(regions: Regions, region: str) -> str:
    """The question that the part on regions answers."""
    first, second = regions.comparison.names
    return (
        f'<h2 id="region-heading">{escape(regions.heading(region))}</h2>'
        f"<p>Progress at the end under {escape(second)} less that under {escape(first)}, in need points.</p>"
    )


def region_words(regions: Regions, region: str) -> str:
    """The answer in sentences, and who else gains and loses."""
    items = "".join(f"<li>{escape(one)}</li>" for one in regions.sentences(region))
    return f"<h2>The answer</h2><ol>{items}</ol>"


def regions_caption(regions: Regions) -> str:
    """The caption of the table of regions."""
    worlds = counted(len(regions.comparison.runs[0].replicates), "world")
    return f"Progress by region in need points, mean over {worlds}. {WHAT_SHORT_MEANS}"


def choose_a_council() -> str:
    """What stands where a council will."""
    return (
        '<h2 id="council-heading">One council</h2>'
        "<p>Press a council on the map, in the table, or choose it from the list above.</p>"
    )


def council_words(page: CouncilPage) -> str:
    """Heading and facts of a council."""
    return f'<h2 id="council-heading">{escape(page.name)}</h2>{page.facts()}{page.neighbours()}'


def world_link(query: str, council: str, name: str) -> str:
    """The link to what a council did in one world."""
    address = escape(f"./world?{query}&{urlencode({'actor': f'council:{council}'})}", quote=True)
    return f'<p><a href="{address}">What {escape(name)} did, quarter by quarter, in one world</a></p>'


def courses_heading(page: CouncilPage) -> str:
    """Title of a council's courses."""
    return f"<h3>Need in {escape(page.name)} over {page.now.years} years</h3><p>Need of residents, from 0 to 1.</p>"


def courses_key(page: CouncilPage, style: ArrangementStyle) -> str:
    """How to read a council's courses."""
    return (
        f'<figcaption class="key">Line: {escape(page.name)} under {escape(style.title)}, mean of '
        f"{counted(page.now.worlds, 'world')}. Band: nine in ten worlds. Dashed: the whole country.</figcaption>"
    )


def table_caption(view: PlacesView) -> str:
    """The caption of the table of councils."""
    text = f"{view.title}. Mean over {counted(view.now.worlds, 'world')}"
    if view.changes:
        text += ". Differences are those of mean progress at the end; all intervals hold at once"
        text += f". {WHAT_SHORT_MEANS.rstrip('.')}"
    return f"{text}. Press a heading to sort by it, a name to open the council."


def colophon(query: str) -> str:
    """Caveats, and how to have the same from the terminal."""
    address = escape(query, quote=True)
    return (
        f'<p><a href="./download/scenario.toml?{address}" download>This setting as a scenario (TOML)</a> · '
        "the address of this page leads back to it. <code>govsim compare siloed FILE.toml --full</code> gives the "
        "same numbers in the terminal.</p>"
        f"<p>{MODEL} What a place is, and how to bring your own, is in docs/places.md.</p>"
    )
