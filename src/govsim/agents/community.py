"""A community as a Mesa agent."""

from __future__ import annotations

from typing import ClassVar

from govsim.agents.actor import Actor
from govsim.agents.council import Council
from govsim.agents.rows import rows_of
from govsim.arrays import Floats
from govsim.decisions.community_participation import ParticipationView
from govsim.decisions.rules import Rule


@rows_of("k")
class Community(Actor):
    """A community decides how far to take part in services.

    `need` is by outcome; `trust`, `engagement` and `social_capital` are numbers. A need that you write takes effect at
    once; councils report it when they next report.
    """

    kind: ClassVar[str] = "community"
    council: Council
    population: float

    def take_part(self, view: ParticipationView, rule: Rule[ParticipationView, Floats]) -> Floats:
        """Decide on engagement, 0 to 1, shape (1, world)."""
        return rule.choose(view)
