"""One small lesson and what came out for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.lessons.check import Found, found_of
from govsim.lessons.lesson import Lesson
from govsim.lessons.load import load_lesson
from govsim.lessons.running import Asked, Seen, asked_by, running
from govsim.runs.simulate import finished
from tests.tiny_lessons import TINY


@pytest.fixture(scope="session")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    file: Path = tmp_path_factory.mktemp("lessons") / "tiny.toml"
    file.write_text(TINY, encoding="utf-8")
    return load_lesson(file)


@pytest.fixture(scope="session")
def seen(lesson: Lesson) -> dict[str, Seen]:
    return finished(running(asked_by(lesson, Asked()), 40, 5, 1))


@pytest.fixture(scope="session")
def found(lesson: Lesson, seen: dict[str, Seen]) -> Found:
    return found_of(lesson, seen, 40, 5)
