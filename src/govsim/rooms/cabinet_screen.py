"""What the screen and the desk show of a cabinet game, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govsim.rooms.activity import (
    Ask,
    Block,
    Button,
    Count,
    Done,
    Face,
    Facts,
    Say,
)
from govsim.rooms.cabinet_debrief import debrief_blocks
from govsim.rooms.cabinet_drawings import course
from govsim.rooms.cabinet_words import (
    PLAYING,
    STANDING,
    bundle_form,
    length_words,
    option_about,
    where_words,
)
from govsim.teaching.game import QUARTERS_A_ROUND, Game
from govsim.teaching.wording import BALLOT, HINTS, TITLES, ballot_name, outcome_of_the_vote, scale_words
from govsim.words.names import capitalised
from govsim.words.plurals import years_words

if TYPE_CHECKING:
    from govsim.rooms.cabinet import Cabinet


def screen(cabinet: Cabinet, done: Done) -> Face:
    """What the class sees together: the question, counts, and what happened once a round is closed."""
    game, standing, kind = cabinet.game, done.get(STANDING), cabinet.game.phase.partition("-")[0]
    if kind in ("debrief", ""):
        title = TITLES[cabinet.turned]
        return Face(kicker=where_words(game), title=title, blocks=debrief_blocks(cabinet, done))
    blocks: list[Block] = []
    if kind == "brief":
        title = f"You govern a country for {length_words(game)}"
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
            lead = f"Your decisions hold for {years_words(QUARTERS_A_ROUND)}."
            blocks.append(Say(words=lead, kind="lead"))
        due, decided = _decisions(game)
        blocks.append(Count(count=decided, of=due, words="decisions made; the others repeat what stood"))
    elif kind == "reveal":
        title = f"After {years_words(game.quarters_played)}"
        if standing is None:
            return Face(kicker=where_words(game), title=title, blocks=(Say(words=PLAYING, kind="lead"),))
        blocks.append(course(standing.figures, game.variant.rounds))
        blocks.append(Say(words=scale_words(game.country), kind="small"))
    else:
        title = BALLOT
        blocks += [
            Count(count=len(game.votes), of=len(game.students), words="have voted. The vote is secret"),
            Facts(
                caption="On the ballot",
                rows=tuple((capitalised(ballot_name(one)), option_about(game, one)) for one in game.options),
            ),
        ]
    return Face(kicker=where_words(game), title=title, blocks=tuple(blocks))


def _decisions(game: Game) -> tuple[int, int]:
    """The numbers of decisions that are due in seats with students, and that students have made."""
    due = [(seat, choice.key) for seat in game.seats if game.in_seat(seat) for choice in game.offered(seat)]
    return len(due), sum(one in game.answers for one in due)


def desk(cabinet: Cabinet, done: Done) -> tuple[Block, ...]:
    """What only the lecturer sees: a word for this phase, the bundle, the screens of the debrief."""
    game, kind = cabinet.game, cabinet.game.phase.partition("-")[0]
    blocks: list[Block] = [Say(words=HINTS[kind], kind="note")] if kind in HINTS else []
    if kind == "vote":
        blocks.append(bundle_form(game))
    if kind in ("debrief", ""):
        blocks.append(
            Ask(
                key="turned",
                question="What the screen shows",
                buttons=tuple(Button(value=str(place), label=words) for place, words in enumerate(TITLES)),
                chosen=str(cabinet.turned),
                sends="screen",
                hidden=(("answer", "turned"),),
            )
        )
    return tuple(blocks)
