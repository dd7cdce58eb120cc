"""A step's guess checks answers, and its reveal draws them against the result."""

from __future__ import annotations

import re

import pytest

from govsim.errors import LessonError
from govsim.lessons.check import LessonResults
from govsim.lessons.handouts import parts_of
from govsim.lessons.lesson import Lesson
from govsim.lessons.material import material
from govsim.lessons.page import lesson_html
from govsim.lessons.reveal import before_guess, reveal


@pytest.mark.parametrize(
    ("step", "given", "accepted"),
    [("time", "40", 40.0), ("nothing", "same", "same"), ("end", 20, 20.0), ("opinion", "no", "no")],
)
def test_an_answer_is_accepted(lesson: Lesson, step: str, given: object, accepted: object) -> None:
    guess = lesson.step(step).guess
    assert guess is not None
    assert guess.checked(given) == accepted


@pytest.mark.parametrize(
    ("step", "given"), [("time", 101), ("time", "nan"), ("nothing", "more or less"), ("end", None), ("opinion", "")]
)  # fmt: skip
def test_what_cannot_be_answered_is_refused(lesson: Lesson, step: str, given: object) -> None:
    guess = lesson.step(step).guess
    assert guess is not None
    with pytest.raises(LessonError, match="expected"):
        guess.checked(given)


def test_the_right_answer_follows_from_the_result(lesson: Lesson, results: LessonResults) -> None:
    shown = [reveal(lesson, step, results) for step in lesson.steps]
    assert shown[0].truth.number == 100
    assert shown[1].truth.answers == ("same",)
    assert shown[2].truth.number == 100 * results.courses["boards", "central_staff_time"].mean[-1]
    assert shown[3].truth.answers == ()
    assert [one.answer for one in shown[:2]] == [
        "What came out: 100 of 100 worlds.",
        "What came out: no difference that matters.",
    ]
    assert shown[3].answer == "There is no right answer."


def test_guesses_are_drawn_against_it(lesson: Lesson, results: LessonResults) -> None:
    scale, worlds = reveal(lesson, lesson.steps[0], results, [40.0, 60.0]).drawings
    assert scale.svg.count("guessed") == 3  # two and the key
    assert ("a guess", "60 of 100 worlds") in scale.table.rows
    assert worlds.svg.count("<circle") == 50
    (tally,) = reveal(lesson, lesson.steps[1], results, ["more", "same", "same"]).drawings
    assert ("No difference that matters", "2") in tally.table.rows
    (course,) = reveal(lesson, lesson.steps[2], results, [10.0]).drawings
    assert course.svg.count("guessed") == 2
    before = before_guess(lesson, lesson.steps[2], results)
    assert before is not None
    assert "boards" not in before.svg  # what is still to be guessed
    assert "silos" in before.svg


def test_material_is_made_of_the_lesson(lesson: Lesson, results: LessonResults) -> None:
    files = material(lesson, results)
    assert "<td>0–1</td><td>Time</td><td>Ask and guess: <i>In how many?</i></td>" in files["plan.html"]
    assert sum(minutes for step in lesson.steps for _, minutes in parts_of(step)) == lesson.minutes
    assert "☐ No difference that matters" in files["sheet.html"]
    assert results.statements["time"].quotes["sentence"] in files["key.html"]
    assert results.statements["time"].quotes["sentence"] not in files["sheet.html"]
    assert files["key.html"].count("There is no right answer.") == 1
    assert files["sheet.html"].count("What came out: ") == 3  # of an opinion nothing came out
    assert files["slides.html"].count("<section>") == 1 + 4 + 4 + 1 + 1


def test_the_page_asks_no_other_machine_and_is_small(lesson: Lesson, results: LessonResults) -> None:
    page = lesson_html(lesson, results)
    addresses = set(re.findall(r"https?://[^'\"]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg"}  # a name, which nobody is asked for
    assert len(page) < 100_000
    assert "time &amp; money" in page
    assert page.count('class="reveal"') == 4
