"""Surfaces: a contrast over two factors (a map) or one (a curve), with a verdict in each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.errors import InputError, Problem, nearest
from govsim.experiments.arms import baseline_rows, ordered, smallest_effect, value_words
from govsim.experiments.designs.design import Rows
from govsim.experiments.figures.factorial import is_factorial
from govsim.experiments.figures.figure import OutcomeResult
from govsim.experiments.moved import Value
from govsim.experiments.outcomes import shown_as
from govsim.experiments.results_view import Contrast, ResultsView, contrast_of
from govsim.measures.amounts import amount, figure, level, span
from govsim.measures.measure import Measure
from govsim.statistics.intervals import CONFIDENCE, Interval, interval
from govsim.statistics.rounding import beyond_rounding
from govsim.statistics.skewed import is_skewed, skewed_interval
from govsim.words.names import capitalised, uncapitalised
from govsim.words.plurals import joined
from govsim.words.verdicts import IN_WORDS, SHORT, Verdict, verdict_of

if TYPE_CHECKING:
    from govsim.experiments.plan import Plan

CELL: Final = 38
WORSE, NOTHING, BETTER = "#D55E00", "#F4F4F4", "#0072B2"  # safe for colour-blind readers


@dataclass(frozen=True, kw_only=True)
class Axis:
    """A factor along a side of a map."""

    name: str
    title: str
    values: tuple[Value, ...]

    @property
    def is_number(self) -> bool:
        """Whether it can be drawn on a numeric scale."""
        return all(not isinstance(value, str) for value in self.values)


@dataclass(frozen=True, eq=False, kw_only=True)
class ContrastGrid:
    """A contrast on the grid of a map, ordered by y, then x."""

    contrast: Contrast
    subject: str
    is_difference: bool
    x: Axis
    y: Axis | None
    places: tuple[tuple[Value, Value], ...]
    values_cw: Floats
    starts: tuple[bool, ...]  # cells that are their own baseline
    averaged_over: tuple[str, ...]


def grid_of(
    view: ResultsView, x: str, y: str | None, outcome: str, scenario: str, against: str
) -> ContrastGrid:
    """A contrast over the factors `x` and `y` (default: those that move), or along `x` alone if y is None.

    Raises InputError for a factor that does not move.
    """
    plan, contrast = view.plan, contrast_of(view, outcome, scenario, against)
    values, subject, is_difference = contrast.values_rn, contrast.subject, contrast.is_difference
    base = baseline_rows(plan)
    if not is_difference and any(factor.uncertainty is None for _, factor in plan.moving):
        values, is_difference = beyond_rounding(values - values[base], values), True
        subject = f"the difference in {shown_as(contrast.outcome).label.lower()} from {_start(plan)}"
    across = _axis(plan, x, 0)
    others_than_x = [factor.name for _, factor in plan.moving if factor.name != across.name]
    up = None if y is None or not (y or others_than_x) else _axis(plan, y or others_than_x[0], 1)
    where = {factor.name: place for place, factor in plan.moving}
    places = [(at, other) for other in (up.values if up else ("",)) for at in across.values]
    rows_of = [
        [
            number
            for number, row in enumerate(plan.rows)
            if row[where[across.name]] == at and (up is None or row[where[up.name]] == other)
        ]
        for at, other in places
    ]
    means = np.array([values[rows].mean(axis=0) for rows in rows_of])
    against_rows = is_difference and not contrast.is_difference
    starts = tuple(against_rows and all(base[row] == row for row in rows) for rows in rows_of)
    shown = {across.name, up.name if up else ""}
    others = tuple(factor.title for _, factor in plan.moving if factor.name not in shown)
    return ContrastGrid(
        contrast=contrast,
        subject=subject,
        is_difference=is_difference,
        x=across,
        y=up,
        places=tuple(places),
        values_cw=means,
        starts=starts,
        averaged_over=others,
    )


def _start(plan: Plan) -> str:
    chosen = [
        f"{uncapitalised(factor.title)} {value_words(plan.rows[0][place])}"
        for place, factor in plan.moving
        if factor.uncertainty is None
    ]
    return " and ".join(chosen)


def _axis(plan: Plan, name: str, order: int) -> Axis:
    """The axis of the named factor, else of the first or second that moves."""
    names = [factor.name for _, factor in plan.moving]
    chosen = name or "".join(names[order : order + 1])
    if chosen not in names:
        remedy = nearest(chosen, names) if chosen else "Give the design more values."
        found = f"'{chosen}'" if chosen else "none"
        raise InputError(Problem("figures", "a factor that moves", found, remedy=remedy))
    place, factor = plan.moving[names.index(chosen)]
    values = tuple(ordered([row[place] for row in plan.rows]))
    return Axis(name=chosen, title=factor.title, values=values)


CLEAR: Final[dict[int, tuple[Verdict, Verdict]]] = {
    1: ("better", "worse"),
    -1: ("better", "worse"),
    0: ("higher", "lower"),
}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of a map."""

    x: Value
    y: Value
    value: Interval
    verdict: Verdict
    is_start: bool  # its own baseline


