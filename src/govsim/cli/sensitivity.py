"""`govsim sensitivity`: rank the contested assumptions on which a difference depends."""

from __future__ import annotations

from functools import partial
from typing import Literal

import click

from govsim.cli.answers import CommonOptions, answer, answer_options
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
    help=(
        "morris moves one assumption at a time (few runs); sobol gives shares of variance (many runs); pawn gives "
        "shifts of the distribution."
    ),
)
@click.option(
    "--points",
    type=click.IntRange(2),
    metavar="N",
    help=(
        "Number of paths (morris) or sets of assumptions (pawn; for sobol a power of two).  "
        "[default: 20 morris, 128 sobol, 500 pawn]"
    ),
)
@worlds_option(
    "-n",
    "--replicates",
    default=None,
    about="Number of worlds for each set of assumptions.  [default: 4 morris, 2 sobol, 1 pawn]",
)
@answer_options
def sensitivity(
    baseline: str,
    scenario: str,
    method: Literal["morris", "sobol", "pawn"],
    points: int | None,
    replicates: int | None,
    common: CommonOptions,
    outputs: Outputs,
) -> None:
    """Rank the contested assumptions on which the difference between two arrangements depends.

    Each is a name from 'govsim scenario list' or the path of a .toml file. Every assumption that
    neither scenario fixes is varied over its range. This takes about half a minute on two processors, or four minutes
    with sobol.

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
        outcomes=common.outcomes,
        points=points,
        replicates=replicates,
        seed=common.seed,
        weight=common.weight,
    )
    answer(common, outputs, experiment)
