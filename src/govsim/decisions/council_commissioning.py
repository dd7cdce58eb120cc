"""A council decides how to spend the money that it may re-mix between local services."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from govsim.arrays import Floats, ratio
from govsim.decisions.rules import Rule
from govsim.world.indices import Indices


@dataclass(frozen=True, eq=False)
class CommissioningView:
    """What councils see: the recipes in which they believe, and those of their neighbours with reported results.

    Belief is by council and contribution; `neighbour_belief_cew` is that of the council which reports the best
    effect per pound among a council and its neighbours.
    """

    belief_cew: Floats
    best_neighbour_belief_cew: Floats

    def of(self, council: int) -> CommissioningView:
        """The view of one council, the council axis kept with length 1."""
        one = slice(council, council + 1)
        return replace(
            self,
            belief_cew=self.belief_cew[one],
            best_neighbour_belief_cew=self.best_neighbour_belief_cew[one],
        )


def see(council_belief_cew: Floats, reported_effect_cjw: Floats, indices: Indices) -> CommissioningView:
    """Councils know their own belief and see what their neighbours report and do. Source: own."""
    segments, neighbour = indices.by_neighbour, indices.neighbour_to
    theirs = reported_effect_cjw[neighbour]
    best_cjw = segments.max(theirs)
    admired = (theirs >= segments.spread(best_cjw)).astype(np.float64)[:, indices.edge_outcome_e]
    summed_cew = segments.sum(admired * council_belief_cew[neighbour])
    best_cew = ratio(summed_cew, segments.sum(admired))
    copies_cew = (best_cjw > reported_effect_cjw)[:, indices.edge_outcome_e]
    return CommissioningView(council_belief_cew, np.where(copies_cew, best_cew, council_belief_cew))


def believed_recipe(view: CommissioningView) -> Floats:
    """Free money follows what the council believes that its place needs.

    Returns shares of an outcome's free money, shape (council, edge, world), summing to 1 over an outcome.
    Source: oates_1972.
    """
    return view.belief_cew


def copy_best_neighbour(view: CommissioningView) -> Floats:
    """Free money is spent as the neighbour with the best reported results believes in.

    Same shape. Source: kollman_miller_page_2000.
    """
    return view.best_neighbour_belief_cew


RULES = {
    "believed_recipe": Rule(believed_recipe, "oates_1972"),
    "copy_best_neighbour": Rule(copy_best_neighbour, "kollman_miller_page_2000"),
}
