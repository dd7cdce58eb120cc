"""Law: every flow runs along the network's edges; where an edge is gone, what it carried stops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np

from govsim.runs.drive import fork, step
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Phases
from govsim.units import is_last_quarter
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Deviation, inspected, reading
from govsim.validation.samples import chance, countries, replicates, shipped
from govsim.validation.stepping import new_world, record, same_arrays, small_places
from govsim.world.build import World
from govsim.world.network import EDGE_TYPES, Network, build_network

ROUNDING: Final = 1e-12
YEAR: Final = 5  # quarters for which a country is followed without an edge: one yearly round at least

# What a type of edge carries in a quarter and must be 0 without the edge, from the world and the edge's ends.
Carried = Callable[[World, int, int], Iterator[tuple[str, Any]]]


def _contributes(world: World, department: int, outcome: int) -> Iterator[tuple[str, Any]]:
    indices = world.indices
    ends = (indices.edge_department_e == department) & (indices.edge_outcome_e == outcome)
    yield "its part in the recipe", ends.sum()
    yield "what the others lack of the whole recipe", indices.by_outcome.sum(world.given["recipe_ew"]) - 1


def _aims_at(world: World, mission: int, outcome: int) -> Iterator[tuple[str, Any]]:
    rows = world.indices.edge_outcome_e == outcome
    yield "the board's money for the outcome", world.flows["board_share_mew"][mission, rows]


def _sits_on(world: World, department: int, mission: int) -> Iterator[tuple[str, Any]]:
    rows = world.indices.edge_department_e == department
    member_md = world.timetable.at(world.quarter - 1).member_md
    yield "the seat", member_md[mission, department]
    yield "the board's money for the department", world.flows["board_share_mew"][mission, rows]
    if not member_md[:, department].any():
        yield "joint effort", world.flows["effort_dw"][department]


def _line(world: World, centre: int, department: int) -> Iterator[tuple[str, Any]]:
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


def _works_with(world: World, one: int, other: int) -> Iterator[tuple[str, Any]]:
    first, second = world.indices.pair_first_p, world.indices.pair_second_p
    pair = (first == min(one, other)) & (second == max(one, other))
    yield "their tie", world.state["tie_pw"][pair]


def _funds(world: World, department: int, service: int) -> Iterator[tuple[str, Any]]:
    council, rows = service // world.indices.services, world.indices.edge_department_e == department
    yield "formula grants", world.flows["formula_cew"][council, rows]
    yield "grants won", world.flows["won_cew"][council, rows]


def _convenes(world: World, council: int, service: int) -> Iterator[tuple[str, Any]]:
    yield "their tie", world.state["local_tie_csw"][council, service % world.indices.services]


CARRIED: Final[dict[str, Carried]] = {
    "contributes": _contributes,
    "aims_at": _aims_at,
    "sits_on": _sits_on,
    "line": _line,
    "works_with": _works_with,
    "funds": _funds,
    "convenes": _convenes,
}


def _deviations_of_carried(
    kind: str, world: World, ends: tuple[int, int], phases: Phases
) -> Iterator[Deviation]:
    for _ in range(YEAR):
        step(world, phases=phases)
        for what, values in CARRIED[kind](world, *ends):
            left = float(np.max(np.abs(values), initial=0.0))
            yield Deviation(f"quarter {world.quarter - 1}: {what} without {kind}", left, ROUNDING)


def _deviations_of_serves(
    world: World, whole: World, ends: tuple[int, int], phases: Phases
) -> Iterator[Deviation]:
    """The service's part of each outcome does not reach the community, and goes nowhere else."""
    (service, community), indices = ends, world.indices
    step(world, phases=phases)
    step(whole, phases=phases)
    council, kind = service // indices.services, service % indices.services
    delivered_ew = world.given["local_recipe_cew"][council] * (indices.edge_service_e == kind)[:, None]
    kept_jw = 1 - indices.by_outcome.sum(delivered_ew)
    before, after = whole.flows["dose_kjw"], world.flows["dose_kjw"]
    missing = float(np.max(np.abs(after[community] - before[community] * kept_jw)))
    scale = 1 + float(np.max(before))
    yield Deviation("what reaches a community without serves", missing / scale, ROUNDING)
    others = np.arange(indices.communities) != community
    yield same_arrays({"dose": before[others]}, {"dose": after[others]}, "what reaches others without serves")


def _with(world: World, name: str, row: int, change: Callable[[Any], Any]) -> World:
    """The world with one council or community whose habits are others."""
    moved = fork(world)
    values = world.state[name].copy()
    values[row] = change(values[row])
    moved.write(name, values)
    return moved


