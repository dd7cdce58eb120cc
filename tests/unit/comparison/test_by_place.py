"""What the map changes: councils by name, and the national answer without a map, in the same worlds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from govsim.comparison.by_place import (
    CouncilChange,
    by_place_sentences,
    council_changes,
    councils_sentence,
    ends_differ,
    map_part,
    map_sentence,
    moved_by_the_map,
)
from govsim.comparison.compare import Comparison, compare, comparing
from govsim.comparison.difference import judged
from govsim.comparison.document import document_of
from govsim.comparison.setting import other_countries_words
from govsim.measures.catalogue import MEASURES
from govsim.runs.simulate import finished
from govsim.scenario.load import load_scenario
from govsim.world.build import build_world
from govsim.world.even_need import with_even_need
from govsim.world.find_places import places_of
from govsim.world.synthetic_places import synthetic_england

SCENARIO = load_scenario("classroom_small")
LED = SCENARIO.replace(name="led", levers={"central_control": 0.0, "local_discretion": 0.9})
WORLDS = 16


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return compare([SCENARIO, LED], replicates=WORLDS, even_need=True)


def changes_of(*means: float) -> tuple[CouncilChange, ...]:
    chance = np.linspace(-1e-6, 1e-6, WORLDS)
    measure = MEASURES["progress_by_council"]
    return tuple(
        CouncilChange(
            key=f"c{place}",
            name=f"Council {place}",
            region="North",
            difference=judged(
                measure, (np.zeros(WORLDS), mean + chance), ("siloed", "led"), 0.005, len(means)
            ),
        )
        for place, mean in enumerate(means, start=1)
    )


def moved(*means: float, spread: float = 1e-6) -> Any:
    chance = np.linspace(-spread, spread, WORLDS)
    return [
        judged(MEASURES["public_value"], (np.zeros(WORLDS), mean + chance), (name, name), 0.05)
        for mean, name in zip(means, ("layered", "led"), strict=False)
    ]


def test_without_a_map_everybody_has_the_national_mean_and_the_same_residents() -> None:
    places = synthetic_england(20, 3)
    even = with_even_need(places)
    assert np.ptp(even.need_kj, axis=0).max() == 0
    assert (even.population_k == places.population_k).all()
    assert even.community_keys == places.community_keys
    assert (even.neighbours == places.neighbours).all()
    scenario = load_scenario("siloed")
    start = [build_world(scenario, land, [0]).given["national_start_need_j"] for land in (places, even)]
    assert start[1] == pytest.approx(start[0], abs=1e-12)


def test_councils_stand_from_the_greatest_gain_to_the_least_with_their_own_names(
    compared: Comparison,
) -> None:
    first, other = compared.runs
    found = council_changes(compared, first, other)
    apart = (other.at_end("progress_by_council") - first.at_end("progress_by_council")).mean(axis=1)
    assert [one.difference.difference.mean for one in found] == pytest.approx(sorted(apart, reverse=True))
    land = places_of(SCENARIO)
    assert found[0].name == land.council_names[int(np.argmax(apart))]
    assert {one.difference.together for one in found} == {len(land.council_keys)}


@pytest.mark.parametrize(
    ("means", "sentence"),
    [
        (
            (0.05, 0.03, 0.01),
            "Council 1 gains most of 3 councils under led (+0.050 need points), Council 3 least (+0.010).",
        ),
        (
            (0.02, -0.01),
            "Council 1 gains most of 2 councils under led (+0.020 need points), Council 2 loses most (−0.010).",
        ),
        (
            (-0.01, -0.02),
            "Council 1 loses least of 2 councils under led (−0.010 need points), Council 2 most (−0.020).",
        ),
        ((0.01, 0.01), "All 2 councils change alike under led: by +0.010 need points."),
    ],
)
def test_a_sentence_names_the_councils_at_either_end(means: tuple[float, ...], sentence: str) -> None:
    assert councils_sentence(changes_of(*means)) == sentence


def test_councils_that_chance_may_have_set_apart_are_not_named() -> None:
    told = councils_sentence(changes_of(0.05, 0.03, 0.01), differ=False)
    assert told == "Which of 3 councils gains most under led is not known from 16 worlds."
    few = compare([SCENARIO, LED], replicates=2)
    assert not ends_differ(*few.runs)
    assert "is not known from 2 worlds" in by_place_sentences(few)[0]
    assert by_place_sentences(compare([SCENARIO, LED], replicates=1)) == ()  # one world decides nothing


def test_countries_of_other_departments_are_not_compared_without_a_word() -> None:
    both = [load_scenario(name) for name in ("siloed", "wales/siloed")]
    assert other_countries_words(both).startswith(
        "These are different countries: their outcomes or departments"
    )
    assert other_countries_words([both[1], load_scenario("wales/mission_led")]) == ""


def test_the_map_moves_the_difference_by_what_it_is_without_a_map(compared: Comparison) -> None:
    (found,) = moved_by_the_map(compared)
    again = compare([SCENARIO, LED], replicates=WORLDS // 4, places=with_even_need(places_of(SCENARIO)))
    without, own = (
        runs[1].at_end("public_value")[:4] - runs[0].at_end("public_value")[:4]
        for runs in (again.runs, compared.runs)
    )
    assert found.worlds == 4
    assert found.difference.mean == pytest.approx(float((without - own).mean()), abs=1e-12)


def test_where_need_is_the_same_everywhere_already_the_map_changes_nothing() -> None:
    even = with_even_need(places_of(SCENARIO))
    (found,) = moved_by_the_map(compare([SCENARIO, LED], replicates=WORLDS, places=even, even_need=True))
    assert found.is_none
    assert map_sentence([found]) == "The map hardly changes the national answer (by 0.00 units at most)."


def test_the_answer_is_the_same_whether_or_not_the_map_is_measured(compared: Comparison) -> None:
    alone = compare([SCENARIO, LED], replicates=WORLDS)
    assert alone.on_even_need == ()
    for one, other in zip(alone.runs, compared.runs, strict=True):
        assert (one.at_end("public_value") == other.at_end("public_value")).all()


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (moved(0.01, -0.02), "The map hardly changes the national answer (by 0.02 units at most)."),
        (
            moved(0.01, -0.2),
            "The national answer depends on the map: without it public value would differ by −0.20 for led.",
        ),
        (
            moved(0.01, spread=1.0),
            "Whether the map changes the national answer is not known from 16 worlds.",
        ),
    ],
)
def test_a_sentence_says_whether_the_national_answer_depends_on_the_map(found: Any, words: str) -> None:
    assert map_sentence(found) == words


def test_few_worlds_or_two_maps_are_not_measured() -> None:
    assert compare([SCENARIO, LED], replicates=WORLDS - 1, even_need=True).on_even_need == ()
    elsewhere = load_scenario("siloed")
    other = elsewhere.replace(places={"councils": 20}, horizon=2, warm_up=4)
    one = elsewhere.replace(horizon=2, warm_up=4)
    assert compare([one, other], replicates=WORLDS, even_need=True).on_even_need == ()


def test_the_answer_names_councils_and_the_report_has_a_table_of_them(compared: Comparison) -> None:
    told = document_of(compared)
    words = " ".join(by_place_sentences(compared))
    assert words in told.answer
    part = next(part for part in told.parts if part.key == "map")
    assert part.sentences == map_part(compared).sentences
    assert len(part.tables[0].rows) == min(8, len(places_of(SCENARIO).council_keys))
    assert len(part.document["councils"][0]["changes"]) == len(places_of(SCENARIO).council_keys)
    assert "Were need the same everywhere, public value under led would change" in part.sentences[-1]


def test_progress_goes_on_without_beginning_again() -> None:
    work, done = comparing([SCENARIO, LED], replicates=WORLDS, even_need=True), [0]
    done += [progress.done for progress in work]
    assert done == sorted(done)


def test_worlds_may_be_listed() -> None:
    listed = comparing([SCENARIO, LED], replicates=list(range(3, 19)), even_need=True)
    assert [run.replicates for run in finished(listed).on_even_need] == [(3, 4, 5, 6)] * 2
