"""The rule need: held, in any country: the warm-up holds the map, wandering moves no mean, and ends are ends."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from govsim.consequences.joint_production import equal_power_mean
from govsim.scenario.schema import Scenario
from govsim.validation.stepping import after_warm_up, new_world, record
from tests.worlds import classroom, scenarios

ROUNDING = 1e-12
QUIET: dict[str, Any] = {
    "worlds": "alike",
    "crisis_rate": 0.0,
    "ministerial_churn": 0.0,
    "knowledge_noise": 0.0,
}
STILL: dict[str, Any] = {"council_drift": 0.0, "community_drift": 0.0, "pressure_noise": 0.0}


@given(scenarios())
@settings(max_examples=20)
def test_the_warm_up_holds_need_at_the_map_and_nothing_wanders_in_it(scenario: Scenario) -> None:
    held = scenario.replace(rules={**scenario.rules.model_dump(), "need": "held"}, warm_up=5)
    start_kjw = new_world(held, (0, 1)).state["need_kjw"]
    for at in record(held, (0, 1)):
        if at.quarter < 0:
            assert at["need_kjw"].tobytes() == start_kjw.tobytes()
            assert not at["drift_kjw"].any()
            assert not at["own_growth_kjw"].any()


@given(scenarios())
@settings(max_examples=20)
def test_wandering_leaves_the_nations_mean_alone_and_communities_that_of_their_council(
    scenario: Scenario,
) -> None:
    """Where councils do not wander, no council's mean moves either."""
    held = scenario.replace(rules={**scenario.rules.model_dump(), "need": "held"}, warm_up=4)
    by_itself = held.replace(constants={"council_drift": 0.0})
    indices = new_world(held).indices
    for at, alone in zip(record(held, (0, 1)), record(by_itself, (0, 1)), strict=True):
        moved_cjw = indices.council_mean(at["drift_kjw"])
        assert np.abs(indices.national_mean(moved_cjw)).max() < ROUNDING
        assert np.abs(indices.council_mean(alone["drift_kjw"])).max() < ROUNDING


@given(scenarios())
@settings(max_examples=10)
def test_under_the_first_edition_nothing_is_held_and_nothing_wanders(scenario: Scenario) -> None:
    first = scenario.replace(rules={**scenario.rules.model_dump(), "need": "first_edition"})
    for at in record(first, (0, 1)):
        for name in ("drift_kjw", "held_fall_kjw", "held_shortfall_w"):
            assert not at[name].any(), name


def with_need(need: float) -> Scenario:
    """The classroom where every need is the same."""
    places = classroom().places.model_dump(exclude_none=True)
    communities = [{**row, "need": dict.fromkeys(row["need"], need)} for row in places["communities"]]
    return classroom(uncertainties=QUIET, places={**places, "communities": communities})


def test_where_there_is_no_need_none_comes_of_itself() -> None:
    nowhere = with_need(0.0)
    assert not after_warm_up(new_world(nowhere)).state["own_growth_kjw"].any()
    assert not record(nowhere)[-1]["need_kjw"].any()


def test_where_need_is_whole_its_own_growth_is_at_the_ceiling_and_services_still_bring_it_down() -> None:
    everywhere = with_need(1.0)
    world = after_warm_up(new_world(everywhere))
    assert (world.state["own_growth_kjw"] == world.given["growth_ceiling"]).all()
    end_kjw = record(everywhere)[-1]["need_kjw"]
    assert (end_kjw < 1).all()
    assert (end_kjw > 0.5).all()


def test_places_stay_where_they_are_as_long_as_nothing_changes_and_only_by_their_own_growth() -> None:
    """A country that goes on as it was moves by less than a need point in two years; without own growth by more.

    Growth is measured in the last year here, since a country still learns in the years before, and nobody bids, since
    other councils win in other years.
    """
    levers = {**classroom().starts_from_levers.model_dump(), "competitive_share": 0.0}
    same = classroom().replace(
        levers=levers,
        starts_from_levers=levers,
        uncertainties={**QUIET, "dependence": 0.0, "relapse": 0.0},
        constants={**STILL, "held_quarters": 4},
        warm_up=40,
        horizon=8,
    )
    start_kjw = new_world(same).state["need_kjw"]
    assert np.abs(record(same)[-1]["need_kjw"] - start_kjw).max() < 0.01
    left = record(same.replace(constants={**STILL, "growth_ceiling": 0.0}))[-1]["need_kjw"]
    assert (left < start_kjw - 0.05).any()


def test_an_assumption_that_holds_before_the_start_does_not_move_places_by_being_there() -> None:
    """A place's own growth takes in what services do in the warm-up, however much that is."""
    same = classroom().replace(
        levers=classroom().starts_from_levers.model_dump(), constants=STILL, warm_up=40, horizon=8
    )
    ends = [
        record(same.replace(uncertainties={**QUIET, "dependence": 0.0, "effect": effect}))[-1]["need_kjw"]
        for effect in (0.08, 0.18)
    ]
    assert np.abs(ends[0] - ends[1]).max() < 0.01


@pytest.mark.parametrize("exponent", [-100.0, -3.0, -1e-9, 0.0, 0.5, 1.0])
def test_engines_of_change_that_run_alike_lose_nothing_whatever_they_need_of_each_other(
    exponent: float,
) -> None:
    alike = np.full((3, 4, 1), 0.37)
    np.testing.assert_allclose(equal_power_mean(alike, np.array([exponent]), 0.01), 0.37, rtol=1e-12)


def test_engines_of_change_that_need_each_other_go_with_the_slowest() -> None:
    values = np.array([0.02, 0.5, 0.9])[:, None, None]
    found = [float(equal_power_mean(values, np.array([one]), 0.01)[0, 0]) for one in (1.0, 0.0, -1.0, -100.0)]
    assert found == sorted(found, reverse=True)
    assert found[0] == pytest.approx(values.mean())
    assert found[1] == pytest.approx((0.02 * 0.5 * 0.9) ** (1 / 3))
    assert found[3] == pytest.approx(0.02 * 3 ** (1 / 100))


def test_engines_of_change_that_stand_in_for_each_other_are_separable() -> None:
    """At exponent 1 joint production loses nothing, so the rule makes no difference but for rounding."""
    joint, separable = (
        record(classroom(rules={"production": rule}, uncertainties={**QUIET, "joint_complementarity": 1.0}))[
            -1
        ]
        for rule in ("joint", "separable")
    )
    np.testing.assert_allclose(joint["need_kjw"], separable["need_kjw"], rtol=1e-9)
    apart = record(
        classroom(rules={"production": "joint"}, uncertainties={**QUIET, "joint_complementarity": -5.0})
    )
    assert (apart[-1]["joint_cw"] < 1).any()
