"""A replayed decision in words and tables, for the terminal and the page alike."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from govsim.documents.table import Column, Table
from govsim.measures.amounts import unit_words
from govsim.measures.catalogue import MEASURES
from govsim.replay.actor_figures import Quantity
from govsim.replay.brief import in_brief
from govsim.replay.labelled_arrays import LabelledArray
from govsim.replay.replay import Option, QuantityChange, Replay
from govsim.scenario.schema import Scenario
from govsim.units import billion_a_quarter, quarter_words
from govsim.words.numbers import decimal

AXES: Final = {
    "e": ("Department", "Outcome"),
    "j": ("Outcome",),
    "d": ("Department",),
    "m": ("Mission",),
    "c": ("Council",),
}
NATION: Final = (
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
IN_BRIEF: Final = "In brief"
ONE_WORLD: Final = (
    "One world shows how effects arise, not what usually happens. For that, run many worlds with "
    "'govsim run' or 'govsim compare' and --actor."
)


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Some sentences and tables under a heading."""

    heading: str
    content: tuple[str | Table, ...]


def passages(result: Replay) -> tuple[Passage, ...]:
    """The actor's view, choice and result, and the consequences of another choice; first in brief."""
    brief = in_brief(result)
    return (
        *([Passage(heading=IN_BRIEF, content=(brief,))] if brief else []),
        Passage(heading="What it saw", content=tuple(_seen(result))),
        Passage(heading="What it chose", content=tuple(_choices(result))),
        *(
            [Passage(heading="What it got, and how it stood after", content=(_got(result),))]
            if result.got
            else []
        ),
        *_consequences(result),
    )


def _seen(result: Replay) -> Iterator[str | Table]:
    numbers = [array for array in result.seen if not array.axes and not array.constant]
    if numbers:
        rows = tuple((array.words, *_cells(array, result.scenario)) for array in numbers)
        yield Table("", (Column(""), Column("Value", number=True)), rows)
    for axes in dict.fromkeys(array.axes for array in result.seen if array.axes):
        arrays = [array for array in result.seen if array.axes == axes]
        yield _table(result, arrays, [array.words for array in arrays])
    constants = [array for array in result.seen if array.constant]
    if constants:
        values = ", ".join(
            f"{array.words.lower()} {_cells(array, result.scenario)[0]}" for array in constants
        )
        yield f"The same for all such actors: {values}."


def _table(
    result: Replay, arrays: Sequence[LabelledArray], headings: Sequence[str], caption: str = ""
) -> Table:
    """A table of arrays with the same axes side by side; those without axes in one row."""
    cells = (_cells(array, result.scenario) for array in arrays)
    rows = tuple((*names, *row) for names, *row in zip(arrays[0].rows, *cells, strict=True))
    axes = [Column(heading) for letter in arrays[0].axes for heading in AXES.get(letter, ("",))]
    return Table(caption, (*axes, *(Column(heading, number=True) for heading in headings)), rows)


def _choices(result: Replay) -> Iterator[str | Table]:
    chosen = result.chosen
    yield f"By the rule '{chosen.name}': {chosen.sentence} {_source(chosen)}"
    others = list(result.rivals)
    if result.instead is not None and result.instead.name not in [option.name for option in others]:
        others.append(result.instead)
    for option in others:
        kind = "Your own choice" if option is result.instead else "The rival rule"
        yield f"{kind} '{option.name}': {option.sentence} {_source(option)}".strip()
    options = [chosen, *others]
    for place, array in enumerate(chosen.choice):
        arrays = [option.choice[place] for option in options]
        yield _table(result, arrays, [option.name for option in options], array.words)


def _source(option: Option) -> str:
    if not option.source:
        return ""
    is_own = option.source.startswith("own")
    return f"({option.source})" if is_own else f"({option.source} in docs/references.bib)"


def _got(result: Replay) -> Table:
    """The actor's flows of the quarter and its figures at the end of it."""
    rows = tuple(
        (label_of(figure), amount_of(figure, value, result.scenario)) for figure, value in result.got
    )
    heading = f"{result.label}, {quarter_words(result.quarter)}"
    return Table("", (Column(heading), Column("Value", number=True)), rows)


def _consequences(result: Replay) -> Iterator[Passage]:
    followed, other = result.consequences, result.instead
    if followed is None or other is None:
        return
    when = "from then on" if followed.from_then_on else "in that quarter only"
    last = quarter_words(followed.last_quarter)
    parts: list[str | Table] = [f"Up to {last}, with the same luck; means and sums of this one world."]
    groups = (
        (f"{result.label}, at the end", [change for change in followed.own if change.figure.unit != "money"]),
        ("Where its money went since", [change for change in followed.own if change.figure.unit == "money"]),
        ("The nation, at the end", [change for change in followed.nation if change.figure.measure in NATION]),
    )
    numbers = [Column(heading, number=True) for heading in ("As it was", "Instead", "Difference")]
    parts += [
        Table(
            "", (Column(title), *numbers), tuple(_change_row(change, result.scenario) for change in changes)
        )
        for title, changes in groups
        if changes
    ]
    heading = f"What would have followed from '{other.name}', {when}"
    yield Passage(heading=heading, content=(*parts, ONE_WORLD))


def _change_row(change: QuantityChange, scenario: Scenario) -> tuple[str, ...]:
    was, instead = (value * _scale(change.figure, scenario) for value in (change.was, change.instead))
    places = _places(was, instead)
    return (
        label_of(change.figure),
        decimal(was, places),
        decimal(instead, places),
        difference_words(instead - was),
    )


def label_of(figure: Quantity) -> str:
    """The name of a figure, with its unit."""
    measure = MEASURES.get(figure.measure)
    unit = figure.unit if measure is None else unit_words(measure)
    return f"{figure.words}, {'£m' if unit == 'money' else unit}"


def amount_of(figure: Quantity, value: float, scenario: Scenario) -> str:
    """A figure in the unit of its label."""
    scaled = value * _scale(figure, scenario)
    return decimal(scaled, _places(scaled))


def _scale(figure: Quantity, scenario: Scenario) -> float:
    measure = MEASURES.get(figure.measure)
    unit = figure.unit if measure is None else unit_words(measure)
    return _millions(scenario) if unit == "money" else 100.0 if unit.startswith("%") else 1.0


def _millions(scenario: Scenario) -> float:
    return 1000 * billion_a_quarter(1.0, scenario.annual_budget)


def _cells(array: LabelledArray, scenario: Scenario) -> list[str]:
    """The numbers of one array, with the decimals of the largest."""
    scale = _millions(scenario) if array.in_pounds else 1.0
    values = [value * scale for value in array.values]
    return [decimal(value, _places(*values)) for value in values]


def _places(*values: float) -> int:
    """Number of decimals: three for shares, none for thousands and whole numbers."""
    finite = [abs(value) for value in values if math.isfinite(value)]
    if all(value == int(value) for value in finite):
        return 0
    size = max(finite)
    return 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 10 else 3


def difference_words(difference: float) -> str:
    """A difference, however small, with two significant digits."""
    size = abs(difference)
    places = min(9, 1 - math.floor(math.log10(size))) if 0 < size < 0.01 else _places(difference)
    return decimal(difference, places, sign=True)
