"""Addressed random draws: each depends only on seed, stream, replicate, quarter and the entity's key.

So arms share random numbers, a world is the same alone and in a batch, and adding an entity or a behaviour changes no
other draw. The bits are the SplitMix64 finaliser of a hashed address. Source: steele_lea_flood_2014.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from govsim.arrays import Floats, Integers
from govsim.world.draw_cache import DrawCache
from govsim.world.normal_quantile import replace_by_normal_quantiles

Keys = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


_ONE = np.uint64(0x3FF0000000000000)  # the bits of 1.0
_DRAWN_AT_ONCE = 2**15  # numbers that fit the processor's cache


def _mix(bits: Keys) -> Keys:
    return _mixed(bits.copy(), np.empty_like(bits))


def _mixed(bits: Keys, spare: Keys) -> Keys:
    """Apply the finaliser in place."""
    for shift, factor in ((30, _FIRST), (27, _SECOND)):
        bits ^= np.right_shift(bits, np.uint64(shift), out=spare)
        bits *= factor
    bits ^= np.right_shift(bits, np.uint64(31), out=spare)
    return bits


def _absorb(state: Keys, value: Keys | np.uint64) -> Keys:
    bits = state ^ value
    bits += _GOLDEN
    return _mixed(bits, np.empty_like(bits))


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
    """Random draws for a batch of worlds. Every method returns the shape of the keys with a world axis at the end."""

    seed: int
    replicates: Keys  # (world,)
    _cache: DrawCache = field(default_factory=DrawCache, init=False, repr=False)

    @classmethod
    def of(cls, seed: int, replicates: Sequence[int]) -> Draws:
        """Draws for these replicates of a root seed (0 to 2^64 − 1)."""
        return cls(int(seed), np.array(list(replicates), dtype=np.uint64))

    def uniform(self, stream: str, quarter: int, keys: Keys) -> Floats:
        """Uniform draws, strictly between 0 and 1."""
        return self._drawn(quarter, [(stream, keys)], as_they_are)[0]

    def normal(self, stream: str, quarter: int, keys: Keys) -> Floats:
        """Standard normal draws."""
        return self.normals(quarter, [(stream, keys)])[0]

    def normals(self, quarter: int, streams: Sequence[tuple[str, Keys]]) -> list[Floats]:
        """Standard normal draws of several streams at once, which is faster than one by one."""
        return self._drawn(quarter, streams, replace_by_normal_quantiles)

    def gumbel(self, stream: str, quarter: int, keys: Keys) -> Floats:
        """Standard Gumbel draws."""
        return self._drawn(quarter, [(stream, keys)], replace_by_gumbel_quantiles)[0]

    def _drawn(
        self, quarter: int, streams: Sequence[tuple[str, Keys]], turn: Callable[[Floats], None]
    ) -> list[Floats]:
        """Uniform draws of several streams; `turn` transforms them in place while they are in the cache."""
        names, keys = tuple(name for name, _ in streams), [keys for _, keys in streams]
        return self._cache.of(lambda: self._draw(quarter, names, keys, turn), (quarter, turn, names), keys)

    def _draw(
        self, quarter: int, names: tuple[str, ...], keys: Sequence[Keys], turn: Callable[[Floats], None]
    ) -> list[Floats]:
        worlds = self.replicates.size
        entity = np.concatenate([of_stream.reshape(-1, 1) for of_stream in keys])
        stream, ends = _below_each_other(tuple(of_stream.size for of_stream in keys))
        states = _streams(self.seed % 2**64, names, self.replicates.tobytes())
        places = _absorb(states, np.uint64(quarter % 2**64))  # (stream, world)
        bits = np.empty((entity.size, worlds), dtype=np.uint64)
        step = max(1, _DRAWN_AT_ONCE // worlds)
        spare = np.empty((min(step, len(bits)), worlds), dtype=np.uint64)
        for start in range(0, len(bits), step):
            part, rows = bits[start : start + step], slice(start, start + step)
            np.bitwise_xor(places if len(keys) == 1 else places[stream[rows]], entity[rows], out=part)
            _mixed(part, spare[: len(part)])
            # 52 bits behind the point of a number from 1 to 2, and half a last bit more
            part >>= np.uint64(12)
            part |= _ONE
            drawn = part.view(np.float64)
            drawn -= 1 - 2.0**-53
            turn(drawn)
        draws = bits.view(np.float64)
        return [
            draws[end - of_stream.size : end].reshape(*of_stream.shape, worlds)
            for of_stream, end in zip(keys, ends, strict=True)
        ]


def as_they_are(draws: Floats) -> None:
    """Leave uniform draws unchanged."""


def replace_by_gumbel_quantiles(chances: Floats) -> None:
    """Replace numbers between 0 and 1 by their quantiles of the standard Gumbel distribution, in place."""
    for _ in range(2):
        np.log(chances, out=chances)
        np.negative(chances, out=chances)


@lru_cache(maxsize=256)
def _below_each_other(sizes: tuple[int, ...]) -> tuple[Integers, list[int]]:
    """The stream of each row of stacked streams, and the end of each stream."""
    return np.repeat(np.arange(len(sizes)), sizes), list(accumulate(sizes))


@lru_cache(maxsize=256)
def _streams(seed: int, streams: tuple[str, ...], replicates: bytes) -> Keys:
    """Hash of root seed, stream names and replicates, shape (stream, world)."""
    state = _absorb(np.zeros((len(streams), 1), dtype=np.uint64), np.uint64(seed))
    state = _absorb(state, text_keys(streams)[:, None])
    return _absorb(state, np.frombuffer(replicates, dtype=np.uint64))
