"""What commands say of a user's own files, be they scenarios or experiments: which cannot be used, and why."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import click

from govsim.cli.main import EXIT_BAD_INPUT

if TYPE_CHECKING:
    from govsim.documents.terminal import Page
    from govsim.errors import Problem


def tell_unusable(page: Page, files: Iterable[tuple[str, int]], command: str) -> None:
    """Files that a list had to leave out, each with its number of problems and the command that tells them."""
    from govsim.words.plurals import counted

    found = list(files)
    if found:
        page.heading("Cannot be used")
    for file, problems in found:
        page.verbatim(f"  {file}: {counted(problems, 'problem')}; see {command} {file}")


def tell_checked(files: Sequence[str], check: Callable[[str], tuple[Iterable[Problem], str]]) -> None:
    """The problems of each file, or what one without any comes to; ends with code 2 if anything is wrong."""
    wrong = False
    for file in files:
        problems, comes_to = check(file)
        told = list(problems)
        for problem in told:
            click.echo(str(problem))
        if not told:
            click.echo(f"{file} is fine: {comes_to}.")
        wrong = wrong or bool(told)
    if wrong:
        sys.exit(EXIT_BAD_INPUT)
