"""`govsim discover`: in which worlds one arrangement beats another, and in which it loses."""

from __future__ import annotations

from functools import partial
from typing import Literal

import click

from govsim.cli.answers import CommonOptions, answer, answer_options
from govsim.cli.completion import SCENARIO
from govsim.cli.options import Outputs, worlds_option


@click.command("discover")
@click.argument("baseline", type=SCENARIO)
@click.argument("scenario", type=SCENARIO)
@click.argument(
    "way", required=False, default="", type=click.Choice(["", "wins", "loses"]), metavar="[wins|loses]"
)
@click.option(
    "--points",
    type=click.IntRange(40),
    default=1000,
    show_default=True,
    metavar="N",
    help="Number of sets of assumptions to try.",
)
@worlds_option(
    "-n", "--replicates", default=None, about="Number of worlds for each set of assumptions.  [default: 1]"
)
@answer_options
def discover(
    baseline: str,
    scenario: str,
    way: Literal["", "wins", "loses"],
    points: int,
    replicates: int | None,
    common: CommonOptions,
    outputs: Outputs,
) -> None:
    """Say in which worlds SCENARIO beats BASELINE, and in which it loses.

    Each is a name from 'govsim scenario list' or the path of a .toml file. Both run in worlds whose assumptions are
    spread over their whole ranges. The answer is a few assumptions, with limits, that single out most of the worlds in
    which SCENARIO wins (or loses) and few others. With 1,000 points this takes about ten seconds on two processors.

    \b
    Example:
      govsim discover siloed mission_led loses
    """
    from govsim.experiments.discover import DEFAULT_WORLDS, discovery_experiment

    experiment = partial(
        discovery_experiment,
        baseline,
        scenario,
        way=way,
        outcomes=common.outcomes,
        points=points,
        replicates=replicates or DEFAULT_WORLDS,
        seed=common.seed,
        weight=common.weight,
    )
    answer(common, outputs, experiment)
