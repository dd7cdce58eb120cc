"""`govsim room report`: the debrief of a room, from its file alone."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import FILE, Outputs, command_again, file_option, jobs_option
from govsim.cli.saving import deliver


@click.command("report")
@click.argument("file", type=FILE)
@jobs_option
@file_option("-o", "--output", about="Write the whole debrief: .html, .md or .json.")
def report(file: Path, jobs: int | None, output: Path | None) -> None:
    """Print the debrief of a room whose rounds are over, and write it to hand out.

    \b
    Example:
      govsim room report tuesday.sqlite -o debrief.html
    """
    from govsim.rooms.afterwards import report as report_of
    from govsim.rooms.journal import read_journal

    outputs = Outputs(report_file=output)
    outputs.check()
    document = report_of(read_journal(file), command_again(), jobs=jobs)
    deliver(document, outputs, document.document, full=False)
