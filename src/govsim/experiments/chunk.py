"""Run one chunk of an experiment: a pure function of the shared work and the chunk.

A run depends on its address alone, so a chunk gives the same results when run again, elsewhere or in parts.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from govsim.arrays import Floats
from govsim.errors import InputError
from govsim.experiments.designs.design import Row
from govsim.experiments.inputs import refuse_other_actors
from govsim.experiments.outcomes import outcomes_of
from govsim.experiments.plan import Chunk, Work
from govsim.runs.actors_from_files import actors_from
from govsim.runs.provenance import Maker, this_maker
from govsim.runs.run import Run
from govsim.runs.simulate import finished, simulating
from govsim.scenario.schema import Scenario

DONE: Final = "done"
FAILED: Final = "failed"  # the model, or a user's actor, raised an error
CRASHED: Final = "crashed"  # its worker process ended

Assumed = tuple[tuple[str, float], ...]  # uncertainties that a row fixes, and their values
Place = tuple[int, int, int]  # row of the chunk, arm of the chunk, replicate of the chunk


@dataclass(frozen=True)
class Failure:
    """A run that failed or crashed, with its error."""

    run: int
    status: str
    error: str
    traceback: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class ChunkResult:
    """The results of a chunk's runs, in its order."""

    runs: NDArray[np.int64]  # (run,)
    values: Floats  # (column, run); NaN for a failed run or a column that the scenario lacks
    failures: tuple[Failure, ...]
    trajectories: Floats  # (measure, quarter, run); NaN after a shorter horizon
    made_by: tuple[Maker, ...]


@dataclass(frozen=True)
class _World:
    """A world that several scenarios share: its replicate and its assumptions."""

    replicate: int
    assumed: Assumed


def run_chunk(work: Work, chunk: Chunk) -> ChunkResult:
    """Run a chunk. If a run raises, bisect to find it, record the failure, keep the rest.

    Raises InputError if an actor's file has changed since the experiment began.
    """
    record = _Record(work, chunk)
    refuse_other_actors(work.actor_files)
    for members in _batches(work, chunk, record):
        _attempt(work, members, list(members[0][1]), record)
    refuse_other_actors(work.actor_files)  # edited meanwhile
    return ChunkResult(
        runs=chunk.runs,
        values=record.values,
        failures=tuple(record.failures),
        trajectories=record.trajectories,
        made_by=(this_maker(),),
    )


def crashed(work: Work, chunk: Chunk) -> ChunkResult:
    """The result of a single run that killed its worker: a failure without values."""
    (run,) = chunk.runs
    why = "The process that ran it ended before it was done: it was killed, or memory ran out."
    return ChunkResult(
        runs=chunk.runs,
        values=np.full((len(work.columns), 1), np.nan),
        failures=(Failure(int(run), CRASHED, why),),
        trajectories=np.full((len(work.trajectories), 0, 1), np.nan),
        made_by=(),
    )


def joined(parts: Sequence[ChunkResult]) -> ChunkResult:
    """Join the parts of a chunk, sorted by run."""
    runs = np.concatenate([part.runs for part in parts])
    order = np.argsort(runs)
    quarters = max(part.trajectories.shape[1] for part in parts)
    trajectories = [padded(part.trajectories, quarters) for part in parts]
    return ChunkResult(
        runs=runs[order],
        values=np.concatenate([part.values for part in parts], axis=1)[:, order],
        failures=tuple(
            sorted((one for part in parts for one in part.failures), key=lambda failure: failure.run)
        ),
        trajectories=np.concatenate(trajectories, axis=2)[..., order],
        made_by=tuple(sorted({one for part in parts for one in part.made_by})),
    )


def padded(trajectories: Floats, quarters: int, axis: int = 1) -> Floats:
    """Pad trajectories with NaN to at least `quarters` quarters along `axis`."""
    lacking = max(0, quarters - trajectories.shape[axis])
    widths = [(0, lacking if one == axis else 0) for one in range(trajectories.ndim)]
    return np.pad(trajectories, widths, constant_values=np.nan)


_Met = dict[_World, list[Place]]  # the worlds of a scenario, each with the places of its results
_Members = list[tuple[Scenario, _Met]]  # scenarios with the same worlds


