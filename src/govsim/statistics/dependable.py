"""A box of assumptions that replicates: few limits, each needed, and dense on held-out points too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from govsim.statistics.intervals import Interval
from govsim.statistics.preconditions import Booleans, Floats
from govsim.statistics.prim import Box, Judged, chosen, judged, prim, quasi_p_values, reproducibility, whole
from govsim.statistics.regional import chances_apart, distances_apart

CHANCE: Final = 0.05  # significance level for factors and limits
MOST_FACTORS: Final = 3  # more are hard to remember
CLEARLY: Final = 0.1  # least gain of the held-out density's lower bound over the share of all points
OFTEN_ENOUGH: Final = 0.5  # share of halves in which each limit must recur


@dataclass(frozen=True, eq=False, kw_only=True)
class DependableBox:
    """A box, with the evidence that it replicates."""

    fitted: Judged  # on the points to which it was fitted
    chances_rf: Floats  # quasi-p-values of its limits, low then high; NaN where there is none
    found_again_rf: Floats  # share of halves whose box has the same limit
    held_out: Interval  # density on held-out points


def dependable_box(points_nf: Floats, happens_n: Booleans, seed: int = 0) -> DependableBox | None:
    """The box in which an event mostly happens; None if no box is clearly denser than the whole space.

    A limit that recurs in fewer than half of the resamples is removed, and the box is fitted and resampled again. The
    interval of the held-out density must lie above the share of all points by 0.1 or more. Source: bryant_lempert_2010.
    """
    interest_n = happens_n.astype(np.float64)
    may_limit_rf = np.ones((2, points_nf.shape[1]), dtype=np.bool_)
    while True:
        find = partial(simple_box, may_limit_rf=may_limit_rf)
        best = find(points_nf, interest_n)
        limited_rf = best.box.limited_rf
        if not limited_rf.any():
            return None
        again = reproducibility(points_nf, interest_n, find, seed)
        lost_rf = limited_rf & (again.limited_rf < OFTEN_ENOUGH)
        if not lost_rf.any():
            break
        may_limit_rf = limited_rf & ~lost_rf
    if not again.held_out.low >= float(happens_n.mean()) + CLEARLY:
        return None
    return DependableBox(
        fitted=best,
        chances_rf=quasi_p_values(best.box, points_nf, interest_n),
        found_again_rf=again.limited_rf,
        held_out=again.held_out,
    )


def simple_box(points_nf: Floats, happens_n: Floats, may_limit_rf: Booleans) -> Judged:
    """A box that limits at most three factors; without limits if no factor separates the points.

    PRIM runs on the few factors that significantly, after Bonferroni, and best separate points with the event from the
    others. Of boxes at least half-way from the overall density to 1, the one with the greatest harmonic mean of
    coverage and density is chosen. Limits that are not significant are then dropped.
    `may_limit_rf` restricts which ends of which factors may have a limit. Source: spear_hornberger_1980,
    bryant_lempert_2010.
    """
    happens = happens_n > 0
    nowhere = judged(whole(points_nf.shape[1]), points_nf, happens_n)
    if happens.all() or not happens.any():
        return nowhere
    distances = distances_apart(points_nf, happens)
    telling = may_limit_rf.any(axis=0) & (chances_apart(distances, happens) * distances.size < CHANCE)
    order = np.argsort(-distances, kind="stable")
    most_telling = order[telling[order]][:MOST_FACTORS].tolist()
    if not most_telling:
        return nowhere
    best = chosen(prim(points_nf[:, most_telling], happens_n), (1 + nowhere.density) / 2)
    low_f, high_f = nowhere.box.low_f.copy(), nowhere.box.high_f.copy()
    low_f[most_telling], high_f[most_telling] = best.box.low_f, best.box.high_f
    low_f[~may_limit_rf[0]], high_f[~may_limit_rf[1]] = -np.inf, np.inf
    return judged(needed(Box(low_f, high_f), points_nf, happens_n), points_nf, happens_n)


def needed(box: Box, points_nf: Floats, happens_n: Floats) -> Box:
    """Drop the limits of a box that are not significant, one by one from the least significant."""
    while box.limited_rf.any():
        chances_rf = quasi_p_values(box, points_nf, happens_n)
        upper, factor = np.unravel_index(int(np.nanargmax(chances_rf)), chances_rf.shape)
        if chances_rf[upper, factor] < CHANCE:
            break
        box = box.with_limit(int(factor), bool(upper), np.inf if upper else -np.inf)
    return box
