"""One small lesson and its results."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.lessons.check import LessonResults, results_of
from govsim.lessons.lesson import Lesson
from govsim.lessons.load import load_lesson
from govsim.lessons.running import RunRequests, YearlyMeasures, running
from govsim.runs.simulate import finished
from tests.tiny_lessons import TINY


@pytest.fixture(scope="session")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    file: Path = tmp_path_factory.mktemp("lessons") / "tiny.toml"
    file.write_text(TINY, encoding="utf-8")
    return load_lesson(file)


@pytest.fixture(scope="session")
def runs(lesson: Lesson) -> dict[str, YearlyMeasures]:
    requests = RunRequests()
    requests.add_lesson(lesson)
    return finished(running(requests, 40, 5, 1))


@pytest.fixture(scope="session")
def results(lesson: Lesson, runs: dict[str, YearlyMeasures]) -> LessonResults:
    return results_of(lesson, runs, 40, 5)
