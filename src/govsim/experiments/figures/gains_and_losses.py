"""Missions, outcomes, departments and regions that gain or lose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from govsim.comparison.gains import BY_WHOM, Change, clear, means_the_same, names_of
from govsim.comparison.sentences import lopsided_sentence
from govsim.documents.document import Part
from govsim.documents.drawing import ROW, WIDTH, dots, drawn
from govsim.documents.markup import Html
from govsim.documents.table import Column, Table
from govsim.errors import InputError, Problem
from govsim.experiments.arms import Pair, display_names, main_pair, pairs, whole_worlds
from govsim.experiments.figures.cells import drawn_row, interval_cell, per_cent_cell
from govsim.experiments.figures.comparisons import comparisons
from govsim.experiments.figures.figure import Figure
from govsim.experiments.inputs import places_at_hand
from govsim.experiments.results_view import ResultsView, scenario_place
from govsim.words.names import capitalised
from govsim.words.plurals import joined
from govsim.world.find_places import places_of

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureAsked

_THE_REST: Final = "The rest change too little to matter, or too little is known."


@dataclass(frozen=True)
class Gains:
    """Who gains and who loses where one case takes another's place."""

    baseline: str
    other: str
    changes: tuple[Change, ...]
    where: str  # what both have in common

    def sentence(self) -> str:
        """How many of each kind gain and lose, of those whose change is clear, and who most.

        Kinds are told apart: progress and core services have no common measure.
        """
        kinds = dict.fromkeys(change.kind for change in self.changes)
        told = [self._of_kind([change for change in self.changes if change.kind == kind]) for kind in kinds]
        rest = "In one world, which decides nothing." if self.in_one_world else _THE_REST
        return f"{capitalised(self.other)} instead of {self.baseline}{self.where}: {'; '.join(told)}. {rest}"

    @staticmethod
    def _of_kind(changes: Sequence[Change]) -> str:
        told = []
        for word, moved in (("gain", clear(changes, "better")), ("lose", clear(changes, "worse"))):
            name = f" (most: {moved[0].who})" if moved and len(changes) > 1 else ""
            told.append(f"{len(moved) or 'none'} {word}{name}")
        kind = changes[0].kind
        of_them = f"{len(changes)} {kind.lower()}{'s' if len(changes) > 1 else ''}"
        return f"of {'the core services of ' if kind == 'Department' else ''}{of_them} {joined(told)}"

    @property
    def in_one_world(self) -> bool:
        """Whether there is but one world, so that nothing has an interval."""
        return all(change.difference.worlds == 1 for change in self.changes)

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "baseline": self.baseline,
            "other": self.other,
            "changes": [asdict(change) for change in self.changes],
            "sentences": [self.sentence()],
        }


def gains_and_losses(view: ResultsView, pair: Pair) -> Gains:
    """What changes for each outcome, mission, department and region that both cases have; intervals hold at once."""
    first, second = (view.plan.scenarios[arm.place] for arm in pair)
    land = view.plan.places or places_at_hand(view.manifest) or places_of(second)
    names = names_of(second, land)
    columns = [
        (kind, column)
        for kind, measure, _ in BY_WHOM
        for column in view.plan.columns
        if column.startswith(f"{measure}.")
        and means_the_same(first, second, kind, column.partition(".")[2])
        and _is_there(view, column, pair)
    ]
    changes = []
    for kind, column in columns:
        key = column.partition(".")[2]
        (one,) = comparisons(view, column, (pair,), len(columns)).differences
        changes.append(Change(kind, names.get((kind, key), key), one))
    called, where = display_names(pair)
    return Gains(called[0], called[1], tuple(changes), where)


def _is_there(view: ResultsView, column: str, pair: Pair) -> bool:
    values = view.outcome(column)
    worlds, _ = whole_worlds(np.stack([arm.worlds(values) for arm in pair]))
    return bool(worlds.size)


def gains_part(view: ResultsView, asked: FigureAsked) -> Part:
    """Who gains and who loses where the last case, or the one asked for, takes the baseline's place."""
    pair = main_pair(view.plan, scenario_place(view.plan, asked.scenario) if asked.scenario else None)
    if pair is None:
        raise InputError(Problem("figures", "two cases to compare", "one", key="gains_and_losses"))
    result = gains_and_losses(view, pair)
    rows = [
        (
            one.who,
            one.kind,
            _change(one),
            *(() if result.in_one_world else (per_cent_cell(one.difference.better), _word(one))),
        )
        for one in result.changes
    ]
    lopsided = lopsided_sentence([change.difference for change in result.changes])
    columns = (
        Column("Who"),
        Column("Kind"),
        *((Column("Change", True),) if result.in_one_world else _COLUMNS),
    )
    return Part(
        "gains-and-losses",
        "Who gains and who loses",
        (result.sentence(),),
        gains_caption(result),
        (Table("Missions, departments and regions", columns, tuple(rows)),),
        partial(gains_chart, result),
        (lopsided,) if lopsided else (),
        result.document(),
    )


_COLUMNS: Final = (
    Column("Change (95% interval)", True),
    Column("Better in % of worlds", True),
    Column("Verdict"),
)


def gains_caption(result: Gains) -> str:
    """What a drawing of gains and losses shows."""
    sure = "in one world" if result.in_one_world else "with 95% intervals that hold for all at once"
    return (
        f"{capitalised(result.other)} against {result.baseline}{result.where}: progress of missions and regions in "
        f"need points, core services of departments in points of their index, {sure}."
    )


def change_cell(one: Change) -> str:
    """A change with its interval and the word for it: `+0.05 (+0.04 to +0.06) better`."""
    return _change(one) if one.difference.worlds == 1 else f"{_change(one)} {_word(one)}"


def _change(one: Change) -> str:
    return interval_cell(one.difference.difference, one.difference.measure, True)


def _word(one: Change) -> str:
    return one.difference.word


WIDE: Final = 60  # letters of a label that is not broken
LEFT_TO_THE_TABLE: Final = "Outcome"  # missions say much the same


def gains_chart(result: Gains) -> Html:
    """Changes for missions, departments and regions, each kind in its own colour."""
    shown = [change for change in result.changes if change.kind != LEFT_TO_THE_TABLE]
    kinds = tuple(dict.fromkeys(change.kind for change in shown))
    rows = [
        drawn_row(change.who, change.difference.difference, change.difference.measure, change.kind)
        for change in shown
    ]
    title = "Change: progress in need points, core services in points of their index"
    chart = dots(rows, kinds, title, 0.0, 0, WIDTH, WIDE)
    names = {row["row"] for row in rows}
    return drawn(chart.properties(height=ROW * len(names)), "Gains and losses")


GAINS_AND_LOSSES: Final = Figure(
    "gains_and_losses",
    "missions, outcomes, departments and regions that gain or lose",
    gains_part,
    suits=lambda plan: bool(pairs(plan)) and (not plan.is_sample or plan.experiment.design.is_fair_sample),
)
