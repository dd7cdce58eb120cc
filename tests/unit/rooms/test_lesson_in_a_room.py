"""A lesson in a room: guesses are private until they are closed, then stand beside what came out."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.errors import InputError
from govsim.lessons.load import lesson_names, load_lesson
from govsim.rooms.afterwards import report, sheets
from govsim.rooms.journal import read_journal
from govsim.rooms.lesson import REVEAL, LessonInRoom
from tests.unit.rooms.opened import AtOnce, Site, a_lesson, resumed


def lesson_of(site: Site) -> LessonInRoom:
    assert isinstance(site.live.room.activity, LessonInRoom)
    return site.live.room.activity


@pytest.mark.parametrize("name", lesson_names())
def test_every_lesson_is_played_by_a_class_from_first_to_last_step(name: str, tmp_path: Path) -> None:
    site = a_lesson(tmp_path, name)
    seats = [site.join() for _ in range(3)]
    steps = []
    while lesson_of(site).phase is not None:
        activity = lesson_of(site)
        steps.append(activity.step.key)  # type: ignore[union-attr]
        screen = site.get(site.screen).text
        assert activity.step.title in screen  # type: ignore[union-attr]
        if activity.asks:
            assert "What came out:" not in screen
            assert site.get(f"/room/desk/{site.desk}").text.count("not answered<") == 3
            for place, seat in enumerate(seats[:2]):
                form = site.get(seat).forms["guess"]
                given = form.lists.get("guess") or [value for _, value, _ in form.buttons]
                answer = site.press(seat, "guess", guess=given[place % len(given)])
                assert "You can still change it" in answer.text or "Change my guess" in answer.text
            assert "<b>2</b> of 3 have guessed" in site.get(site.screen).text
        elif activity.reveals:
            assert "Your guess: " in site.get(seats[0]).text
            assert "You did not guess." in site.get(seats[2]).text
        site.next()
    lesson = load_lesson(name)
    assert "Your guesses" in site.get(seats[0]).text
    assert "Now you can:" in site.get(site.screen).text
    assert list(dict.fromkeys(steps)) == [step.key for step in lesson.steps]
    guessed = sum(step.guess is not None for step in lesson.steps)
    assert len(lesson_of(site).guesses) == 2 * guessed
    site.live.close()
    events = read_journal(tmp_path / "room.sqlite")
    students, guesses = sheets(events)
    assert (len(students.rows), len(guesses.rows)) == (3, 2 * guessed)
    document = report(events)
    assert document.question == lesson.question
    rows = document.parts[0].tables[0].rows
    assert [row[0] for row in rows] == [step.guess.question for step in lesson.steps if step.guess]
    assert all(row[1] for row in rows)
    assert any(row[2] for row in rows)


def test_guesses_outlive_a_restart_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    site = a_lesson(tmp_path, "one_more_layer")
    seat = site.join()
    while not lesson_of(site).asks:
        site.next()
    refused = site.press(seat, "guess", guess="<b>all</b>")
    assert "Not saved" in refused.text
    assert not lesson_of(site).guesses
    form = site.get(seat).forms["guess"]
    site.press(seat, "guess", guess=(form.lists.get("guess") or [form.buttons[0][1]])[0])
    again = resumed(site, AtOnce())
    assert len(lesson_of(again).guesses) == 1
    again.next()
    assert lesson_of(again).phase.key.endswith(REVEAL)  # type: ignore[union-attr]


def test_the_minutes_of_phases_are_those_of_the_lesson(tmp_path: Path) -> None:
    for name in lesson_names():
        activity = LessonInRoom.open({"lesson": name})
        assert sum(phase.minutes for phase in activity.phases) == activity.lesson.minutes
    with pytest.raises(InputError, match="one_more_layer"):
        LessonInRoom.open({"lesson": "one_more_layr"})
