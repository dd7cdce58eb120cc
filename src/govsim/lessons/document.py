"""A lesson as a document, for the terminal, a page of HTML, Markdown or JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from govsim.comparison.document import A_MODEL
from govsim.documents.document import Document, Part
from govsim.lessons.check import CHECK_SEED, LessonResults
from govsim.lessons.lesson import Lesson, Step, quoted
from govsim.lessons.reveal import reveal
from govsim.measures.amounts import threshold, unit_words
from govsim.measures.catalogue import MEASURES
from govsim.runs.version import MODEL_VERSION
from govsim.words.names import capitalised
from govsim.words.plurals import counted
from govsim.words.verdicts import MONTE_CARLO

OPEN_QUESTION: Final = "Open: "


def lesson_document(lesson: Lesson, results: LessonResults, command: str = "") -> Document:
    """The whole lesson with its answers: for the lecturer, not for the class."""
    title = lesson.title if lesson.title.endswith("?") else f"{lesson.title}."
    return Document(
        name=lesson.name,
        about=f"{title} {counted(lesson.minutes, 'minute')}. {lesson.for_whom}",
        question=lesson.question,
        answer=sentences(lesson, results),
        how_sure=how_sure(results),
        does_not_say=(MONTE_CARLO, A_MODEL),
        parts=tuple(_part(lesson, step, results) for step in lesson.steps),
        provenance=(("Model", f"govsim {MODEL_VERSION}"), ("Seed", str(results.seed))),
        failures=(),
        command=command,
        units=units(lesson),
    )


def sentences(lesson: Lesson, results: LessonResults) -> tuple[str, ...]:
    """The result of each statement; one that states an open question is marked as open."""
    return tuple(
        f"{OPEN_QUESTION if one.is_open else ''}{results.statements[name].quotes['sentence']}"
        for name, one in lesson.statements.items()
    )


def how_sure(results: LessonResults) -> tuple[str, ...]:
    """Where the numbers come from."""
    unused = " that were not used to write the lesson" if results.seed == CHECK_SEED else ""
    worlds = f"{counted(results.worlds, 'world')}{unused} (seed {results.seed})"
    return (f"Numbers are of {worlds}. Brackets are 95% intervals of paired differences.",)


def units(lesson: Lesson) -> tuple[tuple[str, str], ...]:
    """What the lesson measures, and from which difference on it matters."""
    terms = []
    for name in lesson.measures:
        measure = MEASURES[name]
        effect = threshold(measure.smallest_effect, measure)
        terms.append(
            (
                measure.label,
                f"{capitalised(measure.meaning)} ({unit_words(measure)}). It matters from {effect}.",
            )
        )
    return tuple(terms)


def lesson_json(lesson: Lesson, results: LessonResults) -> dict[str, Any]:
    """The lesson and its results, as plain tables."""
    return {
        "name": lesson.name,
        "title": lesson.title,
        "question": lesson.question,
        "worlds": results.worlds,
        "seed": results.seed,
        "statements": {
            name: {
                "claim": one.claim(lesson.labels),
                "open": one.is_open,
                **{key: value for key, value in asdict(results.statements[name]).items() if key != "dots"},
            }
            for name, one in lesson.statements.items()
        },
    }


def _part(lesson: Lesson, step: Step, results: LessonResults) -> Part:
    shown = reveal(lesson, step, results)
    question = () if step.guess is None else (f"Guess: {step.guess.question}",)
    texts = (
        *(quoted(text, results.quotes) for text in step.say),
        *question,
        *([shown.answer] if shown.answer else []),
        *shown.after,
        *(f"To discuss: {quoted(text, results.quotes)}" for text in step.discuss),
        *(f"For the lecturer: {quoted(text, results.quotes)}" for text in step.lecturer),
    )
    drawings = [one for one in shown.drawings if step.show is not None]
    return Part(
        step.key.replace("_", "-"),
        f"{step.title} ({counted(step.minutes, 'minute')})",
        texts,
        drawings[-1].caption if drawings else "",
        tuple(one.table for one in drawings[-1:]),
        drawing=(lambda: drawings[-1].svg) if drawings else None,
    )
