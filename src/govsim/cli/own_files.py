"""Messages on a user's own files: new ones, their problems and summaries."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from govsim.cli.main import EXIT_BAD_INPUT
from govsim.documents.terminal import Page
from govsim.errors import Problem
from govsim.words.plurals import counted


def list_unusable(page: Page, files: Iterable[tuple[str, int]], command: str) -> None:
    """List files that cannot be used, each with its number of problems and the command that shows them."""
    unusable = list(files)
    if unusable:
        page.heading("Cannot be used")
    for file, problems in unusable:
        page.verbatim(f"  {file}: {counted(problems, 'problem')}; see {command} {shlex.quote(file)}")


def show_new_file(file: Path, kind: str, *commands: str) -> None:
    """Print where a new file of a user is, and the commands to try next; the file is their last argument."""
    click.echo(f"Wrote {file}: {kind}. Change it, then:")
    for command in commands:
        click.echo(f"  govsim {command} {shlex.quote(str(file))}")


def report_checked(checked: Iterable[tuple[str, Iterable[Problem], str]]) -> None:
    """Print the problems of each file, or its summary where it has none; exit with code 2 if there is a problem."""
    any_wrong = False
    for file, problems, summary in checked:
        lines = [str(problem) for problem in problems]
        any_wrong = any_wrong or bool(lines)
        for line in lines or [f"{file} is fine: {summary}."]:
            click.echo(line)
    if any_wrong:
        sys.exit(EXIT_BAD_INPUT)
