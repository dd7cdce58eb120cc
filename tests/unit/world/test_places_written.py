"""Places written by hand become the same class, with each mistake named by its key."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import ValidationError

from govsim.scenario.findings import Path
from govsim.scenario.geography import WrittenPlaces
from govsim.world.places import Places
from govsim.world.written_places import written_places

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
    "neighbours": [["beeham", "ayton"]],
}


def written(outcomes: Sequence[str] = ("health", "work"), **changes: Any) -> Places:
    return written_places(WrittenPlaces.model_validate(TABLES | changes), outcomes)


def mistakes(**changes: Any) -> list[tuple[Path, str, str, str]]:
    stated = WrittenPlaces.model_validate(TABLES | changes)
    return [(one.path, one.expected, one.found, one.remedy) for one in stated.findings(("health", "work"))]


def test_communities_may_be_written_in_any_order() -> None:
    places = written()
    assert places.community_keys == ("mill", "park", "quay")
    assert places.community_council_k.tolist() == [0, 1, 2]
    assert places.outcomes == ("health", "work")
    assert places.need_kj.tolist() == [[0.5, 0.6], [0.0, 1.0], [0.4, 0.7]]
    assert places.councils_represented == 3


def test_neighbours_stand_in_the_order_of_councils_and_a_pair_is_written_once() -> None:
    assert written().neighbours.tolist() == [[0, 1]]
    assert mistakes(neighbours=[["beeham", "ayton"], ["ayton", "beeham"]])[0][1] == "each pair once"


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
        TABLES["communities"][0] | {"population": 1e-9},
        TABLES["communities"][1] | {"need": {"health": 0.5, "wrk": 0.2}},
        TABLES["communities"][2] | {"council": "beehm"},
    ]
    found = mistakes(
        councils=councils, communities=communities, neighbours=[["ayton", "ayton"], ["ayton", "x"]]
    )
    for expected in (
        (("councils", 0, "region"), "the key of a region", "'Nroth'", "Valid here: 'N', 'S'."),
        (("communities", 0, "population"), "residents from 0.000001 to 10,000,000,000", "1e-09", ""),
        (("communities", 1, "need", "wrk"), "the key of an outcome", "'wrk'", "Did you mean 'work'?"),
        (("communities", 1, "need"), "need in every outcome", "none for work", ""),
        (("communities", 2, "council"), "the key of a council", "'beehm'", "Did you mean 'beeham'?"),
        (("neighbours", 0), "two different councils", "'ayton' twice", ""),
        (("neighbours", 1), "the key of a council", "'x'", "Valid here: 'ayton', 'beeham', 'isle'."),
    ):
        assert expected in found


@pytest.mark.parametrize(
    ("section", "change"),
    [("communities", {"population": True}), ("communities", {"population": 0}), ("regions", {"regoin": "N"})],
)
def test_what_is_no_number_of_residents_and_unknown_keys_are_refused(section: str, change: Any) -> None:
    with pytest.raises(ValidationError):
        mistakes(**{section: [row | change for row in TABLES[section]]})
