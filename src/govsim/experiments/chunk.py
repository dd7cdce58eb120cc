"""One chunk of an experiment, made: a pure function of what all chunks share and of the chunk.

What a run finds depends on its own address alone, so a chunk that is made twice, elsewhere, or in parts is the same.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from govsim.arrays import Floats
from govsim.errors import InputError
from govsim.experiments.designs.design import Row
from govsim.experiments.outcomes import outcomes_of
from govsim.experiments.plan import Chunk, Work
from govsim.runs.actors_from_files import actors_from
from govsim.runs.run import Run
from govsim.runs.simulate import finished, simulating
from govsim.scenario.schema import Scenario

DONE: Final = "done"
FAILED: Final = "failed"  # the model, or an actor of the user's own, raised an error
CRASHED: Final = "crashed"  # the process that made it ended

Assumed = tuple[tuple[str, float], ...]  # uncertainties that a row fixes, and their values
Place = tuple[int, int, int]  # row of the chunk, arm of the chunk, replicate of the chunk


@dataclass(frozen=True)
class Failure:
    """A run that came to nothing, and why."""

    run: int
    status: str
    error: str
    traceback: str = ""


@dataclass(frozen=True, eq=False)
class Made:
    """What became of a chunk's runs, in its order."""

    runs: NDArray[np.int64]  # (run,)
    values: Floats  # (column, run); NaN where a scenario has no such column, and for a failed run
    failures: tuple[Failure, ...]
    trajectories: Floats  # (measure, quarter, run); NaN after a shorter horizon
    seconds: float  # of the processor


@dataclass(frozen=True)
class _World:
    """A world that several scenarios are run in: its replicate and what is assumed in it."""

    replicate: int
    assumed: Assumed


def make_chunk(work: Work, chunk: Chunk) -> Made:
    """Run everything of a chunk. A run that raises an error is found among the others and told of; they are kept."""
    began = time.process_time()
    keeper = _Keeper(work, chunk)
    for scenarios, worlds in _batches(work, chunk, keeper):
        _attempt(work, scenarios, worlds, keeper)
    return Made(
        chunk.runs, keeper.values, tuple(keeper.failures), keeper.trajectories, time.process_time() - began
    )


_Met = dict[
    _World, list[Place]
]  # the worlds that a scenario meets, each with the places that want its results
_Scenarios = dict[int, Scenario]
_Worlds = dict[_World, dict[int, list[Place]]]  # the same for several scenarios that meet the same worlds


def _batches(work: Work, chunk: Chunk, keeper: _Keeper) -> list[tuple[_Scenarios, _Worlds]]:
    """Scenarios that meet the same worlds together, so that their warm-up is shared, each with its places.

    What a row does not move in a scenario is run once for all such rows.
    """
    moved: dict[tuple[int, Row], _Met] = {}
    for row, values in enumerate(chunk.rows):
        assumed = work.assumed(values)
        for arm_place, arm in enumerate(chunk.arms):
            met = moved.setdefault((arm, work.moved(arm, values)), {})
            for place, replicate in enumerate(chunk.replicates):
                met.setdefault(_World(replicate, assumed), []).append((row, arm_place, place))
    together: dict[tuple[_World, ...], list[tuple[Scenario, _Met]]] = {}
    for (arm, _), met in moved.items():
        row = next(iter(met.values()))[0][0]
        try:
            scenario = work.scenario(arm, chunk.rows[row])
        except InputError as error:  # values that are possible one by one may not be so together
            keeper.fail([place for places in met.values() for place in places], error)
            continue
        together.setdefault(tuple(met), []).append((scenario, met))
    return [
        (
            {number: scenario for number, (scenario, _) in enumerate(members)},
            {world: {number: met[world] for number, (_, met) in enumerate(members)} for world in worlds},
        )
        for worlds, members in together.items()
    ]


def _attempt(work: Work, scenarios: _Scenarios, worlds: _Worlds, keeper: _Keeper) -> None:
    """Run scenarios in worlds; where that fails, in half of them, until the run that fails is alone."""
    try:
        runs = _run(work, list(scenarios.values()), list(worlds))
    except Exception as error:  # whatever the model or a user's actor raises must not take other runs with it
        if len(worlds) > 1:
            half = len(worlds) // 2
            items = list(worlds.items())
            for part in (items[:half], items[half:]):
                _attempt(work, scenarios, dict(part), keeper)
        elif len(scenarios) > 1:
            for number, scenario in scenarios.items():
                _attempt(work, {number: scenario}, worlds, keeper)
        else:
            (places,) = worlds.values()
            (number,) = scenarios
            keeper.fail(places[number], error)
        return
    for number, run in zip(scenarios, runs, strict=True):
        keeper.keep(run, [places[number] for places in worlds.values()])


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


class _Keeper:
    """What a chunk's runs leave behind, filled run by run."""

    def __init__(self, work: Work, chunk: Chunk) -> None:
        self.work = work
        self.shape = (len(chunk.rows), len(chunk.arms), len(chunk.replicates))
        self.numbers = chunk.runs
        self.values = np.full((len(work.columns), chunk.size), np.nan)
        self.failures: list[Failure] = []
        self.trajectories = np.full((len(work.trajectories), 0, chunk.size), np.nan)

    def keep(self, run: Run, places: Sequence[Sequence[Place]]) -> None:
        """Put each world of a run where it is wanted."""
        world = np.repeat(np.arange(len(places)), [len(wanted) for wanted in places])
        at = self._positions([place for wanted in places for place in wanted])
        kept = outcomes_of(run)
        for column, name in enumerate(self.work.columns):
            if name in kept:
                self.values[column, at] = kept[name][world]
        if self.work.trajectories:
            self._lengthen(run.quarters)
        for row, name in enumerate(self.work.trajectories):
            self.trajectories[row, : run.quarters, at] = run.measure(name)[:, world].T

    def _lengthen(self, quarters: int) -> None:
        """Make room for as many quarters; scenarios may last differently long."""
        lacking = max(0, quarters - self.trajectories.shape[1])
        self.trajectories = np.pad(self.trajectories, ((0, 0), (0, lacking), (0, 0)), constant_values=np.nan)

    def _positions(self, places: Sequence[Place]) -> NDArray[np.int64]:
        return np.asarray(np.ravel_multi_index(tuple(np.array(places).T), self.shape), dtype=np.int64)

    def fail(self, places: Sequence[Place], error: Exception) -> None:
        """Note runs that came to nothing."""
        told = "".join(traceback.format_exception(error))
        self.failures += [
            Failure(int(number), FAILED, f"{type(error).__name__}: {error}", told)
            for number in self.numbers[self._positions(places)]
        ]
