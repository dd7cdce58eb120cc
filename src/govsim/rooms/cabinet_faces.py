"""What phones, the screen and the desk show of a cabinet game, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.rooms.activity import (
    Ask,
    Block,
    Button,
    Count,
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
from govsim.rooms.cabinet_debrief import TITLES, debrief_blocks, own_debrief
from govsim.rooms.cabinet_drawings import course
from govsim.scenario.lever_facts import lever_facts
from govsim.scenario.levers import Levers
from govsim.scenario.load import load_scenario
from govsim.teaching.cards import Card, CardChoice
from govsim.teaching.cards_document import AS_IT_STOOD
from govsim.teaching.debrief_document import arrangement_name
from govsim.teaching.game import LONGEST_NOTE, OWN, QUARTERS_A_ROUND, SILOED, Game
from govsim.teaching.seats import OBSERVER
from govsim.teaching.steps import FURTHEST
from govsim.teaching.targets import PROGRESS, target_of
from govsim.words.names import capitalised
from govsim.words.numbers import decimal
from govsim.words.plurals import counted, joined, years_words

if TYPE_CHECKING:
    from govsim.rooms.cabinet import Cabinet
    from govsim.rooms.cabinet_work import Standing

STANDING: Final = "standing"
PLAYING: Final = "What you decided takes its course. This takes a few seconds."
NEED: Final = (
    "Need runs from 0, none, to 1. Progress is its fall. "
    "0.05 is more than the gap between needy and other regions."
)
CORE: Final = "Core services: 1 is what the public is owed."
SECRET_BALLOT: Final = "The vote is secret. Counts are shown once it is closed."
SHARES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
AS_THE_REST: Final = ""
HINTS: Final = {  # for the lecturer, by phase
    "brief": "Let everybody read their card and forecast alone. Say that cards are private.",
    "decide": "Seats talk among themselves; the observer walks about. Who does not answer repeats what stood.",
    "reveal": "Ask two seats what they tried to do. Then ask why reports and need differ.",
    "vote": "Let each side speak once. Ask for a bundle of the class’s own, and put it on the ballot below.",
    "debrief": "Begin with the observer. Debrief for as long as you played.",
}


def phase_title(key: str) -> str:
    """A phase in words.

    >>> phase_title("decide-2"), phase_title("vote")
    ('Round 2: decide', 'Debate and vote')
    """
    kind, _, number = key.partition("-")
    words = {"brief": "Your card, and a forecast", "vote": "Debate and vote", "debrief": "Debrief"}
    return words.get(kind) or f"Round {number}: {'decide' if kind == 'decide' else 'what happened'}"


def next_words(cabinet: Cabinet) -> str:
    """What the desk's button for the next step says."""
    place, phases = cabinet.game.place, cabinet.phases
    if place >= len(phases):
        return ""
    now = phases[place].key.partition("-")[0]
    if place + 1 == len(phases):
        return "End the game"
    coming = phases[place + 1]
    closing = {"brief": "Close forecasts", "decide": "Close the round", "vote": "Close the vote"}.get(now)
    return f"{closing}, then: {coming.title}" if closing else f"Go on to: {coming.title}"


def kicker(game: Game) -> str:
    """Where in its years in office the class is."""
    if not game.round:
        return "before the first year"
    return f"year {game.quarters_played // 4} of {game.country.horizon // 4}"


def _length(game: Game) -> str:
    return years_words(game.country.horizon)


# --- the phone ----------------------------------------------------------------------------------------------------


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
    return Face(kicker=_where(game), title=title, blocks=(*blocks, *notes))


def _where(game: Game) -> str:
    if not game.phase:
        return "The game is over"
    return f"{phase_title(game.phase)} · {kicker(game)}"


def _card(card: Card) -> tuple[Block, ...]:
    rows = (Facts(caption="What you see", rows=card.sees),) if card.sees else ()
    fact = (Say(words=card.fact, kind="secret"),) if card.fact else ()
    wants = (Say(words=f"You want: {_inside(card.wants)}"),) if card.sees else ()
    return (Say(words=card.who, kind="lead"), *wants, *fact, *rows)


