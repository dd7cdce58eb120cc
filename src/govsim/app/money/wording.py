"""Sentences and tables of the money, as HTML; amounts in £bn a year, as documents have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from govsim.app.money.flows import ENDS_OF_COUNCILS, Money, ends_of
from govsim.app.money.network import Edge
from govsim.app.money.sankey import Flow, Node, through
from govsim.documents.html import table_html
from govsim.documents.table import Column, Table
from govsim.measures.pound import CATEGORIES
from govsim.scenario.schema import Scenario
from govsim.units import QUARTERS_IN_YEAR, billion_a_quarter
from govsim.words.numbers import decimal, pence
from govsim.words.plurals import counted, joined
from govsim.world.places import Places
from govsim.world.pound import ENDS

MASTHEAD: Final = (
    '<p class="kicker">govsim · follow the money</p><h1>Where does a pound go between the Treasury and the people it '
    'is for?</h1><p class="standfirst">From the budget through departments, mission boards and councils to what '
    "reaches people, and to every loss on the way. Every pound ends somewhere, and all ends together are the whole "
    "budget.</p>"
)
WAITING: Final = "Following the first pounds …"
LOSSES_NAMED: Final = 3
SANKEY_KEY: Final = (
    '<figcaption class="key">The wider a band, the more money. Press a region to see its councils; press a '
    "department, board or council to open it in One world. Bands below 0.04p of the pound stand in the table only."
    "</figcaption>"
)
NETWORK_KEY: Final = (
    '<figcaption class="key">From the middle: the Treasury, mission boards, departments, places. Edges are as wide as '
    "their money. Point at somebody to see where their money goes; press to open them in One world.</figcaption>"
)


def years_words(year: int | None, years: int) -> str:
    """Which years a drawing shows."""
    return f"all {years} years" if year is None else f"year {year + 1}"


def worlds_words(money: Money, one: int | None) -> str:
    """Which worlds a drawing shows."""
    return f"mean of {counted(money.worlds, 'world')}" if one is None else f"world {one}"


def billion(share: float, scenario: Scenario) -> float:
    """A share of the budget in £bn a year."""
    return QUARTERS_IN_YEAR * billion_a_quarter(share, scenario.annual_budget)


def heading(money: Money, year: int | None, one: int | None) -> str:
    """Title of the journey, and what became of the money in a sentence."""
    ends = ends_of(money, year)
    lost = [end for end in ends if ENDS[end].words and end != "core_services"]
    most = sorted(lost, key=lambda end: -ends[end])[:LOSSES_NAMED]
    named = joined([f"{pence(ends[end])}p to {ENDS[end].words}" for end in most])
    when = years_words(year, money.years)
    return (
        f"<h2>The pound’s journey, {when}</h2><p>Of each pound {pence(ends['effective'])}p had its effect on outcomes "
        f"and {pence(ends['core_services'])}p went to core services. Most of the rest went on the way: {named}. "
        f"{worlds_words(money, one).capitalize()}; the budget is £{money.scenario.annual_budget:,.1f}bn a year.</p>"
    )


def amounts(nodes: Sequence[Node], flows: Sequence[Flow], scenario: Scenario) -> dict[str, str]:
    """The money through each stop in £bn a year."""
    return {node.key: f"£{decimal(billion(through(node.key, flows), scenario), 1)}bn" for node in nodes}


def flows_table(nodes: Sequence[Node], flows: Sequence[Flow], scenario: Scenario, caption: str) -> str:
    """Every flow from stop to stop."""
    label = {node.key: node.label for node in nodes}
    rows = tuple((label[flow.source], label[flow.target], *_money(flow.share, scenario)) for flow in flows)
    return table_html(Table(caption, (Column("From"), Column("To"), *_MONEY), rows))


def edges_table(edges: Sequence[Edge], named: Mapping[str, str], scenario: Scenario, caption: str) -> str:
    """Every edge of the network."""
    rows = tuple((named[edge.source], named[edge.target], *_money(edge.share, scenario)) for edge in edges)
    return table_html(Table(caption, (Column("From"), Column("To"), *_MONEY), rows))


def councils_table(money: Money, land: Places, year: int | None) -> str:
    """Each council's grants and where they ended, in £bn a year."""
    grant_c, end_xc = money.mean("grant_cj", year).sum(axis=1), money.mean("end_xc", year)
    columns = ("Council", "Grants", *(CATEGORIES[end] for end in ENDS_OF_COUNCILS))
    rows = tuple(
        (
            name,
            *(decimal(billion(float(share), money.scenario), 3) for share in (grant_c[row], *end_xc[:, row])),
        )
        for row, name in enumerate(land.council_names)
    )
    return table_html(
        Table(
            "Grants of each council and where they ended, £bn a year",
            tuple(Column(name, number=bool(row)) for row, name in enumerate(columns)),
            rows,
        )
    )


def ends_table(money: Money, year: int | None) -> str:
    """Where each pound ended, in the words of the documents."""
    rows = tuple(
        (CATEGORIES[end], pence(share), decimal(billion(share, money.scenario), 1), ENDS[end].meaning)
        for end, share in ((end, ends_of(money, year)[end]) for end in CATEGORIES)
    )
    columns = (
        Column("Where"),
        Column("Pence", number=True),
        Column("£bn a year", number=True),
        Column("What it is"),
    )
    return table_html(Table(f"Where each pound ends, {years_words(year, money.years)}", columns, rows))


_MONEY: Final = (Column("£bn a year", number=True), Column("Pence of a pound", number=True))


def _money(share: float, scenario: Scenario) -> tuple[str, str]:
    return decimal(billion(share, scenario), 3), decimal(100 * share, 2)


def network_heading(edges: Sequence[Edge], named: Mapping[str, str], when: str, scenario: Scenario) -> str:
    """Title of the network, and its widest edge beyond the Treasury."""
    beyond = [edge for edge in edges if edge.source != "centre:centre"]
    text = ""
    if beyond:
        widest = max(beyond, key=lambda edge: edge.share)
        text = (
            f" The widest edge beyond the Treasury leads from {escape(named[widest.source])} to "
            f"{escape(named[widest.target])}: £{decimal(billion(widest.share, scenario), 2)}bn a year."
        )
    return f"<h2>The network, {when}</h2><p>{counted(len(edges), 'edge')} carry money.{text}</p>"
