"""What `attribute`, `sensitivity` and `discover` have in common: their options, and how a report is shown as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from govsim.cli.options import (
    MOST_REPLICATES,
    Command,
    command_line,
    jobs_option,
    json_option,
    places_option,
    problems_of_targets,
    quiet_option,
    seed_option,
    weight_option,
    with_options,
)

if TYPE_CHECKING:
    from govsim.experiments.experiment import Experiment

MOST_ROWS: Final = 16  # of a table; the report has all
_FILE = click.Path(path_type=Path)

_OPTIONS = (
    click.option(
        "--outcome",
        "outcomes",
        multiple=True,
        default=("public_value",),
        show_default=True,
        metavar="NAME",
        help="What the difference is of, such as progress. May be repeated.",
    ),
    seed_option,
    places_option,
    weight_option("the first scenario"),
    jobs_option,
    click.option(
        "-o",
        "--output",
        type=_FILE,
        metavar="DIR",
        help="Keep the runs in a folder of their own in this one; they can be resumed and read again.",
    ),
    json_option,
    click.option("--report", type=_FILE, metavar="FILE", help="Write a report: .html, .md or .json."),
    quiet_option,
)


@dataclass(frozen=True)
class Asked:
    """What all three commands are asked alike: each field is one of their options."""

    outcomes: tuple[str, ...]
    seed: int
    places: Path | None
    weight: float | None
    jobs: int | None
    output: Path | None
    json_file: Path | None
    report: Path | None
    quiet: bool

    def again(self) -> dict[str, Any]:
        """The options that decide what comes out, for the command that gives the same results again."""
        return {
            "--outcome": self.outcomes,
            "--seed": self.seed,
            "--places": self.places,
            "--weight": self.weight,
        }


def answer_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options that all three commands have; the command is given them as one argument, `asked`."""

    @wraps(command)
    def gathered(**given: Any) -> None:
        asked = Asked(**{field.name: given.pop(field.name) for field in fields(Asked)})
        command(asked=asked, **given)

    return with_options(_OPTIONS, gathered)


def replicates_option(default: str) -> Callable[[Command], Command]:
    """How many worlds there are of each point."""
    return click.option(
        "-n",
        "--replicates",
        type=click.IntRange(1, MOST_REPLICATES),
        metavar="N",
        help=f"How many worlds of each point.  [default: {default}]",
    )


def answered(
    verb: str, names: Sequence[str], own: dict[str, Any], asked: Asked, lay_out: Callable[[], Experiment]
) -> None:
    """Lay out the experiment, run it, show what it says, and write what was asked for.

    `names` are the command's arguments and `own` the options that it alone has, for the command that is shown.
    """
    import os

    from govsim.cli.progress_bar import watched
    from govsim.cli.saving import tell_saved
    from govsim.documents.json import write_json
    from govsim.documents.saving import report_problems, save_report
    from govsim.documents.terminal import Page, write_document
    from govsim.errors import InputError
    from govsim.experiments.answering import Making, answering
    from govsim.world.saved_places import load_places

    problems = problems_of_targets({"--json": asked.json_file, "--report": asked.report})
    problems += report_problems(asked.report, "--report") if asked.report is not None else []
    if problems:
        raise InputError(problems)
    experiment = lay_out()
    land = load_places(asked.places) if asked.places is not None else None
    command = command_line(verb, names, {**own, **asked.again()})
    making = Making(
        output=asked.output,
        jobs=asked.jobs or os.cpu_count(),
        places=land,
        places_file=asked.places,
        command=command,
    )
    found = watched(answering(experiment, making), asked.quiet, "runs")
    page = Page()
    write_document(page, found, most_rows=MOST_ROWS)
    page.show()
    saved: list[tuple[str, Path]] = []
    if asked.json_file is not None:
        write_json(found.document(), asked.json_file)
        saved.append(("JSON", asked.json_file))
    if asked.report is not None:
        saved.append(("Report", save_report(found, asked.report)))
    if asked.output is not None:
        saved.append(("Runs", asked.output))
    tell_saved(saved)
