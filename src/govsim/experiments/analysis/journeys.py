"""How it went: outcomes over time, where each pound ended, and for whom it was better or worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.comparison.gains import BY_WHOM, Change, clear, means_the_same, names_of
from govsim.experiments.analysis.comparisons import comparisons
from govsim.experiments.analysis.reading import (
    Case,
    Found,
    Pair,
    cases,
    moving,
    ordered,
    pairs,
    told_apart,
    whole_worlds,
)
from govsim.experiments.inputs import places_at_hand
from govsim.experiments.outcomes import POUND, category_words, shown_as
from govsim.experiments.plan import Plan
from govsim.measures.amounts import figure, level, span
from govsim.measures.catalogue import MEASURES
from govsim.measures.pound import CATEGORIES
from govsim.statistics.intervals import CONFIDENCE, Interval, interval
from govsim.statistics.rounding import beyond_rounding
from govsim.units import QUARTERS_IN_YEAR
from govsim.words.names import capitalised
from govsim.words.numbers import pence
from govsim.words.plurals import joined
from govsim.world.find_places import places_of

MOST_CASES: Final = 6  # lines or bars that can be told apart at a glance
MOST_MOVERS: Final = 3
_THE_REST: Final = "The rest change too little to matter, or too little is known."
BANDS: Final = (0.05, 0.25, 0.75, 0.95)


@dataclass(frozen=True)
class Course:
    """A measure over the quarters under one case: mean, middle half and nine in ten of the worlds."""

    case: str
    years: tuple[float, ...]
    low: tuple[float, ...]
    lower: tuple[float, ...]
    mean: tuple[float, ...]
    upper: tuple[float, ...]
    high: tuple[float, ...]
    apart: (
        Interval | None
    )  # at the end, from the first case's end on the same worlds; None for the first itself


@dataclass(frozen=True)
class Trajectories:
    """A measure over time under some cases."""

    outcome: str
    courses: tuple[Course, ...]
    where: str  # what all have in common
    in_one_world: bool

    def sentence(self) -> str:
        """Where the mean ended, and how far from the first case's, paired by world."""
        measure = shown_as(self.outcome)
        told = [
            f"{level(course.mean[-1], measure)} under {course.case}{self._apart(course)}"
            for course in self.courses
        ]
        at = "at" if self.in_one_world else "at a mean of"
        return f"{measure.label} ends {at} {joined(told)}{self.where}."

    def _apart(self, course: Course) -> str:
        """` (−0.09 from siloed, −0.11 to −0.07)`; nothing for the first case, and in one world."""
        if course.apart is None or self.in_one_world:
            return ""
        measure = shown_as(self.outcome)
        size = figure(course.apart.mean, measure, sign=True)
        return f" ({size} from {self.courses[0].case}, {span(course.apart, measure, sign=True)})"

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {**asdict(self), "sentences": [self.sentence()]}


@dataclass(frozen=True)
class Pound:
    """Where each pound ended under some cases: shares of the budget over all quarters and worlds, by category."""

    shares: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]  # case to (category, share)
    where: str  # what all have in common

    def sentence(self) -> str:
        """Where the last case's pound goes instead of the first's."""
        (first_name, first), (last_name, last) = self.shares[0], self.shares[-1]
        changes = {name: share - dict(first)[name] for name, share in last}
        order = sorted(changes, key=lambda name: -abs(changes[name]))[:MOST_MOVERS]
        told = [
            f"{pence(abs(changes[name]))}p {'more' if changes[name] > 0 else 'less'} in {category_words(name)}"
            for name in order
            if abs(changes[name]) >= 0.0005
        ]
        if not told:
            return f"Of each pound, {last_name} uses no more than a tenth of a penny otherwise than {first_name}."
        return f"Of each pound, {last_name} puts {joined(told)} than {first_name}{self.where}."

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "shares": [{"case": case, **dict(shares)} for case, shares in self.shares],
            "sentences": [self.sentence()],
        }


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


def shown_cases(found: Found) -> tuple[Case, ...]:
    """The cases that are drawn: all where they are few, else the scenarios in the middle row, or the most telling."""
    known = cases(found.plan)
    if len(known) <= MOST_CASES:
        return known
    if len(found.plan.scenarios) > 1:
        in_a_row = tuple(case for case in known if case.row in (None, middle_row(found.plan)))
        return in_a_row if len(in_a_row) <= MOST_CASES else _telling(found, in_a_row)
    return _telling(found, known)


def _telling(found: Found, known: Sequence[Case]) -> tuple[Case, ...]:
    """The baseline, the worst, the best and the last of many, in their order."""
    outcome = found.plan.experiment.outcomes[0]
    values = found.outcome(outcome)
    means = np.array([np.nanmean(case.worlds(values)) for case in known]) * (shown_as(outcome).better or 1)
    places = {0, int(np.argmin(means)), int(np.argmax(means)), len(known) - 1}
    return tuple(known[place] for place in sorted(places))


def main_pair(found: Found, arm: int | None = None) -> Pair | None:
    """The one comparison that details are told of: the last, of an arm if one is meant.

    Of several scenarios in several rows it is in the middle one, as what is drawn is; of one scenario it is the row in
    which most was changed.
    """
    known = pairs(found.plan)
    if len(found.plan.scenarios) > 1:
        known = tuple(one for one in known if one[1].row in (None, middle_row(found.plan)))
    known = tuple(one for one in known if arm in (None, one[1].arm))
    return known[-1] if known else None


