"""The words and drawings of *Learn* as HTML."""

from __future__ import annotations

from html import escape
from typing import Final

from govsim.app.learn.choices import LessonView, shipped
from govsim.app.widgets import choosing
from govsim.documents.html import table_html
from govsim.documents.markup import element, listed
from govsim.lessons.check import LessonResults
from govsim.lessons.document import how_sure, sentences
from govsim.lessons.guesses import EndGuess, NumberGuess
from govsim.lessons.lesson import Lesson, Step, quoted
from govsim.lessons.load import lesson_names
from govsim.lessons.page import READ_ON, SHOW
from govsim.lessons.reveal import Drawn, Reveal
from govsim.words.plurals import counted

MASTHEAD: Final = (
    '<p class="kicker">Learn</p><h1>Guess first, then look</h1><p class="standfirst">Each lesson asks a question about '
    "how to govern. You guess, and then see what came out in four hundred simulated countries, called worlds. Some "
    "answers are clear, and some questions stay open.</p>"
)


def shelf() -> str:
    """All lessons to choose from, the shortest first."""
    lessons = sorted(
        (shipped(name) for name in lesson_names()), key=lambda lesson: (lesson.minutes, lesson.title)
    )
    items = "".join(
        f'<li><button type="button" class="card lesson" {choosing(lesson=one.name, step="1", guesses="", shown="")}>'
        f'<span class="card-title">{escape(one.title)}</span>'
        f'<span class="card-about">{escape(one.question)}</span>'
        f'<span class="minutes">{counted(one.minutes, "minute")}</span></button></li>'
        for one in lessons
    )
    return f'<ul class="shelf">{items}</ul>'


def not_checked(name: str) -> str:
    """A note on a lesson without saved results; empty where no lesson is chosen."""
    command = "govsim lesson check --keep"
    note = f"This lesson has changed since it was last checked. Renew its numbers: <code>{command}</code>"
    return f'<p class="note">{note}</p>' if name else ""


def head(lesson: Lesson) -> str:
    """The lesson's title, its question, and the way back to all."""
    back = f'<button type="button" class="plain" {choosing(lesson="")}>All lessons</button>'
    return (
        f'<p class="kicker">Learn · {counted(lesson.minutes, "minute")} {back}</p><h1>{escape(lesson.title)}</h1>'
        f'<p class="standfirst">{escape(lesson.question)}</p>'
    )


def steps(view: LessonView) -> str:
    """The steps to go to, in any order."""
    items = "".join(
        f'<li><button type="button" class="plain" {choosing(step=str(row + 1))}>{row + 1}'
        f'<span class="step-title">. {escape(one.title)}</span>{" ✓" if one.key in view.shown else ""}</button></li>'
        for row, one in enumerate(view.lesson.steps)
    )
    return f'<ol class="lesson-steps">{items}</ol>'


def text_before(view: LessonView, results: LessonResults) -> str:
    """The heading of a step, and its text before the guess."""
    texts = "".join(f"<p>{escape(quoted(text, results.quotes))}</p>" for text in view.step.say)
    return f'<h2>{view.row + 1}. {escape(view.step.title)}</h2><div class="before">{texts}</div>'


def options(view: LessonView) -> str:
    """The options of a guess as buttons; empty for a number."""
    guess = view.step.guess
    if guess is None or isinstance(guess, NumberGuess | EndGuess):
        return ""
    items = "".join(
        f'<li><button type="button" class="option" aria-pressed="{str(key == view.guess).lower()}" '
        f"{choosing(guesses=view.with_guess(key))}>{escape(words)}</button></li>"
        for key, words in guess.choices
    )
    return f'<ul class="options">{items}</ul>'


def question(step: Step) -> str:
    """The question of a guess."""
    return "" if step.guess is None else f'<p class="asks">{escape(step.guess.question)}</p>'


def show_button(view: LessonView) -> str:
    """The button that reveals."""
    words = READ_ON if view.step.is_opinion else SHOW
    return f'<button type="button" class="show" {choosing(shown=view.with_shown())}>{words}</button>'


def result(shown: Reveal, view: LessonView) -> str:
    """The guess, the answer to it, and the sentence that explains it."""
    guess, parts = view.step.guess, []
    if guess is not None:
        verb = "chose" if view.step.is_opinion else "guessed"
        words = "You have not answered." if view.guess is None else f"You {verb}: {guess.words(view.guess)}."
        parts.append(f'<p class="mine">{escape(words)}</p>')
    if shown.answer:
        parts.append(f'<p class="came-out">{escape(shown.answer)}</p>')
    return "".join((*parts, *(f"<p>{escape(text)}</p>" for text in shown.after[:1])))


def more(shown: Reveal, step: Step, results: LessonResults) -> str:
    """The text below the drawings, and the questions to discuss."""
    after = "".join(f"<p>{escape(text)}</p>" for text in shown.after[1:])
    talk = listed([quoted(text, results.quotes) for text in step.discuss])
    return after + (f"<h3>To discuss</h3>{talk}" if step.discuss else "")


def figure(drawn: Drawn) -> str:
    """A drawing with its caption, as `Picture` takes it."""
    return (
        f'<div class="drawing">{drawn.svg}</div><figcaption class="key">{escape(drawn.caption)}</figcaption>'
    )


def table(drawn: Drawn) -> str:
    """The same numbers."""
    return table_html(drawn.table)


def onward(view: LessonView) -> str:
    """The step before and the step after."""
    last = len(view.lesson.steps)
    parts = []
    if view.row:
        parts.append(
            f'<button type="button" class="plain back" {choosing(step=str(view.row))}>← Back</button>'
        )
    if view.row + 1 < last:
        parts.append(
            f'<button type="button" class="show on" {choosing(step=str(view.row + 2))}>Next step →</button>'
        )
    return "".join(parts)


def rests_on(lesson: Lesson, results: LessonResults) -> str:
    """The statements of the lesson with their numbers, for the end."""
    texts = (*sentences(lesson, results), *how_sure(results))
    return element("h2", "What this lesson rests on") + listed(texts)
