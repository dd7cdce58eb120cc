"""A lesson as a document, for the terminal, a page of HTML, Markdown or JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from govsim.comparison.document import A_MODEL
from govsim.documents.document import Document, Part
from govsim.lessons.check import CHECK_SEED, Found
from govsim.lessons.lesson import Lesson, Step, quoted
from govsim.lessons.reveal import reveal
from govsim.measures.amounts import threshold, unit_words
from govsim.measures.catalogue import MEASURES
from govsim.runs.version import MODEL_VERSION
from govsim.words.names import capitalised
from govsim.words.plurals import counted
from govsim.words.verdicts import MONTE_CARLO

NOBODY_KNOWS: Final = "Open: "


def lesson_document(lesson: Lesson, found: Found, command: str = "") -> Document:
    """The whole lesson with its answers: for who teaches it, not for the class."""
    return Document(
        name=lesson.name,
        about=f"{lesson.title}. {counted(lesson.minutes, 'minute')}. {lesson.for_whom}",
        question=lesson.question,
        answer=sentences(lesson, found),
        how_sure=how_sure(found),
        does_not_say=(MONTE_CARLO, A_MODEL),
        parts=tuple(_part(lesson, step, found) for step in lesson.steps),
        provenance=(("Model", f"govsim {MODEL_VERSION}"), ("Seed", str(found.seed))),
        failures=(),
        command=command,
        units=units(lesson),
    )


def sentences(lesson: Lesson, found: Found) -> tuple[str, ...]:
    """What came out for each statement; what is not settled is marked as open."""
    return tuple(
        f"{NOBODY_KNOWS if one.is_open else ''}{found.results[name].quotes['sentence']}"
        for name, one in lesson.statements.items()
    )


def how_sure(found: Found) -> tuple[str, ...]:
    """Where the numbers come from."""
    unused = " that were not used to write the lesson" if found.seed == CHECK_SEED else ""
    return (
        f"Numbers are of {counted(found.worlds, 'world')}{unused} (seed {found.seed}). Brackets are 95% intervals of "
        "paired differences.",
    )


def units(lesson: Lesson) -> tuple[tuple[str, str], ...]:
    """What the lesson measures, and from which difference on it matters."""
    told = []
    for name in lesson.measures:
        measure = MEASURES[name]
        effect = threshold(measure.smallest_effect, measure)
        told.append(
            (
                measure.label,
                f"{capitalised(measure.meaning)} ({unit_words(measure)}). It matters from {effect}.",
            )
        )
    return tuple(told)


def lesson_json(lesson: Lesson, found: Found) -> dict[str, Any]:
    """The lesson and what came out, as plain tables."""
    return {
        "name": lesson.name,
        "title": lesson.title,
        "question": lesson.question,
        "worlds": found.worlds,
        "seed": found.seed,
        "statements": {
            name: {
                "claim": one.claim(lesson.labels),
                "open": one.is_open,
                **{key: value for key, value in asdict(found.results[name]).items() if key != "dots"},
            }
            for name, one in lesson.statements.items()
        },
    }


def _part(lesson: Lesson, step: Step, found: Found) -> Part:
    shown = reveal(lesson, step, found)
    asked = () if step.guess is None else (f"Guess: {step.guess.question}",)
    told = (
        *(quoted(text, found.quotes) for text in step.say),
        *asked,
        *([shown.answer] if shown.answer else []),
        *shown.after,
        *(f"To discuss: {quoted(text, found.quotes)}" for text in step.discuss),
        *(f"For who teaches: {quoted(text, found.quotes)}" for text in step.lecturer),
    )
    drawings = [one for one in shown.drawings if step.show is not None]
    return Part(
        step.key.replace("_", "-"),
        f"{step.title} ({counted(step.minutes, 'minute')})",
        told,
        drawings[-1].caption if drawings else "",
        tuple(one.table for one in drawings[-1:]),
        drawing=(lambda: drawings[-1].svg) if drawings else None,
    )
