"""*Follow the money*: the pound from the budget to people and losses, and the network that carries it."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator, arg-type"
# (solara does not export its names, and its components and state are not typed)

from __future__ import annotations

from dataclasses import replace
from typing import Final

import reacton.ipyvuetify as v
import solara

from govsim.app.address import query_of
from govsim.app.assumptions import Stop
from govsim.app.controls import Control, ControlOption, as_table
from govsim.app.following import use_work
from govsim.app.keys import SWITCH, Key, Keys, keys, whole
from govsim.app.money.flows import Money, MoneyRequest
from govsim.app.money.journey import HEADINGS, Links, journey, stops
from govsim.app.money.network import edges, labels, network_svg
from govsim.app.money.sankey import sankey_svg
from govsim.app.money.wording import (
    MASTHEAD,
    NETWORK_KEY,
    SANKEY_KEY,
    WAITING,
    amounts,
    councils_table,
    edges_table,
    ends_table,
    flows_table,
    heading,
    network_heading,
    worlds_words,
    years_words,
)
from govsim.app.offered import Country, offered
from govsim.app.one_world.page import KEYS as WORLD_KEYS
from govsim.app.part import request_of
from govsim.app.picture import Folded, Picture
from govsim.app.session import Session
from govsim.app.shell import use_failure, use_visit
from govsim.app.which_world import WORLD, which_values, which_world
from govsim.app.widgets import Choices, Controls
from govsim.app.wording import colophon, printed_setting
from govsim.units import QUARTERS_IN_YEAR

LONGEST_KEY: Final = 200


def _region(value: str) -> str:
    if len(value) > LONGEST_KEY:
        raise ValueError(value)
    return value


KEYS: Final[Keys] = keys(
    WORLD,
    Key(name="one", check=SWITCH),
    Key(name="year", default="0", check=whole(0, 99)),  # 0 is all years
    Key(name="region", check=_region),
)


@solara.component
def FollowTheMoney() -> None:
    """The whole page."""
    visit = use_visit()
    session = visit.session.value
    request = request_of(session.now)
    country = offered().country(session.now.country)
    world = min(int(visit.own("world")), request.worlds - 1)
    one = world if visit.own("one") else None
    ladder = request.ladder if one is None else ((range(one, one + 1),),)
    followed = use_work([MoneyRequest(request=request, ladder=ladder)])
    use_failure(followed.failed)
    answers = {"answered": session.answered, "event_moved": visit.moved}
    chosen = {name: visit.own(name) for name in KEYS}
    money: Money | None = followed.results[0] if followed.results else None
    years = request.scenario.horizon // QUARTERS_IN_YEAR
    year = min(int(visit.own("year")), years)

    with v.Html(tag="main", class_="money"):
        solara.Title("Follow the money · govsim")
        Choices(values=chosen, **answers)
        solara.HTML(tag="header", unsafe_innerHTML=MASTHEAD, classes=["masthead"])
        solara.HTML(tag="div", unsafe_innerHTML=printed_setting(session), classes=["printed"])
        group = which_world(session, request, shown_worlds(), year_slider(years))
        if one is None:
            group = replace(group, first=group.first[:-1])
        values = {**which_values(session, world), "one": visit.own("one"), "year": float(year)}
        with v.Html(tag="section", class_="which money-which", attributes={"aria-label": "Which money"}):
            Controls(groups=as_table((group,)), values=values, **answers)
        if money is None:
            solara.HTML(tag="p", unsafe_innerHTML=WAITING, classes=["waiting"])
            return
        with v.Html(tag="div", class_="stale" if followed.stale else "fresh"):
            open_region = visit.own("region") if visit.own("region") in country.land.region_keys else ""
            Journey(session, money, country, year - 1 if year else None, one, open_region)
        solara.HTML(tag="footer", unsafe_innerHTML=colophon(query_of(session)), classes=["colophon"])


@solara.component
def Journey(
    session: Session, money: Money, country: Country, year: int | None, one: int | None, region: str
) -> None:
    """The Sankey and the network of a year, each with its table."""
    land = country.land
    links = links_of(session, country, year, one or 0)
    when = f"{years_words(year, money.years)}, {worlds_words(money, one)}"
    nodes, flows = stops(money.scenario, land, links, region), journey(money, land, year, region)
    name = f"The pound’s journey, {when}"
    back = (
        '<p><button type="button" class="plain" data-choose="region=">Close the region</button></p>'
        if region
        else ""
    )
    Picture(
        name="money",
        html=heading(money, year, one)
        + back
        + '<div class="scrolls" tabindex="0">'
        + sankey_svg(nodes, flows, HEADINGS, amounts(nodes, flows, money.scenario), name)
        + "</div>"
        + SANKEY_KEY,
        table=ends_table(money, year) + flows_table(nodes, flows, money.scenario, f"Flows, {when}"),
        classes="journey",
    )
    Folded("Each council’s grants, and where they ended", councils_table(money, land, year))
    along, named = edges(money, country, year), labels(country)
    Picture(
        name="network",
        html=network_heading(along, named, when, money.scenario)
        + '<div class="scrolls" tabindex="0">'
        + network_svg(money, country, year, links, f"The network that carries money, {when}")
        + "</div>"
        + NETWORK_KEY,
        table=edges_table(along, named, money.scenario, f"Edges, {when}"),
        classes="web",
    )


def links_of(session: Session, country: Country, year: int | None, world: int) -> Links:
    """Addresses of One world, opened at each actor in the first quarter of the year."""
    quarter = 0 if year is None else QUARTERS_IN_YEAR * year
    kinds = [
        node
        for node in labels(country)
        if node.split(":")[0] in ("centre", "department", "mission", "council")
    ]
    own = {"world": str(world), "quarter": str(quarter)}
    started = {name: value for name, value in own.items() if value != WORLD_KEYS[name].default}
    return Links(
        actor={
            who: f"./world?{query_of(replace(session, own={**started, 'actor': who}), WORLD_KEYS)}"
            for who in kinds
        }
    )


def shown_worlds() -> Control:
    """The choice between the mean over worlds and one world."""
    options = (ControlOption("", "the mean over worlds"), ControlOption("1", "one world"))
    return Control(
        name="one", label="Show", meaning="what usually happens, or one case of it", options=options
    )


def year_slider(years: int) -> Control:
    """The slider of years; at its left end all years together."""
    return Control(
        name="year",
        label="Year",
        meaning="all years together, or one of them",
        stops=(Stop(0, "all years"), *(Stop(year, f"year {year}") for year in range(1, years + 1))),
    )
