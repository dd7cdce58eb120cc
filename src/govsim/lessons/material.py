"""Material to teach a lesson from: plan, student sheet, answer key, marking rubric and slides, all from its file."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from govsim.documents.markup import Html, element, listed
from govsim.files import atomic_write
from govsim.lessons.check import LessonResults
from govsim.lessons.document import how_sure, sentences, units
from govsim.lessons.lesson import Lesson, Step, quoted
from govsim.lessons.reveal import before_guess, reveal
from govsim.words.plurals import counted

WIDTH: Final = 120
LINE: Final = "\\_" * 30
_HERE: Final = Path(__file__).parent


def material(lesson: Lesson, results: LessonResults) -> dict[str, str]:
    """The files of a lesson by name, as text.

    Args:
        lesson: The lesson.
        results: Its results in many worlds; all numbers are from there.

    Returns:
        `plan.md`, `sheet.md`, `key.md`, `rubric.md` and `slides.html`.
    """
    pages = {"plan.md": _plan, "sheet.md": _sheet, "key.md": _key, "rubric.md": _rubric}
    return {
        **{name: _text(page(lesson, results), lesson.name) for name, page in pages.items()},
        "slides.html": slides(lesson, results),
    }


def write_material(lesson: Lesson, results: LessonResults, folder: Path) -> Path:
    """Write the files into `folder/NAME/`. Returns that folder. Raises OSError."""
    target = folder / lesson.name
    target.mkdir(parents=True, exist_ok=True)
    for name, text in material(lesson, results).items():
        with atomic_write(target / name) as file:
            file.write(text.encode())
    return target


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
        (what, minutes)
        for what, minutes in (
            ("Ask and guess", third),
            ("What came out", third),
            ("Discuss", step.minutes - 2 * third),
        )
        if minutes
    )


def range_words(described: Mapping[str, Any]) -> str:
    """The scale of a guess: `from 0 to 30%`, `from 0 to 100`."""
    unit = "%" if described["unit"] == "%" else ""
    return f"from {described['low']:g} to {described['high']:g}{unit}"


def _text(lines: Iterator[str], name: str) -> str:
    """Markdown, wrapped; tables and lists as they are."""
    head = f"<!-- written by: govsim lesson material {name}; change lessons/{name}.toml, not this file -->"
    wrapped = [line if line.startswith(("|", "#")) else _wrapped(line) for line in lines]
    return "\n".join([head, "", *wrapped]) + "\n"


def _wrapped(line: str) -> str:
    start = line.lstrip(" ")
    hang = " " * (len(line) - len(start) + 2) if start.startswith(("- ", "* ")) else ""
    return textwrap.fill(line, WIDTH, subsequent_indent=hang, break_on_hyphens=False, break_long_words=False)


def _plan(lesson: Lesson, results: LessonResults) -> Iterator[str]:
    """The plan, minute by minute."""
    yield from (f"# {lesson.title}: plan", "")
    yield from (f"{lesson.question} {counted(lesson.minutes, 'minute')}. {lesson.for_whom}", "")
    yield from (
        "Afterwards students can:",
        "",
        *(f"- {aim};" for aim in lesson.aims[:-1]),
        f"- {lesson.aims[-1]}.",
        "",
    )
    yield from (
        "You need a projector with the slides, or the page *Learn* of `govsim app`, and one sheet for each student. "
        "Everybody guesses before anything is shown, and in writing.",
        "",
    )
    yield from ("| Minutes | Step | What happens |", "| --- | --- | --- |")
    minute = 0
    for step in lesson.steps:
        for what, minutes in parts_of(step):
            question = (
                f": {step.guess.question}" if what == "Ask and guess" and step.guess is not None else ""
            )
            talk = f": {quoted(step.discuss[0], results.quotes)}" if what == "Discuss" else ""
            yield f"| {minute}–{minute + minutes} | {step.title} | {what}{question}{talk} |"
            minute += minutes
    advice = [(step.title, quoted(text, results.quotes)) for step in lesson.steps for text in step.lecturer]
    if advice:
        yield from ("", "## Advice", "")
        yield from (f"- *{title}*: {text}" for title, text in advice)


def _sheet(lesson: Lesson, results: LessonResults) -> Iterator[str]:
    """The student's sheet: questions with room for answers, without results."""
    yield from (f"# {lesson.title}", "", f"{lesson.question}", "", f"Name: {LINE}", "")
    for number, step in enumerate(lesson.steps, 1):
        yield from (f"## {number}. {step.title}", "")
        if step.guess is None:
            for text in step.say:
                yield from (quoted(text, results.quotes), "")
        else:
            yield from (f"**{step.guess.question}**", "")
            described = step.guess.described()
            if described["kind"] == "options":
                yield from (*(f"- ☐ {option['words']}" for option in described["options"]), "")
            else:
                yield from (f"My guess, {range_words(described)}: {LINE} {described['unit']}", "")
            yield from (f"Because: {LINE}", "")
            if not step.is_opinion:
                yield from (f"What came out: {LINE}", "")
        for text in step.discuss:
            yield from (quoted(text, results.quotes), "", LINE, "")


