"""A council decides how to spend the money that it may re-mix between local services."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from govsim.arrays import FLAT, Floats, Segments, ratio
from govsim.decisions.rules import Rule, deferred, lazy, own_rows
from govsim.world.indices import Indices


@lazy("best_neighbour_belief_cew")
@dataclass(frozen=True, eq=False)
class CommissioningView:
    """A council's view: bound and free money, its own belief and those of neighbours with results.

    All but free money is by council and contribution; `best_neighbour_belief_cew` is the belief of the council that
    reports the best effect per pound among a council and its neighbours.
    """

    belief_cew: Floats
    best_neighbour_belief_cew: Floats
    bound_cew: Floats  # by contribution; cannot be moved
    free_cjw: Floats  # by outcome
    by_outcome: Segments

    def of(self, council: int) -> CommissioningView:
        """The view of one council; its axis has length 1."""
        return replace(self, **own_rows(self, "c", slice(council, council + 1)))


def see(
    council_belief_cew: Floats,
    reported_effect_cjw: Floats,
    bound_cew: Floats,
    free_cjw: Floats,
    indices: Indices,
) -> CommissioningView:
    """Councils know their money and their own belief, and see what their neighbours report and do. Source: own."""
    return CommissioningView(
        council_belief_cew,
        deferred(lambda: best_neighbour_belief(council_belief_cew, reported_effect_cjw, indices)),
        bound_cew,
        free_cjw,
        indices.by_outcome,
    )


def best_neighbour_belief(
    belief_cew: Floats, reported_effect_cjw: Floats, indices: Indices, flat: float = FLAT
) -> Floats:
    """The belief of whichever reports the best effect, the council or a neighbour; the mean belief of those that tie.

    Effects that differ by up to `flat` differ by rounding, and tie. Shape (council, edge, world). Source: own.
    """
    segments, neighbour, outcome_e = indices.by_neighbour, indices.neighbour_to, indices.edge_outcome_e
    theirs = reported_effect_cjw[neighbour]
    best_cjw = segments.max(theirs)
    admired = (theirs >= segments.spread(best_cjw - flat)).astype(np.float64)
    summed_cew = segments.sum(np.take(admired, outcome_e, axis=1) * belief_cew[neighbour])
    best_cew = ratio(summed_cew, np.take(segments.sum(admired), outcome_e, axis=1))
    copies_cew = np.take(best_cjw > reported_effect_cjw + flat, outcome_e, axis=1)
    return np.where(copies_cew, best_cew, belief_cew)


def topped_up(view: CommissioningView, recipe_cew: Floats) -> Floats:
    """Shares of free money that bring all of an outcome's money as near to a recipe as it can.

    Contributions short of the recipe get free money in proportion to the gap; without a gap it follows the recipe.
    Shape (council, edge, world), summing to 1 over an outcome. Source: own.
    """
    money_cjw = view.by_outcome.sum(view.bound_cew, axis=1) + view.free_cjw
    lacking_cew = view.by_outcome.spread(money_cjw, axis=1)
    lacking_cew *= recipe_cew
    lacking_cew -= view.bound_cew
    np.clip(lacking_cew, 0.0, np.inf, out=lacking_cew)
    lacks_cjw = view.by_outcome.sum(lacking_cew, axis=1)
    nothing_cjw = lacks_cjw == 0
    lacking_cew /= view.by_outcome.spread(lacks_cjw + nothing_cjw, axis=1)
    if np.count_nonzero(nothing_cjw):
        np.copyto(lacking_cew, recipe_cew, where=view.by_outcome.spread(nothing_cjw, axis=1))
    return lacking_cew


def believed_recipe(view: CommissioningView) -> Floats:
    """Free money fills gaps to the recipe that the council believes its place needs.

    Returns shares of an outcome's free money, shape (council, edge, world), summing to 1 over an outcome.
    Source: oates_1972.
    """
    return topped_up(view, view.belief_cew)


def copy_best_neighbour(view: CommissioningView) -> Floats:
    """Free money fills gaps to the recipe in which the best-reporting neighbour believes.

    Same shape. Source: saam_kerber_2013.
    """
    return topped_up(view, view.best_neighbour_belief_cew)


RULES = {
    "believed_recipe": Rule(believed_recipe, "oates_1972"),
    "copy_best_neighbour": Rule(copy_best_neighbour, "saam_kerber_2013"),
}
