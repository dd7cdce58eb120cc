"""A mission board decides how to divide its pool between departments' contributions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from govsim.arrays import Floats, ratio, total
from govsim.decisions.rules import Rule, own_rows
from govsim.world.indices import Indices


@dataclass(frozen=True, eq=False)
class SteeringView:
    """What boards see: their goals, the recipes in which they believe, and who sits with them."""

    goal_me: Floats
    belief_mew: Floats
    member_me: Floats

    def of(self, mission: int) -> SteeringView:
        """The view of one board; its axis has length 1."""
        return replace(self, **own_rows(self, "m", slice(mission, mission + 1)))


def see(board_belief_mew: Floats, member_md: Floats, indices: Indices) -> SteeringView:
    """Boards see their goal's weight on each contribution's outcome and which departments are members.

    Source: own.
    """
    return SteeringView(
        indices.goal_mj[:, indices.edge_outcome_e], board_belief_mew, member_md[:, indices.edge_department_e]
    )


def by_recipe(view: SteeringView) -> Floats:
    """The pool follows goal weights and the believed recipe, among members.

    Returns shares of each board's pool, shape (mission, edge, world), summing to 1 or, for a board that has
    no member to pay, 0. Source: own: money mirrors the objective as far as the board knows it.
    """
    weight_mew = (view.goal_me * view.member_me)[:, :, None] * view.belief_mew
    return ratio(weight_mew, total(weight_mew, axis=1)[:, None, :])


RULES = {"by_recipe": Rule(by_recipe, "own: money mirrors the objective as far as the board knows it")}
