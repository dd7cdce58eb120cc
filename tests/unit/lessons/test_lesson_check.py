"""Statements are judged in many worlds, say their numbers, and fail where they do not hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from govsim.comparison.compare import compare
from govsim.lessons.check import Found, check_lessons, failures, found_of
from govsim.lessons.kept import keep_all, moved, plain
from govsim.lessons.lesson import Lesson, quoted
from govsim.lessons.load import load_lesson
from govsim.lessons.running import Asked, Seen, asked_by
from govsim.runs.simulate import simulate
from tests.tiny_lessons import TINY


def test_what_holds_holds(lesson: Lesson, found: Found) -> None:
    assert {name for name, result in found.results.items() if result.holds} == set(lesson.statements)
    assert failures(lesson, found) == []
    assert found.results["time"].quotes["sentence"] == (
        "Central staff time lost, boards against silos: higher in 40 of 40 worlds."
    )
    assert found.results["most"].first == "boards"


def test_numbers_are_those_of_compare(lesson: Lesson, found: Found) -> None:
    arms = [lesson.scenarios[name] for name in ("silos", "boards")]
    apart = compare(arms, replicates=40, seed=5).difference("central_staff_time", "silos", "boards")
    assert found.results["time"].mean == apart.difference.mean
    assert found.results["gap"].mean == pytest.approx(apart.difference.mean)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('way = "higher"\n\n[statements.nothing]', 'way = "lower"\n\n[statements.nothing]'),
        ('verdict = "equal"', 'verdict = "better"'),
        ('verdict = "worse"', 'verdict = "unknown"'),
        ('way = "most"', 'way = "least"'),
    ],
)
def test_what_does_not_hold_fails(before: str, after: str, seen: dict[str, Seen], tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    assert before in TINY
    file.write_text(TINY.replace(before, after), encoding="utf-8")
    lesson = load_lesson(file)
    (told,) = failures(lesson, found_of(lesson, seen, 40, 5))
    assert "does not hold. Stated: " in told
    assert "In 40 worlds of seed 5: " in told


def test_in_many_worlds_what_is_not_robust_fails(lesson: Lesson, found: Found) -> None:
    shaky = replace(found.results["time"], is_robust=False)
    many = replace(found, worlds=1000, results={**found.results, "time": shaky})
    (told,) = failures(lesson, many)
    assert "holds, but is not robust" in told


def test_what_several_lessons_ask_for_is_run_once(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    from govsim.lessons import running

    ran: list[int] = []
    simulating = running.simulating
    monkeypatch.setattr(
        running, "simulating", lambda arms, *others: ran.append(len(arms)) or simulating(arms, *others)
    )
    check_lessons([lesson, lesson.model_copy(update={"name": "again"})], worlds=2, seed=5)
    assert ran == [3]


def test_a_weight_costs_no_run(lesson: Lesson, seen: dict[str, Seen]) -> None:
    silos = lesson.scenarios["silos"]
    heavy = silos.replace(values={"progress_weight": 0.9})
    asked = Asked()
    for scenario in (silos, heavy):
        asked.add(scenario, "public_value")
    assert len(asked.scenarios) == 1
    assert len(asked_by(lesson, Asked()).scenarios) == 3
    run = simulate(heavy, replicates=40, seed=5)
    parts = simulate(silos, replicates=40, seed=5)
    kept = Seen(measures=parts.measures, core_unit=parts.assumptions["core_unit"])
    np.testing.assert_array_equal(kept.of("public_value", heavy), run.measures["public_value"])


def test_kept_numbers_are_those_that_were_found(
    lesson: Lesson, found: Found, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from govsim.lessons import kept

    file = keep_all([lesson], {"tiny": found}, tmp_path / "kept.json")
    monkeypatch.setattr(kept, "kept_file", lambda: file)
    again = kept.kept(lesson)
    assert again is not None
    assert again.quotes == found.quotes
    assert plain(lesson, again) == plain(lesson, found)
    line, drawn = (one.courses["boards", "central_staff_time"].mean for one in (found, again))
    np.testing.assert_allclose(drawn, line, rtol=1e-3)
    assert moved(lesson, found) == []
    time = replace(found.results["time"], quotes={**found.results["time"].quotes, "size": "1"})
    other = replace(found, results={**found.results, "time": time})
    assert "numbers have moved" in moved(lesson, other)[0]
    assert moved(lesson, replace(other, seed=6)) == []  # other worlds
    settings = {**lesson.settings, "silos": lesson.settings["boards"]}
    assert kept.kept(lesson.model_copy(update={"settings": settings})) is None


def test_texts_quote_what_came_out(found: Found) -> None:
    assert quoted("So {time.higher}.", found.quotes) == "So 40 of 40 worlds."
