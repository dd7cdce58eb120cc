"""`govsim experiment resume`: continue where an experiment was stopped."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.experiment.run import dask_option, execution_options, loaded, run_on
from govsim.cli.options import FILE, jobs_option, places_option, quiet_option


@click.command("resume")
@click.argument("folder", metavar="DIR", type=FILE)
@jobs_option
@dask_option
@places_option
@click.option(
    "--retry-failed",
    is_flag=True,
    help="Try runs that failed or crashed again, with all others of their chunks.",
)
@quiet_option
def resume_command(
    folder: Path, jobs: int | None, dask: str | None, places: Path | None, retry_failed: bool, quiet: bool
) -> None:
    """Resume an experiment where it was stopped, from its folder alone.

    --places is needed only where the file of real places has moved.

    --retry-failed helps where runs failed by what is not part of the experiment: too little memory, a
    process that was killed, a package that was missing. An actor whose file was mended makes it another experiment:
    'govsim experiment run' gives that a folder of its own.

    Examples:

    \b
      govsim experiment resume results/quick_look-0123456789ab
      govsim experiment resume results/quick_look-0123456789ab --retry-failed
    """
    run_on(folder, execution_options(jobs, dask), loaded(places), quiet, retry_failed)