def middle_row(plan: Plan) -> int:
    """The row in which all that is moved is nearest to the middle of its values; of one at a time the start."""
    if plan.experiment.design.kind == "one_at_a_time":
        return 0
    orders = [(place, ordered([row[place] for row in plan.rows])) for place, _ in moving(plan)]
    off = [
        sum(abs(values.index(row[place]) - len(values) // 2) for place, values in orders) for row in plan.rows
    ]
    return off.index(min(off))


def trajectories(found: Found, outcome: str = "") -> Trajectories:
    """A measure that was kept for every quarter, the first of them if none is named."""
    name = outcome or found.plan.experiment.trajectories[0]
    values = found.trajectory(name)
    shown = shown_cases(found)
    names, where = told_apart(shown)
    values_crqn = np.stack([values[_rows(case, values), case.arm] for case in shown])
    failed_rn = np.asarray(np.isnan(values_crqn[:, :, 0]).any(axis=0))
    values_crqn = np.where(
        failed_rn[:, None], np.nan, values_crqn
    )  # left out for all, so that means differ in pairs
    courses = tuple(
        _course(called, values_rqn, values_crqn[0] if place else None, len(shown) - 1)
        for place, (called, values_rqn) in enumerate(zip(names, values_crqn, strict=True))
    )
    return Trajectories(name, courses, where, values.shape[0] * values.shape[-1] == 1)


def _rows(case: Case, values_raqn: Floats) -> slice:
    """The rows that a case is told of: its own, those that are sampled worlds, or all."""
    if case.row is not None:
        return slice(case.row, case.row + 1)
    return slice(0, len(values_raqn)) if case.sample is None else slice(case.sample.start, case.sample.stop)


def _course(called: str, values_rqn: Floats, first_rqn: Floats | None, together: int) -> Course:
    worlds_qw = np.moveaxis(values_rqn, 1, 0).reshape(values_rqn.shape[1], -1)
    lasting = np.isfinite(worlds_qw).any(axis=1)  # a shorter horizon than another arm's
    bands = np.nanquantile(worlds_qw[lasting], BANDS, axis=1)
    low, lower, upper, high = (tuple(map(float, band)) for band in bands)
    mean = tuple(map(float, np.nanmean(worlds_qw[lasting], axis=1)))
    years = tuple((quarter + 1) / QUARTERS_IN_YEAR for quarter in range(int(lasting.sum())))
    apart = None if first_rqn is None else _apart(first_rqn, values_rqn, together)
    return Course(called, years, low, lower, mean, upper, high, apart)


def _apart(first_rqn: Floats, values_rqn: Floats, together: int) -> Interval | None:
    """How far a case ends from the first, world by world; None where they do not last equally long."""
    ends = [one[:, np.isfinite(one).any(axis=(0, 2))] for one in (first_rqn, values_rqn)]
    if ends[0].shape[1] != ends[1].shape[1]:
        return None
    first_rn, second_rn = (one[:, -1] for one in ends)
    apart_rn = beyond_rounding(second_rn - first_rn, first_rn, second_rn)
    apart_w = apart_rn[0] if len(apart_rn) == 1 else apart_rn.mean(axis=1)
    return interval(apart_w[np.isfinite(apart_w)], 1 - (1 - CONFIDENCE) / together)


def pound(found: Found) -> Pound:
    """The pound's journey under the cases that are drawn."""
    shown = shown_cases(found)
    names, where = told_apart(shown)
    values = {category: found.outcome(f"{POUND}{category}") for category in CATEGORIES}
    return Pound(
        tuple(
            (
                called,
                tuple((name, float(np.nanmean(case.worlds(of)))) for name, of in values.items()),
            )
            for called, case in zip(names, shown, strict=True)
        ),
        where,
    )


def gains_and_losses(found: Found, pair: Pair) -> Gains:
    """What changes for each outcome, mission, department and region that both cases have; intervals hold at once."""
    first, second = (found.plan.scenarios[case.arm] for case in pair)
    land = found.plan.places or places_at_hand(found.manifest) or places_of(second)
    names = names_of(second, land)
    columns = [
        (kind, column)
        for kind, measure, _ in BY_WHOM
        for column in found.plan.columns
        if column.startswith(f"{measure}.")
        and means_the_same(first, second, kind, column.partition(".")[2])
        and _is_there(found, column, pair)
    ]
    changes = []
    for kind, column in columns:
        key = column.partition(".")[2]
        (one,) = comparisons(found, column, (pair,), len(columns)).differences
        changes.append(Change(kind, names.get((kind, key), key), one))
    called, where = told_apart(pair)
    return Gains(called[0], called[1], tuple(changes), where)


def _is_there(found: Found, column: str, pair: Pair) -> bool:
    values = found.outcome(column)
    worlds, _ = whole_worlds(np.stack([case.worlds(values) for case in pair]))
    return bool(worlds.size)


def can_be_drawn(found: Found) -> bool:
    """Whether anything was kept for every quarter."""
    return any(name in MEASURES for name in found.plan.experiment.trajectories)