@dataclass(frozen=True, kw_only=True)
class Along:
    """The change from one value of an axis to another: of a difference, a difference of differences.

    Intervals are simultaneous for all changes of a report.
    """

    title: str
    first: Value
    last: Value
    change: Interval
    verdict: Verdict  # without a good direction
    what: str = ""  # what changes, in words; empty where there is one subject

    def sentence(self, measure: Measure) -> str:
        """Whether it depends on the axis: yes, no or not known, and by how much it changes."""
        does = f"Does {self.what} depend" if self.what else "Does it depend"
        ends = f"from {value_words(self.first)} to {value_words(self.last)}"
        change, bounds = amount(self.change.mean, measure, sign=True), span(self.change, measure, sign=True)
        answer = f"{does} on {uncapitalised(self.title)}? {DEPENDS[self.verdict]}"
        return f"{answer}: {ends} it changes by {change} (95% interval {bounds})."


DEPENDS: Final[dict[Verdict, str]] = {
    "higher": "Yes",
    "lower": "Yes",
    "leaning": "Yes, perhaps by too little to matter",
    "negligible": "Yes, by too little to matter",
    "equal": "No, not by what matters",
    "unknown": "Not known",
}


def change_along(
    axis: Axis, places: tuple[int, int], values_nw: Floats, effect: float, together: int
) -> Along:
    """The change between two places of an axis, from values of shape (place, world) on the same worlds.

    Skewed changes have a bootstrap's interval, others Student's; `together` of them hold at once.
    Source: student_1908, dunn_1961, hall_1988.
    """
    first, last = places
    change_w = beyond_rounding(values_nw[last] - values_nw[first], values_nw)
    confidence = 1 - (1 - CONFIDENCE) / together
    mean = skewed_interval(change_w, confidence) if is_skewed(change_w) else interval(change_w, confidence)
    return Along(
        title=axis.title,
        first=axis.values[first],
        last=axis.values[last],
        change=mean,
        verdict=verdict_of(mean, effect, 0),
    )


@dataclass(frozen=True, kw_only=True)
class Surface(OutcomeResult):
    """A difference (or an outcome) over two factors, or along one."""

    subject: str
    is_difference: bool
    x: Axis
    y: Axis | None  # None along one factor
    cells: tuple[Cell, ...]
    averaged_over: tuple[str, ...]  # other moving factors
    along: tuple[Along, ...]  # both axes of a map
    smallest_effect: float
    worlds: int
    left_out: int

    @property
    def judged(self) -> tuple[Cell, ...]:
        """All cells except those that are their own baseline."""
        return tuple(cell for cell in self.cells if not cell.is_start)

    def sentences(self) -> tuple[str, ...]:
        """Counts of better and worse cells, the range of values, then changes along the axes."""
        lowest = min(self.judged, key=lambda cell: cell.value.mean)
        highest = max(self.judged, key=lambda cell: cell.value.mean)
        ends = f"from {self._amount(lowest)} at {self._at(lowest)} to {self._amount(highest)} at {self._at(highest)}"
        subject = f"{capitalised(self.subject)}{self.averaged}"
        counts = f"{self.counted()}; it goes " if self.is_difference else ""
        return (f"{subject}: {counts}{ends}.", *self._axes_sentence())

    @property
    def heading(self) -> str:
        """How often it is better and worse over the map, or from where to where it goes."""
        over = [axis.title for axis in (self.x, self.y) if axis is not None]
        subject = f"{self.label} over {joined([uncapitalised(title) for title in over])}"
        return f"{subject}: {self.counted()}" if self.is_difference else subject

    def counted(self) -> str:
        """`clearly better in 6 of 15 places, clearly worse in 4, no difference that matters in 3`."""
        of = f"of {len(self.judged)} places"
        verdicts = [cell.verdict for cell in self.judged]
        words = CLEAR[self.measure.better]
        counts = [(f"clearly {word}", verdicts.count(word)) for word in words]
        counts += [(words, verdicts.count(key)) for key, words in IN_WORDS.items() if key in verdicts]
        (first, count), *others = counts
        rest = [f"{word} in {number or 'none'}" for word, number in others]
        return ", ".join([f"{first} in {count or 'none'} {of}", *rest])

    @property
    def averaged(self) -> str:
        """`, averaged over cost of voice`, or nothing."""
        names = [uncapitalised(title) for title in self.averaged_over]
        return f", averaged over {joined(names)}" if names else ""

    def _axes_sentence(self) -> tuple[str, ...]:
        """For each axis, whether it changes anything, averaged over the other."""
        return tuple(f"{one.sentence(self.measure)[:-1]}, averaged over the other." for one in self.along)

    def _amount(self, cell: Cell) -> str:
        if self.is_difference:
            return amount(cell.value.mean, self.measure, sign=True)
        return level(cell.value.mean, self.measure)

    def _at(self, cell: Cell) -> str:
        place = f"{uncapitalised(self.x.title)} {value_words(cell.x)}"
        return place if self.y is None else f"{place} and {uncapitalised(self.y.title)} {value_words(cell.y)}"

    def course(self) -> str:
        """The course of a curve from end to end, by way of a point beyond both ends, if any.

        `−0.003 (no difference that matters) to +0.010 (better)`
        """
        first, last = self.cells[0], self.cells[-1]
        furthest = max(self.cells, key=lambda cell: self._beyond(cell, first, last))
        beyond = self._beyond(furthest, first, last) > self.smallest_effect
        way = f" by way of {self._cell_words(furthest)} at {value_words(furthest.x)}" if beyond else ""
        return f"{self._cell_words(first)}{way} to {self._cell_words(last)}"

    @staticmethod
    def _beyond(cell: Cell, first: Cell, last: Cell) -> float:
        ends = sorted((first.value.mean, last.value.mean))
        return max(cell.value.mean - ends[1], ends[0] - cell.value.mean)

    def _cell_words(self, cell: Cell) -> str:
        text = figure(cell.value.mean, self.measure, sign=self.is_difference)
        verdict = (
            f" ({IN_WORDS.get(cell.verdict, cell.verdict)})"
            if self.is_difference and not cell.is_start
            else ""
        )
        return f"{text}{verdict}"


