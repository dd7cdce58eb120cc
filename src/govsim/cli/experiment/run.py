"""`govsim experiment run`: run an experiment, store its runs and show the results."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from govsim.cli.completion import EXPERIMENT
from govsim.cli.experiment import words
from govsim.cli.experiment.words import command
from govsim.cli.options import (
    FILE,
    jobs_option,
    places_option,
    quiet_option,
    worlds_option,
)
from govsim.cli.progress_bar import watched
from govsim.documents.terminal import Page
from govsim.experiments.experiment import Experiment
from govsim.experiments.results import Results, open_results
from govsim.experiments.run import ExecutionOptions, begin, changed, resuming
from govsim.experiments.scenarios import scenarios_of
from govsim.experiments.status import status_of
from govsim.world.places import Places
from govsim.world.saved_places import load_places

RESULTS = Path("results")
LARGE = 100_000  # runs: planning them takes longer than a reader waits without a word
LONG = 3600.0  # seconds of one core

dask_option = click.option(
    "--dask", metavar="ADDRESS", help="Run on a Dask cluster: its address, or 'local' to start one here."
)


@click.command("run")
@click.argument("experiment", metavar="NAME|FILE", type=EXPERIMENT)
@click.option(
    "-o",
    "--output",
    type=FILE,
    default=RESULTS,
    show_default=True,
    metavar="DIR",
    help="Folder in which the folder of results is created.",
)
@worlds_option(
    "-n", "--replicates", default=None, about="Number of worlds for each point, instead of the file's."
)
@click.option(
    "--points",
    type=click.IntRange(1),
    metavar="N",
    help="Number of points of a sampled design, or of paths of a Morris design.",
)
@jobs_option
@dask_option
@places_option
@click.option("--seed", type=click.IntRange(0, 2**64 - 1), metavar="N", help="Seed, instead of the file's.")
@quiet_option
def run_command(
    experiment: str,
    output: Path,
    replicates: int | None,
    points: int | None,
    jobs: int | None,
    dask: str | None,
    places: Path | None,
    seed: int | None,
    quiet: bool,
) -> None:
    """Run an experiment and save every run in a folder of its own, safe from interruptions.

    NAME is a name from 'govsim experiment list' or the path of a .toml file. Repeat the command to continue after
    an interruption, or to see the results of a complete experiment. Runs of the same experiment with another number of
    worlds (-n) are reused if their folder is in DIR.

    Examples:

    \b
      govsim experiment run quick_look
      govsim experiment run my_question.toml -n 20 --jobs 2
      govsim experiment run real_england --places england.parquet
    """
    land, options = loaded(places), execution_options(jobs, dask)
    given: list[Any] = [] if output == RESULTS else ["-o", output]
    for option, value in (("-n", replicates), ("--points", points), ("--places", places), ("--seed", seed)):
        given += [] if value is None else [option, value]
    changed_experiment = changed(experiment, replicates, points, seed)
    if not quiet:
        announce(changed_experiment, land)
    folder = begin(
        changed_experiment, output, options, land, places, command=command("run", experiment, *given)
    )
    run_on(folder, options, land, quiet)


def announce(experiment: Experiment, places: Places | None) -> None:
    """Announce the running time of a large experiment before planning it; on a terminal ask for confirmation."""
    if experiment.runs < LARGE:
        return
    from govsim.experiments.describe import duration, seconds_of, size_words

    seconds = seconds_of(experiment, scenarios_of(experiment, experiment.folder, places), places)
    click.echo(f"{size_words(experiment)}: about {duration(seconds)} of one core.", err=True)
    if seconds > LONG and _is_a_terminal():
        click.confirm("Run it?", default=True, abort=True, err=True)


def _is_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def execution_options(jobs: int | None, dask: str | None) -> ExecutionOptions:
    """The requested number of processes, else one per processor; or a cluster."""
    return ExecutionOptions(jobs=jobs, dask=dask, at_most=os.cpu_count() or 1)


def loaded(places: Path | None) -> Places | None:
    """The places of a file, if given."""
    return None if places is None else load_places(places)


def run_on(
    folder: Path, options: ExecutionOptions, places: Places | None, quiet: bool, retry_failed: bool = False
) -> None:
    """Run the missing runs of an experiment and show the results; after an interrupt, say how to continue."""
    before = open_results(folder)
    folder, was_complete = before.folder, before.is_complete
    tried_again = status_of(folder).failures if retry_failed else None
    try:
        results = watched(resuming(folder, options, places, retry_failed), quiet, "runs")
    except KeyboardInterrupt:
        again = ["--retry-failed"] if retry_failed else []
        click.echo(f"Finished chunks are safe. To continue: {command('resume', folder, *again)}", err=True)
        raise
    show_end(results, was_complete, tried_again)


def show_end(results: Results, was_complete: bool, tried_again: int | None = None) -> None:
    """Show the folder, retried, reused and failed runs, the outcomes and the next steps."""
    page = Page()
    how = "was complete already" if was_complete and not tried_again else "complete"
    page.text(f"{results.name}: {how}, {words.size_words(results)}.")
    page.verbatim(f"Saved in {results.folder}")
    words.reused(page, results)
    if tried_again is not None:
        page.text(words.tried_again(tried_again, len(results.failures)))
    words.warnings(page, results)
    words.failures(page, results)
    words.outcomes(page, results)
    page.blank()
    page.text("Read all of it:")
    page.verbatim(f"  {command('report', results.folder)}")
    page.show()
