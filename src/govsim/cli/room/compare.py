"""`govsim room compare`: how classes compare with the published rules."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import FILE, Outputs, command_again, csv_option, file_option, worlds_option
from govsim.cli.saving import deliver
from govsim.teaching.us_or_luck import OTHER_WORLDS


@click.command("compare")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@worlds_option(
    "--worlds", default=OTHER_WORLDS, about="Number of other worlds for the range of the rules.", least=2
)
@file_option("-o", "--output", about="Write what is printed: .html, .md or .json.")
@csv_option
def compare(files: tuple[Path, ...], worlds: int, output: Path | None, csv_folder: Path | None) -> None:
    """Compare what classes decided with the published rules, in steps and in the model's own units.

    FILE is the file of a room, or a journal. Each game is replayed in its own world and in others, with the class and
    by the rules. With --csv each decision is a row, with a codebook.

    \b
    Examples:
      govsim room compare tuesday.sqlite
      govsim room compare tuesday.sqlite wednesday.sqlite friday.sqlite --csv compared
    """
    from govsim.rooms.afterwards import Sheet, codebook, write_sheets
    from govsim.rooms.recorded import recorded_game
    from govsim.teaching.compared import compared
    from govsim.teaching.compared_document import COLUMNS, compared_document, tidy_rows

    outputs = Outputs(report_file=output, csv_folder=csv_folder)
    outputs.check()
    games = {
        file.name if len({one.name for one in files}) == len(files) else str(file): recorded_game(file)
        for file in files
    }
    named = {name: compared(game, worlds) for name, game in games.items()}
    document = compared_document(games, named, worlds, command_again())

    def write_tables(folder: Path) -> None:
        rows = Sheet(
            name="compared", about="each decision beside the rules", columns=COLUMNS, rows=tidy_rows(named)
        )
        write_sheets((rows, codebook([rows])), folder)

    deliver(document, outputs, document.document, CSV=write_tables)