def _inside(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def _forecast(game: Game, student: str) -> tuple[Block, ...]:
    made = game.forecasts.get(student)
    after = _length(game)
    progress = tuple(
        Button(value=f"{value:.2f}", label=_progress_words(value))
        for value in (one / 100 for one in range(-10, 21))
    )
    core = tuple(
        Button(value=f"{value:.2f}", label=decimal(value, 2))
        for value in (one / 100 for one in range(70, 121, 2))
    )
    kept = (
        (Say(words="Your forecast is saved. You can change it until the briefing closes.", kind="note"),)
        if made
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
                    chosen=f"{made.progress:.2f}" if made else "0.00",
                ),
                Pick(
                    key="core_services",
                    label="Core services; 1 is what is owed",
                    options=core,
                    chosen=f"{made.core_services:.2f}" if made else "1.00",
                ),
            ),
            send="Save my forecast" if made is None else "Change my forecast",
            hidden=(("answer", "forecast"),),
        ),
        Say(words=NEED, kind="small"),
        *kept,
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
            blocks.append(Heading(words=card.title))
        blocks += [*_card(card), *(_ask(game, key, choice) for choice in card.choices)]
        others = len(game.in_seat(key)) - 1
        if others and card.choices:
            blocks.append(
                Say(words=f"You share this seat with {counted(others, 'other')}. The last press counts.")
            )
    if one.seat != OBSERVER:
        blocks.append(Say(words=AS_IT_STOOD.partition(":")[0] + ".", kind="small"))
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
        so_far = figure(standing.reached[one.seat], measure, sign=target.measure == PROGRESS)
        blocks += [
            Say(words="Your own target, as it is reported", kind="small"),
            Say(words=so_far, kind="big"),
        ]
        blocks.append(Say(words=f"{capitalised(target.words)}, since the beginning."))
    rows = tuple(
        (f"{capitalised(choice.subject)}", _stood(game, key, choice.key, choice.buttons))
        for key in (one.seat, one.board)
        if key
        for choice in game.seats[key].choices
        if (key, choice.key) in game.rounds[-1]
    )
    if rows:
        blocks.append(Facts(caption="What stood in this round", rows=rows))
    return (*blocks, Facts(caption="For everybody", rows=_for_all(now)))


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
        hidden=(("answer", "vote"),),
    )
    return (ballot, _bundle(game)) if game.students[student].seat == "centre" else (ballot,)


def ballot_name(option: str) -> str:
    """An option of the ballot, as it stands on its button."""
    return "stay siloed" if option == SILOED else arrangement_name(option)


def option_about(game: Game, option: str) -> str:
    """What an option of the ballot is."""
    if option != OWN:
        return load_scenario(option).about
    siloed = load_scenario(SILOED).levers
    differ = [name for name, value in (game.bundle or {}).items() if getattr(siloed, name) != value]
    words = [f"{_lever_title(name)} {_amount((game.bundle or {})[name])}" for name in differ]
    return f"{capitalised(joined(words))}; the rest as in silos." if words else "As in silos."


def _lever_title(name: str) -> str:
    return _inside(Levers.model_fields[name].title or name)


def _amount(value: float | str) -> str:
    return value.replace("_", " ") if isinstance(value, str) else f"{value:.0%}"


def _bundle(game: Game) -> Fold:
    """Fields for the levers that the pages show first, and an arrangement that gives the rest."""
    fields = [
        Pick(
            key="rest",
            label="Begin from",
            options=tuple(
                Button(value=name, label=arrangement_name(name)) for name in game.options if name != OWN
            ),
            chosen="mission_led",
        )
    ]
    for name, described in Levers.model_fields.items():
        if not lever_facts(name)["first"]:
            continue
        given: tuple[float | str, ...] = SHARES
        if name == "board_membership":
            given = ("none", "lead_only", "contributors", "all")
        options = [Button(value=AS_THE_REST, label="as there")]
        options += [Button(value=str(value), label=_amount(value)) for value in given]
        fields.append(Pick(key=name, label=described.title or name, options=tuple(options)))
    send = "Put it on the ballot" if game.bundle is None else "Replace the bundle"
    form = Fill(key="bundle", fields=tuple(fields), send=send, hidden=(("answer", "bundle"),))
    said = Say(words="Another bundle replaces this one, and votes for it are cast again.", kind="small")
    return Fold(summary="Put a bundle of the class’s own on the ballot", blocks=(form, said))


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
            hidden=(("answer", "note"),),
        ),
        *(Say(words=note, kind="note") for note in game.notes),
    )


