"""Verdicts in words, against answers known beforehand."""

from __future__ import annotations

import math

import pytest

from govsim.statistics.intervals import Interval
from govsim.words.verdicts import verdict_of


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
