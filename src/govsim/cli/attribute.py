"""`govsim attribute`: to which elements and levers a difference is due."""

from __future__ import annotations

from functools import partial

import click

from govsim.cli.answers import CommonOptions, answer, answer_options
from govsim.cli.completion import SCENARIO
from govsim.cli.options import Outputs, worlds_option


@click.command("attribute")
@click.argument("baseline", type=SCENARIO)
@click.argument("scenario", type=SCENARIO)
@worlds_option(
    "-n",
    "--replicates",
    default=None,
    about="Number of worlds for each combination of levers.  [default: 50]",
)
@click.option(
    "--permutations",
    "orders",
    type=click.IntRange(2, 10_000),
    default=16,
    show_default=True,
    metavar="P",
    help="Number of orders of adding the levers to average over; even.",
)
@answer_options
def attribute(
    baseline: str, scenario: str, replicates: int | None, orders: int, common: CommonOptions, outputs: Outputs
) -> None:
    """Say how much of the difference between two arrangements is due to each element and lever.

    Each is a name from 'govsim scenario list' or the path of a .toml file; they may differ in levers alone. What a
    lever adds depends on which others were added before it, so it is averaged over many orders. The parts add up to
    the whole difference. With siloed and mission_led this takes about a minute on two processors.

    \b
    Example:
      govsim attribute siloed mission_led --outcome public_value --outcome progress
    """
    from govsim.experiments.attribute import DEFAULT_WORLDS, attribution_experiment

    experiment = partial(
        attribution_experiment,
        baseline,
        scenario,
        outcomes=common.outcomes,
        replicates=replicates or DEFAULT_WORLDS,
        orders=orders,
        seed=common.seed,
        weight=common.weight,
    )
    answer(common, outputs, experiment)
