"""Several arms: intervals that hold at once, the chance of being best, and who may be."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.errors import InputError
from govsim.statistics.intervals import Interval, interval
from govsim.statistics.multiple_comparisons import (
    bonferroni_intervals,
    cannot_be_excluded,
    chance_of_best,
    max_t_intervals,
)
from govsim.statistics.resampling import generator


def test_max_t_is_the_one_that_can_be_told_resample_by_resample():
    values = generator(8).gamma(2, 1, size=(3, 12))
    means, errors = values.mean(axis=1), values.std(axis=1, ddof=1) / np.sqrt(12)
    greatest = []
    for drawn in generator(5).integers(0, 12, (400, 12)):
        resample = values[:, drawn]
        of_resample = resample.std(axis=1, ddof=1) / np.sqrt(12)
        greatest.append((np.abs(resample.mean(axis=1) - means) / of_resample).max())
    reach = np.sort(greatest)[380]  # 0.95 of the way from the first to the last, and not below
    for found, mean, error in zip(max_t_intervals(values, draws=400, seed=5), means, errors, strict=True):
        assert (found.low, found.high) == pytest.approx((mean - reach * error, mean + reach * error))


def test_two_pairs_get_half_of_what_may_go_wrong_each():
    values = generator(1).normal(size=(2, 12))
    for row, found in zip(values, bonferroni_intervals(values), strict=True):
        alone = interval(row, 0.975)
        assert (found.low, found.high) == pytest.approx((alone.low, alone.high))


def test_one_pair_alone_is_students():
    values = generator(1).normal(size=(1, 12))
    alone = interval(values[0])
    assert bonferroni_intervals(values)[0].low == pytest.approx(alone.low)


def test_pairs_that_are_the_same_need_no_correction_by_max_t():
    row = generator(1).normal(size=200)
    ten = np.tile(row, (10, 1))
    alone, together = interval(row), max_t_intervals(ten, draws=8000)
    assert together[3].half_width == pytest.approx(alone.half_width, rel=0.05)
    assert bonferroni_intervals(ten)[0].half_width > 1.3 * alone.half_width


def test_pairs_that_have_nothing_in_common_need_nearly_all_of_it():
    values = generator(2).normal(size=(5, 200))
    ratio = max_t_intervals(values, draws=8000)[0].half_width / bonferroni_intervals(values)[0].half_width
    assert 0.93 < ratio < 1.03


def test_a_pair_that_never_varies_does_not_trouble_the_others():
    values = np.stack([np.full(30, 2.0), generator(3).normal(size=30)])
    steady, moving = max_t_intervals(values)
    assert steady == Interval(2.0, 2.0, 2.0)
    assert np.isfinite([moving.low, moving.high]).all()
    assert max_t_intervals(np.ones((2, 5))) == (Interval(1.0, 1.0, 1.0),) * 2


def test_too_few_worlds_leave_the_bootstrap_unbounded_rather_than_narrow():
    assert max_t_intervals(np.array([[0.0, 1.0]]))[0].high == np.inf


def joint_coverage(method, draw, repeats, **settings):
    """The share of repeats in which all intervals together hold the true means of 0."""
    held = 0
    for seed in range(repeats):
        found = method(draw(generator(seed)), **settings)
        held += all(one.low <= 0 <= one.high for one in found)
    return held / repeats


def together(stream):
    """Three correlated pairs, one of them moderately skewed."""
    shared = stream.normal(size=30)
    return np.stack([shared + stream.normal(size=30), shared, stream.gamma(4, 1, 30) - 4])


@pytest.mark.parametrize(
    ("method", "settings"), [(bonferroni_intervals, {}), (max_t_intervals, {"draws": 300})]
)
def test_all_intervals_hold_together_as_often_as_they_say(method, settings):
    assert 0.92 <= joint_coverage(method, together, 300, **settings) <= 0.99
    assert joint_coverage(lambda rows: [interval(row) for row in rows], together, 300) < 0.92  # each alone


def test_the_chance_of_being_best_is_shared_by_arms_that_tie():
    steady = np.array([1.0, 2.0, 0.5, 3.0])
    np.testing.assert_allclose(chance_of_best(np.stack([steady, steady, steady - 1])), [0.5, 0.5, 0.0])
    np.testing.assert_allclose(chance_of_best(np.stack([steady, steady - 1]), better=-1), [0.0, 1.0])


def test_what_worlds_have_in_common_does_not_hide_the_best():
    stream = generator(4)
    world = 100 * stream.normal(size=50)
    arms = np.stack([world, world + 1 + 0.1 * stream.normal(size=50)])
    assert chance_of_best(arms)[1] == 1
    assert cannot_be_excluded(arms) == (1,)
    assert cannot_be_excluded(arms, better=-1) == (0,)
    assert cannot_be_excluded(arms, margin=2.0) == (0, 1)


def test_the_chance_of_being_best_of_two_is_the_share_of_resampled_differences_above_zero():
    # Mean difference 0.3, standard error 0.2: 1.5 standard errors above 0, normal chance 0.933.
    apart = generator(5).normal(size=100)
    apart = 0.3 + 2.0 * (apart - apart.mean()) / apart.std()
    chance = chance_of_best(np.stack([np.zeros(100), apart]), draws=20_000)
    assert chance.sum() == pytest.approx(1)
    assert chance[1] == pytest.approx(0.933, abs=0.015)


def test_the_arm_with_the_best_mean_is_never_excluded_and_one_arm_is_the_best():
    values = generator(6).normal(size=(6, 20))
    assert int(values.mean(axis=1).argmax()) in cannot_be_excluded(values)
    assert cannot_be_excluded(values[:1]) == (0,)


def test_an_arm_is_out_when_a_rival_beats_it_beyond_the_one_sided_quantile_of_its_rivals():
    # Five worlds: differences of standard error 0.7071, so their mean over it is t. Student's quantiles for 4 degrees
    # of freedom are 2.13 at 95% for one rival and 2.78 at 97.5% for each of two.
    spread, error = np.array([-2.0, -1.0, 0.0, 1.0, 2.0]), np.sqrt(0.5)
    for t, kept in ((2.0, (0, 1)), (2.3, (1,))):
        assert cannot_be_excluded(np.stack([np.zeros(5), t * error + spread])) == kept, t
    for t, kept in ((2.6, (0, 1)), (2.9, (1,))):
        arms = np.stack([np.zeros(5), t * error + spread, np.full(5, -100.0)])
        assert cannot_be_excluded(arms) == kept, t


def test_the_truly_best_arm_is_kept_as_often_as_promised_and_a_poor_one_is_not():
    kept = np.zeros(4)
    for seed in range(400):
        stream = generator(seed)
        means = np.array([0.0, 0.0, 0.0, -1.5])  # three that tie for best: the hardest case
        values = means[:, None] + stream.normal(size=(4, 25)) + stream.normal(size=25)
        kept[list(cannot_be_excluded(values))] += 1
    assert (kept[:3] >= 0.93 * 400).all(), kept
    assert kept[3] < 0.05 * 400


@pytest.mark.parametrize("better", [0, 2])
def test_best_needs_a_direction(better):
    with pytest.raises(InputError, match="better of 1"):
        chance_of_best(np.ones((2, 3)), better)


def test_rows_of_worlds_are_asked_for():
    with pytest.raises(InputError, match=r"the axes \(pair, world\), found shape \(3,\)"):
        bonferroni_intervals(np.ones(3))