def _batches(work: Work, chunk: Chunk, record: _Record) -> list[_Members]:
    """Scenarios that meet the same worlds together, so that their warm-up is shared, each with its places.

    Rows that differ in nothing for a scenario share its runs.
    """
    moved: dict[tuple[int, Row], _Met] = {}
    for row, values in enumerate(chunk.rows):
        assumed = work.assumed(values)
        for arm_place, arm in enumerate(chunk.arms):
            met = moved.setdefault((arm, work.moved(arm, values)), {})
            for place, replicate in enumerate(chunk.replicates):
                met.setdefault(_World(replicate, assumed), []).append((row, arm_place, place))
    together: dict[tuple[_World, ...], _Members] = {}
    for (arm, _), met in moved.items():
        row = next(iter(met.values()))[0][0]
        try:
            scenario = work.scenario(arm, chunk.rows[row])
        except InputError as error:  # values valid one by one may be invalid together
            record.fail([place for places in met.values() for place in places], error)
            continue
        together.setdefault(tuple(met), []).append((scenario, met))
    return list(together.values())


def _attempt(work: Work, members: _Members, worlds: Sequence[_World], record: _Record) -> None:
    """Run scenarios in worlds; if that fails, halve until the failing run is alone, and record it."""
    try:
        runs = _run(work, [scenario for scenario, _ in members], worlds)
    except Exception as error:  # an error of the model or a user's actor must not stop other runs
        if len(worlds) > 1:
            half = len(worlds) // 2
            for part in (worlds[:half], worlds[half:]):
                _attempt(work, members, part, record)
        elif len(members) > 1:
            for member in members:
                _attempt(work, [member], worlds, record)
        else:
            record.fail(members[0][1][worlds[0]], error)
        return
    for (_, met), run in zip(members, runs, strict=True):
        record.add(run, [met[world] for world in worlds])


def _run(work: Work, scenarios: Sequence[Scenario], worlds: Sequence[_World]) -> list[Run]:
    names = [name for name, _ in worlds[0].assumed]
    assumptions = {
        name: np.array([world.assumed[place][1] for world in worlds]) for place, name in enumerate(names)
    }
    taken = actors_from(work.actors)
    with taken.blamed():
        return finished(
            simulating(
                scenarios,
                [world.replicate for world in worlds],
                work.seed,
                work.places,
                actors=taken.actors or None,
                assumptions=assumptions,
            )
        )


class _Record:
    """The results of a chunk, filled batch by batch."""

    def __init__(self, work: Work, chunk: Chunk) -> None:
        self.work = work
        self.shape = (len(chunk.rows), len(chunk.arms), len(chunk.replicates))
        self.numbers = chunk.runs
        self.values = np.full((len(work.columns), chunk.size), np.nan)
        self.failures: list[Failure] = []
        self.trajectories = np.full((len(work.trajectories), 0, chunk.size), np.nan)

    def add(self, run: Run, places: Sequence[Sequence[Place]]) -> None:
        """Write each world of a run into its places in the arrays."""
        world = np.repeat(np.arange(len(places)), [len(wanted) for wanted in places])
        at = self._positions([place for wanted in places for place in wanted])
        outcomes = outcomes_of(run)
        for column, name in enumerate(self.work.columns):
            if name in outcomes:
                self.values[column, at] = outcomes[name][world]
        if self.work.trajectories:
            self.trajectories = padded(self.trajectories, run.quarters)
        for row, name in enumerate(self.work.trajectories):
            self.trajectories[row, : run.quarters, at] = run.measure(name)[:, world].T

    def _positions(self, places: Sequence[Place]) -> NDArray[np.int64]:
        return np.asarray(np.ravel_multi_index(tuple(np.array(places).T), self.shape), dtype=np.int64)

    def fail(self, places: Sequence[Place], error: Exception) -> None:
        """Record runs that failed."""
        steps = "".join(traceback.format_exception(error))
        self.failures += [
            Failure(int(number), FAILED, f"{type(error).__name__}: {error}", steps)
            for number in self.numbers[self._positions(places)]
        ]
