"""A local service as a Mesa agent: the police, schools or clinics of one council's area."""

from __future__ import annotations

from typing import Any, ClassVar

from govsim.agents.actor import Actor
from govsim.agents.council import Council
from govsim.agents.rows import Row
from govsim.world.state import STATE, Declared


class LocalService(Actor):
    """A local service delivers in one council's area what its departments fund; it decides nothing.

    `tie` is its working tie with the council: 1 for the council's own service, 0 where they do not convene.
    """

    kind: ClassVar[str] = "service"
    council: Council
    kind_row: int
    own: bool
    tie = Row(STATE["local_tie_csw"])

    def place_in(self, declared: Declared) -> Any:
        """Index of the service: its council and its kind."""
        return (self.council.row, self.kind_row)
