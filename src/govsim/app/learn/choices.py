"""What a visitor of *Learn* chooses: a lesson, a step of it, guesses, and which steps are revealed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from govsim.app.keys import Key, keys, one_of
from govsim.errors import LessonError
from govsim.lessons.guesses import Answer
from govsim.lessons.lesson import Lesson, Step
from govsim.lessons.load import lesson_names, load_lesson

LONGEST: Final = 1000
_PAIRS: Final = re.compile(r"(?:[a-z][a-z0-9_]*(?::[a-z0-9_.-]+)?(?:~|$))*")


@lru_cache(maxsize=32)
def shipped(name: str) -> Lesson:
    """A shipped lesson."""
    return load_lesson(name)


def _pairs(value: str) -> str:
    if len(value) > LONGEST or not _PAIRS.fullmatch(value):
        raise ValueError(value)
    return value


def _step(value: str) -> str:
    number = int(value)
    if not 1 <= number <= 99:
        raise ValueError(value)
    return str(number)


KEYS: Final = keys(
    Key(name="lesson", check=one_of(("", *lesson_names()))),
    Key(name="step", default="1", check=_step),
    Key(name="guesses", check=_pairs),  # progress:more~core:40
    Key(name="shown", check=_pairs),  # keys of steps that are revealed: progress~core
)


@dataclass(frozen=True, kw_only=True)
class LessonView:
    """A lesson at one of its steps, with the visitor's guesses."""

    lesson: Lesson
    row: int
    guesses: Mapping[str, Answer]
    shown: frozenset[str]

    @property
    def step(self) -> Step:
        """The current step."""
        return self.lesson.steps[self.row]

    @property
    def guess(self) -> Answer | None:
        """The guess at the current step, if there is one."""
        return self.guesses.get(self.step.key)

    @property
    def is_shown(self) -> bool:
        """Whether the current step is revealed, or has nothing to reveal."""
        return self.step.guess is None or self.step.key in self.shown

    def with_guess(self, answer: Answer) -> str:
        """All guesses as the text of an address, with a new one at the current step."""
        return text_of({**self.guesses, self.step.key: answer})

    def with_shown(self) -> str:
        """The revealed steps as the text of an address, with the current one."""
        return "~".join(sorted({*self.shown, self.step.key}))


def lesson_view(lesson: Lesson, own: Mapping[str, str]) -> LessonView:
    """The view of a lesson from the keys of the page, without guesses that the lesson does not know."""
    guesses: dict[str, Answer] = {}
    for key, _, given in (pair.partition(":") for pair in own["guesses"].split("~")):
        step = next((one for one in lesson.steps if one.key == key), None)
        if step is None or step.guess is None:
            continue
        try:
            guesses[key] = step.guess.checked(given)
        except LessonError:
            continue
    shown = frozenset(key for key in own["shown"].split("~") if key)
    row = min(int(own["step"]), len(lesson.steps)) - 1
    return LessonView(lesson=lesson, row=row, guesses=guesses, shown=shown)


def text_of(guesses: Mapping[str, Answer]) -> str:
    """Guesses as the text of an address.

    >>> text_of({"progress": "more", "core": 40.0})
    'core:40~progress:more'
    """
    return "~".join(
        f"{key}:{answer if isinstance(answer, str) else f'{answer:g}'}"
        for key, answer in sorted(guesses.items())
    )
