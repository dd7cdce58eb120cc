"""Missions, outcomes, departments and regions that gain or lose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from govsim.comparison.gains import BY_WHOM, Change, clear, means_the_same, names_of
from govsim.comparison.ranking import lopsided_sentence
from govsim.documents.document import Part
from govsim.documents.drawing import ROW, WIDTH, dots, drawn
from govsim.documents.markup import Html
from govsim.errors import InputError, Problem
from govsim.experiments.arms import Pair, display_names, main_pair, pairs, whole_worlds
from govsim.experiments.figures.cells import drawn_interval, interval_cell, per_cent_cell
from govsim.experiments.figures.comparisons import comparisons
from govsim.experiments.figures.figure import Cells, Figure, FigureResult, numbers, table_of, words
from govsim.experiments.inputs import places_at_hand
from govsim.experiments.results_view import ResultsView, scenario_place
from govsim.words.names import capitalised
from govsim.words.plurals import joined
from govsim.world.find_places import places_of

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureRequest

_THE_REST: Final = "The rest change too little to matter, or too little is known."


@dataclass(frozen=True, kw_only=True)
class Gains(FigureResult):
    """Gains and losses under one arm relative to another."""

    baseline: str
    other: str
    changes: tuple[Change, ...]
    where: str  # common setting

    @property
    def heading(self) -> str:
        """How many gain and lose for sure, by kind: `Of 7 outcomes 6 gain and none lose; of 9 regions …`."""
        return capitalised(f"{'; '.join(self._of_kinds(named=False)[:3])}")

    def _of_kinds(self, named: bool) -> list[str]:
        kinds = dict.fromkeys(change.kind for change in self.changes)
        return [
            self._of_kind([change for change in self.changes if change.kind == kind], named) for kind in kinds
        ]

    def sentence(self) -> str:
        """The number of clear gains and losses of each kind, and the largest.

        Kinds are separate: progress and core services have no common measure.
        """
        each = self._of_kinds(named=True)
        rest = "In one world, which decides nothing." if self.in_one_world else _THE_REST
        return f"{capitalised(self.other)} instead of {self.baseline}{self.where}: {'; '.join(each)}. {rest}"

    @staticmethod
    def _of_kind(changes: Sequence[Change], named: bool) -> str:
        counts = []
        for word, moved in (("gain", clear(changes, "better")), ("lose", clear(changes, "worse"))):
            name = f" (most: {moved[0].who})" if named and moved and len(changes) > 1 else ""
            counts.append(f"{len(moved) or 'none'} {word}{name}")
        kind = changes[0].kind
        of_them = f"{len(changes)} {kind.lower()}{'s' if len(changes) > 1 else ''}"
        return f"of {'the core services of ' if kind == 'Department' else ''}{of_them} {joined(counts)}"

    @property
    def in_one_world(self) -> bool:
        """Whether there is only one world, hence no interval."""
        return all(change.difference.worlds == 1 for change in self.changes)

    def document(self) -> dict[str, Any]:
        """Everything as JSON."""
        return {
            "baseline": self.baseline,
            "other": self.other,
            "changes": [asdict(change) for change in self.changes],
            "sentences": [self.sentence()],
        }


def gains_and_losses(view: ResultsView, pair: Pair) -> Gains:
    """Changes of each outcome, mission, department and region that both arms have, with simultaneous intervals."""
    first, second = (view.plan.scenarios[arm.place] for arm in pair)
    land = view.plan.places or places_at_hand(view.manifest) or places_of(second)
    names = names_of(second, land)
    columns = [
        (kind, key, column)
        for kind, measure, _ in BY_WHOM
        for column in view.plan.columns
        for name, _, key in [column.partition(".")]
        if name == measure and means_the_same(first, second, kind, key) and _is_there(view, column, pair)
    ]
    changes = []
    for kind, key, column in columns:
        (one,) = comparisons(view, column, (pair,), len(columns)).differences
        changes.append(Change(kind, names.get((kind, key), key), one))
    called, where = display_names(pair)
    return Gains(baseline=called[0], other=called[1], changes=tuple(changes), where=where)


def _is_there(view: ResultsView, column: str, pair: Pair) -> bool:
    values = view.outcome(column)
    worlds, _ = whole_worlds(np.stack([arm.worlds(values) for arm in pair]))
    return bool(worlds.size)


def gains_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on gains and losses under the last scenario, or the named one, against the baseline."""
    pair = main_pair(view.plan, scenario_place(view.plan, request.scenario) if request.scenario else None)
    if pair is None:
        raise InputError(Problem("figures", "two cases to compare", "one", key="gains_and_losses"))
    result = gains_and_losses(view, pair)
    lopsided = lopsided_sentence([change.difference for change in result.changes])
    how_sure: tuple[Cells[Change], ...] = (
        numbers("Better in % of worlds", lambda one: per_cent_cell(one.difference.better)),
        words("Verdict", lambda one: one.difference.word),
    )
    return result.part(
        "gains-and-losses",
        result.heading,
        gains_caption(result),
        table_of(
            "Missions, departments and regions",
            result.changes,
            words("Who", lambda one: one.who),
            words("Kind", lambda one: one.kind),
            numbers(
                "Change" if result.in_one_world else "Change (95% interval)",
                lambda one: interval_cell(one.difference.difference, one.difference.measure, True),
            ),
            *(() if result.in_one_world else how_sure),
        ),
        chart=partial(gains_chart, result) if result.changes else None,
        notes=(lopsided,) if lopsided else (),
    )


def gains_caption(result: Gains) -> str:
    """The caption of a drawing of gains and losses."""
    sure = "in one world" if result.in_one_world else "with 95% intervals that hold for all at once"
    return (
        f"{capitalised(result.other)} against {result.baseline}{result.where}: progress of missions and regions in "
        f"need points, core services of departments in points of their index, {sure}."
    )


WIDE: Final = 60  # letters of a label that is not broken
LEFT_TO_THE_TABLE: Final = "Outcome"  # missions say much the same, where they are shared


def gains_chart(result: Gains) -> Html:
    """Changes for missions, departments and regions, each kind in its own colour."""
    others = [change for change in result.changes if change.kind != LEFT_TO_THE_TABLE]
    shown = others or result.changes
    kinds = tuple(dict.fromkeys(change.kind for change in shown))
    rows = [
        {
            "row": change.who,
            "what": change.kind,
            **drawn_interval(change.difference.difference, change.difference.measure),
        }
        for change in shown
    ]
    title = "Change: progress in need points, core services in points of their index"
    chart = dots(rows, kinds, title, 0.0, 0, WIDTH, WIDE)
    names = {change.who for change in shown}
    return drawn(chart.properties(height=ROW * len(names)), "Gains and losses")


GAINS_AND_LOSSES: Final = Figure(
    kind="gains_and_losses",
    shows="missions, outcomes, departments and regions that gain or lose",
    part=gains_part,
    suits=lambda plan: bool(pairs(plan)) and (not plan.is_sample or plan.experiment.design.is_fair_sample),
)
