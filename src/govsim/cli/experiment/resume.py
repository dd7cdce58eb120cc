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
    help="Repeat failed and crashed runs, with all runs that are saved in the same chunks.",
)
@quiet_option
def resume_command(
    folder: Path, jobs: int | None, dask: str | None, places: Path | None, retry_failed: bool, quiet: bool
) -> None:
    """Resume an experiment where it was stopped, from its folder alone.

    --places is needed only if the file of real places has moved.

    --retry-failed helps if runs failed for reasons outside the experiment: too little memory, a killed process, a
    missing package. If you correct the file of an actor, it is another experiment: start it with 'govsim experiment
    run'.

    Examples:

    \b
      govsim experiment resume results/quick_look-0123456789ab
      govsim experiment resume results/quick_look-0123456789ab --retry-failed
    """
    run_on(folder, execution_options(jobs, dask), loaded(places), quiet, retry_failed)
