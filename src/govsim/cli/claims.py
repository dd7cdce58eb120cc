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
    report_option,
    report_problems,
    seed_option,
)
from govsim.cli.progress_bar import watched
from govsim.cli.saving import tell_saved
from govsim.documents.json import write_json
from govsim.documents.terminal import Page, write_document
from govsim.errors import InputError
from govsim.questions.claims import DEFAULT_WORLDS, claiming
from govsim.questions.wording import claims_document


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
@report_option
@json_option
@quiet_option
def claims(
    worlds: int,
    seed: int,
    file: Path | None,
    jobs: int | None,
    report_file: Path | None,
    json_file: Path | None,
    quiet: bool,
) -> None:
    """Say in which worlds the three claims of the essay hold, fail or make no difference.

    Each claim compares two arrangements in the same worlds, as they are and with equal money for outcomes. The page
    says on which assumptions the claim hangs, at which rate of exchange it turns, and what nothing looks like.

    \b
    Examples:
      govsim claims --worlds 200
      govsim claims --json claims.json

    On two processors 2,000 worlds take about ten minutes, and 200 worlds about one.
    """
    problems = problems_of_targets({"--json": json_file, "--report": report_file}) + report_problems(
        report_file
    )
    if problems:
        raise InputError(problems)
    found = watched(claiming(worlds, seed, jobs, file), quiet, "runs")
    document = claims_document(found)
    page = Page()
    write_document(page, document, full=False)
    page.show()
    saved: list[tuple[str, Path]] = []
    if json_file is not None:
        write_json(found.document(), json_file)
        saved.append(("JSON", json_file))
    if report_file is not None:
        saved.append(("Report", document.save(report_file)))
    tell_saved(saved)
