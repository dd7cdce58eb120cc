"""Shares of worlds, what nothing looks like, and the rate at which a verdict turns, by numbers worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from govsim.questions.contrasts import exchanged, shares_of
from govsim.questions.turning import break_even
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
        (45, 45, "goes both ways"),
        (52, 48, "goes both ways"),  # 52 of 100 is not surely more than half
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


def test_the_rate_turns_where_gain_and_loss_are_worth_the_same() -> None:
    progress, core = np.array([0.03, 0.05]), np.array([-0.01, -0.03])
    found = break_even(progress, core, 0.5, 0.1)
    assert found.turns == "wins above"
    assert found.rate.mean == pytest.approx(0.02 / 0.04 * 0.1)
    heavier = break_even(progress, core, 0.75, 0.1)  # progress counts three times as much
    assert heavier.rate.mean == pytest.approx(found.rate.mean / 3)


def test_who_gives_up_progress_for_core_services_wins_below_the_rate() -> None:
    found = break_even(np.array([-0.03, -0.05]), np.array([0.01, 0.03]), 0.5, 0.1)
    assert (found.turns, round(found.rate.mean, 9)) == ("wins below", 0.05)


def test_who_gains_or_loses_both_does_so_at_any_rate() -> None:
    more, less = np.array([0.02, 0.04]), np.array([-0.02, -0.04])
    assert break_even(more, more, 0.5, 0.1).turns == "wins at any rate"
    assert break_even(less, less, 0.5, 0.1).turns == "loses at any rate"
    assert break_even(more, less, 1.0, 0.1).turns == "wins at any rate"
    assert math.isnan(break_even(more, more, 0.5, 0.1).rate.mean)


def test_the_interval_of_the_rate_covers_the_true_one_and_has_no_end_where_the_gain_may_be_nothing() -> None:
    stream = generator(3)
    progress, core = stream.normal(0.04, 0.05, 500), stream.normal(-0.02, 0.02, 500)
    found = break_even(progress, core, 0.5, 0.1)
    assert found.rate.low < 0.05 < found.rate.high < 0.1
    unsure = break_even(progress - progress.mean() + 0.001, core, 0.5, 0.1)
    assert math.isinf(unsure.rate.high)
