"""Limits L3, L4 and L7 of the specification (MODEL.md section 8): single phases against closed forms."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim import simulation
from govsim.arrays import Segments
from govsim.consequences.board_power import board_power
from govsim.consequences.local_mix import diligence, indicator
from govsim.consequences.service_delivery import production_fit
from govsim.decisions import department_allocation
from govsim.decisions.department_allocation import AllocationView
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Phase, advance
from govsim.world.build import World
from tests.worlds import Moment, begin, moment, paused, scenarios, shortened

REPLICATES = tuple(range(4))

# --- L3: discretion --------------------------------------------------------------------------------------------


def changed(phase: Phase, **given_instead: Any) -> Phase:
    """A phase that is told something else than the world says."""

    def follows(**seen: Any) -> Any:
        return phase.follows(**{**seen, **given_instead})

    follows.__signature__ = inspect.signature(phase.follows)  # type: ignore[attr-defined]
    return dataclasses.replace(phase, follows=follows)


def after(phase: Phase, change: Callable[[Any, dict[str, Any]], Any]) -> Phase:
    """A phase whose results are changed before they are written."""

    def follows(**seen: Any) -> Any:
        return change(phase.follows(**{name: seen[name] for name in phase.reads}), seen)

    known = [*inspect.signature(phase.follows).parameters.values()]
    recipe = inspect.Parameter("recipe_ew", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    follows.__signature__ = inspect.Signature([*known, recipe])  # type: ignore[attr-defined]
    return dataclasses.replace(phase, follows=follows)


def in_recipe_shares(results: Any, seen: dict[str, Any]) -> Any:
    """Each outcome's money divided as the national recipe says."""
    by_outcome = seen["indices"].by_outcome
    money_ew = by_outcome.spread(by_outcome.sum(results.edge_money_ew)) * seen["recipe_ew"]
    return results._replace(edge_money_ew=money_ew)


def a_quarter_with_discretion(world: World, discretion: float) -> Moment:
    """Phases 8 to 12 of the next quarter at some local discretion, money in recipe shares; the world stays."""
    phases = []
    for phase in QUARTER:
        if isinstance(phase, Phase) and phase.name == "mission_money":
            phase = after(phase, in_recipe_shares)
        elif isinstance(phase, Phase) and phase.name == "free_money":
            phase = changed(phase, local_discretion=discretion)
        phases.append(phase)
    copy = paused(world)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulation, "QUARTER", tuple(phases))
        advance(copy)
    return moment(copy)


def effective(world: World, discretion: float) -> Any:
    return a_quarter_with_discretion(world, discretion).flows["effective_cjw"]


def settled(scenario: Scenario, quarters: int, **uncertainties: Any) -> World:
    """A world without boards, so that all departments deliver the same share, some quarters into its warm-up."""
    stated = {**scenario.uncertainties.model_dump(), "recipe_error": 0.0, **uncertainties}
    start = {"board_membership": "none"}
    world = begin(scenario.replace(uncertainties=stated, starts_from_levers=start, warm_up=20), REPLICATES)
    for _ in range(quarters):
        advance(world)
    return world


@given(scenarios(), st.integers(0, 6), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=20)
def test_l3_discretion_never_gains_where_all_places_are_alike(
    scenario: Scenario, quarters: int, one: float, other: float
) -> None:
    """In no council and outcome; without noise nobody learns a wrong recipe either."""
    world = settled(scenario, quarters, place_diversity=0.0, knowledge_noise=0.0)
    less, more = effective(world, min(one, other)), effective(world, max(one, other))
    assert (more - less <= 1e-12).all(), (more - less).max()


