"""`govsim explain`: say why two arrangements differ, with a table of every mechanism."""

from __future__ import annotations

import click

from govsim.cli.completion import SCENARIO
from govsim.cli.options import (
    Outputs,
    Simulated,
    command_again,
    full_option,
    jobs_option,
    json_option,
    outputs_options,
    report_option,
    simulated_options,
    weight_option,
)
from govsim.cli.progress_bar import watched
from govsim.cli.saving import deliver
from govsim.explanation.document import document_of
from govsim.explanation.explain import DEFAULT_WORLDS, explaining, explanation_document

READ_ON = (
    "--full shows every mechanism and every cost; --report FILE.html writes it all as a page.",
    "'govsim compare' of both says how they differ, and for whom.",
)


@click.command("explain", context_settings={"default_map": {"replicates": DEFAULT_WORLDS}})
@click.argument("baseline", type=SCENARIO)
@click.argument("scenario", type=SCENARIO)
@simulated_options
@weight_option("the scenario")
@full_option
@jobs_option
@outputs_options(report_option, json_option)
def explain(
    baseline: str,
    scenario: str,
    simulated: Simulated,
    weight: float | None,
    full: bool,
    jobs: int | None,
    outputs: Outputs,
) -> None:
    """Say in three paragraphs why two arrangements differ.

    Each is a name from 'govsim scenario list' or the path of a .toml file. Every mechanism in which they may differ
    is switched off in turn, in the same worlds; what changes then is its effect. Each mechanism needs runs of its
    own, so the default is 64 worlds, where 'govsim compare' takes 200. With 64 worlds of the shipped country this takes
    about half a minute.
    """
    start = simulated.ready((baseline, scenario), outputs.targets, weight)
    work = explaining(
        *start.scenarios,
        replicates=simulated.replicates,
        seed=simulated.seed,
        places=start.places,
        network=start.network,
        jobs=jobs,
    )
    explanation, command = watched(work, outputs.quiet), command_again()
    deliver(
        document_of(explanation, command, start.notes),
        outputs,
        lambda: explanation_document(explanation, command),
        full=full,
        read_on=READ_ON,
    )
