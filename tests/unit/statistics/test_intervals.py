"""Intervals of means, shares, per cent changes and effects, against answers known beforehand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from govsim.errors import InputError
from govsim.statistics.intervals import (
    Interval,
    bootstrap_intervals,
    effect_size,
    expanded,
    interval,
    more_worlds_needed,
    per_cent_change,
    student,
    variance_reduction,
    wilson,
)
from govsim.statistics.resampling import generator


def test_the_interval_is_students():
    # Mean 2, standard error 1/√3, and the 97.5% quantile of Student's t with 2 degrees of freedom.
    found = interval(np.array([1.0, 2.0, 3.0]))
    half = 4.302652729911275 / math.sqrt(3)
    assert found.mean == 2
    assert (found.low, found.high) == pytest.approx((2 - half, 2 + half))
    assert found.half_width == pytest.approx(half)


def test_more_confidence_is_wider():
    values = np.array([1.0, 2.0, 3.0, 5.0])
    assert interval(values, 0.99).half_width > interval(values, 0.95).half_width
    assert student(4, 0.90) == pytest.approx(2.353363434801823)
    with pytest.raises(InputError, match=r"confidence between 0 and 1, such as 0\.95, found 95"):
        interval(values, 95)


def test_one_world_has_no_interval():
    for found in (
        interval(np.array([4.0])),
        *bootstrap_intervals(np.array([[4.0]])),
        per_cent_change(np.array([1.0]), np.array([5.0])),
    ):
        assert found.mean in (4, 400)
        assert math.isnan(found.low)
        assert math.isnan(found.high)


def test_worlds_that_agree_have_an_interval_of_no_width():
    same = np.full(7, 0.1)
    assert interval(np.array([2.0, 2.0, 2.0])) == Interval(2.0, 2.0, 2.0)
    assert bootstrap_intervals(same[None])[0].half_width == 0
    assert per_cent_change(same, 2 * same) == Interval(100.0, 100.0, 100.0)


def test_shared_worlds_help_as_much_as_they_are_correlated():
    first = np.array([1.0, 2.0, 3.0, 4.0])
    assert variance_reduction(first, first + np.array([0.1, -0.1, 0.1, -0.1])) > 100
    assert variance_reduction(first, first[::-1]) == pytest.approx(0.5)  # opposed: B − A varies fourfold
    assert variance_reduction(first, first + 1) == math.inf
    assert math.isnan(variance_reduction(first[:1], first[:1]))


def test_uncorrelated_worlds_gain_nothing():
    first, second = np.array([1.0, -1.0, 1.0, -1.0]), np.array([1.0, 1.0, -1.0, -1.0])
    assert variance_reduction(first, second) == pytest.approx(1)


def test_a_wider_interval_needs_more_worlds():
    narrow = more_worlds_needed(Interval(0.2, 0.05, 0.35), 0.1, 20)
    wide = more_worlds_needed(Interval(0.2, -0.1, 0.5), 0.1, 20)
    assert narrow is not None
    assert wide is not None
    assert narrow < wide


def test_no_number_of_worlds_decides_on_the_border():
    assert more_worlds_needed(Interval(0.1, 0.05, 0.15), 0.1, 20) is None
    assert more_worlds_needed(Interval(0.1, math.nan, math.nan), 0.1, 1) is None


def test_sharing_draws_does_not_change_the_effect_size():
    first = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    second = first + np.array([0.9, 1.1, 1.0, 0.8, 1.2])
    mixed = second[[3, 0, 4, 1, 2]]
    assert effect_size(first, second) == pytest.approx(effect_size(first, mixed))


def test_an_effect_without_variation_is_none_or_infinite():
    assert effect_size(np.ones(3), np.ones(3)) == 0
    assert effect_size(np.full(3, 2.0), np.zeros(3)) == -math.inf
    assert math.isnan(effect_size(np.zeros(1), np.ones(1)))


@pytest.mark.parametrize(
    ("count", "worlds", "low", "high"),
    [
        # The score interval solved by hand for z = 1.959964: (p + z²/2n ± z√(p(1−p)/n + z²/4n²))/(1 + z²/n).
        (5, 10, 0.236593, 0.763407),
        (0, 10, 0.0, 0.277533),
        (10, 10, 0.722467, 1.0),
        (1, 1, 0.206549, 1.0),
    ],
)
def test_the_share_of_worlds_has_wilsons_interval(count, worlds, low, high):
    found = wilson(count, worlds)
    assert found.mean == count / worlds
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)


def test_the_bootstrap_interval_agrees_with_scipys():
    from scipy.stats import bootstrap

    values = generator(1).lognormal(0, 1, 60)
    theirs = bootstrap(
        (values,),
        np.mean,
        n_resamples=20_000,
        method="percentile",
        rng=generator(2),
        confidence_level=expanded(0.95, 60),
    ).confidence_interval
    (found,) = bootstrap_intervals(values[None], draws=20_000)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), rel=0.01)
    assert found.high - found.mean > found.mean - found.low  # skewed as the outcome is


@pytest.mark.parametrize("worlds", [10, 20, 100])
def test_with_few_worlds_the_bootstrap_interval_is_as_wide_as_students(worlds):
    widths = np.zeros(2)
    for seed in range(40):
        values = generator(seed).normal(size=worlds)
        widths += bootstrap_intervals(values[None])[0].half_width, interval(values).half_width
    assert widths[0] / widths[1] == pytest.approx(1.0, abs=0.04)


def test_the_bootstrap_interval_depends_on_nothing_but_values_and_draws():
    values = generator(1).normal(size=(3, 40))
    assert bootstrap_intervals(values) == bootstrap_intervals(values)
    together = bootstrap_intervals(values)[1]
    (alone,) = bootstrap_intervals(values[1:2])
    assert (together.low, together.high) == pytest.approx((alone.low, alone.high), rel=1e-12)


def test_resamples_do_not_depend_on_how_many_are_held_at_once(monkeypatch):
    from govsim.statistics import resampling

    values = generator(1).normal(size=(2, 30))
    whole = resampling.resampled_means(values, 100)
    monkeypatch.setattr(resampling, "CELLS_AT_ONCE", 30 * 7)
    np.testing.assert_allclose(resampling.resampled_means(values, 100), whole, rtol=1e-12)


def test_missing_values_are_refused_with_the_remedy():
    with pytest.raises(
        InputError, match=r"1 that are missing or infinite\. Leave out the worlds that failed"
    ):
        bootstrap_intervals(np.array([[1.0, math.nan]]))


def test_at_a_bound_of_fiellers_interval_the_difference_is_just_not_to_be_told_from_that_change():
    baseline = np.array([10.0, 11.0, 9.0, 10.0, 12.0])
    other = np.array([11.0, 12.5, 10.0, 10.5, 14.0])
    found = per_cent_change(baseline, other)
    assert found.mean == pytest.approx(100 * (other.mean() / baseline.mean() - 1))
    for bound in (found.low, found.high):
        # By definition: the t statistic of B − (1 + change)·A is the quantile.
        apart = other - (1 + bound / 100) * baseline
        t = apart.mean() / (apart.std(ddof=1) / math.sqrt(apart.size))
        assert abs(t) == pytest.approx(student(5, 0.95), rel=1e-9)


def test_where_the_baseline_may_be_nothing_a_per_cent_change_has_no_bounds():
    found = per_cent_change(np.array([-1.0, 1.0, 0.5]), np.array([1.0, 2.0, 3.0]))
    assert (found.low, found.high) == (-math.inf, math.inf)


def test_a_rise_from_below_zero_is_a_rise():
    found = per_cent_change(np.array([-10.0, -11.0, -9.0]), np.array([-9.0, -10.1, -8.0]))
    assert 0 < found.low < found.mean < found.high


@pytest.mark.slow
def test_the_intervals_hold_as_often_as_they_say():
    stream = generator(3)
    held = {"student": 0, "bootstrap": 0, "wilson": 0, "fieller": 0}
    for _ in range(1000):
        base = stream.normal(10, 2, 40)
        other = 0.5 * base + stream.normal(7, 1, 40)  # mean 12: 20 per cent more
        skewed = stream.exponential(1, 60)
        hits = int((stream.random(60) < 0.1).sum())
        for name, found, truth in (
            ("student", interval(other - base), 2.0),
            ("bootstrap", bootstrap_intervals(skewed[None], draws=400)[0], 1.0),
            ("wilson", wilson(hits, 60), 0.1),
            ("fieller", per_cent_change(base, other), 20.0),
        ):
            held[name] += found.low <= truth <= found.high
    assert all(900 <= times <= 980 for times in held.values()), held
