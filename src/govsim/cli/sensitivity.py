"""`govsim sensitivity`: rank the contested assumptions on which a difference depends."""

from __future__ import annotations

from functools import partial
from typing import Literal

import click

from govsim.cli.answers import Asked, answer, answer_options
from govsim.cli.completion import SCENARIO
from govsim.cli.options import Outputs, worlds_option


@click.command("sensitivity")
@click.argument("baseline", type=SCENARIO)
@click.argument("scenario", type=SCENARIO)
@click.option(
    "--method",
    type=click.Choice(["morris", "sobol", "pawn"]),
    default="morris",
    show_default=True,
    help="Move one assumption at a time (few runs), tell shares of variance (many), or shifts of the distribution.",
)
@click.option(
    "--points",
    type=click.IntRange(2),
    metavar="N",
    help="How many paths, or sets of assumptions (for sobol a power of two).  [default: 20, 128 or 500]",
)
@worlds_option(
    "-n",
    "--replicates",
    default=None,
    about="How many worlds of each point.  [default: 4 of a path, 2 of a set, 1 with pawn]",
)
@answer_options
def sensitivity(
    baseline: str,
    scenario: str,
    method: Literal["morris", "sobol", "pawn"],
    points: int | None,
    replicates: int | None,
    asked: Asked,
    outputs: Outputs,
) -> None:
    """Say on which contested assumptions the difference between two arrangements depends.

    Each is a name from 'govsim scenario list' or the path of a .toml file. All assumptions that both leave open are
    moved over their ranges. By default this takes about half a minute on two processors, with sobol four minutes.

    \b
    Example:
      govsim sensitivity siloed mission_led
      govsim sensitivity siloed mission_led --method sobol --points 256
      govsim sensitivity siloed mission_led --method pawn
    """
    from govsim.experiments.sensitivity import sensitivity_experiment

    experiment = partial(
        sensitivity_experiment,
        baseline,
        scenario,
        method=method,
        outcomes=asked.outcomes,
        points=points,
        replicates=replicates,
        seed=asked.seed,
        weight=asked.weight,
    )
    answer(asked, outputs, experiment)
