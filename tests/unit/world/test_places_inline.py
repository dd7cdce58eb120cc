"""Places written by hand become the same class, with each mistake named by its key."""

from __future__ import annotations

import copy
import math
from typing import Any

import pytest

from govsim.errors import PlacesError
from govsim.world.inline_places import inline_places

TABLES: dict[str, Any] = {
    "regions": [{"key": "N", "name": "North"}, {"key": "S", "name": "South"}],
    "councils": [
        {"key": "ayton", "name": "Ayton", "region": "N"},
        {"key": "beeham", "name": "Beeham", "region": "S"},
        {"key": "isle", "name": "Isle", "region": "S"},
    ],
    "communities": [
        {"key": "quay", "council": "isle", "population": 80, "need": {"health": 0.4, "work": 0.7}},
        {"key": "mill", "council": "ayton", "population": 900, "need": {"work": 0.6, "health": 0.5}},
        {"key": "park", "council": "beeham", "population": 1200.5, "need": {"health": 0, "work": 1}},
    ],
    "neighbours": [["beeham", "ayton"], ["ayton", "beeham"]],
}


def written(**changes: Any) -> Any:
    return inline_places(**(copy.deepcopy(TABLES) | changes))


def messages(**changes: Any) -> str:
    with pytest.raises(PlacesError) as error:
        written(**changes)
    return str(error.value)


def test_communities_may_be_written_in_any_order() -> None:
    places = written()
    assert places.community_keys == ("mill", "park", "quay")
    assert places.community_council_k.tolist() == [0, 1, 2]
    assert places.outcomes == ("health", "work")
    assert places.need_kj.tolist() == [[0.5, 0.6], [0.0, 1.0], [0.4, 0.7]]
    assert places.councils_represented == 3


def test_a_pair_of_neighbours_written_in_both_directions_is_one_pair() -> None:
    assert written().neighbours.tolist() == [[0, 1]]


def test_an_island_with_one_community_and_no_neighbours_is_a_council_like_any_other() -> None:
    assert 2 not in written().neighbours


def test_outcomes_can_be_put_in_the_order_of_the_scenario() -> None:
    places = written(outcomes=["work", "health"])
    assert places.need_kj[0].tolist() == [0.6, 0.5]


def test_social_capital_is_taken_when_every_community_has_it() -> None:
    rows = [row | {"social_capital": 0.1 * (at + 1)} for at, row in enumerate(TABLES["communities"])]
    assert written(communities=rows).social_capital_k.tolist() == [0.2, pytest.approx(0.3), 0.1]
    rows = [row | {"social_capital": None} for row in TABLES["communities"]]
    assert written(communities=rows).social_capital_k is None


def test_social_capital_that_is_known_in_some_communities_only_is_left_open_in_the_others() -> None:
    rows = [TABLES["communities"][0] | {"social_capital": 0.5}, *TABLES["communities"][1:]]
    known = written(communities=rows).social_capital_k
    assert known is not None
    assert sum(math.isnan(share) for share in known) == 2
    assert [share for share in known.tolist() if not math.isnan(share)] == [0.5]


def test_mistakes_are_named_by_their_key_and_told_together() -> None:
    councils = [TABLES["councils"][0] | {"region": "Nroth"}, *TABLES["councils"][1:]]
    communities = [
        TABLES["communities"][0] | {"population": 0},
        TABLES["communities"][1] | {"need": {"health": 1.5, "wrk": 0.2}},
        TABLES["communities"][2] | {"council": "beehm"},
    ]
    text = messages(
        councils=councils, communities=communities, neighbours=[["ayton", "ayton"], ["ayton", "x"]]
    )
    for expected in (
        "scenario, councils[0].region: expected a key written above, found 'Nroth'.",
        "communities[0].population: expected residents above 0, found 0.",
        "communities[1].need.health: expected a number from 0 to 1, found 1.5.",
        "communities[1].need.wrk: expected a known outcome, found 'wrk'. Did you mean 'work'?",
        "communities[1].need.work: expected a number from 0 to 1, found nothing.",
        "communities[2].council: expected a key written above, found 'beehm'. Did you mean 'beeham'?",
        "neighbours[0]: expected two different councils, found ['ayton', 'ayton'].",
        "neighbours[1].council: expected a key written above, found 'x'.",
    ):
        assert expected in text


def test_missing_and_unknown_keys_are_named() -> None:
    text = messages(councils=[{"key": "a", "regoin": "N"}], regions=[])
    assert "councils[0].region: expected 'region', found nothing." in text
    assert "Did you mean 'region'?" in text
    assert "regions: expected at least one, found none." in text


def test_a_repeated_key_is_refused() -> None:
    rows = [*TABLES["communities"], TABLES["communities"][0]]
    assert "communities[3].key: expected each key once, found 'quay' again." in messages(communities=rows)


def test_a_true_is_no_number() -> None:
    rows = [row | {"population": True} for row in TABLES["communities"]]
    assert "expected residents above 0, found True" in messages(communities=rows)
