"""Processes of this machine, replaced when one of them is killed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from govsim.errors import WorkerLost
from govsim.experiments.chunk import Made
from govsim.experiments.engines.engine import Done
from govsim.experiments.engines.shared import Lost, Shared
from govsim.experiments.engines.worker import made_of, packed
from govsim.experiments.plan import Chunk, Work
from govsim.processes import Workers

_ATTEMPTS: Final = 3  # to start workers at all
_CANNOT_START: Final = (
    "No worker process could be started: each ended at once. In a script of your own, call it below "
    '`if __name__ == "__main__":`, because workers read the script again; or take one process (jobs=1).'
)


class Pool:
    """Some processes; all of them are lost when one is."""

    strikes = 2  # whoever was there when another's chunk ended the pool is let off once

    def __init__(self, work: bytes, jobs: int) -> None:
        self.jobs = jobs
        self.work = work
        self._workers: Workers | None = None

    def submit(self, chunk: Chunk) -> Future[Made]:
        """Hand a chunk over. Raises Lost."""
        if self._workers is None:
            self._workers = self._started()
        try:
            return self._workers.submit(made_of, self.work, chunk)
        except BrokenProcessPool as error:
            raise Lost from error

    def result(self, future: Future[Made]) -> Made:
        """What became of a chunk. Raises Lost."""
        try:
            return future.result()
        except BrokenProcessPool as error:
            raise Lost from error

    def check(self) -> None:
        """Whoever is lost is told of by what they were making, at the latest from now on."""
        if self._workers is not None:
            self._workers.check()

    def replenish(self) -> None:
        """Begin with new processes at the next chunk."""
        self.close()

    def close(self) -> None:
        """End all of them at once."""
        if self._workers is not None:
            self._workers.stop()
            self._workers = None

    def _started(self) -> Workers:
        """Processes of which one has answered, so that a later loss is the work's doing and not the start's."""
        for _ in range(_ATTEMPTS):
            workers = Workers(self.jobs)
            try:
                workers.submit(os.getpid).result()
            except BrokenProcessPool:
                workers.stop()
            except BaseException:
                workers.stop()
                raise
            else:
                return workers
        raise WorkerLost(_CANNOT_START)


class Processes:
    """An engine of several processes on this machine."""

    def __init__(self, work: Work, jobs: int) -> None:
        sent = packed(work)
        self.name = f"{jobs} processes" if jobs > 1 else "a process of its own"
        self._crew, self._apart = Pool(sent, jobs), Pool(sent, 1)
        self._shared = Shared(work, self._crew, self._apart)

    def made(self, chunks: Iterable[Chunk]) -> Iterator[Done | None]:
        """Each chunk with its runs, as they are done."""
        return self._shared.made(chunks)

    def close(self) -> None:
        """End all processes at once."""
        self._crew.close()
        self._apart.close()
