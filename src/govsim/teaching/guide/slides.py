"""Slides of the cabinet game: a screen each, and a page each in print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from govsim.documents.markup import Html, element, listed
from govsim.scenario.load import load_scenario
from govsim.teaching.cards_document import EXACT, NOBODY_KNOWS
from govsim.teaching.events import Opened
from govsim.teaching.game import ARRANGEMENTS, QUARTERS_A_ROUND, Game, fold
from govsim.teaching.guide.questions import TO_ASK
from govsim.teaching.guide.sheets import HERE, TICK, page_of
from govsim.teaching.seats import Seat
from govsim.teaching.targets import target_of
from govsim.teaching.wording import BALLOT, FEELING, TITLES, ballot_name, phase_title, scale_words
from govsim.words.names import capitalised
from govsim.words.plurals import counted, years_words

WAS_IT: Final = TITLES[-1]
STYLES: Final = (
    HERE.parents[1] / "lessons" / "slides.css",
    HERE / "slides.css",
)  # as slides of lessons, and tables
LATER_SEATS: Final = (
    "Members of departments and councils sit on boards as well, if the class votes for boards."
)


def slides(minutes: int) -> str:
    """All slides of a lesson as one file of HTML."""
    game = fold([Opened(minutes=minutes)])
    return page_of("govsim: slides of the cabinet game", STYLES, [_slide(*one) for one in _slides(game)])


def _slides(game: Game) -> Iterator[tuple[Html, ...]]:
    length = years_words(game.country.horizon)
    first = years_words(QUARTERS_A_ROUND * game.variant.before)
    yield (
        element("h1", "The cabinet game"),
        _lead(f"You govern a country for {length}: {first} in silos, then as you vote."),
        element("p", WAS_IT),
    )
    yield element("h2", "Who sits where"), _seats(game), element("p", LATER_SEATS)
    yield (
        element("h2", "How you decide"),
        listed(
            [
                f"A round is {years_words(QUARTERS_A_ROUND)}. There are {game.variant.rounds} rounds.",
                TICK,
                "C is what the published rule would do.",
                "Your card is private. What you say to others is up to you.",
            ]
        ),
        element("h2", "What anybody can know"),
        listed([EXACT, NOBODY_KNOWS]),
    )
    for key, minutes in game.variant.phases:
        yield from _phase(game, key, minutes)


def _phase(game: Game, key: str, minutes: int) -> Iterator[tuple[Html, ...]]:
    kind = key.partition("-")[0]
    title = element("h2", phase_title(key))
    clock = element("p", counted(minutes, "minute"), class_="clock")
    if kind == "brief":
        ask = f"What will have happened after {years_words(game.country.horizon)}? Nobody sees it before the debrief."
        yield (
            title,
            clock,
            _lead("Read your card alone."),
            element("p", ask),
            element("p", scale_words(game.country)),
        )
    elif kind == "decide":
        hold = f"Your decisions hold for {years_words(QUARTERS_A_ROUND)}."
        yield title, clock, _lead("What do you decide?"), element("p", hold), element("p", TICK)
    elif kind == "reveal":
        rows = listed(["Progress as you reported it", "Progress as it was", "Core services"])
        question = "What did two seats try to do? Why do reports and need differ?"
        yield title, clock, rows, _lead(question)
    elif kind == "vote":
        ballot = listed(
            [f"{capitalised(ballot_name(one))}: {load_scenario(one).about}" for one in ARRANGEMENTS]
        )
        yield title, clock, _lead(BALLOT), ballot, element("p", "The vote is secret. A tie leaves the silos.")
    else:
        for number, (heading, questions) in enumerate(zip(TITLES, TO_ASK, strict=True)):
            first = (_lead(FEELING),) if number == 0 else ()
            yield element("h2", f"{number + 1}. {heading}"), *first, listed(questions)


def _seats(game: Game) -> Html:
    """Every seat and what it wants."""
    rows = [
        element("tr", element("th", seat.title, scope="row"), element("td", _wants(game, seat)))
        for seat in game.seats.values()
        if seat.kind != "mission"
    ]
    return element("table", element("tbody", *rows))


def _wants(game: Game, seat: Seat) -> str:
    target = target_of(seat, game.country)
    return target.wish if target is not None else "nothing but to see"


def _lead(words: str) -> Html:
    return element("p", words, class_="lead")


def _slide(*inside: Html) -> Html:
    return element("section", *inside)
