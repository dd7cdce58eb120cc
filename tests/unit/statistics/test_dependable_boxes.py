"""Boxes that may be told of: none where nothing tells, the planted one, none that would not be found again."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.statistics.dependable import CHANCE, CLEARLY, OFTEN_ENOUGH, dependable_box, needed, simple_box
from govsim.statistics.prim import whole
from govsim.statistics.resampling import generator

TABLES = 200


def noise(seed, points=250, factors=12, base=0.6):
    """A table in which no factor tells anything."""
    stream = generator(seed)
    return stream.random((points, factors)), stream.random(points) < base


def planted(seed, points=500):
    """x0 above 0.6 and x1 below 0.5, nearly always; elsewhere seldom."""
    stream = generator(seed)
    where = stream.random((points, 12))
    inside = (where[:, 0] > 0.6) & (where[:, 1] < 0.5)
    return where, stream.random(points) < np.where(inside, 0.9, 0.1)


def leaning(seed, points=250):
    """Two factors that move the chance a little: enough to be noticed, too little for limits that hold elsewhere."""
    stream = generator(seed)
    where = stream.random((points, 12))
    chances = np.clip(0.6 + 0.5 * (where[:, 0] - 0.5) + 0.3 * (where[:, 1] - 0.5), 0, 1)
    return where, stream.random(points) < chances


@pytest.mark.parametrize("base", [0.3, 0.6])
def test_where_nothing_tells_hardly_any_table_of_a_lot_has_a_box(base):
    told = [seed for seed in range(TABLES) if dependable_box(*noise(seed, base=base)) is not None]
    assert len(told) <= 0.02 * TABLES, f"seeds {told}"


def test_a_planted_box_is_found_and_clearly_beats_the_base_rate():
    for seed in range(5):
        points, happens = planted(seed)
        box = dependable_box(points, happens)
        assert box is not None, f"seed {seed}"
        assert box.fitted.box.low_f[0] == pytest.approx(0.6, abs=0.08), f"seed {seed}"
        assert box.fitted.box.high_f[1] == pytest.approx(0.5, abs=0.08), f"seed {seed}"
        assert box.held_out.low > 0.5 > 1.5 * happens.mean(), f"seed {seed}"


def test_a_box_that_is_told_of_holds_on_other_points_and_each_limit_is_found_again():
    """A lean finds boxes in most tables; those that stay are only those that new points would bear out."""
    seen, told, anywhere = 0, 0, np.ones((2, 12), dtype=bool)
    for seed in range(40):
        points, happens = leaning(seed)
        seen += bool(simple_box(points, happens.astype(float), anywhere).box.restricted)
        box = dependable_box(points, happens)
        if box is None:
            continue
        told += 1
        limited_rf = box.fitted.box.limited_rf
        assert box.held_out.low >= happens.mean() + CLEARLY, f"seed {seed}"
        assert (box.found_again_rf[limited_rf] >= OFTEN_ENOUGH).all(), f"seed {seed}"
        assert (box.chances_rf[limited_rf] < CHANCE).all(), f"seed {seed}"
    assert told < seen / 2


def test_limits_that_chance_explains_are_dropped_first_and_the_others_stay():
    points, happens = planted(1)
    spoiled = whole(12).with_limit(0, False, 0.6).with_limit(1, True, 0.5).with_limit(7, True, 0.97)
    found = needed(spoiled, points, happens.astype(float))
    assert found.restricted == (0, 1)
    assert (found.low_f[0], found.high_f[1]) == (0.6, 0.5)


def test_a_limit_that_is_not_found_again_goes_without_taking_the_others_with_it():
    """A third factor helps a little: where it is not found again, the box of the other two is told of."""
    stream = generator(11)
    points = stream.random((600, 12))
    inside = (points[:, 0] > 0.5) & (points[:, 1] < 0.6)
    chances = np.where(inside, 0.75 + 0.3 * (points[:, 2] - 0.5), 0.1)
    happens = stream.random(600) < chances
    box = dependable_box(points, happens)
    assert box is not None
    assert box.fitted.box.restricted[:2] == (0, 1)
    assert (box.found_again_rf[box.fitted.box.limited_rf] >= OFTEN_ENOUGH).all()
