"""The parts of a comparison's document on gains and losses, and on the pound's journey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from govsim.comparison.compare import Comparison
from govsim.comparison.document_parts import (
    MOST_BESIDE,
    column_of,
    columns_of,
    interval_cell,
)
from govsim.comparison.gains import BY_WHOM, Change, changes, clear
from govsim.comparison.ranking import lopsided_sentence
from govsim.documents.document import Part
from govsim.documents.table import Column, Table
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import Measure
from govsim.measures.pound import CATEGORIES
from govsim.words.numbers import pence

MOST_NAMED: Final = 3  # most gains or losses to name


def gains_part(result: Comparison, every: Sequence[Sequence[Change]] | None = None) -> Part:
    """Gains and losses under every scenario instead of the baseline: the largest in words, all in a table.

    `every`: the `changes` of each other scenario, where they are known.
    """
    first, *others = result.runs
    every = [changes(result, first, run) for run in others] if every is None else every
    summary = tuple(
        (run.scenario.name, _WHO[kind], *(_named(clear(some, word), len(some)) for word in _WAYS))
        for run, listed in zip(others, every, strict=True)
        for kind in _WHO
        for some in [[one for one in listed if one.kind == kind]]
        if some
    )
    who = list(dict.fromkeys((one.kind, one.who) for listed in every for one in listed))
    cells = [{(one.kind, one.who): _change_cell(one) for one in listed} for listed in every]
    groups = [
        range(start, min(start + MOST_BESIDE, len(every))) for start in range(0, len(every), MOST_BESIDE)
    ]
    tables = [
        Table(
            f"Changes from {first.scenario.name}: outcomes, missions, departments and regions",
            (Column("Who"), Column("Kind"), *(column_of(result, others[place]) for place in group)),
            tuple(
                (name, kind, *(cells[place].get((kind, name), "–") for place in group)) for kind, name in who
            ),
            aside=True,
        )
        for group in groups
    ]
    lopsided = lopsided_sentence([one.difference for listed in every for one in listed])
    progress, core = (
        figure(result.smallest_effect(name), MEASURES[name]) for name in ("progress", "core_services")
    )
    named = (
        "In one world nothing is decided; named are changes as large as what matters, "
        if result.in_one_world
        else "Named are those whose whole interval lies beyond what matters; all intervals hold at once: "
    )
    return Part(
        "gains-and-losses",
        "Who gains and who loses",
        (f"{named}{progress} need points of progress, {core} of the index of core services.",),
        "",
        (
            Table(
                f"Who gains and loses most instead of {first.scenario.name}",
                (Column("Under"), Column("Of whom"), Column("Gain most"), Column("Lose most")),
                summary,
            ),
            *tables,
        ),
        notes=(lopsided,) if lopsided else (),
        document={
            "comparisons": [
                {
                    "baseline": first.scenario.name,
                    "other": run.scenario.name,
                    "changes": [asdict(one) for one in listed],
                }
                for run, listed in zip(others, every, strict=True)
            ]
        },
    )


_WAYS: Final = ("better", "worse")
_WHO: Final = {
    kind: f"{kind.lower()}s ({MEASURES[shared].label.split(' on ')[0].lower()})"
    for kind, _, shared in BY_WHOM
}


def _named(listed: Sequence[Change], of: int) -> str:
    """The largest gains or losses with their sizes, and the number of others."""
    if not listed:
        return "none"
    words = "; ".join(
        f"{one.who} {figure(one.difference.difference.mean, _measure(one), sign=True)}"
        for one in listed[:MOST_NAMED]
    )
    rest = len(listed) - MOST_NAMED
    if rest <= 0:
        return words
    return f"{words}; and the other {rest}" if len(listed) == of else f"{words}; and {rest} more"


def _measure(one: Change) -> Measure:
    return MEASURES[one.difference.measure.partition(".")[0]]


def _change_cell(one: Change) -> str:
    difference = one.difference
    return (
        interval_cell(difference)
        if difference.worlds == 1
        else f"{interval_cell(difference)} {difference.word}"
    )


def pound_part(result: Comparison) -> Part:
    """The part on the pound's journey."""
    first, *others = (run.pound_shares() for run in result.runs)
    rows = [
        (
            label,
            pence(first[category]),
            *(
                f"{pence(one[category])} ({pence(one[category] - first[category], sign=True)})"
                for one in others
            ),
        )
        for category, label in CATEGORIES.items()
    ]
    together = ("Together", *(pence(sum(one.values())) for one in (first, *others)))
    name = result.names[0]
    return Part(
        "pound",
        "The pound’s journey",
        (),
        "Where each pound of the budget ended, pence, over all quarters and worlds.",
        (
            Table(
                f"Pence of each pound, over all quarters; in brackets: difference from {name}",
                (Column("Where it ends"), *columns_of(result)),
                (*rows, together),
            ),
        ),
        document={"shares": [{"case": run.scenario.name, **run.pound_shares()} for run in result.runs]},
    )
