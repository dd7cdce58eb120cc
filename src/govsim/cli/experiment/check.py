"""`govsim experiment check`: list every problem that would stop an experiment."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.completion import EXPERIMENT
from govsim.cli.own_files import report_checked


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=EXPERIMENT)
@click.option(
    "--places",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Places saved by 'govsim places import', on which it is to run.",
)
def check_command(files: tuple[str, ...], places: Path | None) -> None:
    """Check experiment files: list every error with its line. The exit code is 2 if there is one.

    Every scenario is built, so an experiment that passes also runs. The number of its runs is printed. Give --places as
    for the run, to check that they have the outcomes of all scenarios.

    Examples:

    \b
      govsim experiment check my_question.toml
      govsim experiment check real_england --places england.parquet
    """
    from govsim.experiments.describe import check_experiment
    from govsim.world.saved_places import load_places

    land = None if places is None else load_places(places)
    report_checked(
        (file, one.problems, one.comes_to) for file in files for one in [check_experiment(file, land)]
    )
