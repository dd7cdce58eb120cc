"""Which runs an experiment means: points (a row of the design under a scenario), replicates, and chunks of both.

A run's number is its place in this order: blocks of replicates, within a block rows, scenarios, replicates. So more
replicates add runs at the end and move no number.
"""

from __future__ import annotations

import math
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
from govsim.experiments.outcomes import columns_of
from govsim.experiments.scenarios import scenarios_of
from govsim.runs.seconds import seconds_of_a_run
from govsim.scenario.load import with_distinct_names
from govsim.scenario.schema import Scenario
from govsim.world.find_places import places_of
from govsim.world.places import Places

RUNS_OF_A_CHUNK: Final = 400  # some seconds of work: little is lost with a chunk, little spent on keeping it
WORLDS_OF_A_BLOCK: Final = 50  # more in one batch are hardly faster
SECONDS_OF_A_CHUNK: Final = 3.0
FEWEST, MOST = 16, 2000  # runs of a chunk: fewer waste the batch, more are long in one hand


@dataclass(frozen=True, kw_only=True)
class Work:
    """What all chunks have in common, in a form that travels to other processes."""

    scenarios: tuple[Scenario, ...]
    factors: tuple[Factor, ...]
    columns: tuple[str, ...]
    trajectories: tuple[str, ...]
    seed: int
    places: Places | None  # None: each scenario's own
    actors: tuple[str, ...]  # KIND:KEY=FILE:NAME
    named: tuple[str, ...]  # scenarios as the experiment names them

    def scenario(self, arm: int, row: Row) -> Scenario:
        """A scenario under a row of the design, but for the uncertainties that the row fixes."""
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
    """Some rows under some scenarios in some replicates of a block: what is done, and kept, at once."""

    points: int  # of the whole plan
    scenarios: int  # of the whole plan
    block: range
    first_row: int
    rows: tuple[Row, ...]
    arms: range
    replicates: range

    @property
    def size(self) -> int:
        """How many runs it has."""
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
        """Two chunks with the same runs between them, by rows, then replicates, then scenarios; none for one run."""
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
    """Where a run stands."""

    run: int
    point: int
    row: int
    arm: int
    replicate: int


@dataclass(frozen=True)
class Cut:
    """How many worlds a block has, and how many rows a chunk."""

    worlds: int
    rows: int


@dataclass(frozen=True, eq=False)
class Plan:
    """An experiment with its scenarios and rows at hand."""

    experiment: Experiment
    scenarios: tuple[Scenario, ...]
    rows: tuple[Row, ...]
    places: Places | None = None
    actors: tuple[str, ...] = ()  # KIND:KEY=FILE:NAME, the files by paths that hold from everywhere
    runs_of_a_chunk: int = RUNS_OF_A_CHUNK
    worlds_of_a_block: int = WORLDS_OF_A_BLOCK
    known_columns: tuple[str, ...] = ()  # of results that exist; else found from scenarios and places
    known_cut: Cut | None = None  # of results that exist, whatever would be chosen today

    @property
    def points(self) -> int:
        """Rows times scenarios."""
        return len(self.rows) * len(self.scenarios)

    @property
    def is_sample(self) -> bool:
        """Whether rows are worlds with other assumptions, rather than settings that are compared."""
        return self.experiment.design.is_sample

    @property
    def sample_rows(self) -> range:
        """The rows that are worlds drawn apart from one another."""
        return self.experiment.design.sample_rows(len(self.rows))

    @cached_property
    def moving(self) -> list[tuple[int, Factor]]:
        """The factors that take more than one value, each with its place in a row."""
        return [
            (place, factor)
            for place, factor in enumerate(self.experiment.factors)
            if len({row[place] for row in self.rows}) > 1
        ]

    @property
    def most_replicates(self) -> int:
        """Replicates of every point, at most."""
        return self.experiment.most_replicates

    @property
    def is_sequential(self) -> bool:
        """Whether it stops when the differences are precise enough."""
        return self.experiment.stopping is not None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of its results."""
        if self.known_columns:
            return self.known_columns
        from govsim.runs.simulate import labels_of

        lands = [self.places or places_of(scenario) for scenario in self.scenarios]
        return columns_of(
            [labels_of(scenario, land) for scenario, land in zip(self.scenarios, lands, strict=True)]
        )

    @cached_property
    def work(self) -> Work:
        """What all chunks have in common."""
        asked = self.experiment
        return Work(
            scenarios=self.scenarios,
            factors=asked.factors,
            columns=self.columns,
            trajectories=asked.trajectories,
            seed=asked.seed,
            places=self.places,
            actors=self.actors,
            named=asked.scenarios,
        )

    @cached_property
    def cut(self) -> Cut:
        """How the runs are cut into chunks: all about as large, so that no process waits for another's."""
        if self.known_cut is not None:
            return self.known_cut
        worlds = min(self.most_replicates, max(self.worlds_of_a_block, self.runs_of_a_chunk // self.points))
        most = max(1, self.runs_of_a_chunk // (len(self.scenarios) * worlds))
        return Cut(worlds, math.ceil(len(self.rows) / math.ceil(len(self.rows) / most)))

    @cached_property
    def blocks(self) -> tuple[range, ...]:
        """Blocks of replicates, in the order in which a stopping rule asks for them."""
        most, size = self.most_replicates, self.cut.worlds
        return tuple(range(start, min(start + size, most)) for start in range(0, most, size))

    def block_with(self, replicate: int) -> range | None:
        """The block that has a replicate; None where it is beyond the last."""
        if replicate >= self.most_replicates:
            return None
        return self.blocks[replicate // self.cut.worlds]

    def chunks(self, block: range, rows: range | None = None) -> Iterator[Chunk]:
        """The chunks of a block of replicates, or those that have some of these rows."""
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
        """Where a run stands. Raises InputError for a number that no run has."""
        if not 0 <= run < self.points * self.most_replicates:
            most = self.points * self.most_replicates - 1
            raise InputError(Problem("run", f"the number of a run, 0 to {most}", str(run)))
        block = next(block for block in self.blocks if run < self.points * block.stop)
        point, place = divmod(run - self.points * block.start, len(block))
        row, arm = divmod(point, len(self.scenarios))
        return RunAddress(run=run, point=point, row=row, arm=arm, replicate=block.start + place)


def planned(experiment: Experiment, folder: str | None = None, places: Places | None = None) -> Plan:
    """An experiment's plan; files that it names are looked for from `folder`, that of its own file if left out.

    Raises ExperimentError with everything that is wrong with its scenarios and with every level of its factors.
    """
    scenarios = scenarios_of(experiment, folder if folder is not None else experiment.folder, places)
    rows = tuple(experiment.design.rows(experiment.factors, experiment.seed))
    return Plan(experiment, tuple(with_distinct_names(scenarios)), rows, places)


def sized(plan: Plan, runs_of_a_chunk: int | None = None) -> Plan:
    """The plan in chunks of about so many runs, or of some seconds of work. Raises InputError for less than one."""
    if runs_of_a_chunk is not None and runs_of_a_chunk < 1:
        raise InputError(Problem("runs of a chunk", "at least 1", str(runs_of_a_chunk)))
    longest = max(
        seconds_of_a_run(scenario, plan.places or places_of(scenario)) for scenario in plan.scenarios
    )
    runs = runs_of_a_chunk or min(MOST, max(FEWEST, round(SECONDS_OF_A_CHUNK / longest)))
    worlds = min(WORLDS_OF_A_BLOCK, max(1, runs // len(plan.scenarios)))
    return replace(plan, runs_of_a_chunk=runs, worlds_of_a_block=worlds)
