"""Regret, the worst tenth and shares of points, and their intervals from points and worlds together."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.statistics.intervals import wilson
from govsim.statistics.resampling import generator
from govsim.statistics.robustness import (
    regret,
    robustness,
    share_best,
    share_good_enough,
    worst_tenth,
)

MEANS = np.array([[1.0, 5.0, 3.0, 3.0], [3.0, 4.0, 3.0, 0.0]])  # (arm, point)


def test_regret_is_what_the_best_arm_at_a_point_does_better():
    np.testing.assert_array_equal(regret(MEANS), [[2, 0, 0, 0], [0, 1, 0, 3]])
    np.testing.assert_array_equal(regret(MEANS, -1), [[0, 1, 0, 3], [2, 0, 0, 0]])


def test_the_worst_tenth_is_at_the_bad_end():
    values = np.arange(20.0)[None]
    assert worst_tenth(values) == 0.5
    assert worst_tenth(values, -1) == 18.5
    assert worst_tenth(values[:, :4]) == 0  # one point at least


def test_shares_of_points_split_ties_and_count_the_threshold_itself():
    np.testing.assert_array_equal(share_best(MEANS), [0.625, 0.375])
    np.testing.assert_array_equal(share_best(MEANS, -1), [0.375, 0.625])
    np.testing.assert_array_equal(share_good_enough(MEANS, 3.0), [0.75, 0.75])
    np.testing.assert_array_equal(share_good_enough(MEANS, 2.0, -1), [0.25, 0.25])
    np.testing.assert_array_equal(share_good_enough(MEANS, 4.0, -1), [0.75, 1.0])


def test_worlds_are_averaged_before_arms_are_compared():
    # In single worlds each arm is the better in half; on average the second is, at both points.
    values = np.array([[[0.0, 4.0], [1.0, 5.0]], [[5.0, 0.0], [6.0, 1.0]]])
    first, second = robustness(values, 1, 0.0, draws=10)
    assert (first.share_best.mean, second.share_best.mean) == (0, 1)
    assert (first.regret.mean, second.regret.mean) == (0.5, 0)


def test_every_answer_of_an_arm_is_the_measure_of_its_means():
    values = generator(5).normal(size=(3, 30, 6))
    means = values.mean(axis=2)
    for better in (1, -1):
        found = robustness(values, better, 0.1, draws=10)
        lost = regret(means, better)
        for arm, one in enumerate(found):
            assert one.mean.mean == pytest.approx(means[arm].mean())
            assert one.regret.mean == pytest.approx(lost[arm].mean())
            assert one.worst_regret.mean == pytest.approx(np.sort(lost[arm])[-3:].mean())
            assert one.worst_tenth.mean == pytest.approx(np.sort(better * means[arm])[:3].mean() * better)
            assert one.share_good_enough.mean == (better * means[arm] >= better * 0.1).mean()


def test_what_is_good_enough_everywhere_is_so_in_every_resample():
    values = generator(1).normal(size=(2, 10, 4))
    enough = robustness(values, 1, -10.0, draws=20)[0].share_good_enough
    assert (enough.mean, enough.high) == (1, 1)
    assert enough.low == wilson(10, 10).low  # ten of ten points do not make sure of all


def test_the_interval_of_the_mean_is_about_students_over_points():
    points = generator(2).normal(size=(1, 80, 1))
    found = robustness(points.repeat(3, axis=2), 1, 0.0, draws=3000)[0].mean
    assert found.half_width == pytest.approx(1.96 * points.std() / np.sqrt(80), rel=0.06)


def test_noise_that_all_points_share_widens_the_interval():
    stream = generator(3)
    own = stream.normal(size=(1, 40, 1)) + 0.2 * stream.normal(size=(1, 40, 10))
    shared = own + 3.0 * stream.normal(size=10)
    narrow, wide = (robustness(values, 1, 0.0, draws=500)[0].mean for values in (own, shared))
    assert wide.half_width > 2 * narrow.half_width


def test_the_same_values_are_as_robust_again():
    values = generator(4).normal(size=(3, 12, 5))
    assert robustness(values, 1, 0.0, draws=50) == robustness(values, 1, 0.0, draws=50)


def three_arms(x):
    return np.stack([x, 0.5 + 0 * x, 0.05 + 0.9 * x + 0.1 * np.sin(6 * x)])


def test_the_interval_of_regret_holds_even_where_noise_makes_much_of_it():
    """Ten noisy worlds a point overstate mean regret by a tenth; the interval reaches down to the truth."""
    truth = regret(three_arms(np.linspace(0, 1, 20_001))).mean(axis=1)
    held, estimates = 0, []
    for seed in range(60):
        stream = generator(seed)
        values = three_arms(stream.random(60))[:, :, None] + 0.2 * stream.normal(size=(3, 60, 10))
        found = [one.regret for one in robustness(values, 1, 0.0, draws=200)]
        estimates.append([one.mean for one in found])
        held += sum(one.low <= true <= one.high for one, true in zip(found, truth, strict=True))
    assert np.mean(estimates) > 1.05 * truth.mean()
    assert held / 180 > 0.9


MEASURES = ("mean", "regret", "worst_regret", "worst_tenth", "share_best", "share_good_enough")


def coverage(points: int, repeats: int, draws: int) -> dict[str, float]:
    """The least share, over arms, of repetitions in which the interval of each measure holds the truth."""
    means = three_arms(np.linspace(0, 1, 200_001))
    lost = regret(means)
    truths = (
        means.mean(axis=1),
        lost.mean(axis=1),
        worst_tenth(lost, -1),
        worst_tenth(means),
        share_best(means),
        share_good_enough(means, 0.4),
    )
    held = np.zeros((len(MEASURES), len(means)))
    for seed in range(repeats):
        x = generator(50_000 + seed).random(points)
        found = robustness(three_arms(x)[:, :, None], 1, 0.4, draws=draws)
        for row, (name, truth_a) in enumerate(zip(MEASURES, truths, strict=True)):
            spans = [getattr(one, name) for one in found]
            held[row] += [
                one.low - 1e-12 <= true <= one.high + 1e-12 for one, true in zip(spans, truth_a, strict=True)
            ]
    return dict(zip(MEASURES, (held / repeats).min(axis=1).tolist(), strict=True))


@pytest.mark.slow
def test_intervals_hold_about_as_often_as_they_say_in_a_thousand_repetitions() -> None:
    for name, share in coverage(100, 1000, 300).items():
        assert share >= 0.93, name