# --- the screen ---------------------------------------------------------------------------------------------------


def outcome_of_the_vote(game: Game) -> str:
    """What the class voted for, with counts."""
    votes = list(game.votes.values())
    counts = joined([f"{ballot_name(option)} {votes.count(option)}" for option in game.options])
    went = "You stay siloed" if game.reform == SILOED else f"From now on: {ballot_name(game.reform)}"
    return f"{went}. Votes: {counts}."


def screen(cabinet: Cabinet, done: Done) -> Face:
    """What the class sees together: the question, counts, and what happened once a round is closed."""
    game, standing, kind = cabinet.game, done.get(STANDING), cabinet.game.phase.partition("-")[0]
    if kind in ("debrief", ""):
        title = TITLES[cabinet.turned]
        return Face(kicker=_where(game), title=title, blocks=debrief_blocks(cabinet, done))
    blocks: list[Block] = []
    if kind == "brief":
        title = f"You govern a country for {_length(game)}"
        first = years_words(QUARTERS_A_ROUND * game.variant.before)
        blocks += [
            Say(
                words=f"For {first} in silos, then as you vote. Your phone has your card: read it alone.",
                kind="lead",
            ),
            Count(count=len(game.forecasts), of=len(game.students), words="have made their private forecast"),
        ]
    elif kind == "decide":
        title = f"Round {game.round + 1} of {game.variant.rounds}: what do you decide?"
        if game.round == game.variant.before:
            blocks.append(Say(words=outcome_of_the_vote(game), kind="lead"))
        else:
            said = f"Your decisions hold for {years_words(QUARTERS_A_ROUND)}."
            blocks.append(Say(words=said, kind="lead"))
        due, taken = _decisions(game)
        blocks.append(Count(count=taken, of=due, words="decisions taken; the others stand as they stood"))
    elif kind == "reveal":
        title = f"After {years_words(game.quarters_played)}"
        if standing is None:
            return Face(kicker=_where(game), title=title, blocks=(Say(words=PLAYING, kind="lead"),))
        blocks.append(course(standing.figures, game.variant.rounds))
        blocks.append(Say(words=f"{NEED} {CORE}", kind="small"))
    else:
        title = "How shall the country be governed from now on?"
        blocks += [
            Count(count=len(game.votes), of=len(game.students), words="have voted. The vote is secret"),
            Facts(
                caption="On the ballot",
                rows=tuple((capitalised(ballot_name(one)), option_about(game, one)) for one in game.options),
            ),
        ]
    return Face(kicker=_where(game), title=title, blocks=tuple(blocks))


def _decisions(game: Game) -> tuple[int, int]:
    """How many decisions are due in seats with students, and how many are taken."""
    due = [(seat, choice.key) for seat in game.seats if game.in_seat(seat) for choice in game.offered(seat)]
    return len(due), sum(one in game.answers for one in due)


# --- the desk -----------------------------------------------------------------------------------------------------


def desk(cabinet: Cabinet, done: Done) -> tuple[Block, ...]:
    """What only the lecturer sees: a word for this phase, the bundle, the screens of the debrief."""
    game, kind = cabinet.game, cabinet.game.phase.partition("-")[0]
    blocks: list[Block] = [Say(words=HINTS[kind], kind="note")] if kind in HINTS else []
    if kind == "vote":
        blocks.append(_bundle(game))
    if kind in ("debrief", ""):
        blocks.append(
            Ask(
                key="turned",
                question="What the screen shows",
                buttons=tuple(Button(value=str(place), label=words) for place, words in enumerate(TITLES)),
                chosen=str(cabinet.turned),
                hidden=(("answer", "turned"),),
            )
        )
    return tuple(blocks)
