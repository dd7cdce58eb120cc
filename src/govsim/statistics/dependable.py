"""A box of assumptions that would be found again: few limits, each of them needed, and dense on other points too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from govsim.statistics.given import Booleans, Floats
from govsim.statistics.intervals import Interval
from govsim.statistics.prim import Box, Judged, chosen, judged, prim, quasi_p_values, reproducibility, whole
from govsim.statistics.regional import chances_apart, distances_apart

CHANCE: Final = 0.05  # a factor or a limit that chance explains more easily is left out
MOST_FACTORS: Final = 3  # more cannot be held in mind
HALVES: Final = 20
OFTEN_ENOUGH: Final = 0.5  # of halves in which each limit must be found again


@dataclass(frozen=True, eq=False)
class DependableBox:
    """A box, and why it may be told of."""

    found: Judged  # on the points that it was found on
    chances_rf: Floats  # quasi-p-values of its limits, low then high; NaN where there is none
    found_again_rf: Floats  # share of halves whose box has the same limit
    held_out: Interval  # density on points that such boxes were not found on


def dependable_box(points_nf: Floats, happens_n: Booleans, seed: int = 0) -> DependableBox | None:
    """The box in which something mostly happens; None where none clearly holds more of it than all points do.

    Limits that are not found again in half of the resamplings go, and what is left is found and resampled anew. The
    interval of the density on points held out must then lie above the share of all points. Source: bryant_lempert_2010.
    """
    may_limit_rf = np.ones((2, points_nf.shape[1]), dtype=np.bool_)
    while True:
        find = partial(simple_box, may_limit_rf=may_limit_rf)
        best = find(points_nf, happens_n.astype(np.float64))
        limited_rf = best.box.limited_rf
        if not limited_rf.any():
            return None
        again = reproducibility(points_nf, happens_n, HALVES, seed, find=find)
        lost_rf = limited_rf & (again.limited_rf < OFTEN_ENOUGH)
        if not lost_rf.any():
            break
        may_limit_rf = limited_rf & ~lost_rf
    if not again.held_out.low > float(happens_n.mean()):
        return None
    chances_rf = quasi_p_values(best.box, points_nf, happens_n)
    return DependableBox(best, chances_rf, again.limited_rf, again.held_out)


def simple_box(points_nf: Floats, happens_n: Floats, may_limit_rf: Booleans | None = None) -> Judged:
    """A box that limits no more factors than can be held in mind; no limit at all where nothing stands out.

    It is peeled in the few factors that most tell apart where something happens and where not, and that do so more
    than chance explains with so many looked at. Chosen is the box of the greatest coverage and density among those that
    are half-way from what happens anywhere to always; limits that chance explains are dropped. `may_limit_rf` says
    which ends of which factors may have a limit, all if it is not given. Source: spear_hornberger_1980,
    bryant_lempert_2010.
    """
    happens = happens_n > 0
    nowhere = judged(whole(points_nf.shape[1]), points_nf, happens_n)
    if happens.all() or not happens.any():
        return nowhere
    allowed_rf = np.ones((2, points_nf.shape[1]), np.bool_) if may_limit_rf is None else may_limit_rf
    distances = distances_apart(points_nf, happens)
    telling = allowed_rf.any(axis=0) & (chances_apart(distances, happens) * distances.size < CHANCE)
    kept = [int(place) for place in np.argsort(-distances, kind="stable") if telling[place]][:MOST_FACTORS]
    if not kept:
        return nowhere
    best = chosen(prim(points_nf[:, kept], happens_n), (1 + nowhere.density) / 2)
    low_f, high_f = nowhere.box.low_f.copy(), nowhere.box.high_f.copy()
    low_f[kept], high_f[kept] = best.box.low_f, best.box.high_f
    low_f[~allowed_rf[0]], high_f[~allowed_rf[1]] = -np.inf, np.inf
    return judged(needed(Box(low_f, high_f), points_nf, happens_n), points_nf, happens_n)


def needed(box: Box, points_nf: Floats, happens_n: Floats) -> Box:
    """The box without those limits that chance explains, the most easily explained dropped first."""
    while box.limited_rf.any():
        chances_rf = quasi_p_values(box, points_nf, happens_n)
        upper, factor = np.unravel_index(int(np.nanargmax(chances_rf)), chances_rf.shape)
        if chances_rf[upper, factor] < CHANCE:
            break
        box = box.with_limit(int(factor), bool(upper), np.inf if upper else -np.inf)
    return box
