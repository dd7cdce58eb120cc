"""The arrangements of some pairs, each run once on the same worlds, and their results."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.runs.pool import Task, jobs_worth_starting, run_in_order
from govsim.runs.seconds import seconds_of_a_run
from govsim.runs.simulate import Progress, finished, simulating
from govsim.scenario.schema import Scenario
from govsim.world.find_places import places_of

WORLDS_OF_A_LOT: Final = 100
PARTS: Final = ("public_value", "progress", "core_services", "outcome_money")  # always observed


@dataclass(frozen=True)
class End:
    """Measures of one arrangement at the end, and the assumptions of its worlds; arrays of shape (world,)."""

    measures: dict[str, Floats]
    assumptions: dict[str, Floats]


@dataclass
class Arms:
    """The list of distinct arrangements to run."""

    scenarios: list[Scenario] = field(default_factory=list)

    def row(self, scenario: Scenario) -> int:
        """The row of an arrangement; adds it if it is new."""
        if scenario not in self.scenarios:
            self.scenarios.append(scenario)
        return self.scenarios.index(scenario)


def ends_of(
    scenarios: Sequence[Scenario], measures: Sequence[str], replicates: Sequence[int], seed: int
) -> list[End]:
    """Run arrangements in some worlds, all on the same draws."""
    names = dict.fromkeys((*PARTS, *measures))
    runs = finished(simulating(scenarios, replicates, seed))
    return [End({name: run.at_end(name) for name in names}, dict(run.assumptions)) for run in runs]


def joined(lots: Sequence[Sequence[End]]) -> list[End]:
    """Join lots of worlds of the same arrangements."""
    return [
        End(
            {name: np.concatenate([one.measures[name] for one in ends]) for name in ends[0].measures},
            {name: np.concatenate([one.assumptions[name] for one in ends]) for name in ends[0].assumptions},
        )
        for ends in zip(*lots, strict=True)
    ]


def lots_of(worlds: int) -> list[range]:
    """Split the numbers of worlds into lots, to share among processes."""
    return [range(start, min(start + WORLDS_OF_A_LOT, worlds)) for start in range(0, worlds, WORLDS_OF_A_LOT)]


def running(
    scenarios: Sequence[Scenario], measures: Sequence[str], worlds: int, seed: int, jobs: int | None
) -> Generator[Progress, None, list[End]]:
    """Run arrangements in many worlds, in several processes, yielding progress in runs."""
    arms = tuple(scenarios)
    tasks = [
        Task(
            "claims", f"{len(lot)} worlds", ends_of, (arms, tuple(measures), lot, seed), len(arms) * len(lot)
        )
        for lot in lots_of(worlds)
    ]
    of = sum(task.weight for task in tasks)
    seconds = worlds * sum(seconds_of_a_run(scenario, places_of(scenario)) for scenario in scenarios)
    lots = yield from run_in_order(
        tasks, jobs or jobs_worth_starting(seconds), lambda done, _: Progress(done, of, "claims")
    )
    return joined(lots)
