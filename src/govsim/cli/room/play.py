"""`govsim room play`: a game on paper, from decisions that the lecturer typed in."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import FILE, Outputs, command_again, file_option, jobs_option, seed_option
from govsim.cli.saving import deliver


@click.command("play")
@click.argument("game", type=click.Choice(["cabinet"]))
@click.argument("file", type=FILE)
@seed_option
@jobs_option
@file_option("-o", "--output", about="Write what is printed to hand out: .html, .md or .json.")
@file_option("--journal", about="Write every event, for 'govsim room cards' and 'govsim room compare'.")
def play(
    game: str, file: Path, seed: int, jobs: int | None, output: Path | None, journal: Path | None
) -> None:
    """Play a game on paper, from the letters that you typed into FILE, and print what to read out.

    FILE is a table as 'govsim room material' writes it: a row for each decision, a column for each round. Type the
    letter of the ticked box, A to E. What is empty repeats what stood. Run it again after each round. Once the last
    round is typed in, the debrief is printed.

    \b
    Examples:
      govsim room play cabinet decisions-75-90.csv
      govsim room play cabinet decisions-75-90.csv --journal game.jsonl
      govsim room cards cabinet --journal game.jsonl -o cards.html
    """
    from govsim.teaching.events import save_journal
    from govsim.teaching.game import fold
    from govsim.teaching.read_out import read_out
    from govsim.teaching.typed import read_typed, typed_events

    outputs = Outputs(report_file=output, json_file=journal)
    outputs.check()
    events = typed_events(read_typed(file), seed, str(file))
    state = fold(events)
    is_over = state.round == state.variant.rounds
    if is_over:
        from govsim.teaching.debrief import debrief
        from govsim.teaching.debrief_document import debrief_document

        document = debrief_document(debrief(state, jobs=jobs), command_again())
    else:
        document = read_out(state, command_again())
    deliver(document, Outputs(report_file=output), document.document, full=not is_over)
    if journal is not None:
        click.echo(f"  Journal: {save_journal(events, journal)}")
