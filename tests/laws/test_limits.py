"""Limits L1, L2, L5 and L6 of the specification (MODEL.md section 8): what must come out where much is switched off."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.world.state import FLOWS
from tests.worlds import SHIPPED, Moment, different_bits, live, scenarios, shortened

REPLICATES = (0, 1, 2)
NO_COSTS = {name: 0.0 for name in UNCERTAINTIES if name.endswith(("_cost", "assurance_loss"))}
NO_BOARDS = {"pooled_funding": 0.0, "joint_accountability": 0.0}

# --- L1 ---------------------------------------------------------------------------------------------------------

# Who sits where, and what a board without power or money would say, differ; nothing else may.
SAID_IN_VAIN = {"agreement_dw", "board_share_mew"}


def with_uncertainties(scenario: Scenario, fixed: dict[str, Any]) -> Scenario:
    stated = {**scenario.uncertainties.model_dump(), **fixed}
    return scenario.replace(uncertainties=stated)


def assert_boards_without_power_change_nothing(scenario: Scenario, membership: str) -> None:
    costs_off = with_uncertainties(scenario, {**NO_COSTS, "convening_value": 0.0})
    start = {**NO_BOARDS, "board_membership": "none"}
    silos = costs_off.replace(levers={**NO_BOARDS, "board_membership": "none"}, starts_from_levers=start)
    layers = silos.replace(levers={"board_membership": membership})
    for here, there in zip(live(silos, REPLICATES), live(layers, REPLICATES), strict=True):
        changed = set(different_bits(here.arrays, there.arrays)) - SAID_IN_VAIN
        assert not changed, f"quarter {here.quarter}: {changed}"


def test_every_cost_is_switched_off_in_these_limits() -> None:
    assert set(NO_COSTS) == {
        *(
            f"{name}_cost"
            for name in ("board_seat", "line_reporting", "streams", "targets", "control", "bid")
        ),
        *(f"{name}_cost" for name in ("partnership", "voice", "learning", "reorganisation", "conflict")),
        "assurance_loss",
    }


@given(scenarios(reforms=False, additions=False))
@settings(max_examples=20)
def test_l1_boards_without_pool_accountability_convening_and_costs_are_bit_for_bit_no_boards(
    scenario: Scenario,
) -> None:
    """Missions that add to levers when seated are left out: with them, not all other levers are equal."""
    for membership in ("lead_only", "contributors", "all"):
        assert_boards_without_power_change_nothing(scenario, membership)


@pytest.mark.parametrize("name", ["siloed", "layered", "mission_led", "five_missions", "classroom_small"])
def test_l1_holds_bit_for_bit_for_the_missions_that_come_with_govsim(name: str) -> None:
    assert_boards_without_power_change_nothing(shortened(load_scenario(name), 5, 9), "contributors")


def test_l1_fails_as_it_should_when_seats_cost_something() -> None:
    scenario = shortened(load_scenario("siloed"), 5, 9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(NO_COSTS, "board_seat_cost", 0.005)
        with pytest.raises(AssertionError, match="overhead_dw"):
            assert_boards_without_power_change_nothing(scenario, "contributors")


# --- L2 ---------------------------------------------------------------------------------------------------------

NOTHING_OF = ("cross_cutting", "knowledge_noise", "recipe_error", "place_diversity", "gaming_propensity")
NO_CROSS_CUTTING = dict.fromkeys(NOTHING_OF, 0.0)
SILOED = {**NO_BOARDS, "board_membership": "none", "reporting_retired": 0.0}
# Held besides, because money then moves between departments, outcomes and councils which lose unequal shares:
EQUALLY_LOSSY = {
    "levers": {"local_discretion": 0.0, "competitive_share": 0.0},  # no money is free, so none is exposed
    "constants": {"absorption_base": 0.0},  # bound money is all absorbed
    "uncertainties": {"relapse": 0.0},  # or bidding comes back
}


def effectiveness(at: Moment) -> Any:
    """Effective money for each pound meant for outcomes, relabelled money counted as meant for them."""
    meant = at.flows["edge_money_ew"].sum(0) + at.flows["relabelled_money_dw"].sum(0)
    return at.flows["effective_cjw"].sum((0, 1)) / np.where(meant == 0, np.inf, meant)


def boards_and_silos(scenario: Scenario, boards: dict[str, Any]) -> list[tuple[Moment, Moment]]:
    silos = scenario.replace(levers=SILOED, starts_from_levers=SILOED)
    under_boards = silos.replace(levers=boards)
    return list(zip(live(silos, REPLICATES), live(under_boards, REPLICATES), strict=True))


BOARDS = {
    "board_membership": "contributors",
    "pooled_funding": 0.5,
    "joint_accountability": 0.6,
    "prime_minister_time": 0.7,
}


@given(scenarios(reforms=False, additions=False))
@settings(max_examples=25)
def test_l2_without_cross_cutting_a_mission_pound_does_no_more_under_boards_than_in_silos(
    scenario: Scenario,
) -> None:
    """Every outcome is one department's work: boards can only add overhead and relabelling.

    Held: no cross-cutting, noise, error, diversity or gaming, all reporting kept; local discretion, bidding,
    relapse and the load of bound grants at 0. The last four make all councils and outcomes lose the same
    share, so that moving money between them does not count as an effect of boards. Exact to rounding.
    """
    fixed = {**NO_CROSS_CUTTING, **EQUALLY_LOSSY["uncertainties"]}
    held = with_uncertainties(scenario, fixed).replace(
        constants=EQUALLY_LOSSY["constants"], levers=EQUALLY_LOSSY["levers"]
    )
    held = held.replace(starts_from_levers={**SILOED, **EQUALLY_LOSSY["levers"]})
    boards = {
        "board_membership": scenario.levers.board_membership,
        "pooled_funding": scenario.levers.pooled_funding,
        "joint_accountability": scenario.levers.joint_accountability,
        "prime_minister_time": scenario.levers.prime_minister_time,
    }
    for silo, board in boards_and_silos(held, boards):
        excess = effectiveness(board) - effectiveness(silo)
        assert (excess <= 1e-12).all(), f"quarter {silo.quarter}: {excess}"


@pytest.mark.parametrize("name", ["siloed", "classroom_small"])
def test_l2_holds_in_the_country_that_comes_with_govsim_whatever_else_is_lost(name: str) -> None:
    """Nothing but what the limit names is held: money also moves between councils that lose unequal shares.

    So a thousandth of a pound is allowed for; the loss to boards is twenty times that.
    """
    scenario = with_uncertainties(
        shortened(load_scenario(name), 5, 12), {**NO_CROSS_CUTTING, "worlds": "alike"}
    )
    for silo, board in boards_and_silos(scenario, BOARDS):
        excess = effectiveness(board) - effectiveness(silo)
        assert (excess <= 1e-3).all(), f"quarter {silo.quarter}: {excess}"
    assert (excess < -0.02).all(), "in the end boards lose"


# --- L5 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("elasticity", [1e12, float("inf")])
@given(scenario=scenarios())
@settings(max_examples=15)
def test_l5_where_departments_are_perfect_substitutes_no_money_is_in_the_wrong_mix(
    elasticity: float, scenario: Scenario
) -> None:
    """The share of misfit is at most 1e-9, but for money of departments with no part in the local recipe."""
    for at in live(with_uncertainties(scenario, {"elasticity": elasticity}), REPLICATES):
        assert (np.abs(at.state["misfit_w"]) <= 1e-9).all(), at.quarter


@pytest.mark.parametrize("name", SHIPPED)
def test_l5_holds_in_every_scenario_that_comes_with_govsim(name: str) -> None:
    scenario = with_uncertainties(shortened(load_scenario(name)), {"elasticity": float("inf")})
    for at in live(scenario, REPLICATES):
        assert (np.abs(at.state["misfit_w"]) <= 1e-9).all()


def test_misfit_falls_as_departments_become_better_substitutes() -> None:
    scenario = shortened(load_scenario("siloed"), 4, 4)
    shares = [
        live(with_uncertainties(scenario, {"elasticity": elasticity, "worlds": "alike"}))[-1].state[
            "misfit_w"
        ][0]
        for elasticity in (0.2, 0.5, 1.0, 2.0, 5.0, 50.0, 1e6)
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.1
    assert shares[-1] < 1e-5


# --- L6 ---------------------------------------------------------------------------------------------------------


def assert_reports_are_true(scenario: Scenario) -> None:
    honest = with_uncertainties(scenario, {"gaming_propensity": 0.0})
    weights = None
    for at in live(honest, REPLICATES):
        assert (at.state["propensity_cw"] == 0).all()
        assert (at.state["gaming_cjw"] == 0).all()
        assert "gaming_cjw" not in FLOWS
        weights = _council_weights(honest) if weights is None else weights
        true = np.einsum("ck,kjw->cjw", weights, at.state["need_kjw"])
        np.testing.assert_allclose(at.state["reported_cjw"], true, rtol=0, atol=1e-12)
        assert at.state["year_need_kw"].tobytes() == at.state["year_reported_kw"].tobytes()


def _council_weights(scenario: Scenario) -> Any:
    """Share of each community in its council's residents, shape (council, community), from the places."""
    from tests.worlds import small_places

    places = small_places(scenario)
    weights = np.zeros((len(places.council_keys), len(places.community_keys)))
    for community, council in enumerate(places.community_council_k):
        weights[council, community] = places.population_k[community]
    return weights / weights.sum(axis=1, keepdims=True)


@given(scenarios())
@settings(max_examples=20)
def test_l6_where_nobody_is_inclined_to_game_reports_are_true(scenario: Scenario) -> None:
    assert_reports_are_true(scenario)


@pytest.mark.parametrize("name", SHIPPED)
def test_l6_holds_in_every_scenario_that_comes_with_govsim(name: str) -> None:
    assert_reports_are_true(shortened(load_scenario(name)))
