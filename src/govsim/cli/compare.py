"""`govsim compare`: several arrangements on the same worlds, with what differs and what it means."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli import compare_tables as tables
from govsim.cli.options import (
    Ready,
    actor_option,
    changes_of,
    command_line,
    output_options,
    ready,
    shared_options,
)
from govsim.cli.progress_bar import watched
from govsim.cli.saving import save_results
from govsim.cli.setting import MONTE_CARLO, places_words, worlds_words
from govsim.cli.text import Page
from govsim.measures.catalogue import MEASURES
from govsim.usecases.compare import Comparison, comparing
from govsim.usecases.plot import question_of
from govsim.usecases.sentences import (
    HEADLINES,
    break_even_sentences,
    joined,
    precision_sentence,
    ranking_sentence,
    together_sentence,
)
from govsim.usecases.taking_over import actors_from, taken_over_words


@click.command("compare", short_help="Compare arrangements on the same worlds, with verdicts.")
@click.argument("scenarios", nargs=-1, required=True, metavar="BASELINE SCENARIO...")
@shared_options
@actor_option
@click.option(
    "--weight",
    type=click.FloatRange(0, 1),
    metavar="W",
    help="Weight of progress in public value, 0 to 1.  [default: as the scenario says]",
)
@click.option("--overhead-neutral", is_flag=True, help="Let all arrangements lose the same staff time.")
@click.option("--all", "show_all", is_flag=True, help="Show all measures.")
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
    overhead_neutral: bool,
    show_all: bool,
    json_file: Path | None,
    csv_folder: Path | None,
    plot_file: Path | None,
    quiet: bool,
) -> None:
    """Compare arrangements on the same worlds, with verdicts.

    Each scenario is a name from 'govsim scenario list' or the path of a .toml file. The first is the baseline.
    """
    targets = {"--json": json_file, "--csv": csv_folder, "--plot": plot_file}
    start = ready(scenarios, changes_of(worlds, weight, overhead_neutral), places, network, targets)
    taken = actors_from(actor)
    work = comparing(start.scenarios, replicates, seed, start.places, start.network, taken.actors)
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
            "--overhead-neutral": overhead_neutral,
            "--all": show_all,
        },
    )
    page = Page()
    _page(page, found, start, command, actor, show_all, overhead_neutral)
    page.show()
    save_results(found.runs, found, command, json_file, csv_folder, plot_file)


def _page(
    page: Page,
    found: Comparison,
    start: Ready,
    command: str,
    actor: tuple[str, ...],
    show_all: bool,
    overhead_neutral: bool,
) -> None:
    page.text(question_of(found.runs), style="bold")
    page.text(
        f"{joined(found.names)} on the same {worlds_words(found.runs)} {places_words(found.runs, start.land)}"
    )
    for note in start.land.notes:
        page.text(f"Note: {note}")
    for text in actor:
        page.text(taken_over_words(text))
    if overhead_neutral:
        page.text("Overhead-neutral: all arrangements lose the same staff time.")
    tables.levers(page, found)
    every = [name for name, measure in MEASURES.items() if not measure.axis]
    tables.measures(page, found, every if show_all else tables.SHOWN)
    _verdicts(page, found)
    _weights(page, found)
    page.heading("When it pays: from when on a mean stays at least level")
    for sentence in break_even_sentences(found):
        page.bullet(sentence)
    tables.gains_and_losses(page, found, start.land)
    tables.pound(page, found)
    _close(page, found, command)


def _verdicts(page: Page, found: Comparison) -> None:
    for baseline, run in found.pairs():
        page.heading(f"Verdicts: {run.scenario.name} against {baseline.scenario.name}")
        for name in HEADLINES:
            page.bullet(found.difference(name, baseline, run).sentence())
    if len(found.runs) > 2 and (ranked := ranking_sentence(found)):
        page.heading("Which is best")
        page.text(ranked)


def _weights(page: Page, found: Comparison) -> None:
    used = found.runs[0].scenario.values.progress_weight
    page.heading(f"Weight of progress in public value: {used:g} (yours to choose with --weight)")
    page.text(
        "The rest is the weight of core services. How much each counts is a judgement, not a finding; "
        "this is what other weights would say:"
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
        page.text(together_sentence(found))
        page.text(precision_sentence(found))
        page.text(MONTE_CARLO)
    page.text("To run it again:")
    page.verbatim(f"  {command}")
