"""Material to teach a lesson from: plan, student sheet, answer key, marking rubric and slides, all from its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from govsim.documents.markup import Html, element, listed
from govsim.files import atomic_write
from govsim.lessons import handouts
from govsim.lessons.check import LessonResults
from govsim.lessons.document import how_sure, sentences
from govsim.lessons.handouts import scale_words
from govsim.lessons.lesson import Lesson, Step, quoted
from govsim.lessons.reveal import before_guess, reveal

_HERE: Final = Path(__file__).parent


def material(lesson: Lesson, results: LessonResults) -> dict[str, str]:
    """The files of a lesson by name, as text.

    Args:
        lesson: The lesson.
        results: Its results in many worlds; all numbers are from there.

    Returns:
        `plan.html`, `sheet.html`, `key.html`, `rubric.html` and `slides.html`.
    """
    pages = (handouts.plan, handouts.sheet, handouts.key, handouts.rubric, slides)
    return {f"{page.__name__}.html": page(lesson, results) for page in pages}


def write_material(lesson: Lesson, results: LessonResults, folder: Path) -> Path:
    """Write the files into `folder/NAME/`. Returns that folder. Raises OSError."""
    target = folder / lesson.name
    target.mkdir(parents=True, exist_ok=True)
    for name, text in material(lesson, results).items():
        with atomic_write(target / name) as file:
            file.write(text.encode())
    return target


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
                ask.append(element("p", f"A number {scale_words(described)}"))
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
