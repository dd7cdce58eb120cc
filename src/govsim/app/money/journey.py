"""The stops of money and the flows between them, and the edges of the network, from the amounts of a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from govsim.app.money.flows import ENDS_OF_COUNCILS, ENDS_OF_OUTCOMES, Money
from govsim.app.money.sankey import Flow, Node
from govsim.arrays import Floats
from govsim.documents.charts import POUND
from govsim.measures.pound import CATEGORIES
from govsim.scenario.schema import Scenario
from govsim.world.places import Places

HEADINGS: Final = ("Budget", "Departments", "Core or boards", "Outcomes", "Places", "Where it ends")
CORE, RELABELLED, BUDGET = "core", "relabelled", "budget"
COLOURS: Final = {  # of stops; ends have the shades of the pound's bar
    BUDGET: "#333a40",
    "department": "#6f8096",
    "board": "#56B4E9",
    CORE: "#C3CAD3",
    RELABELLED: "#8F9BAA",
    "outcome": "#CC79A7",
    "place": "#b5a642",
}


@dataclass(frozen=True, kw_only=True)
class Links:
    """How stops lead further: addresses of One world by actor, the query ready."""

    actor: Mapping[str, str]  # `kind:key` to an address

    def of(self, who: str) -> str:
        """The address of an actor; empty if there is none."""
        return self.actor.get(who, "")


def stops(scenario: Scenario, land: Places, links: Links, region: str = "") -> tuple[Node, ...]:
    """Every stop, from the budget to each end. A region that is open is shown as its councils."""
    nodes = [Node(key=BUDGET, label="The whole budget", column=0, colour=COLOURS[BUDGET])]
    for department in scenario.departments:
        who = f"department:{department.key}"
        nodes.append(_stop(who, department.label or department.key, 1, "department", links))
    nodes.append(Node(key=CORE, label="For core services", column=2, colour=COLOURS[CORE]))
    for mission in scenario.missions:
        who = f"mission:{mission.key}"
        nodes.append(_stop(who, mission.label or mission.key, 2, "board", links))
    nodes.append(Node(key=RELABELLED, label="Relabelled", column=3, colour=COLOURS[RELABELLED]))
    for outcome in scenario.outcomes:
        label = outcome.label or outcome.key
        nodes.append(Node(key=f"outcome:{outcome.key}", label=label, column=3, colour=COLOURS["outcome"]))
    for row, (key, name) in enumerate(zip(land.region_keys, land.region_names, strict=True)):
        if key != region:
            nodes.append(
                Node(
                    key=f"region:{key}", label=name, column=4, colour=COLOURS["place"], choose=f"region={key}"
                )
            )
            continue
        for council in np.flatnonzero(land.council_region_c == row):
            who = f"council:{land.council_keys[council]}"
            nodes.append(_stop(who, land.council_names[council], 4, "place", links))
    for _, colour, ends in POUND:
        for end in ends:
            label = CATEGORIES[end].partition(":")[0]  # what follows explains it, and stands in the table
            nodes.append(Node(key=f"end:{end}", label=label, column=5, colour=colour))
    return tuple(nodes)


def _stop(who: str, label: str, column: int, kind: str, links: Links) -> Node:
    return Node(key=who, label=label, column=column, colour=COLOURS[kind], href=links.of(who))


def journey(money: Money, land: Places, year: int | None, region: str = "") -> tuple[Flow, ...]:
    """Every flow of a year between stops; what comes to a stop leaves it."""
    return tuple(flow for flow in _flows(money, land, year, region) if flow.share > 0)


def _flows(money: Money, land: Places, year: int | None, region: str) -> Iterator[Flow]:
    scenario = money.scenario
    departments = [f"department:{one.key}" for one in scenario.departments]
    boards = [f"mission:{one.key}" for one in scenario.missions]
    outcomes = [f"outcome:{one.key}" for one in scenario.outcomes]

    def flow(source: str, target: str, share: Any) -> Flow:
        return Flow(source=source, target=target, share=float(share))

    budget_d, core_d = money.mean("budget_d", year), money.mean("core_d", year)
    to_board_dm, own_dj = money.mean("to_board_dm", year), money.mean("own_dj", year)
    for row, department in enumerate(departments):
        yield flow(BUDGET, department, budget_d[row])
        yield flow(department, CORE, core_d[row])
        for column, board in enumerate(boards):
            yield flow(department, board, to_board_dm[row, column])
        for column, outcome in enumerate(outcomes):
            yield flow(department, outcome, own_dj[row, column])
    board_mj, relabelled_m = money.mean("board_mj", year), money.mean("relabelled_m", year)
    for row, board in enumerate(boards):
        yield flow(board, RELABELLED, relabelled_m[row])
        for column, outcome in enumerate(outcomes):
            yield flow(board, outcome, board_mj[row, column])
    yield flow(CORE, "end:core_services", money.mean("core_services", year))
    yield flow(CORE, "end:central_overhead", money.mean("core_overhead", year))
    yield flow(RELABELLED, "end:relabelled", money.mean("relabelled", year))
    yield flow(RELABELLED, "end:central_overhead", money.mean("relabelled_overhead", year))
    lost_xj, grant_cj = money.mean("lost_xj", year), money.mean("grant_cj", year)
    stop_of_c = place_stops(land, region)
    for column, outcome in enumerate(outcomes):
        for name, lost_j in zip(ENDS_OF_OUTCOMES, lost_xj, strict=True):
            yield flow(outcome, f"end:{name}", lost_j[column])
        for stop, share in _by_stop(stop_of_c, grant_cj[:, column]).items():
            yield flow(outcome, stop, share)
    for name, lost_c in zip(ENDS_OF_COUNCILS, money.mean("end_xc", year), strict=True):
        for stop, share in _by_stop(stop_of_c, lost_c).items():
            yield flow(stop, f"end:{name}", share)


def place_stops(land: Places, region: str) -> list[str]:
    """The stop of each council: its region, or itself in the region that is open."""
    keys = [land.region_keys[row] for row in land.council_region_c]
    return [
        f"council:{council}" if key == region else f"region:{key}"
        for key, council in zip(keys, land.council_keys, strict=True)
    ]


def _by_stop(stop_of_c: list[str], shares: Floats) -> dict[str, float]:
    sums: dict[str, float] = {}
    for stop, share in zip(stop_of_c, shares, strict=True):
        sums[stop] = sums.get(stop, 0.0) + float(share)
    return sums
