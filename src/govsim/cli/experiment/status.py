"""`govsim experiment status`: how far an experiment is, while it runs or after."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("status", short_help="Say how far an experiment is; it may be running.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def status_command(folder: Path) -> None:
    """Say how far an experiment is: runs that are kept, failures, how fast it goes, who is at work.

    It can be asked at any time and disturbs nobody.

    Example:

    \b
      govsim experiment status results/quick_look-0123456789ab
    """
    from govsim.cli.experiment import words
    from govsim.documents.terminal import Page
    from govsim.experiments.describe import duration
    from govsim.experiments.status import status_of
    from govsim.words.plurals import counted

    told = status_of(folder)
    results, page = told.results, Page()
    complete = results.is_complete
    page.text(f"{results.name}: {'complete' if complete else 'unfinished'} ({results.folder})")
    most = "at most " if results.plan.is_sequential and not complete else ""
    of = f" of {most}{told.of:,} ({told.done / told.of:.0%})" if not complete else ""
    page.bullet(
        f"Kept: {told.done:,}{of} runs; {results.replicates:,} complete worlds of {results.plan.points:,} points"
    )
    if told.failures:
        page.bullet(f"Came to nothing: {counted(told.failures, 'run')}; see {results.folder / 'failures'}")
    if told.rate is not None and told.holder is not None and not complete:
        left = f", about {duration(told.left)} left" if told.left is not None else ""
        page.bullet(f"Lately {told.rate:,.1f} runs a second{left}")
    at_work = f"At work: {told.holder}" if told.holder is not None else "Nobody is at work on it"
    page.bullet(at_work)
    words.warnings(page, results)
    page.blank()
    if complete:
        page.verbatim(f"  {words.command('report', results.folder)}")
    elif told.holder is None:
        page.verbatim(f"  {words.command('resume', results.folder)}")
    if told.failures and told.holder is None:
        words.how_to_retry(page, results)
    page.show()
