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
from govsim.cli.text import Page
from govsim.errors import InputError
from govsim.questions import wording
from govsim.questions.claims import DEFAULT_WORLDS, ClaimFound, Claims, claiming
from govsim.usecases.export import write_json
from govsim.words.numbers import decimal


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
    says on which assumptions the claim hangs, at which rate of exchange it turns, and what nothing looks like.

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
    """The page: what is asked, every claim, and how sure."""
    page.text("Do the claims of the essay hold?", style="bold")
    for sentence in wording.opening(found):
        page.text(sentence)
    for number, one in enumerate(found.claims, start=1):
        _claim(page, number, one)
    page.blank()
    for sentence in wording.closing(found):
        page.text(sentence)
    page.verbatim(f"To run it again: {found.command}")


def _claim(page: Page, number: int, one: ClaimFound) -> None:
    decides = one.deciding_pair
    page.blank()
    page.text(f"{decimal(number, 0)}. {one.claim.stated.says}", hanging=3, style="bold")
    for volume in wording.WHEN:
        page.text(wording.verdict_line(volume, decides.found[volume]), indent=3, hanging=2)
    for line in (
        wording.joint_line(one),
        wording.nothing_line(decides),
        wording.size_line(decides),
        wording.turning_line(
            decides.found["as_is"].break_even, decides.pair.baseline.name, decides.pair.scenario.name
        ),
    ):
        page.text(line, indent=3, hanging=2)
    for pair in wording.supporting(one):
        page.text(f"• {wording.pair_line(pair)}", indent=3, hanging=2)
    page.text("What decides, as it is:", indent=3)
    for line in wording.deciding_lines(one.decisive["as_is"]):
        page.text(f"• {line}", indent=3, hanging=2)
    page.text(f"At equal volume: {wording.deciding_words(one.decisive['equal'])}.", indent=3, hanging=2)
    for volume in wording.WHEN:
        page.text(wording.where_line(volume, one.where[volume]), indent=3, hanging=2)
