"""*Learn*: a lesson step by step; guesses stand in the address, and drawn against what came out."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator, arg-type"
# (solara does not export its names, and its components and state are not typed)

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reacton.ipyvuetify as v
import solara

from govsim.app.following import use_work
from govsim.app.learn import wording
from govsim.app.learn.asked import KEYS, Playing, playing
from govsim.app.learn.lots import LessonWork, shipped
from govsim.app.learn.widgets import Arrows, ScaleGuess
from govsim.app.picture import Picture
from govsim.app.shell import Visit, use_failure, use_visit
from govsim.app.widgets import Choices
from govsim.lessons.check import Found
from govsim.lessons.reveal import Drawn, asked, reveal


@solara.component
def Learn() -> None:
    """The whole page."""
    visit = use_visit()
    own = {name: visit.own(name) for name in KEYS}
    chosen = own["lesson"]
    followed = use_work([LessonWork(name=chosen)] if chosen else [])
    use_failure(followed.failed)
    is_own = bool(followed.works) and followed.works[0] == LessonWork(name=chosen)
    found: Found | None = followed.results[0] if followed.results and is_own else None
    with v.Html(tag="main", class_="learn"):
        if chosen:
            Played(playing(shipped(chosen), own), found, visit)
        else:
            solara.Title("Learn · govsim")
            solara.HTML(tag="header", unsafe_innerHTML=wording.MASTHEAD, classes=["masthead"])
            solara.HTML(tag="div", unsafe_innerHTML=wording.shelf())
        Choices(values=own, answered=visit.session.value.answered, event_moved=visit.moved)


@solara.component
def Played(play: Playing, found: Found | None, visit: Visit) -> None:
    """One lesson at one of its steps."""
    solara.Title(f"{play.lesson.title} · govsim")
    solara.HTML(tag="header", unsafe_innerHTML=wording.head(play.lesson), classes=["masthead"])
    solara.HTML(
        tag="div",
        unsafe_innerHTML=wording.steps(play),
        attributes={"role": "navigation", "aria-label": "Steps"},
    )
    Arrows(event_back=_go(visit, play, -1), event_on=_go(visit, play, 1))
    is_open = found is not None and (play.is_shown or play.step.guess is None)
    with v.Html(tag="section", class_="step open" if is_open else "step", attributes={"aria-live": "polite"}):
        solara.HTML(tag="div", unsafe_innerHTML=wording.said(play.step, found, play.row + 1))
        if play.step.guess is not None:
            Guessed(play, found, visit)
        has_more = play.step.guess is not None or play.step.show is not None or bool(play.step.after)
        if has_more and not play.is_shown and play.step.guess is not None:
            solara.HTML(tag="p", unsafe_innerHTML=wording.show_button(play))
        elif has_more and found is None:
            solara.HTML(tag="div", unsafe_innerHTML=wording.WAITING, classes=["waiting"])
        elif found is not None:
            Revealed(play, found)
    solara.HTML(tag="div", unsafe_innerHTML=wording.onward(play), classes=["onward"])
    if found is not None and play.row + 1 == len(play.lesson.steps):
        solara.HTML(tag="section", unsafe_innerHTML=wording.rests_on(play.lesson, found))


def _go(visit: Visit, play: Playing, by: int) -> Callable[[dict[str, Any]], None]:
    """What an arrow does: nothing before the first step and after the last."""

    def go(_: dict[str, Any]) -> None:
        row = play.row + by
        if 0 <= row < len(play.lesson.steps):
            visit.choose("step", str(row + 1))

    return go


@solara.component
def Guessed(play: Playing, found: Found | None, visit: Visit) -> None:
    """The question with its options or its scale, and what is drawn beside it."""
    guess = play.step.guess
    if guess is None:
        return
    told = guess.described()
    with v.Html(tag="div", class_="guess", attributes={"role": "group", "aria-label": guess.question}):
        solara.HTML(tag="div", unsafe_innerHTML=wording.question(play.step))
        if told["kind"] == "options":
            solara.HTML(tag="div", unsafe_innerHTML=wording.options(play))
            return
        mark = "\0"
        prefix, _, suffix = play.with_guess(mark).partition(mark)
        ScaleGuess(
            asks=guess.question,
            low=told["low"],
            high=told["high"],
            step=told["step"],
            unit=told["unit"],
            prefix=prefix,
            suffix=suffix,
            number=None if play.guess is None else float(play.guess),
            values={"guesses": visit.own("guesses")},
            answered=visit.session.value.answered,
            event_moved=visit.moved,
        )
        before = None if found is None or play.is_shown else asked(play.lesson, play.step, found, _mine(play))
        if before is not None:
            _drawn(before)


@solara.component
def Revealed(play: Playing, found: Found) -> None:
    """What came out, with the guess drawn against it."""
    shown = solara.use_memo(
        lambda: reveal(play.lesson, play.step, found, _mine(play)), [play.step.key, play.guess, found]
    )
    solara.HTML(tag="div", unsafe_innerHTML=wording.told(shown, play, found))
    if shown.drawings:
        with v.Html(tag="div", class_="drawings"):
            for drawn in shown.drawings:
                _drawn(drawn)
    solara.HTML(tag="div", unsafe_innerHTML=wording.more(shown, play.step, found))


def _mine(play: Playing) -> tuple[str | float, ...]:
    return () if play.guess is None else (play.guess,)


def _drawn(drawn: Drawn) -> None:
    Picture(name=drawn.name, html=wording.figure(drawn), table=wording.table(drawn))
