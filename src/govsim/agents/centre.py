"""The centre as a Mesa agent: Prime Minister, Treasury, and those who place grants."""

from __future__ import annotations

from typing import Any, ClassVar

from govsim.agents.actor import Actor
from govsim.agents.rows import rows_of
from govsim.arrays import Floats
from govsim.decisions.centre_grants import GrantsView, Placing
from govsim.decisions.prime_minister_attention import AttentionView
from govsim.decisions.rules import Rule
from govsim.decisions.treasury_budget import Budget, BudgetView
from govsim.world.state import Declared


@rows_of("j", "p", "w")
class Centre(Actor):
    """The centre decides on attention, budgets and grants. It has the state of no single actor.

    Its attributes are those of the nation: `crisis` and `reported_progress` by outcome, `tie` by pair of departments,
    `relapse_state`, and in each quarter the effective levers.
    """

    kind: ClassVar[str] = "centre"

    def place_in(self, declared: Declared) -> Any:
        """Index of the whole array: arrays of the centre have no axis of actors."""
        return ()

    def give_attention(self, view: AttentionView, rule: Rule[AttentionView, Floats]) -> Floats:
        """Decide how much of the Prime Minister's attention each mission gets, 0 to 1: (mission, world)."""
        return rule.choose(view)

    def set_budgets(self, view: BudgetView, rule: Rule[BudgetView, Budget]) -> Budget:
        """Decide on budgets, once a year: departments' shares, summing to 1, and the pressure left."""
        return rule.choose(view)

    def place_grants(self, view: GrantsView, rule: Rule[GrantsView, Placing]) -> Placing:
        """Decide on the weights by which places get grants, and on who wins the competitions."""
        return rule.choose(view)