def _key(lesson: Lesson, results: LessonResults) -> Iterator[str]:
    """The results, step by step, with today's numbers."""
    yield from (f"# {lesson.title}: answers", "")
    for number, step in enumerate(lesson.steps, 1):
        shown = reveal(lesson, step, results)
        yield from (f"## {number}. {step.title}", "")
        if step.guess is not None:
            yield from (f"*{step.guess.question}*", "")
            yield from (f"**{shown.answer}**", "")
        for text in shown.after:
            yield from (text, "")
    yield from ("## What it rests on", "")
    yield from (f"- {one}" for one in sentences(lesson, results))
    yield ""
    for one in how_sure(results):
        yield from (one, "")
    yield from ("## What is measured", "")
    yield from (f"- **{term}**: {meaning}" for term, meaning in units(lesson))


def _rubric(lesson: Lesson, results: LessonResults) -> Iterator[str]:
    """How to mark what a student writes; a wrong guess costs nothing."""
    settled = [name for name, one in lesson.statements.items() if not one.is_open]
    opened = [name for name, one in lesson.statements.items() if one.is_open]
    yield from (f"# {lesson.title}: marking", "")
    task = f"Task: answer the question of the lesson in about 300 words. *{lesson.question}*"
    yield from (task, "", "A wrong guess costs nothing. Twelve marks:", "")
    yield from ("| What | 0 | 1 to 2 | 3 |", "| --- | --- | --- | --- |")
    yield (
        "| The guess and its reason | none | a guess without a mechanism | says by which mechanism it expected that, "
        "and what it learned from what came out |"
    )
    first = results.statements[settled[0] if settled else opened[0]].quotes["sentence"]
    yield (
        "| What came out | none, or another result | direction alone | direction, size and number of worlds, such as: "
        f"{first} |"
    )
    unsettled = (
        results.statements[opened[0]].quotes["sentence"]
        if opened
        else "what another measure or year would say"
    )
    yield (
        "| What is not settled | speaks as if all were certain | says that it is a model | says which part stays "
        f"open and why: {unsettled.rstrip('.')} |"
    )
    yield (
        f"| What follows | none | repeats the result | can {lesson.aims[0]}, and names one assumption that could turn "
        "it |"
    )


def slides(lesson: Lesson, results: LessonResults) -> str:
    """Slides as one file of HTML: a screen each, and a page each in print."""
    shown = [_slide(element("h1", lesson.title), element("p", lesson.question, class_="lead"))]
    for number, step in enumerate(lesson.steps, 1):
        heading = f"{number}. {step.title}"
        ask = [element("p", quoted(text, results.quotes)) for text in step.say]
        if step.guess is not None:
            described = step.guess.described()
            ask.append(element("p", described["question"], class_="lead"))
            if described["kind"] == "options":
                ask.append(listed([option["words"] for option in described["options"]]))
            else:
                ask.append(element("p", f"A number {range_words(described)}"))
            beside = before_guess(lesson, step, results)
            if beside is not None:
                ask = [element("div", element("div", *ask), element("figure", beside.svg), class_="beside")]
        shown.append(_slide(element("h2", heading), *ask))
        shown += _answers(step, heading, lesson, results)
    end = [*sentences(lesson, results)]
    shown.append(
        _slide(
            element("h2", "What this rests on"),
            element("div", listed(end), element("p", how_sure(results)[0]), class_="rests"),
        )
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"govsim: {lesson.title}, slides"),
        element("style", Html((_HERE / "slides.css").read_text(encoding="utf-8"))),
    )
    body = element("body", element("main", *shown))
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en-GB')}\n"


def _answers(step: Step, heading: str, lesson: Lesson, results: LessonResults) -> list[Html]:
    """The slide of the result, if anything is shown, and one of questions, if there are any."""
    shown = reveal(lesson, step, results)
    words = [*([element("p", shown.answer, class_="lead")] if shown.answer else [])]
    words += [element("p", text) for text in shown.after]
    drawn = [element("figure", one.svg, element("figcaption", one.caption)) for one in shown.drawings[-1:]]
    answers = []
    if words or drawn:
        beside = element("div", element("div", *words), *drawn, class_="beside")
        answers.append(_slide(element("h2", heading), beside))
    talk = [quoted(text, results.quotes) for text in step.discuss]
    if talk:
        answers.append(
            _slide(
                element("h2", heading),
                element("p", "To discuss"),
                element("div", listed(talk), class_="lead"),
            )
        )
    return answers


def _slide(*inside: Html) -> Html:
    return element("section", *inside)


def stale(lesson: Lesson, results: LessonResults, folder: Path) -> list[str]:
    """Files of the material that are not what the lesson makes today."""
    today: Mapping[str, str] = material(lesson, results)
    target = folder / lesson.name
    return [
        name
        for name, text in today.items()
        if not (target / name).is_file() or (target / name).read_text(encoding="utf-8") != text
    ]
