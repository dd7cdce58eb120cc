"""A remembered result is the one for these very arrays, and only while nobody can change them."""

from __future__ import annotations

import copy
import pickle

import numpy as np

from govsim.world.result_cache import MOST_RESULTS, ResultCache


class Counted:
    """Doubles, and counts how often it was asked."""

    def __init__(self):
        self.times = 0

    def __call__(self, values):
        self.times += 1
        return 2 * values


def fixed(*numbers):
    values = np.array(numbers)
    values.flags.writeable = False
    return values


def test_the_same_array_is_worked_out_once():
    remembered, doubled, values = ResultCache(), Counted(), fixed(1.0, 2.0)
    first = remembered.of(doubled, values)
    assert remembered.of(doubled, values) is first
    assert doubled.times == 1
    assert not first.flags.writeable


def test_equal_numbers_in_another_array_are_worked_out_anew():
    remembered, doubled = ResultCache(), Counted()
    assert remembered.of(doubled, fixed(1.0)) == remembered.of(doubled, fixed(1.0)) == 2
    assert doubled.times == 2


def test_an_array_that_could_change_is_not_remembered():
    remembered, doubled, values = ResultCache(), Counted(), np.array([1.0])
    assert remembered.of(doubled, values) == 2
    values[0] = 3.0
    assert remembered.of(doubled, values) == 6


def test_an_array_that_takes_the_place_of_one_that_is_gone_is_not_taken_for_it():
    remembered, doubled = ResultCache(), Counted()
    for number in range(200):
        assert remembered.of(doubled, fixed(float(number))) == 2 * number


def test_no_more_results_are_kept_than_said_and_none_in_a_copy():
    remembered, doubled = ResultCache(), Counted()
    values = [fixed(float(number)) for number in range(MOST_RESULTS + 1)]
    for one in values:
        remembered.of(doubled, one)
    remembered.of(doubled, values[-1])
    assert doubled.times == MOST_RESULTS + 1
    remembered.of(doubled, values[0])
    assert doubled.times == MOST_RESULTS + 2
    for other in (copy.deepcopy(remembered), pickle.loads(pickle.dumps(remembered))):
        other.of(doubled, values[-1])
    assert doubled.times == MOST_RESULTS + 4
