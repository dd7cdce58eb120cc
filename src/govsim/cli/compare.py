"""`govsim compare`: several arrangements on the same worlds, with what differs and what it means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govsim.cli.options import (
    WithBareOptions,
    actor_option,
    changes_of,
    command_line,
    full_option,
    held_options,
    held_to,
    jobs_option,
    output_options,
    ready,
    report_option,
    report_problems,
    shared_options,
    weight_option,
)
from govsim.cli.progress_bar import watched
from govsim.cli.saving import save_results
from govsim.comparison.compare import Comparison, comparing
from govsim.comparison.document import document_of
from govsim.comparison.sentences import SHOWN
from govsim.documents.terminal import Page, write_document
from govsim.measures.catalogue import MEASURES
from govsim.runs.actors_from_files import actors_from, taken_over_words

if TYPE_CHECKING:
    from govsim.documents.document import Document


@click.command(
    "compare", cls=WithBareOptions, short_help="Compare arrangements on the same worlds, with verdicts."
)
@click.argument("scenarios", nargs=-1, required=True, metavar="BASELINE SCENARIO...")
@shared_options
@actor_option
@weight_option("the scenario")
@held_options(compared=True)
@click.option("--split", is_flag=True, help="Split public value too, by three more runs of each scenario.")
@click.option("--all", "show_all", is_flag=True, help="Show all measures (with --full).")
@full_option
@report_option
@jobs_option
@output_options
def compare(
    scenarios: tuple[str, ...],
    replicates: int,
    seed: int,
    places: Path | None,
    network: Path | None,
    worlds: str | None,
    actor: tuple[str, ...],
    weight: float | None,
    equal_volume: str | None,
    equal_overhead: str | None,
    split: bool,
    show_all: bool,
    full: bool,
    report_file: Path | None,
    jobs: int | None,
    json_file: Path | None,
    csv_folder: Path | None,
    plot_file: Path | None,
    quiet: bool,
) -> None:
    """Compare arrangements on the same worlds, with verdicts.

    Each scenario is a name from 'govsim scenario list' or the path of a .toml file. The first is the baseline.
    """
    targets = {"--json": json_file, "--csv": csv_folder, "--plot": plot_file, "--report": report_file}
    changes = changes_of(worlds, weight)
    volume, overhead = held_to(equal_volume, "--equal-volume"), held_to(equal_overhead, "--equal-overhead")
    start = ready(scenarios, changes, places, network, targets, report_problems(report_file))
    taken = actors_from(actor)
    work = comparing(
        start.scenarios,
        replicates,
        seed,
        start.places,
        start.network,
        taken.actors,
        equal_volume=volume,
        equal_overhead=overhead,
        split=split,
        jobs=jobs,
    )
    with taken.blamed():
        found = watched(work, quiet)
    command = command_line(
        "compare",
        scenarios,
        {
            "-n": replicates,
            "--seed": seed,
            "--places": places,
            "--network": network,
            "--worlds": worlds,
            "--actor": actor,
            "--weight": weight,
            "--equal-volume": equal_volume,
            "--equal-overhead": equal_overhead,
            "--split": split,
            "--all": show_all,
            "--full": full,
        },
    )
    told = [taken_over_words(text) for text in actor]
    if network is not None:
        told.append(f"The network is that of {network}.")
    names = [name for name, measure in MEASURES.items() if not measure.axis] if show_all else list(SHOWN)
    page = Page()
    document = document_of(found, command, told, names)
    read_on = (
        "--full shows all measures, weights, who gains and who loses, the pound’s journey and levers.",
        "--report FILE.html writes it all as a page with drawings; .md and .json work too.",
        "'govsim explain' of two of them says why they differ.",
    )
    write_document(page, document, full or show_all, read_on=read_on)
    page.show()
    report = None if report_file is None else (_report(found, document), report_file)
    save_results(found.runs, found, command, json_file, csv_folder, plot_file, report=report)


def _report(found: Comparison, document: Document) -> Document:
    from govsim.experiments.compared import with_drawings

    return with_drawings(document, found)
