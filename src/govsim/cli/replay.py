"""`govsim replay`: replay a decision of one actor, and the effect of another choice."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from pathlib import Path

import click

from govsim.cli.completion import SCENARIO
from govsim.cli.options import network_option, places_option, ready
from govsim.documents.table import Column
from govsim.documents.terminal import Page
from govsim.measures.amounts import unit_words
from govsim.measures.catalogue import MEASURES
from govsim.replay.labelled_arrays import LabelledArray
from govsim.replay.replay import Instead, Option, QuantityChange, Replay
from govsim.replay.replay import replay as replayed
from govsim.runs.actors_from_files import ActorsFromFiles, object_from
from govsim.runs.saved import load_run
from govsim.units import billion_a_quarter
from govsim.words.numbers import decimal

MOST_ROWS = 50
HEADING_WIDTH = 14
AXES = {
    "e": ("Department", "Outcome"),
    "j": ("Outcome",),
    "d": ("Department",),
    "m": ("Mission",),
    "c": ("Council",),
}
NATION = (
    "public_value",
    "progress",
    "reported_progress",
    "core_services",
    "effectiveness",
    "worst_decile",
    "regional_gap",
    "trust",
    "engagement",
)


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
    _seen(page, result)
    _choices(page, result)
    _consequences(page, result)
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
            "Note: the saved run has other figures in this quarter: another version of govsim made it, or "
            "some of its decisions were overridden. What follows is the world by the rules."
        )


def _seen(page: Page, result: Replay) -> None:
    page.heading("What it saw")
    numbers = [array for array in result.seen if not array.axes and not array.constant]
    if numbers:
        rows = [[array.words, *_cells(array, result)] for array in numbers]
        page.table([Column(""), Column("Value", number=True)], rows)
    for axes in dict.fromkeys(array.axes for array in result.seen if array.axes):
        arrays = [array for array in result.seen if array.axes == axes]
        _table(page, result, arrays, [array.words for array in arrays])
    constants = [array for array in result.seen if array.constant]
    if constants:
        values = ", ".join(f"{array.words.lower()} {_cells(array, result)[0]}" for array in constants)
        page.text(f"The same for all such actors: {values}.")


def _table(page: Page, result: Replay, arrays: Sequence[LabelledArray], headings: Sequence[str]) -> None:
    """A table of arrays with the same axes side by side; those without axes in one row."""
    rows = [
        [*names, *cells]
        for names, *cells in zip(arrays[0].rows, *(_cells(array, result) for array in arrays), strict=True)
    ]
    columns = [Column(heading) for letter in arrays[0].axes for heading in AXES.get(letter, ("",))]
    for heading in headings:
        folded = "\n".join(textwrap.wrap(heading, HEADING_WIDTH, break_long_words=False))
        columns.append(Column(folded, number=True))
    page.table(columns, rows[:MOST_ROWS])
    if len(rows) > MOST_ROWS:
        page.text(f"… and {len(rows) - MOST_ROWS:,} more rows.")


def _choices(page: Page, result: Replay) -> None:
    page.heading("What it chose")
    chosen = result.chosen
    page.text(f"By the rule '{chosen.name}': {chosen.sentence} {_source(chosen)}")
    others = list(result.rivals)
    if result.instead is not None and result.instead.name not in [option.name for option in others]:
        others.append(result.instead)
    for option in others:
        kind = "Your own choice" if option is result.instead else "The rival rule"
        page.text(f"{kind} '{option.name}': {option.sentence} {_source(option)}".strip())
    options = [chosen, *others]
    for place, array in enumerate(chosen.choice):
        page.text(f"{array.words}:")
        _table(
            page, result, [option.choice[place] for option in options], [option.name for option in options]
        )


def _source(option: Option) -> str:
    if not option.source:
        return ""
    return (
        f"({option.source})"
        if option.source.startswith("own")
        else f"({option.source} in docs/references.bib)"
    )


def _consequences(page: Page, result: Replay) -> None:
    followed, other = result.consequences, result.instead
    if followed is None or other is None:
        if result.rivals:
            page.heading("What if")
            page.text("To see what would have followed from another choice, add for instance:")
            page.verbatim(f"  --instead-rule {result.rivals[0].name}")
        return
    when = "from then on" if followed.from_then_on else "in that quarter only"
    page.heading(f"What would have followed from '{other.name}', {when}")
    page.text(f"Up to quarter {followed.last_quarter}, with the same luck; means and sums of this one world.")
    groups = (
        (f"{result.label}, at the end", [change for change in followed.own if change.figure.unit != "money"]),
        ("Where its money went since", [change for change in followed.own if change.figure.unit == "money"]),
        ("The nation, at the end", [change for change in followed.nation if change.figure.measure in NATION]),
    )
    for title, changes in groups:
        if changes:
            page.blank()
            numbers = [Column(heading, number=True) for heading in ("As it was", "Instead", "Difference")]
            page.table([Column(title), *numbers], [_change_row(change, result) for change in changes])
    page.text(
        "One world shows how effects arise, not what usually happens. For that, run many worlds with "
        "'govsim run' or 'govsim compare' and --actor."
    )


def _change_row(change: QuantityChange, result: Replay) -> list[str]:
    measure = MEASURES.get(change.figure.measure)
    unit = change.figure.unit if measure is None else unit_words(measure)
    scale = _millions(result) if unit == "money" else 100.0 if unit.startswith("%") else 1.0
    was, instead = change.was * scale, change.instead * scale
    places = _places(was, instead)
    return [
        f"{change.figure.words}, {'£m' if unit == 'money' else unit}",
        decimal(was, places),
        decimal(instead, places),
        _difference(instead - was),
    ]


def _millions(result: Replay) -> float:
    return 1000 * billion_a_quarter(1.0, result.scenario.annual_budget)


def _cells(array: LabelledArray, result: Replay) -> list[str]:
    """The numbers of one array, with the decimals of the largest."""
    scale = _millions(result) if array.in_pounds else 1.0
    values = [value * scale for value in array.values]
    return [decimal(value, _places(*values)) for value in values]


def _places(*values: float) -> int:
    """Number of decimals: three for shares, none for thousands and whole numbers."""
    finite = [abs(value) for value in values if math.isfinite(value)]
    if all(value == int(value) for value in finite):
        return 0
    size = max(finite)
    return 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 10 else 3


def _difference(difference: float) -> str:
    """A difference, however small, with two significant digits."""
    size = abs(difference)
    places = min(9, 1 - math.floor(math.log10(size))) if 0 < size < 0.01 else _places(difference)
    return decimal(difference, places, sign=True)
