"""Role cards as one document, to hand out on paper or to read in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from govsim.documents.document import Document, Part
from govsim.documents.table import Column, Table
from govsim.runs.version import MODEL_VERSION
from govsim.teaching.cards import Card
from govsim.teaching.game import Game
from govsim.teaching.wording import scale_words
from govsim.words.names import uncapitalised
from govsim.words.plurals import years_words

EXACT: Final = (
    "Budgets, core services, capacity, crises and your own acts are exact. All else is a signal or a report."
)
NOBODY_KNOWS: Final = "True need, and what works where: nobody in government knows them."
AS_IT_STOOD: Final = "Who does not answer repeats what stood: the words in brackets."


def cards_document(game: Game, cards: Mapping[str, Card], command: str = "") -> Document:
    """The cards of some seats for the round that is open or comes next."""
    rounds = game.variant.rounds
    begun = f", after {years_words(game.quarters_played)} in office" if game.round else ""
    about = f"Round {min(game.round + 1, rounds)} of {rounds}{begun}."
    return Document(
        name="Role cards",
        about=about,
        question="What do you decide?",
        answer=("Read your own card alone.",),
        how_sure=(EXACT, AS_IT_STOOD, scale_words(game.country)),
        does_not_say=(NOBODY_KNOWS,),
        parts=tuple(_part(card) for card in cards.values()),
        provenance=(("Model", f"govsim {MODEL_VERSION}"), ("Country", game.opened.country)),
        failures=(),
        command=command,
    )


def _part(card: Card) -> Part:
    sees = Table("What you see", (Column("What"), Column("How much")), card.sees)
    choices = Table(
        "What you decide",
        (Column("Decision"), Column("Less … more")),
        tuple(
            (choice.question, " · ".join(_stands(choice.buttons, choice.stands))) for choice in card.choices
        ),
    )
    return Part(
        card.seat.replace(":", "-"),
        card.title,
        tuple(
            sentence
            for sentence in (card.who, f"What you want: {uncapitalised(card.wants)}", card.fact)
            if sentence
        ),
        "",
        tuple(table for table in (sees, choices) if table.rows),
        document=asdict(card),
    )


def _stands(buttons: tuple[str, ...], stands: int) -> list[str]:
    return [f"[{words}]" if place == stands else words for place, words in enumerate(buttons)]
