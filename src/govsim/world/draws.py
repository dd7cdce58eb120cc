"""Random draws by address: a draw depends on seed, stream, replicate, quarter and the entity's key alone.

So arms share common random numbers, a world is the same alone and in a batch, and what other entities or
behaviours exist moves no draw. The bits are the SplitMix64 finaliser of a hashed address.
Source: steele_lea_flood_2014.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from govsim.arrays import Floats

Keys = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def _mix(bits: Keys) -> Keys:
    bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
    bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
    return bits ^ (bits >> np.uint64(31))


def _absorb(state: Keys, value: Keys | np.uint64) -> Keys:
    return _mix((state ^ value) + _GOLDEN)


def text_key(text: str) -> int:
    """The 64-bit key of an entity's name."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def text_keys(texts: Iterable[str]) -> Keys:
    """Keys of many names, shape (name,)."""
    return np.array([text_key(text) for text in texts], dtype=np.uint64)


def join_keys(first: Keys, second: Keys) -> Keys:
    """Keys of pairs of entities; shapes broadcast."""
    return _mix(np.asarray(first) * _GOLDEN + np.asarray(second))


@dataclass(frozen=True, eq=False)
class Draws:
    """The draws of a batch of worlds: all methods return the shape of the keys with a world axis at the end."""

    seed: int
    replicates: Keys  # (world,)

    @classmethod
    def of(cls, seed: int, replicates: Sequence[int]) -> Draws:
        """Draws for these replicates of a root seed (0 to 2^64 − 1)."""
        return cls(int(seed), np.array(list(replicates), dtype=np.uint64))

    def _place(self, stream: str, quarter: int) -> Keys:
        state = np.zeros(1, dtype=np.uint64)
        state = _absorb(state, np.uint64(self.seed % 2**64))
        state = _absorb(state, np.uint64(text_key(stream)))
        return _absorb(_absorb(state, self.replicates), np.uint64(quarter % 2**64))

    def uniform(self, stream: str, quarter: int, keys: Keys) -> Floats:
        """Uniform draws, strictly between 0 and 1."""
        bits = _mix(keys[..., None] ^ self._place(stream, quarter))
        uniform: Floats = ((bits >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
        return uniform

    def normal(self, stream: str, quarter: int, keys: Keys) -> Floats:
        """Standard normal draws."""
        drawn: Any = ndtri(self.uniform(stream, quarter, keys))
        return np.asarray(drawn, dtype=np.float64)

    def gumbel(self, stream: str, quarter: int, keys: Keys) -> Floats:
        """Standard Gumbel draws."""
        return -np.log(-np.log(self.uniform(stream, quarter, keys)))
