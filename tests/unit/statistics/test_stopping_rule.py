"""The stopping rule: what it stops at, what it waits for, and how often its interval holds."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.statistics.intervals import interval
from govsim.statistics.resampling import generator
from govsim.statistics.stopping import enough, running_half_widths


def test_the_running_half_width_is_the_intervals_at_every_number_of_worlds():
    values = 1e6 + generator(1).normal(size=(2, 40))
    half = running_half_widths(values)
    for worlds in (2, 3, 17, 40):
        expected = [interval(row[:worlds], 0.975).half_width for row in values]
        np.testing.assert_allclose(half[:, worlds - 1], expected, rtol=1e-6)
    assert np.isinf(half[:, 0]).all()


def plainly(values_w, asked, first=10, look_ahead=5):
    """The rule told word by word for one pair."""
    for worlds in range(first, values_w.size + 1):
        ahead = look_ahead if worlds <= 100 else look_ahead * worlds // 100
        if worlds + ahead > values_w.size:
            return None
        if all(interval(values_w[:n]).half_width <= asked for n in range(worlds, worlds + ahead + 1)):
            return worlds
    return None


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("asked", [0.15, 0.3, 0.6, 3.0])
def test_the_rule_is_the_one_that_can_be_told_word_by_word(seed, asked):
    values = generator(seed).standard_t(4, 260)
    assert enough(values[None], asked) == plainly(values, asked)


def test_no_run_stops_before_the_tenth_world_even_if_nothing_varies():
    assert enough(np.zeros((1, 15)), 0.1) == 10
    assert enough(np.zeros((1, 14)), 0.1) is None  # five more are looked at
    assert enough(np.zeros((1, 14)), 0.1, first=3, look_ahead=2) == 3


def test_beyond_a_hundred_worlds_it_looks_further_ahead():
    assert enough(np.zeros((1, 157)), 0.1, first=150) == 150  # 5·150/100 = 7 more
    assert enough(np.zeros((1, 156)), 0.1, first=150) is None


def test_a_half_width_that_was_small_by_chance_is_seen_through():
    # Ten worlds agree by chance; the eleventh differs widely.
    values = np.concatenate([np.full(10, 1.0), [9.0], np.resize([0.0, 2.0], 300)])
    assert enough(values[None], 0.5, look_ahead=0) == 10
    later = enough(values[None], 0.5)
    assert later is not None
    assert later > 11


def test_the_verdict_does_not_change_with_worlds_that_come_later():
    values = generator(2).normal(size=(2, 400))
    stopped = enough(values, 0.35)
    assert stopped is not None
    for worlds in range(1, 400, 7):
        assert enough(values[:, :worlds], 0.35) in (None, stopped)


def test_every_pair_must_be_settled():
    quiet, loud = 0.1 * generator(3).normal(size=300), generator(4).normal(size=300)
    both = np.stack([quiet, loud])
    assert enough(both, 0.25) > enough(loud[None], 0.25)  # Bonferroni asks for more than the loud pair alone


def coverage(draw, truth, repeats, cap=150, asked=0.3):
    """The share of repeats in which the interval at the stop holds the truth, and the mean number of worlds."""
    held, worlds = 0, 0
    for seed in range(repeats):
        values = draw(generator(seed), cap)
        stopped = enough(values[None], asked) or cap
        found = interval(values[:stopped])
        held += found.low <= truth <= found.high
        worlds += stopped
    return held / repeats, worlds / repeats


def normal(stream, cap):
    return stream.normal(0.5, 1.0, cap)


def skewed(stream, cap):
    return stream.gamma(4.0, 0.5, cap)  # mean 2, deviation 1, skewness 1


@pytest.mark.parametrize(("draw", "truth"), [(normal, 0.5), (skewed, 2.0)])
def test_the_interval_at_the_stop_holds_about_as_often_as_it_says(draw, truth):
    share, worlds = coverage(draw, truth, 500)
    assert 0.90 <= share <= 0.98
    assert 35 < worlds < 55  # (1.96/0.3)² = 43 for a deviation of 1


@pytest.mark.slow
@pytest.mark.parametrize("asked", [0.2, 0.5])
@pytest.mark.parametrize(("draw", "truth"), [(normal, 0.5), (skewed, 2.0)])
def test_the_interval_at_the_stop_holds_at_other_widths(draw, truth, asked):
    share, _ = coverage(draw, truth, 3000, asked=asked)
    assert 0.92 <= share <= 0.97
