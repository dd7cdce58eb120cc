"""`govsim experiment status`: show the progress of an experiment."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.documents.terminal import Page
from govsim.words.plurals import counted


@click.command("status")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def status_command(folder: Path) -> None:
    """Show the progress of an experiment: finished runs, failures, speed, and the process that runs it.

    It is safe to use while the experiment runs.

    Example:

    \b
      govsim experiment status results/quick_look-0123456789ab
    """
    from govsim.cli.experiment import words
    from govsim.experiments.describe import duration
    from govsim.experiments.status import status_of

    status = status_of(folder)
    results, page = status.results, Page()
    complete = results.is_complete
    page.text(f"{results.name}: {'complete' if complete else 'unfinished'} ({results.folder})")
    most = "at most " if results.plan.is_sequential and not complete else ""
    of = f"{status.done:,} of {most}{counted(status.of, 'run')} ({status.done / status.of:.0%})"
    runs = counted(status.done, "run") if complete else of
    page.bullet(
        f"Finished: {runs}; {counted(results.replicates, 'complete world')} of {counted(results.plan.points, 'point')}"
    )
    if status.failures:
        page.bullet(f"Failed: {counted(status.failures, 'run')}")
    if status.rate is not None and status.holder is not None and not complete:
        left = f", about {duration(status.left)} left" if status.left is not None else ""
        page.bullet(f"{status.rate:,.1f} runs a second at present{left}")
    at_work = f"At work: {status.holder}" if status.holder is not None else "No process is at work on it"
    page.bullet(at_work)
    words.warnings(page, results)
    page.blank()
    if complete:
        page.verbatim(f"  {words.command('report', results.folder)}")
    elif status.holder is None:
        page.verbatim(f"  {words.command('resume', results.folder)}")
    if status.failures and status.holder is None:
        words.how_to_retry(page, results)
    page.show()
