"""`govsim attribute`: to which elements and levers a difference is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govsim.cli.answers import Asked, answer_options, answered, replicates_option

if TYPE_CHECKING:
    from govsim.experiments.experiment import Experiment


@click.command("attribute", short_help="Say to which elements and levers a difference is due.")
@click.argument("baseline")
@click.argument("scenario")
@replicates_option("50")
@click.option(
    "--permutations",
    "orders",
    type=click.IntRange(2, 10_000),
    default=16,
    show_default=True,
    metavar="P",
    help="Over how many orders of the levers is averaged; an even number.",
)
@answer_options
def attribute(baseline: str, scenario: str, replicates: int | None, orders: int, asked: Asked) -> None:
    """Say to which elements and levers the difference between two arrangements is due.

    Each is a name from 'govsim scenario list' or the path of a .toml file; they may differ in levers alone. What a
    lever adds depends on which others are there already, so it is averaged over the orders in which they may be added.
    Shares add up to the whole difference. With siloed and mission_led this takes about a minute on two processors.

    \b
    Example:
      govsim attribute siloed mission_led --outcome public_value --outcome progress
    """
    from govsim.experiments.attribute import DEFAULT_WORLDS, attribution_experiment

    def lay_out() -> Experiment:
        return attribution_experiment(
            baseline, scenario, asked.outcomes, replicates or DEFAULT_WORLDS, orders, asked.seed, asked.weight
        )

    own = {"-n": replicates, "--permutations": orders}
    answered("attribute", (baseline, scenario), own, asked, lay_out)
