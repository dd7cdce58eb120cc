"""`govsim experiment check`: everything that would stop an experiment, before it starts."""

from __future__ import annotations

import sys

import click

from govsim.cli.main import EXIT_BAD_INPUT


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

    wrong = False
    for file in files:
        checked = check_experiment(file)
        for problem in checked.problems:
            click.echo(str(problem))
        if not checked.problems:
            click.echo(f"{file} is fine: {checked.comes_to}.")
        wrong = wrong or bool(checked.problems)
    if wrong:
        sys.exit(EXIT_BAD_INPUT)
