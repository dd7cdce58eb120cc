"""What runs in another process. It needs the model alone: no agents, no tables, no face."""

from __future__ import annotations

import pickle
from functools import lru_cache

from govsim.experiments.chunk import Made, make_chunk
from govsim.experiments.plan import Chunk, Work


def packed(work: Work) -> bytes:
    """What all chunks share, as it travels."""
    return pickle.dumps(work, protocol=pickle.HIGHEST_PROTOCOL)


def made_of(work: bytes, chunk: Chunk) -> Made:
    """Make a chunk. What all chunks share comes with each, and is unpacked once."""
    return make_chunk(_unpacked(work), chunk)


@lru_cache(maxsize=1)
def _unpacked(work: bytes) -> Work:
    unpacked: Work = pickle.loads(work)
    return unpacked
