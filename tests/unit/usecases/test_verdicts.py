"""Intervals, verdicts and the gain of shared worlds, against answers known beforehand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from govsim.usecases.verdict import (
    Interval,
    interval,
    more_worlds_needed,
    variance_reduction,
    verdict_of,
)


def test_the_interval_is_students():
    # Mean 2, standard error 1/√3, and the 97.5% quantile of Student's t with 2 degrees of freedom.
    found = interval(np.array([1.0, 2.0, 3.0]))
    half = 4.302652729911275 / math.sqrt(3)
    assert found.mean == 2
    assert (found.low, found.high) == pytest.approx((2 - half, 2 + half))


def test_one_world_has_no_interval():
    found = interval(np.array([4.0]))
    assert found.mean == 4
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_worlds_that_agree_have_an_interval_of_no_width():
    assert interval(np.array([2.0, 2.0, 2.0])) == Interval(2.0, 2.0, 2.0)


@pytest.mark.parametrize(
    ("low", "high", "better", "word"),
    [
        (0.2, 0.4, 1, "better"),
        (0.2, 0.4, -1, "worse"),
        (0.2, 0.4, 0, "higher"),
        (-0.4, -0.2, 1, "worse"),
        (-0.4, -0.2, -1, "better"),
        (-0.4, -0.2, 0, "lower"),
        (-0.1, 0.1, 1, "practically equal"),
        (0.02, 0.05, 1, "practically equal"),  # surely above 0, and surely too small to matter
        (0.05, 0.2, 1, "undecided"),
        (-0.2, 0.2, 1, "undecided"),
        (0.1, 0.2, 1, "undecided"),  # the bound itself still counts as equal
        (math.nan, math.nan, 1, "undecided"),
    ],
)
def test_the_word_follows_from_interval_smallest_effect_and_direction(low, high, better, word):
    assert verdict_of(Interval((low + high) / 2, low, high), 0.1, better) == word


def test_shared_worlds_help_as_much_as_they_are_correlated():
    first = np.array([1.0, 2.0, 3.0, 4.0])
    assert variance_reduction(first, first + np.array([0.1, -0.1, 0.1, -0.1])) > 100
    assert variance_reduction(first, first[::-1]) == pytest.approx(
        0.5
    )  # opposed: the difference varies fourfold
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
