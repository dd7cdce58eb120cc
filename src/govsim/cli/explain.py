"""`govsim explain`: why two arrangements differ, in three sentences and a table of every mechanism."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import (
    changes_of,
    command_line,
    full_option,
    jobs_option,
    json_option,
    quiet_option,
    ready,
    report_option,
    report_problems,
    shared_options,
    weight_option,
)
from govsim.cli.progress_bar import watched
from govsim.cli.saving import tell_saved
from govsim.documents.json import write_json
from govsim.documents.terminal import Page, write_document
from govsim.explanation.document import document_of
from govsim.explanation.explain import DEFAULT_WORLDS, explaining, explanation_document


@click.command(
    "explain",
    short_help="Say in three sentences why two arrangements differ.",
    context_settings={"default_map": {"replicates": DEFAULT_WORLDS}},
)
@click.argument("baseline")
@click.argument("scenario")
@shared_options
@weight_option("the scenario")
@full_option
@report_option
@jobs_option
@json_option
@quiet_option
def explain(
    baseline: str,
    scenario: str,
    replicates: int,
    seed: int,
    places: Path | None,
    network: Path | None,
    worlds: str | None,
    weight: float | None,
    full: bool,
    report_file: Path | None,
    jobs: int | None,
    json_file: Path | None,
    quiet: bool,
) -> None:
    """Say in three sentences why two arrangements differ.

    Each is a name from 'govsim scenario list' or the path of a .toml file. Every mechanism in which they may differ
    is switched off in turn, in the same worlds; what changes then is its effect. With 64 worlds of the shipped
    country this takes about half a minute.
    """
    start = ready(
        (baseline, scenario),
        changes_of(worlds, weight),
        places,
        network,
        {"--json": json_file, "--report": report_file},
        report_problems(report_file),
    )
    first, second = start.scenarios
    work = explaining(first, second, replicates, seed, start.places, start.network, jobs=jobs)
    found = watched(work, quiet)
    command = command_line(
        "explain",
        (baseline, scenario),
        {
            "-n": replicates,
            "--seed": seed,
            "--places": places,
            "--network": network,
            "--worlds": worlds,
            "--weight": weight,
            "--full": full,
        },
    )
    document = document_of(found, command)
    page = Page()
    read_on = (
        "--full shows every mechanism and every cost; --report FILE.html writes it all as a page.",
        "'govsim compare' of both says how they differ, and for whom.",
    )
    write_document(page, document, full, read_on=read_on)
    page.show()
    saved: list[tuple[str, Path]] = []
    if json_file is not None:
        write_json(explanation_document(found, command), json_file)
        saved.append(("JSON", json_file))
    if report_file is not None:
        saved.append(("Report", document.save(report_file)))
    tell_saved(saved)
