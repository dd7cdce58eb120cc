"""`govsim sensitivity`: on which contested assumptions a difference hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from govsim.cli.answers import Asked, answer_options, answered, replicates_option

if TYPE_CHECKING:
    from govsim.experiments.experiment import Experiment


@click.command("sensitivity", short_help="Say on which assumptions a difference hangs.")
@click.argument("baseline")
@click.argument("scenario")
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
@replicates_option("4 of a path, 2 of a set, 1 with pawn")
@answer_options
def sensitivity(
    baseline: str,
    scenario: str,
    method: Literal["morris", "sobol", "pawn"],
    points: int | None,
    replicates: int | None,
    asked: Asked,
) -> None:
    """Say on which contested assumptions the difference between two arrangements hangs.

    Each is a name from 'govsim scenario list' or the path of a .toml file. All assumptions that both leave open are
    moved over their ranges. By default this takes about half a minute on two processors, with sobol four minutes.

    \b
    Example:
      govsim sensitivity siloed mission_led
      govsim sensitivity siloed mission_led --method sobol --points 256
      govsim sensitivity siloed mission_led --method pawn
    """
    from govsim.experiments.sensitivity import sensitivity_experiment

    def lay_out() -> Experiment:
        return sensitivity_experiment(
            baseline, scenario, method, asked.outcomes, points, replicates, asked.seed, asked.weight
        )

    own = {"--method": method, "--points": points, "-n": replicates}
    answered("sensitivity", (baseline, scenario), own, asked, lay_out)
