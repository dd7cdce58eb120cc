"""`govsim room forget`: delete everything that a room has written."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import FILE


@click.command("forget")
@click.argument("file", type=FILE)
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(file: Path, yes: bool) -> None:
    """Delete the file of a room: nicknames, answers, votes and notes are gone.

    What was exported, and copies in a backup, are not deleted.

    \b
    Example:
      govsim room forget tuesday.sqlite
    """
    from govsim.rooms.journal import forget_journal, read_journal

    events = read_journal(file)
    if not yes:
        click.confirm(f"Delete {file} with {len(events):,} events for good?", abort=True)
    for path in forget_journal(file):
        click.echo(f"Deleted {path}")