def surface(
    view: ResultsView,
    x: str = "",
    y: str | None = "",
    outcome: str = "",
    scenario: str = "",
    against: str = "",
) -> Surface:
    """A map over two factors, or a curve if `y` is None or only one moves, averaged over the others.

    With several scenarios, of a scenario's difference from `against` (default: the first); with one, of each row's
    difference from the row with the same assumptions and all else at its first value. Intervals are simultaneous.
    """
    grid = grid_of(view, x, y, outcome, scenario, against)
    values_cw = grid.values_cw[:, np.isfinite(grid.values_cw).all(axis=0)]
    effect = smallest_effect(view.plan, grid.contrast.outcome)
    better = shown_as(grid.contrast.outcome).better
    confidence = 1 - (1 - CONFIDENCE) / max(1, len(values_cw) - sum(grid.starts))
    intervals = [interval(values_w, confidence) for values_w in values_cw]
    cells = tuple(
        Cell(x=x, y=y, value=one, verdict=verdict_of(one, effect, better), is_start=is_start)
        for (x, y), one, is_start in zip(grid.places, intervals, grid.starts, strict=True)
    )
    return Surface(
        outcome=grid.contrast.outcome,
        subject=grid.subject,
        is_difference=grid.is_difference,
        x=grid.x,
        y=grid.y,
        cells=cells,
        averaged_over=grid.averaged_over,
        along=_along(grid, values_cw, effect),
        smallest_effect=effect,
        worlds=values_cw.shape[1],
        left_out=grid.values_cw.shape[1] - values_cw.shape[1],
    )


def _along(grid: ContrastGrid, values_cw: Floats, effect: float) -> tuple[Along, ...]:
    """The change of a map from end to end of each axis."""
    if grid.y is None:
        return ()
    values_yxw = values_cw.reshape(len(grid.y.values), len(grid.x.values), -1)
    by_axis = ((grid.x, values_yxw.mean(axis=0)), (grid.y, values_yxw.mean(axis=1)))
    return tuple(change_along(axis, (0, -1), values_nw, effect, len(by_axis)) for axis, values_nw in by_axis)


def cell_verdict(result: Surface, cell: Cell) -> str:
    """The verdict on a cell, in short."""
    if cell.is_start or not result.is_difference:
        return "–"
    return SHORT.get(cell.verdict, cell.verdict)


def suits_a_map(plan: Plan) -> bool:
    """Whether a map suits a plan: all combinations of two factors or more, one with more than two values."""
    complete = Rows.ALL_COMBINATIONS in plan.experiment.design.offers
    return complete and len(plan.moving) > 1 and not is_factorial(plan)


def axis_words(axis: Axis) -> list[str]:
    """The labels of an axis."""
    return [value_words(value) for value in axis.values]


def flat_axis() -> Any:
    """A horizontal axis with horizontal labels."""
    import altair

    return altair.Axis(labelAngle=0, titleAnchor="start")


def whole_scale(axis: Axis) -> Any:
    """A scale with every value of an axis, the last at the top."""
    import altair

    return altair.Scale(domain=axis_words(axis)[::-1])