def _deviations_of_neighbours(world: World, ends: tuple[int, int], phases: Phases) -> Iterator[Deviation]:
    """What a former neighbour believes and how it games is neither learned nor copied within the quarter.

    How it games goes round by others' culture within a quarter, so there gaming alone is compared. Places wander
    alike as far as neighbours of neighbours.
    """
    one, other = ends
    near_cc = np.eye(world.indices.councils)
    near_cc[world.network.edges["neighbours"].source, world.network.edges["neighbours"].target] = 1
    near_cc = np.maximum(near_cc, near_cc.T)
    strangers = near_cc @ near_cc == 0
    shared_cc = np.abs(world.given["neighbour_spread"](np.eye(world.indices.councils)))
    yield Deviation("drift shared beyond neighbours of neighbours", float((shared_cc * strangers).max()))
    while not is_last_quarter(world.quarter):
        step(world, phases=phases)
    normalised = world.indices.by_outcome.normalised
    learning = _with(world, "council_belief_cew", one, lambda belief_ew: normalised(belief_ew**2 + 0.25))
    gaming = _with(world, "gaming_cjw", one, lambda gaming_jw: gaming_jw**2 + 0.25)
    learned = ("commission_cew", "gaming_cjw", "council_belief_cew")
    step(world, phases=phases)
    for moved, names in ((learning, learned), (gaming, ("gaming_cjw",))):
        step(moved, phases=phases)
        here, there = ({name: at[name][other] for name in names} for at in (world, moved))
        yield same_arrays(here, there, "what is learned and copied without neighbours")


def _deviations_of_bonds(world: World, ends: tuple[int, int], phases: Phases) -> Iterator[Deviation]:
    """How far a community that is bonded no more takes part makes no difference within the quarter."""
    one, other = ends
    step(world, phases=phases)
    moved = _with(world, "engagement_kw", one, lambda engagement_w: 1 - engagement_w)
    step(world, phases=phases)
    step(moved, phases=phases)
    here, there = ({"engagement_kw": at["engagement_kw"][other]} for at in (world, moved))
    yield same_arrays(here, there, "engagement that spreads without bonds")


def removable(network: Network, kind: str) -> list[int]:
    """Rows of a type of edge that may be taken away: an outcome's lead must stay."""
    table = network.edges[kind]
    if kind != "contributes" or table.attribute is None:
        return list(range(table.source.size))
    weight = table.attribute
    return [
        row for row in range(weight.size) if weight[row] < weight[table.target == table.target[row]].max()
    ]


@inspected
def flows_run_along_edges(
    scenario: Scenario, choice: int, worlds: tuple[int, ...] = (0, 1), phases: Phases = QUARTER
) -> Iterator[Deviation]:
    """Remove one edge of each type, which one `choice` says, and check that what it carried stops."""
    network = build_network(scenario, small_places(scenario))
    for kind, table in network.edges.items():
        rows = removable(network, kind)
        if not rows:
            continue
        row = rows[choice % len(rows)]
        ends = int(table.source[row]), int(table.target[row])
        cut = Network(network.nodes, {**network.edges, kind: table.without([row])})
        world = new_world(scenario, worlds, network=cut)
        if kind in CARRIED:
            yield from _deviations_of_carried(kind, world, ends, phases)
        elif kind == "serves":
            yield from _deviations_of_serves(world, new_world(scenario, worlds), ends, phases)
        elif kind == "neighbours":
            yield from _deviations_of_neighbours(world, ends, phases)
        else:
            yield from _deviations_of_bonds(world, ends, phases)


@inspected
def every_type_of_edge_matters(
    scenario: Scenario, worlds: tuple[int, ...] = (0, 1), phases: Phases = QUARTER
) -> Iterator[Deviation]:
    """Without all edges of a type need goes another way (an outcome needs a lead, so `contributes` stays)."""
    network = build_network(scenario, small_places(scenario))
    before = record(scenario, worlds, phases=phases)[-1]["need_kjw"]
    for kind in (kind for kind in EDGE_TYPES if kind != "contributes"):
        none = network.edges[kind].without(range(network.edges[kind].source.size))
        cut = Network(network.nodes, {**network.edges, kind: none})
        after = record(scenario, worlds, network=cut, phases=phases)[-1]["need_kjw"]
        yield Deviation(f"{kind} edges carry nothing", float(np.array_equal(before, after)))


def examine(plan: Plan) -> Reading:
    """Take edges away in shipped scenarios and random countries."""
    worlds = replicates(plan, 2)
    inspections = []
    for row, scenario in enumerate([*shipped("mission_led", "classroom_small"), *countries(plan, 4)]):
        choice = int(chance(plan, 400 + row).integers(0, 2**31))
        inspections.append((scenario.name, flows_run_along_edges(scenario, choice, worlds)))
    lively = shipped("classroom_small")[0].replace(
        levers={"board_membership": "all", "pooled_funding": 0.6, "community_voice": 0.8},
        rules={"council_gaming": "culture"},
    )
    inspections.append((lively.name, every_type_of_edge_matters(lively, worlds)))
    return reading(inspections, "largest flow without its edge", "flows compared")


CHECK: Final = Check(
    "law 9",
    "law",
    "Money, influence, ties, learning and engagement run along the network's edges and nowhere else",
    "own: a network that could be left out would be decoration",
    "something that an edge carries goes on without it, or the country is the same without all edges of a type",
    examine,
)
