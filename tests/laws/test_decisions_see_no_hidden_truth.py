"""Law 8: nobody who decides knows true need, true recipes or a measure; permuting them changes no choice."""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.decisions import council_commissioning
from govsim.scenario.levers import NUMBER_LEVERS
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decision
from govsim.validation.laws.no_hidden_truth import truth_changes_no_choice
from govsim.validation.stepping import shortened, world_after
from govsim.world.state import FIXED, FLOWS, STATE
from tests.worlds import SHIPPED, assert_holds, breaches_in, scenarios

DECISIONS = [phase for phase in QUARTER if isinstance(phase, Decision)]

# What each array of the world is to those who decide. A new array must be put into one of these.
TRUTH = {
    *("need_kjw", "recipe_ew", "local_recipe_cew", "start_need_kj", "national_start_need_j"),
    *(
        "reference_need_kw",
        "dose_kjw",
        "effective_cjw",
        "produced_cjw",
        "losses_xcjw",
        "duplicated_jw",
    ),
    *("own_growth_kjw", "drift_kjw", "held_fall_kjw", "held_shortfall_w", "lagged_need_jw"),
    *("coproduction_effect_kw", "crisis_jw", "strength_cjw", "joint_cw", "first_engines_gcw"),
    *("awaiting_w", "flawed_w"),  # nobody looks for flaws who could report them
}
PERCEIVED_OR_REPORTED = {
    *("perceived_centre_jw", "perceived_department_ew", "perceived_board_mjw", "perceived_council_cjw"),
    *("perceived_place_kjw", "noise_centre_w", "noise_council_w", "alarm_jw", "urgency_ew", "result_dw"),
    *("reported_cjw", "reported_progress_jw", "reported_effect_cjw", "aspiration_dw"),
    *("year_reported_council_cjw", "crisis_level_w"),
}
BELIEVED = {
    *("council_belief_cew", "department_belief_ew", "board_belief_mew", "alignment_cjw", "distortion_cjw"),
    *("agreement_dw", "disagreement_dw"),
}
KNOWN_OF_ONESELF_OR_DECIDED = {
    *("engagement_kw", "social_capital_kw", "trust_kw", "relapse_state_w", "baseline_dw", "pressure_dw"),
    *("core_dw", "stance_ew", "tie_pw", "local_tie_csw", "capacity_cw", "gaming_cjw"),
    *("absorption_cw", "requirement_dw", "effective_control_w", "effective_pressure_w"),
    *("effective_bidding_w", "effective_consolidation_w", "effective_breadth_w", "attention_mw", "power_mw"),
    "pull_mw",
    *("edge_power_ew", "mean_power_dw", "core_ask_dw", "credit_ew", "mixed_signals_dw", "overhead_dw"),
    *("delivery_dw", "local_overhead_w", "approvals_w", "late_rate_w", "board_share_mew", "edge_money_ew"),
    *("core_money_dw", "relabelled_money_dw", "placing_cjw", "wins_cjw", "placeable_ew", "formula_cew"),
    *(
        "won_cew",
        "grant_cjw",
        "unplaced_w",
        "bound_cew",
        "free_cjw",
        "commission_cew",
        "mix_cew",
        "free_share_cw",
        "exposed_cjw",
    ),
    *("partnership_cw", "diligence_cw", "effort_dw"),
}
TRAITS = {
    "public_service_motivation_w",
    "budget_friction_w",
    "gaming_propensity_w",
    "voice_fatigue_w",
}  # of the actors themselves
CIRCUMSTANCES = {"indices", "draws", "quarter", "member_md"}
CONSTANTS_OF_TRUTH = {"effect_w", "need_growth", "crisis_shock"}


def test_every_array_of_the_world_is_known_to_be_truth_or_to_be_open_to_decisions() -> None:
    kinds = (TRUTH, PERCEIVED_OR_REPORTED, BELIEVED, KNOWN_OF_ONESELF_OR_DECIDED)
    assert set().union(*kinds) == {*STATE, *FLOWS, *FIXED}
    assert sum(len(kind) for kind in kinds) == len({*STATE, *FLOWS, *FIXED}), "one array is of two kinds"


@pytest.mark.parametrize("decision", DECISIONS, ids=[decision.name for decision in DECISIONS])
def test_a_view_is_made_of_what_is_perceived_believed_reported_or_ones_own(decision: Decision) -> None:
    world = world_after(shortened(load_scenario("siloed"), 4, 2), 1)
    constants = {name for name, value in world.given.items() if isinstance(value, int | float)}
    keys = {name for name in world.given if name.endswith("_keys")}
    allowed = PERCEIVED_OR_REPORTED | BELIEVED | KNOWN_OF_ONESELF_OR_DECIDED | TRAITS | CIRCUMSTANCES
    allowed |= (constants | keys | set(NUMBER_LEVERS)) - CONSTANTS_OF_TRUTH
    assert set(decision.reads) <= allowed, set(decision.reads) - allowed
    assert not set(decision.reads) & TRUTH


@pytest.mark.parametrize("decision", DECISIONS, ids=[decision.name for decision in DECISIONS])
def test_a_rule_is_given_its_view_and_nothing_else(decision: Decision) -> None:
    for rule in decision.rules.values():
        assert list(inspect.signature(rule.choose).parameters) == ["view"]
        assert not any(
            isinstance(cell.cell_contents, np.ndarray)
            for cell in rule.choose.__closure__ or ()  # type: ignore[attr-defined]
        )


# --- the truth is permuted while signals stay ------------------------------------------------------------------


@given(scenarios(), st.integers(0, 2**32 - 1), st.integers(0, 4))
@settings(max_examples=25)
def test_other_hidden_truth_behind_the_same_signals_changes_no_choice_of_any_rule(
    scenario: Scenario, seed: int, quarters: int
) -> None:
    assert_holds(truth_changes_no_choice(scenario, seed, quarters))


@pytest.mark.parametrize("quarters", [3, 4, 5])
@pytest.mark.parametrize("name", SHIPPED)
def test_other_hidden_truth_changes_no_choice_in_shipped_scenarios(name: str, quarters: int) -> None:
    assert_holds(truth_changes_no_choice(shortened(load_scenario(name), 4, 8), 7, quarters))


def test_a_decision_that_knows_the_truth_is_found_out() -> None:
    """The test of the test: a commissioner who knows the true recipe."""

    def knowing(
        local_recipe_cew: Any, reported_effect_cjw: Any, bound_cew: Any, free_cjw: Any, indices: Any
    ) -> Any:
        return council_commissioning.see(local_recipe_cew, reported_effect_cjw, bound_cew, free_cjw, indices)

    cheating = tuple(
        dataclasses.replace(phase, see=knowing)
        if isinstance(phase, Decision) and phase.name == "council_commissioning"
        else phase
        for phase in QUARTER
    )
    scenario = shortened(load_scenario("mission_led"), 4, 4)
    said = breaches_in(cheating, truth_changes_no_choice, scenario, 1, 2)
    assert "council_commissioning.believed_recipe" in said
