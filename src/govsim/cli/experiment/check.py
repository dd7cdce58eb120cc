"""`govsim experiment check`: list every problem that would stop an experiment."""

from __future__ import annotations

import click

from govsim.cli.completion import EXPERIMENT
from govsim.cli.own_files import report_checked


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=EXPERIMENT)
def check_command(files: tuple[str, ...]) -> None:
    """Say everything that is wrong with experiment files, each with its line; ends with code 2 if anything is.

    Every scenario is built, so that an experiment which passes also runs; how many runs it comes to is said.

    Example:

    \b
      govsim experiment check my_question.toml
    """
    from govsim.experiments.describe import check_experiment

    report_checked(
        (file, found.problems, found.comes_to) for file in files for found in [check_experiment(file)]
    )
