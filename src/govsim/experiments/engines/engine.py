"""The interface of engines (chunks in, results out in any order) and the engine in this process."""

from __future__ import annotations

import os
import pickle
from collections.abc import Generator, Iterable, Mapping
from functools import lru_cache
from typing import Final, Protocol

from govsim.errors import InputError, Problem
from govsim.experiments.chunk import ChunkResult, run_chunk
from govsim.experiments.plan import Chunk, Work
from govsim.runs.provenance import this_maker, versions_in_words

MAKE_ALIKE: Final = (
    "No table mixes two models: install the expected versions there and restart the worker. Finished chunks are safe: "
    "continue with 'govsim experiment resume'."
)

Finished = tuple[Chunk, ChunkResult]
Working = Generator[Finished | None, None, None]


class Engine(Protocol):
    """Runs chunks of one piece of work until `close`."""

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


def packed(part: Work | Chunk) -> bytes:
    """The shared work, or a chunk, pickled: a worker checks its versions before it unpickles."""
    return pickle.dumps(part, protocol=pickle.HIGHEST_PROTOCOL)


def run_packed(expected: Mapping[str, str], work: bytes, chunk: bytes) -> ChunkResult:
    """Run a chunk in a worker with the versions of the driver. The shared work is unpickled once.

    Raises InputError if the versions differ.
    """
    who, versions = this_worker()
    problem = problem_of_worker(who, expected, versions)
    if problem is not None:
        raise InputError(problem)
    return run_chunk(_unpacked(work), pickle.loads(chunk))


def this_worker() -> tuple[str, dict[str, str]]:
    """The name and the versions of this process."""
    maker = this_maker()
    return f"{os.getpid()} on {maker.host}", maker.alike


def problem_of_worker(who: str, expected: Mapping[str, str], versions: Mapping[str, str]) -> Problem | None:
    """The problem of a worker with other versions than the driver; None if they are the same."""
    other = {name: versions.get(name, "unknown") for name in expected if versions.get(name) != expected[name]}
    if not other:
        return None
    wanted = versions_in_words({name: expected[name] for name in other})
    return Problem(
        f"worker {who}", f"{wanted}, as the driver has", versions_in_words(other), remedy=MAKE_ALIKE
    )


@lru_cache(maxsize=1)
def _unpacked(work: bytes) -> Work:
    unpacked: Work = pickle.loads(work)
    return unpacked
