"""The settings of lessons in many worlds; a run that several settings share is done once."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.lessons.lesson import Lesson
from govsim.lessons.statements import runs_of
from govsim.measures.progress import public_value_of
from govsim.questions.arms import lots_of
from govsim.runs.pool import Task, jobs_worth_starting, run_in_order
from govsim.runs.seconds import seconds_of_a_run
from govsim.runs.simulate import Progress, finished, simulating
from govsim.scenario.layers import NOT_INHERITED
from govsim.scenario.schema import Scenario
from govsim.units import QUARTERS_IN_YEAR
from govsim.world.find_places import places_of

VALUE: Final = (
    "public_value"  # computed from two measures with each setting's own weight, so that a weight needs no run
)
VALUED: Final = ("progress", "core_services")


@dataclass(frozen=True, kw_only=True)
class YearlyMeasures:
    """Measures of a run in many worlds, at the start and at the end of each year.

    Attributes:
        measures: Arrays by name, shape (year, world); year 0 is the first quarter.
        core_unit: Size of a change of the core index that is worth a unit of public value, shape (world,).
    """

    measures: Mapping[str, Floats]
    core_unit: Floats

    def of(self, measure: str, scenario: Scenario) -> Floats:
        """A measure up to the scenario's horizon, shape (year, world); public value by the scenario's own weight."""
        years = 1 + scenario.horizon // QUARTERS_IN_YEAR
        if measure != VALUE:
            return self.measures[measure][:years]
        progress, core = (self.measures[name][:years] for name in VALUED)
        weight, unit = scenario.values.progress_weight, scenario.constants.progress_unit
        return public_value_of(progress, core, weight, unit, self.core_unit)


@dataclass
class RunRequests:
    """The distinct runs that lessons need, each with its measures. Of two horizons the longer serves both."""

    scenarios: dict[str, Scenario] = field(default_factory=dict)
    measures: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, scenario: Scenario, measure: str) -> None:
        """Request a measure of a scenario."""
        key = key_of(scenario)
        if scenario.horizon > (self.scenarios[key].horizon if key in self.scenarios else 0):
            self.scenarios[key] = scenario
        self.measures.setdefault(key, {}).update(dict.fromkeys(VALUED if measure == VALUE else (measure,)))

    def add_lesson(self, lesson: Lesson) -> None:
        """Request all that the statements and drawings of a lesson need."""
        for statement in lesson.statements.values():
            for name in sorted(runs_of([statement])):
                self.add(lesson.scenarios[name], statement.measure)
        for name, measure in lesson.courses:
            self.add(lesson.scenarios[name], measure)


def key_of(scenario: Scenario) -> str:
    """The inputs of a run: a scenario without its names, its weight of progress and its horizon."""
    return scenario.model_dump_json(exclude={*NOT_INHERITED, "values", "smallest_effect", "horizon"})


def run_worlds(
    scenarios: Sequence[Scenario], measures: Sequence[Sequence[str]], replicates: Sequence[int], seed: int
) -> list[YearlyMeasures]:
    """Run scenarios in some worlds, all on the same draws."""
    runs = finished(simulating(scenarios, replicates, seed, only=measures))
    yearly = []
    for run, names in zip(runs, measures, strict=True):
        years = [0, *range(QUARTERS_IN_YEAR - 1, run.quarters, QUARTERS_IN_YEAR)]
        at_years = {name: run.measure(name)[years] for name in names}
        yearly.append(YearlyMeasures(measures=at_years, core_unit=run.assumptions["core_unit"]))
    return yearly


def running(
    requests: RunRequests, worlds: int, seed: int, jobs: int | None
) -> Generator[Progress, None, dict[str, YearlyMeasures]]:
    """Run all requests in many worlds, in several processes, yielding progress in runs.

    Returns the measures by the key of the scenario.
    """
    arms = tuple(requests.scenarios.values())
    measures = tuple(tuple(names) for names in requests.measures.values())
    tasks = [
        Task("lessons", f"{len(lot)} worlds", run_worlds, (arms, measures, lot, seed), len(arms) * len(lot))
        for lot in lots_of(worlds)
    ]
    of = sum(task.weight for task in tasks)
    seconds = worlds * sum(seconds_of_a_run(scenario, places_of(scenario)) for scenario in arms)
    lots = yield from run_in_order(
        tasks, jobs or jobs_worth_starting(seconds), lambda done, _: Progress(done, of, "lessons")
    )
    joined = [_joined(parts) for parts in zip(*lots, strict=True)]
    return dict(zip(requests.scenarios, joined, strict=True))


def _joined(lots: Sequence[YearlyMeasures]) -> YearlyMeasures:
    """Lots of worlds of the same scenario as one."""
    measures = {
        name: np.concatenate([lot.measures[name] for lot in lots], axis=1) for name in lots[0].measures
    }
    return YearlyMeasures(measures=measures, core_unit=np.concatenate([lot.core_unit for lot in lots]))
