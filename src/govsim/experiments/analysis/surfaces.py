"""Two things moved at once, or one: where a difference is positive, and how far it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.experiments.analysis.layout import Axis, Laid, laid_out
from govsim.experiments.analysis.reading import Found, arm_of, smallest_effect, value_words
from govsim.experiments.moved import Value
from govsim.experiments.outcomes import shown_as
from govsim.measures.amounts import amount, difference_words, figure, level, span, unit_words
from govsim.statistics.intervals import CONFIDENCE, Interval, interval
from govsim.words.names import arrangement_words, capitalised, uncapitalised
from govsim.words.plurals import joined
from govsim.words.verdicts import IN_WORDS, Verdict, verdict_of

CLEAR: Final[dict[int, tuple[Verdict, Verdict]]] = {
    1: ("better", "worse"),
    -1: ("better", "worse"),
    0: ("higher", "lower"),
}


@dataclass(frozen=True)
class Cell:
    """One place of a map."""

    x: Value
    y: Value
    value: Interval
    verdict: Verdict
    is_start: bool  # held against itself


@dataclass(frozen=True)
class Along:
    """What changes from the first to the last value of an axis, averaged over the other.

    Intervals hold for both axes at once.
    """

    title: str
    first: Value
    last: Value
    change: Interval


@dataclass(frozen=True)
class Surface:
    """A difference (or an outcome) over two factors, or along one."""

    outcome: str
    subject: str
    is_difference: bool
    x: Axis
    y: Axis | None  # None along one factor
    cells: tuple[Cell, ...]
    averaged_over: tuple[str, ...]  # factors that move too, and were averaged out
    along: tuple[Along, ...]  # both axes of a map
    smallest_effect: float
    worlds: int
    left_out: int

    @property
    def judged(self) -> tuple[Cell, ...]:
        """All places but the one that is held against itself."""
        return tuple(cell for cell in self.cells if not cell.is_start)

    def sentences(self) -> tuple[str, ...]:
        """What a map says: how many places are better or worse and between which values; then along its axes."""
        lowest = min(self.judged, key=lambda cell: cell.value.mean)
        highest = max(self.judged, key=lambda cell: cell.value.mean)
        ends = f"from {self._amount(lowest)} at {self._at(lowest)} to {self._amount(highest)} at {self._at(highest)}"
        subject = f"{capitalised(self.subject)}{self.averaged}"
        counts = f"{self.counted()}; it goes " if self.is_difference else ""
        return (f"{subject}: {counts}{ends}.", *self._axes_sentence())

    def counted(self) -> str:
        """`clearly better in 6 of 15 places, clearly worse in 4, no difference that matters in 3`."""
        of = f"of {len(self.judged)} places"
        found = [cell.verdict for cell in self.judged]
        words = CLEAR[shown_as(self.outcome).better]
        told = [(f"clearly {word}", found.count(word)) for word in words]
        told += [(words, found.count(key)) for key, words in IN_WORDS.items() if key in found]
        (first, count), *others = told
        rest = [f"{word} in {number or 'none'}" for word, number in others]
        return ", ".join([f"{first} in {count or 'none'} {of}", *rest])

    @property
    def averaged(self) -> str:
        """`, averaged over cost of voice`, or nothing."""
        names = [uncapitalised(title) for title in self.averaged_over]
        return f", averaged over {joined(names)}" if names else ""

    def _axes_sentence(self) -> tuple[str, ...]:
        measure = shown_as(self.outcome)
        told = [
            f"from {uncapitalised(one.title)} {value_words(one.first)} to {value_words(one.last)} by "
            f"{amount(one.change.mean, measure, sign=True)} ({span(one.change, measure, sign=True)})"
            for one in self.along
        ]
        return (f"It changes {joined(told)}, each averaged over the other (95% intervals).",) if told else ()

    def _amount(self, cell: Cell) -> str:
        measure = shown_as(self.outcome)
        return (
            amount(cell.value.mean, measure, sign=True)
            if self.is_difference
            else level(cell.value.mean, measure)
        )

    def _at(self, cell: Cell) -> str:
        told = f"{uncapitalised(self.x.title)} {value_words(cell.x)}"
        return told if self.y is None else f"{told} and {uncapitalised(self.y.title)} {value_words(cell.y)}"

    def course(self) -> str:
        """From where to where a curve goes, by way of a place that lies beyond both of its ends.

        `−0.003 (no difference that matters) to +0.010 (better)`
        """
        first, last = self.cells[0], self.cells[-1]
        furthest = max(self.cells, key=lambda cell: self._beyond(cell, first, last))
        beyond = self._beyond(furthest, first, last) > self.smallest_effect
        way = f" by way of {self._told(furthest)} at {value_words(furthest.x)}" if beyond else ""
        return f"{self._told(first)}{way} to {self._told(last)}"

    @staticmethod
    def _beyond(cell: Cell, first: Cell, last: Cell) -> float:
        ends = sorted((first.value.mean, last.value.mean))
        return max(cell.value.mean - ends[1], ends[0] - cell.value.mean)

    def _told(self, cell: Cell) -> str:
        told = figure(cell.value.mean, shown_as(self.outcome), sign=self.is_difference)
        return (
            f"{told} ({IN_WORDS.get(cell.verdict, cell.verdict)})"
            if self.is_difference and not cell.is_start
            else told
        )

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {**asdict(self), "sentences": list(self.sentences())}


def curves_sentence(curves: Sequence[tuple[str, Surface]], baseline: str) -> str:
    """Where the curves of several scenarios, each named, go against a baseline; or where a single one goes."""
    (_, first), *others = curves
    measure = shown_as(first.outcome)
    unit = difference_words(measure) if first.is_difference else unit_words(measure)
    of = f", in {unit}," if unit else ","
    about = f"{measure.label} against {baseline}" if others else capitalised(first.subject)
    ends = f"{value_words(first.x.values[0])} to {value_words(first.x.values[-1])}"
    told = (
        [f"{called} from {curve.course()}" for called, curve in curves]
        if others
        else [f"from {first.course()}"]
    )
    return f"{about}{of} with {uncapitalised(first.x.title)} from {ends}{first.averaged}: {'; '.join(told)}."


def surface(
    found: Found, x: str = "", y: str | None = "", outcome: str = "", scenario: str = "", against: str = ""
) -> Surface:
    """A map over two factors; where `y` is None, or only one moves, a curve along one, averaged over the others.

    With several scenarios it is of a scenario's difference from the first, or from the one it is held `against`; with
    one, of every row's difference from the row that assumes the same and has all else at its first value. Intervals
    hold for all places at once.
    """
    laid = laid_out(found, x, y, outcome, scenario, against)
    values_cw = laid.values_cw[:, np.isfinite(laid.values_cw).all(axis=0)]
    effect = smallest_effect(found.plan, laid.contrast.outcome)
    better = shown_as(laid.contrast.outcome).better
    confidence = 1 - (1 - CONFIDENCE) / max(1, len(values_cw) - sum(laid.starts))
    intervals = [interval(values_w, confidence) for values_w in values_cw]
    cells = tuple(
        Cell(place[0], place[1], one, verdict_of(one, effect, better), is_start)
        for place, one, is_start in zip(laid.places, intervals, laid.starts, strict=True)
    )
    return Surface(
        laid.contrast.outcome,
        laid.subject,
        laid.is_difference,
        laid.x,
        laid.y,
        cells,
        laid.averaged_over,
        _along(laid, values_cw),
        effect,
        values_cw.shape[1],
        laid.values_cw.shape[1] - values_cw.shape[1],
    )


def _along(laid: Laid, values_cw: Floats) -> tuple[Along, ...]:
    """How a map changes from end to end of each axis."""
    if laid.y is None:
        return ()
    values_yxw = values_cw.reshape(len(laid.y.values), len(laid.x.values), -1)
    by_axis = ((laid.x, values_yxw.mean(axis=0)), (laid.y, values_yxw.mean(axis=1)))
    confidence = 1 - (1 - CONFIDENCE) / len(by_axis)
    return tuple(
        Along(axis.title, axis.values[0], axis.values[-1], interval(values_nw[-1] - values_nw[0], confidence))
        for axis, values_nw in by_axis
    )


def lines(
    found: Found, x: str = "", outcome: str = "", scenario: str = "", against: str = ""
) -> tuple[tuple[str, Surface], ...]:
    """A curve for the scenario that is named, else for all but the one that they are held against, or the only one."""
    names = [one.name for one in found.plan.scenarios]
    base = names[arm_of(found.plan, against)] if against else names[0]
    others = [name for name in names if name != base]
    shown = [names[arm_of(found.plan, scenario)]] if scenario else others or names
    return tuple((arrangement_words(name), surface(found, x, None, outcome, name, against)) for name in shown)
