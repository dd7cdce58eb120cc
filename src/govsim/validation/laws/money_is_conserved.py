"""Law: a quarter's budget is a whole pound at each stage of its journey, and nothing creates money."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats, total
from govsim.scenario.schema import Scenario
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Deviation, inspected, reading
from govsim.validation.samples import WORLDS, everywhere
from govsim.validation.stepping import every_quarter, new_world
from govsim.world.build import World
from govsim.world.pound import LOCAL_LOSSES

PENNY: Final = 1e-9
ROUNDING: Final = 1e-12
NEVER_NEGATIVE: Final = (
    "edge_money_ew",
    "core_money_dw",
    "relabelled_money_dw",
    "placeable_ew",
    "formula_cew",
    "won_cew",
    "mix_cew",
)


def journey(world: World) -> dict[str, Floats]:
    """The pound's journey of docs/model.md section 7, from the flows and written out here, by world."""
    flows, indices = world.flows, world.indices
    delivery_dw, core_dw = flows["delivery_dw"], flows["core_money_dw"]
    relabelled_dw = flows["relabelled_money_dw"]
    handled_dw = core_dw + relabelled_dw
    for edge, department in enumerate(indices.edge_department_e):
        handled_dw[department] += flows["edge_money_ew"][edge]
    local = dict(zip(LOCAL_LOSSES, flows["losses_xcjw"].sum(axis=(1, 2)), strict=True))
    return {
        **local,
        "core_services": (core_dw * delivery_dw).sum(0),
        "relabelled": (relabelled_dw * delivery_dw).sum(0),
        "central_overhead": (handled_dw * (1 - delivery_dw)).sum(0),
        "awaiting": flows["awaiting_w"],
        "flawed": flows["flawed_w"],
        "late": local["late"] + flows["unplaced_w"],
        "misfit": (flows["produced_cjw"] - flows["effective_cjw"]).sum(axis=(0, 1)),
        "effective": flows["effective_cjw"].sum(axis=(0, 1)),
    }


def _stages(world: World) -> Iterator[tuple[str, Any, Any]]:
    """Each stage of the journey: name, value and expected value."""
    flows, indices = world.flows, world.indices
    yield "baselines sum to 1", total(world.state["baseline_dw"]), 1.0
    meant = (flows[name] for name in ("edge_money_ew", "core_money_dw", "relabelled_money_dw"))
    yield "departments and boards spend the budget", sum(money.sum(0) for money in meant), 1.0
    delivered_ew = flows["edge_money_ew"] * flows["delivery_dw"][indices.edge_department_e]
    left_w = flows["placeable_ew"].sum(0) + flows["awaiting_w"] + flows["flawed_w"]
    yield "overhead, waiting and flaws are all that is lost", left_w, delivered_ew.sum(0)
    gained_ew = np.maximum(0.0, flows["placeable_ew"] - delivered_ew)
    yield "no contribution can place more than overhead leaves of it", gained_ew, 0.0
    given_out_cew = flows["formula_cew"] + flows["won_cew"]
    placed_w = given_out_cew.sum((0, 1)) + flows["unplaced_w"]
    yield "what can be placed is placed or returned", placed_w, flows["placeable_ew"].sum(0)
    for outcome in range(indices.outcomes):
        rows, grant_cw = indices.edge_outcome_e == outcome, flows["grant_cjw"][:, outcome]
        yield "grants add up", given_out_cew[:, rows].sum(1), grant_cw
        yield "re-mixing moves, it does not make", flows["mix_cew"][:, rows].sum(1), grant_cw
        yield "free money is all spent", flows["commission_cew"][:, rows].sum(1), 1.0
    after_cjw = flows["losses_xcjw"].sum(0) + flows["produced_cjw"]
    yield "local losses and production", after_cjw, flows["grant_cjw"]
    heads_k = indices.population_k[:, None, None] / (indices.outcomes * indices.population)
    reached_w = (flows["dose_kjw"] * heads_k).sum((0, 1))
    works_cjw = flows["effective_cjw"] * flows["strength_cjw"]  # a pound may do more or less than a pound
    yield "all that is effective reaches", reached_w, works_cjw.sum((0, 1))


@inspected
def money_is_conserved(scenario: Scenario) -> Iterator[Deviation]:
    """Follow the pound through every quarter of a run and its warm-up, in every stage to 1e-9."""
    for world in every_quarter(new_world(scenario, WORLDS)):
        quarter, parts = f"quarter {world.quarter - 1}", journey(world)
        whole = ("the pound's journey", sum(parts.values()), 1.0)
        for stage, actual, expected in (*_stages(world), whole):
            yield Deviation(f"{quarter}: {stage}", float(np.max(np.abs(actual - expected))), PENNY)
        for name, money in {**parts, **{name: world.flows[name] for name in NEVER_NEGATIVE}}.items():
            yield Deviation(f"{quarter}: {name} is not negative", max(0.0, -float(np.min(money))), PENNY)
        excess_cjw = world.flows["effective_cjw"] - world.flows["produced_cjw"] * (1 + ROUNDING)
        yield Deviation(f"{quarter}: production makes no money", max(0.0, float(np.max(excess_cjw))))


def examine(plan: Plan) -> Reading:
    """Follow the pound in shipped scenarios and random countries."""
    return reading(
        ((scenario.name, money_is_conserved(scenario)) for scenario in everywhere(plan)),
        "largest departure from a whole pound",
        "sums compared",
        "share of the budget",
    )


CHECK: Final = Check(
    "law 1",
    "law",
    "No money appears and none disappears: all of a quarter's budget is accounted for, at each stage",
    source="own: double-entry book-keeping",
    refuted_by="at any stage of any quarter, money in and money out differ by more than a billionth of the budget",
    examine=examine,
)
