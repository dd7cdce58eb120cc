"""`govsim experiment results`: list the experiments in a folder with their progress."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.documents.terminal import Page
from govsim.errors import InputError
from govsim.files import reason


@click.command("results")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("results"))
def results_command(folder: Path) -> None:
    """List the experiments whose results are in a folder ('results' if left out), and the progress of each.

    Example:

    \b
      govsim experiment results
    """
    from govsim.experiments.results import results_in
    from govsim.experiments.status import status_of

    page, folders, any_failed = Page(), results_in(folder), False
    for path in folders:
        page.verbatim(str(path))
        try:
            status = status_of(path)
        except InputError as error:
            page.text(f"cannot be read: {error.problems[0]}", indent=2, hanging=2)
            continue
        except OSError as error:
            page.text(f"cannot be read: {reason(error)}", indent=2, hanging=2)
            continue
        page.text(status.in_words(), indent=2)
        any_failed = any_failed or status.failures > 0
    if not folders:
        page.text(f"There are no results in '{folder}'. Make some:")
        page.verbatim("  govsim experiment run quick_look")
    if any_failed:
        page.blank()
        page.text("To try failed runs again:")
        page.verbatim("  govsim experiment resume DIR --retry-failed")
    page.show()
