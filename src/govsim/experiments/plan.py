"""The plan of an experiment's runs: points (a row of the design under a scenario), replicates, and chunks of both.

Runs are numbered by block of replicates, then row, scenario and replicate. So more replicates add numbers at the end
and change none.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from govsim.errors import InputError, Problem
from govsim.experiments.designs.design import Row
from govsim.experiments.experiment import Experiment
from govsim.experiments.factors import Factor, merged_changes
from govsim.experiments.inputs import digest_of_file, file_of_actor
from govsim.experiments.outcomes import columns_of
from govsim.experiments.scenarios import scenarios_of
from govsim.runs.seconds import seconds_of_a_run
from govsim.scenario.load import with_distinct_names
from govsim.scenario.schema import Scenario
from govsim.world.find_places import places_of
from govsim.world.places import Places

RUNS_OF_A_CHUNK: Final = 400  # some seconds of work: a crash loses little, storage costs little
WORLDS_OF_A_BLOCK: Final = 50  # larger batches are hardly faster
SECONDS_OF_A_CHUNK: Final = 3.0
FEWEST, MOST = 16, 2000  # runs of a chunk: fewer waste the batch, more keep one worker too long


@dataclass(frozen=True, kw_only=True)
class Work:
    """The work that all chunks share, in a form that can be pickled."""

    scenarios: tuple[Scenario, ...]
    factors: tuple[Factor, ...]
    columns: tuple[str, ...]
    trajectories: tuple[str, ...]
    seed: int
    places: Places | None  # None: each scenario's own
    actors: tuple[str, ...]  # KIND:KEY=FILE:NAME
    actor_files: tuple[tuple[str, str], ...]  # each file with the digest of its content
    named: tuple[str, ...]  # scenarios as the experiment names them

    def scenario(self, arm: int, row: Row) -> Scenario:
        """A scenario under a row of the design, without the uncertainties that the row fixes."""
        changes = [
            factor.changes(value)
            for factor, value in zip(self.factors, row, strict=True)
            if self._moves(factor, arm)
        ]
        return self.scenarios[arm].replace(**merged_changes(changes)) if changes else self.scenarios[arm]

    def moved(self, arm: int, row: Row) -> Row:
        """The part of a row that changes a scenario."""
        return tuple(
            value for factor, value in zip(self.factors, row, strict=True) if self._moves(factor, arm)
        )

    def _moves(self, factor: Factor, arm: int) -> bool:
        return factor.uncertainty is None and factor.is_moved_in(self.named[arm])

    def assumed(self, row: Row) -> tuple[tuple[str, float], ...]:
        """The uncertainties that a row fixes."""
        return tuple(
            (factor.uncertainty, float(value))
            for factor, value in zip(self.factors, row, strict=True)
            if factor.uncertainty is not None
        )


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """The unit of work and storage: some rows under some scenarios in some replicates of a block."""

    points: int  # of the whole plan
    scenarios: int  # of the whole plan
    block: range
    first_row: int
    rows: tuple[Row, ...]
    arms: range
    replicates: range

    @property
    def size(self) -> int:
        """The number of its runs."""
        return len(self.rows) * len(self.arms) * len(self.replicates)

    @property
    def runs(self) -> NDArray[np.int64]:
        """The numbers of its runs, in the order row, scenario, replicate; without a gap in a whole chunk."""
        row, arm, replicate = np.meshgrid(
            np.arange(self.first_row, self.first_row + len(self.rows)),
            np.array(self.arms),
            np.array(self.replicates),
            indexing="ij",
        )
        point = row * self.scenarios + arm
        numbers = self.points * self.block.start + point * len(self.block) + replicate - self.block.start
        return np.asarray(numbers.ravel(), dtype=np.int64)

    def halves(self) -> tuple[Chunk, ...]:
        """Split it in two by rows, else replicates, else scenarios; empty for a single run."""
        if half := len(self.rows) // 2:
            return (
                replace(self, rows=self.rows[:half]),
                replace(self, rows=self.rows[half:], first_row=self.first_row + half),
            )
        if half := len(self.replicates) // 2:
            parts = self.replicates[:half], self.replicates[half:]
            return tuple(replace(self, replicates=part) for part in parts)
        if half := len(self.arms) // 2:
            return replace(self, arms=self.arms[:half]), replace(self, arms=self.arms[half:])
        return ()


@dataclass(frozen=True, kw_only=True)
class RunAddress:
    """Point, row, arm and replicate of a run."""

    run: int
    point: int
    row: int
    arm: int
    replicate: int


@dataclass(frozen=True)
class Cut:
    """The number of worlds of a block, and of rows of a chunk."""

    worlds: int
    rows: int


@dataclass(frozen=True, eq=False)
class Plan:
    """An experiment with its loaded scenarios and the rows of its design."""

    experiment: Experiment
    scenarios: tuple[Scenario, ...]
    rows: tuple[Row, ...]
    places: Places | None = None
    actors: tuple[str, ...] = ()  # KIND:KEY=FILE:NAME, with absolute paths
    runs_of_a_chunk: int = RUNS_OF_A_CHUNK
    worlds_of_a_block: int = WORLDS_OF_A_BLOCK
    known_columns: tuple[str, ...] = ()  # of existing results; else derived from scenarios and places
    known_cut: Cut | None = None  # of existing results; else chosen

    @property
    def points(self) -> int:
        """Rows times scenarios."""
        return len(self.rows) * len(self.scenarios)

    @property
    def is_sample(self) -> bool:
        """Whether rows are sampled worlds, not settings to compare."""
        return self.experiment.design.is_sample

    @property
    def sample_rows(self) -> range:
        """The rows that are independent draws."""
        return self.experiment.design.sample_rows(len(self.rows))

    @cached_property
    def moving(self) -> list[tuple[int, Factor]]:
        """The factors with more than one value, each with its position in a row; no two with one title."""
        moving = [
            (place, factor)
            for place, factor in enumerate(self.experiment.factors)
            if len({row[place] for row in self.rows}) > 1
        ]
        titles = Counter(factor.title for _, factor in moving)
        return [
            (place, factor if titles[factor.title] == 1 else factor.model_copy(update={"label": factor.name}))
            for place, factor in moving
        ]

    @property
    def most_replicates(self) -> int:
        """The largest number of replicates per point."""
        return self.experiment.most_replicates

    @property
    def is_sequential(self) -> bool:
        """Whether it has a stopping rule."""
        return self.experiment.stopping is not None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of its results."""
        if self.known_columns:
            return self.known_columns
        from govsim.runs.recording import labels_of

        lands = [self.places or places_of(scenario) for scenario in self.scenarios]
        return columns_of(
            [labels_of(scenario, land) for scenario, land in zip(self.scenarios, lands, strict=True)]
        )

    @cached_property
    def work(self) -> Work:
        """The work that all chunks share."""
        experiment = self.experiment
        return Work(
            scenarios=self.scenarios,
            factors=experiment.factors,
            columns=self.columns,
            trajectories=experiment.trajectories,
            seed=experiment.seed,
            places=self.places,
            actors=self.actors,
            actor_files=tuple((file, digest_of_file(file)) for _, file in map(file_of_actor, self.actors)),
            named=experiment.scenarios,
        )

    @cached_property
    def cut(self) -> Cut:
        """The sizes of blocks and chunks; chunks are about equal, so that no process waits for another."""
        if self.known_cut is not None:
            return self.known_cut
        worlds = min(self.most_replicates, max(self.worlds_of_a_block, self.runs_of_a_chunk // self.points))
        most = max(1, self.runs_of_a_chunk // (len(self.scenarios) * worlds))
        return Cut(worlds, math.ceil(len(self.rows) / math.ceil(len(self.rows) / most)))

    @cached_property
    def blocks(self) -> tuple[range, ...]:
        """Blocks of replicates, after each of which a stopping rule is applied."""
        most, size = self.most_replicates, self.cut.worlds
        return tuple(range(start, min(start + size, most)) for start in range(0, most, size))

    def block_with(self, replicate: int) -> range | None:
        """The block of a replicate; None beyond the last."""
        if replicate >= self.most_replicates:
            return None
        return self.blocks[replicate // self.cut.worlds]

    def chunks(self, block: range, rows: range | None = None) -> Iterator[Chunk]:
        """The chunks of a block of replicates, or only those with some of `rows`."""
        arms, wanted = len(self.scenarios), rows if rows is not None else range(len(self.rows))
        for start in range(wanted.start - wanted.start % self.cut.rows, wanted.stop, self.cut.rows):
            part = self.rows[start : start + self.cut.rows]
            yield Chunk(
                points=self.points,
                scenarios=arms,
                block=block,
                first_row=start,
                rows=part,
                arms=range(arms),
                replicates=block,
            )

    def address(self, run: int) -> RunAddress:
        """The address of a run. Raises InputError for a number out of range."""
        if not 0 <= run < self.points * self.most_replicates:
            most = self.points * self.most_replicates - 1
            raise InputError(Problem("run", f"the number of a run, 0 to {most}", str(run)))
        block = next(block for block in self.blocks if run < self.points * block.stop)
        point, place = divmod(run - self.points * block.start, len(block))
        row, arm = divmod(point, len(self.scenarios))
        return RunAddress(run=run, point=point, row=row, arm=arm, replicate=block.start + place)


def planned(experiment: Experiment, folder: str | None = None, places: Places | None = None) -> Plan:
    """The plan of an experiment; its paths are relative to `folder` (default: the folder of its file).

    Raises ExperimentError with every problem of its scenarios, also under any level of its factors.
    """
    scenarios = scenarios_of(experiment, folder if folder is not None else experiment.folder, places)
    rows = tuple(experiment.design.rows(experiment.factors, experiment.seed))
    return Plan(experiment, tuple(with_distinct_names(scenarios)), rows, places)


def sized(plan: Plan, runs_of_a_chunk: int | None = None) -> Plan:
    """The plan in chunks of about `runs_of_a_chunk` runs (default: some seconds of work). Raises InputError below 1."""
    if runs_of_a_chunk is not None and runs_of_a_chunk < 1:
        raise InputError(Problem("runs of a chunk", "at least 1", str(runs_of_a_chunk)))
    longest = max(
        seconds_of_a_run(scenario, plan.places or places_of(scenario)) for scenario in plan.scenarios
    )
    runs = runs_of_a_chunk or min(MOST, max(FEWEST, round(SECONDS_OF_A_CHUNK / longest)))
    worlds = min(WORLDS_OF_A_BLOCK, max(1, runs // len(plan.scenarios)))
    return replace(plan, runs_of_a_chunk=runs, worlds_of_a_block=worlds)
