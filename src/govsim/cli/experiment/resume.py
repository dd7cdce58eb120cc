"""`govsim experiment resume`: go on where an experiment was stopped."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.experiment.run import dask_option, go_on, loaded, workers
from govsim.cli.options import jobs_option, places_option, quiet_option


@click.command("resume", short_help="Go on with an experiment where it was stopped.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@jobs_option
@dask_option
@places_option
@quiet_option
def resume_command(
    folder: Path, jobs: int | None, dask: str | None, places: Path | None, quiet: bool
) -> None:
    """Go on with an experiment where it was stopped, from what is kept in its folder alone.

    --places is needed only where the file of real places lies elsewhere than it did.

    Example:

    \b
      govsim experiment resume results/quick_look-0123456789ab
    """
    go_on(folder, workers(jobs, dask), loaded(places), quiet)
