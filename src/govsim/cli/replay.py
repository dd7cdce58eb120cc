"""`govsim replay`: show a decision of one actor again, and the effect of another choice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from govsim.documents.terminal import Page
    from govsim.replay.labelled_arrays import LabelledArray
    from govsim.replay.replay import Consequences, Instead, Option, QuantityChange, Replay
    from govsim.runs.actors_from_files import ActorsFromFiles

_FILE = click.Path(path_type=Path)
MOST_ROWS = 50
AXES = {
    "e": ("Department", "Outcome"),
    "j": ("Outcome",),
    "d": ("Department",),
    "m": ("Mission",),
    "c": ("Council",),
    "cj": ("Council", "Outcome"),
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


@click.command("replay", short_help="Show a decision again: what was seen, chosen, and what if.")
@click.argument("source", metavar="SCENARIO_OR_RUN")
@click.option("--actor", required=True, metavar="KIND:KEY", help="Whose decision, such as council:hillford.")
@click.option(
    "--quarter", required=True, type=click.IntRange(min=0), metavar="Q", help="When; 0 is the first."
)
@click.option("--world", type=click.IntRange(min=0), default=0, show_default=True, help="In which world.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**64 - 1),
    metavar="N",
    help="Seed of the worlds.  [default: that of the run, or 0]",
)
@click.option("--decision", metavar="NAME", help="Which decision, such as commission or report.")
@click.option(
    "--instead",
    metavar="FILE:NAME",
    help="What if your own class had chosen, such as my_council.py:Thrifty. This runs the Python of the file.",
)
@click.option("--instead-rule", metavar="RULE", help="What if a rival rule had chosen.")
@click.option("--from-then-on", is_flag=True, help="Keep to the other choice, not in that quarter only.")
@click.option("--places", type=_FILE, metavar="FILE", help="Places saved by 'govsim places import'.")
@click.option("--network", type=_FILE, metavar="FILE", help="An edited network from 'govsim network'.")
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
    """Show a decision again: what an actor saw in one world, what it chose, by which rule, and what if.

    SCENARIO_OR_RUN is a scenario, or a run saved by 'govsim run -o FILE.parquet'. The world is run again by its
    seed up to the quarter. With another choice it is run on to its end both ways, with the same luck.

    Examples:

    \b
      govsim replay classroom_small --actor council:hillford --quarter 8
      govsim replay classroom_small --actor council:hillford --quarter 8 --instead-rule copy_best_neighbour
      govsim replay classroom_small --actor council:hillford --quarter 8 --instead my_council.py:Thrifty
    """
    from govsim.cli.options import ready
    from govsim.documents.terminal import Page
    from govsim.replay.replay import replay as replayed
    from govsim.runs.saved import load_run

    if instead is not None and instead_rule is not None:
        raise click.UsageError("Give --instead or --instead-rule, not both.")
    if from_then_on and instead is None and instead_rule is None:
        raise click.UsageError("--from-then-on needs another choice: --instead or --instead-rule.")
    taken, other = _instead(instead, instead_rule, from_then_on)
    saved = load_run(source) if source.endswith(".parquet") else None
    start = ready([source if saved is None else saved.scenario], {}, places, network, {})
    with taken.blamed():
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
    _page(page, result)
    page.show()


def _instead(
    instead: str | None, rule: str | None, from_then_on: bool
) -> tuple[ActorsFromFiles, Instead | None]:
    from govsim.replay.replay import Instead
    from govsim.runs.actors_from_files import ActorsFromFiles, object_from

    if rule is not None:
        return ActorsFromFiles({}, ()), Instead(rule=rule, from_then_on=from_then_on)
    if instead is None:
        return ActorsFromFiles({}, ()), None
    file, _, name = instead.rpartition(":")
    chooser = object_from(instead)
    return ActorsFromFiles({}, (file,)), Instead(chooser, name=name, from_then_on=from_then_on)


def _page(page: Page, result: Replay) -> None:
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
    _seen(page, result)
    _choices(page, result)
    if result.consequences is not None and result.instead is not None:
        _consequences(page, result, result.instead, result.consequences)
    elif result.rivals:
        page.heading("What if")
        page.text("To see what would have followed from another choice, add for instance:")
        page.verbatim(f"  --instead-rule {result.rivals[0].name}")


def _seen(page: Page, result: Replay) -> None:
    page.heading("What it saw")
    numbers = [array for array in result.seen if not array.axes and not array.constant]
    if numbers:
        from govsim.documents.table import Column

        rows = [[array.words, _number(array, result)] for array in numbers]
        page.table([Column(""), Column("Value", number=True)], rows)
    for axes in dict.fromkeys(array.axes for array in result.seen if array.axes):
        _table(page, result, axes, [array for array in result.seen if array.axes == axes])
    constants = [array for array in result.seen if array.constant]
    if constants:
        said = ", ".join(f"{array.words.lower()} {_number(array, result)}" for array in constants)
        page.text(f"The same for all such actors: {said}.")


def _table(
    page: Page, result: Replay, axes: str, arrays: Sequence[LabelledArray], heads: Sequence[str] = ()
) -> None:
    from govsim.documents.table import Column

    names = AXES.get(axes, ("",) * len(axes))
    heads = heads or [array.words for array in arrays]
    numbers = [_column(array, result) for array in arrays]
    rows = [[*row, *(column[at] for column in numbers)] for at, row in enumerate(arrays[0].rows)]
    columns = [*(Column(name) for name in names), *(Column(_stacked(head), number=True) for head in heads)]
    page.table(columns, rows[:MOST_ROWS])
    if len(rows) > MOST_ROWS:
        page.text(f"… and {len(rows) - MOST_ROWS:,} more rows.")


def _stacked(head: str, width: int = 14) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(head, width, break_long_words=False))


def _choices(page: Page, result: Replay) -> None:
    page.heading("What it chose")
    page.text(f"By the rule '{result.chosen.name}': {result.chosen.sentence} ({_source(result.chosen)})")
    others = list(result.rivals)
    if result.instead is not None and result.instead.name not in [option.name for option in others]:
        others.append(result.instead)
    for option in others:
        kind = "Your own choice" if option is result.instead else "The rival rule"
        said = f"{kind} '{option.name}'"
        page.text(f"{said}: {option.sentence} {_source(option, brackets=True)}".strip())
    for at, array in enumerate(result.chosen.choice):
        options = [result.chosen, *others]
        arrays = [option.choice[at] for option in options]
        if len(result.chosen.choice) > 1 or array.axes:
            page.text(f"{array.words}:")
        heads = [option.name for option in options]
        if array.axes:
            _table(page, result, array.axes, arrays, heads)
        else:
            from govsim.documents.table import Column

            columns = [Column(""), *(Column(_stacked(head), number=True) for head in heads)]
            page.table(columns, [[array.words, *(_number(one, result) for one in arrays)]])


def _source(option: Option, brackets: bool = False) -> str:
    if not option.source:
        return ""
    said = option.source if option.source.startswith("own") else f"{option.source} in docs/references.bib"
    return f"({said})" if brackets else said


def _consequences(page: Page, result: Replay, other: Option, followed: Consequences) -> None:
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
            _change_table(page, title, changes, result)
    page.text(
        "One world shows how effects arise, not what usually happens. For that, run many worlds with "
        "'govsim run' or 'govsim compare' and --actor."
    )


def _change_table(page: Page, title: str, changes: Sequence[QuantityChange], result: Replay) -> None:
    from govsim.documents.table import Column

    columns = [Column(title), Column("As it was", number=True)]
    columns += [Column("Instead", number=True), Column("Difference", number=True)]
    page.table(columns, [_change_row(change, result) for change in changes])


def _change_row(change: QuantityChange, result: Replay) -> list[str]:
    from govsim.measures.amounts import unit_words
    from govsim.measures.catalogue import MEASURES
    from govsim.words.numbers import decimal

    measure = MEASURES.get(change.figure.measure)
    unit = change.figure.unit if measure is None else unit_words(measure)
    scale = _scale(unit, result)
    unit = "£m" if unit == "money" else unit
    was, instead = change.was * scale, change.instead * scale
    places = _places(was, instead)
    return [
        f"{change.figure.words}, {unit}",
        decimal(was, places),
        decimal(instead, places),
        _apart(instead - was),
    ]


def _scale(unit: str, result: Replay) -> float:
    if unit == "money":
        return _millions(result)
    return 100.0 if unit.startswith("%") else 1.0


def _millions(result: Replay) -> float:
    from govsim.units import billion_a_quarter

    return 1000 * billion_a_quarter(1.0, result.scenario.annual_budget)


def _column(array: LabelledArray, result: Replay) -> list[str]:
    """The numbers of one array, with the decimals that the greatest needs."""
    from govsim.words.numbers import decimal

    scale = _millions(result) if array.in_pounds else 1.0
    values = [value * scale for value in array.values]
    return [decimal(value, _places(*values)) for value in values]


def _number(array: LabelledArray, result: Replay) -> str:
    return _column(array, result)[0]


def _places(*values: float) -> int:
    """Number of decimals: three for shares, none for thousands and whole numbers."""
    finite = [abs(value) for value in values if math.isfinite(value)]
    if all(value == int(value) for value in finite):
        return 0
    size = max(finite)
    return 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 10 else 3


def _apart(difference: float) -> str:
    """A difference, however small, with two significant digits."""
    from govsim.words.numbers import decimal

    size = abs(difference)
    places = min(9, 1 - math.floor(math.log10(size))) if 0 < size < 0.01 else _places(difference)
    return decimal(difference, places, sign=True)
