"""The shipped lessons: saved results belong to them, and their material is written from these."""

from __future__ import annotations

import re

import pytest

from govsim.lessons.check import CHECK_SEED, CHECK_WORLDS, failures
from govsim.lessons.lesson import Lesson
from govsim.lessons.load import lesson_names, load_lesson
from govsim.lessons.material import stale
from govsim.lessons.page import lesson_html
from govsim.lessons.reveal import reveal
from govsim.lessons.saved_results import saved_results
from tests.architecture.pages import ROOT
from tests.architecture.retired_words import retired_words

RENEW = "govsim lesson check --keep, then govsim lesson material all"
LESSONS = {name: load_lesson(name) for name in lesson_names()}


@pytest.fixture(params=LESSONS)
def shipped(request: pytest.FixtureRequest) -> Lesson:
    return LESSONS[request.param]


def test_there_are_eight() -> None:
    assert len(LESSONS) == 8


def test_its_saved_numbers_are_of_the_lesson_as_it_stands_and_bear_it_out(shipped: Lesson) -> None:
    results = saved_results(shipped)
    assert results is not None, f"{shipped.name} has changed since its numbers were saved: {RENEW}"
    assert (results.worlds, results.seed) == (CHECK_WORLDS, CHECK_SEED)
    assert failures(shipped, results) == []


def test_its_material_is_what_it_makes_today(shipped: Lesson) -> None:
    results = saved_results(shipped)
    assert results is not None
    assert stale(shipped, results, ROOT / "teaching") == [], f"renew it: {RENEW}"


def test_it_lets_nobody_win_beforehand(shipped: Lesson) -> None:
    """Each has an open question, or a gain and a loss; a class can be wrong either way."""
    results = saved_results(shipped)
    assert results is not None
    verdicts = {result.verdict for result in results.statements.values()}
    opened = any(one.is_open for one in shipped.statements.values())
    assert opened or {"better", "worse"} <= verdicts
    assert len({reveal(shipped, step, results).answer for step in shipped.steps if step.guess}) > 2


def test_its_sentences_are_short(shipped: Lesson) -> None:
    texts = [
        text for step in shipped.steps for text in (*step.say, *step.after, *step.discuss, *step.lecturer)
    ]
    lengths = [len(one.split()) for text in texts for one in re.split(r"(?<=[.?!:]) ", text)]
    assert max(lengths) <= 40
    assert sorted(lengths)[len(lengths) // 2] < 20
    assert retired_words("\n".join(texts)) == []


def test_its_page_fits_a_learning_platform(shipped: Lesson) -> None:
    results = saved_results(shipped)
    assert results is not None
    assert len(lesson_html(shipped, results).encode()) < 120_000
