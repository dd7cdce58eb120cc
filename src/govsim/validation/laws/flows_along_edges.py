"""Law: every flow runs along the network's edges, and stops without its edge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final

import numpy as np

from govsim.runs.drive import fork
from govsim.scenario.schema import Scenario
from govsim.units import is_last_quarter
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Deviation, inspected, reading
from govsim.validation.samples import chance, everywhere, shipped
from govsim.validation.stepping import new_world, record, same_arrays, small_places, step
from govsim.world.build import World
from govsim.world.network import EDGE_TYPES, EdgeTable, Network, build_network

ROUNDING: Final = 1e-12
REPLICATES: Final = (0, 1)
YEAR: Final = 5  # quarters of a run without an edge: at least one yearly round

# The flow along a type of edge in a quarter, from the world and the edge's ends; 0 without the edge.
Values = Iterator[tuple[str, Any]]


def _contributes(world: World, department: int, outcome: int) -> Values:
    indices = world.indices
    ends = (indices.edge_department_e == department) & (indices.edge_outcome_e == outcome)
    yield "its part in the recipe", ends.sum()
    yield "what the others lack of the whole recipe", indices.by_outcome.sum(world.given["recipe_ew"]) - 1


def _aims_at(world: World, mission: int, outcome: int) -> Values:
    rows = world.indices.edge_outcome_e == outcome
    yield "the board's money for the outcome", world.flows["board_share_mew"][mission, rows]


def _sits_on(world: World, department: int, mission: int) -> Values:
    rows = world.indices.edge_department_e == department
    member_md = world.timetable.at(world.quarter - 1).member_md
    yield "the seat", member_md[mission, department]
    yield "the board's money for the department", world.flows["board_share_mew"][mission, rows]
    if not member_md[:, department].any():
        yield "joint effort", world.flows["effort_dw"][department]


def _line(world: World, centre: int, department: int) -> Values:
    given, now = world.given, world.timetable.at(world.quarter - 1)
    seats_w = given["board_seat_cost_w"] * now.member_md[:, department].sum()
    left_w = np.minimum(1.0, seats_w + given["learning_cost_w"] * now.values["learning_loop"])
    yield "mixed signals", world.flows["mixed_signals_dw"][department]
    yield "line reporting", world.flows["overhead_dw"][department] - left_w
    yield "pressure on its budget", world.state["pressure_dw"][department]
    seats_e = (world.indices.goal_mj > 0).T[world.indices.edge_outcome_e] @ now.member_md[:, department]
    rows = (world.indices.edge_department_e == department) & (seats_e <= 1)
    delivered_ew = world.flows["edge_money_ew"][rows] * world.flows["delivery_dw"][department]
    sound_ew = 1 - given["design_flaws_w"] / (1 + seats_e[rows, None] + world.flows["effective_control_w"])
    yield "clearance by less than two", world.flows["placeable_ew"][rows] - delivered_ew * sound_ew


def _works_with(world: World, one: int, other: int) -> Values:
    first, second = world.indices.pair_first_p, world.indices.pair_second_p
    pair = (first == min(one, other)) & (second == max(one, other))
    yield "their tie", world.state["tie_pw"][pair]


def _funds(world: World, department: int, service: int) -> Values:
    council, rows = service // world.indices.services, world.indices.edge_department_e == department
    yield "formula grants", world.flows["formula_cew"][council, rows]
    yield "grants won", world.flows["won_cew"][council, rows]


def _convenes(world: World, council: int, service: int) -> Values:
    yield "their tie", world.state["local_tie_csw"][council, service % world.indices.services]


CARRIED: Final[dict[str, Callable[[World, int, int], Values]]] = {
    "contributes": _contributes,
    "aims_at": _aims_at,
    "sits_on": _sits_on,
    "line": _line,
    "works_with": _works_with,
    "funds": _funds,
    "convenes": _convenes,
}


def _carries_nothing(kind: str, world: World, one: int, other: int) -> Iterator[Deviation]:
    for _ in range(YEAR):
        step(world)
        for what, values in CARRIED[kind](world, one, other):
            left = float(np.max(np.abs(values), initial=0.0))
            yield Deviation(f"quarter {world.quarter - 1}: {what} without {kind}", left, ROUNDING)


def _serves(world: World, service: int, community: int) -> Iterator[Deviation]:
    """The service's part of each outcome does not reach the community, and goes nowhere else."""
    indices, whole = world.indices, new_world(world.scenario, REPLICATES)
    step(world)
    step(whole)
    council, kind = divmod(service, indices.services)
    delivered_ew = world.given["local_recipe_cew"][council] * (indices.edge_service_e == kind)[:, None]
    left_jw = 1 - indices.by_outcome.sum(delivered_ew)
    before, after = whole.flows["dose_kjw"], world.flows["dose_kjw"]
    missing = float(np.max(np.abs(after[community] - before[community] * left_jw)))
    scale = 1 + float(np.max(before))
    yield Deviation("what reaches a community without serves", missing / scale, ROUNDING)
    others = np.arange(indices.communities) != community
    yield same_arrays({"dose": before[others]}, {"dose": after[others]}, "what reaches others without serves")


