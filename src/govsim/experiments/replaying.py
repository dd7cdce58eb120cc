"""One run made again, alone, and compared with the stored one."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from govsim.experiments.chunk import DONE, Failure
from govsim.experiments.engines.crash_isolation import Processes
from govsim.experiments.plan import Chunk, Plan, RunAddress
from govsim.experiments.results import Results, open_results
from govsim.experiments.store.reading import with_inputs
from govsim.world.places import Places


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """A run as it came out now, beside the stored one."""

    results: Results
    at: RunAddress
    failure: Failure | None  # how it failed this time
    values: Mapping[str, float]  # its outcomes; empty where it failed
    stored: Mapping[str, Any] | None  # its line in the results; None where it was not run yet

    @property
    def status(self) -> str:
        """Done, failed or crashed, this time."""
        return DONE if self.failure is None else self.failure.status

    @property
    def differing(self) -> tuple[str, ...]:
        """Outcomes that are not bit for bit the stored ones."""
        if self.stored is None or self.failure is not None or self.stored["status"] != DONE:
            return ()
        return tuple(name for name, value in self.values.items() if not _same(value, self.stored[name]))

    @property
    def is_the_same(self) -> bool | None:
        """Whether it came out as before, bit for bit; None where it was not run before."""
        if self.stored is None:
            return None
        return self.stored["status"] == self.status and not self.differing


def replay(folder: str | Path, run: int, places: Places | None = None) -> Replayed:
    """Make one run of an experiment again, in a process of its own.

    Raises InputError for a number that no run has, ResultsError where the model or an input is not what it was.
    """
    results = open_results(folder)
    at = results.plan.address(run)
    plan = with_inputs(results.plan, results.manifest, results.folder, places)
    chunk = alone(plan, at)
    # in another process, because a run that ended its process would end this one
    with closing(Processes(replace(plan.work, trajectories=()), 1)) as engine:
        result = next(one[1] for one in engine.results([chunk]) if one is not None)
    failure = result.failures[0] if result.failures else None
    values = {} if failure is not None else dict(zip(plan.columns, result.values[:, 0].tolist(), strict=True))
    return Replayed(results=results, at=at, failure=failure, values=values, stored=results.stored(run))


def alone(plan: Plan, at: RunAddress) -> Chunk:
    """The chunk that has one run and no other."""
    block = next(block for block in plan.blocks if at.replicate in block)
    (chunk,) = plan.chunks(block, range(at.row, at.row + 1))
    return replace(
        chunk,
        first_row=at.row,
        rows=(plan.rows[at.row],),
        arms=range(at.arm, at.arm + 1),
        replicates=range(at.replicate, at.replicate + 1),
    )


def _same(one: float, other: float) -> bool:
    return np.float64(one).tobytes() == np.float64(other).tobytes()
