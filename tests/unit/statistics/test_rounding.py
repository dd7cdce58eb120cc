"""What is only rounding is no difference: whoever counts wins, ties or regret sees none."""

from __future__ import annotations

import numpy as np

from govsim.statistics.multiple_comparisons import cannot_be_excluded, chance_of_best
from govsim.statistics.resampling import generator
from govsim.statistics.robustness import regret, share_best, share_good_enough
from govsim.statistics.rounding import beyond_rounding

VALUES = generator(1).random(200)
TWINS = np.stack([VALUES, np.nextafter(VALUES, 2)])  # the second a hair above, everywhere


def test_twins_differ_by_rounding_alone():
    assert (TWINS[1] > TWINS[0]).all()
    assert not beyond_rounding(TWINS[1] - TWINS[0], TWINS).any()


def test_what_is_rounding_depends_on_the_size_of_the_numbers():
    assert beyond_rounding(1e-9, 1e6) == 0
    assert beyond_rounding(1e-9, 1.0) == 1e-9
    assert beyond_rounding(-1e-13, np.array([0.0, 0.5])) == 0
    assert beyond_rounding(1e-20, 1e-18) == 1e-20


def test_missing_values_stay_missing_and_do_not_hide_the_size_of_the_others():
    found = beyond_rounding(np.array([np.nan, 1e-17]), np.array([np.nan, 1.0]))
    assert np.isnan(found[0])
    assert found[1] == 0


def test_twins_share_being_best_and_nobody_regrets_either():
    assert not regret(TWINS).any()
    np.testing.assert_array_equal(share_best(TWINS), [0.5, 0.5])
    np.testing.assert_array_equal(chance_of_best(TWINS), [0.5, 0.5])
    np.testing.assert_array_equal(
        share_good_enough(TWINS[:1], TWINS[1, 0]), share_good_enough(TWINS[1:], TWINS[1, 0])
    )


def test_neither_twin_is_ruled_out_and_third_parties_are_as_ever():
    assert cannot_be_excluded(TWINS) == (0, 1)
    assert cannot_be_excluded(np.vstack([TWINS, TWINS[:1] + 0.1])) == (2,)
    np.testing.assert_array_equal(chance_of_best(np.vstack([TWINS[:1] - 0.1, TWINS])), [0, 0.5, 0.5])
