"""PAWN distances, against SALib, and against what can be worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from govsim.errors import InputError
from govsim.statistics.designs import latin_hypercube
from govsim.statistics.pawn import distance_by_chance, pawn_distances
from govsim.statistics.resampling import generator

PEERS = json.loads(Path(__file__).with_name("peers.json").read_text(encoding="utf-8"))


def test_distances_are_those_of_salib():
    peer = PEERS["pawn"]
    found = pawn_distances(np.array(peer["points"]), np.array(peer["outcomes"]), slices=8)
    # SALib leaves the greatest point of each factor out of its last slice.
    np.testing.assert_allclose(np.median(found, axis=1), peer["median"], atol=0.01)
    np.testing.assert_allclose(found.mean(axis=1), peer["mean"], atol=0.005)


def test_a_factor_that_is_the_outcome_is_known_in_closed_form():
    """In slice s of S the outcome lies in (s/S, (s + 1)/S): apart by s/S below it, or by what is left above it."""
    points = ((np.arange(400) + 0.5) / 400)[:, None]
    found = pawn_distances(points, points[:, 0], slices=4)
    np.testing.assert_allclose(found, [[3 / 4, 1 / 2, 1 / 2, 3 / 4]], atol=1e-12)


def test_outcomes_that_are_equal_are_not_with_distinct_names_by_their_order():
    points = latin_hypercube(200, 2, seed=1)
    assert np.abs(pawn_distances(points, np.ones(200))).max() == 0
    coarse = np.round(points[:, 0])
    found = pawn_distances(points, coarse, slices=4)
    np.testing.assert_allclose(found[0], 0.5, atol=0.01)


def test_only_the_order_of_outcomes_counts():
    points = latin_hypercube(300, 3, seed=2)
    outcomes = points[:, 0] + 0.3 * points[:, 1]
    np.testing.assert_array_equal(
        pawn_distances(points, outcomes), pawn_distances(points, np.exp(9 * outcomes))
    )


@pytest.mark.parametrize("factors", [1, 20])
def test_chance_is_exceeded_as_often_as_it_says(factors: int):
    """Where no factor has anything to do with the outcome, one in twenty studies finds one that seems to."""
    level = distance_by_chance(200, factors)
    stream, exceeded = generator(3), 0
    for _ in range(300):
        points = stream.random((200, factors))
        distances = pawn_distances(points, stream.random(200))
        exceeded += bool((np.median(distances, axis=1) > level).any())
    assert 0.02 <= exceeded / 300 <= 0.09  # seed 3


def test_what_cannot_be_told_is_refused():
    with pytest.raises(InputError, match="at least 100 points"):
        pawn_distances(np.zeros((40, 2)), np.zeros(40))
