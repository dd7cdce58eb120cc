"""The interface of engines, chunks in and results out in any order, and the engines of this machine."""

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
        """Each chunk with its result, as it is done; None where a while has passed without any."""
        ...

    def close(self) -> None:
        """Stop at once, whatever is unfinished."""
        ...


class InProcess:
    """Everything in this process, one chunk after the other."""

    name = "in process"

    def __init__(self, work: Work) -> None:
        self.work = work

    def results(self, chunks: Iterable[Chunk]) -> Working:
        """Each chunk with its result, in order."""
        for chunk in chunks:
            yield chunk, run_chunk(self.work, chunk)

    def close(self) -> None:
        """Nothing is left to be stopped."""


def packed(work: Work) -> bytes:
    """What all chunks share, as it travels."""
    return pickle.dumps(work, protocol=pickle.HIGHEST_PROTOCOL)


def run_packed(work: bytes, chunk: Chunk) -> ChunkResult:
    """Run a chunk in a worker. What all chunks share comes with each, and is unpacked once."""
    return run_chunk(_unpacked(work), chunk)


@lru_cache(maxsize=1)
def _unpacked(work: bytes) -> Work:
    unpacked: Work = pickle.loads(work)
    return unpacked
