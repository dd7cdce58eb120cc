"""A cache of random draws, so that several arrangements of the same worlds draw once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from govsim.arrays import Floats

ROOM = 64 * 2**20  # bytes for all batches of worlds together: two batches of 32 worlds of the default country


class DrawCache:
    """Cache of the draws that one batch of worlds requests more than once, within a limit on memory.

    A draw is cached on its second request, so a single simulation caches nothing. Callers get copies, which they may
    change. Copies and pickles of the cache are empty.
    """

    taken: ClassVar[int] = 0

    def __init__(self) -> None:
        self._requested: dict[
            Hashable, Sequence[NDArray[Any]]
        ] = {}  # holds the keys, so that no address is reused
        self._cached: dict[Hashable, list[Floats]] = {}

    def of(
        self, draw: Callable[[], list[Floats]], kind: Hashable, keys: Sequence[NDArray[Any]]
    ) -> list[Floats]:
        """The draws of a kind for these keys: cached ones, else newly drawn by `draw`."""
        address = (kind, *map(id, keys))
        if address in self._cached:
            return [values.copy() for values in self._cached[address]]
        drawn = draw()
        if address not in self._requested:
            if not any(key.flags.writeable for key in keys):
                self._requested[address] = keys
            return drawn
        size = sum(values.nbytes for values in drawn)
        if DrawCache.taken + size <= ROOM:
            DrawCache.taken += size
            self._cached[address] = [np.copy(values) for values in drawn]
        return drawn

    def __del__(self) -> None:
        DrawCache.taken -= sum(values.nbytes for cached in self._cached.values() for values in cached)

    def __reduce__(self) -> tuple[Any, ...]:
        return (DrawCache, ())
