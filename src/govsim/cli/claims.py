"""`govsim claims`: in which worlds the claims of the essay hold, on one page."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import (
    Outputs,
    file_option,
    jobs_option,
    json_option,
    outputs_options,
    report_option,
    seed_option,
    worlds_option,
)
from govsim.cli.progress_bar import watched
from govsim.cli.saving import deliver
from govsim.questions.claims import DEFAULT_WORLDS, claiming
from govsim.questions.wording import claims_document


@click.command("claims")
@worlds_option("--worlds", default=DEFAULT_WORLDS, least=2, about="Number of simulated worlds.")
@seed_option
@file_option(
    "--file", about="Other claims, written like those of docs/predictions.toml.", metavar="FILE.toml"
)
@jobs_option
@outputs_options(report_option, json_option)
def claims(worlds: int, seed: int, file: Path | None, jobs: int | None, outputs: Outputs) -> None:
    """Say in which worlds the three claims of the essay hold, fail or make no difference.

    Each claim compares two arrangements in the same worlds, as they are and with equal money for outcomes. The page
    names the assumptions on which a claim depends. It says how much of core services a fall of need must be worth for
    the claim to hold on average, and how often it would hold by chance.

    \b
    Examples:
      govsim claims --worlds 200
      govsim claims --json claims.json

    On two processors 2,000 worlds take about ten minutes, and 200 worlds about one.
    """
    outputs.check()
    result = watched(claiming(worlds, seed, jobs, file), outputs.quiet, "runs")
    deliver(claims_document(result), outputs, result.document, full=False)
