"""PRIM: boxes in a space of assumptions that hold many points of interest and few others.

The patient rule induction method peels thin slices off a box, each time the slice whose removal raises the density
most, and finally pastes back slices that do not lower it. Source: friedman_fisher_1999.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import bdtrc

from govsim.statistics.intervals import Interval, wilson
from govsim.statistics.preconditions import Booleans, Floats
from govsim.statistics.resampling import generator

PEEL = 0.05
PASTE = 0.05
LEAST_MASS = 0.05
HALVES = 20


@dataclass(frozen=True, eq=False)
class Box:
    """Limits on factors, inclusive; infinite for a factor without one."""

    low_f: Floats
    high_f: Floats

    @property
    def restricted(self) -> tuple[int, ...]:
        """The factors with a limit."""
        return tuple(int(factor) for factor in np.flatnonzero(self.limited_rf.any(axis=0)))

    @property
    def limited_rf(self) -> Booleans:
        """Which ends of which factors have a limit, shape (2, factor), low then high."""
        return np.isfinite(np.stack([self.low_f, self.high_f]))

    def holds(self, points_nf: Floats) -> Booleans:
        """Which points lie in the box, shape (point,)."""
        return np.asarray(((points_nf >= self.low_f) & (points_nf <= self.high_f)).all(axis=1))

    def with_limit(self, factor: int, upper: bool, limit: float) -> Box:
        """A copy of the box with one limit changed."""
        moved = (self.high_f if upper else self.low_f).copy()
        moved[factor] = limit
        return replace(self, high_f=moved) if upper else replace(self, low_f=moved)


def whole(factors: int) -> Box:
    """The box without limits."""
    return Box(np.full(factors, -np.inf), np.full(factors, np.inf))


@dataclass(frozen=True, eq=False, kw_only=True)
class Judged:
    """A box with its coverage, density and mass on some points."""

    box: Box
    coverage: float  # share of all interest that lies in the box
    density: float  # mean interest of the points in the box; NaN without points
    mass: float  # share of all points that lie in the box
    points: int  # number of points in the box

    @property
    def harmony(self) -> float:
        """The harmonic mean of coverage and density, low if either is low."""
        both = self.coverage + self.density
        return 2 * self.coverage * self.density / both if both > 0 else 0.0


def judged(box: Box, points_nf: Floats, interest_n: Floats) -> Judged:
    """Coverage, density and mass of a box on any points, such as held-out ones.

    Interest is 0 or 1 for each point, or the share of its worlds with the event. Source: bryant_lempert_2010.

    >>> box = whole(1).with_limit(0, upper=False, limit=0.5)
    >>> result = judged(box, np.array([[0.1], [0.3], [0.6], [0.8]]), np.array([1, 0, 1, 1]))
    >>> round(result.coverage, 2), result.density, result.mass
    (0.67, 1.0, 0.5)
    """
    return _judged(box, box.holds(points_nf), interest_n)


def prim(points_nf: Floats, interest_n: Floats, peel: float = PEEL) -> tuple[Judged, ...]:
    """The path of boxes from the whole space to the smallest, then those with slices pasted back.

    Each step removes a slice of about `peel` of the points at either end of a factor: the one that raises the density
    most per point lost, on a tie the one that leaves fewer factors limited. It stops when no slice raises the density
    or the box would hold less than 5% of all points. Limits lie half-way between points, so factors may also be counts
    or booleans. Source: friedman_fisher_1999, kwakkel_jaxa_rozen_2016.
    """
    box = whole(points_nf.shape[1])
    inside = np.ones(points_nf.shape[0], dtype=np.bool_)
    path = [_judged(box, inside, interest_n)]
    while (best := _best(_peels(box, inside, points_nf, peel), inside, interest_n)) is not None:
        box, inside = best
        path.append(_judged(box, inside, interest_n))
    while (best := _best(_pastes(box, points_nf), inside, interest_n)) is not None:
        box, inside = best
        path.append(_judged(box, inside, interest_n))
    return tuple(path)


Candidate = tuple[Box, Booleans]


def _peels(box: Box, inside: Booleans, points: Floats, share: float) -> Iterator[Candidate]:
    for factor in range(points.shape[1]):
        column = points[:, factor]
        ordered = np.sort(column[inside])
        for upper in (True, False):
            limit = -_past_share(-ordered[::-1], share) if upper else _past_share(ordered, share)
            remaining = inside & (column <= limit if upper else column >= limit)
            if remaining.sum() < inside.sum():
                yield box.with_limit(factor, upper, limit), remaining


def _pastes(box: Box, points: Floats) -> Iterator[Candidate]:
    for factor in box.restricted:
        column = points[:, factor]
        for upper in (False, True):
            limit = box.high_f[factor] if upper else box.low_f[factor]
            if not np.isfinite(limit):
                continue
            beyond = column[box.with_limit(factor, upper, np.inf if upper else -np.inf).holds(points)]
            strip = np.sort(beyond[beyond > limit] if upper else -beyond[beyond < limit])
            new = np.inf if strip.size == 0 else _past_share(strip, PASTE)
            if new >= (column.max() if upper else -column.min()):
                new = np.inf  # nothing lies beyond
            wider = box.with_limit(factor, upper, new if upper else -new)
            yield wider, wider.holds(points)


def _past_share(ordered: Floats, share: float) -> float:
    """The midpoint between the value at a quantile and the next different value."""
    at = (ordered.size - 1) * share
    below = math.floor(at)
    next_one = max(math.ceil(at), int(np.searchsorted(ordered, ordered[below], side="right")))
    return float(ordered[below] + ordered[min(next_one, ordered.size - 1)]) / 2


def _best(candidates: Iterator[Candidate], inside: Booleans, interest: Floats) -> Candidate | None:
    """The candidate with the greatest gain of density per point changed; None if it gains none or is too small."""
    density, count = float(interest[inside].mean()), int(inside.sum())
    best, most = None, (0.0, 0)
    for box, remaining in candidates:
        points = int(remaining.sum())
        if points == count:
            continue
        gain = (float(interest[remaining].mean()) - density) / abs(points - count) if points else 0.0
        merit = (gain, -len(box.restricted))
        if gain > 0 and merit > most:
            best, most = (box, remaining), merit
    if best is None or best[1].sum() < LEAST_MASS * inside.size:
        return None
    return best


def _judged(box: Box, inside: Booleans, interest: Floats) -> Judged:
    held, everything, points = float(interest[inside].sum()), float(interest.sum()), int(inside.sum())
    return Judged(
        box=box,
        coverage=held / everything if everything > 0 else math.nan,
        density=held / points if points else math.nan,
        mass=points / inside.size,
        points=points,
    )


def chosen(path: tuple[Judged, ...], least_density: float = 0.0) -> Judged:
    """The box of a path with the greatest harmonic mean of coverage and density, among those dense enough.

    The densest if none is. An automatic choice, for resamples. Source: own.
    """
    dense = [one for one in path if one.density >= least_density]
    if not dense:
        return max(path, key=lambda one: one.density)
    return max(dense, key=lambda one: (one.harmony, -len(one.box.restricted)))


def quasi_p_values(box: Box, points_nf: Floats, interest_n: Floats) -> Floats:
    """Quasi-p-value of each limit; shape (2, factor), low then high; NaN without a limit.

    The binomial chance of as many points of interest in the box, at the density of the box without that limit; small if
    the limit is needed. Only quasi: the limits were chosen on the same points. Interest must be 0 or 1. Source:
    bryant_lempert_2010.
    """
    inside = box.holds(points_nf)
    count, hits = int(inside.sum()), float(interest_n[inside].sum())
    values = np.full((2, points_nf.shape[1]), np.nan)
    for row, limits in enumerate((box.low_f, box.high_f)):
        for factor in np.flatnonzero(np.isfinite(limits)):
            wider = box.with_limit(int(factor), bool(row), np.inf if row else -np.inf)
            density = float(interest_n[wider.holds(points_nf)].mean())
            values[row, factor] = bdtrc(hits - 1, count, density)
    return values


@dataclass(frozen=True, eq=False)
class Reproducibility:
    """How a box varies between random halves of the points."""

    limited_rf: Floats  # share of halves whose box has a limit at this end of a factor, low then high
    held_out: Interval  # density on the other halves, as expected on new points; NaN if no half gave a box


def reproducibility(
    points_nf: Floats, interest_n: Floats, find: Callable[[Floats, Floats], Judged], seed: int = 0
) -> Reproducibility:
    """How often each factor is limited over random halves, and the density of boxes on held-out points.

    The points are split at random into two halves; a box is fitted on each and judged on the other, 20 boxes in all.
    `find` fits a box and repeats every choice that depends on the points. A split judges each point at most once; so
    the interval of the held-out density is Wilson's for the points that one split holds out on average, and more splits
    do not narrow it. A half without a box holds out no points. Source: bryant_lempert_2010, wilson_1927.
    """
    few = points_nf.shape[0] // 2
    stream, limited, hits, held_out = generator(seed), [], 0.0, 0
    for _ in range(HALVES // 2):
        order = stream.permutation(points_nf.shape[0])
        for here, there in ((order[:few], order[few:]), (order[few:], order[:few])):
            if not interest_n[here].any():
                continue
            best = find(points_nf[here], interest_n[here])
            limited.append(best.box.limited_rf)
            other = judged(best.box, points_nf[there], interest_n[there])
            if best.box.restricted and other.points:
                hits += other.points * other.density
                held_out += other.points
    return Reproducibility(np.mean(limited, axis=0), _held_out(hits, held_out))


def _held_out(hits: float, held: int) -> Interval:
    """The held-out density, with the interval of as many points as one split holds out."""
    if not held:
        return Interval(math.nan, math.nan, math.nan)
    splits = HALVES // 2
    worlds = max(1, round(held / splits))
    around = wilson(min(worlds, round(hits / splits)), worlds)
    share = hits / held
    return Interval(share, min(share, around.low), max(share, around.high))