@given(scenarios(), st.floats(0, 1))
@settings(max_examples=15)
def test_l3_discretion_changes_nothing_where_places_are_alike_and_all_services_are_equally_tied(
    scenario: Scenario, discretion: float
) -> None:
    """Without exposure and load of free money. Where ties differ it costs: free money is shared out by recipe
    whatever the bound money does, so what is free of one service is lost to its own contribution."""
    tied = scenario.replace(
        constants={"tie_start": 1.0, "local_tie_floor": 1.0, "absorption_free": 0.0},
        starts_from_levers={"competitive_share": 0.0},
    )
    fixed = {"place_diversity": 0.0, "knowledge_noise": 0.0, "local_agenda": 0.0, "relapse": 0.0}
    world = settled(tied, 2, **fixed)
    np.testing.assert_allclose(effective(world, discretion), effective(world, 0.0), rtol=1e-9, atol=1e-15)


def gains(diversity: float, insight: float, capacity: float, name: str = "siloed") -> Any:
    """Relative gain in effective money of full over no discretion in the first quarter, by world."""
    scenario = shortened(load_scenario(name)).replace(uncertainties={"worlds": "alike"})
    scenario = scenario.replace(starts_from_levers={"competitive_share": 0.0, "central_control": 0.0})
    fixed = {"place_diversity": diversity, "local_insight": insight, "local_capacity": capacity}
    world = settled(scenario, 1, **fixed, worlds="alike")
    bound, free = (effective(world, discretion).sum((0, 1)) for discretion in (0.0, 1.0))
    return free / bound - 1


@pytest.mark.parametrize("name", ["siloed", "classroom_small"])
@pytest.mark.parametrize("insight", [0.4, 0.8])
def test_l3_given_local_insight_the_gain_from_discretion_rises_with_the_diversity_of_places(
    name: str, insight: float
) -> None:
    """Oates: the gain is decentralisation's answer to diversity. Means over four worlds of alike assumptions."""
    diversities = (0.0, 0.3, 0.6, 0.9, 1.2)
    means = [gains(diversity, insight, 0.5, name).mean() for diversity in diversities]
    assert means == sorted(means), means
    assert means[0] <= 0
    # Without insight free money goes nowhere else; what rises beyond that is owed to knowing the place.
    owed = [
        mean - gains(diversity, 0.0, 0.5, name).mean()
        for mean, diversity in zip(means, diversities, strict=True)
    ]
    assert abs(owed[0]) < 1e-12
    assert owed[-1] > 0.02
    if name == "siloed":  # in four councils of two worlds the small steps are lost in composition
        assert owed == sorted(owed), owed


@pytest.mark.parametrize("diversity", [0.6, 1.2])
def test_l3_low_capacity_takes_back_a_part_of_the_gain_from_discretion(diversity: float) -> None:
    """Found, not assumed: at equal diversity and insight, the less capacity, the less discretion brings."""
    means = [gains(diversity, 0.8, capacity).mean() for capacity in (0.1, 0.3, 0.5, 0.9)]
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


def best_strength(value: Any, measure: Any, risk: float, variance: float) -> float:
    """Where the surplus of a principal and one agent is greatest, found by search and not by formula.

    The agent does effort = strength·measure (cost |effort|²/2); pay is uncertain by strength²·variance, which
    costs risk/2 of it. Source: baker_2002.
    """
    strengths = np.linspace(0, 2, 200_001)[:, None]
    effort = strengths * measure
    surplus = effort @ value - (effort**2).sum(1) / 2 - risk * variance * strengths[:, 0] ** 2 / 2
    return float(strengths[surplus.argmax(), 0])


VECTORS = st.lists(st.floats(0.05, 1), min_size=2, max_size=4)


@given(VECTORS, st.data(), st.floats(0, 5), st.floats(0, 1))
@settings(max_examples=20)
def test_l4_the_closed_form_of_the_best_incentive_is_bakers(
    value: list[float], data: st.DataObject, risk: float, noise: float
) -> None:
    measure = np.array(data.draw(st.lists(st.floats(0.3, 1), min_size=len(value), max_size=len(value))))
    formula = np.array(value) @ measure / (measure @ measure + risk * noise**2)
    assert abs(best_strength(np.array(value), measure, risk, noise**2) - min(formula, 2)) < 2e-5


