"""`govsim compare`: several arrangements on the same worlds, with what differs and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govsim.cli import compare_tables as tables
from govsim.cli.options import (
    Ready,
    WithBareOptions,
    actor_option,
    changes_of,
    command_line,
    held_options,
    held_to,
    jobs_option,
    output_options,
    ready,
    shared_options,
    weight_option,
)
from govsim.cli.progress_bar import watched
from govsim.cli.saving import save_results
from govsim.comparison.compare import Comparison, comparing
from govsim.comparison.sentences import (
    FIXED,
    SHOWN,
    break_even_sentences,
    precision_sentence,
    ranking_sentence,
    together_sentence,
)
from govsim.comparison.setting import held_words, other_countries_words, places_words, worlds_words
from govsim.comparison.trade_off_sentences import (
    IN_BRACKETS,
    best_by_rate_sentence,
    break_even_rate_sentence,
    pence_sentence,
    trade_off_sentence,
    value_split_sentence,
)
from govsim.documents.charts import question_of
from govsim.documents.terminal import Page
from govsim.errors import Problem
from govsim.measures.catalogue import MEASURES
from govsim.runs.actors_from_files import actors_from, taken_over_words
from govsim.words.plurals import joined
from govsim.words.verdicts import MONTE_CARLO

if TYPE_CHECKING:
    from govsim.documents.document import Document

_FILE = click.Path(path_type=Path)


@click.command(
    "compare", cls=WithBareOptions, short_help="Compare arrangements on the same worlds, with verdicts."
)
@click.argument("scenarios", nargs=-1, required=True, metavar="BASELINE SCENARIO...")
@shared_options
@actor_option
@weight_option("the scenario")
@held_options(compared=True)
@click.option("--split", is_flag=True, help="Split public value too, by three more runs of each scenario.")
@click.option("--all", "show_all", is_flag=True, help="Show all measures.")
@click.option(
    "--report",
    "report_file",
    type=_FILE,
    metavar="FILE",
    help="Write a report to hand out: .html, .md or .json.",
)
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
    start = ready(scenarios, changes, places, network, targets, _report_problems(report_file))
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
        },
    )
    told = [taken_over_words(text) for text in actor]
    if network is not None:
        told.append(f"The network is that of {network}.")
    names = [name for name, measure in MEASURES.items() if not measure.axis] if show_all else list(SHOWN)
    page = Page()
    _page(page, found, start, command, told, names)
    page.show()
    report = None if report_file is None else (_report(found, command, told, names), report_file)
    save_results(found.runs, found, command, json_file, csv_folder, plot_file, report=report)


def _report_problems(path: Path | None) -> list[Problem]:
    if path is None:
        return []
    from govsim.documents.saving import report_problems

    return report_problems(path, "--report")


def _report(found: Comparison, command: str, told: Sequence[str], names: Sequence[str]) -> Document:
    from govsim.experiments.report.comparison import comparison_report

    return comparison_report(found, command, told, names)


def _page(
    page: Page,
    found: Comparison,
    start: Ready,
    command: str,
    told: Sequence[str],
    names: Sequence[str],
) -> None:
    page.text(question_of(found.runs), style="bold")
    page.text(
        f"{joined(found.names)} on the same {worlds_words(found.runs)} {places_words(found.runs, start.land)}"
    )
    for note in start.land.notes:
        page.text(f"Note: {note}")
    scenarios = [run.scenario for run in found.runs]
    for text in (*told, *held_words(scenarios), other_countries_words(scenarios)):
        page.text(text)
    tables.levers(page, found)
    tables.measures(page, found, names)
    _verdicts(page, found)
    _weights(page, found)
    page.heading("When it pays: from when on a mean stays at least level")
    for sentence in break_even_sentences(found):
        page.bullet(sentence)
    tables.gains_and_losses(page, found)
    tables.pound(page, found)
    _close(page, found, command)


def _verdicts(page: Page, found: Comparison) -> None:
    for baseline, run in found.pairs():
        page.heading(f"Verdicts: {run.scenario.name} against {baseline.scenario.name}")
        page.bullet(trade_off_sentence(found, baseline, run))
        page.bullet(break_even_rate_sentence(found, baseline, run))
        page.bullet(found.difference("public_value", baseline, run).sentence())
        page.bullet(pence_sentence(found, baseline, run))
    if found.value_splits:
        page.heading("Public value split by runs held to the baseline")
        for split in found.value_splits:
            page.bullet(value_split_sentence(split))
    if len(found.runs) > 2 and (ranked := ranking_sentence(found)):
        page.heading("Which is best")
        page.text(f"{ranked} {best_by_rate_sentence(found)}")


def _weights(page: Page, found: Comparison) -> None:
    used = found.runs[0].scenario.values.progress_weight
    page.heading(f"Weight of progress in public value: {used:g} (yours to choose with --weight)")
    page.text(
        "The rest is the weight of core services: a judgement, not a finding. What a fall of need by 0.1 is worth is a "
        f"fact that nobody knows; each world draws a rate. {IN_BRACKETS}"
    )
    tables.weights(page, found)


def _close(page: Page, found: Comparison, command: str) -> None:
    page.heading("Read with care")
    if len(found.runs[0].replicates) == 1:
        page.text(
            "One world only: no intervals are given and nothing is decided. Ask for more with -n. "
            "In any case this is a model: change the assumptions."
        )
    else:
        page.text(FIXED)
        page.text(together_sentence(found))
        page.text(precision_sentence(found))
        page.text(MONTE_CARLO)
    page.text("To run it again:")
    page.verbatim(f"  {command}")
