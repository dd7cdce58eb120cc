"""How places move, against sums done by hand and against another implementation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from govsim.errors import InputError
from govsim.statistics.mobility import (
    correlation,
    group_means,
    mean_rank_correlation,
    mean_ranks,
    morans_i,
    net_of_level,
    rank_correlation,
    shares_of_variance,
    slope_on,
    spread,
    still_there,
)

GROUP = np.array([0, 0, 1, 1, 2, 2])
REGION = np.array([0, 0, 1])


def test_equal_values_share_the_mean_of_their_ranks() -> None:
    assert mean_ranks(np.array([5.0, 1.0, 5.0, 5.0, 0.0])).tolist() == [4, 2, 4, 4, 1]


def test_a_rank_correlation_asks_for_the_order_alone() -> None:
    start = np.array([1.0, 2.0, 3.0, 4.0])
    assert rank_correlation(start, np.exp(start)) == pytest.approx(1)
    assert rank_correlation(start, -start) == pytest.approx(-1)
    # two neighbours in rank change places: 1 − 6·(1 + 1)/(4·15)
    assert rank_correlation(start, np.array([1.0, 3.0, 2.0, 4.0])) == pytest.approx(0.8)


def test_a_rank_correlation_with_ties_is_that_of_scipy() -> None:
    stream = np.random.Generator(np.random.PCG64(7))
    one, other = np.round(stream.normal(size=(2, 60)), 1)
    assert rank_correlation(one, other) == pytest.approx(spearmanr(one, other).statistic, abs=1e-12)


def test_what_never_varies_goes_with_nothing() -> None:
    same, varied = np.full(4, 0.3), np.arange(4.0)
    assert correlation(same, varied) == 0
    assert rank_correlation(varied, same) == 0
    assert morans_i(same, np.array([[0, 1]])) == 0
    assert slope_on(varied, same) == 0
    assert mean_rank_correlation(varied[:, None]) == 0, "one outcome has no other to be like"


def test_likeness_of_outcomes_is_the_mean_over_their_pairs() -> None:
    values = np.array([[1.0, 1.0, 4.0], [2.0, 3.0, 3.0], [3.0, 2.0, 2.0], [4.0, 4.0, 1.0]])
    # first with second .8, first with third −1, second with third −.8
    assert mean_rank_correlation(values) == pytest.approx((0.8 - 1 - 0.8) / 3)


def test_means_of_groups_count_each_place_once_and_keep_further_axes() -> None:
    values = np.array([[1.0, 10.0], [3.0, 30.0], [5.0, 50.0]])
    assert group_means(values, np.array([1, 1, 0])).tolist() == [[5, 50], [2, 20]]
    with pytest.raises(InputError, match="a place in every group"):
        group_means(values, np.array([0, 0, 2]))


def test_spread_takes_places_for_a_sample() -> None:
    assert spread(np.array([1.0, 3.0])) == pytest.approx(np.sqrt(2))


def test_of_the_worst_tenth_it_is_counted_who_is_there_again() -> None:
    start = np.arange(20.0)  # the worst tenth are the last two
    end = start.copy()
    assert still_there(start, end) == 1
    end[18], end[3] = -1, 100
    assert still_there(start, end) == 0.5
    with pytest.raises(InputError, match="a place in the worst part"):
        still_there(np.arange(5.0), np.arange(5.0))


def test_neighbours_that_differ_in_turn_are_as_unlike_as_can_be() -> None:
    ring = np.array([[0, 1], [1, 2], [2, 3], [0, 3]])
    assert morans_i(np.array([1.0, -1.0, 1.0, -1.0]), ring) == pytest.approx(-1)
    # 1, 1, −1, −1: each has one neighbour like itself and one unlike
    assert morans_i(np.array([1.0, 1.0, -1.0, -1.0]), ring) == pytest.approx(0)


def test_each_place_weighs_its_neighbours_equally_and_one_without_is_left_out() -> None:
    line = np.array([[0, 1], [1, 2]])
    values = np.array([2.0, 1.0, 0.0, 99.0])
    # about the mean of 1: 1, 0, −1; around them 0, 0, 0
    assert morans_i(values, line) == pytest.approx(0)
    # about the mean of 1: 2, −1, −1; around them −1, .5, −1: (−2 − .5 + 1)/6
    assert morans_i(np.array([3.0, 0.0, 0.0, 99.0]), line) == pytest.approx(-0.25)
    with pytest.raises(InputError, match="at least one pair"):
        morans_i(values, np.zeros((0, 2), dtype=np.int64))


def test_variance_is_shared_out_among_regions_groups_and_places() -> None:
    # means of groups 1, 3, 8 and of regions 2, 8, of all 4; squares: regions 4·4 + 2·16, groups 4·1, within 6·1
    values = np.array([0.0, 2.0, 2.0, 4.0, 7.0, 9.0])
    found = shares_of_variance(values, GROUP, REGION)
    assert found == pytest.approx((48 / 58, 4 / 58, 6 / 58))
    assert sum(found) == pytest.approx(1)
    with pytest.raises(InputError, match="places that differ"):
        shares_of_variance(np.ones(6), GROUP, REGION)


def test_net_of_level_nothing_is_left_that_goes_with_level() -> None:
    stream = np.random.Generator(np.random.PCG64(8))
    level = stream.normal(size=50)
    luck = stream.normal(size=50)
    change = 3 - 0.5 * level + 0.1 * luck
    assert slope_on(change, level) == pytest.approx(np.polyfit(level, change, 1)[0])
    left = net_of_level(change, level)
    assert correlation(left, level) == pytest.approx(0, abs=1e-12)
    assert correlation(left, luck) > 0.95