def pull_of_pressure(breadth: float, unmeasured: float, pressure: float, world: World) -> tuple[Any, Any]:
    """What the model makes of a target: its alignment, and the part of motive that comes from pressure."""
    worlds = world.worlds
    signs = indicator(
        world.state["department_belief_ew"],
        world.state["council_belief_cew"],
        np.full(worlds, breadth),
        np.full(worlds, unmeasured),
        world.indices,
    )
    held = {
        "alignment_cjw": signs.alignment_cjw,
        "local_tie_csw": world.state["local_tie_csw"],
        "effective_control_w": np.zeros(worlds),
        "effective_breadth_w": np.full(worlds, breadth),
        "public_service_motivation_w": np.zeros(worlds),
        **{name: world.given[name] for name in ("indicator_noise", "breadth_noise", "incentive_risk")},
        **{name: world.given[name] for name in ("control_incentive", "diligence_half")},
        "diligence_incentive": 1.0,
        "diligence_tie": 0.0,
        "indices": world.indices,
    }
    made = diligence(effective_pressure_w=np.full(worlds, pressure), **held).diligence_cjw
    motive = made / (1 - made) * world.given["diligence_half"]  # diligence = motive/(motive + half)
    return signs.alignment_cjw, motive


@pytest.mark.parametrize("breadth", [0.0, 0.2, 0.8, 1.0])
@pytest.mark.parametrize("unmeasured", [0.0, 1.0, 2.0])
def test_l4_the_pull_of_a_target_is_pressure_times_bakers_best_strength_of_its_direction(
    breadth: float, unmeasured: float
) -> None:
    """The sense in which `diligence` follows Baker: value and measure are taken as directions (length 1).

    Value is what the council believes the place needs, and one thing more that no narrow indicator counts
    (unmeasured·(1−breadth) as long as all the rest); measure is the indicator; variance is that of the
    indicator's noise. Then pull = pressure × best strength. Lengths play no part: a scale of the indicator
    cannot be told from a scale of pressure.
    """
    world = begin(shortened(load_scenario("siloed")), (0,))
    pressure = 0.37
    alignment, motive = pull_of_pressure(breadth, unmeasured, pressure, world)
    noise = world.given["indicator_noise"] + world.given["breadth_noise"] * breadth
    indices = world.indices
    for council in (0, 5):
        for outcome in range(indices.outcomes):
            rows = indices.edge_outcome_e == outcome
            needed = world.state["council_belief_cew"][council, rows, 0]
            counted = (1 - breadth) * indices.edge_leads_e[rows]
            counted = counted + breadth * world.state["department_belief_ew"][rows, 0]
            hidden = unmeasured * (1 - breadth) * np.linalg.norm(needed)
            value, measure = np.append(needed, hidden), np.append(counted, 0.0)
            value, measure = value / np.linalg.norm(value), measure / np.linalg.norm(measure)
            strength = best_strength(value, measure, world.given["incentive_risk"], noise**2)
            assert abs(motive[council, outcome, 0] - pressure * strength) < 1e-5
            assert abs(alignment[council, outcome, 0] - value @ measure) < 1e-12


# --- L7: line and missions ---------------------------------------------------------------------------------------


@st.composite
def line_and_missions(draw: st.DrawFn) -> dict[str, Any]:
    edges = draw(st.integers(2, 6))
    stakes = st.lists(st.floats(0.05, 1), min_size=edges, max_size=edges).map(np.array)
    return {
        "urgency": draw(st.floats(0.1, 3)),
        "belief": draw(stakes),
        "credit": draw(stakes),
        "pooled": draw(st.floats(0, 1)),
        "value": draw(stakes),
    }


