"""A lesson as one file of HTML: it asks, waits for the guess, and draws it against what came out."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from govsim.comparison.document import A_MODEL
from govsim.documents.html import table_html
from govsim.documents.markup import Html, element, joined_html, listed, section, term_list
from govsim.documents.page import sealed, whole_page
from govsim.files import atomic_write
from govsim.lessons.check import LessonResults
from govsim.lessons.document import how_sure, sentences, units
from govsim.lessons.lesson import Lesson, Step, quoted
from govsim.lessons.reveal import Drawn, before_guess, reveal
from govsim.runs.version import MODEL_VERSION
from govsim.words.plurals import counted
from govsim.words.verdicts import MONTE_CARLO

SHOW: Final = "Show what came out"
READ_ON: Final = "Read on"  # of an opinion, for which nothing came out
WHAT_IT_IS: Final = (
    "A page made by govsim, a simulation of government. It asks no other machine for anything. Your guesses stay in "
    "the address of this page, and nowhere else."
)
_HERE: Final = Path(__file__).parent


def lesson_html(lesson: Lesson, results: LessonResults) -> str:
    """The page as text.

    Args:
        lesson: The lesson.
        results: Its results in many worlds.

    Returns:
        HTML that needs no other file and no network. Without JavaScript it asks and shows all the same.
    """
    script = Html(_text("lesson.js"))
    header = [
        element("h1", lesson.title),
        element("p", lesson.question, class_="about"),
        element("p", f"{counted(lesson.minutes, 'minute')}. {lesson.for_whom}", class_="note"),
    ]
    steps = [_step(lesson, step, results, number) for number, step in enumerate(lesson.steps, 1)]
    end = [_rests_on(lesson, results), _provenance(results), element("script", script)]
    head = [*sealed(script), element("style", Html(_text("lesson.css")))]
    return whole_page(f"govsim: {lesson.title}", header, [*steps, *end], head)


def write_lesson_page(lesson: Lesson, results: LessonResults, path: Path) -> None:
    """Write the page atomically."""
    with atomic_write(path) as file:
        file.write(lesson_html(lesson, results).encode())


def drawn_html(drawn: Drawn) -> Html:
    """A drawing with its caption and its table, which is folded."""
    table = element("details", element("summary", "Show as a table"), table_html(drawn.table), class_="twin")
    return element(
        "figure", element("div", drawn.svg, class_="drawing"), element("figcaption", drawn.caption), table
    )


def _step(lesson: Lesson, step: Step, results: LessonResults, number: int) -> Html:
    text_before = [element("p", quoted(text, results.quotes)) for text in step.say]
    shown = reveal(lesson, step, results)
    inside = [
        *([element("p", shown.answer, class_="came-out")] if shown.answer else []),
        *(element("p", text) for text in shown.after[:1]),
        *map(drawn_html, shown.drawings),
        *(element("p", text) for text in shown.after[1:]),
    ]
    folded = (
        [
            element(
                "details", element("summary", READ_ON if step.is_opinion else SHOW), *inside, class_="reveal"
            )
        ]
        if inside
        else []
    )
    talk = [quoted(text, results.quotes) for text in step.discuss]
    discuss = [element("h3", "To discuss"), listed(talk)] if talk else []
    guess = _guess(lesson, step, results) if step.guess is not None else []
    return section(
        step.key.replace("_", "-"), f"{number}. {step.title}", *text_before, *guess, *folded, *discuss
    )


def _guess(lesson: Lesson, step: Step, results: LessonResults) -> list[Html]:
    """The question with its options or its scale; without a script an answer is not remembered."""
    assert step.guess is not None
    described, name = step.guess.described(), step.key
    if described["kind"] == "options":
        options = [
            element(
                "label",
                element("input", type="radio", name=name, value=option["key"]),
                " ",
                option["words"],
            )
            for option in described["options"]
        ]
        inside: list[Html] = [element("div", *options, class_="options")]
    else:
        low, high, step_size = (f"{described[which]:g}" for which in ("low", "high", "step"))
        control = element(
            "input",
            type="range",
            id=f"guess-{name}",
            name=name,
            min=low,
            max=high,
            step=step_size,
            data_unit=described["unit"],
            aria_label=step.guess.question,
        )
        output = element("output", "no guess yet", for_=f"guess-{name}")
        inside = [
            element("div", element("span", low), control, element("span", high), class_="scale"),
            element("p", "Your guess: ", output),
        ]
    before = before_guess(lesson, step, results)
    drawn = [element("div", before.svg, class_="drawing before")] if before is not None else []
    right = " ".join(reveal(lesson, step, results).truth.answers)
    legend = element("legend", step.guess.question)
    return [element("fieldset", legend, *drawn, *inside, class_="guess", data_guess=name, data_right=right)]


def _rests_on(lesson: Lesson, results: LessonResults) -> Html:
    return section(
        "rests-on",
        "What this lesson rests on",
        listed(sentences(lesson, results)),
        element("h3", "What is measured"),
        term_list(units(lesson)),
        element("h3", "How sure is it?"),
        listed((*how_sure(results), MONTE_CARLO, A_MODEL)),
    )


def _provenance(results: LessonResults) -> Html:
    pairs = (("What it is", WHAT_IT_IS), ("Model", f"govsim {MODEL_VERSION}"), ("Seed", str(results.seed)))
    return section("provenance", "Where this comes from", term_list(pairs))


def _text(name: str) -> Html:
    return joined_html([Html((_HERE / name).read_text(encoding="utf-8"))])
