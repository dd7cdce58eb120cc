"""`govsim compare`: compare several arrangements on the same worlds, with verdicts."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.completion import SCENARIO
from govsim.cli.options import (
    Outputs,
    Simulated,
    WithBareOptions,
    actor_option,
    command_again,
    csv_option,
    full_option,
    held_options,
    held_to,
    jobs_option,
    json_option,
    outputs_options,
    plot_option,
    report_option,
    simulated_options,
    weight_option,
)
from govsim.cli.progress_bar import watched
from govsim.cli.saving import deliver
from govsim.comparison.compare import comparing
from govsim.comparison.document import document_of
from govsim.comparison.export import comparison_document, write_csv
from govsim.comparison.ranking import SHOWN
from govsim.documents.charts import draw
from govsim.measures.catalogue import MEASURES
from govsim.runs.actors_from_files import actors_from, override_words

READ_ON = (
    "--full shows all measures, weights, who gains and who loses, the pound’s journey and levers.",
    "--report FILE.html writes it all as a page with drawings; .md and .json work too.",
    "'govsim explain' of two of them says why they differ.",
)


@click.command("compare", cls=WithBareOptions)
@click.argument("scenarios", nargs=-1, required=True, metavar="BASELINE SCENARIO...", type=SCENARIO)
@simulated_options
@actor_option
@weight_option("the scenario")
@held_options(compared=True)
@click.option(
    "--split",
    is_flag=True,
    help="Say how much of a difference in public value is due to money, staff time and the rest (3 more runs each).",
)
@click.option("--all", "show_all", is_flag=True, help="Show all measures (with --full).")
@full_option
@jobs_option
@outputs_options(report_option, json_option, csv_option, plot_option)
def compare(
    scenarios: tuple[str, ...],
    simulated: Simulated,
    actor: tuple[str, ...],
    weight: float | None,
    equal_volume: str | None,
    equal_overhead: str | None,
    split: bool,
    show_all: bool,
    full: bool,
    jobs: int | None,
    outputs: Outputs,
) -> None:
    """Compare arrangements on the same worlds, with verdicts.

    Each scenario is a name from 'govsim scenario list' or the path of a .toml file. The first is the baseline.
    """
    start = simulated.ready(scenarios, outputs.targets, weight)
    overrides = actors_from(actor)
    work = comparing(
        start.scenarios,
        replicates=simulated.replicates,
        seed=simulated.seed,
        places=start.places,
        network=start.network,
        actors=overrides.actors,
        equal_volume=held_to(equal_volume, "--equal-volume"),
        equal_overhead=held_to(equal_overhead, "--equal-overhead"),
        split=split,
        even_need=True,
        jobs=jobs,
    )
    with overrides.blamed():
        comparison = watched(work, outputs.quiet)
    notes = [*map(override_words, actor), *start.notes]
    names = [name for name, measure in MEASURES.items() if not measure.axis] if show_all else SHOWN
    command = command_again()
    document = document_of(comparison, command, notes, names)

    def save_with_drawings(path: Path) -> None:
        from govsim.experiments.compared import with_drawings

        with_drawings(document, comparison).save(path)

    deliver(
        document,
        outputs,
        lambda: comparison_document(comparison, command),
        full=full or show_all,
        read_on=READ_ON,
        CSV=lambda path: write_csv(comparison.runs, comparison.differences(), path),
        Plot=lambda path: draw(comparison.runs, path),
        Report=save_with_drawings,
    )
