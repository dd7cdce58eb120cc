"""`govsim experiment replay`: one run again, held against what was kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govsim.cli.experiment.run import loaded
from govsim.cli.main import EXIT_FAILURE
from govsim.cli.options import places_option

if TYPE_CHECKING:
    from govsim.documents.terminal import Page
    from govsim.experiments.replaying import Replayed


@click.command("replay", short_help="Make one run again, and see whether it is the same.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("run", metavar="RUN", type=click.IntRange(0))
@places_option
@click.pass_context
def replay_command(context: click.Context, folder: Path, run: int, places: Path | None) -> None:
    """Make one run of an experiment again, alone, and say whether it is bit for bit what was kept.

    Of a run that failed it shows why. Ends with code 1 where it comes out otherwise than before.

    Example:

    \b
      govsim experiment replay results/quick_look-0123456789ab 17
    """
    from govsim.documents.terminal import Page
    from govsim.experiments.replaying import replay

    told = replay(folder, run, loaded(places))
    page = Page()
    _where(page, told)
    if told.failure is not None:
        page.heading(f"It {told.status}: {told.failure.error}")
        for line in told.failure.traceback.rstrip().splitlines():
            page.verbatim(f"  {line}")
    else:
        _outcomes(page, told)
    page.blank()
    page.text(_verdict(told))
    page.show()
    if told.is_the_same is False:
        context.exit(EXIT_FAILURE)


def _where(page: Page, told: Replayed) -> None:
    plan, at = told.results.plan, told.at
    factors = [
        f"{factor.name} = {value}"
        for factor, value in zip(plan.experiment.factors, plan.rows[at.row], strict=True)
    ]
    page.text(
        f"Run {at.run} of {told.results.name}: scenario {plan.scenarios[at.arm].name}, world {at.replicate} of seed "
        f"{plan.experiment.seed}{', ' + ', '.join(factors) if factors else ''}"
    )


def _outcomes(page: Page, told: Replayed) -> None:
    from govsim.documents.table import Column

    names = dict.fromkeys((*told.results.plan.experiment.outcomes, *told.differing))
    kept = told.stored or {}
    page.blank()
    page.table(
        [Column("Outcome"), Column("now", number=True), Column("as kept", number=True)],
        [[name, repr(told.values[name]), repr(kept[name]) if name in kept else "–"] for name in names],
    )


def _verdict(told: Replayed) -> str:
    if told.stored is None:
        return "It was not run before, so there is nothing to hold it against."
    if told.stored["status"] != told.status:
        return (
            f"That is NOT what was kept: then it was {told.stored['status']}, now it {_became(told.status)}."
        )
    if told.failure is not None:
        return "That is what was kept: it came to nothing then too."
    if told.differing:
        return (
            f"{len(told.differing)} of {len(told.values)} outcomes are NOT what was kept: this machine, or its "
            "versions of packages, work otherwise than those that made the results."
        )
    return f"All {len(told.values)} outcomes are bit for bit what was kept."


def _became(status: str) -> str:
    return "is done" if status == "done" else status
