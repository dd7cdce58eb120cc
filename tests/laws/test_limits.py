"""Limits L1, L2, L5 and L6: what must come out where much is switched off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings

from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.limits.honest_reports import honest_reports_are_true
from govsim.validation.limits.no_cross_cutting import (
    BOARDS,
    NOTHING_OF,
    THOUSANDTH,
    boards_gain_nothing,
    boards_of,
    equally_lossy,
    gains_of_boards,
)
from govsim.validation.limits.perfect_substitutes import misfit, substitutes_have_no_misfit
from govsim.validation.limits.powerless_boards import (
    NO_COSTS,
    powerless_boards_change_nothing,
    with_uncertainties,
)
from govsim.validation.phases import altered, quarter_with
from govsim.validation.stepping import record, shortened
from tests.worlds import SHIPPED, assert_holds, breaches, breaches_in, scenarios

# --- L1 ---------------------------------------------------------------------------------------------------------


def test_every_cost_is_switched_off_in_these_limits() -> None:
    assert set(NO_COSTS) == {
        *(f"{name}_cost" for name in ("board_seat", "line_reporting", "streams", "targets", "control")),
        *(f"{name}_cost" for name in ("partnership", "voice", "learning", "reorganisation", "conflict")),
        *("effort_cost", "assurance_loss", "clearance", "design_flaws"),
    }


@given(scenarios(reforms=False, additions=False))
@settings(max_examples=20)
def test_l1_boards_without_pool_accountability_convening_and_costs_are_bit_for_bit_no_boards(
    scenario: Scenario,
) -> None:
    """Missions that add to levers when seated are left out: with them, not all other levers are equal."""
    for membership in ("lead_only", "contributors", "all"):
        assert_holds(powerless_boards_change_nothing(scenario, membership))


@pytest.mark.parametrize("name", ["siloed", "layered", "mission_led", "five_missions", "classroom_small"])
def test_l1_holds_bit_for_bit_for_the_missions_that_come_with_govsim(name: str) -> None:
    assert_holds(powerless_boards_change_nothing(shortened(load_scenario(name)), "contributors"))


def test_l1_fails_as_it_should_when_seats_cost_something() -> None:
    dear = {**NO_COSTS, "board_seat_cost": 0.005}
    found = powerless_boards_change_nothing(shortened(load_scenario("siloed")), "contributors", dear)
    assert "overhead_dw" in breaches(found)


@pytest.mark.parametrize(("name", "found"), [("clearance", "awaiting_w"), ("design_flaws", "flawed_w")])
def test_l1_fails_as_it_should_when_seats_make_wait_or_find_flaws(name: str, found: str) -> None:
    scenario = shortened(load_scenario("siloed"))
    assert found in breaches(powerless_boards_change_nothing(scenario, "all", {**NO_COSTS, name: 0.1}))


def test_l1_fails_as_it_should_when_leaders_are_worth_a_meeting_that_has_no_value() -> None:
    """A phase in which the Prime Minister's attention ties departments whatever convening is worth."""

    def tying(tie_pw: Any, seen: Mapping[str, Any]) -> Any:
        return tie_pw + 1e-9 * seen["attention_mw"].max() * seen["member_md"].max()

    led = quarter_with("department_ties", lambda phase: altered(phase, tying))
    scenario = shortened(load_scenario("mission_led"), 4, 3)
    assert "tie_pw" in breaches_in(led, powerless_boards_change_nothing, scenario, "contributors")


# --- L2 ---------------------------------------------------------------------------------------------------------


@given(scenarios(reforms=False, additions=False))
@settings(max_examples=25)
def test_l2_without_cross_cutting_a_mission_pound_does_no_more_under_boards_than_in_silos(
    scenario: Scenario,
) -> None:
    """Every outcome is one department's work: boards can only add overhead and relabelling.

    Held: no cross-cutting, noise, error, diversity, gaming or flaws of design, all reporting kept; local discretion,
    bidding, relapse and the load of bound grants at 0. The last four make all councils and outcomes lose the same
    share, so that moving money between them does not count as an effect of boards. Exact to rounding.
    """
    assert_holds(boards_gain_nothing(equally_lossy(scenario), boards_of(scenario)))


