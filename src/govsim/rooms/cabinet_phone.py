"""What a phone shows of a cabinet game, as values: the card of its seat, and what is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from govsim.measures.amounts import figure, level
from govsim.measures.catalogue import MEASURES
from govsim.rooms.activity import (
    ANY_PHASE,
    Ask,
    Block,
    Button,
    Done,
    Face,
    Facts,
    Fill,
    Fold,
    Heading,
    Pick,
    Say,
    Write,
)
from govsim.rooms.cabinet_debrief import own_debrief
from govsim.rooms.cabinet_words import (
    PLAYING,
    STANDING,
    bundle_form,
    length_words,
    option_about,
    where_words,
)
from govsim.teaching.cards import Card, CardChoice
from govsim.teaching.cards_document import AS_IT_STOOD
from govsim.teaching.game import LONGEST_NOTE, Game
from govsim.teaching.seats import OBSERVER
from govsim.teaching.steps import FURTHEST
from govsim.teaching.targets import PROGRESS, target_of
from govsim.teaching.wording import ballot_name, need_words, outcome_of_the_vote, scale_words
from govsim.words.names import capitalised, uncapitalised
from govsim.words.numbers import decimal
from govsim.words.plurals import counted

if TYPE_CHECKING:
    from govsim.rooms.cabinet import Cabinet
    from govsim.rooms.cabinet_work import Standing

SEES: Final = "What you see"
AGAINST_ADVICE: Final = "Less and more: than officials advise, or people are used to, not than last time."
SECRET_BALLOT: Final = "The vote is secret. Counts are shown once it is closed."


def phone(cabinet: Cabinet, student: str, done: Done) -> Face:
    """A student's page: the card, what is asked now, and where it stands."""
    game, standing = cabinet.game, done.get(STANDING)
    one = game.students.get(student)
    if one is None:
        return Face(kicker="", title="You have no seat", blocks=(Say(words="Ask the lecturer for one."),))
    seat, kind = game.seats[one.seat], game.phase.partition("-")[0]
    title = seat.title
    if kind in ("debrief", ""):
        blocks = own_debrief(cabinet, student, done)
    elif kind == "vote":
        blocks = _voting(game, student)
    elif standing is None:
        blocks = (Say(words=PLAYING, kind="note"),)
    elif kind == "brief":
        blocks = (*_card(standing.cards[one.seat]), *_forecast(game, student))
    elif kind == "decide":
        blocks = _deciding(game, student, standing)
    else:
        blocks = _revealed(game, student, standing)
    notes = _noting(game, student) if one.seat == OBSERVER else ()
    return Face(kicker=where_words(game), title=title, blocks=(*blocks, *notes))


def _card(card: Card) -> tuple[Block, ...]:
    rows = (Facts(caption=SEES, rows=card.sees),) if card.sees else ()
    fact = (Say(words=card.fact, kind="secret"),) if card.fact else ()
    wants = (Say(words=f"You want: {uncapitalised(card.wants)}"),) if card.sees else ()
    return (Say(words=card.who, kind="lead"), *wants, *fact, *rows)


def _board(card: Card, own: Card) -> tuple[Block, ...]:
    """The card of a board, short: what it sees and the own seat does not see is behind a line that opens it."""
    *blocks, facts = _card(card)
    rows = tuple(row for row in card.sees if row not in own.sees)
    inside = replace(facts, rows=rows) if isinstance(facts, Facts) else facts
    return (*blocks, Fold(summary=f"{SEES} on this board", blocks=(inside,)))


def _forecast(game: Game, student: str) -> tuple[Block, ...]:
    forecast = game.forecasts.get(student)
    after = length_words(game)
    progress = tuple(
        Button(value=f"{value:.2f}", label=_progress_words(value))
        for value in (one / 100 for one in range(-10, 21))
    )
    core = tuple(
        Button(value=f"{value:.2f}", label=decimal(value, 2))
        for value in (one / 100 for one in range(70, 121, 2))
    )
    saved = (
        (Say(words="Your forecast is saved. You can change it until the briefing closes.", kind="note"),)
        if forecast
        else ()
    )
    return (
        Heading(words="Your private forecast"),
        Say(words=f"What will have happened after {after}? Nobody sees it before the debrief."),
        Fill(
            key="forecast",
            fields=(
                Pick(
                    key="progress",
                    label="Need in the country",
                    options=progress,
                    chosen=f"{forecast.progress:.2f}" if forecast else "0.00",
                ),
                Pick(
                    key="core_services",
                    label="Core services; 1 is what is owed",
                    options=core,
                    chosen=f"{forecast.core_services:.2f}" if forecast else "1.00",
                ),
            ),
            send="Save my forecast" if forecast is None else "Change my forecast",
            hidden=(("answer", "forecast"),),
        ),
        Say(words=need_words(game.country), kind="small"),
        *saved,
    )


