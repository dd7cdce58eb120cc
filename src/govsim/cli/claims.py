"""`govsim claims`: in which worlds the claims of the essay hold, on one page."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import (
    MOST_REPLICATES,
    jobs_option,
    json_option,
    problems_of_targets,
    quiet_option,
    seed_option,
)
from govsim.cli.progress_bar import watched
from govsim.cli.saving import tell_saved
from govsim.documents.json import write_json
from govsim.documents.table import Column
from govsim.documents.terminal import Page
from govsim.errors import InputError
from govsim.questions import wording
from govsim.questions.claims import DEFAULT_WORLDS, Claims, claiming


@click.command("claims", short_help="Say in which worlds the claims of the essay hold.")
@click.option(
    "--worlds",
    type=click.IntRange(2, MOST_REPLICATES),
    default=DEFAULT_WORLDS,
    show_default=True,
    metavar="N",
    help="How many worlds.",
)
@seed_option
@click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE.toml",
    help="Other claims, written like those of docs/predictions.toml.",
)
@jobs_option
@json_option
@quiet_option
def claims(
    worlds: int, seed: int, file: Path | None, jobs: int | None, json_file: Path | None, quiet: bool
) -> None:
    """Say in which worlds the three claims of the essay hold, fail or make no difference.

    Each claim compares two arrangements in the same worlds, as they are and with equal money for outcomes. The page
    says on which assumptions the claim depends, at which rate of exchange it turns, and what chance alone gives.

    \b
    Examples:
      govsim claims --worlds 200
      govsim claims --json claims.json

    On two processors 2,000 worlds take about ten minutes, and 200 worlds about one.
    """
    problems = problems_of_targets({"--json": json_file})
    if problems:
        raise InputError(problems)
    found = watched(claiming(worlds, seed, jobs, file), quiet, "runs")
    page = Page()
    show(page, found)
    page.show()
    if json_file is not None:
        write_json(found.document(), json_file)
        tell_saved([("JSON", json_file)])


def show(page: Page, found: Claims) -> None:
    """The page: what is asked, every claim, the comparisons behind them, and how sure."""
    page.text("Do the claims of the essay hold?", style="bold")
    page.text(wording.opening(found))
    page.blank()
    for number, one in enumerate(found.claims, start=1):
        page.text(f"{number}. {one.claim.stated.says}", hanging=3, style="bold")
        page.text(wording.answer(one), indent=3)
        page.text(f"{wording.sizes(one)} {wording.hangs_on(one)}", indent=3)
    page.blank()
    first, *others = wording.COLUMNS
    columns = [Column(first), *(Column(heading, number=True) for heading in others)]
    rows = [row for number, one in enumerate(found.claims, start=1) for row in wording.rows(one, number)]
    page.table(columns, rows)
    page.text(wording.closing())
    page.verbatim(f"To run it again: {found.command}")
