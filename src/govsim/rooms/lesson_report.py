"""The report of a lesson in a room: what the class guessed, beside what came out, and the lesson itself."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from govsim.documents.document import Document, Part
from govsim.documents.table import Column, Table
from govsim.lessons.document import lesson_document
from govsim.lessons.guesses import Answer
from govsim.lessons.lesson import Step
from govsim.lessons.reveal import reveal
from govsim.rooms.lesson import LessonInRoom, results_for
from govsim.words.names import uncapitalised
from govsim.words.plurals import counted


def lesson_report(activity: LessonInRoom, command: str = "") -> Document:
    """The lesson with the guesses of the class before everything else."""
    lesson, results = activity.lesson, results_for(activity.source)
    document = lesson_document(lesson, results, command)
    rows = [
        (
            step.guess.question,
            _guesses_in_words(step, guesses),
            reveal(lesson, step, results).answer.removeprefix("What came out: ").removesuffix("."),
        )
        for step in lesson.steps
        if step.guess is not None and (guesses := _guesses_of(activity, step))
    ]
    columns = (Column("Question"), Column("Your guesses"), Column("What came out"))
    table = Table("Guesses of the class", columns, tuple(rows))
    present = f"{counted(len(activity.students), 'student')} took part."
    part = Part("guesses", "What you guessed, and what came out", (present,), "", (table,), brief=1)
    return replace(document, parts=(part, *document.parts)) if rows else document


def _guesses_of(activity: LessonInRoom, step: Step) -> list[Answer]:
    return [answer for (key, _), answer in activity.guesses.items() if key == step.key]


def _guesses_in_words(step: Step, guesses: list[Answer]) -> str:
    """How many chose each option, or the middle guess and the range."""
    guess = step.guess
    assert guess is not None
    described = guess.described()
    if described["kind"] == "options":
        chosen = [str(one) for one in guesses]
        counts = [
            f"{uncapitalised(one['words'])}: {chosen.count(one['key'])}" for one in described["options"]
        ]
        return "; ".join(counts)
    numbers = [float(one) for one in guesses]
    low, high = (guess.words(end(numbers)) for end in (min, max))
    return f"{guess.words(median(numbers))} in the middle; from {low} to {high}"