def _progress_words(value: float) -> str:
    if not value:
        return "stays as it is"
    return f"{'falls' if value > 0 else 'rises'} by {decimal(abs(value), 2)}"


def _deciding(game: Game, student: str, standing: Standing) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if game.round == game.variant.before and game.round:
        blocks.append(Say(words=outcome_of_the_vote(game), kind="note"))
    one = game.students[student]
    for key in (one.seat, one.board):
        if not key or (key == one.board and not game.offered(key)):
            continue
        card = standing.cards[key]
        if key == one.board:
            blocks += [Heading(words=card.title), *_board(card, standing.cards[one.seat])]
        else:
            blocks += _card(card)
        blocks += [_ask(game, key, choice) for choice in card.choices]
        others = len(game.in_seat(key)) - 1
        if others and card.choices:
            blocks.append(
                Say(words=f"You share this seat with {counted(others, 'other')}. The last press counts.")
            )
    if one.seat != OBSERVER:
        blocks.append(
            Say(
                words=f"{AS_IT_STOOD.partition(':')[0]}. {AGAINST_ADVICE} {scale_words(game.country)}",
                kind="small",
            )
        )
    return tuple(blocks)


def _ask(game: Game, seat: str, choice: CardChoice) -> Ask:
    answer = game.answers.get((seat, choice.key))
    stands = choice.buttons[choice.stands]
    return Ask(
        key=f"{seat}-{choice.key}",
        question=choice.question,
        buttons=tuple(
            Button(value=str(place - FURTHEST), label=words) for place, words in enumerate(choice.buttons)
        ),
        chosen=None if answer is None else str(answer),
        note=f"Not answered yet. What stands: {stands}."
        if answer is None
        else "Decided. You can still change it.",
        hidden=(("answer", "decide"), ("seat", seat), ("choice", choice.key)),
    )


def _revealed(game: Game, student: str, standing: Standing) -> tuple[Block, ...]:
    one, now = game.students[student], standing.figures[-1]
    blocks: list[Block] = []
    target = target_of(game.seats[one.seat], game.country)
    if target is not None:
        measure = MEASURES[target.measure]
        so_far = level(standing.reached[one.seat], measure)
        since = ", since the beginning" if target.measure == PROGRESS else ", now"
        blocks += [
            Say(words="Your own target, as it is reported", kind="small"),
            Say(words=so_far, kind="big"),
        ]
        blocks.append(Say(words=f"{capitalised(target.words)}{since}."))
    rows = tuple(
        (f"{capitalised(choice.subject)}", _stood(game, key, choice.key, choice.buttons))
        for key in (one.seat, one.board)
        if key
        for choice in game.seats[key].choices
        if (key, choice.key) in game.rounds[-1]
    )
    if rows:
        blocks.append(Facts(caption="What stood in this round", rows=rows))
    return (
        *blocks,
        Facts(caption="For everybody", rows=_for_all(now)),
        Say(words=scale_words(game.country), kind="small"),
    )


def _stood(game: Game, seat: str, choice: str, buttons: tuple[str, ...]) -> str:
    words = buttons[game.rounds[-1][(seat, choice)] + FURTHEST]
    return words if (seat, choice) in game.answered[-1] else f"{words} (not answered)"


def _for_all(now: object) -> tuple[tuple[str, str], ...]:
    rows = (("Progress, as reported", "reported_progress"), ("Progress, as it was", "progress"))
    return (
        *((label, figure(getattr(now, name), MEASURES["progress"], sign=True)) for label, name in rows),
        ("Core services", figure(getattr(now, "core_services"), MEASURES["core_services"])),  # noqa: B009
    )


def _voting(game: Game, student: str) -> tuple[Block, ...]:
    ballot = Ask(
        key="vote",
        question="How shall the country be governed from now on?",
        buttons=tuple(
            Button(value=option, label=capitalised(ballot_name(option)), about=option_about(game, option))
            for option in game.options
        ),
        chosen=game.votes.get(student),
        note=SECRET_BALLOT,
        sends="option",
        hidden=(("answer", "vote"),),
    )
    return (ballot, bundle_form(game)) if game.students[student].seat == "centre" else (ballot,)


def _noting(game: Game, student: str) -> tuple[Block, ...]:
    return (
        Heading(words="Your notes"),
        Say(
            words="What happens between people? Who talks, who waits, who bargains? You report first at the end."
        ),
        Fill(
            key="note",
            fields=(Write(key="text", label="A note", most=LONGEST_NOTE),),
            send="Keep this note",
            hidden=(("answer", "note"), ("phase", ANY_PHASE)),
        ),
        *(Say(words=note, kind="note") for note in game.notes),
    )
