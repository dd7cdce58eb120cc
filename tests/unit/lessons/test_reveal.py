"""A step's guess checks answers, and its reveal draws them against what came out."""

from __future__ import annotations

import re

import pytest

from govsim.errors import LessonError
from govsim.lessons.check import Found
from govsim.lessons.lesson import Lesson
from govsim.lessons.material import material, parts_of
from govsim.lessons.page import lesson_html
from govsim.lessons.reveal import asked, reveal


@pytest.mark.parametrize(
    ("step", "given", "kept"),
    [("time", "40", 40.0), ("nothing", "same", "same"), ("end", 20, 20.0), ("opinion", "no", "no")],
)
def test_an_answer_is_kept(lesson: Lesson, step: str, given: object, kept: object) -> None:
    guess = lesson.step(step).guess
    assert guess is not None
    assert guess.checked(given) == kept


@pytest.mark.parametrize(
    ("step", "given"), [("time", 101), ("time", "nan"), ("nothing", "more or less"), ("end", None), ("opinion", "")]
)  # fmt: skip
def test_what_cannot_be_answered_is_refused(lesson: Lesson, step: str, given: object) -> None:
    guess = lesson.step(step).guess
    assert guess is not None
    with pytest.raises(LessonError, match="expected"):
        guess.checked(given)


def test_the_right_answer_follows_from_what_came_out(lesson: Lesson, found: Found) -> None:
    told = [reveal(lesson, step, found) for step in lesson.steps]
    assert told[0].truth.number == 100
    assert told[1].truth.answers == ("same",)
    assert told[2].truth.number == 100 * found.courses["boards", "central_staff_time"].mean[-1]
    assert told[3].truth.answers == ()
    assert [one.answer for one in told[:2]] == [
        "What came out: 100 of 100 worlds.",
        "What came out: no difference that matters.",
    ]
    assert told[3].answer == ""


def test_guesses_are_drawn_against_it(lesson: Lesson, found: Found) -> None:
    scale, worlds = reveal(lesson, lesson.steps[0], found, [40.0, 60.0]).drawings
    assert scale.svg.count("guessed") == 3  # two and the key
    assert ("a guess", "60 of 100 worlds") in scale.table.rows
    assert worlds.svg.count("<circle") == 50
    (tally,) = reveal(lesson, lesson.steps[1], found, ["more", "same", "same"]).drawings
    assert ("No difference that matters", "2") in tally.table.rows
    (course,) = reveal(lesson, lesson.steps[2], found, [10.0]).drawings
    assert course.svg.count("guessed") == 2
    before = asked(lesson, lesson.steps[2], found)
    assert before is not None
    assert "boards" not in before.svg  # what is still to be guessed
    assert "silos" in before.svg


def test_material_is_made_of_the_lesson(lesson: Lesson, found: Found) -> None:
    files = material(lesson, found)
    assert "| 0–1 | Time | Ask and guess: In how many? |" in files["plan.md"]
    assert sum(minutes for step in lesson.steps for _, minutes in parts_of(step)) == lesson.minutes
    assert "- ☐ No difference that matters" in files["sheet.md"]
    assert found.results["time"].quotes["sentence"] in files["key.md"]
    assert found.results["time"].quotes["sentence"] not in files["sheet.md"]
    assert "An opinion: there is no right answer." in files["key.md"]
    assert files["slides.html"].count("<section>") == 1 + 4 + 4 + 1 + 1


def test_the_page_asks_no_other_machine_and_is_small(lesson: Lesson, found: Found) -> None:
    page = lesson_html(lesson, found)
    addresses = set(re.findall(r"https?://[^'\"]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg"}  # a name, which nobody is asked for
    assert len(page) < 100_000
    assert "time &amp; money" in page
    assert page.count('class="reveal"') == 4
