"""Whether the statements of lessons hold, in worlds that were not used to write them."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.checked import processes, seed_number, whole_number
from govsim.lessons.lesson import Lesson
from govsim.lessons.running import Asked, Seen, asked_by, key_of, running
from govsim.lessons.statements import Result
from govsim.runs.simulate import Progress, finished
from govsim.words.plurals import counted

CHECK_SEED: Final = 1914  # the lessons were written with seed 0
CHECK_WORLDS: Final = 400
ROBUST_WORLDS: Final = 1000  # from so many on it is judged whether a statement is robust
BAND: Final = (0.05, 0.95)


@dataclass(frozen=True, kw_only=True)
class Course:
    """A measure under a setting over the years: mean, and where nine in ten worlds lie; year 0 is the start."""

    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What came out for a lesson in many worlds."""

    worlds: int
    seed: int
    results: Mapping[str, Result]
    courses: Mapping[tuple[str, str], Course]

    @property
    def quotes(self) -> dict[str, Mapping[str, str]]:
        """What texts of the lesson may quote, by statement."""
        return {name: result.quotes for name, result in self.results.items()}

    @property
    def ends(self) -> dict[tuple[str, str], float]:
        """Means at the end, by setting and measure."""
        return {which: course.mean[-1] for which, course in self.courses.items()}


def check_lessons(
    lessons: Sequence[Lesson], worlds: int = CHECK_WORLDS, seed: int = CHECK_SEED, jobs: int | None = 1
) -> dict[str, Found]:
    """What comes out for lessons, by name.

    Args:
        lessons: Lessons with distinct names. What several ask for is run once.
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
) -> Generator[Progress, None, dict[str, Found]]:
    """Generator form of `check_lessons`: yields progress."""
    worlds, seed, jobs = whole_number("worlds", worlds, 2), seed_number(seed), processes(jobs)
    asked = Asked()
    for lesson in lessons:
        asked_by(lesson, asked)
    seen = yield from running(asked, worlds, seed, jobs)
    return {lesson.name: found_of(lesson, seen, worlds, seed) for lesson in lessons}


def found_of(lesson: Lesson, seen: Mapping[str, Seen], worlds: int, seed: int) -> Found:
    """What runs say of a lesson."""

    def course(setting: str, measure: str) -> Floats:
        scenario = lesson.scenarios[setting]
        return seen[key_of(scenario)].of(measure, scenario)

    def ends(setting: str, measure: str, year: int | None) -> Floats:
        return np.asarray(course(setting, measure)[-1 if year is None else year])

    results = {
        key: statement.result(ends, lesson.labels, lesson.scenarios[statement.against])
        for key, statement in lesson.statements.items()
    }
    courses = {}
    for which in lesson.courses:
        values = course(*which)
        low, high = np.quantile(values, BAND, axis=1)
        mean = values.mean(axis=1)
        courses[which] = Course(mean=_plain(mean), low=_plain(low), high=_plain(high))
    return Found(worlds=worlds, seed=seed, results=results, courses=courses)


def _plain(values: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def failures(lesson: Lesson, found: Found) -> list[str]:
    """What no longer holds, a sentence each; in many worlds also what is not robust and not stated as open."""
    broken = []
    for key, statement in lesson.statements.items():
        result = found.results[key]
        claim = statement.claim(lesson.labels)
        came = f"In {counted(found.worlds, 'world')} of seed {found.seed}: {result.quotes['sentence']}"
        if not result.holds:
            broken.append(f"{lesson.name}, statements.{key}: does not hold. Stated: {claim} {came}")
        elif found.worlds >= ROBUST_WORLDS and not (result.is_robust or statement.is_open):
            broken.append(
                f"{lesson.name}, statements.{key}: holds, but is not robust. Stated: {claim} {came}"
            )
    return broken
