"""Common options and output of `attribute`, `sensitivity` and `discover`."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from govsim.cli.options import (
    Outputs,
    command_again,
    file_option,
    jobs_option,
    json_option,
    options_as,
    outputs_options,
    places_option,
    report_option,
    seed_option,
    weight_option,
    with_options,
)

if TYPE_CHECKING:
    from govsim.experiments.experiment import Experiment

MOST_ROWS: Final = 16  # rows of a table; the report has all


@dataclass(frozen=True, kw_only=True)
class CommonOptions:
    """The common options of the three commands, one per field."""

    outcomes: tuple[str, ...]
    seed: int
    places: Path | None
    weight: float | None
    jobs: int | None


answer_options = with_options(
    options_as(
        CommonOptions,
        "common",
        click.option(
            "--outcome",
            "outcomes",
            multiple=True,
            default=("public_value",),
            show_default=True,
            metavar="NAME",
            help="Measure to study, such as progress. May be repeated.",
        ),
        seed_option,
        places_option,
        weight_option("the first scenario"),
        jobs_option,
    ),
    outputs_options(
        file_option(
            "-o",
            "--output",
            "runs_folder",
            about="Save the runs in a new folder inside this one, to resume or read them later.",
            metavar="DIR",
        ),
        json_option,
        report_option,
    ),
)


def answer(common: CommonOptions, outputs: Outputs, build: Callable[[], Experiment]) -> None:
    """Build the experiment, run it, show the results and write the requested files."""
    from govsim.cli.progress_bar import watched
    from govsim.cli.saving import deliver
    from govsim.experiments.answering import Making, answering
    from govsim.world.saved_places import load_places

    outputs.check()
    experiment = build()
    land = load_places(common.places) if common.places is not None else None
    making = Making(
        output=outputs.runs_folder,
        jobs=common.jobs or os.cpu_count(),
        places=land,
        places_file=common.places,
        command=command_again(),
    )
    result = watched(answering(experiment, making), outputs.quiet, "runs")
    deliver(result, outputs, result.document, most_rows=MOST_ROWS, Runs=lambda path: path)
