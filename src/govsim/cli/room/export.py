"""`govsim room export`: the tidy data of a room, with a codebook."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import FILE, file_option
from govsim.errors import InputError
from govsim.files import target_problems


@click.command("export")
@click.argument("file", type=FILE)
@file_option("-o", "--output", about="Folder to write to.  [default: the file's name]", metavar="DIR")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="For a spreadsheet (csv) or for programs (parquet).",
)
@click.option("--anonymous", is_flag=True, help="Leave nicknames out.")
def export(file: Path, output: Path | None, kind: str, anonymous: bool) -> None:
    """Write the data of a room as tables: students, forecasts, decisions, what was seen, votes, rounds and notes.

    A codebook says what each column means. Votes are counts, because the vote was secret.

    \b
    Example:
      govsim room export tuesday.sqlite -o tuesday --anonymous
    """
    from govsim.rooms.afterwards import codebook, sheets, write_sheets
    from govsim.rooms.journal import read_journal

    folder = output or file.with_suffix("")
    problems = target_problems(folder, "-o", folder=True)
    if problems:
        raise InputError(problems)
    tables = sheets(read_journal(file), anonymous=anonymous)
    for path in write_sheets((*tables, codebook(tables)), folder, kind):
        click.echo(f"  {path}")
