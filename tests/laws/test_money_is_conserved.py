"""Law 1: money is conserved to 1e-9 in every quarter, in all of its journey and at each stage of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.simulation import advance
from govsim.world.build import World
from govsim.world.state import LOCAL_LOSSES
from tests.worlds import SHIPPED, begin, scenarios, shortened

PENNY = 1e-9


def journey(world: World) -> dict[str, Any]:
    """The pound's journey of docs/model.md section 7, from the flows and written anew here, by world."""
    flows, indices = world.flows, world.indices
    delivery, department = flows["delivery_dw"], indices.edge_department_e
    handled = flows["core_money_dw"] + flows["relabelled_money_dw"]
    for edge, at in enumerate(department):
        handled[at] += flows["edge_money_ew"][edge]
    local = dict(zip(LOCAL_LOSSES, flows["losses_xcjw"].sum(axis=(1, 2)), strict=True))
    return {
        **local,
        "core services": (flows["core_money_dw"] * delivery).sum(0),
        "relabelled": (flows["relabelled_money_dw"] * delivery).sum(0),
        "central overhead": (handled * (1 - delivery)).sum(0),
        "late": local["late"] + flows["unplaced_w"],
        "misfit": (flows["produced_cjw"] - flows["effective_cjw"]).sum(axis=(0, 1)),
        "effective": flows["effective_cjw"].sum(axis=(0, 1)),
    }


def assert_conserved(world: World) -> None:
    flows, state, indices = world.flows, world.state, world.indices

    def near(found: Any, expected: Any, where: str) -> None:
        np.testing.assert_allclose(
            found, expected, rtol=0, atol=PENNY, err_msg=f"{where}, quarter {world.quarter}"
        )

    near(state["baseline_dw"].sum(0), 1, "baselines sum to 1")
    meant = (
        flows["edge_money_ew"].sum(0) + flows["core_money_dw"].sum(0) + flows["relabelled_money_dw"].sum(0)
    )
    near(meant, 1, "departments and boards spend the budget")
    kept = flows["delivery_dw"][indices.edge_department_e]
    near(flows["placeable_ew"], flows["edge_money_ew"] * kept, "overhead is all that is lost")
    placed = flows["formula_cew"].sum((0, 1)) + flows["won_cew"].sum((0, 1)) + flows["unplaced_w"]
    near(placed, flows["placeable_ew"].sum(0), "what can be placed is placed or returned")
    given_out = flows["formula_cew"] + flows["won_cew"]
    for outcome in range(indices.outcomes):
        rows = indices.edge_outcome_e == outcome
        near(given_out[:, rows].sum(1), flows["grant_cjw"][:, outcome], "grants add up")
        near(
            flows["mix_cew"][:, rows].sum(1),
            flows["grant_cjw"][:, outcome],
            "re-mixing moves, it does not make",
        )
        near(flows["commission_cew"][:, rows].sum(1), 1, "free money is all spent")
    near(
        flows["losses_xcjw"].sum(0) + flows["produced_cjw"], flows["grant_cjw"], "local losses and production"
    )
    heads = indices.population_k[:, None, None] / (indices.outcomes * indices.population)
    near(
        (flows["dose_kjw"] * heads).sum((0, 1)),
        flows["effective_cjw"].sum((0, 1)),
        "all that is effective reaches",
    )
    parts = journey(world)
    near(sum(parts.values()), 1, "the pound's journey")
    for name, share in parts.items():
        assert (share >= -PENNY).all(), f"{name} is negative: {share}"
    for name in (
        "edge_money_ew",
        "core_money_dw",
        "relabelled_money_dw",
        "formula_cew",
        "won_cew",
        "mix_cew",
    ):
        assert (flows[name] >= -PENNY).all(), f"{name} is negative in quarter {world.quarter}"
    assert (flows["effective_cjw"] <= flows["produced_cjw"] * (1 + 1e-12)).all(), "production makes money"


def assert_conserved_for_life(scenario: Scenario, replicates: tuple[int, ...] = (0, 1, 2)) -> None:
    world = begin(scenario, replicates)
    while world.quarter < 0:
        advance(world)
        assert_conserved(world)
    world = world.starting(scenario)
    for _ in range(scenario.horizon):
        advance(world)
        assert_conserved(world)


@given(scenarios())
@settings(max_examples=40)
def test_the_pound_is_conserved_at_each_stage_in_every_quarter_of_any_world(scenario: Scenario) -> None:
    assert_conserved_for_life(scenario)


@pytest.mark.slow
@given(scenarios())
@settings(max_examples=600)
def test_the_pound_is_conserved_in_very_many_worlds(scenario: Scenario) -> None:
    assert_conserved_for_life(scenario)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_pound_is_conserved_in_every_scenario_that_comes_with_govsim(name: str) -> None:
    assert_conserved_for_life(shortened(load_scenario(name)))


@given(scenarios())
@settings(max_examples=10)
def test_the_measure_of_the_pounds_journey_is_the_one_written_here(scenario: Scenario) -> None:
    pound = pytest.importorskip("govsim.measures.catalogue", reason="the measures are not there yet")
    world = begin(scenario, (0, 1))
    advance(world)
    measured = pound.observe_pound(world.names(world.quarter - 1))
    written = {name.replace(" ", "_"): share for name, share in journey(world).items()}
    assert set(measured) == set(written)
    for name, share in measured.items():
        np.testing.assert_allclose(share, written[name], rtol=0, atol=1e-12, err_msg=name)
