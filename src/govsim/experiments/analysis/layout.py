"""A contrast laid out over the places of a map or a curve: which rows belong to each, and against what they stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govsim.arrays import Floats
from govsim.errors import InputError, Problem, nearest
from govsim.experiments.analysis.reading import (
    Contrast,
    Found,
    baseline_rows,
    contrast_of,
    moving,
    ordered,
    value_words,
)
from govsim.experiments.moved import Value
from govsim.experiments.outcomes import shown_as
from govsim.experiments.plan import Plan
from govsim.statistics.rounding import beyond_rounding
from govsim.words.names import uncapitalised


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


@dataclass(frozen=True, eq=False)
class Laid:
    """A contrast laid out over the places of a map, y by y and x by x."""

    contrast: Contrast
    subject: str
    is_difference: bool
    x: Axis
    y: Axis | None
    places: tuple[tuple[Value, Value], ...]
    values_cw: Floats
    starts: tuple[bool, ...]  # which places are held against themselves
    averaged_over: tuple[str, ...]


def laid_out(found: Found, x: str, y: str | None, outcome: str, scenario: str, against: str) -> Laid:
    """A contrast over the factors `x` and `y`, those that move if they are not named; along `x` alone where y is None.

    Raises InputError for a factor that does not move.
    """
    plan, contrast = found.plan, contrast_of(found, outcome, scenario, against)
    values, subject, is_difference = contrast.values_rn, contrast.subject, contrast.is_difference
    base = baseline_rows(plan)
    if not is_difference and any(factor.uncertainty is None for _, factor in moving(plan)):
        values, is_difference = beyond_rounding(values - values[base], values), True
        subject = f"the difference in {shown_as(contrast.outcome).label.lower()} from {_start(plan)}"
    across = _axis(plan, x, 0)
    others_than_x = [factor.name for _, factor in moving(plan) if factor.name != across.name]
    up = None if y is None or not (y or others_than_x) else _axis(plan, y or others_than_x[0], 1)
    where = {factor.name: place for place, factor in moving(plan)}
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
    others = tuple(factor.title for _, factor in moving(plan) if factor.name not in shown)
    return Laid(contrast, subject, is_difference, across, up, tuple(places), means, starts, others)


def _start(plan: Plan) -> str:
    chosen = [
        f"{uncapitalised(factor.title)} {value_words(plan.rows[0][place])}"
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
