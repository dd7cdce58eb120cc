"""Lesson files: what is wrong is said with its line, and what is right is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.errors import LessonError
from govsim.lessons.lesson import Lesson
from govsim.lessons.load import load_lesson
from govsim.lessons.new_lesson import write_lesson
from tests.tiny_lessons import TINY


def refused(text: str, folder: Path) -> str:
    file = folder / "wrong.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LessonError) as caught:
        load_lesson(file)
    return str(caught.value)


def test_a_lesson_is_whole(lesson: Lesson) -> None:
    assert lesson.name == "tiny"
    assert [step.minutes for step in lesson.steps] == [4, 3, 2, 1]
    assert lesson.scenarios["boards"].levers.board_membership == "contributors"
    assert lesson.steps[0].statements == ("time", "gap")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("minutes = 10", "minutes = 11", "the minutes of its steps together, 10"),
        ('measure = "progress"', 'measure = "progres"', "Did you mean 'progress'?"),
        ('against = "silos"\nmeasure = "progress"', 'against = "silo"\nmeasure = "progress"', "Did you mean 'silos'?"),
        ("{nothing}", "{nothin}", "Did you mean 'nothing'?"),
        ("{time.size}", "{time.sise}", "Did you mean 'size'?"),
        ('extends = "classroom_small"', 'extends = "classroom_smal"', "classroom_small"),
        ('after = ["{nothing}"]\n', "", "a sentence after the reveal"),
        ('way = "higher"\n\n', 'way = "up"\n\n', "'higher' or 'lower'"),
        ('kind = "gap"', 'kind = "gape"', "a known kind"),
        ('horizon = 12, warm_up = 4, levers_from = "layered"', 'horizon = 20, levers_from = "layered"', "20 quarters"),
        ('verdict = "equal"', 'verdict = "equal"\nyear = 9', "a year of 3 years"),
        ('key = "end"', 'key = "time"', "a unique key"),
        ("low = 0, high", "low = 50, high", "less than high"),
        ('{view = "worlds", statement = "time"}', '{view = "worlds"}', "the statement whose worlds are drawn"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(before: str, after: str, message: str, tmp_path: Path) -> None:
    assert TINY.count(before) >= 1
    assert message in refused(TINY.replace(before, after, 1), tmp_path)


def test_a_statement_that_no_step_uses_is_refused(tmp_path: Path) -> None:
    message = refused(TINY.replace('after = ["{most}"]', 'after = ["So."]'), tmp_path)
    assert "statements.most" in message
    assert "line 34" in message


def test_a_name_that_is_not_known_gets_the_nearest() -> None:
    with pytest.raises(LessonError, match="Did you mean 'one_more_layer'"):
        load_lesson("one_more_lair")


def test_the_template_of_a_new_lesson_is_a_lesson(tmp_path: Path) -> None:
    file = write_lesson("mine", tmp_path / "mine.toml")
    assert load_lesson(file).name == "mine"
    with pytest.raises(LessonError, match="a new file"):
        write_lesson("mine", file)
