"""Verdicts in words, against answers known beforehand."""

from __future__ import annotations

import math
from typing import get_args

import pytest

from govsim.statistics.intervals import Interval
from govsim.words.verdicts import IN_WORDS, SHORT, Verdict, more_worlds_words, verdict_of, verdict_words


@pytest.mark.parametrize(
    ("low", "high", "better", "word"),
    [
        (0.2, 0.4, 1, "better"),
        (0.2, 0.4, -1, "worse"),
        (0.2, 0.4, 0, "higher"),
        (-0.4, -0.2, 1, "worse"),
        (-0.4, -0.2, -1, "better"),
        (-0.4, -0.2, 0, "lower"),
        (-0.1, 0.1, 1, "equal"),
        (0.0, 0.0, 1, "equal"),
        (0.02, 0.05, 1, "negligible"),  # surely above 0, and surely too small to matter
        (-0.1, -0.05, -1, "negligible"),
        (0.05, 0.2, 1, "leaning"),  # surely above 0, and perhaps too small to matter
        (-0.2, -0.05, 0, "leaning"),
        (0.1, 0.2, 1, "leaning"),  # the bound itself still counts as too small
        (-0.2, 0.2, 1, "unknown"),
        (0.0, 0.2, 1, "unknown"),
        (math.nan, math.nan, 1, "unknown"),
    ],
)
def test_the_word_follows_from_interval_smallest_effect_and_direction(low, high, better, word):
    assert verdict_of(Interval((low + high) / 2, low, high), 0.1, better) == word


def test_every_verdict_has_words_that_say_which_way_and_whether_it_matters():
    for verdict in get_args(Verdict):
        up, down = verdict_words(verdict, 0.1), verdict_words(verdict, -0.1)
        if verdict in ("equal", "unknown"):
            assert up == down == IN_WORDS[verdict]
        else:
            assert (up.split(",")[0], down.split(",")[0]) == ("higher", "lower")
            assert "matter" in up
        assert "undecided" not in f"{up} {SHORT.get(verdict, verdict)}"


def test_where_more_than_ten_times_the_worlds_would_be_needed_hardly_any_number_tells():
    assert more_worlds_words(640, 64) == "about 640 more worlds would settle it"
    assert more_worlds_words(650, 64) == "hardly any number of worlds would settle it"
    assert more_worlds_words(None, 64) == ""
