"""*Learn*: a lesson step by step; guesses stand in the address and are drawn against what came out."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator, arg-type"
# (solara does not export its names, and its components and state are not typed)

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reacton.ipyvuetify as v
import solara

from govsim.app.learn import wording
from govsim.app.learn.choices import KEYS, LessonView, lesson_view, shipped
from govsim.app.learn.widgets import Arrows, ScaleGuess
from govsim.app.picture import Picture
from govsim.app.shell import Visit, use_visit
from govsim.app.widgets import Choices
from govsim.lessons.check import LessonResults
from govsim.lessons.reveal import Drawn, before_guess, reveal
from govsim.lessons.saved_results import saved_results


@solara.component
def Learn() -> None:
    """The whole page."""
    visit = use_visit()
    own = {name: visit.own(name) for name in KEYS}
    chosen = own["lesson"]
    results = solara.use_memo(lambda: saved_results(shipped(chosen)) if chosen else None, [chosen])
    with v.Html(tag="main", class_="learn"):
        if results is not None:
            OneLesson(lesson_view(shipped(chosen), own), results, visit)
        else:
            solara.Title("Learn · govsim")
            solara.HTML(tag="header", unsafe_innerHTML=wording.MASTHEAD, classes=["masthead"])
            solara.HTML(tag="div", unsafe_innerHTML=wording.not_checked(chosen) + wording.shelf())
        Choices(values=own, answered=visit.session.value.answered, event_moved=visit.moved)


@solara.component
def OneLesson(view: LessonView, results: LessonResults, visit: Visit) -> None:
    """One lesson at one of its steps."""
    solara.Title(f"{view.lesson.title} · govsim")
    solara.HTML(tag="header", unsafe_innerHTML=wording.head(view.lesson), classes=["masthead"])
    solara.HTML(
        tag="div",
        unsafe_innerHTML=wording.steps(view),
        attributes={"role": "navigation", "aria-label": "Steps"},
    )
    Arrows(event_back=_back(visit, view), event_on=_on(visit, view))
    kind = "step open" if view.is_shown and view.step.show is not None else "step"
    with v.Html(tag="section", class_=kind, attributes={"aria-live": "polite"}):
        solara.HTML(tag="div", unsafe_innerHTML=wording.text_before(view, results))
        if view.step.guess is not None:
            Guess(view, results, visit)
        if view.is_shown:
            Result(view, results)
        else:
            solara.HTML(tag="p", unsafe_innerHTML=wording.show_button(view))
    solara.HTML(tag="div", unsafe_innerHTML=wording.onward(view), classes=["onward"])
    if view.row + 1 == len(view.lesson.steps):
        solara.HTML(
            tag="section", unsafe_innerHTML=wording.rests_on(view.lesson, results), classes=["rests-on"]
        )


def _back(visit: Visit, view: LessonView) -> Callable[[dict[str, Any]], None]:
    """The action of the key ←: the step before."""

    def back(_: dict[str, Any]) -> None:
        if view.row > 0:
            visit.choose("step", str(view.row))

    return back


def _on(visit: Visit, view: LessonView) -> Callable[[dict[str, Any]], None]:
    """The action of the key →, as with slides: the result of this step, then the next step."""

    def on(_: dict[str, Any]) -> None:
        if not view.is_shown:
            visit.choose("shown", view.with_shown())
        elif view.row + 1 < len(view.lesson.steps):
            visit.choose("step", str(view.row + 2))

    return on


@solara.component
def Guess(view: LessonView, results: LessonResults, visit: Visit) -> None:
    """The question with its options or its scale, and what is drawn beside it."""
    guess = view.step.guess
    if guess is None:
        return
    described = guess.described()
    with v.Html(tag="div", class_="guess", attributes={"role": "group", "aria-label": guess.question}):
        solara.HTML(tag="div", unsafe_innerHTML=wording.question(view.step))
        if described["kind"] == "options":
            solara.HTML(tag="div", unsafe_innerHTML=wording.options(view))
            return
        mark = "\0"
        prefix, _, suffix = view.with_guess(mark).partition(mark)
        ScaleGuess(
            asks=guess.question,
            low=described["low"],
            high=described["high"],
            step=described["step"],
            unit=described["unit"],
            prefix=prefix,
            suffix=suffix,
            number=None if view.guess is None else float(view.guess),
            values={"guesses": visit.own("guesses")},
            answered=visit.session.value.answered,
            event_moved=visit.moved,
        )
        before = None if view.is_shown else before_guess(view.lesson, view.step, results, _mine(view))
        if before is not None:
            with v.Html(tag="div", class_="drawings"):
                _drawn(before)


@solara.component
def Result(view: LessonView, results: LessonResults) -> None:
    """The result of a step, with the guess drawn against it."""
    shown = solara.use_memo(
        lambda: reveal(view.lesson, view.step, results, _mine(view)),
        [view.lesson.name, view.step.key, view.guess],
    )
    with v.Html(tag="div", class_="result"):
        solara.HTML(tag="div", unsafe_innerHTML=wording.result(shown, view))
        if shown.drawings:
            with v.Html(tag="div", class_="drawings"):
                for drawn in shown.drawings:
                    _drawn(drawn)
        solara.HTML(tag="div", unsafe_innerHTML=wording.more(shown, view.step, results))


def _mine(view: LessonView) -> tuple[str | float, ...]:
    return () if view.guess is None else (view.guess,)


def _drawn(drawn: Drawn) -> None:
    Picture(name=drawn.name, html=wording.figure(drawn), table=wording.table(drawn))
