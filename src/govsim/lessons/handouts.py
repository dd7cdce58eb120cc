"""Handouts of a lesson, each one page of HTML to open and print: plan, student sheet, answer key and marking rubric."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Final

from govsim.documents.markup import Html, element, listed, term_list
from govsim.lessons.check import LessonResults
from govsim.lessons.document import how_sure, sentences, units
from govsim.lessons.lesson import Lesson, Step, quoted
from govsim.lessons.reveal import reveal
from govsim.words.plurals import counted

LINE: Final = element("span", "", class_="line")
_HERE: Final = Path(__file__).parent


def plan(lesson: Lesson, results: LessonResults) -> str:
    """The plan, minute by minute."""
    rows = []
    minute = 0
    for step in lesson.steps:
        for action, minutes in parts_of(step):
            words = [action]
            if action == "Ask and guess" and step.guess is not None:
                words = [f"{action}: ", element("i", step.guess.question)]
            elif action == "Discuss":
                words = [f"{action}: ", element("i", quoted(step.discuss[0], results.quotes))]
            time = element("td", f"{minute}–{minute + minutes}")
            rows.append(element("tr", time, element("td", step.title), element("td", *words)))
            minute += minutes
    advice = [(step.title, quoted(text, results.quotes)) for step in lesson.steps for text in step.lecturer]
    return _page(
        f"{lesson.title}: plan",
        element("p", f"{lesson.question} {counted(lesson.minutes, 'minute')}. {lesson.for_whom}"),
        element("p", "Afterwards students can:"),
        listed([*(f"{aim};" for aim in lesson.aims[:-1]), f"{lesson.aims[-1]}."]),
        element(
            "p",
            "You need a projector with the slides, or the page Learn of govsim app, and one sheet for each student. "
            "Everybody guesses in writing before anything is shown.",
        ),
        _table(("Minutes", "Step", "What happens"), rows),
        *([element("h2", "Advice"), term_list(advice)] if advice else []),
        name=lesson.name,
    )


def sheet(lesson: Lesson, results: LessonResults) -> str:
    """The student's sheet: questions with room for answers, without results."""
    parts = [element("p", lesson.question), element("p", "Name: ", LINE)]
    for number, step in enumerate(lesson.steps, 1):
        inside = [element("h2", f"{number}. {step.title}")]
        if step.guess is None:
            inside += [element("p", quoted(text, results.quotes)) for text in step.say]
        else:
            described = step.guess.described()
            inside.append(element("p", element("b", step.guess.question)))
            if described["kind"] == "options":
                options = [element("li", f"☐ {option['words']}") for option in described["options"]]
                inside.append(element("ul", *options, class_="boxes"))
            else:
                inside.append(
                    element("p", f"My guess, {scale_words(described)}: ", LINE, f" {described['unit']}")
                )
            inside.append(element("p", "Because: ", LINE))
            if not step.is_opinion:
                inside.append(element("p", "What came out: ", LINE))
        for text in step.discuss:
            inside += [element("p", quoted(text, results.quotes)), element("p", LINE)]
        parts.append(element("section", *inside))
    return _page(lesson.title, *parts, name=lesson.name)


def key(lesson: Lesson, results: LessonResults) -> str:
    """The results, step by step, with today's numbers."""
    parts = []
    for number, step in enumerate(lesson.steps, 1):
        shown = reveal(lesson, step, results)
        inside = [element("h2", f"{number}. {step.title}")]
        if step.guess is not None:
            inside += [
                element("p", element("i", step.guess.question)),
                element("p", element("b", shown.answer)),
            ]
        inside += [element("p", text) for text in shown.after]
        if len(inside) > 1:
            parts.append(element("section", *inside))
    return _page(
        f"{lesson.title}: answers",
        *parts,
        element("h2", "What it rests on"),
        listed(sentences(lesson, results)),
        *(element("p", one) for one in how_sure(results)),
        element("h2", "What is measured"),
        term_list(units(lesson)),
        name=lesson.name,
    )


def rubric(lesson: Lesson, results: LessonResults) -> str:
    """How to mark what a student writes; a wrong guess costs nothing."""
    settled = [name for name, one in lesson.statements.items() if not one.is_open]
    opened = [name for name, one in lesson.statements.items() if one.is_open]
    first = results.statements[settled[0] if settled else opened[0]].quotes["sentence"]
    unsettled = (
        results.statements[opened[0]].quotes["sentence"]
        if opened
        else "What another measure or year would say."
    )
    rows = (
        (
            "The guess and its reason",
            "none",
            "a guess without a mechanism",
            "says by which mechanism it expected that, and what it learned from what came out",
        ),
        (
            "What came out",
            "none, or another result",
            "direction alone",
            f"direction, size and number of worlds, such as: {first}",
        ),
        (
            "What is not settled",
            "speaks as if all were certain",
            "says that it is a model",
            f"says which part stays open, and why: {unsettled}",
        ),
        (
            "What follows",
            "none",
            "repeats the result",
            f"can {lesson.aims[0]}, and names one assumption that could turn it",
        ),
    )
    return _page(
        f"{lesson.title}: marking",
        element(
            "p", "Task: answer the question of the lesson in about 300 words. ", element("i", lesson.question)
        ),
        element("p", "A wrong guess costs nothing. Twelve marks:"),
        _table(
            ("What", "0", "1 to 2", "3"),
            [element("tr", *(element("td", cell) for cell in row)) for row in rows],
        ),
        name=lesson.name,
    )


def parts_of(step: Step) -> tuple[tuple[str, int], ...]:
    """The minutes of a step: a third to ask and guess, a third for what came out, the rest to talk.

    >>> from govsim.lessons.load import load_lesson
    >>> sum(minutes for _, minutes in parts_of(load_lesson("one_more_layer").steps[1]))
    5
    """
    if step.guess is None:
        return (("Say, show and discuss" if step.discuss else "Say and show", step.minutes),)
    third = max(1, math.floor(step.minutes / 3))
    if not step.discuss:
        return (("Ask and guess", third), ("What came out", step.minutes - third))
    return tuple(
        (action, minutes)
        for action, minutes in (
            ("Ask and guess", third),
            ("What came out", third),
            ("Discuss", step.minutes - 2 * third),
        )
        if minutes
    )


def scale_words(described: dict[str, Any]) -> str:
    """The scale of a guess: `from 0 to 30%`, `from 0 to 100`."""
    unit = "%" if described["unit"] == "%" else ""
    return f"from {described['low']:g} to {described['high']:g}{unit}"


def _table(headings: tuple[str, ...], rows: list[Html]) -> Html:
    head = element("tr", *(element("th", heading, scope="col") for heading in headings))
    return element("table", element("thead", head), element("tbody", *rows))


def _page(title: str, *parts: Html, name: str) -> str:
    """One page of HTML, which names the command that writes it; each part on a line of its own."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"govsim: {title}"),
        element("style", Html((_HERE / "handouts.css").read_text(encoding="utf-8"))),
    )
    note = f"<!-- written by: govsim lesson material {name}; change lessons/{name}.toml, not this file -->"
    body = "\n".join((element("h1", title), *parts))
    return (
        f'<!DOCTYPE html>\n{note}\n<html lang="en-GB">{head}\n<body><main>\n{body}\n</main></body></html>\n'
    )
