"""Lopsided values are told as such, and their intervals hold more often than Student's."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import skew

from govsim.statistics.intervals import Interval, interval
from govsim.statistics.resampling import generator
from govsim.statistics.skewed import bootstrap_t, is_skewed, skewed_interval, skewness


def test_skewness_is_scipys():
    values = generator(1).gamma(2, 1, 40)
    assert skewness(values) == pytest.approx(float(skew(values)), rel=1e-12)
    assert skewness(-values) == pytest.approx(-skewness(values))
    assert skewness(7 + 3 * values) == pytest.approx(skewness(values))


def test_values_that_never_vary_but_for_rounding_are_not_lopsided():
    rounded = np.full(40, 0.1)
    rounded[3] = np.nextafter(0.1, 1)
    assert skewness(rounded) == 0
    assert not is_skewed(rounded)
    assert skewness(np.zeros(40)) == 0


@pytest.mark.parametrize(("worlds", "skewed"), [(5, False), (10, True), (55, True), (60, False)])
def test_it_takes_25_worlds_for_each_unit_of_squared_skewness(worlds, skewed):
    """Where a fifth of the worlds are 1 and the others 0, skewness is 0.6/0.4, and 56.25 worlds are needed."""
    values = np.arange(worlds) % 5 == 0
    assert skewness(values) == pytest.approx(1.5)
    assert is_skewed(values) == skewed


def test_bootstrap_t_is_the_one_that_can_be_told_resample_by_resample():
    values = generator(8).gamma(2, 1, size=12)
    mean, error = values.mean(), values.std(ddof=1) / np.sqrt(12)
    errors = []
    for drawn in generator(0).integers(0, 12, (400, 12)):
        resample = values[drawn]
        errors.append(abs(resample.mean() - mean) / (resample.std(ddof=1) / np.sqrt(12)))
    reach = np.sort(errors)[380]  # 0.95 of the way from the first to the last, and not below
    found = bootstrap_t(values, draws=400)
    assert (found.low, found.high) == pytest.approx((mean - reach * error, mean + reach * error))
    assert bootstrap_t(np.full(5, 2.0)) == Interval(2.0, 2.0, 2.0)
    assert bootstrap_t(np.array([0.0, 1.0])).high == np.inf  # too few worlds: unbounded rather than narrow


def test_the_interval_lies_between_students_and_twice_that():
    for seed in range(20):
        values = generator(seed).lognormal(0, 1.2, 30)
        found, plain = skewed_interval(values), interval(values)
        assert found.mean == plain.mean
        assert plain.half_width <= found.half_width * (1 + 1e-12)
        assert found.half_width <= 2 * plain.half_width * (1 + 1e-12)
    rare = np.zeros(50)
    rare[7] = 1.0  # in a third of the resamples nothing happens at all
    assert skewed_interval(rare).half_width == pytest.approx(2 * interval(rare).half_width)


def test_the_same_values_give_the_same_interval_and_more_confidence_a_wider_one():
    values = generator(3).lognormal(0, 1, 40)
    assert skewed_interval(values) == skewed_interval(values)
    assert skewed_interval(values, 0.995).half_width > 1.1 * skewed_interval(values).half_width
    assert skewed_interval(np.full(12, 0.25)) == Interval(0.25, 0.25, 0.25)


def test_of_lopsided_outcomes_more_intervals_hold_than_of_students():
    """A lognormal outcome in 30 worlds: Student's 95% interval holds in about 87% of cases, this one in about 91%."""
    stream, truth = generator(5), math.exp(0.72)
    held = np.zeros(2)
    for _ in range(600):
        values = stream.lognormal(0, 1.2, 30)
        chosen = skewed_interval(values) if is_skewed(values) else interval(values)
        held += [found.low <= truth <= found.high for found in (interval(values), chosen)]
    student, ours = held / 600
    assert student < 0.89
    assert ours > student + 0.02


def test_of_even_outcomes_as_many_intervals_hold_as_ought_to():
    stream = generator(6)
    held = 0
    for _ in range(600):
        values = stream.normal(size=20)
        found = skewed_interval(values) if is_skewed(values) else interval(values)
        held += found.low <= 0 <= found.high
    assert 0.935 <= held / 600 <= 0.975