@pytest.mark.parametrize("name", ["siloed", "classroom_small"])
def test_l2_holds_in_the_country_that_comes_with_govsim_whatever_else_is_lost(name: str) -> None:
    """Nothing but what the limit names is held: money also moves between councils that lose unequal shares.

    So a thousandth of a pound is allowed for; the loss to boards is twenty times that.
    """
    scenario = shortened(load_scenario(name), 5, 12).replace(uncertainties={"worlds": "alike"})
    assert_holds(boards_gain_nothing(scenario, BOARDS, THOUSANDTH))
    *_, (_, gain_w) = gains_of_boards(scenario, BOARDS)
    assert (gain_w < -0.02).all(), "in the end boards lose"


def test_l2_fails_as_it_should_where_boards_work_a_wonder() -> None:
    def wonder(made: Any, seen: Mapping[str, Any]) -> Any:
        return made._replace(effective_cjw=made.effective_cjw * (1 + 0.2 * seen["power_mw"].max(0)))

    gifted = quarter_with("production", lambda phase: altered(phase, wonder, reads=("power_mw",)))
    scenario = equally_lossy(shortened(load_scenario("classroom_small")))
    assert "quarter 8" in breaches_in(gifted, boards_gain_nothing, scenario)


def test_l2_is_about_cross_cutting_work_where_there_is_some_boards_lose_less() -> None:
    scenario = shortened(load_scenario("siloed"), 5, 12).replace(uncertainties={"worlds": "alike"})
    ends = []
    for cross_cutting in (0.0, 1.0):
        *_, (_, gain_w) = gains_of_boards(scenario, BOARDS, {**NOTHING_OF, "cross_cutting": cross_cutting})
        ends.append(gain_w.mean())
    assert ends[0] < ends[1]


# --- L5 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("elasticity", [1e12, float("inf")])
@given(scenario=scenarios())
@settings(max_examples=15)
def test_l5_where_departments_are_perfect_substitutes_no_money_is_in_the_wrong_mix(
    elasticity: float, scenario: Scenario
) -> None:
    """The share of misfit is at most 1e-9, but for money of departments with no part in the local recipe."""
    assert_holds(substitutes_have_no_misfit(scenario, elasticity))


@pytest.mark.parametrize("name", SHIPPED)
def test_l5_holds_in_every_scenario_that_comes_with_govsim(name: str) -> None:
    assert_holds(substitutes_have_no_misfit(shortened(load_scenario(name))))


def test_l5_fails_as_it_should_where_departments_are_no_perfect_substitutes() -> None:
    scenario = shortened(load_scenario("classroom_small"), 4, 3)
    assert "quarter 2: misfit" in breaches(substitutes_have_no_misfit(scenario, 1e3))


def test_misfit_falls_as_departments_become_better_substitutes() -> None:
    scenario = shortened(load_scenario("siloed"), 4, 4)
    shares = [
        misfit(record(with_uncertainties(scenario, {"elasticity": elasticity, "worlds": "alike"}))[-1])
        for elasticity in (0.2, 0.5, 1.0, 2.0, 5.0, 50.0, 1e6)
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.1
    assert shares[-1] < 1e-5


# --- L6 ---------------------------------------------------------------------------------------------------------


@given(scenarios())
@settings(max_examples=20)
def test_l6_where_nobody_is_inclined_to_game_reports_are_true(scenario: Scenario) -> None:
    assert_holds(honest_reports_are_true(scenario))


@pytest.mark.parametrize("name", SHIPPED)
def test_l6_holds_in_every_scenario_that_comes_with_govsim(name: str) -> None:
    assert_holds(honest_reports_are_true(shortened(load_scenario(name))))


def test_l6_fails_as_it_should_where_somebody_is_inclined_to_game() -> None:
    found = honest_reports_are_true(shortened(load_scenario("classroom_small"), 4, 3), 1e-6)
    assert "reported less true need" in breaches(found)


def test_l6_fails_as_it_should_where_reports_are_late_for_no_reason() -> None:
    """Reports of half of what changed, although nobody games."""

    def half(made: Any, seen: Mapping[str, Any]) -> Any:
        return made._replace(reported_cjw=(made.reported_cjw + seen["reported_cjw"]) / 2)

    late = quarter_with("reports", lambda phase: altered(phase, half))
    scenario = shortened(load_scenario("classroom_small"), 4, 3)
    assert "reported less true need" in breaches_in(late, honest_reports_are_true, scenario)
