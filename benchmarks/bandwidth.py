"""How fast this machine moves numbers: numpy's plain copy and triad, on arrays larger than the cache and within it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.measuring import MEGABYTE, Deed

WITHIN_CACHE: Final = (
    MEGABYTE // 4
)  # of each array: three of them fit where the processor keeps what it works on
AT_LEAST: Final = 0.2  # seconds of measuring


@dataclass(frozen=True)
class Bandwidth:
    """Bytes a second, each array read or written once: the better of copy and triad."""

    copy: float
    triad: float

    @property
    def best(self) -> float:
        """What no kernel can beat."""
        return max(self.copy, self.triad)


def bandwidth(array_bytes: int) -> Bandwidth:
    """The bandwidth with arrays of this size. numpy's triad a = b + s·c is two passes, which move five arrays."""
    count = array_bytes // 8
    target, one, other = np.zeros(count), np.ones(count), np.ones(count)

    def copy() -> None:
        np.copyto(target, one)

    def triad() -> None:
        np.multiply(other, 3.0, out=target)
        np.add(target, one, out=target)

    copied, summed = (_passes_a_second(deed) for deed in (copy, triad))
    return Bandwidth(2 * 8 * count * copied, 5 * 8 * count * summed)


def _passes_a_second(deed: Deed) -> float:
    deed()
    most, passes, spent = 0.0, 1, 0.0
    while spent < AT_LEAST:
        began = time.process_time()
        for _ in range(passes):
            deed()
        took = time.process_time() - began
        spent += took
        if took > 0.01:
            most = max(most, passes / took)
        else:
            passes *= 4
    return most
