"""The worlds of a lesson, in parts for the processes: the same worlds, and so the same numbers, as `lesson check`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Final

from govsim.app.work import Rung
from govsim.lessons.check import CHECK_SEED, CHECK_WORLDS, Found, found_of
from govsim.lessons.lesson import Lesson
from govsim.lessons.load import load_lesson
from govsim.lessons.running import Asked, Seen, asked_by, joined_lots, seen_in

LADDER: Final[tuple[Rung, ...]] = (
    (range(10), range(10, 20)),
    (range(20, 60), range(60, 100)),
    tuple(range(start, start + 50) for start in range(100, CHECK_WORLDS, 50)),
)


@dataclass(frozen=True, kw_only=True)
class LessonWork:
    """All settings of a shipped lesson in ever more worlds."""

    name: str
    ladder: ClassVar[tuple[Rung, ...]] = LADDER
    long: ClassVar[bool] = False

    def part(self, worlds: range) -> list[Seen]:
        """Some worlds of every setting."""
        asked = asked_for(self.name)
        measures = [tuple(names) for names in asked.measures.values()]
        return seen_in(list(asked.scenarios.values()), measures, worlds, CHECK_SEED)

    def joined(self, parts: Sequence[list[Seen]]) -> Found:
        """What came out in the worlds so far."""
        asked, lesson = asked_for(self.name), shipped(self.name)
        seen = dict(zip(asked.scenarios, joined_lots(parts), strict=True))
        worlds = next(iter(seen.values())).core_unit.size
        return found_of(lesson, seen, worlds, CHECK_SEED)


@lru_cache(maxsize=32)
def shipped(name: str) -> Lesson:
    """A shipped lesson."""
    return load_lesson(name)


@lru_cache(maxsize=32)
def asked_for(name: str) -> Asked:
    """The distinct runs of a shipped lesson."""
    return asked_by(shipped(name), Asked())
