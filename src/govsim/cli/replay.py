"""`govsim replay`: replay a decision of one actor, and the effect of another choice."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from pathlib import Path

import click

from govsim.cli.completion import SCENARIO
from govsim.cli.options import network_option, places_option, ready
from govsim.documents.table import Column, Table
from govsim.documents.terminal import Page
from govsim.replay.replay import Instead, Replay
from govsim.replay.replay import replay as replayed
from govsim.replay.wording import Passage, passages
from govsim.runs.actors_from_files import ActorsFromFiles, object_from
from govsim.runs.saved import load_run

MOST_ROWS = 50
HEADING_WIDTH = 14


@click.command("replay")
@click.argument("source", metavar="SCENARIO_OR_RUN", type=SCENARIO)
@click.option(
    "--actor", required=True, metavar="KIND:KEY", help="The actor that decides, such as council:hillford."
)
@click.option(
    "--quarter",
    required=True,
    type=click.IntRange(min=0),
    metavar="Q",
    help="Quarter of the decision; 0 is the first.",
)
@click.option(
    "--world",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="N",
    help="Number of the world.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**64 - 1),
    metavar="N",
    help="Seed of the worlds.  [default: that of the run, or 0]",
)
@click.option("--decision", metavar="NAME", help="Which of its decisions, such as commission or report.")
@click.option(
    "--instead",
    metavar="FILE:NAME",
    help="Let your own Python class choose instead, such as my_council.py:Thrifty. This runs the file.",
)
@click.option("--instead-rule", metavar="RULE", help="Let a rival rule choose instead.")
@click.option(
    "--from-then-on", is_flag=True, help="Choose so from that quarter on, not in that quarter alone."
)
@places_option
@network_option
def replay(
    source: str,
    actor: str,
    quarter: int,
    world: int,
    seed: int | None,
    decision: str | None,
    instead: str | None,
    instead_rule: str | None,
    from_then_on: bool,
    places: Path | None,
    network: Path | None,
) -> None:
    """Show one decision of an actor: what it saw, what it chose, by which rule, and what another choice would do.

    SCENARIO_OR_RUN is a scenario, or a run saved by 'govsim run -o FILE.parquet'. The world is run again
    up to the quarter. With another choice it runs to the end twice, with and without it, and with the same luck.

    Examples:

    \b
      govsim replay classroom_small --actor council:hillford --quarter 8
      govsim replay classroom_small --actor council:hillford --quarter 8 --instead-rule copy_best_neighbour
      govsim replay classroom_small --actor council:hillford --quarter 8 --instead my_council.py:Thrifty
    """
    if instead is not None and instead_rule is not None:
        raise click.UsageError("Give --instead or --instead-rule, not both.")
    if from_then_on and instead is None and instead_rule is None:
        raise click.UsageError("--from-then-on needs another choice: --instead or --instead-rule.")
    file, _, name = (instead or "").rpartition(":")
    chooser = None if instead is None else object_from(instead)
    other = None
    if chooser is not None or instead_rule is not None:
        other = Instead(chooser=chooser, rule=instead_rule, name=name, from_then_on=from_then_on)
    saved = load_run(source) if source.endswith(".parquet") else None
    start = ready([source if saved is None else saved.scenario], places, network, {}, {})
    with ActorsFromFiles({}, (file,)).blamed():
        result = replayed(
            start.scenarios[0] if saved is None else saved,
            actor=actor,
            quarter=quarter,
            world=world,
            seed=seed,
            decision=decision,
            instead=other,
            places=start.places,
            network=start.network,
        )
    page = Page()
    _opening(page, result)
    for text in start.notes:
        page.text(text)
    for passage in passages(result):
        _show(page, passage)
    if result.instead is None and result.rivals:
        page.heading("What if")
        page.text("To see what would have followed from another choice, add for instance:")
        page.verbatim(f"  --instead-rule {result.rivals[0].name}")
    page.show()


def _opening(page: Page, result: Replay) -> None:
    page.text(f"{result.label}, quarter {result.quarter}", style="bold")
    page.text(result.question)
    page.text(
        f"{result.scenario.name}, world {result.world} of seed {result.seed}. Places: {result.places_name}. "
        "The same world was run again by the rules up to this quarter."
    )
    if result.as_saved is False:
        page.text(
            "Note: the saved run has other figures in this quarter: it is of another version of govsim, or "
            "some of its decisions were overridden. What follows is the world by the rules."
        )


def _show(page: Page, passage: Passage) -> None:
    page.heading(passage.heading)
    for part in passage.content:
        if isinstance(part, str):
            page.text(part)
        else:
            _table(page, part)


def _table(page: Page, table: Table) -> None:
    """A table with folded headings of numbers; of a long one the first rows."""
    if table.caption:
        page.text(f"{table.caption}:")
    columns = [replace(column, heading=_folded(column)) for column in table.columns]
    page.table(columns, [list(row) for row in table.rows[:MOST_ROWS]])
    if len(table.rows) > MOST_ROWS:
        page.text(f"… and {len(table.rows) - MOST_ROWS:,} more rows.")


def _folded(column: Column) -> str:
    lines = textwrap.wrap(column.heading, HEADING_WIDTH, break_long_words=False)
    return "\n".join(lines) if column.number else column.heading
