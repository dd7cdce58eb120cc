"""What a lecturer reads out after a round on paper: what happened, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govsim.documents.document import Document, Part
from govsim.documents.table import Column, Table
from govsim.measures.amounts import figure, level
from govsim.measures.catalogue import MEASURES
from govsim.runs.version import MODEL_VERSION
from govsim.teaching.debrief_document import moved, reported_against_true, rounds_part
from govsim.teaching.game import Game
from govsim.teaching.play import RoundFigures, played, round_figures
from govsim.teaching.targets import reached, target_of
from govsim.teaching.wording import outcome_of_the_vote, phase_title, scale_words
from govsim.words.plurals import years_words

ONE_WORLD: Final = "It is one world: seats without letters decide by the published rules."


def read_out(game: Game, command: str = "") -> Document:
    """What to read out as a game stands: the figures of its rounds, each seat's own target, and what comes next."""
    run = played(game)
    figures = round_figures(run)
    rows = []
    for key, seat in game.seats.items():
        target = target_of(seat, game.country)
        if target is not None and figures and game.in_seat(key):
            so_far = level(float(reached(seat, run.world)[0]), MEASURES[target.measure])
            rows.append((seat.title, target.words, so_far))
    parts = [rounds_part(figures)] if figures else []
    if rows:
        columns = (Column("Seat"), Column("Wants more"), Column("So far", True))
        table = Table("as they are reported", columns, tuple(rows))
        parts.append(Part("seats", "Own targets so far", (), "", (table,)))
    now = f"After {years_words(game.quarters_played)} of {years_words(game.country.horizon)}."
    return Document(
        name="Cabinet game on paper",
        about=now if figures else "No round has been played yet.",
        question="What happened?",
        answer=(*_happened(game, figures), f"Next: {phase_title(game.phase)}."),
        how_sure=(ONE_WORLD,),
        does_not_say=(scale_words(game.country),),
        brief=1,
        parts=tuple(parts),
        provenance=(
            ("Model", f"govsim {MODEL_VERSION}"),
            ("Country", game.opened.country),
            ("Seed", str(game.opened.seed)),
        ),
        failures=(),
        command=command,
    )


def _happened(game: Game, figures: Sequence[RoundFigures]) -> tuple[str, ...]:
    sentences = []
    if figures:
        now = figures[-1]
        core = figure(now.core_services, MEASURES["core_services"])
        fell = moved(now.progress, "has fallen", "has risen")
        sentences += [reported_against_true(now), f"Need {fell}, and core services are at {core}."]
    return (*sentences, outcome_of_the_vote(game)) if game.reform else tuple(sentences)
