"""`govsim experiment results`: the experiments in a folder, and how far each is."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("results", short_help="List the results in a folder, and how far each is.")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("results"))
def results_command(folder: Path) -> None:
    """List the experiments whose results lie in a folder ('results' if left out), and how far each is.

    Example:

    \b
      govsim experiment results
    """
    from govsim.cli.text import Column, Page
    from govsim.errors import InputError
    from govsim.experiments.results import results_in
    from govsim.experiments.status import status_of

    page, rows, unusable = Page(), [], []
    for path in results_in(folder):
        try:
            told = status_of(path)
        except InputError as error:
            unusable.append(str(error.problems[0]))
            continue
        state = "complete" if told.results.is_complete else f"{told.done / told.of:.0%}"
        running = "running" if told.holder is not None else ""
        rows.append([str(path), f"{told.done:,}", f"{told.failures:,}", state, running])
    if not rows and not unusable:
        page.text(f"There are no results in '{folder}'. Make some: govsim experiment run quick_look")
    if rows:
        heads = [Column("Results", short=True), Column("runs", number=True), Column("failed", number=True)]
        page.table([*heads, Column("state", short=True), Column("")], rows)
    for problem in unusable:
        page.bullet(problem)
    page.show()