def view_of_one_department(case: dict[str, Any], power: float) -> AllocationView:
    """Equal urgency, no stake in core services, no motivation; the stance begins at nothing."""
    edges = case["belief"].size
    column = (edges, 1)
    return AllocationView(
        stance_ew=np.zeros(column),
        urgency_ew=(case["urgency"] * case["belief"]).reshape(column),
        edge_power_ew=np.full(column, power),
        credit_ew=case["credit"].reshape(column),
        core_ask_dw=np.zeros((1, 1)),
        mean_power_dw=np.full((1, 1), power),
        motivation_w=np.zeros(1),
        result_dw=np.zeros((1, 1)),
        aspiration_dw=np.zeros((1, 1)),
        segments=one_segment(edges),
        stance_speed=0.25,
        satisfied_speed=0.05,
        search_speed=0.5,
    )


def one_segment(edges: int) -> Any:
    return Segments(np.zeros(edges, dtype=np.int64), 1)


@given(line_and_missions(), st.sampled_from(sorted(department_allocation.RULES)))
@settings(max_examples=40)
def test_l7_a_settled_stance_lies_between_line_and_missions_by_the_closed_form(
    case: dict[str, Any], rule: str
) -> None:
    """stance = l + p(r−l), p = f·|mission stakes|/((1−f)·|line stakes| + f·|mission stakes|); and its value."""
    view = view_of_one_department(case, case["pooled"])
    for _ in range(1000):
        view = dataclasses.replace(view, stance_ew=department_allocation.RULES[rule].choose(view))
    stance = view.stance_ew[:, 0]
    line_stakes = case["urgency"] * case["belief"] * case["credit"]
    mission_stakes = case["urgency"] * case["belief"]
    f = case["pooled"]
    line, mission = line_stakes / line_stakes.sum(), mission_stakes / mission_stakes.sum()
    p = f * mission_stakes.sum() / ((1 - f) * line_stakes.sum() + f * mission_stakes.sum())
    np.testing.assert_allclose(stance, line + p * (mission - line), rtol=0, atol=1e-12)
    value = case["value"]
    gained = (value @ stance - stance @ stance / 2) - (value @ line - line @ line / 2)
    turn = mission - line
    np.testing.assert_allclose(gained, p * turn @ (value - line) - p**2 * turn @ turn / 2, rtol=0, atol=1e-12)


@given(scenarios(), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=20)
def test_l7_with_exponent_1_and_all_weight_on_money_power_is_the_pooled_share(
    scenario: Scenario, pooled: float, accountability: float
) -> None:
    """Phase 3: full membership, goals that sum to 1 on each outcome, no crisis: every edge feels the pool."""
    goals = [{"key": f"m_{o.key}", "label": "m", "lead": scenario.departments[0].key, "goal": {o.key: 1.0}}
             for o in scenario.outcomes]  # fmt: skip
    world = begin(scenario.replace(missions=goals, reforms=[]), (0, 1))
    worlds, indices = world.worlds, world.indices
    assert indices.goal_mj.sum(0).tolist() == [1.0] * indices.outcomes
    found = board_power(
        attention_mw=np.full((indices.missions, worlds), 0.3),
        pooled_funding=pooled,
        joint_accountability=accountability,
        funding_weight_w=np.ones(worlds),
        power_complementarity_w=np.ones(worlds),
        accountability_alone_w=np.zeros(worlds),
        crisis_level_w=np.zeros(worlds),
        crisis_power_loss=0.5,
        cobb_douglas_band=0.01,
        member_md=np.ones((indices.missions, indices.departments)),
        department_belief_ew=world.state["department_belief_ew"],
        indices=indices,
    )
    np.testing.assert_allclose(found.power_mw, pooled, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(found.edge_power_ew, pooled, rtol=1e-12, atol=1e-15)
    contributing = indices.department_sum(world.state["department_belief_ew"]) > 0
    np.testing.assert_allclose(found.mean_power_dw[contributing], pooled, rtol=1e-12, atol=1e-15)
