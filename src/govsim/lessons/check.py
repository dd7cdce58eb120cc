"""Whether the statements of lessons hold, in worlds that were not used to write them."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.checked import processes, seed_number, whole_number
from govsim.lessons.lesson import Lesson
from govsim.lessons.running import RunRequests, YearlyMeasures, key_of, running
from govsim.lessons.statements import Result
from govsim.runs.simulate import Progress, finished
from govsim.words.plurals import counted

CHECK_SEED: Final = 1914  # the lessons were written with seed 0
CHECK_WORLDS: Final = 400
ROBUST_WORLDS: Final = 1000  # the least number of worlds in which robustness is judged
BAND: Final = (0.05, 0.95)


@dataclass(frozen=True, kw_only=True)
class Course:
    """A measure under a setting over the years: mean, and where nine in ten worlds lie; year 0 is the start."""

    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class LessonResults:
    """The results of a lesson in many worlds: of its statements by key, and of what it draws over the years."""

    worlds: int
    seed: int
    statements: Mapping[str, Result]
    courses: Mapping[tuple[str, str], Course]

    @property
    def quotes(self) -> dict[str, Mapping[str, str]]:
        """What texts of the lesson may quote, by statement."""
        return {name: result.quotes for name, result in self.statements.items()}

    @property
    def ends(self) -> dict[tuple[str, str], float]:
        """Means at the end, by setting and measure."""
        return {which: course.mean[-1] for which, course in self.courses.items()}


def check_lessons(
    lessons: Sequence[Lesson], worlds: int = CHECK_WORLDS, seed: int = CHECK_SEED, jobs: int | None = 1
) -> dict[str, LessonResults]:
    """The results of lessons, by name.

    Args:
        lessons: Lessons with distinct names. A run that several need is done once.
        worlds: Number of worlds.
        seed: Root seed of the worlds.
        jobs: Worker processes; None chooses.

    Returns:
        Results of statements and courses of settings.

    Raises:
        InputError: a number out of range.
    """
    return finished(checking(lessons, worlds, seed, jobs))


def checking(
    lessons: Sequence[Lesson], worlds: int, seed: int, jobs: int | None
) -> Generator[Progress, None, dict[str, LessonResults]]:
    """Generator form of `check_lessons`: yields progress."""
    worlds, seed, jobs = whole_number("worlds", worlds, 2), seed_number(seed), processes(jobs)
    requests = RunRequests()
    for lesson in lessons:
        requests.add_lesson(lesson)
    runs = yield from running(requests, worlds, seed, jobs)
    return {lesson.name: results_of(lesson, runs, worlds, seed) for lesson in lessons}


def results_of(lesson: Lesson, runs: Mapping[str, YearlyMeasures], worlds: int, seed: int) -> LessonResults:
    """The results of a lesson from its runs, by the key of the scenario."""

    def course(setting: str, measure: str) -> Floats:
        scenario = lesson.scenarios[setting]
        return runs[key_of(scenario)].of(measure, scenario)

    def ends(setting: str, measure: str, year: int | None) -> Floats:
        return np.asarray(course(setting, measure)[-1 if year is None else year])

    statements = {
        key: statement.result(ends, lesson.labels, lesson.scenarios[statement.against])
        for key, statement in lesson.statements.items()
    }
    courses = {}
    for which in lesson.courses:
        values = course(*which)
        low, high = np.quantile(values, BAND, axis=1)
        mean = values.mean(axis=1)
        courses[which] = Course(mean=_plain(mean), low=_plain(low), high=_plain(high))
    return LessonResults(worlds=worlds, seed=seed, statements=statements, courses=courses)


def _plain(values: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def failures(lesson: Lesson, results: LessonResults) -> list[str]:
    """Statements that no longer hold, a sentence each; in many worlds also those neither robust nor stated as open."""
    broken = []
    for key, statement in lesson.statements.items():
        result = results.statements[key]
        claim = statement.claim(lesson.labels)
        today = f"In {counted(results.worlds, 'world')} of seed {results.seed}: {result.quotes['sentence']}"
        if not result.holds:
            broken.append(f"{lesson.name}, statements.{key}: does not hold. Stated: {claim} {today}")
        elif results.worlds >= ROBUST_WORLDS and not (result.is_robust or statement.is_open):
            broken.append(
                f"{lesson.name}, statements.{key}: holds, but is not robust. Stated: {claim} {today}"
            )
    return broken
