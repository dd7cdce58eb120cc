"""*Places*: a map of need and of what an arrangement does to it, with a part for regions and one for a council."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator, arg-type"
# (solara does not export its names, and its components and state are not typed)

from __future__ import annotations

from dataclasses import replace
from typing import Final

import reacton.ipyvuetify as v
import solara

from govsim.app.address import query_of
from govsim.app.arrangements import arrangement_levers, name_of
from govsim.app.controls import as_table, values_of
from govsim.app.following import use_work
from govsim.app.keys import Key, keys, one_of, whole
from govsim.app.offered import offered
from govsim.app.part import request_of
from govsim.app.picture import Picture
from govsim.app.places import wording
from govsim.app.places.choices import choices
from govsim.app.places.council import CouncilPage, courses_svg, courses_table
from govsim.app.places.courses import PlacesRequest
from govsim.app.places.drawing import map_svg, small_maps_svg
from govsim.app.places.layout import layouts_of
from govsim.app.places.regions import region_rows, regions_svg
from govsim.app.places.shown import DIFFERENCE, MEAN, NEED, PROGRESS
from govsim.app.places.table import council_rows
from govsim.app.places.view import PlacesView
from govsim.app.places.widgets import SortedTable
from govsim.app.session import Session, Setting
from govsim.app.shell import Visit, use_failure, use_visit
from govsim.app.shown_runs import compared_with
from govsim.app.widgets import Buttons, Choices, Controls
from govsim.app.wording import WAITING, arrangement_cards, printed_setting
from govsim.palette import ARRANGEMENTS

KEYS: Final = keys(
    Key(name="map", check=one_of((DIFFERENCE, PROGRESS, NEED))),  # else what tells most
    Key(name="outcome", default=MEAN),
    Key(name="map_year", check=whole(0, 100)),  # else the last
    Key(name="council"),
    Key(name="region"),
)
CARDS: Final = arrangement_cards()
WIDE, NARROW = 700, 350
ACROSS: Final = 1116  # the width of the page


@solara.component
def PlacesPage() -> None:
    """The whole page."""
    visit = use_visit()
    session = visit.session.value
    country = offered().country(session.now.country)
    now_and_before = use_work(requests_of(session), needed=1)
    arrangements = use_work([_by_place(setting) for setting in _arrangements(session.now)], needed=1)
    use_failure(now_and_before.failed or arrangements.failed)
    own = {name: visit.own(name) for name in KEYS}
    view = solara.use_memo(
        lambda: PlacesView.of(
            country, now_and_before, arrangements, own, complete=request_of(session.now).worlds
        ),
        [country.key, now_and_before.results, arrangements.results, *own.values()],
    )
    answers = {"answered": session.answered, "event_moved": visit.moved}
    with v.Html(tag="main", class_="places"):
        solara.Title("Places · govsim")
        solara.HTML(tag="header", unsafe_innerHTML=wording.masthead(), classes=["masthead"])
        Buttons(cards=CARDS, values={"arrangement": name_of(session.now.levers)}, **answers)
        solara.HTML(
            tag="div", unsafe_innerHTML=printed_setting(session, compared_with(session)), classes=["printed"]
        )
        Choices(values=own, **answers)
        stale = {"class_": "stale" if now_and_before.stale else "fresh"}
        with v.Html(tag="div", class_="atlas"):
            with v.Html(tag="section", attributes={"aria-labelledby": "map-heading"}, **stale):
                if view is None:
                    solara.HTML(tag="p", unsafe_innerHTML=WAITING, classes=["waiting"])
                else:
                    Map(view)
            with v.Html(tag="section", class_="choices", attributes={"aria-label": "What the map shows"}):
                groups, values = choices(country, session, own, view)
                Controls(groups=as_table(groups), values={**values_of(session.now), **values}, **answers)
        if view is not None:
            with v.Html(tag="div", attributes={"aria-busy": str(now_and_before.stale).lower()}, **stale):
                SmallMaps(view)
                ByRegion(view, visit)
                Council(view, visit)
                Table(view, visit)
        live = {"role": "status", "aria-live": "polite"}
        spoken_text = "" if view is None or now_and_before.stale else view.spoken_words()
        solara.HTML(tag="p", unsafe_innerHTML=spoken_text, classes=["unseen"], attributes=live)
        solara.HTML(tag="footer", unsafe_innerHTML=wording.colophon(query_of(session)), classes=["colophon"])


def requests_of(session: Session) -> list[PlacesRequest]:
    """The setting, and the one to compare it with. Raises InputError if the country cannot be used."""
    against = compared_with(session)
    settings = [session.now, *([] if against is None else [replace(session.now, levers=against)])]
    return [_by_place(setting) for setting in settings]


def _by_place(setting: Setting) -> PlacesRequest:
    return PlacesRequest(request=request_of(setting))


def _arrangements(now: Setting) -> list[Setting]:
    """The shipped arrangements, and the present setting if it is none of them."""
    levers = [arrangement_levers(name) for name in ARRANGEMENTS]
    return [
        replace(now, levers=one) for one in ([*levers, now.levers] if now.levers not in levers else levers)
    ]


@solara.component
def Map(view: PlacesView) -> None:
    """The large map, and what it says."""
    layouts = layouts_of(view.country, (WIDE, NARROW))
    drawn = "".join(
        map_svg(
            layout,
            view.land,
            view.shown,
            values_c=view.values_c,
            values_k=view.values_k,
            classes=view.classes,
            chosen=view.council,
            title=view.title,
        )
        for layout in layouts
    )
    Picture(
        name=f"places-{view.shown.what}",
        html=wording.map_heading(view) + drawn + wording.map_key(view, layouts[0].missing),
    )
    solara.HTML(tag="div", unsafe_innerHTML=wording.beside_the_map(view), classes=["happened"])


@solara.component
def SmallMaps(view: PlacesView) -> None:
    """The arrangements side by side, on one scale."""
    if not view.panels:
        return
    drawn = "".join(
        small_maps_svg(
            layouts_of(view.country, (WIDE, NARROW))[0],
            view.panels,
            view.absolute,
            classes=view.panel_classes,
            width=width,
            abreast=abreast,
        )
        for width, abreast in ((ACROSS, len(view.panels)), (NARROW, 2))
    )
    with v.Html(tag="section", class_="beside", attributes={"aria-label": "Arrangements side by side"}):
        Picture(
            name=f"arrangements-{view.absolute.what}",
            html=wording.panels_heading(view) + drawn + wording.panels_key(view),
            table=wording.panels_table(view),
        )


@solara.component
def ByRegion(view: PlacesView, visit: Visit) -> None:
    """Gains of regions under the setting, and who pays for them."""
    regions = view.regions
    with v.Html(tag="section", class_="by-region", attributes={"aria-labelledby": "region-heading"}):
        if regions is None:
            solara.HTML(tag="div", unsafe_innerHTML=wording.no_comparison())
            return
        region, colour = view.region, view.style.colour
        key, _ = regions.chosen(region)
        drawn = "".join(regions_svg(regions, key, colour, width=width) for width in (WIDE, NARROW))
        with v.Html(tag="div", class_="abreast"):
            Picture(name="regions", html=wording.regions_heading(regions, key) + drawn + wording.REGIONS_KEY)
            solara.HTML(tag="div", unsafe_innerHTML=wording.region_words(regions, key), classes=["happened"])
        solara.HTML(tag="div", unsafe_innerHTML=regions.who_loses(), classes=["scrolls", "words"])
        columns, rows = region_rows(regions)
        with v.Html(tag="details"):
            v.Html(tag="summary", children=["Show regions as a table"])
            SortedTable(
                name="regions",
                caption=wording.regions_caption(regions),
                columns=columns,
                rows=rows,
                first=3,
                choose="region",
                values={"region": key},
                answered=visit.session.value.answered,
                event_moved=visit.moved,
            )


@solara.component
def Council(view: PlacesView, visit: Visit) -> None:
    """One council's part, if one is chosen."""
    with v.Html(tag="section", class_="council", attributes={"aria-labelledby": "council-heading"}):
        if view.council_row is None:
            solara.HTML(tag="div", unsafe_innerHTML=wording.choose_a_council())
            return
        page = CouncilPage(
            council=view.council_row,
            land=view.land,
            now=view.now,
            before=view.before,
            before_name=view.before_name,
            changes=view.changes,
        )
        labels = tuple(outcome.label for outcome in view.now.run.scenario.outcomes)
        drawn = "".join(courses_svg(page, labels, view.style, width=width) for width in (ACROSS, NARROW))
        solara.HTML(tag="div", unsafe_innerHTML=wording.council_words(page))
        if "actor" in visit.keys:
            link = wording.world_link(query_of(visit.session.value), view.council, page.name)
            solara.HTML(tag="div", unsafe_innerHTML=link)
        Picture(
            name=f"need-in-{view.council.lower()}",
            html=wording.courses_heading(page) + drawn + wording.courses_key(page, view.style),
            table=courses_table(page, labels),
        )


@solara.component
def Table(view: PlacesView, visit: Visit) -> None:
    """The map's numbers and more, for every council."""
    columns, rows, first = council_rows(view)
    with v.Html(tag="section", class_="all-councils", attributes={"aria-labelledby": "table-heading"}):
        solara.HTML(tag="h2", unsafe_innerHTML="Every council", attributes={"id": "table-heading"})
        SortedTable(
            name="councils",
            caption=wording.table_caption(view),
            columns=columns,
            rows=rows,
            first=first,
            choose="council",
            values={"council": view.council},
            answered=visit.session.value.answered,
            event_moved=visit.moved,
        )
