"""A count of one has a noun of one."""

from __future__ import annotations

from dataclasses import replace

from govsim.comparison.setting import places_words
from govsim.runs.simulate import simulate
from govsim.words.plurals import counted, left_out_words, years_words
from govsim.world.find_places import places_of


def test_one_is_never_several() -> None:
    assert [counted(count, "run") for count in (0, 1, 2)] == ["0 runs", "1 run", "2 runs"]
    assert [years_words(quarters) for quarters in (2, 4, 8)] == ["0.5 years", "1 year", "2 years"]
    assert [left_out_words(count, "world") for count in (1, 2)] == [
        "1 world is left out",
        "2 worlds are left out",
    ]


def test_a_country_of_one_council_is_told_as_one() -> None:
    run = simulate("classroom_small", replicates=1, jobs=1)
    one = {**run.labels, "c": run.labels["c"][:1], "k": run.labels["k"][:1]}
    told = places_words([replace(run, labels=one)], places_of(run.scenario))
    assert "1 council and 1 community." in told
