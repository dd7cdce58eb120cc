"""Law 7: whatever happens, all numbers are finite and stay in the range that their unit promises."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from govsim.scenario.constants import Constants
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.scenario.uncertainty import Uncertainty
from govsim.validation.stepping import Snapshot, fixed_arrays, new_world, record, shortened
from govsim.world.build import World
from govsim.world.state import FIXED, FLOWS, STATE
from tests.worlds import SHIPPED, scenarios

SLIGHTLY = 1e-12
INFINITE = float("inf")
SHARE = (0.0, 1.0)
NOT_NEGATIVE = (0.0, INFINITE)
ANY = (-INFINITE, INFINITE)

RANGES: dict[str, tuple[float, float]] = {
    **dict.fromkeys(
        (
            *("need_kjw", "engagement_kw", "social_capital_kw", "trust_kw", "relapse_state_w", "baseline_dw"),
            *(
                "stance_ew",
                "tie_pw",
                "local_tie_csw",
                "capacity_cw",
                "gaming_cjw",
                "absorption_cw",
            ),
            *(
                "council_belief_cew",
                "department_belief_ew",
                "board_belief_mew",
                "reported_cjw",
                "reference_need_kw",
            ),
            *(
                "year_reported_council_cjw",
                "recipe_ew",
                "local_recipe_cew",
                "start_need_kj",
            ),
            *("requirement_dw", "national_start_need_j", "crisis_level_w"),
            *("effective_control_w", "effective_pressure_w", "effective_bidding_w"),
            *("effective_consolidation_w", "effective_breadth_w", "perceived_centre_jw"),
            *(
                "perceived_department_ew",
                "perceived_board_mjw",
                "perceived_place_kjw",
                "attention_mw",
                "power_mw",
                "pull_mw",
            ),
            *(
                "edge_power_ew",
                "mean_power_dw",
                "credit_ew",
                "mixed_signals_dw",
                "agreement_dw",
                "overhead_dw",
            ),
            *("delivery_dw", "local_overhead_w", "late_rate_w", "board_share_mew", "edge_money_ew"),
            *(
                "core_money_dw",
                "relabelled_money_dw",
                "duplicated_jw",
                "wins_cjw",
                "placeable_ew",
                "formula_cew",
            ),
            *(
                "won_cew",
                "unplaced_w",
                "grant_cjw",
                "commission_cew",
                "bound_cew",
                "free_cjw",
                "mix_cew",
                "free_share_cw",
                "exposed_cjw",
            ),
            *("alignment_cjw", "distortion_cjw", "partnership_cw", "diligence_cw", "losses_xcjw"),
            *("produced_cjw", "effective_cjw", "awaiting_w", "flawed_w", "disagreement_dw", "effort_dw"),
            *("own_growth_kjw", "held_shortfall_w", "lagged_need_jw", "first_engines_gcw", "joint_cw"),
        ),
        SHARE,
    ),
    **dict.fromkeys(
        (
            *("crisis_jw", "core_dw", "alarm_jw", "noise_centre_w", "noise_council_w"),
            *(
                "urgency_ew",
                "core_ask_dw",
                "approvals_w",
                "placing_cjw",
                "dose_kjw",
                "coproduction_effect_kw",
            ),
            *("held_fall_kjw", "strength_cjw"),
        ),
        NOT_NEGATIVE,
    ),
    "reported_progress_jw": (-1.0, 1.0),
    "aspiration_dw": (-1.0, 1.0),
    "result_dw": (-1.0, 1.0),
    "pressure_dw": ANY,
    "drift_kjw": ANY,
    "reported_effect_cjw": ANY,
    "perceived_council_cjw": ANY,  # deliberately not clipped: the centre takes the noise out itself
}

SUMS_TO_ONE_OVER_AN_OUTCOME = ("council_belief_cew", "department_belief_ew", "board_belief_mew")


def assert_in_range(at: Snapshot, world: World) -> None:
    for name, values in at.arrays.items():
        assert np.isfinite(values).all(), f"{name} is not finite in quarter {at.quarter}"
        if values.size:
            low, high = RANGES[name]
            assert values.min() >= low - SLIGHTLY, f"{name} is {values.min()!r} in quarter {at.quarter}"
            assert values.max() <= high + SLIGHTLY, f"{name} is {values.max()!r} in quarter {at.quarter}"
    indices = world.indices
    for name in SUMS_TO_ONE_OVER_AN_OUTCOME:
        sums = np.add.reduceat(at.state[name], indices.by_outcome.bounds[:-1], axis=-2)
        np.testing.assert_allclose(sums, 1, rtol=0, atol=1e-9, err_msg=f"{name} in quarter {at.quarter}")
    np.testing.assert_allclose(at.state["baseline_dw"].sum(0), 1, rtol=0, atol=1e-9)
    spent = indices.department_sum(at.state["stance_ew"])
    assert spent.max() <= 1 + 1e-9, f"a department spends {spent.max()} of its own money on outcomes"
    assert at.state["own_growth_kjw"].max() <= world.given["growth_ceiling"]
    assert at.state["core_dw"].max() <= max(world.given["core_ceiling"], 1.0) + SLIGHTLY


def assert_in_range_for_life(scenario: Scenario, replicates: tuple[int, ...] = (0, 1, 2)) -> None:
    world = new_world(scenario, replicates)
    for name, values in fixed_arrays(world).items():
        low, high = RANGES[name]
        assert np.isfinite(values).all(), name
        assert values.min() >= low, name
        assert values.max() <= high, name
    for at in record(scenario, replicates):
        assert_in_range(at, world)


def test_every_declared_array_has_a_range() -> None:
    assert set(RANGES) == {*STATE, *FLOWS, *FIXED}


@given(scenarios())
@settings(max_examples=40)
def test_all_numbers_are_finite_and_in_range_in_any_world(scenario: Scenario) -> None:
    assert_in_range_for_life(scenario)


@pytest.mark.slow
@given(scenarios())
@settings(max_examples=800)
def test_all_numbers_are_finite_and_in_range_in_very_many_worlds(scenario: Scenario) -> None:
    assert_in_range_for_life(scenario)


@pytest.mark.parametrize("name", SHIPPED)
def test_all_numbers_are_finite_and_in_range_in_every_scenario_that_comes_with_govsim(name: str) -> None:
    assert_in_range_for_life(shortened(load_scenario(name), 8, 16))


# --- everything that the schema admits ------------------------------------------------------------------------


def ends_of(spec: Uncertainty) -> list[float]:
    """The ends of what a scenario may say, drawn in a little where an end is infinite or excluded."""
    low = spec.minimum if np.isfinite(spec.minimum) else -1e6
    if spec.minimum_excluded and np.isfinite(spec.minimum):
        low = spec.minimum + 1e-6
    return [low, spec.low, spec.high, spec.maximum]


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, spec in UNCERTAINTIES.items() for value in ends_of(spec)]
)
def test_every_uncertainty_may_stand_at_the_ends_of_what_the_schema_admits(name: str, value: float) -> None:
    for arrangement in ("mission_led", "classroom_small"):
        scenario = shortened(load_scenario(arrangement), 4, 5).replace(
            uncertainties={"worlds": "differ", name: value}
        )
        assert_in_range_for_life(scenario, (0, 1))


def ends_of_constants() -> list[tuple[str, float]]:
    found = []
    for name, field in Constants.model_fields.items():
        limits = {type(limit).__name__: limit for limit in field.metadata}
        found += [(name, float(limits["Ge"].ge)), (name, float(limits["Le"].le))]
    return found


@pytest.mark.parametrize(("name", "value"), ends_of_constants())
def test_every_constant_may_stand_at_the_ends_of_what_the_schema_admits(name: str, value: float) -> None:
    scenario = shortened(load_scenario("classroom_small"), 4, 5).replace(constants={name: value})
    assert_in_range_for_life(scenario, (0, 1))


def test_levers_at_all_their_corners_keep_numbers_in_range() -> None:
    corners = np.random.default_rng(1).integers(0, 2, size=(24, 15))
    scenario = shortened(load_scenario("classroom_small"), 4, 6)
    names = [name for name in type(scenario.levers).model_fields if name != "board_membership"]
    for row in corners:
        levers: dict[str, Any] = dict(zip(names, row.astype(float).tolist(), strict=False))
        levers["board_membership"] = ("none", "lead_only", "contributors", "all")[int(row.sum()) % 4]
        assert_in_range_for_life(scenario.replace(levers=levers), (0,))


def with_a_helper(cross_cutting: float) -> Scenario:
    """The classroom where each outcome is one department's, but for one who leads nothing and helps with work."""
    classroom = shortened(load_scenario("classroom_small"), 4, 4)
    weights = {"economy": {"work": 3.0}, "care": {"health": 3.0}, "communities": {"homes": 3.0}}
    departments = [
        {**department.model_dump(), "weights": weights.get(department.key, {"work": 1.0})}
        for department in classroom.departments
    ]
    return classroom.replace(
        departments=departments, uncertainties={"worlds": "alike", "cross_cutting": cross_cutting}
    )


@pytest.mark.parametrize("cross_cutting", [0.0, 1e-30, 1e-20, 1e-12, 1e-9, 2e-9])
def test_a_contribution_that_hardly_matters_makes_no_nonsense(cross_cutting: float) -> None:
    """Down to the smallest numbers that a scenario may hold."""
    assert_in_range_for_life(with_a_helper(cross_cutting))
