"""The words and drawings of *Learn* as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from govsim.app.learn.asked import Playing
from govsim.app.learn.lots import shipped
from govsim.app.widgets import choosing
from govsim.documents.html import table_html
from govsim.documents.markup import element, listed
from govsim.lessons.check import CHECK_WORLDS, Found
from govsim.lessons.document import how_sure, sentences
from govsim.lessons.guesses import EndGuess, NumberGuess
from govsim.lessons.lesson import Lesson, Step, quoted
from govsim.lessons.load import lesson_names
from govsim.lessons.reveal import Drawn, Reveal
from govsim.words.plurals import counted

SHOW: Final = "Show what came out"
WAITING: Final = "<p>The worlds are being run. Take your time to guess.</p>"
MASTHEAD: Final = (
    '<p class="kicker">Learn</p><h1>Guess first, then look</h1><p class="standfirst">Each lesson asks a question about '
    "how to govern. You guess, and then see what came out in four hundred worlds. Some answers are clear, and some "
    "questions stay open.</p>"
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


def head(lesson: Lesson) -> str:
    """The lesson's title, its question, and the way back to all."""
    back = f'<button type="button" class="plain" {choosing(lesson="")}>All lessons</button>'
    return (
        f'<p class="kicker">Learn · {counted(lesson.minutes, "minute")} {back}</p><h1>{escape(lesson.title)}</h1>'
        f'<p class="standfirst">{escape(lesson.question)}</p>'
    )


def steps(play: Playing) -> str:
    """The steps to go to, in any order."""
    items = "".join(
        f'<li><button type="button" class="plain" {choosing(step=str(row + 1))}>{row + 1}. {escape(one.title)}'
        f"{' ✓' if one.key in play.shown else ''}</button></li>"
        for row, one in enumerate(play.lesson.steps)
    )
    return f'<ol class="lesson-steps">{items}</ol>'


def said(step: Step, found: Found | None, number: int) -> str:
    """The heading of a step, and what is said before the guess."""
    quotes = {} if found is None else found.quotes
    texts = [quoted(text, quotes) for text in step.say if found is not None or "{" not in text]
    told = "".join(f"<p>{escape(text)}</p>" for text in texts)
    return f"<h2>{number}. {escape(step.title)}</h2>{told}"


def options(play: Playing) -> str:
    """The options of a guess as buttons; empty for a number."""
    guess = play.step.guess
    if guess is None or isinstance(guess, NumberGuess | EndGuess):
        return ""
    items = "".join(
        f'<li><button type="button" class="option" aria-pressed="{str(key == play.guess).lower()}" '
        f"{choosing(guesses=play.with_guess(key))}>{escape(words)}</button></li>"
        for key, words in guess.choices
    )
    return f'<ul class="options">{items}</ul>'


def question(step: Step) -> str:
    """What is to be guessed."""
    return "" if step.guess is None else f'<p class="asks">{escape(step.guess.question)}</p>'


def show_button(play: Playing) -> str:
    """The button that reveals."""
    return f'<button type="button" class="show" {choosing(shown=play.with_shown())}>{SHOW}</button>'


def told(shown: Reveal, play: Playing, found: Found) -> str:
    """The guess, what came out, and the sentence after it."""
    guess = play.step.guess
    mine = ""
    if guess is not None:
        words = "You have not guessed." if play.guess is None else f"You guessed: {guess.words(play.guess)}."
        mine = f"<p>{escape(words)}</p>"
    answer = f'<p class="came-out">{escape(shown.answer)}</p>' if shown.answer else ""
    so_far = "" if found.worlds >= CHECK_WORLDS else f'<p class="meaning">{found.worlds} worlds so far.</p>'
    return f"{mine}{answer}{''.join(f'<p>{escape(text)}</p>' for text in shown.after[:1])}{so_far}"


def more(shown: Reveal, step: Step, found: Found) -> str:
    """What is said after the drawings, and the questions to discuss."""
    after = "".join(f"<p>{escape(text)}</p>" for text in shown.after[1:])
    talk = listed([quoted(text, found.quotes) for text in step.discuss])
    return after + (f"<h3>To discuss</h3>{talk}" if step.discuss else "")


def figure(drawn: Drawn) -> str:
    """A drawing with its caption, as `Picture` takes it."""
    return (
        f'<div class="drawing">{drawn.svg}</div><figcaption class="key">{escape(drawn.caption)}</figcaption>'
    )


def table(drawn: Drawn) -> str:
    """The same numbers."""
    return table_html(drawn.table)


def onward(play: Playing) -> str:
    """The step before and the step after."""
    last = len(play.lesson.steps)
    parts = []
    if play.row:
        parts.append(
            f'<button type="button" class="plain back" {choosing(step=str(play.row))}>← Back</button>'
        )
    if play.row + 1 < last:
        parts.append(
            f'<button type="button" class="show on" {choosing(step=str(play.row + 2))}>Next step →</button>'
        )
    return "".join(parts)


def rests_on(lesson: Lesson, found: Found) -> str:
    """The statements of the lesson with their numbers, for the end."""
    told_all: Sequence[str] = (*sentences(lesson, found), *how_sure(found))
    return element("h2", "What this lesson rests on") + listed(told_all)
