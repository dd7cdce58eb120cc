"""Shares of worlds, and what nothing looks like, by numbers worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.questions.contrasts import exchanged, shares_of
from govsim.statistics.intervals import wilson
from govsim.statistics.resampling import generator


def test_a_difference_of_just_the_smallest_effect_counts() -> None:
    found = shares_of(np.array([0.05, -0.05, 0.049, -0.049]), 0.05)
    assert (found.holds.mean, found.fails.mean, found.neither.mean) == (0.25, 0.25, 0.5)


@pytest.mark.parametrize(
    ("holds", "fails", "verdict"),
    [
        (80, 10, "mostly holds"),
        (10, 80, "mostly fails"),
        (5, 5, "mostly makes no difference"),
        (45, 45, "depends on the world"),
        (52, 48, "depends on the world"),  # 52 of 100 is not surely more than half
    ],
)
def test_a_verdict_is_what_surely_happens_in_more_than_half_of_worlds(holds, fails, verdict) -> None:
    apart = np.array([1.0] * holds + [-1.0] * fails + [0.0] * (100 - holds - fails))
    assert shares_of(apart, 0.05).verdict == verdict


def test_exchanged_labels_hold_and_fail_alike_whatever_was_found() -> None:
    found = shares_of(exchanged(np.full(2000, 0.3), seed=0), 0.05)
    assert found.neither.mean == 0
    assert found.holds.low < 0.5 < found.holds.high
    assert wilson(1000, 2000).half_width == pytest.approx(found.holds.half_width, rel=0.01)


def test_exchanging_is_the_same_for_the_same_seed_and_changes_no_size() -> None:
    apart = generator(1).normal(size=50)
    assert np.array_equal(exchanged(apart, 7), exchanged(apart, 7))
    assert not np.array_equal(exchanged(apart, 7), exchanged(apart, 8))
    assert np.array_equal(np.abs(exchanged(apart, 7)), np.abs(apart))
