"""Every measure against an answer worked by hand, from arrays small enough to see through.

The country: council Ash (communities of 1,000 and 3,000) and council Birch (2,000) lie in the North, council
Cedar (4,000) in the South. Ash has 40% of residents, Birch 20%, Cedar 40%. Money leads from departments `first`
(leads x) and `second` (leads y), each of which contributes to the other's outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from govsim.arrays import Floats
from govsim.measures.catalogue import MEASURES, observe
from govsim.scenario.load import load_scenario
from govsim.simulation import advance
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of

REGIONS = {"Ash": "North", "Birch": "North", "Cedar": "South", "Dale": "Midlands"}
RESIDENTS = {"Ash": [1_000.0, 3_000.0], "Birch": [2_000.0], "Cedar": [4_000.0]}
EXACT = 1e-12


def built(residents: dict[str, list[float]], departments: Sequence[str] = ("first", "second")) -> World:
    """A world at the start of its run, whose arrays the tests replace."""
    leads = dict(zip("xy", (departments[0], departments[-1]), strict=True))
    scenario = load_scenario(
        {
            "name": "by hand",
            "outcomes": [{"key": key, "label": key} for key in "xy"],
            "departments": [
                {
                    "key": key,
                    "label": key,
                    "resource": 1.0,
                    "weights": {outcome: 3 if lead == key else 1 for outcome, lead in leads.items()},
                }
                for key in departments
            ],
            "services": [
                {"key": "council", "label": "Council", "departments": list(departments), "own": True}
            ],
            "missions": [
                {"key": "growth", "label": "Growth", "lead": departments[0], "goal": {"x": 1, "y": 3}},
                {"key": "renewal", "label": "Renewal", "lead": departments[0], "process": True},
            ],
            "warm_up": 0,
            "rules": {"need": "first_edition"},
            "places": {
                "regions": [{"key": key, "name": key} for key in ("North", "South", "Midlands")],
                "councils": [{"key": key, "name": key, "region": REGIONS[key]} for key in residents],
                "communities": [
                    {
                        "key": f"{council}-{row}",
                        "council": council,
                        "population": people,
                        "need": {"x": 0.4, "y": 0.4},
                    }
                    for council, people_k in residents.items()
                    for row, people in enumerate(people_k)
                ],
                "neighbours": [],
            },
        }
    )
    return build_world(scenario, places_of(scenario), [0]).starting(scenario)


COUNTRY = built(RESIDENTS)


def one_world(*values: Any) -> Floats:
    """An array of one world, whose axis comes last."""
    return np.array(values, dtype=np.float64)[..., None]


def needs(*of_communities: float) -> Floats:
    """Need that is the same in both outcomes, shape (community, outcome, one world)."""
    return one_world(*([need, need] for need in of_communities))


def at_start(*of_communities: float) -> dict[str, Floats]:
    """What a map with such needs makes of the start."""
    start_need_kj = needs(*of_communities)[..., 0]
    people = np.array([1_000, 3_000, 2_000, 4_000])
    return {"start_need_kj": start_need_kj, "national_start_need_j": people @ start_need_kj / 10_000}


def measured(measure: str, country: World = COUNTRY, **arrays: Any) -> Any:
    """A measure of the country with some arrays replaced: a number, or a list along its axis."""
    names = {**country.names(0), **arrays}
    assert set(arrays) <= set(MEASURES[measure].reads), "a test replaces only what the measure reads"
    return MEASURES[measure].function(**{name: names[name] for name in MEASURES[measure].reads})[..., 0]


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


# --- fairness ---


def test_need_that_all_share_is_even() -> None:
    assert measured("gini", need_kjw=needs(0.4, 0.4, 0.4, 0.4)) == pytest.approx(0, abs=EXACT)
    assert measured("gini", need_kjw=needs(0, 0, 0, 0)) == 0, "no need is shared evenly"


def test_need_that_one_in_ten_thousand_has_is_nearly_all_that_inequality_can_be() -> None:
    country = built({"Ash": [1.0], "Cedar": [9_999.0]})
    assert measured("gini", country, need_kjw=needs(0.9, 0)) == pytest.approx(0.9999, abs=EXACT)
    # the other way round nearly everybody has the same
    assert measured("gini", country, need_kjw=needs(0, 0.9)) == pytest.approx(0.0001, abs=EXACT)


def test_inequality_is_half_the_mean_difference_of_residents_over_their_mean() -> None:
    # half of residents at 0.2 (1,000 and 4,000), half at 0.6: any two differ by 0.2 on average, the mean is 0.4
    assert measured("gini", need_kjw=needs(0.2, 0.6, 0.6, 0.2)) == pytest.approx(0.25, abs=EXACT)
    # the more needy of two outcomes in each half: everybody's mean is 0.4
    crossed = one_world([0.2, 0.6], [0.6, 0.2], [0.6, 0.2], [0.2, 0.6])
    assert measured("gini", need_kjw=crossed) == pytest.approx(0, abs=EXACT)


def test_the_spread_between_councils_leaves_out_what_is_within_them() -> None:
    # Ash is 0.25·0.8 + 0.75·0.4 = 0.5, Birch 0.5, Cedar 0.3; the mean is 0.42, the variance 0.6·0.08² + 0.4·0.12²
    given = needs(0.8, 0.4, 0.5, 0.3)
    assert measured("between_councils", need_kjw=given) == pytest.approx(0.0096**0.5, abs=EXACT)
    assert measured("between_councils", need_kjw=needs(0.4, 0.4, 0.4, 0.4)) == pytest.approx(0, abs=1e-9)


def test_the_regional_gap_is_between_those_that_were_needier_and_the_others() -> None:
    # at the start the North has 0.6, the South 0.3, the nation 0.48
    start = at_start(0.6, 0.6, 0.6, 0.3)["start_need_kj"]
    # the North is now 1/6·0.5 + 3/6·0.3 + 2/6·0.4 = 0.11/0.3
    now = needs(0.5, 0.3, 0.4, 0.3)
    gap = measured("regional_gap", need_kjw=now, start_need_kj=start)
    assert gap == pytest.approx(0.11 / 0.3 - 0.3, abs=EXACT)
    # once the South has more need than the North the gap is below 0: who was needier is settled at the start
    overtaken = measured("regional_gap", need_kjw=needs(0.3, 0.3, 0.3, 0.5), start_need_kj=start)
    assert overtaken == pytest.approx(-0.2, abs=EXACT)


def test_a_region_that_was_as_needy_as_the_nation_is_one_of_the_others() -> None:
    # 0.75 in the North, 0.25 in the South and 0.5 in the Midlands, which have half of all residents
    country = built({"Ash": [1_000.0], "Cedar": [1_000.0], "Dale": [2_000.0]})
    start = needs(0.75, 0.25, 0.5)[..., 0]
    gap = measured("regional_gap", country, need_kjw=needs(0.8, 0.1, 0.4), start_need_kj=start)
    assert gap == pytest.approx(0.8 - 0.3, abs=EXACT)


def test_there_is_no_regional_gap_where_no_region_was_needier() -> None:
    even = at_start(0.5, 0.5, 0.5, 0.5)["start_need_kj"]
    assert measured("regional_gap", need_kjw=needs(0.5, 0.3, 0.4, 0.3), start_need_kj=even) == 0
    north = built({"Ash": [1_000.0], "Birch": [1_000.0]})
    start = needs(0.7, 0.2)[..., 0]
    assert measured("regional_gap", north, need_kjw=needs(0.7, 0.2), start_need_kj=start) == 0


def test_the_worst_off_tenth_is_settled_at_the_start_and_counts_residents() -> None:
    # eleven communities: a tenth, rounded up, is two; of them the first has 1,000 residents and the last 3,000
    country = built({"Ash": [1_000.0, *[500.0] * 9, 3_000.0]})
    start = needs(0.8, *[0.5] * 9, 0.9)[..., 0]
    now = needs(0.6, *[0.7] * 9, 0.4)
    worst = measured("worst_decile", country, need_kjw=now, start_need_kj=start)
    assert worst == pytest.approx(0.25 * 0.6 + 0.75 * 0.4, abs=EXACT)
    # of four it is one
    start = at_start(0.5, 0.9, 0.8, 0.7)["start_need_kj"]
    now = needs(0.1, 0.2, 0.3, 0.4)
    assert measured("worst_decile", need_kjw=now, start_need_kj=start) == pytest.approx(0.2, abs=EXACT)


def test_communities_that_were_as_badly_off_as_the_last_of_the_tenth_count_too() -> None:
    start = at_start(0.5, 0.9, 0.9, 0.7)["start_need_kj"]
    worst = measured("worst_decile", need_kjw=needs(0.1, 0.2, 0.3, 0.4), start_need_kj=start)
    assert worst == pytest.approx(0.6 * 0.2 + 0.4 * 0.3, abs=EXACT)


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
