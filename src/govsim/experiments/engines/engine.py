"""The interface of engines (chunks in, results out in any order) and the engine in this process."""

from __future__ import annotations

import pickle
from collections.abc import Generator, Iterable
from functools import lru_cache
from typing import Protocol

from govsim.experiments.chunk import ChunkResult, run_chunk
from govsim.experiments.plan import Chunk, Work

Finished = tuple[Chunk, ChunkResult]
Working = Generator[Finished | None, None, None]


class Engine(Protocol):
    """Runs chunks of one piece of work until it is closed."""

    @property
    def name(self) -> str:
        """Its name in the manifest."""
        ...

    def results(self, chunks: Iterable[Chunk]) -> Working:
        """Yield each finished chunk with its result, or None after each poll without one."""
        ...

    def close(self) -> None:
        """Stop at once; drop unfinished chunks."""
        ...


class InProcess:
    """Runs one chunk after the other in this process."""

    name = "in process"

    def __init__(self, work: Work) -> None:
        self.work = work

    def results(self, chunks: Iterable[Chunk]) -> Working:
        """Yield each chunk with its result, in order."""
        for chunk in chunks:
            yield chunk, run_chunk(self.work, chunk)

    def close(self) -> None:
        """Do nothing: there are no workers."""


def packed(work: Work) -> bytes:
    """The work that all chunks share, pickled once."""
    return pickle.dumps(work, protocol=pickle.HIGHEST_PROTOCOL)


def run_packed(work: bytes, chunk: Chunk) -> ChunkResult:
    """Run a chunk in a worker. The shared work comes with every chunk and is unpickled once."""
    return run_chunk(_unpacked(work), chunk)


@lru_cache(maxsize=1)
def _unpacked(work: bytes) -> Work:
    unpacked: Work = pickle.loads(work)
    return unpacked
