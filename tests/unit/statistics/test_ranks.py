"""Ranks are no surer than the intervals of what is ranked."""

from __future__ import annotations

import math

import numpy as np

from govsim.statistics.intervals import Interval
from govsim.statistics.morris import morris_design, screening
from govsim.statistics.pawn import pawn_medians
from govsim.statistics.ranks import AmongFirst, among_first, size_of
from govsim.statistics.resampling import generator


def around(*means, half=0.1):
    return [Interval(mean, mean - half, mean + half) for mean in means]


def test_clear_ranks_are_sure():
    assert among_first(around(5, 4, 3, 2), 3) == AmongFirst((0, 1, 2), ())


def test_ranks_whose_intervals_meet_are_open():
    assert among_first(around(5, 4, 3, 2.9, 1), 3) == AmongFirst((0, 1), (2, 3))
    assert among_first(around(1, 1, 1, 1), 1) == AmongFirst((), (0, 1, 2, 3))


def test_without_intervals_nothing_is_sure_and_nobody_is_out():
    unknown = [Interval(mean, math.nan, math.nan) for mean in (5, 1, 0)]
    assert among_first(unknown, 1) == AmongFirst((), (0, 1, 2))


def test_a_change_is_as_large_downwards_as_upwards():
    assert size_of(Interval(-2, -3, -1)) == Interval(2, 1, 3)
    assert size_of(Interval(0.5, -1, 2)) == Interval(0.5, 0, 2)


def test_those_that_truly_are_first_are_among_those_that_may_be_in_nearly_all_tables():
    """Morris with 12 paths: the ranks of the means are often wrong; what may be first holds the truth."""
    slopes = np.array([1.0, 0.95, 0.9, 0.85, 0.8, 0.3, 0.1, 0.0])
    right_by_mean, kept, tables = 0, 0, 100
    for seed in range(tables):
        design = morris_design(slopes.size, 12, seed)
        turn = generator(seed).normal(
            1, 0.5, (12, 1, slopes.size)
        )  # an effect that depends on where it is looked at
        sizes = [one.size for one in screening(design, (design * slopes * turn).sum(axis=2), draws=300)]
        found = among_first(sizes, 3)
        order = np.argsort([-one.mean for one in sizes])[:3]
        right_by_mean += set(order.tolist()) == {0, 1, 2}
        kept += {0, 1, 2} <= {*found.surely, *found.perhaps} and set(found.surely) <= {0, 1, 2}
    assert right_by_mean < 0.6 * tables
    assert kept >= 0.9 * tables


def test_the_interval_of_a_median_distance_is_where_other_samples_as_large_put_it():
    def sample(seed):
        stream = generator(seed)
        where = stream.random((400, 3))
        return where, 2 * where[:, 0] + where[:, 1] + 0.3 * stream.normal(size=400)

    found = [pawn_medians(*sample(seed)) for seed in range(40)]
    usual = np.mean([[one.mean for one in row] for row in found], axis=0)
    held = [one.low <= centre <= one.high for row in found for one, centre in zip(row, usual, strict=True)]
    assert np.mean(held) > 0.9
