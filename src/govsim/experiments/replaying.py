"""Replay one run alone and compare it with the stored one."""

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
    """A replayed run beside the stored one."""

    results: Results
    at: RunAddress
    failure: Failure | None  # of the replay
    values: Mapping[str, float]  # outcomes of the replay; empty if it failed
    stored: Mapping[str, Any] | None  # its row in the results, if it was run before

    @property
    def status(self) -> str:
        """Status of the replay: done, failed or crashed."""
        return DONE if self.failure is None else self.failure.status

    @property
    def differing(self) -> tuple[str, ...]:
        """Outcomes that differ from the stored ones in any bit."""
        if self.stored is None or self.failure is not None or self.stored["status"] != DONE:
            return ()
        return tuple(name for name, value in self.values.items() if not _same(value, self.stored[name]))

    @property
    def is_the_same(self) -> bool | None:
        """Whether the replay equals the stored run bit for bit; None without a stored run."""
        if self.stored is None:
            return None
        return self.stored["status"] == self.status and not self.differing


def replay(folder: str | Path, run: int, places: Places | None = None) -> Replayed:
    """Replay one run of an experiment in a separate process.

    Raises InputError for a number out of range, ResultsError if the model or an input has changed.
    """
    results = open_results(folder)
    at = results.plan.address(run)
    plan = with_inputs(results.plan, results.manifest, results.folder, places)
    chunk = alone(plan, at)
    # in another process, because the run may kill its own
    with closing(Processes(replace(plan.work, trajectories=()), 1)) as engine:
        result = next(one[1] for one in engine.results([chunk]) if one is not None)
    failure = result.failures[0] if result.failures else None
    values = {} if failure is not None else dict(zip(plan.columns, result.values[:, 0].tolist(), strict=True))
    return Replayed(results=results, at=at, failure=failure, values=values, stored=results.stored(run))


def alone(plan: Plan, at: RunAddress) -> Chunk:
    """The chunk of a single run."""
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
