"""Places are checked as a whole, whatever they come from."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from govsim.errors import PlacesError
from govsim.world.places import Places


def small_country(**changes: Any) -> Places:
    parts: dict[str, Any] = {
        "name": "small",
        "source": "Made for a test.",
        "outcomes": ("health", "work"),
        "region_keys": ("R",),
        "region_names": ("Region",),
        "council_keys": ("A", "B"),
        "council_names": ("Aton", "Beeham"),
        "council_region_c": np.array([0, 0]),
        "neighbours": np.array([[0, 1]]),
        "community_keys": ("a1", "a2", "b1"),
        "community_council_k": np.array([0, 0, 1]),
        "population_k": np.array([100.0, 200.0, 300.0]),
        "need_kj": np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]]),
        "councils_represented": 2,
    }
    return Places(**(parts | changes))


def message(**changes: Any) -> str:
    with pytest.raises(PlacesError) as error:
        small_country(**changes)
    return str(error.value)


def test_arrays_of_places_cannot_be_changed() -> None:
    places = small_country()
    with pytest.raises(ValueError, match="read-only"):
        places.need_kj[0, 0] = 0.9
    with pytest.raises(dataclasses.FrozenInstanceError):
        places.name = "other"  # type: ignore[misc]


def test_places_do_not_share_memory_with_what_they_were_made_from() -> None:
    need = np.full((3, 2), 0.5)
    places = small_country(need_kj=need)
    need[0, 0] = 0.9
    assert places.need_kj[0, 0] == 0.5


def test_residents_are_those_of_all_communities() -> None:
    assert small_country().residents == 600.0


def test_a_country_without_neighbours_is_allowed() -> None:
    assert small_country(neighbours=np.array([])).neighbours.shape == (0, 2)


def test_outcomes_can_be_selected_and_reordered() -> None:
    places = small_country().with_outcomes(["work", "health"])
    assert places.outcomes == ("work", "health")
    assert places.need_kj[0].tolist() == [0.2, 0.1]
    assert small_country().with_outcomes(["work"]).need_kj.shape == (3, 1)


def test_a_missing_outcome_is_named_with_the_nearest_that_exists() -> None:
    with pytest.raises(PlacesError) as error:
        small_country().with_outcomes(["helth", "housing"])
    assert "Did you mean 'health'?" in str(error.value)
    assert len(error.value.problems) == 2


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"council_names": ("A",)}, "council_names: expected shape (2,), found shape (1,)"),
        ({"need_kj": np.zeros((3, 3))}, "need_kj: expected shape (3, 2), found shape (3, 3)"),
        ({"need_kj": np.full((3, 2), 1.2)}, "a1.need.health: expected need from 0 to 1, found 1.2"),
        ({"need_kj": np.full((3, 2), np.nan)}, "a1.need.health: expected need from 0 to 1, found nan"),
        ({"population_k": np.array([1, 0, 2])}, "a2.population: expected residents above 0, found 0.0"),
        ({"population_k": np.array([1, np.inf, 2])}, "a2.population: expected residents above 0, found inf"),
        ({"population_k": np.array(["a", "b", "c"])}, "population_k: expected numbers"),
        ({"community_keys": ("a1", "a1", "b1")}, "community_keys: expected each key once, found 'a1'"),
        ({"community_council_k": np.array([0, 0, 0])}, "council 'B': expected at least one community"),
        ({"community_council_k": np.array([0, 1, 0])}, "expected communities in the order of councils"),
        ({"community_council_k": np.array([0, 0, 2])}, "expected positions from 0 to 1, found 0 to 2"),
        ({"community_council_k": np.array([0.0, 0.0, 1.0])}, "expected whole numbers"),
        ({"neighbours": np.array([[1, 0]])}, "expected each pair once, the lower first"),
        ({"neighbours": np.array([[0, 1], [0, 1]])}, "expected each pair once, the lower first"),
        ({"neighbours": np.array([[0, 2]])}, "neighbours: expected positions from 0 to 1"),
        ({"neighbours": np.array([[0, 1, 1]])}, "neighbours: expected shape (1, 2)"),
        ({"social_capital_k": np.array([0.1, 0.2, 2.0])}, "b1.social_capital: expected a share from 0 to 1"),
        ({"capacity_c": np.array([-0.1, 0.5])}, "A.capacity: expected a share from 0 to 1, found -0.1"),
        ({"councils_represented": 0}, "councils_represented: expected at least 1, found 0"),
        ({"outcomes": (), "need_kj": np.zeros((3, 0))}, "outcomes: expected at least one, found none"),
    ],
)
def test_parts_that_do_not_fit_are_refused_with_a_reason(changes: dict[str, Any], expected: str) -> None:
    assert expected in message(**changes)


def test_all_problems_are_told_at_once() -> None:
    text = message(population_k=np.array([-1, 0, 2]), councils_represented=0)
    assert text.count("\n") == 2
