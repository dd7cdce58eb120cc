"""The network along which money flows: its graph, a layout computed once, and its drawing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Final

import networkx
import numpy as np

from govsim.app.money.flows import Money
from govsim.app.money.journey import COLOURS, Links, place_stops
from govsim.app.offered import Country

MOST_COUNCILS: Final = 80  # above, regions are drawn instead
SIZE, REACH = 940, 440  # of the drawing, and from its middle to the last ring
RINGS: Final = (0.0, 0.27, 0.56, 0.86, 1.0)  # how far out each ring stands
TURNS: Final = (0.0, 0.0, 0.24, 0.0, -0.05)  # and how far it is turned, so that labels stand apart
WIDEST: Final = 170.0  # pixels that the whole budget would be wide
RADIUS: Final = {
    "centre": 9.0,
    "mission": 8.0,
    "department": 7.0,
    "region": 7.0,
    "council": 4.0,
    "community": 2.0,
}
COLOUR_OF: Final = {
    "centre": COLOURS["budget"],
    "department": COLOURS["department"],
    "mission": COLOURS["board"],
    "region": COLOURS["place"],
    "council": COLOURS["place"],
    "community": "#009E73",
}
CENTRE: Final = "centre:centre"


@dataclass(frozen=True, kw_only=True)
class Edge:
    """Money along one edge, a share of the budget."""

    source: str
    target: str
    share: float


def edges(money: Money, country: Country, year: int | None) -> tuple[Edge, ...]:
    """Money along every edge of a year: to departments, into pools and back, to places, to communities."""
    return tuple(edge for edge in _edges(money, country, year) if edge.share > 1e-9)


def _edges(money: Money, country: Country, year: int | None) -> Iterator[Edge]:
    scenario, land = money.scenario, country.land
    departments = [f"department:{one.key}" for one in scenario.departments]
    boards = [f"mission:{one.key}" for one in scenario.missions]
    budget_d = money.mean("budget_d", year)
    to_board_dm, board_pays_md = money.mean("to_board_dm", year), money.mean("board_pays_md", year)
    grant_dc = money.mean("grant_dc", year)
    stops = (
        place_stops(land, "") if draws_regions(country) else [f"council:{key}" for key in land.council_keys]
    )
    for row, department in enumerate(departments):
        yield Edge(source=CENTRE, target=department, share=float(budget_d[row]))
        for column, board in enumerate(boards):
            yield Edge(source=department, target=board, share=float(to_board_dm[row, column]))
            yield Edge(source=board, target=department, share=float(board_pays_md[column, row]))
        for stop in dict.fromkeys(stops):
            at = [column for column, other in enumerate(stops) if other == stop]
            yield Edge(source=department, target=stop, share=float(grant_dc[row, at].sum()))
    if "effective_k" in money.sums and not draws_regions(country):
        for row, share in enumerate(money.mean("effective_k", year)):
            council = land.council_keys[land.community_council_k[row]]
            community = f"community:{land.community_keys[row]}"
            yield Edge(source=f"council:{council}", target=community, share=float(share))


def draws_regions(country: Country) -> bool:
    """Whether there are too many councils to draw."""
    return len(country.land.council_keys) > MOST_COUNCILS


def labels(country: Country) -> dict[str, str]:
    """The name of every node by `kind:key`."""
    scenario, land = country.scenario, country.land
    named = {CENTRE: "The Treasury"}
    named |= {f"department:{one.key}": one.label or one.key for one in scenario.departments}
    named |= {f"mission:{one.key}": one.label or one.key for one in scenario.missions}
    named |= {f"region:{key}": name for key, name in zip(land.region_keys, land.region_names, strict=True)}
    named |= {f"council:{key}": name for key, name in zip(land.council_keys, land.council_names, strict=True)}
    names = land.community_names or land.community_keys
    return named | {f"community:{key}": name for key, name in zip(land.community_keys, names, strict=True)}


@lru_cache(maxsize=16)
def layout(country: Country) -> Mapping[str, tuple[float, float]]:
    """Where each node stands: rings around the Treasury, of boards, departments, councils by region, communities."""
    scenario, land = country.scenario, country.land
    by_region = np.argsort(land.council_region_c, kind="stable")
    rings = [
        [CENTRE],
        [f"mission:{one.key}" for one in scenario.missions],
        [f"department:{one.key}" for one in scenario.departments],
    ]
    if draws_regions(country):
        rings.append([f"region:{key}" for key in land.region_keys])
    else:
        rings.append([f"council:{land.council_keys[row]}" for row in by_region])
        within = [np.flatnonzero(land.community_council_k == row) for row in by_region]
        if len(land.community_keys) <= 500:
            rings.append([f"community:{land.community_keys[row]}" for rows in within for row in rows])
    rings = [ring for ring in rings if ring]
    graph: Any = networkx.DiGraph()
    graph.add_nodes_from(node for ring in rings for node in ring)
    placed = networkx.shell_layout(graph, nlist=rings, rotate=0)
    at = {}
    for row, ring in enumerate(rings):
        for node in ring:
            x, y = placed[node]
            angle = math.atan2(y, x) + TURNS[row]
            at[node] = RINGS[row] * math.cos(angle), RINGS[row] * math.sin(angle)
    return at


def network_svg(money: Money, country: Country, year: int | None, links: Links, name: str) -> str:
    """The drawing: nodes on rings, edges as wide as their money; what leaves a node is marked with it."""
    placed = layout(country)
    named = labels(country)
    at = {node: (SIZE / 2 + REACH * x, SIZE / 2 + REACH * y) for node, (x, y) in placed.items()}
    leaving: dict[str, list[str]] = {}
    for edge in edges(money, country, year):
        leaving.setdefault(edge.source, []).append(_curve(edge, at, named))
    order = sorted(at, key=lambda node: node.split(":")[0] in ("centre", "mission"))
    parts = [
        f'<g class="node">{"".join(leaving.get(node, []))}{_dot(node, at[node], named[node], links)}</g>'
        for node in order
    ]
    return (
        f'<svg class="network" viewBox="0 0 {SIZE} {SIZE}" role="group" font-size="13" '
        f'aria-label="{escape(name, quote=True)}">{"".join(parts)}</svg>'
    )


def _curve(edge: Edge, at: Mapping[str, tuple[float, float]], named: Mapping[str, str]) -> str:
    (x, y), (to_x, to_y) = at[edge.source], at[edge.target]
    middle_x, middle_y = (x + to_x) / 2, (y + to_y) / 2
    bend = 0.12  # there and back bend to either side
    control = middle_x - bend * (to_y - y), middle_y + bend * (to_x - x)
    kind = edge.source.split(":")[0]
    words = escape(f"{named[edge.source]} → {named[edge.target]}: {100 * edge.share:.2f}p of the pound")
    return (
        f'<path class="edge" stroke="{COLOUR_OF[kind]}" stroke-width="{max(0.25, WIDEST * edge.share):.2f}" '
        f'd="M{x:.1f} {y:.1f}Q{control[0]:.1f} {control[1]:.1f} {to_x:.1f} {to_y:.1f}"><title>{words}</title></path>'
    )


def _dot(node: str, at: tuple[float, float], label: str, links: Links) -> str:
    kind = node.split(":")[0]
    x, y = at
    circle = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS[kind]}" fill="{COLOUR_OF[kind]}">'
        f"<title>{escape(label)}</title></circle>"
    )
    text = ""
    if kind in ("centre", "department", "mission", "region"):
        across, up = x - SIZE / 2, y - SIZE / 2
        side = "middle" if abs(across) < 60 else "start" if across > 0 else "end"
        shift = {"middle": 0.0, "start": RADIUS[kind] + 4, "end": -RADIUS[kind] - 4}[side]
        drop = 0.0 if side != "middle" else 18.0 if up > 0 else -RADIUS[kind] - 8
        text = (
            f'<text x="{x + shift:.1f}" y="{y + drop:.1f}" dy=".32em" text-anchor="{side}">'
            f"{escape(_short(label))}</text>"
        )
    inside = circle + text
    address = links.of(node)
    stop = (
        ' tabindex="-1"' if kind == "council" else ""
    )  # so that keys do not pass dozens; One world lists them
    return f'<a href="{escape(address, quote=True)}"{stop}>{inside}</a>' if address else inside


def _short(label: str) -> str:
    return label if len(label) <= 24 else label[:23].rstrip(" ,") + "…"
