"""Limits on how often something may be done, and the numbers of answers, so that none counts twice."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

MOST_REMEMBERED: Final = 10_000  # addresses or seats; the oldest are forgotten
NUMBERED: Final = re.compile(r"([a-z0-9]{1,20})\.([0-9]{1,9})")

Clock = Callable[[], float]  # seconds


class Limit:
    """So many a minute for each key; what was not used comes back steadily."""

    def __init__(self, a_minute: int, clock: Clock) -> None:
        self.a_minute = a_minute
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = (
            OrderedDict()
        )  # how many are left, and when that was
        self._lock = threading.Lock()

    def wait(self, key: str) -> float:
        """Seconds until one more is allowed; 0 if it is now."""
        with self._lock:
            return max(0.0, (1 - self._now(key)) * 60 / self.a_minute)

    def take(self, key: str) -> bool:
        """Use one; False if none is left."""
        with self._lock:
            left = self._now(key)
            allowed = left >= 1
            self._left[key] = (left - allowed, self._clock())
            self._left.move_to_end(key)
            while len(self._left) > MOST_REMEMBERED:
                self._left.popitem(last=False)
            return allowed

    def _now(self, key: str) -> float:
        left, then = self._left.get(key, (float(self.a_minute), self._clock()))
        return min(float(self.a_minute), left + (self._clock() - then) * self.a_minute / 60)


class Turns:
    """The last answer of each page that was dealt with; a page numbers its answers and sends one until it arrives.

    So an answer that arrives twice counts once, and one that a slow network delivers after a later one not at all.
    """

    def __init__(self) -> None:
        self._last: OrderedDict[str, int] = OrderedDict()  # by page
        self._lock = threading.Lock()

    def is_done(self, turn: str) -> bool:
        """Whether this answer of a page, or a later one, was dealt with; never for one without a number."""
        page, number = _page_and_number(turn)
        with self._lock:
            return bool(page) and number <= self._last.get(page, 0)

    def finish(self, turn: str) -> None:
        """Note that an answer was dealt with."""
        page, number = _page_and_number(turn)
        if not page:
            return
        with self._lock:
            self._last[page] = max(number, self._last.get(page, 0))
            self._last.move_to_end(page)
            while len(self._last) > MOST_REMEMBERED:
                self._last.popitem(last=False)


def _page_and_number(turn: str) -> tuple[str, int]:
    """The page and the number in "page.number"; no page in any other text.

    >>> _page_and_number("k3x.12"), _page_and_number("12"), _page_and_number("k3x.²")
    (('k3x', 12), ('', 0), ('', 0))
    """
    match = NUMBERED.fullmatch(turn)
    return (match[1], int(match[2])) if match is not None else ("", 0)
