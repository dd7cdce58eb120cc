"""Limits L3, L4 and L7: single phases against closed forms."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.arrays import Segments
from govsim.consequences.local_mix import indicator
from govsim.consequences.service_delivery import production_fit
from govsim.decisions import department_allocation
from govsim.decisions.department_allocation import AllocationView
from govsim.decisions.rules import Rule
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.limits.bakers_incentive import alignment_is_the_best_strength, best_strength
from govsim.validation.limits.discretion import (
    ALIKE,
    DIVERSITIES,
    INSIGHTS,
    discretion_never_gains,
    effective_money,
    gain_from_discretion,
    gain_rises_with_diversity,
    settled,
)
from govsim.validation.limits.line_and_missions import ATTENTION, stance_is_between_line_and_missions
from govsim.validation.stepping import shortened
from tests.worlds import assert_holds, breaches, scenarios

# --- L3: discretion --------------------------------------------------------------------------------------------


@given(scenarios(), st.integers(0, 6), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=20)
def test_l3_discretion_never_gains_where_all_places_are_alike(
    scenario: Scenario, quarters: int, one: float, other: float
) -> None:
    """In no council and outcome; without noise nobody learns a wrong recipe either."""
    assert_holds(discretion_never_gains(scenario, quarters, min(one, other), max(one, other)))


def test_l3_fails_as_it_should_where_places_differ_and_know_it() -> None:
    diverse = {**ALIKE, "place_diversity": 1.2, "local_insight": 1.0, "local_agenda": 0.0}
    scenario = shortened(load_scenario("siloed")).replace(starts_from_levers={"competitive_share": 0.0})
    found = discretion_never_gains(scenario, 2, 0.0, 1.0, diverse)
    assert "discretion of 1 instead of 0 after 2 quarters" in breaches(found)


@given(scenarios(), st.floats(0, 1))
@settings(max_examples=15)
def test_l3_discretion_changes_nothing_where_places_are_alike_and_all_services_are_equally_tied(
    scenario: Scenario, discretion: float
) -> None:
    """Without exposure and load of free money. Where ties differ it costs: free money is shared out by recipe
    whatever the bound money does, so what is free of one service is lost to its own contribution."""
    tied = scenario.replace(
        constants={"local_tie_floor": 1.0, "absorption_free": 0.0},
        starts_from_levers={"competitive_share": 0.0},
    )
    world = settled(tied, 2, {**ALIKE, "local_agenda": 0.0, "relapse": 0.0})
    free, bound = effective_money(world, discretion), effective_money(world, 0.0)
    np.testing.assert_allclose(free, bound, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("name", ["siloed", "classroom_small"])
@pytest.mark.parametrize("insight", INSIGHTS)
def test_l3_given_local_insight_the_gain_from_discretion_rises_with_the_diversity_of_places(
    name: str, insight: float
) -> None:
    """Oates: the gain is decentralisation's answer to diversity. Means over four worlds of alike assumptions."""
    assert_holds(gain_rises_with_diversity(shortened(load_scenario(name)), insight))


@pytest.mark.parametrize("insight", INSIGHTS)
def test_l3_what_is_owed_to_insight_rises_with_each_step_of_diversity(insight: float) -> None:
    """In four councils of two worlds, as the classroom has, the small steps are lost in composition."""
    siloed = shortened(load_scenario("siloed"))
    owed = [
        (gain_from_discretion(siloed, at, insight) - gain_from_discretion(siloed, at, 0.0)).mean()
        for at in DIVERSITIES
    ]
    assert owed == sorted(owed), owed
    assert abs(owed[0]) < 1e-12
    assert owed[-1] > 0.02


def test_l3_fails_as_it_should_where_councils_know_nothing_of_their_place() -> None:
    found = gain_rises_with_diversity(shortened(load_scenario("siloed")), 0.0)
    assert "gain owed to insight 0.0" in breaches(found)


@pytest.mark.parametrize("diversity", [0.6, 1.2])
def test_l3_low_capacity_takes_back_a_part_of_the_gain_from_discretion(diversity: float) -> None:
    """Found, not assumed: at equal diversity and insight, the less capacity, the less discretion brings."""
    siloed = shortened(load_scenario("siloed"))
    means = [
        gain_from_discretion(siloed, diversity, 0.8, capacity).mean() for capacity in (0.1, 0.3, 0.5, 0.9)
    ]
    assert means == sorted(means), means


# --- L5, the rule behind it: production ---------------------------------------------------------------------------


def fit_of(mix: Any, recipe: Any, elasticity: float) -> float:
    """What `production_fit` makes of one mix, one recipe and one elasticity."""
    column = (1, len(mix), 1)
    found = production_fit(
        mix_cew=np.reshape(mix, column),
        local_recipe_cew=np.reshape(recipe, column),
        elasticity_w=np.array([elasticity]),
        recipe_floor=1e-9,
        ratio_floor=0.02,
        cobb_douglas_band=0.01,
        by_outcome=one_segment(len(mix)),
    )
    return float(found[0, 0, 0])


RECIPES = st.lists(st.floats(0.05, 1), min_size=2, max_size=5).map(lambda parts: np.array(parts) / sum(parts))
ELASTICITIES = st.sampled_from([0.2, 0.6, 0.95, 1.0, 1.5, 5.0, 40.0])