def _with(world: World, name: str, row: int, change: Callable[[Any], Any]) -> World:
    """The world with other habits of one council or community."""
    moved = fork(world)
    values = world.state[name].copy()
    values[row] = change(values[row])
    moved.write(name, values)
    return moved


def _neighbours(world: World, one: int, other: int) -> Iterator[Deviation]:
    """A council neither learns nor copies a former neighbour's beliefs and gaming within the quarter.

    Gaming spreads from council to council within a quarter, so for gaming only the other's gaming is compared. Need of
    places wanders alike as far as neighbours of neighbours.
    """
    near_cc = np.eye(world.indices.councils)
    near_cc[world.network.edges["neighbours"].source, world.network.edges["neighbours"].target] = 1
    near_cc = np.maximum(near_cc, near_cc.T)
    strangers = near_cc @ near_cc == 0
    shared_cc = np.abs(world.given["neighbour_spread"](np.eye(world.indices.councils)))
    yield Deviation("drift shared beyond neighbours of neighbours", float((shared_cc * strangers).max()))
    while not is_last_quarter(world.quarter):
        step(world)
    normalised = world.indices.by_outcome.normalised
    learning = _with(world, "council_belief_cew", one, lambda belief_ew: normalised(belief_ew**2 + 0.25))
    gaming = _with(world, "gaming_cjw", one, lambda gaming_jw: gaming_jw**2 + 0.25)
    learned = ("commission_cew", "gaming_cjw", "council_belief_cew")
    step(world)
    for moved, names in ((learning, learned), (gaming, ("gaming_cjw",))):
        step(moved)
        here, there = ({name: at[name][other] for name in names} for at in (world, moved))
        yield same_arrays(here, there, "learning and copying without neighbours")


def _bonds(world: World, one: int, other: int) -> Iterator[Deviation]:
    """Participation of a formerly bonded community has no effect within the quarter."""
    step(world)
    moved = _with(world, "engagement_kw", one, lambda engagement_w: 1 - engagement_w)
    step(world)
    step(moved)
    here, there = ({"engagement_kw": at["engagement_kw"][other]} for at in (world, moved))
    yield same_arrays(here, there, "engagement that spreads without bonds")


OTHERWISE: Final = {"serves": _serves, "neighbours": _neighbours, "bonds": _bonds}


def removable(table: EdgeTable, kind: str) -> list[int]:
    """Removable rows of a type of edge: an outcome's lead must stay."""
    if kind != "contributes" or table.attribute is None:
        return list(range(table.source.size))
    weight = table.attribute
    return [
        row for row in range(weight.size) if weight[row] < weight[table.target == table.target[row]].max()
    ]


def without(network: Network, kind: str, rows: Iterable[int]) -> Network:
    """The network without some edges of a type."""
    return Network(network.nodes, {**network.edges, kind: network.edges[kind].without(rows)})


@inspected
def flows_run_along_edges(scenario: Scenario, choice: int) -> Iterator[Deviation]:
    """Remove one edge of each type, chosen by `choice`, and check that its flow stops."""
    network = build_network(scenario, small_places(scenario))
    for kind, table in network.edges.items():
        rows = removable(table, kind)
        if rows:
            row = rows[choice % len(rows)]
            world = new_world(scenario, REPLICATES, network=without(network, kind, [row]))
            stopped = OTHERWISE.get(kind, partial(_carries_nothing, kind))
            yield from stopped(world, int(table.source[row]), int(table.target[row]))


@inspected
def every_type_of_edge_matters(scenario: Scenario) -> Iterator[Deviation]:
    """Without all edges of a type need goes another way (an outcome needs a lead, so `contributes` stays)."""
    network = build_network(scenario, small_places(scenario))
    before = record(scenario, REPLICATES)[-1]["need_kjw"]
    for kind in (kind for kind in EDGE_TYPES if kind != "contributes"):
        cut = without(network, kind, range(network.edges[kind].source.size))
        after = record(scenario, REPLICATES, network=cut)[-1]["need_kjw"]
        yield Deviation(f"{kind} edges carry nothing", float(np.array_equal(before, after)))


def examine(plan: Plan) -> Reading:
    """Take edges away in shipped scenarios and random countries."""
    inspections = []
    for row, scenario in enumerate(everywhere(plan, "mission_led", "classroom_small", random=4)):
        choice = int(chance(plan, 400 + row).integers(0, 2**31))
        inspections.append((scenario.name, flows_run_along_edges(scenario, choice)))
    lively = shipped("classroom_small")[0].replace(
        levers={"board_membership": "all", "pooled_funding": 0.6, "community_voice": 0.8},
        rules={"council_gaming": "culture"},
    )
    inspections.append((lively.name, every_type_of_edge_matters(lively)))
    return reading(inspections, "largest flow without its edge", "flows compared")


CHECK: Final = Check(
    "law 9",
    "law",
    "Money, influence, ties, learning and engagement run along the network's edges and nowhere else",
    source="own: a network that could be left out would be decoration",
    refuted_by=(
        "something that an edge carries goes on without it, or the country is the same without all edges of a type"
    ),
    examine=examine,
)
