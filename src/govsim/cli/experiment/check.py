"""`govsim experiment check`: list every problem that would stop an experiment."""

from __future__ import annotations

import click

from govsim.cli.own_files import report_checked


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check_command(files: tuple[str, ...]) -> None:
    """Check experiment files: list every error with its line. The exit code is 2 if there is one.

    Every scenario is built, so an experiment that passes also runs. The number of its runs is printed.

    Example:

    \b
      govsim experiment check my_question.toml
    """
    from govsim.experiments.describe import check_experiment

    report_checked(
        (file, found.problems, found.comes_to) for file in files for found in [check_experiment(file)]
    )
