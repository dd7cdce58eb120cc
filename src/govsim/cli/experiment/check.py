"""`govsim experiment check`: list every problem that would stop an experiment."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.own_files import report_checked


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--places",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Places saved by 'govsim places import', on which it is to run.",
)
def check_command(files: tuple[str, ...], places: Path | None) -> None:
    """Say everything that is wrong with experiment files, each with its line; ends with code 2 if anything is.

    Every scenario is built, so that an experiment which passes also runs; how many runs it comes to is said.
    Give --places as for the run, to hear whether they have the outcomes of all scenarios.

    Examples:

    \b
      govsim experiment check my_question.toml
      govsim experiment check real_england --places england.parquet
    """
    from govsim.experiments.describe import check_experiment
    from govsim.world.saved_places import load_places

    land = None if places is None else load_places(places)
    report_checked(
        (file, found.problems, found.comes_to) for file in files for found in [check_experiment(file, land)]
    )
