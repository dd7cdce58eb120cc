"""Bootstrap resamples of worlds. Source: efron_1979.

A resample is stored as counts of each world, so that means over resamples are one matrix product.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np

from govsim.statistics.preconditions import Floats

DRAWS = 2000
CELLS_AT_ONCE = 4_000_000  # 32 MB of counts: limits memory with many worlds


def generator(seed: int) -> np.random.Generator:
    """A random generator for a seed."""
    return np.random.Generator(np.random.PCG64(seed))


def resamples(count: int, draws: int, seed: int = 0, widest: int = 0) -> Iterable[Floats]:
    """Blocks of resamples as weights of `count` worlds, shape (resample, world); read-only.

    For two axes resampled together pass the greater count as `widest`, so that their blocks match.
    """
    if draws * max(count, widest) <= CELLS_AT_ONCE:  # one block: measures of one comparison ask for it again
        return _one_block(count, draws, seed)
    return _blocks(count, draws, seed, widest)


@lru_cache(maxsize=1)
def _one_block(count: int, draws: int, seed: int) -> tuple[Floats, ...]:
    blocks = tuple(_blocks(count, draws, seed, 0))
    for block in blocks:
        block.flags.writeable = False
    return blocks


def _blocks(count: int, draws: int, seed: int, widest: int) -> Iterator[Floats]:
    stream = generator(seed)
    block = max(1, CELLS_AT_ONCE // max(count, widest))
    for start in range(0, draws, block):
        rows = min(block, draws - start)
        places = stream.integers(0, count, (rows, count)) + count * np.arange(rows)[:, None]
        yield np.bincount(places.ravel(), minlength=rows * count).reshape(rows, count) / count


def resampled_means(values: Floats, draws: int = DRAWS) -> Floats:
    """Means over resampled worlds, the same for every row; shape (…, world) to (…, resample)."""
    blocks = [values @ shares_bw.T for shares_bw in resamples(values.shape[-1], draws)]
    return np.concatenate(blocks, axis=-1)


def percentile_bounds(drawn: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Percentile bounds along the last axis: lower and upper, shape (…)."""
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2], axis=-1)
    return low, high


def basic_bounds(
    estimates: Floats, drawn: Floats, confidence: float, bounds: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Basic bootstrap bounds: the resamples' deviations, mirrored around the estimates.

    For a maximum, a distance or a size, which noise biases upwards: mirroring does not double the bias. Shape (…),
    clipped to `bounds`.
    """
    low, high = percentile_bounds(drawn, confidence)
    return np.clip(2 * estimates - high, *bounds), np.clip(2 * estimates - low, *bounds)
