"""`govsim room cards`: role cards of a round, to read or to hand out on paper."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import Outputs, command_again, file_option, seed_option
from govsim.cli.saving import deliver
from govsim.errors import InputError, Problem, nearest
from govsim.teaching.cards import cards as cards_of
from govsim.teaching.cards_document import cards_document
from govsim.teaching.events import Opened, load_journal
from govsim.teaching.game import fold


@click.command("cards")
@click.argument("game", type=click.Choice(["cabinet"]))
@click.option("--seat", metavar="KEY", help="One seat, such as council:hillford or centre.  [default: all]")
@file_option(
    "--journal", "events_file", about="A game under way, as 'govsim room rehearse --journal' writes."
)
@seed_option
@file_option("-o", "--output", about="Write the cards: .html to print, .md or .json.")
def cards(game: str, seat: str | None, events_file: Path | None, seed: int, output: Path | None) -> None:
    """Show the role cards of the round that is open or comes next.

    Without --journal they are those of the first round. A card shows nothing that its seat cannot know.

    \b
    Examples:
      govsim room cards cabinet --seat council:hillford
      govsim room cards cabinet -o cards.html
    """
    outputs = Outputs(report_file=output)
    outputs.check()
    state = fold([Opened(seed=seed)] if events_file is None else load_journal(events_file))
    if not state.phase:
        raise InputError(Problem(str(events_file), "a game that is not over", "its last round closed"))
    if seat is not None and seat not in state.seats:
        raise InputError(Problem("--seat", "a seat", f"'{seat}'", remedy=nearest(seat, list(state.seats))))
    shown = {key: card for key, card in cards_of(state).items() if seat in (None, key)}
    document = cards_document(state, shown, command_again())
    deliver(document, outputs, document.document)
