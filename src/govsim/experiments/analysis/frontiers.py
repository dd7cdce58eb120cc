"""Two things moved at once: the line on which a difference turns, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.errors import InputError, Problem
from govsim.experiments.analysis.layout import Axis, laid_out
from govsim.experiments.analysis.reading import Found, value_words
from govsim.experiments.moved import Value
from govsim.statistics.intervals import CONFIDENCE, Interval
from govsim.statistics.resampling import DRAWS, percentile_bounds, resamples
from govsim.words.names import capitalised, uncapitalised

UNSURE: Final = 0.05  # of resamples that turn, above which this is said
MOST_OFTEN: Final = 0.5  # of resamples in which a turn must be there for it to be told


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
            f"at {uncapitalised(self.y.title)} {value_words(turn.y)} where {uncapitalised(self.x.title)} is about "
            f"{turn.x.mean:.2g} ({turn.x.low:.2g} to {turn.x.high:.2g})"
            for turn in dict.fromkeys((there[0], there[-1]))
            if turn.x is not None
        ]
        never = len(self.turns) - len(there)
        rest = (
            f"; at {never} of {len(self.turns)} values of {uncapitalised(self.y.title)} it turns nowhere for sure"
            if never
            else ""
        )
        way = "below 0 to above" if there[0].up else "above 0 to below"
        return f"{capitalised(self.subject)} goes from {way} {' and '.join(told)}{rest}."

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {**asdict(self), "sentences": [self.sentence()]}


def frontier(
    found: Found, x: str = "", y: str = "", outcome: str = "", scenario: str = "", against: str = ""
) -> Frontier:
    """Where a difference changes its sign along x, at each value of y, between the places that were run.

    The bounds are for the worlds drawn (percentile bootstrap, the same worlds everywhere); between places the
    difference is taken to go straight. Source: efron_1979.
    """
    laid = laid_out(found, x, y, outcome, scenario, against)
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
    if not means.any():
        return "is 0 in every place that was run"
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
    if not values_n.any():
        return float("nan")
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
