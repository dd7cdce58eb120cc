"""A council as a Mesa agent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from govsim.agents.actor import Actor
from govsim.agents.rows import rows_of
from govsim.arrays import Floats
from govsim.decisions.council_commissioning import CommissioningView
from govsim.decisions.council_gaming import GamingView
from govsim.decisions.rules import Rule
from govsim.world.state import Declared

if TYPE_CHECKING:
    from govsim.agents.community import Community
    from govsim.agents.local_service import LocalService


@rows_of("c", "g")
class Council(Actor):
    """A council decides how to spend the money that it may re-mix, and how honestly to report.

    `council_belief` and `mix` are by contribution; `reported`, `gaming` and `grant` by outcome; `local_tie`
    by kind of service; `capacity` and `absorption` are numbers. `region` is a key.
    """

    kind: ClassVar[str] = "council"
    region: str
    population: float

    def place_in(self, declared: Declared) -> Any:
        """Index of the council's row, on the second axis of an array by engine of change."""
        return (slice(None), self.row) if declared.axes.startswith("g") else self.row

    def commission(self, view: CommissioningView, rule: Rule[CommissioningView, Floats]) -> Floats:
        """Decide how to divide each outcome's free money: shares that sum to 1 over it, (1, edge, world)."""
        return rule.choose(view)

    def report(self, view: GamingView, rule: Rule[GamingView, Floats]) -> Floats:
        """Decide how much effort goes into the figure, not the need, 0 to 1: (1, outcome, world)."""
        return rule.choose(view)

    @property
    def communities(self) -> tuple[Community, ...]:
        """The communities of the council."""
        return tuple(place for place in self.model.actors.communities if place.council is self)

    @property
    def services(self) -> tuple[LocalService, ...]:
        """The local services that the council works with, its own included."""
        return tuple(service for service in self.model.actors.services if service.council is self)
