"""`govsim sensitivity`: on which contested assumptions a difference hangs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from govsim.cli.answers import answer_options, answered, replicates_option
from govsim.cli.options import command_line

if TYPE_CHECKING:
    from govsim.experiments.experiment import Experiment


@click.command("sensitivity", short_help="Say on which assumptions a difference hangs.")
@click.argument("baseline")
@click.argument("scenario")
@click.option(
    "--method",
    type=click.Choice(["morris", "sobol"]),
    default="morris",
    show_default=True,
    help="Move one assumption at a time (few runs), or tell shares of variance (many).",
)
@click.option(
    "--points",
    type=click.IntRange(2),
    metavar="N",
    help="How many paths, or sets of assumptions (a power of two).  [default: 20 paths, or 128 sets]",
)
@replicates_option("4 of a path, 2 of a set")
@answer_options
def sensitivity(
    baseline: str,
    scenario: str,
    method: Literal["morris", "sobol"],
    points: int | None,
    replicates: int | None,
    outcomes: tuple[str, ...],
    seed: int,
    places: Path | None,
    weight: float | None,
    jobs: int | None,
    output: Path | None,
    json_file: Path | None,
    report: Path | None,
    quiet: bool,
) -> None:
    """Say on which contested assumptions the difference between two arrangements hangs.

    Each is a name from 'govsim scenario list' or the path of a .toml file. All assumptions that both leave open are
    moved over their ranges. By default this takes about half a minute on two processors, with sobol four minutes.

    \b
    Example:
      govsim sensitivity siloed mission_led
      govsim sensitivity siloed mission_led --method sobol --points 256
    """
    from govsim.experiments.sensitivity import sensitivity_experiment

    def lay_out() -> Experiment:
        return sensitivity_experiment(baseline, scenario, method, outcomes, points, replicates, seed, weight)

    command = command_line(
        "sensitivity",
        (baseline, scenario),
        {
            "--method": method,
            "--points": points,
            "-n": replicates,
            "--outcome": outcomes,
            "--seed": seed,
            "--places": places,
            "--weight": weight,
        },
    )
    answered(lay_out, places, jobs, output, json_file, report, quiet, command)
