"""The settings of lessons in many worlds, each distinct one run once."""

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

VALUE: Final = "public_value"  # weighed by each setting for itself, so that a weight costs no run
VALUED: Final = ("progress", "core_services")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A setting in many worlds: its measures at the start and at the end of each year, and what core services weigh.

    Attributes:
        measures: Arrays by name, shape (year, world); year 0 is the first quarter.
        core_unit: How much of the core index is worth a unit of public value, shape (world,).
    """

    measures: Mapping[str, Floats]
    core_unit: Floats

    def of(self, measure: str, scenario: Scenario) -> Floats:
        """A measure, shape (year, world); public value by the scenario's own weight."""
        if measure != VALUE:
            return self.measures[measure]
        progress, core = (self.measures[name] for name in VALUED)
        weight, unit = scenario.values.progress_weight, scenario.constants.progress_unit
        return public_value_of(progress, core, weight, unit, self.core_unit)


@dataclass
class Asked:
    """Distinct runs that lessons ask for, each with its measures."""

    scenarios: dict[str, Scenario] = field(default_factory=dict)
    measures: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, scenario: Scenario, measure: str) -> None:
        """Ask for a measure of a scenario."""
        key = key_of(scenario)
        self.scenarios.setdefault(key, scenario)
        self.measures.setdefault(key, {}).update(dict.fromkeys(VALUED if measure == VALUE else (measure,)))


def key_of(scenario: Scenario) -> str:
    """What a run depends on: a scenario without its names and its weight of progress."""
    return scenario.model_dump_json(exclude={*NOT_INHERITED, "values", "smallest_effect"})


def asked_by(lesson: Lesson, asked: Asked, statements: Sequence[str] | None = None) -> Asked:
    """Add what a lesson, or some of its statements and all of its courses, need."""
    chosen = lesson.statements if statements is None else {key: lesson.statements[key] for key in statements}
    for statement in chosen.values():
        for name in sorted(runs_of([statement])):
            asked.add(lesson.scenarios[name], statement.measure)
    for name, measure in lesson.courses:
        asked.add(lesson.scenarios[name], measure)
    return asked


def seen_in(
    scenarios: Sequence[Scenario], measures: Sequence[Sequence[str]], replicates: Sequence[int], seed: int
) -> list[Seen]:
    """Run scenarios in some worlds, all on the same draws."""
    runs = finished(simulating(scenarios, replicates, seed))
    found = []
    for run, names in zip(runs, measures, strict=True):
        years = [0, *range(QUARTERS_IN_YEAR - 1, run.quarters, QUARTERS_IN_YEAR)]
        kept = {name: run.measure(name)[years] for name in names}
        found.append(Seen(measures=kept, core_unit=run.assumptions["core_unit"]))
    return found


def running(
    asked: Asked, worlds: int, seed: int, jobs: int | None
) -> Generator[Progress, None, dict[str, Seen]]:
    """Run all in many worlds, in several processes, yielding progress in runs; by the key of the scenario."""
    arms = tuple(asked.scenarios.values())
    measures = tuple(tuple(names) for names in asked.measures.values())
    tasks = [
        Task("lessons", f"{len(lot)} worlds", seen_in, (arms, measures, lot, seed), len(arms) * len(lot))
        for lot in lots_of(worlds)
    ]
    of = sum(task.weight for task in tasks)
    seconds = worlds * sum(seconds_of_a_run(scenario, places_of(scenario)) for scenario in arms)
    lots = yield from run_in_order(
        tasks, jobs or jobs_worth_starting(seconds), lambda done, _: Progress(done, of, "lessons")
    )
    return dict(zip(asked.scenarios, joined_lots(lots), strict=True))


def joined_lots(lots: Sequence[Sequence[Seen]]) -> list[Seen]:
    """Join lots of worlds of the same scenarios."""
    return [_joined(seen) for seen in zip(*lots, strict=True)]


def _joined(lots: Sequence[Seen]) -> Seen:
    measures = {
        name: np.concatenate([lot.measures[name] for lot in lots], axis=1) for name in lots[0].measures
    }
    return Seen(measures=measures, core_unit=np.concatenate([lot.core_unit for lot in lots]))
