"""`govsim experiment show`: describe an experiment and estimate its running time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govsim.cli.completion import EXPERIMENT
from govsim.documents.table import Column
from govsim.documents.terminal import Page
from govsim.words.settings import said

if TYPE_CHECKING:
    from govsim.experiments.describe import DescribedExperiment
    from govsim.experiments.experiment import Experiment


@click.command("show")
@click.argument("name", type=EXPERIMENT)
def show_command(name: str) -> None:
    """Show what an experiment does: its question, size, scenarios, factors, design and figures.

    NAME is a name from 'govsim experiment list' or the path of a .toml file.

    Example:

    \b
      govsim experiment show three_elements
    """
    page = Page()
    write_experiment(page, name)
    page.show()


def write_experiment(page: Page, source: str | Experiment) -> None:
    """Write an experiment in words."""
    from govsim.experiments.describe import described_experiment

    description = described_experiment(source)
    _front(page, description)
    _scenarios(page, description)
    _factors(page, description)
    page.heading("Outcomes")
    for outcome in description.outcomes:
        page.bullet(outcome)
    if description.experiment.trajectories:
        page.bullet(f"Saved for every quarter: {', '.join(description.experiment.trajectories)}")
    page.heading("Figures of the report")
    for figure in description.figures:
        page.bullet(figure)
    if not description.figures:
        page.text("None.", indent=2)


def _front(page: Page, described: DescribedExperiment) -> None:
    from govsim.experiments.describe import duration

    experiment = described.experiment
    page.verbatim(experiment.name)
    page.blank()
    if experiment.about:
        page.text(experiment.about)
    if experiment.question:
        page.text(f"Question: {experiment.question}", hanging=2)
    page.heading("Size")
    page.bullet(described.size)
    if described.seconds is None:
        page.bullet(
            "It asks about real places, which must be given; a run with all of England takes near to a second"
        )
    else:
        page.bullet(f"About {duration(described.seconds)} of one core")
    if experiment.stopping is not None:
        wanted = experiment.stopping.half_width
        precise = "the smallest that matters" if wanted is None else f"{wanted:g}"
        page.bullet(f"It ends when every difference is known to within {precise}")
    page.bullet(f"Seed {experiment.seed}: the same seed gives the same worlds, to every scenario and row")


def _scenarios(page: Page, described: DescribedExperiment) -> None:
    page.heading("Scenarios")
    for place, scenario in enumerate(described.scenarios):
        baseline = " (the baseline)" if place == 0 and len(described.scenarios) > 1 else ""
        name = described.experiment.scenarios[place]
        page.bullet(f"{name}{baseline}: {scenario.about or 'it says nothing about itself.'}")
    if described.experiment.changes:
        changes = "; ".join(f"{key}: {said(value)}" for key, value in described.experiment.changes.items())
        page.bullet(f"Changed in all of them: {changes}")


def _factors(page: Page, described: DescribedExperiment) -> None:
    page.heading("Factors")
    if not described.factors and not described.whole_ranges:
        page.text("None: the scenarios are compared as they are.", indent=2)
        return
    if described.factors:
        page.table(
            [Column("factor"), Column("what it moves"), Column("values")],
            [[factor.title, factor.moves, factor.takes] for factor in described.factors],
        )
    if described.whole_ranges:
        also = "also " if described.factors else ""
        page.bullet(
            f"{len(described.whole_ranges)} contested assumptions are {also}moved, each over its own range: "
            f"{'; '.join(described.whole_ranges)}"
        )
    page.bullet(f"Design: {described.design}")
