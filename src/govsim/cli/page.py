"""`govsim page`: one file of HTML to read, explore, print and hand on."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from govsim.cli.completion import SCENARIO
from govsim.cli.options import (
    FILE,
    Outputs,
    Simulated,
    command_again,
    jobs_option,
    outputs_options,
    simulated_options,
    weight_option,
)


@click.command("page")
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...", type=SCENARIO)
@simulated_options
@weight_option("the first scenario")
@jobs_option
@outputs_options(
    click.option(
        "-o",
        "--output",
        "page_file",
        type=FILE,
        default="explorer.html",
        show_default=True,
        metavar="FILE",
        help="File to write (.html).",
    )
)
def page(
    scenarios: tuple[str, ...],
    simulated: Simulated,
    weight: float | None,
    jobs: int | None,
    outputs: Outputs,
) -> None:
    """Write one file of HTML to read, explore, print and hand on.

    Each SCENARIO is a name from 'govsim scenario list' or the path of a .toml file. Of several the first is the
    baseline, and the page says first what 'govsim compare' says of them. Below, a reader chooses two arrangements, a
    measure and the weight of progress, goes through the worlds one by one, and sees in which of them the answer turns.

    The file works from disk and in a learning platform. It needs no server and no network, and stores nothing.

    \b
    Example:
      govsim page siloed layered mission_led -o explorer.html
    """
    from govsim.cli.progress_bar import watched
    from govsim.cli.saving import save
    from govsim.explorer.making import checked_before, making
    from govsim.explorer.one_page import page_document, write_page

    start = simulated.ready(scenarios, outputs.targets, weight)
    checked_before(start.scenarios, start.land, simulated.replicates)
    work = making(
        start.scenarios,
        replicates=simulated.replicates,
        seed=simulated.seed,
        places=start.places,
        network=start.network,
        jobs=jobs,
    )
    runs = watched(work, outputs.quiet)
    document = page_document(runs, command_again(), start.notes, datetime.now(UTC))
    click.echo("\n".join(document.answer))
    save(outputs, Page=lambda path: write_page(runs, document, path))
    click.echo("Open it in a browser, send it, or put it into a learning platform: it needs no network.")
