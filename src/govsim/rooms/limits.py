"""Limits on how often something may be done: so many times a minute by one address or one seat."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

MOST_REMEMBERED: Final = 10_000  # addresses or seats; the oldest are forgotten

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
