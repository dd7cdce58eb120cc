"""The break-even rate and the quadrants of a trade-off, held against what can be worked out by hand."""

import math

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from govsim.comparison.trade_off import BestSpan, best_by_rate, break_even, quadrants

UNIT = 0.1
SEED = 20261127
print("seed", SEED)


def rates(count: int) -> np.ndarray:
    return np.geomspace(0.03, 0.18, count)


def worlds(
    progress: float, core: float, count: int = 60, spread: float = 0.01
) -> tuple[np.ndarray, np.ndarray]:
    stream = np.random.default_rng(SEED)
    return (
        progress + spread * stream.standard_normal(count),
        core + spread / 4 * stream.standard_normal(count),
    )


def test_more_progress_for_less_core_is_better_above_the_rate_at_which_they_come_out_even():
    progress_w, core_w = np.array([0.04, 0.06]), np.array([-0.02, -0.03])
    found = break_even(progress_w, core_w, np.array([0.04, 0.06]), 0.5, UNIT)
    assert found.better == "above"
    assert found.rate == pytest.approx(0.05)  # 0.05 of need for 0.025 of core: a tenth of need for 0.05
    assert (found.above, found.worlds) == (1, 2)


def test_more_core_for_less_progress_is_better_below_it():
    found = break_even(np.array([-0.05, -0.05]), np.array([0.01, 0.01]), rates(2), 0.5, UNIT)
    assert found.better == "below"
    assert found.rate == pytest.approx(0.02)
    assert found.low == found.high == pytest.approx(0.02)  # worlds that agree leave nothing unsure


def test_a_weight_of_progress_moves_the_rate_by_its_odds():
    progress_w, core_w = worlds(0.05, -0.03)
    at = {weight: break_even(progress_w, core_w, rates(60), weight, UNIT).rate for weight in (0.3, 0.5, 0.7)}
    assert at[0.3] == pytest.approx(at[0.5] * 7 / 3)
    assert at[0.7] == pytest.approx(at[0.5] * 3 / 7)


@pytest.mark.parametrize(
    ("progress", "core", "better"), [(0.05, 0.02, "any"), (-0.05, -0.02, "none"), (0.05, 0.0, "any")]
)
def test_who_gains_both_is_better_at_any_rate_and_who_loses_both_at_none(progress, core, better):
    found = break_even(*worlds(progress, core, spread=0.0), rates(60), 0.5, UNIT)
    assert (found.better, found.rate, found.above) == (better, None, None)
    assert (found.low, found.high) == (None, None)


def test_nothing_gained_and_nothing_lost_comes_out_even_at_any_rate():
    found = break_even(np.zeros(5), np.zeros(5), rates(5), 0.5, UNIT)
    assert (found.better, found.rate) == ("same", None)


def test_the_interval_holds_the_rates_at_which_a_paired_test_cannot_tell():
    progress_w, core_w = worlds(0.05, -0.03)
    found = break_even(progress_w, core_w, rates(60), 0.5, UNIT)
    assert 0 < found.low < found.rate < found.high < math.inf

    def p_value(rate: float) -> float:
        return float(ttest_1samp(progress_w / UNIT + core_w / rate, 0).pvalue)

    assert p_value(found.low) == pytest.approx(0.05)
    assert p_value(found.high) == pytest.approx(0.05)
    assert p_value(found.low * 0.9) < 0.05 < p_value(found.rate)
    assert p_value(found.high * 1.1) < 0.05


def test_progress_that_may_be_nothing_leaves_the_rate_without_an_upper_bound():
    progress_w, core_w = worlds(0.002, -0.03, spread=0.05)
    found = break_even(progress_w, core_w, rates(60), 0.5, UNIT)
    assert found.low > 0
    assert math.isinf(found.high)


def test_core_that_may_have_lost_nothing_leaves_it_without_a_lower_bound():
    progress_w, core_w = worlds(0.05, -0.0001)
    found = break_even(progress_w, core_w, rates(60), 0.5, UNIT)
    assert found.low == 0
    assert found.high < math.inf


def test_where_neither_is_known_no_rate_can_be_left_out():
    stream = np.random.default_rng(SEED)
    found = break_even(stream.standard_normal(20), 0.3 * stream.standard_normal(20), rates(20), 0.5, UNIT)
    assert (found.low, found.high) == (0, math.inf)


def test_a_wider_confidence_holds_the_narrower_interval():
    progress_w, core_w = worlds(0.05, -0.03)
    narrow, wide = (break_even(progress_w, core_w, rates(60), 0.5, UNIT, level) for level in (0.95, 0.99))
    assert wide.low < narrow.low < narrow.high < wide.high


def test_the_interval_holds_the_true_rate_as_often_as_it_says():
    stream = np.random.default_rng(SEED)
    held = 0
    for _ in range(1000):
        progress_w = 0.05 + 0.03 * stream.standard_normal(24)
        core_w = -0.03 - 0.2 * (progress_w - 0.05) + 0.01 * stream.standard_normal(24)
        found = break_even(progress_w, core_w, rates(24), 0.5, UNIT)
        held += found.low <= 0.06 <= found.high
    assert 925 <= held <= 972  # 950 ± three standard errors


def test_one_world_has_a_rate_and_no_interval():
    found = break_even(np.array([0.05]), np.array([-0.02]), np.array([0.1]), 0.5, UNIT)
    assert found.rate == pytest.approx(0.04)
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_quadrants_count_every_world_once():
    found = quadrants(np.array([1, 1, -1, -1, 0, 0.0]), np.array([1, -1, 1, -1, 0, -1.0]))
    assert (found.more_of_both, found.progress_for_core, found.core_for_progress) == (1, 1, 1)
    assert (found.less_of_both, found.same) == (2, 1)


def test_the_best_mean_changes_hands_as_the_rate_rises_and_the_dominated_never_has_it():
    spans = best_by_rate([0, 0.02, 0.05, 0.01], [1, 0.99, 0.94, 0.9], ["a", "b", "c", "d"], 0.5, UNIT)
    assert [one.scenario for one in spans] == ["a", "b", "c"]
    assert [one.low for one in spans] == pytest.approx([0, 0.05, 1 / 6])
    assert spans[-1].high == math.inf


def test_one_that_has_more_of_both_is_best_at_any_rate():
    assert best_by_rate([0, 0.02], [0.9, 1.0], ["a", "b"], 0.5, UNIT) == (BestSpan("b", 0.0, math.inf),)
