"""Law 8: nobody who decides knows true need, true recipes or a measure; permuting them changes no choice."""

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
from govsim.decisions import council_commissioning
from govsim.scenario.levers import NUMBER_LEVERS
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decision, Phase, advance
from govsim.world.build import World
from govsim.world.state import FIXED, FLOWS, STATE
from tests.worlds import SHIPPED, arrived, paused, scenarios, shortened

DECISIONS = [phase for phase in QUARTER if isinstance(phase, Decision)]

# What each array of the world is to those who decide. A new array must be put into one of these.
TRUTH = {
    *("need_kjw", "change_kjw", "recipe_ew", "local_recipe_cew", "start_need_kj", "national_start_need_j"),
    *(
        "year_need_kw",
        "dose_kjw",
        "effective_cjw",
        "produced_cjw",
        "losses_xcjw",
        "misfit_w",
        "duplicated_jw",
    ),
    *("coproduction_effect_kw", "crisis_jw"),
}
PERCEIVED_OR_REPORTED = {
    *("perceived_centre_jw", "perceived_department_ew", "perceived_board_mjw", "perceived_council_cjw"),
    *("perceived_place_kjw", "noise_centre_w", "noise_council_w", "alarm_jw", "urgency_ew", "result_dw"),
    *("reported_cjw", "reported_progress_jw", "reported_effect_cjw", "aspiration_dw", "year_reported_kw"),
    *("year_reported_council_cjw", "crisis_level_w"),
}
BELIEVED = {
    *("council_belief_cew", "department_belief_ew", "board_belief_mew", "alignment_cjw", "distortion_cjw"),
    "agreement_dw",
}
KNOWN_OF_ONESELF_OR_DECIDED = {
    *("engagement_kw", "social_capital_kw", "trust_kw", "relapse_state_w", "baseline_dw", "pressure_dw"),
    *("core_dw", "stance_ew", "tie_pw", "local_tie_csw", "capacity_cw", "propensity_cw", "gaming_cjw"),
    *("absorption_cw", "requirement_dw", "effective_control_w", "effective_pressure_w"),
    *("effective_bidding_w", "effective_consolidation_w", "effective_breadth_w", "attention_mw", "power_mw"),
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
    *("partnership_cw", "diligence_cjw"),
}
TRAITS = {"public_service_motivation_w", "budget_friction_w"}  # of the actors themselves
CIRCUMSTANCES = {"indices", "draws", "quarter", "election", "member_md"}
CONSTANTS_OF_TRUTH = {"effect", "need_growth_w", "crisis_shock", "spillover_strength", "spillover_jj"}


def test_every_array_of_the_world_is_known_to_be_truth_or_to_be_open_to_decisions() -> None:
    kinds = (TRUTH, PERCEIVED_OR_REPORTED, BELIEVED, KNOWN_OF_ONESELF_OR_DECIDED)
    assert set().union(*kinds) == {*STATE, *FLOWS, *FIXED}
    assert sum(len(kind) for kind in kinds) == len({*STATE, *FLOWS, *FIXED}), "one array is of two kinds"


@pytest.mark.parametrize("decision", DECISIONS, ids=[decision.name for decision in DECISIONS])
def test_a_view_is_made_of_what_is_perceived_believed_reported_or_ones_own(decision: Decision) -> None:
    world = arrived(shortened(load_scenario("siloed"), 1, 2), 1)
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


def choices_of_a_quarter(world: World) -> dict[str, list[bytes]]:
    """What every rule of every decision chooses in the next quarter."""
    made: dict[str, list[bytes]] = {}

    def decide(decision: Decision, view: Any, rule: Any) -> Any:
        for name, rival in decision.rules.items():
            choice = rival.choose(view)
            parts = choice if isinstance(choice, tuple) else (choice,)
            made[f"{decision.name}.{name}"] = [np.ascontiguousarray(part).tobytes() for part in parts]
        return rule.choose(view)

    advance(world, decide)
    return made


def recorded(phase: Phase | Decision, results: dict[str, Any]) -> Phase | Decision:
    """A phase that says what it said before, whatever it sees now."""
    assert isinstance(phase, Phase)
    again: Callable[..., Any] = lambda: results[phase.name]  # noqa: E731
    return dataclasses.replace(phase, follows=again)


def recording(phase: Phase, results: dict[str, Any]) -> Phase:
    def follows(**seen: Any) -> Any:
        results[phase.name] = phase.follows(**seen)
        return results[phase.name]

    follows.__signature__ = inspect.signature(phase.follows)  # type: ignore[attr-defined]
    return dataclasses.replace(phase, follows=follows)


SENSES = ("signals", "year_begins")  # where truth becomes what actors perceive and remember of their own


def with_other_truth(world: World, random: np.random.Generator) -> World:
    """The same world with need and recipes dealt out anew; beliefs, reports and the network stay."""
    other = paused(world)
    given_there = dict(other.given)
    for name in ("need_kjw", "change_kjw", "misfit_w"):
        values = other.state[name]
        other.state[name] = random.permutation(values.ravel()).reshape(values.shape)
    for name in ("recipe_ew", "local_recipe_cew"):
        drawn = random.random(given_there[name].shape) + 0.1
        given_there[name] = world.indices.by_outcome.normalised(drawn, axis=drawn.ndim - 2)
    given_there["start_need_kj"] = random.random(given_there["start_need_kj"].shape)
    given_there["national_start_need_j"] = random.random(given_there["national_start_need_j"].shape)
    published = np.full_like(world.indices.published_e, np.nan)
    other.indices = dataclasses.replace(world.indices, published_e=published)
    other.given = {**given_there, "indices": other.indices}
    return other


def check_choices(
    scenario: Scenario, seed: int, quarters: int, phases: tuple[Phase | Decision, ...] = QUARTER
) -> None:
    world = arrived(scenario, quarters)
    results: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        listening = tuple(
            recording(phase, results) if isinstance(phase, Phase) and phase.name in SENSES else phase
            for phase in phases
        )
        patch.setattr(simulation, "QUARTER", listening)
        known = choices_of_a_quarter(paused(world))
        other = with_other_truth(world, np.random.default_rng(seed))
        replaying = tuple(recorded(p, results) if p.name in results else p for p in phases)
        patch.setattr(simulation, "QUARTER", replaying)
        unknown = choices_of_a_quarter(other)
    # Ties fail where delivery failed, and departments feel that: working ties come after all decisions on them.
    assert set(known) == set(unknown)
    changed = [name for name, choice in known.items() if unknown[name] != choice]
    assert not changed, changed


@given(scenarios(), st.integers(0, 2**32 - 1), st.integers(0, 4))
@settings(max_examples=25)
def test_other_hidden_truth_behind_the_same_signals_changes_no_choice_of_any_rule(
    scenario: Scenario, seed: int, quarters: int
) -> None:
    check_choices(scenario, seed, quarters)


@pytest.mark.parametrize("quarters", [3, 4, 5])
@pytest.mark.parametrize("name", SHIPPED)
def test_other_hidden_truth_changes_no_choice_in_shipped_scenarios(name: str, quarters: int) -> None:
    check_choices(shortened(load_scenario(name), 4, 8), 7, quarters)


def test_the_check_would_notice_a_decision_that_knows_the_truth() -> None:
    """The test of the test: a commissioner who knows the true recipe is found out."""

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
    with pytest.raises(AssertionError, match=r"council_commissioning\.believed_recipe"):
        check_choices(shortened(load_scenario("mission_led"), 2, 4), 1, 2, cheating)
