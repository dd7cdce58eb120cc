"""What is on the page: a setting simulated, beside the one that it is compared with."""

from __future__ import annotations

from dataclasses import dataclass

from govsim.app.arrangements import arrangement_levers, look_of
from govsim.app.chart import Trajectory
from govsim.app.pound import PoundBar
from govsim.app.session import Session, Worlds
from govsim.app.simulating import weighed
from govsim.app.what_happened import Beside
from govsim.runs.run import Run
from govsim.scenario.levers import Levers


@dataclass(frozen=True, eq=False)
class Shown:
    """Runs as they come from the simulation, in the same worlds, with what they are runs of."""

    levers: Levers
    against: Levers | None
    worlds: Worlds
    now: Run
    before: Run | None

    @property
    def count(self) -> int:
        """How many worlds are shown."""
        return len(self.now.replicates)


@dataclass(frozen=True, eq=False)
class Findings:
    """The same, weighed by the visitor's values and ready to be drawn and told."""

    now: Trajectory
    before: Trajectory | None

    @classmethod
    def of(cls, shown: Shown, progress_weight: float) -> Findings:
        """What a visitor with these values sees."""
        now = Trajectory(look_of(shown.levers), weighed(shown.now, progress_weight))
        if shown.before is None or shown.against is None:
            return cls(now, None)
        return cls(now, Trajectory(look_of(shown.against), weighed(shown.before, progress_weight)))

    @property
    def beside(self) -> Beside | None:
        """What sentences compare it with."""
        return None if self.before is None else Beside(self.before.run, self.before_under)

    @property
    def before_under(self) -> str:
        """The setting before as a sentence speaks of it."""
        return "" if self.before is None else self.before.look.under

    @property
    def pound_now(self) -> PoundBar:
        """The pound of the setting."""
        return PoundBar(self.now.look.heading, self.now.run)

    @property
    def pound_before(self) -> PoundBar | None:
        """The pound of the setting before."""
        return (
            None
            if self.before is None
            else PoundBar(f"Before: {self.before.look.title}", self.before.run, is_before=True)
        )


def compared_with(session: Session) -> Levers | None:
    """The ghost; the siloed state where there is none, and nothing beside the siloed state itself."""
    if session.ghost is not None and session.ghost != session.now.levers:
        return session.ghost
    siloed = arrangement_levers("siloed")
    return siloed if session.now.levers != siloed else None
