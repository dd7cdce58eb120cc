"""The runs on the page: a setting, and the one that it is compared with."""

from __future__ import annotations

from dataclasses import dataclass

from govsim.app.arrangements import arrangement_levers, style_of
from govsim.app.chart import Trajectory
from govsim.app.following import Followed
from govsim.app.part import Request, weighed
from govsim.app.pound import PoundBar
from govsim.app.session import Session
from govsim.runs.run import Run
from govsim.scenario.levers import Levers


@dataclass(frozen=True, eq=False)
class ShownRuns:
    """Two runs in the same worlds as simulated, and what was requested."""

    requests: tuple[Request, ...]
    now: Run
    before: Run | None

    @classmethod
    def of(cls, followed: Followed) -> ShownRuns | None:
        """The runs that have come; None before the first."""
        if not followed.results:
            return None
        now, *before = followed.results
        requests = tuple(work for work in followed.works if isinstance(work, Request))
        return cls(requests, now, before[0] if before else None)

    @property
    def levers(self) -> Levers:
        """The levers of the current setting."""
        return self.requests[0].scenario.levers

    @property
    def against(self) -> Levers | None:
        """The levers of the setting that it is compared with, if any."""
        return self.requests[1].scenario.levers if len(self.requests) > 1 else None

    @property
    def complete(self) -> int:
        """How many worlds a complete run has."""
        return self.requests[0].worlds

    @property
    def count(self) -> int:
        """How many worlds are shown."""
        return len(self.now.replicates)


@dataclass(frozen=True, eq=False)
class WeighedRuns:
    """The same runs, weighed by the visitor's values and ready to draw."""

    now: Trajectory
    before: Trajectory | None

    @classmethod
    def of(cls, shown: ShownRuns, progress_weight: float) -> WeighedRuns:
        """Apply a visitor's values to the runs."""
        now = Trajectory(style_of(shown.levers), weighed(shown.now, progress_weight))
        if shown.before is None or shown.against is None:
            return cls(now, None)
        return cls(now, Trajectory(style_of(shown.against), weighed(shown.before, progress_weight)))

    @property
    def runs(self) -> tuple[Run, Run | None]:
        """The run of the current setting, and the run that sentences compare it with, if any."""
        return self.now.run, None if self.before is None else self.before.run

    @property
    def pound_now(self) -> PoundBar:
        """The pound of the current setting."""
        return PoundBar(self.now.style.heading, self.now.run)

    @property
    def pound_before(self) -> PoundBar | None:
        """The pound of the previous setting."""
        return (
            None
            if self.before is None
            else PoundBar(f"Against: {self.before.style.title}", self.before.run, is_before=True)
        )


def compared_with(session: Session) -> Levers | None:
    """The levers to compare with: the ghost, else siloed government; none where these are the setting's own."""
    if session.ghost is not None and (session.ghost_stays or session.ghost != session.now.levers):
        return session.ghost if session.ghost != session.now.levers else None
    siloed = arrangement_levers("siloed")
    return siloed if session.now.levers != siloed else None
