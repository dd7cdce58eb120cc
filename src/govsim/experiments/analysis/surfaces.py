"""Two things moved at once: where a difference is positive, where it turns, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.documents.wording import arrangement_words, capitalised
from govsim.errors import InputError, Problem, nearest
from govsim.experiments.analysis.reading import (
    Contrast,
    Found,
    arm_of,
    baseline_rows,
    contrast_of,
    moving,
    ordered,
    smallest_effect,
    value_words,
)
from govsim.experiments.moved import Value
from govsim.experiments.outcomes import shown_as
from govsim.experiments.plan import Plan
from govsim.statistics.intervals import CONFIDENCE, Interval, interval
from govsim.statistics.resampling import DRAWS, percentile_bounds, resamples
from govsim.usecases.figures import amount
from govsim.usecases.verdict import Verdict, verdict_of

UNSURE: Final = 0.05  # of resamples that turn, above which this is said
MOST_OFTEN: Final = 0.5  # of resamples in which a turn must be there for it to be told


@dataclass(frozen=True)
class Axis:
    """A factor along a side of a map."""

    name: str
    title: str
    values: tuple[Value, ...]

    @property
    def is_number(self) -> bool:
        """Whether it can be drawn to scale."""
        return all(not isinstance(value, str) for value in self.values)


@dataclass(frozen=True)
class Cell:
    """One place of a map."""

    x: Value
    y: Value
    value: Interval
    verdict: Verdict


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
    smallest_effect: float
    worlds: int
    left_out: int

    def sentence(self) -> str:
        """Where it is above, below and near nothing; or from where to where it goes."""
        measure, many = shown_as(self.outcome), len(self.cells)
        best = max(self.cells, key=lambda cell: cell.value.mean)
        worst = min(self.cells, key=lambda cell: cell.value.mean)
        ends = (
            f"it is highest ({self._amount(best)}) at {self._at(best)} and lowest "
            f"({self._amount(worst)}) at {self._at(worst)}"
        )
        if not self.is_difference:
            return f"Of {self.subject}: {ends}."
        up = sum(cell.value.low > self.smallest_effect for cell in self.cells)
        down = sum(cell.value.high < -self.smallest_effect for cell in self.cells)
        words = {1: ("better", "worse"), -1: ("worse", "better"), 0: ("higher", "lower")}[measure.better]
        if not up and not down:
            return f"{capitalised(self.subject)}: in none of {many} places clearly {words[0]} or {words[1]}; {ends}."
        return (
            f"{capitalised(self.subject)}: clearly {words[0]} in {up} of {many} places, clearly "
            f"{words[1]} in {down}, too close or too small to call in {many - up - down}; {ends}."
        )

    def _amount(self, cell: Cell) -> str:
        value = cell.value.mean
        return amount(value, shown_as(self.outcome), sign=self.is_difference or value < 0)

    def _at(self, cell: Cell) -> str:
        told = f"{self.x.title.lower()} {value_words(cell.x)}"
        return told if self.y is None else f"{told} and {self.y.title.lower()} {value_words(cell.y)}"

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {**asdict(self), "sentences": [self.sentence()]}


@dataclass(frozen=True)
class Turn:
    """Where along x a difference changes its sign, at one value of y."""

    y: Value
    x: Interval | None  # None where it does not turn, or turns in too few resamples to say where
    share: float  # of resamples in which it turns
    up: bool  # from below nothing to above


@dataclass(frozen=True)
class Frontier:
    """The line over two factors on which a difference is nothing."""

    outcome: str
    subject: str
    x: Axis
    y: Axis
    turns: tuple[Turn, ...]
    stays: str  # what it does where it turns nowhere for sure

    def sentence(self) -> str:
        """Where the difference turns, at the ends of the other factor."""
        there = [turn for turn in self.turns if turn.x is not None]
        if not there:
            return f"{capitalised(self.subject)} {self.stays}."
        told = [
            f"at {self.y.title.lower()} {value_words(turn.y)} where {self.x.title.lower()} is about {turn.x.mean:.2g} "
            f"({turn.x.low:.2g} to {turn.x.high:.2g})"
            for turn in dict.fromkeys((there[0], there[-1]))
            if turn.x is not None
        ]
        never = len(self.turns) - len(there)
        rest = (
            f"; at {never} of {len(self.turns)} values of {self.y.title.lower()} it does not turn"
            if never
            else ""
        )
        way = "below 0 to above" if there[0].up else "above 0 to below"
        return f"{capitalised(self.subject)} goes from {way} {' and '.join(told)}{rest}."

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {**asdict(self), "sentences": [self.sentence()]}


def surface(found: Found, x: str = "", y: str | None = "", outcome: str = "", scenario: str = "") -> Surface:
    """A map over two factors; where `y` is None, or only one moves, a curve along one, averaged over the others.

    With several scenarios it is of a scenario's difference from the first; with one, of every row's difference from
    the row that assumes the same and has all else at its first value. Intervals hold for all places at once.
    """
    laid = _laid_out(found, x, y, outcome, scenario)
    values_cw = laid.values_cw[:, np.isfinite(laid.values_cw).all(axis=0)]
    effect = smallest_effect(found.plan, laid.contrast.outcome)
    better = shown_as(laid.contrast.outcome).better
    confidence = 1 - (1 - CONFIDENCE) / len(values_cw)
    intervals = [interval(values_w, confidence) for values_w in values_cw]
    cells = tuple(
        Cell(place[0], place[1], one, verdict_of(one, effect, better))
        for place, one in zip(laid.places, intervals, strict=True)
    )
    return Surface(
        laid.contrast.outcome,
        laid.subject,
        laid.is_difference,
        laid.x,
        laid.y,
        cells,
        laid.averaged_over,
        effect,
        values_cw.shape[1],
        laid.values_cw.shape[1] - values_cw.shape[1],
    )


def frontier(found: Found, x: str = "", y: str = "", outcome: str = "", scenario: str = "") -> Frontier:
    """Where a difference changes its sign along x, at each value of y, between the places that were run.

    The bounds are for the worlds drawn (percentile bootstrap, the same worlds everywhere); between places the
    difference is taken to go straight. Source: efron_1979.
    """
    laid = _laid_out(found, x, y, outcome, scenario)
    if laid.y is None or not laid.x.is_number:
        raise InputError(Problem("figures", "two factors, numbers along x", "others", key="frontier"))
    values_cw = laid.values_cw[:, np.isfinite(laid.values_cw).all(axis=0)]
    across = np.array([float(value) for value in laid.x.values])
    by_row = values_cw.reshape(len(laid.y.values), len(across), -1)
    turns = [_turn(across, by_row[row], value) for row, value in enumerate(laid.y.values)]
    return Frontier(
        laid.contrast.outcome, laid.subject, laid.x, laid.y, tuple(turns), _stays(values_cw, turns)
    )


def _stays(values_cw: Floats, turns: Sequence[Turn]) -> str:
    """What a difference does that is nowhere sure to turn."""
    means = values_cw.mean(axis=1)
    if (means < 0).all() or (means > 0).all():
        often = max(turn.share for turn in turns)
        unsure = (
            f", but not surely: were other worlds drawn, it might turn ({often:.0%})"
            if often > UNSURE
            else ""
        )
        return f"stays {'below' if means[0] < 0 else 'above'} 0 in every place that was run{unsure}"
    return "turns nowhere for sure: too few worlds were run to say where its sign changes"


def crossing(x_n: Floats, values_n: Floats) -> float:
    """Where a line through points first crosses nothing; NaN where it does not.

    Points of exactly nothing at its start do not count: there a row is held against itself.

    >>> crossing(np.array([0.0, 1.0, 2.0]), np.array([-1.0, 1.0, 3.0]))
    0.5
    """
    start = int(np.argmax(values_n != 0))
    for (left, below), (right, above) in pairwise(zip(x_n[start:], values_n[start:], strict=True)):
        if below == 0:
            return float(left)
        if below * above < 0:
            return float(left + (right - left) * below / (below - above))
    return float(x_n[-1]) if values_n[-1] == 0 != values_n[start] else float("nan")


def _turn(x_n: Floats, values_nw: Floats, y: Value) -> Turn:
    means = values_nw.mean(axis=1)
    blocks = [values_nw @ shares_bw.T for shares_bw in resamples(values_nw.shape[1], DRAWS // 4, 0)]
    drawn = np.array([crossing(x_n, column) for column in np.concatenate(blocks, axis=1).T])
    there = drawn[np.isfinite(drawn)]
    share, at = there.size / drawn.size, crossing(x_n, means)
    where = None
    if share >= MOST_OFTEN and np.isfinite(at):
        low, high = percentile_bounds(there, CONFIDENCE)
        where = Interval(at, float(low), float(high))
    return Turn(y, where, share, bool(means[-1] > means[0]))


@dataclass(frozen=True, eq=False)
class _Laid:
    """A contrast laid out over the places of a map, y by y and x by x."""

    contrast: Contrast
    subject: str
    is_difference: bool
    x: Axis
    y: Axis | None
    places: tuple[tuple[Value, Value], ...]
    values_cw: Floats
    averaged_over: tuple[str, ...]


def _laid_out(found: Found, x: str, y: str | None, outcome: str, scenario: str) -> _Laid:
    plan, contrast = found.plan, contrast_of(found, outcome, scenario)
    values, subject, is_difference = contrast.values_rn, contrast.subject, contrast.is_difference
    base = baseline_rows(plan)
    if not is_difference and any(factor.uncertainty is None for _, factor in moving(plan)):
        values, is_difference = values - values[base], True
        subject = f"the difference in {shown_as(contrast.outcome).label.lower()} from {_start(plan)}"
    across = _axis(plan, x, 0)
    others_than_x = [factor.name for _, factor in moving(plan) if factor.name != across.name]
    up = None if y is None or not (y or others_than_x) else _axis(plan, y or others_than_x[0], 1)
    where = {factor.name: place for place, factor in moving(plan)}
    places = [(at, other) for other in (up.values if up else ("",)) for at in across.values]
    means = []
    for at, other in places:
        rows = [
            number
            for number, row in enumerate(plan.rows)
            if row[where[across.name]] == at and (up is None or row[where[up.name]] == other)
        ]
        means.append(values[rows].mean(axis=0))
    shown = {across.name, up.name if up else ""}
    others = tuple(factor.title for _, factor in moving(plan) if factor.name not in shown)
    return _Laid(contrast, subject, is_difference, across, up, tuple(places), np.array(means), others)


def _start(plan: Plan) -> str:
    chosen = [
        f"{factor.title.lower()} {value_words(plan.rows[0][place])}"
        for place, factor in moving(plan)
        if factor.uncertainty is None
    ]
    return " and ".join(chosen)


def _axis(plan: Plan, name: str, order: int) -> Axis:
    """The factor that is named, else the first or second that moves."""
    factors = [factor for _, factor in moving(plan)]
    names = [factor.name for factor in factors]
    if not name and len(factors) <= order:
        raise InputError(
            Problem("figures", "a factor that moves", "none", remedy="Give the design more values.")
        )
    chosen = name or names[order]
    if chosen not in names:
        raise InputError(
            Problem("figures", "a factor that moves", f"'{chosen}'", remedy=nearest(chosen, names))
        )
    place, factor = moving(plan)[names.index(chosen)]
    return Axis(chosen, factor.title, tuple(ordered([row[place] for row in plan.rows])))


def lines(
    found: Found, x: str = "", outcome: str = "", scenario: str = ""
) -> tuple[tuple[str, Surface], ...]:
    """A curve for the scenario that is named, else for every one after the first, or the only one."""
    names = [one.name for one in found.plan.scenarios]
    shown = [names[arm_of(found.plan, scenario)]] if scenario else names[1:] or names
    return tuple((arrangement_words(name), surface(found, x, None, outcome, name)) for name in shown)
