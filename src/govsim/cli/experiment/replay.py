"""`govsim experiment replay`: repeat one run and compare it with the stored one."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.experiment.run import loaded
from govsim.cli.main import EXIT_FAILURE
from govsim.cli.options import FILE, places_option
from govsim.documents.table import Column
from govsim.documents.terminal import Page
from govsim.experiments.outcomes import condition
from govsim.experiments.replaying import Replayed, replay
from govsim.words.plurals import counted


@click.command("replay")
@click.argument("folder", metavar="DIR", type=FILE)
@click.argument("run", metavar="RUN", type=click.IntRange(0))
@places_option
@click.pass_context
def replay_command(context: click.Context, folder: Path, run: int, places: Path | None) -> None:
    """Repeat one run of an experiment and say whether it gives exactly the stored numbers.

    For a run that failed it shows the error. The exit code is 1 if the numbers differ.

    Example:

    \b
      govsim experiment replay results/quick_look-0123456789ab 17
    """
    replayed = replay(folder, run, loaded(places))
    page = Page()
    _where(page, replayed)
    if replayed.failure is not None:
        page.heading(f"It {replayed.status}: {replayed.failure.error}")
        for line in replayed.failure.traceback.rstrip().splitlines():
            page.verbatim(f"  {line}")
    else:
        _outcomes(page, replayed)
    page.blank()
    page.text(_verdict(replayed))
    page.show()
    if replayed.is_the_same is False:
        context.exit(EXIT_FAILURE)


def _where(page: Page, replayed: Replayed) -> None:
    plan, at = replayed.results.plan, replayed.at
    factors = [
        f"{factor.name} = {value}"
        for factor, value in zip(plan.experiment.factors, plan.rows[at.row], strict=True)
    ]
    page.text(
        f"Run {at.run} of {replayed.results.name}: scenario {plan.scenarios[at.arm].name}, world {at.replicate} of "
        f"seed {plan.experiment.seed}{', ' + ', '.join(factors) if factors else ''}"
    )


def _outcomes(page: Page, replayed: Replayed) -> None:
    conditions = [(name, condition(name)) for name in replayed.results.plan.experiment.outcomes]
    names = dict.fromkeys((*(one.outcome if one else name for name, one in conditions), *replayed.differing))
    stored = replayed.stored or {}
    page.blank()
    page.table(
        [Column("Outcome"), Column("now", number=True), Column("stored", number=True)],
        [
            [name, repr(replayed.values[name]), repr(stored[name]) if name in stored else "–"]
            for name in names
        ],
    )


def _verdict(replayed: Replayed) -> str:
    if replayed.stored is None:
        return "It was not run before, so there is nothing to compare it with."
    if replayed.stored["status"] != replayed.status:
        then, now = (_became(status) for status in (replayed.stored["status"], replayed.status))
        return f"It differs from the stored run: that {then}, this {now}."
    if replayed.failure is not None:
        return "It is the same as the stored run, which failed too."
    if replayed.differing:
        return (
            f"{len(replayed.differing)} of {counted(len(replayed.values), 'outcome')} differ from the stored ones: "
            "this machine, or its versions of packages, compute otherwise than those of the stored run."
        )
    return f"All {len(replayed.values)} outcomes are bit for bit the stored ones."


def _became(status: str) -> str:
    return "is done" if status == "done" else status
