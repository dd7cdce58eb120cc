"""Statements are judged in many worlds, say their numbers, and fail where they do not hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter

from govsim.comparison.compare import compare
from govsim.lessons.check import LessonResults, check_lessons, failures, results_of
from govsim.lessons.lesson import Lesson, quoted
from govsim.lessons.load import load_lesson
from govsim.lessons.running import RunRequests, YearlyMeasures, key_of, running
from govsim.lessons.saved_results import changed_numbers, plain, save_results
from govsim.lessons.statements import Statement
from govsim.runs.simulate import finished, simulate
from govsim.scenario.load import load_scenario
from tests.tiny_lessons import TINY


def test_what_holds_holds(lesson: Lesson, results: LessonResults) -> None:
    assert {name for name, result in results.statements.items() if result.holds} == set(lesson.statements)
    assert failures(lesson, results) == []
    assert results.statements["time"].quotes["sentence"] == (
        "Central staff time lost ended higher under boards than under silos in all 40 worlds."
    )
    assert results.statements["most"].first == "boards"


def test_numbers_are_those_of_compare(lesson: Lesson, results: LessonResults) -> None:
    arms = [lesson.scenarios[name] for name in ("silos", "boards")]
    apart = compare(arms, replicates=40, seed=5).difference("central_staff_time", "silos", "boards")
    assert results.statements["time"].mean == apart.difference.mean
    assert results.statements["gap"].mean == pytest.approx(apart.difference.mean)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('way = "higher"\n\n[statements.nothing]', 'way = "lower"\n\n[statements.nothing]'),
        ('verdict = "equal"', 'verdict = "better"'),
        ('verdict = "worse"', 'verdict = "unknown"'),
        ('way = "most"', 'way = "least"'),
    ],
)
def test_what_does_not_hold_fails(
    before: str, after: str, runs: dict[str, YearlyMeasures], tmp_path: Path
) -> None:
    file = tmp_path / "wrong.toml"
    assert before in TINY
    file.write_text(TINY.replace(before, after), encoding="utf-8")
    lesson = load_lesson(file)
    (message,) = failures(lesson, results_of(lesson, runs, 40, 5))
    assert "does not hold. Stated: " in message
    assert "In 40 worlds of seed 5: " in message


def test_in_many_worlds_what_is_not_robust_fails(lesson: Lesson, results: LessonResults) -> None:
    shaky = replace(results.statements["time"], is_robust=False)
    many = replace(results, worlds=1000, statements={**results.statements, "time": shaky})
    (message,) = failures(lesson, many)
    assert "holds, but is not robust" in message


def test_what_several_lessons_ask_for_is_run_once(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    from govsim.lessons import running

    ran: list[int] = []

    def counting(arms, *others, only):  # type: ignore[no-untyped-def]
        ran.append(len(arms))
        assert ["progress", "central_staff_time"] in [list(names) for names in only]  # and no other measure
        return simulating(arms, *others, only=only)

    simulating = running.simulating
    monkeypatch.setattr(running, "simulating", counting)
    check_lessons([lesson, lesson.model_copy(update={"name": "again"})], worlds=2, seed=5)
    assert ran == [3]


def test_a_weight_costs_no_run(lesson: Lesson, runs: dict[str, YearlyMeasures]) -> None:
    silos = lesson.scenarios["silos"]
    heavy = silos.replace(values={"progress_weight": 0.9})
    requests = RunRequests()
    for scenario in (silos, heavy):
        requests.add(scenario, "public_value")
    assert len(requests.scenarios) == 1
    run = simulate(heavy, replicates=40, seed=5)
    parts = simulate(silos, replicates=40, seed=5)
    years = [0, *range(3, run.quarters, 4)]
    yearly = YearlyMeasures(
        measures={name: values[years] for name, values in parts.measures.items()},
        core_unit=parts.assumptions["core_unit"],
    )
    np.testing.assert_array_equal(yearly.of("public_value", heavy), run.measures["public_value"][years])


def test_of_two_horizons_the_longer_serves_both(lesson: Lesson, runs: dict[str, YearlyMeasures]) -> None:
    boards = lesson.scenarios["boards"]
    longer = boards.replace(horizon=20)
    requests = RunRequests()
    for scenario in (boards, longer, boards):
        requests.add(scenario, "central_staff_time")
    (run,) = finished(running(requests, 40, 5, 1)).values()
    assert run.of("central_staff_time", longer).shape == (6, 40)
    shorter = runs[key_of(boards)].of("central_staff_time", boards)
    np.testing.assert_array_equal(run.of("central_staff_time", boards), shorter)


def test_saved_numbers_are_those_of_the_check(
    lesson: Lesson, results: LessonResults, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from govsim.lessons import saved_results as saved

    file = save_results([lesson], {"tiny": results}, tmp_path / "kept.json")
    monkeypatch.setattr(saved, "results_file", lambda: file)
    again = saved.saved_results(lesson)
    assert again is not None
    assert again.quotes == results.quotes
    assert plain(lesson, again) == plain(lesson, results)
    line, drawn = (one.courses["boards", "central_staff_time"].mean for one in (results, again))
    np.testing.assert_allclose(drawn, line, rtol=1e-3)
    assert changed_numbers(lesson, results) == []
    time = replace(results.statements["time"], quotes={**results.statements["time"].quotes, "size": "1"})
    other = replace(results, statements={**results.statements, "time": time})
    assert "numbers have moved" in changed_numbers(lesson, other)[0]
    assert changed_numbers(lesson, replace(other, seed=6)) == []  # other worlds
    settings = {**lesson.settings, "silos": lesson.settings["boards"]}
    assert saved.saved_results(lesson.model_copy(update={"settings": settings})) is None


def test_texts_quote_results(results: LessonResults) -> None:
    assert quoted("So {time.higher}.", results.quotes) == "So 40 of 40 worlds."


def sentence(apart: list[float], **changes: object) -> str:
    """The sentence of a difference in progress between two settings, from its values in some worlds."""
    entry = {"kind": "difference", "setting": "a", "against": "b", "measure": "progress", "verdict": "equal"}
    statement = TypeAdapter(Statement).validate_python({**entry, **changes})
    values = {
        "a": np.array(apart),
        "b": np.zeros(len(apart)),
        "c": np.zeros(len(apart)),
        "d": np.zeros(len(apart)),
    }
    labels = {"a": "boards", "b": "silos", "c": "c", "d": "d"}
    result = statement.result(lambda name, *_: values[name], labels, load_scenario("siloed"))
    return str(result.quotes["sentence"])


P = "rogress on outcomes ended"
THAN = "under boards than under silos"
GAP = {
    "kind": "gap",
    "name": "the gain here",
    "other_name": "the gain there",
    "other_setting": "c",
    "other_against": "d",
}


@pytest.mark.parametrize(
    ("apart", "changes", "expected"),
    [
        (
            [0.03, 0.05] * 20,
            {},
            f"P{P} 0.040 need points higher {THAN} (+0.037 to +0.043). "
            "That is 8 times the smallest difference that matters.",
        ),
        (
            [0.012, 0.012] * 20,
            {"given": "in Wales", "year": 2},
            f"In Wales, after 2 years, progress on outcomes stood 0.012 need points higher {THAN}. "
            "That is 2.4 times the smallest difference that matters.",
        ),
        (
            [-0.003, -0.001] * 20,
            {},
            f"P{P} 0.002 need points lower {THAN}. That is too little to matter: it takes 0.005 need points.",
        ),
        (
            [-0.005, 0.005] * 20,
            {},
            f"P{P} the same under boards as under silos, up to what matters (0.000; −0.002 to +0.002).",
        ),
        (
            [-0.02, 0.021] * 20,
            {},
            f"Whether p{P} higher or lower {THAN} is not known (+0.001; −0.006 to +0.007).",
        ),
        (
            [0.0, 0.012] * 20,
            {},
            f"P{P} 0.006 need points higher {THAN} (+0.004 to +0.008). "
            "Perhaps that is too little to matter: it takes 0.005 need points.",
        ),
        (
            [0.01, 0.02] * 20,
            GAP,
            "Progress on outcomes: the gain here was 0.015 need points more than the gain there "
            "(+0.013 to +0.017). That is 3 times the smallest difference that matters.",
        ),
    ],
)
def test_a_sentence_says_how_large_a_difference_is(
    apart: list[float], changes: dict[str, object], expected: str
) -> None:
    assert sentence(apart, **changes) == expected
