"""Designs in the unit cube: even, within it, and the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.statistics.designs import latin_hypercube, sobol_points


def test_a_latin_hypercube_has_one_point_in_every_slice_of_every_factor():
    points = latin_hypercube(20, 3, seed=1)
    assert points.shape == (20, 3)
    np.testing.assert_array_equal(
        np.sort((points * 20).astype(int), axis=0), np.arange(20)[:, None].repeat(3, 1)
    )


def test_sobol_points_fill_every_half_quarter_and_eighth_of_a_factor_alike():
    points = sobol_points(64, 5, seed=1)
    assert points.shape == (64, 5)
    for factor in points.T:
        assert set(np.bincount((factor * 8).astype(int))) == {8}


@pytest.mark.parametrize("design", [latin_hypercube, sobol_points])
def test_a_design_depends_on_its_seed_alone(design):
    np.testing.assert_array_equal(design(16, 4, seed=3), design(16, 4, seed=3))
    assert (design(16, 4, seed=3) != design(16, 4, seed=4)).all()
    assert (design(16, 4, seed=3) >= 0).all()
    assert (design(16, 4, seed=3) < 1).all()
