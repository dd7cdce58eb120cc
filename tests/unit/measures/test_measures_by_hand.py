"""Measures against answers worked by hand: need, reports, money, complexity and capability."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.measures.catalogue import observe
from govsim.simulation import advance
from tests.unit.measures.by_hand import EXACT, RESIDENTS, at_start, built, measured, needs, one_world

# --- need and progress ---


def test_need_is_that_of_residents_not_of_places() -> None:
    # 0.1·0.9 + 0.3·0.1 + 0.2·0.5 + 0.4·0.2 = 0.09 + 0.03 + 0.1 + 0.08
    assert measured("need", need_kjw=needs(0.9, 0.1, 0.5, 0.2)) == pytest.approx(0.3, abs=EXACT)
    # outcomes count alike: the whole country has 0.2 in x and 0.8 in y
    apart = one_world(*[[0.2, 0.8]] * 4)
    assert measured("need", need_kjw=apart) == pytest.approx(0.5, abs=EXACT)
    np.testing.assert_allclose(measured("need_by_outcome", need_kjw=apart), [0.2, 0.8], atol=EXACT)


def test_progress_is_the_fall_of_need_since_the_start() -> None:
    start, now = at_start(0.6, 0.6, 0.5, 0.5), needs(0.5, 0.6, 0.5, 0.3)
    # only 1,000 gain 0.1 and 4,000 gain 0.2: 0.1·0.1 + 0.4·0.2 = 0.09
    nation = {"need_kjw": now, "national_start_need_j": start["national_start_need_j"]}
    assert measured("progress", **nation) == pytest.approx(0.09, abs=EXACT)
    places = {"need_kjw": now, "start_need_kj": start["start_need_kj"]}
    np.testing.assert_allclose(measured("progress_by_community", **places), [0.1, 0, 0, 0.2], atol=EXACT)
    # Ash: a quarter of its residents gain 0.1; the North: a sixth of its 6,000; nobody lives in the Midlands
    np.testing.assert_allclose(measured("progress_by_council", **places), [0.025, 0, 0.2], atol=EXACT)
    np.testing.assert_allclose(measured("progress_by_region", **places), [0.1 / 6, 0.2, 0], atol=EXACT)


def test_progress_of_a_mission_goes_by_the_weights_of_its_goal() -> None:
    # need falls by 0.2 in x and rises by 0.1 in y; the goal weighs them 1/4 and 3/4; the second aims at nothing
    now = {"need_kjw": one_world(*[[0.2, 0.5]] * 4), "national_start_need_j": np.array([0.4, 0.4])}
    np.testing.assert_allclose(measured("progress_by_outcome", **now), [0.2, -0.1], atol=EXACT)
    np.testing.assert_allclose(measured("progress_by_mission", **now), [0.05 - 0.075, 0], atol=EXACT)


def test_public_value_weighs_progress_and_core_services_in_their_units() -> None:
    # progress 0.2 is two units of 0.1; core services at 0.95 are one unit of 0.05 short
    given = {
        "need_kjw": needs(0.2, 0.2, 0.2, 0.2),
        "national_start_need_j": np.array([0.4, 0.4]),
        "core_dw": one_world(0.95, 0.95),
        "progress_unit": 0.1,
        "core_unit_w": np.array([0.05]),
    }
    for weight, answer in ((1.0, 2.0), (0.0, -1.0), (0.25, -0.25)):
        value = measured("public_value", progress_weight=weight, **given)
        assert value == pytest.approx(answer, abs=EXACT), weight


def test_core_services_count_departments_by_their_starting_budgets() -> None:
    # three quarters of the starting budget at 1, a quarter at 0.8
    given = {"core_dw": one_world(1.0, 0.8), "requirement_dw": one_world(0.6, 0.2)}
    assert measured("core_services", **given) == pytest.approx(0.95, abs=EXACT)
    np.testing.assert_array_equal(measured("core_by_department", core_dw=given["core_dw"]), [1.0, 0.8])


# --- what is reported ---


def test_reported_progress_is_the_fall_of_what_councils_report() -> None:
    # councils report 0.5 in both outcomes at first; then Ash 0.4, Birch 0.5 and Cedar 0.3 in x alone
    given = {
        "start_reported_jw": one_world(0.5, 0.5),
        "reported_cjw": one_world([0.4, 0.5], [0.5, 0.5], [0.3, 0.5]),
    }
    # 0.4·0.1 + 0.4·0.2 = 0.12 in x
    by_outcome = measured("reported_progress_by_outcome", **given)
    np.testing.assert_allclose(by_outcome, [0.12, 0], atol=EXACT)
    assert measured("reported_progress", **given) == pytest.approx(0.06, abs=EXACT)
    # true need fell by 0.01, so reports are 0.05 ahead of it
    true = {"need_kjw": needs(0.49, 0.49, 0.49, 0.49), "national_start_need_j": np.array([0.5, 0.5])}
    assert measured("goodhart_gap", **given, **true) == pytest.approx(0.05, abs=EXACT)


def test_understatement_is_the_share_of_the_nations_need_that_reports_leave_out() -> None:
    # Ash halves 0.6; Birch (0.6) and Cedar (0.2) are honest: need 0.44, reported 0.32
    given = {
        "need_kjw": needs(0.6, 0.6, 0.6, 0.2),
        "reported_cjw": one_world([0.3, 0.3], [0.6, 0.6], [0.2, 0.2]),
    }
    assert measured("understatement", **given) == pytest.approx(0.12 / 0.44, abs=EXACT)
    given["reported_cjw"] = one_world([0.6, 0.6], [0.6, 0.6], [0.2, 0.2])
    assert measured("understatement", **given) == pytest.approx(0, abs=EXACT)
    given = {"need_kjw": needs(0, 0, 0, 0), "reported_cjw": one_world([0, 0], [0, 0], [0, 0])}
    assert measured("understatement", **given) == 0, "there is nothing to leave out"


def test_a_success_is_a_fall_of_reported_need_by_the_threshold_or_more() -> None:
    given = {
        "start_reported_kw": one_world(0.5, 0.5, 0.5, 0.5),
        "success_threshold": 0.0625,
        "gaming_cjw": one_world([0.125, 0.125], [0, 0], [0, 0]),
    }
    # as reported: 0.4375, which is just enough, 0.438 which is not, 0.5 and 0.3; so two of four communities
    reported = needs(0.5, 0.438 / 0.875, 0.5, 0.3)
    assert measured("reported_success", need_kjw=reported, **given) == 0.5
    # a community's success is that of its mean need, not of one outcome: 0.4 and 0.5 are 0.45, a fall of 0.05
    mixed = one_world([0.5, 0.5], [0.5, 0.5], [0.4, 0.5], [0.3, 0.5])
    assert measured("reported_success", need_kjw=mixed, **given | {"gaming_cjw": np.zeros((3, 2, 1))}) == 0.25


def test_a_council_has_found_its_own_recipe_when_it_is_nearer_than_the_national_one() -> None:
    national, local = [0.75, 0.25, 0.25, 0.75], [0.25, 0.75, 0.75, 0.25]
    given = {"recipe_ew": one_world(*national), "local_recipe_cew": one_world(local, local, local)}
    halfway, beyond = [0.5, 0.5, 0.5, 0.5], [0.375, 0.625, 0.625, 0.375]
    # of a council that believes in the national recipe, one halfway and one beyond, only the last has found it
    beliefs = one_world(national, halfway, beyond)
    assert measured("adoption", council_belief_cew=beliefs, **given) == pytest.approx(1 / 3, abs=EXACT)


def test_nearer_means_a_smaller_sum_of_absolute_differences() -> None:
    # from the belief: 0.3 + 0.3 to the local recipe, 0.2 + 0.2 + 0.15 + 0.15 to the national one.
    # By squares it would be the other way round: 0.18 against 0.125.
    belief, local, national = [0.5, 0.5, 0.5, 0.5], [0.2, 0.8, 0.5, 0.5], [0.3, 0.7, 0.35, 0.65]
    given = {"recipe_ew": one_world(*national), "local_recipe_cew": one_world(local, local, local)}
    assert measured("adoption", council_belief_cew=one_world(belief, belief, belief), **given) == 1


# --- money ---


def test_effectiveness_is_effective_money_for_each_pound_that_goes_to_outcomes() -> None:
    spent = {"edge_money_ew": one_world(0.1, 0.05, 0.2, 0.05)}
    assert measured("outcome_money", **spent) == pytest.approx(0.4, abs=EXACT)
    effective = one_world([0.01, 0.02], [0.03, 0.0], [0.0, 0.04])  # 0.1 of 0.4
    assert measured("effectiveness", effective_cjw=effective, **spent) == pytest.approx(0.25, abs=EXACT)
    nothing = {"edge_money_ew": np.zeros((4, 1))}
    assert measured("effectiveness", effective_cjw=np.zeros((3, 2, 1)), **nothing) == 0


def test_money_mirrors_an_outcome_that_it_is_divided_like() -> None:
    recipe = one_world(0.75, 0.25, 0.5, 0.5)
    # x as its recipe: 1. y from one department alone: 1 − ½·(0.5 + 0.5) = 0.5
    lopsided = one_world(0.3, 0.1, 0.2, 0.0)
    assert measured("mirroring", recipe_ew=recipe, edge_money_ew=lopsided) == pytest.approx(0.75, abs=EXACT)
    unpaid = one_world(0.3, 0.1, 0.0, 0.0)
    assert measured("mirroring", recipe_ew=recipe, edge_money_ew=unpaid) == pytest.approx(0.5, abs=EXACT)


# --- complexity ---


def test_principals_are_the_line_boards_and_funders() -> None:
    # departments: the line and one board, the line and half a seat: 2 and 1.5; three councils with two funders each
    member = np.array([[1.0, 0.5], [0.0, 0.0]])
    for consolidation, answer in ((0.0, 9.5 / 5), (1.0, 6.5 / 5), (0.5, 8 / 5)):
        given = {"member_md": member, "effective_consolidation_w": np.array([consolidation])}
        assert measured("principals", **given) == pytest.approx(answer, abs=EXACT), consolidation


def test_conflict_is_an_angle_that_counts_as_far_as_a_department_has_a_seat() -> None:
    # cosine 0 is a right angle, cosine ½ is 60 degrees
    seats = np.array([[1.0, 0.0], [0.0, 1.0]])
    asks = one_world(0.0, 0.5)
    assert measured("conflicting_asks", agreement_dw=asks, member_md=seats) == pytest.approx(75, abs=1e-9)
    # the second on half a seat, which counts no more for being on another board as well
    seats = np.array([[1.0, 0.5], [0.0, 0.5]])
    assert measured("conflicting_asks", agreement_dw=asks, member_md=seats) == pytest.approx(60, abs=1e-9)
    assert measured("conflicting_asks", agreement_dw=asks, member_md=0 * seats) == 0
    assert measured("conflicting_asks", agreement_dw=one_world(1.0, 1.0), member_md=seats) == 0
    # rounding may take a cosine beyond 1 or −1, which no angle has
    beyond, seats = 1 + 2**-52, np.array([[1.0, 1.0], [0.0, 0.0]])
    rounded = measured("conflicting_asks", agreement_dw=one_world(beyond, -beyond), member_md=seats)
    assert rounded == pytest.approx(90, abs=1e-9)


def test_the_wait_for_an_approval_nears_a_quarter_as_the_queue_fills() -> None:
    for approvals, bandwidth, wait in ((300.0, 100.0, 0.75), (100.0, 100.0, 0.5), (0.0, 100.0, 0.0)):
        given = {"approvals_w": np.array([approvals]), "centre_bandwidth_w": np.array([bandwidth])}
        assert measured("approval_delay", **given) == pytest.approx(wait, abs=EXACT)
    endless = {"approvals_w": np.array([300.0]), "centre_bandwidth_w": np.array([np.inf])}
    assert measured("approval_delay", **endless) == 0
    assert measured("approvals", approvals_w=np.array([300.0])) == 300


def test_what_is_of_departments_counts_them_by_todays_budget() -> None:
    # three quarters of the budget at 0.1, a quarter at 0.3
    budget, values = one_world(0.75, 0.25), one_world(0.1, 0.3)
    lost = measured("central_staff_time", overhead_dw=values, baseline_dw=budget)
    assert lost == pytest.approx(0.15, abs=EXACT)
    power = measured("board_power", mean_power_dw=values, baseline_dw=budget)
    assert power == pytest.approx(0.15, abs=EXACT)
    np.testing.assert_array_equal(measured("budget_by_department", baseline_dw=budget), [0.75, 0.25])


# --- capability ---


@pytest.mark.parametrize("measure", ["trust", "engagement"])
def test_what_communities_have_is_a_mean_of_residents(measure: str) -> None:
    values = one_world(0.9, 0.1, 0.5, 0.2)
    assert measured(measure, **{f"{measure}_kw": values}) == pytest.approx(0.3, abs=EXACT)


@pytest.mark.parametrize("measure", ["capacity", "absorption", "free_share"])
def test_what_councils_have_is_a_mean_of_residents(measure: str) -> None:
    values = one_world(0.9, 0.5, 0.1)
    # 0.4·0.9 + 0.2·0.5 + 0.4·0.1
    assert measured(measure, **{f"{measure}_cw": values}) == pytest.approx(0.5, abs=EXACT)


def test_diligence_is_a_mean_of_councils_not_of_residents() -> None:
    councils = one_world(0.6, 0.6, 0.0)
    assert measured("diligence", diligence_cw=councils) == pytest.approx(0.4, abs=EXACT)


def test_ties_are_means_of_pairs_and_of_councils() -> None:
    assert measured("department_ties", tie_pw=one_world(0.2, 0.3, 0.7)) == pytest.approx(0.4, abs=EXACT)
    assert measured("department_ties", built(RESIDENTS, ["only"])) == 0, (
        "one department has nobody to work with"
    )
    assert measured("local_ties", partnership_cw=one_world(0.2, 0.3, 0.7)) == pytest.approx(0.4, abs=EXACT)


def test_some_measures_are_what_they_read() -> None:
    assert measured("local_staff_time", local_overhead_w=np.array([0.125])) == 0.125
    assert measured("relapse", relapse_state_w=np.array([0.25])) == 0.25
    for measure, name in (("attention_by_mission", "attention_mw"), ("power_by_mission", "power_mw")):
        np.testing.assert_array_equal(measured(measure, **{name: one_world(0.5, 0.25)}), [0.5, 0.25])


def test_councils_and_communities_are_observed_at_the_end_only() -> None:
    world = built(RESIDENTS)
    advance(world)
    during, at_end = (observe(world.names(0), at_end=last) for last in (False, True))
    assert set(at_end) - set(during) == {"progress_by_council", "progress_by_community"}
