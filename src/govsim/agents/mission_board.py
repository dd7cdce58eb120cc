"""The board of a mission as a Mesa agent."""

from __future__ import annotations

from typing import ClassVar

from govsim.agents.actor import Actor
from govsim.agents.rows import rows_of
from govsim.arrays import Floats
from govsim.decisions.board_steering import SteeringView
from govsim.decisions.rules import Rule


@rows_of("m")
class MissionBoard(Actor):
    """A mission board decides how to divide its pool between departments' contributions to outcomes.

    `board_belief` is the recipe that it believes in; `attention` and `power` are from the last quarter.
    """

    kind: ClassVar[str] = "mission"

    def steer(self, view: SteeringView, rule: Rule[SteeringView, Floats]) -> Floats:
        """Decide how to divide the pool: shares, summing to 1 where there is a member, (1, edge, world)."""
        return rule.choose(view)
