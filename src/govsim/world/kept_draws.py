"""Draws that are asked for again are kept while there is room: arrangements of the same worlds share them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from govsim.arrays import Floats

ROOM = 64 * 2**20  # bytes for all batches of worlds together: two batches of 32 worlds of the default country


class KeptDraws:
    """What one batch of worlds has drawn twice. Nothing is kept in a copy or a pickle.

    Who asks may change what they get. What is drawn once only, as in a single simulation, takes no room.
    """

    taken: ClassVar[int] = 0

    def __init__(self) -> None:
        self._asked: dict[
            Hashable, Sequence[NDArray[Any]]
        ] = {}  # holds keys, so that none takes another's address
        self._kept: dict[Hashable, list[Floats]] = {}

    def of(
        self, draw: Callable[[], list[Floats]], kind: Hashable, keys: Sequence[NDArray[Any]]
    ) -> list[Floats]:
        """The draws of a kind for these keys, which `draw` makes where they are not at hand."""
        address = (kind, *map(id, keys))
        if address in self._kept:
            return [values.copy() for values in self._kept[address]]
        drawn = draw()
        if address not in self._asked:
            if not any(key.flags.writeable for key in keys):
                self._asked[address] = keys
            return drawn
        size = sum(values.nbytes for values in drawn)
        if KeptDraws.taken + size <= ROOM:
            KeptDraws.taken += size
            self._kept[address] = [np.copy(values) for values in drawn]
        return drawn

    def __del__(self) -> None:
        KeptDraws.taken -= sum(values.nbytes for kept in self._kept.values() for values in kept)

    def __reduce__(self) -> tuple[Any, ...]:
        return (KeptDraws, ())