@given(RECIPES, st.data(), ELASTICITIES)
@settings(max_examples=40)
def test_l5_production_is_the_constant_elasticity_mean_of_floored_and_rescaled_ratios(
    recipe: Any, data: st.DataObject, elasticity: float
) -> None:
    """Against the formula written anew, with partners who give nothing at all among those who give."""
    parts = st.lists(st.one_of(st.just(0.0), st.floats(0.01, 1)), min_size=recipe.size, max_size=recipe.size)
    money = np.array(data.draw(parts.filter(any)))
    ratios = np.maximum(money / money.sum() / recipe, 0.02)
    ratios = ratios / (recipe * ratios).sum()
    r = 1 - 1 / elasticity
    expected = np.exp((recipe * np.log(ratios)).sum()) if abs(r) < 0.01 else (recipe @ ratios**r) ** (1 / r)
    found = fit_of(money, recipe, elasticity)
    assert abs(found - expected) < 1e-9
    assert 0 < found <= 1


@given(RECIPES, ELASTICITIES, st.floats(1e-6, 1e6))
@settings(max_examples=25)
def test_l5_a_mix_that_is_the_recipe_wastes_nothing_however_much_money_it_is(
    recipe: Any, elasticity: float, money: float
) -> None:
    assert abs(fit_of(recipe * money, recipe, elasticity) - 1) < 1e-12


def test_l5_money_that_the_recipe_has_no_use_for_is_wasted_and_no_money_does_nothing() -> None:
    assert fit_of([0.3, 0.3, 0.4], [0.5, 0.5, 0.0], 2.0) == pytest.approx(0.6, abs=1e-12)
    assert fit_of([0.0, 0.0], [0.5, 0.5], 2.0) == 0.0


# --- L4: Baker ---------------------------------------------------------------------------------------------------


@given(st.lists(st.floats(0.05, 1), min_size=2, max_size=4), st.data())
@settings(max_examples=20)
def test_l4_the_best_strength_that_is_searched_for_is_the_cosine_of_two_directions(
    value: list[float], data: st.DataObject
) -> None:
    measure = data.draw(st.lists(st.floats(0.05, 1), min_size=len(value), max_size=len(value)))
    one, other = (np.array(each) / np.linalg.norm(each) for each in (value, measure))
    assert best_strength(one, other) == pytest.approx(one @ other, abs=1e-5)


@pytest.mark.parametrize("breadth", [0.0, 0.2, 0.8, 1.0])
@pytest.mark.parametrize("unmeasured", [0.0, 1.0, 2.0])
def test_l4_a_target_points_at_what_matters_by_bakers_best_strength_of_its_direction(
    breadth: float, unmeasured: float
) -> None:
    siloed = shortened(load_scenario("siloed"))
    assert_holds(alignment_is_the_best_strength(siloed, breadth, unmeasured))


def test_l4_fails_as_it_should_where_what_no_indicator_counts_is_forgotten() -> None:
    def forgetful(department: Any, council: Any, breadth: Any, unmeasured: Any, indices: Any) -> Any:
        return indicator(department, council, breadth, 0.0 * unmeasured, indices)

    siloed = shortened(load_scenario("siloed"))
    said = breaches(alignment_is_the_best_strength(siloed, 0.2, 1.0, points=forgetful))
    assert "breadth 0.2: alignment" in said
    assert "breadth 0.2: distortion" in said


# --- L7: line and missions ---------------------------------------------------------------------------------------

SEEDS = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@given(
    scenarios(),
    SEEDS,
    st.floats(0, 1),
    st.floats(0, 1),
    st.sampled_from(list(department_allocation.RULES.values())),
)
@settings(max_examples=25)
def test_l7_a_settled_stance_lies_between_line_and_missions_by_the_closed_form(
    scenario: Scenario,
    random: np.random.Generator,
    pooled: float,
    accountability: float,
    rule: Rule[Any, Any],
) -> None:
    """stance = l + p(r−l), p = f·|mission stakes|/((1−f)·|line stakes| + f·|mission stakes|); and its value.

    Power f is the mean of pooled money and of accountability that is attended to, where accountability draws
    nothing by itself.
    """
    found = stance_is_between_line_and_missions(scenario, random, pooled, accountability, 0.0, rule)
    assert_holds(found)


@given(scenarios(), SEEDS, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=15)
def test_l7_holds_where_accountability_is_at_or_below_power_whatever_it_draws_by_itself(
    scenario: Scenario, random: np.random.Generator, pooled: float, share: float, alone: float
) -> None:
    at_most = pooled / (2 - ATTENTION)  # there accountability is power
    assert_holds(stance_is_between_line_and_missions(scenario, random, pooled, share * at_most, alone))


def test_l7_fails_as_it_should_where_accountability_above_power_draws_effort_by_itself() -> None:
    classroom = shortened(load_scenario("classroom_small"))
    found = stance_is_between_line_and_missions(classroom, np.random.default_rng(1), 0.2, 0.6, 0.5)
    said = breaches(found)
    assert "pull over contributions is that power" in said
    assert "department 1: stance" in said


def test_l7_fails_as_it_should_where_a_department_heeds_boards_more_than_they_have_power() -> None:
    def devoted(view: AllocationView) -> Any:
        return department_allocation.stakes(dataclasses.replace(view, edge_power_ew=view.edge_power_ew**0.5))

    classroom = shortened(load_scenario("classroom_small"))
    found = stance_is_between_line_and_missions(
        classroom, np.random.default_rng(1), 0.4, rule=Rule(devoted, "own: a fault")
    )
    assert "department 1: stance" in breaches(found)


def one_segment(edges: int) -> Any:
    return Segments(np.zeros(edges, dtype=np.int64), 1)
