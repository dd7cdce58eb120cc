"""Several arms: the chance of being best, and who may be."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.statistics.multiple_comparisons import cannot_be_excluded, chance_of_best
from govsim.statistics.resampling import generator


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
