"""Random draws by address: a draw depends on seed, stream, replicate, quarter and the entity's key alone.

So arms share common random numbers, a world is the same alone and in a batch, and what other entities or
behaviours exist moves no draw. The bits are the SplitMix64 finaliser of a hashed address.
Source: steele_lea_flood_2014.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from govsim.arrays import Floats
from govsim.world.normal_quantile import replace_by_normal_quantiles

Keys = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


_ONE = np.uint64(0x3FF0000000000000)  # the bits of 1.0
_DRAWN_AT_ONCE = 2**15  # so many that they stay in the processor's cache while they are worked on


def _mix(bits: Keys) -> Keys:
    return _mixed(bits.copy(), np.empty_like(bits))


def _mixed(bits: Keys, spare: Keys) -> Keys:
    """The finaliser, in place."""
    for shift, factor in ((30, _FIRST), (27, _SECOND)):
        bits ^= np.right_shift(bits, np.uint64(shift), out=spare)
        bits *= factor
    bits ^= np.right_shift(bits, np.uint64(31), out=spare)
    return bits


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
        state = _stream(self.seed % 2**64, stream, self.replicates.tobytes())
        return _absorb(state, np.uint64(quarter % 2**64))

    def uniform(self, stream: str, quarter: int, keys: Keys) -> Floats:
        """Uniform draws, strictly between 0 and 1."""
        return self._uniform(quarter, [(stream, keys)]).reshape(*keys.shape, self.replicates.size)

    def normal(self, stream: str, quarter: int, keys: Keys) -> Floats:
        """Standard normal draws."""
        return self.normals(quarter, [(stream, keys)])[0]

    def normals(self, quarter: int, streams: Sequence[tuple[str, Keys]]) -> list[Floats]:
        """Standard normal draws of several streams, which cost less together than one by one."""
        drawn = self._uniform(quarter, streams)
        replace_by_normal_quantiles(drawn)
        ends = np.cumsum([keys.size for _, keys in streams])[:-1]
        parts = np.split(drawn, ends)
        return [
            part.reshape(*keys.shape, self.replicates.size)
            for part, (_, keys) in zip(parts, streams, strict=True)
        ]

    def _uniform(self, quarter: int, streams: Sequence[tuple[str, Keys]]) -> Floats:
        """Draws of streams below each other, shape (key, world)."""
        worlds = self.replicates.size
        bits = np.concatenate(
            [keys.reshape(-1, 1) ^ self._place(stream, quarter) for stream, keys in streams]
        )
        step = max(1, _DRAWN_AT_ONCE // worlds)
        spare = np.empty((min(step, len(bits)), worlds), dtype=np.uint64)
        for start in range(0, len(bits), step):
            part = bits[start : start + step]
            _mixed(part, spare[: len(part)])
            # 52 bits behind the point of a number from 1 to 2, and half a last bit more
            part >>= np.uint64(12)
            part |= _ONE
            drawn = part.view(np.float64)
            drawn -= 1 - 2.0**-53
        return bits.view(np.float64)

    def gumbel(self, stream: str, quarter: int, keys: Keys) -> Floats:
        """Standard Gumbel draws."""
        return -np.log(-np.log(self.uniform(stream, quarter, keys)))


@lru_cache(maxsize=256)
def _stream(seed: int, stream: str, replicates: bytes) -> Keys:
    """What a root seed, a stream's name and replicates have put into the address, shape (world,)."""
    state = _absorb(np.zeros(1, dtype=np.uint64), np.uint64(seed))
    state = _absorb(state, np.uint64(text_key(stream)))
    return _absorb(state, np.frombuffer(replicates, dtype=np.uint64))
