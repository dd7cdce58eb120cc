"""`govsim experiment check`: everything that would stop an experiment, before it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govsim.cli.own_files import report_checked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govsim.errors import Problem


@click.command("check", short_help="Say everything that is wrong with experiment files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check_command(files: tuple[str, ...]) -> None:
    """Say everything that is wrong with experiment files, each with its line; ends with code 2 if anything is.

    Every scenario is built, so that an experiment which passes also runs; how many runs it comes to is said.

    Example:

    \b
      govsim experiment check my_question.toml
    """
    from govsim.experiments.describe import check_experiment

    def checked(file: str) -> tuple[Iterable[Problem], str]:
        found = check_experiment(file)
        return found.problems, found.comes_to

    report_checked(files, checked)
