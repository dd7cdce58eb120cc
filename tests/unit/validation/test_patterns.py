"""Each pattern reads what it says it reads: its parts against answers known beforehand, and all of them run."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.measures.budgets import l_kurtosis
from govsim.scenario.load import load_scenario
from govsim.validation.arms import final_worlds, random_arms, random_levers, run_arms
from govsim.validation.assumptions import assumptions_of, predicted_sign, strongest_influences
from govsim.validation.finding import Check, Plan
from govsim.validation.patterns import PATTERNS
from govsim.validation.patterns.bidding_and_capacity import partial_correlation, pulls
from govsim.validation.patterns.budget_punctuations import kurtosis_of
from govsim.validation.patterns.spread_of_innovations import adoption_over_years, advantage_of_the_logistic
from govsim.validation.patterns.whole_place_pooling import returns

RANDOM = np.random.default_rng(20261124)
YEARS = np.arange(20.0)


def test_there_are_sixteen_patterns_and_each_says_beforehand_what_would_refute_it() -> None:
    assert [check.key for check in PATTERNS] == [f"P{number}" for number in range(1, 17)]
    calibrated = [check.key for check in PATTERNS if check.use == "calibrated"]
    assert calibrated == ["P1", "P4", "P12", "P13", "P15"]
    for check in PATTERNS:
        assert check.kind == "pattern"
        assert len(check.refuted_by) > 20
        assert len(check.observed) > 20
        assert (
            "verified" in check.observed or "no measurement" in check.observed or "seen in" in check.observed
        )


@pytest.mark.parametrize("check", PATTERNS, ids=[check.key for check in PATTERNS])
def test_a_pattern_is_examined_beside_both_null_models(check: Check) -> None:
    found = check.examine(Plan(worlds=2, seed=5))
    assert {null.denies for null in found.nulls} == {"mechanism", "arrangement"}
    for figure in (*found.figures, *(figure for null in found.nulls for figure in null.figures)):
        assert np.isfinite(figure.value), figure.label
        assert np.isnan(figure.low) or figure.low <= figure.value <= figure.high


def test_random_arrangements_are_the_same_for_a_seed_and_use_the_whole_space() -> None:
    assert random_levers(Plan(4, 1)) == random_levers(Plan(4, 1))
    assert random_levers(Plan(4, 1)) != random_levers(Plan(4, 2))
    drawn = random_levers(Plan(400, 3), 200)
    assert {levers["board_membership"] for levers in drawn} == {"none", "lead_only", "contributors", "all"}
    for name in drawn[0].keys() - {"board_membership"}:
        values = [levers[name] for levers in drawn]
        assert min(values) < 0.1
        assert max(values) > 0.9
    assert "placebo" not in drawn[0]
    assert len(random_arms(load_scenario("siloed"), Plan(4), 3)) == 3


def test_kurtosis_of_a_run_is_that_of_its_budgets() -> None:
    run = run_arms([load_scenario("siloed").replace(horizon=12, warm_up=4)], Plan(2))[0]
    budget = run.measure("budget_by_department")[::4, :, 1]
    assert kurtosis_of(run)[1] == l_kurtosis((budget[1:] / budget[:-1] - 1).ravel())


@pytest.mark.parametrize(
    ("shares", "wins"),
    [
        (0.9 / (1 + np.exp(-0.6 * (YEARS - 9))), True),
        (0.05 * np.exp(0.12 * YEARS), False),
        (0.9 * (1 - np.exp(-0.2 * YEARS)), False),
        (0.1 + 0.03 * YEARS, False),
    ],
    ids=["logistic", "exponential", "constant hazard", "linear"],
)
def test_the_curve_that_was_drawn_is_the_one_that_wins(shares: np.ndarray, wins: bool) -> None:
    seen = shares + 0.004 * RANDOM.standard_normal(YEARS.size)
    assert (advantage_of_the_logistic(seen) > 0) == wins


def test_adoption_begins_with_one_region_that_knows_its_own_recipe() -> None:
    scenario = load_scenario("siloed").replace(warm_up=4, uncertainties={"local_insight": 0.0})
    quiet = scenario.replace(constants={"learning_evidence": 0.0, "learning_neighbours": 0.0})
    shares = adoption_over_years(quiet, Plan(3), years=3)
    assert shares.shape == (3, 3)
    assert (shares == shares[0]).all(), "nobody learns, so nothing spreads"
    assert 0 < shares[0].min() < 0.3, "one of nine regions"


def test_a_partial_correlation_takes_out_what_is_held() -> None:
    held = RANDOM.standard_normal((4000, 1))
    one = held + 0.1 * RANDOM.standard_normal((4000, 1))
    other = held + 0.1 * RANDOM.standard_normal((4000, 1))
    assert abs(partial_correlation(one, other, held)[0]) < 0.05
    assert partial_correlation(one, one + other, held)[0] > 0.6


def test_lives_end_where_runs_end() -> None:
    scenario = load_scenario("siloed").replace(horizon=5, warm_up=4)
    world = final_worlds([scenario], Plan(2, 7))[0]
    assert world.quarter == 5
    run = run_arms([scenario], Plan(2, 7))[0]
    assert np.array_equal(run.at_end("core_by_department"), world["core_dw"])
    assert all(values.shape == (2,) for values in pulls(world))


def test_one_half_of_the_worlds_foretells_the_other_where_one_assumption_decides() -> None:
    names, ranks = assumptions_of(load_scenario("siloed"), Plan(160))
    row = names.index("conflict_cost")
    gain = -ranks[:, row] + 0.02 * RANDOM.standard_normal(160)
    told = predicted_sign(gain, ranks)
    assert told.mean > 0.9
    assert 0 < told.half_width < 0.12
    first = strongest_influences(gain, names, ranks)[0]
    assert first.label == "Cost of mixed signals"
    assert -1.1 < first.change < -0.8, "from one end of its range to the other the gain falls by 1"
    assert 0.2 < predicted_sign(RANDOM.standard_normal(160), ranks).mean < 0.8


def test_a_place_that_pools_nothing_returns_nothing_for_nothing() -> None:
    run = run_arms([load_scenario("siloed").replace(horizon=4, warm_up=4)], Plan(2))[0]
    saved, paid = returns(run, run, run, run)
    assert np.allclose(saved, 0)
    assert np.allclose(paid, 0)
