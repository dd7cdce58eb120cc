"""The network: what each type of edge carries stops when the edge is gone, and nothing else moves it."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from govsim.decisions.council_commissioning import CommissioningView, believed_recipe
from govsim.errors import NetworkError
from govsim.runs.drive import each_quarter, fork, step
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.stepping import after_warm_up, new_world, record
from govsim.world.build import World
from govsim.world.find_places import places_of
from govsim.world.network import EDGE_TYPES, EdgeTable, Network, build_network
from tests.worlds import assert_same_records, classroom, scenarios, with_edges

REPLICATES = (0, 1)


def pair_of_worlds(scenario: Scenario, network: Network) -> tuple[World, World]:
    """The same country with and without an edge, a quarter into its warm-up."""
    one, other = new_world(scenario, REPLICATES), new_world(scenario, REPLICATES, network=network)
    step(one)
    step(other)
    return one, other


def years(world: World, quarters: int = 16) -> list[dict[str, Any]]:
    if world.quarter < 0:
        world = after_warm_up(world)
    return [{**now.state, **now.flows} for now in each_quarter(world, world.quarter + quarters)]


def whole(scenario: Scenario) -> Network:
    return build_network(scenario, places_of(scenario))


# --- nothing is removed ----------------------------------------------------------------------------------------


@given(scenarios())
@settings(max_examples=15)
def test_the_same_network_gives_the_same_bits(scenario: Scenario) -> None:
    network = whole(scenario)
    assert_same_records(record(scenario, REPLICATES), record(scenario, REPLICATES, network=network))
    assert set(network.edges) == set(EDGE_TYPES)


@given(scenarios())
@settings(max_examples=10)
def test_the_order_of_rows_in_tables_of_edges_makes_no_difference(scenario: Scenario) -> None:
    """An edited GraphML file may list edges in any order."""
    network = whole(scenario)
    turned = {
        kind: EdgeTable(
            table.source[::-1].copy(),
            table.target[::-1].copy(),
            None if table.attribute is None else table.attribute[::-1].copy(),
        )
        for kind, table in network.edges.items()
    }
    shuffled = dataclasses.replace(network, edges=turned)
    assert_same_records(record(scenario, REPLICATES), record(scenario, REPLICATES, network=shuffled))


def test_an_edge_that_is_not_there_cannot_be_removed() -> None:
    with pytest.raises(KeyError, match="no contributes edge"):
        whole(classroom()).without("contributes", "economy", "health").without(
            "contributes", "economy", "health"
        )


def test_without_leaves_the_network_it_was_asked_of() -> None:
    network = whole(classroom())
    before = {kind: table.source.size for kind, table in network.edges.items()}
    network.without("bonds", "hillford_town", "hillford_moor")
    assert {kind: table.source.size for kind, table in network.edges.items()} == before


# --- one edge of each type is removed --------------------------------------------------------------------------


def test_without_contributes_a_department_has_no_part_in_the_recipe_and_the_rest_is_renormalised() -> None:
    scenario = classroom()
    one, other = pair_of_worlds(scenario, whole(scenario).without("contributes", "communities", "health"))
    assert other.indices.edges == one.indices.edges - 1
    departments = [department.key for department in scenario.departments]
    outcomes = [outcome.key for outcome in scenario.outcomes]
    ends = list(
        zip(other.indices.edge_department_e.tolist(), other.indices.edge_outcome_e.tolist(), strict=True)
    )
    gone = (departments.index("communities"), outcomes.index("health"))
    assert gone not in ends
    health = other.indices.edge_outcome_e == outcomes.index("health")
    for name in ("recipe_ew", "local_recipe_cew"):
        sums = other.given[name][..., health, :].sum(axis=-2)
        np.testing.assert_allclose(sums, 1, rtol=0, atol=1e-12)
    kept = [row for row, end in enumerate(_ends(one)) if end != gone]
    rest = np.isin(one.indices.edge_outcome_e[kept], [outcomes.index("work"), outcomes.index("homes")])
    before, after = one.given["recipe_ew"][kept], other.given["recipe_ew"]
    assert before[rest].tobytes() == after[rest].tobytes(), "other outcomes keep their recipes"
    assert (after[~rest] >= before[~rest]).all()


def _ends(world: World) -> list[tuple[int, int]]:
    return list(
        zip(world.indices.edge_department_e.tolist(), world.indices.edge_outcome_e.tolist(), strict=True)
    )


def test_without_its_contributes_edge_a_lead_hands_over_to_the_greatest_that_is_left() -> None:
    scenario = classroom()
    other = new_world(scenario, REPLICATES, network=whole(scenario).without("contributes", "care", "health"))
    departments = [department.key for department in scenario.departments]
    assert departments[other.indices.lead_department_j[1]] == "communities"


def test_an_outcome_without_any_contributes_edge_is_an_error_that_says_what_to_do() -> None:
    scenario = classroom()
    network = (
        whole(scenario)
        .without("contributes", "care", "health")
        .without("contributes", "communities", "health")
    )
    with pytest.raises(NetworkError, match="put the edge back"):
        new_world(scenario, REPLICATES, network=network)


def test_without_aims_at_a_goal_does_not_count_the_outcome() -> None:
    scenario = classroom()
    one, other = pair_of_worlds(scenario, whole(scenario).without("aims_at", "good_work", "health"))
    assert one.indices.goal_mj[0].tolist() == [2 / 3, 1 / 3, 0]
    assert other.indices.goal_mj[0].tolist() == [1, 0, 0]
    health = other.indices.edge_outcome_e == 1
    assert (other.flows["board_share_mew"][0, health] == 0).all()
    assert (one.flows["board_share_mew"][0, health] > 0).any()


def test_without_sits_on_a_department_has_no_seat_whatever_the_lever() -> None:
    scenario = classroom()
    network = whole(scenario).without("sits_on", "care", "healthy_homes")
    for membership in ("lead_only", "contributors", "all"):
        levers = {"board_membership": membership}
        seated = scenario.replace(starts_from_levers=levers, levers=levers)
        world = after_warm_up(new_world(seated, REPLICATES, network=network))
        for quarter in range(12):
            assert world.timetable.at(quarter).member_md[1, 1] == 0
    one, other = pair_of_worlds(scenario, network)
    care = other.indices.edge_department_e == 1
    assert (other.flows["board_share_mew"][1, care] == 0).all()
    assert (one.flows["board_share_mew"][1, care] > 0).any()
    assert (other.flows["overhead_dw"][1] < one.flows["overhead_dw"][1]).all(), "a seat less to pay for"


def test_without_line_there_is_no_line_reporting_no_mixed_signal_and_no_place_on_the_agenda() -> None:
    scenario = classroom(uncertainties={"worlds": "alike", "conflict_cost": 0.08})
    network = whole(scenario).without("line", "centre", "care")
    one, other = pair_of_worlds(scenario, network)
    assert (one.flows["mixed_signals_dw"][1] > 0).all()
    assert (other.flows["mixed_signals_dw"][1] == 0).all()
    less = one.flows["overhead_dw"][1] - one.flows["mixed_signals_dw"][1] - other.flows["overhead_dw"][1]
    np.testing.assert_allclose(
        less, 0.03 * (1 - other.timetable.at(-8).values["reporting_retired"]), atol=1e-12
    )
    others = [0, 2]
    assert one.flows["overhead_dw"][others].tobytes() == other.flows["overhead_dw"][others].tobytes()
    assert (other.state["pressure_dw"][1] == 0).all()
    assert (one.state["pressure_dw"][1] != 0).any()


def test_without_line_a_budget_moves_only_as_others_do() -> None:
    """With friction 0 every department moves but the one without a line."""
    scenario = classroom(
        uncertainties={"budget_friction": 0.0, "worlds": "alike"},
        warm_up=4,
    )
    network = whole(scenario).without("line", "centre", "care")
    world = new_world(scenario, REPLICATES, network=network)
    before = world.state["baseline_dw"]
    responses = np.exp(world.given["pressure_response"] * _pressure_of_first_round(world))
    step(world)
    grown = before * responses
    np.testing.assert_allclose(world.state["baseline_dw"], grown / grown.sum(0), rtol=1e-12)
    assert (responses[1] == 1).all()


def _pressure_of_first_round(world: World) -> Any:
    """The pressure that the Treasury sees in the coming quarter, from its own view."""
    seen: dict[str, Any] = {}

    def listen(decision: Any, view: Any, rule: Any) -> Any:
        seen[decision.name] = view
        return rule.choose(view)

    copy = fork(world)
    step(copy, listen)
    return seen["treasury_budget"].pressure_dw


def test_without_line_or_seats_nobody_clears_what_a_department_does() -> None:
    """One who clears alone makes nobody wait; a line beside a board does, as far as the two disagree."""
    scenario = classroom(uncertainties={"worlds": "alike", "clearance": 2.0, "design_flaws": 0.1})
    network = whole(scenario).without("sits_on", "care", "healthy_homes")
    for cut, waits in ((network, True), (network.without("line", "centre", "care"), False)):
        world = new_world(scenario, REPLICATES, network=cut)
        step(world)
        care = world.indices.edge_department_e == 1
        seats = world.timetable.at(-8).member_md[:, 1].sum()
        assert seats == 1
        delivered = world.flows["edge_money_ew"][care] * world.flows["delivery_dw"][1]
        aimed = (world.indices.goal_mj[0] > 0)[world.indices.edge_outcome_e[care]]
        sound = 1 - 0.1 / (1 + aimed[:, None] + world.flows["effective_control_w"])
        waiting = delivered * sound - world.flows["placeable_ew"][care]
        assert waiting[~aimed] == pytest.approx(0, abs=1e-15), "no board clears what it does not aim at"
        assert (waiting[aimed] > 1e-6).any() == waits


def test_without_sits_on_a_department_makes_no_joint_effort_and_its_flaws_stay_unfound() -> None:
    scenario = classroom(uncertainties={"worlds": "alike", "design_flaws": 0.1, "clearance": 0.0})
    network = whole(scenario)
    for mission in ("good_work", "healthy_homes"):
        network = network.without("sits_on", "care", mission)
    one, other = pair_of_worlds(scenario, network)
    assert (one.flows["effort_dw"][1] > 0.1).all()
    assert (other.flows["effort_dw"][1] == 0).all()
    assert (other.flows["effort_dw"][[0, 2]] > 0.1).all()
    care = other.indices.edge_department_e == 1
    delivered = other.flows["edge_money_ew"] * other.flows["delivery_dw"][other.indices.edge_department_e]
    sound_w = 1 - 0.1 / (1 + other.flows["effective_control_w"])  # only the centre looks
    np.testing.assert_allclose(other.flows["placeable_ew"][care], sound_w * delivered[care], rtol=1e-12)
    assert (other.flows["placeable_ew"][~care] > 0.9 * delivered[~care]).any()


def test_without_neighbours_councils_wander_each_by_itself() -> None:
    scenario = classroom(constants={"community_drift": 0.0, "council_drift": 0.01, "drift_common": 0.2})
    network = whole(scenario)
    none = with_edges(
        network,
        "neighbours",
        network.edges["neighbours"].without(range(network.edges["neighbours"].source.size)),
    )
    spread = new_world(scenario, REPLICATES).given["neighbour_spread"](np.eye(4))
    alike = spread @ spread.T
    np.testing.assert_allclose(np.diag(alike), 1, rtol=1e-12)
    assert alike[0, 1] > 0.3, "neighbours wander alike"
    world = after_warm_up(new_world(scenario, REPLICATES, network=none))
    streams = [("drift_all", world.given["council_keys"]), ("drift", world.given["council_outcome_keys"])]
    together_cw, apart_cjw = world.draws.normals(0, streams)
    by_itself = 2 * 0.01 * (np.sqrt(0.2) * together_cw[:, None] + np.sqrt(0.8) * apart_cjw)
    step(world)
    expected = world.indices.of_council(by_itself - world.indices.national_mean(by_itself))
    np.testing.assert_allclose(world.state["drift_kjw"], expected, rtol=1e-9, atol=1e-15)


def test_without_works_with_the_tie_of_two_departments_is_0_for_ever() -> None:
    scenario = classroom()
    network = whole(scenario).without("works_with", "care", "economy")  # named from either end
    world = new_world(scenario, REPLICATES, network=network)
    assert (world.state["tie_pw"][0] == 0).all()
    lives = years(world)
    assert all((at["tie_pw"][0] == 0).all() for at in lives)
    assert all((at["tie_pw"][1:] > 0).all() for at in lives)
    meeting = years(new_world(scenario, REPLICATES))
    assert (meeting[-1]["tie_pw"][0] > 0.2).all()


def test_without_funds_none_of_the_departments_grants_go_to_that_council() -> None:
    scenario = classroom()
    network = whole(scenario).without("funds", "care", "eastmere/clinics")
    one, other = pair_of_worlds(scenario, network)
    care = other.indices.edge_department_e == 1
    granted = other.flows["formula_cew"] + other.flows["won_cew"]
    assert (granted[2, care] == 0).all()
    assert ((one.flows["formula_cew"] + one.flows["won_cew"])[2, care] > 0).any()
    assert (granted[2, ~care] > 0).any(), "other departments still fund it"
    all_of_it = [world.flows["formula_cew"].sum(0)[care] for world in (one, other)]
    np.testing.assert_allclose(*all_of_it, rtol=1e-12, err_msg="the other councils get it")
    assert (other.flows["unplaced_w"] >= 0).all()


def test_without_any_funds_edge_a_departments_grants_are_returned_unspent() -> None:
    scenario = classroom()
    network = whole(scenario)
    for council in ("hillford", "millbridge", "eastmere", "southport"):
        network = network.without("funds", "care", f"{council}/clinics")
    _, other = pair_of_worlds(scenario, network)
    care = other.indices.edge_department_e == 1
    np.testing.assert_allclose(
        other.flows["unplaced_w"], other.flows["placeable_ew"][care].sum(0), rtol=1e-12
    )


def test_without_convenes_the_tie_of_council_and_service_is_0_for_ever() -> None:
    scenario = classroom(levers={"local_partnership": 1.0}, starts_from_levers={"local_partnership": 1.0})
    network = whole(scenario).without("convenes", "eastmere", "eastmere/clinics")
    lives = years(new_world(scenario, REPLICATES, network=network))
    assert all((at["local_tie_csw"][2, 1] == 0).all() for at in lives)
    assert (lives[-1]["local_tie_csw"][0, 1] > 0.5).all()
    own = whole(scenario).without("convenes", "eastmere", "eastmere/council")
    assert (new_world(scenario, REPLICATES, network=own).state["local_tie_csw"][2, 3] == 0).all()


def test_without_neighbours_nothing_is_learned_or_copied_between_two_councils() -> None:
    """In a country of two councils, cut off from each other: each lives as if the other had another history."""
    scenario = classroom(
        rules={"council_commissioning": "copy_best_neighbour", "council_gaming": "culture"},
        constants={"learning_evidence": 0.0, "learning_neighbours": 1.0},
    )
    network = whole(scenario)
    alone = network.without("neighbours", "millbridge", "hillford")
    together = years(new_world(scenario, REPLICATES))
    apart = years(new_world(scenario, REPLICATES, network=alone))
    start = new_world(scenario, REPLICATES)
    hillford = 0
    assert (apart[-1]["council_belief_cew"][hillford] == start.state["council_belief_cew"][hillford]).all()
    assert (together[-1]["council_belief_cew"][hillford] != start.state["council_belief_cew"][hillford]).any()
    for at in apart[:3]:
        belief = at["council_belief_cew"]
        view = CommissioningView(belief, belief, at["bound_cew"], at["free_cjw"], start.indices.by_outcome)
        assert (at["commission_cew"][hillford] == believed_recipe(view)[hillford]).all()


def test_without_serves_the_services_part_of_each_outcome_does_not_reach_the_community() -> None:
    """It is lost and does not go elsewhere: other communities get what they got before."""
    scenario = classroom()
    network = whole(scenario).without("serves", "eastmere/clinics", "eastmere_centre")
    one, other = pair_of_worlds(scenario, network)
    eastmere, centre, clinics = 2, 4, 1
    before, after = one.flows["dose_kjw"], other.flows["dose_kjw"]
    delivered = other.indices.edge_service_e == clinics
    for outcome in range(other.indices.outcomes):
        rows = delivered & (other.indices.edge_outcome_e == outcome)
        part = other.given["local_recipe_cew"][eastmere, rows].sum(0)
        np.testing.assert_allclose(after[centre, outcome], before[centre, outcome] * (1 - part), rtol=1e-12)
    assert (after[centre, 1] < before[centre, 1]).all(), "clinics deliver a part of health"
    elsewhere = [row for row in range(8) if row != centre]
    assert after[elsewhere].tobytes() == before[elsewhere].tobytes()


def test_without_any_serves_edge_nothing_reaches_a_community() -> None:
    scenario = classroom()
    network = whole(scenario)
    for service in ("jobs", "clinics", "colleges", "council"):
        network = network.without("serves", f"eastmere/{service}", "eastmere_centre")
    one, other = pair_of_worlds(scenario, network)
    assert (other.flows["dose_kjw"][4] == 0).all()
    assert other.flows["dose_kjw"][5].tobytes() == one.flows["dose_kjw"][5].tobytes()


def only_community() -> Scenario:
    """The classroom with one community in Hillford."""
    document = dict(classroom().model_dump(exclude_none=True))
    places = dict(document["places"])
    places["communities"] = [row for row in places["communities"] if row["key"] != "hillford_moor"]
    return load_scenario({**document, "places": places})


def test_without_serves_an_only_community_gets_less() -> None:
    scenario = only_community()
    network = whole(scenario).without("serves", "hillford/clinics", "hillford_town")
    one, other = pair_of_worlds(scenario, network)
    assert (other.flows["dose_kjw"][0, 1] < one.flows["dose_kjw"][0, 1]).all()


def test_without_bonds_engagement_does_not_spread_between_two_communities() -> None:
    scenario = classroom()
    network = whole(scenario).without("bonds", "southport_harbour", "southport_heights")
    heights = 7  # bonded to nobody else
    one, other = pair_of_worlds(scenario, network)
    assert (other.state["engagement_kw"][heights] < one.state["engagement_kw"][heights]).all()
    unbonded = list(range(6))
    assert one.state["engagement_kw"][unbonded].tobytes() == other.state["engagement_kw"][unbonded].tobytes()
    # What its former neighbour does makes no difference to it any more.
    moved = new_world(scenario, REPLICATES, network=network)
    engaged = moved.state["engagement_kw"].copy()
    engaged[6] = 1.0
    moved.write("engagement_kw", engaged)
    step(moved)
    assert moved.state["engagement_kw"][heights].tobytes() == other.state["engagement_kw"][heights].tobytes()


@given(scenarios())
@settings(max_examples=10)
def test_a_country_without_optional_edges_lives_on_in_range(scenario: Scenario) -> None:
    network = whole(scenario)
    for kind in EDGE_TYPES:
        if kind != "contributes":
            network = with_edges(
                network, kind, network.edges[kind].without(range(network.edges[kind].source.size))
            )
    for at in record(scenario, REPLICATES, network=network):
        assert all(np.isfinite(values).all() for values in at.arrays.values())
        assert (at.state["need_kjw"] >= 0).all()
        assert (at.flows["grant_cjw"] == 0).all()
