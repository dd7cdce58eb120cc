"""Crash isolation: run chunks in a pool whose workers may die, and bisect to the run that kills its worker.

A chunk in flight when a worker dies is retried, because the worker may have been killed from outside. A chunk without
retries left goes into quarantine: a pool that runs one chunk at a time, halved until a single run is known to crash.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Protocol

from govsim.experiments.chunk import ChunkResult, crashed, joined
from govsim.experiments.engines.engine import Finished, Working, packed, run_packed
from govsim.experiments.plan import Chunk, Work
from govsim.runs.pool import POLL_SECONDS, ProcessPool, WorkerDied
from govsim.runs.provenance import this_maker


class Pool(Protocol):
    """A pool of workers that may die."""

    @property
    def jobs(self) -> int:
        """The number of workers at present."""
        ...

    @property
    def retries(self) -> int:
        """Crashes that a chunk may be in flight for before it goes into quarantine."""
        ...

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Submit work. Raises WorkerDied."""
        ...

    def result(self, future: Future[Any]) -> Any:
        """The result of finished work. Raises WorkerDied."""
        ...

    def check(self) -> None:
        """Detect dead workers. Raises WorkerLost if no worker is left."""
        ...

    def replenish(self) -> None:
        """Replace dead workers. Raises WorkerLost if none can be started."""
        ...


class CrashIsolation:
    """Runs chunks in a pool, with just enough in flight to keep all workers busy."""

    def __init__(self, work: Work, pool: Pool, quarantine: Pool, shared: Any = None) -> None:
        self.work = work
        self.pool = pool
        self.quarantine = quarantine  # runs one chunk at a time, so that a crash has one cause
        self._shared = packed(work) if shared is None else shared  # the packed work, or its stand-in
        self._expected = this_maker().alike

    def results(self, chunks: Iterable[Chunk]) -> Working:
        """Yield each finished chunk with its result, or None after each poll without one."""
        todo, fresh = deque[Chunk](), iter(chunks)
        crashes: Counter[int] = Counter()
        waiting: dict[Future[ChunkResult], Chunk] = {}
        try:
            yield from self._pooled(todo, fresh, crashes, waiting)
        finally:  # the caller's executor stays open: cancel pending chunks
            for future in waiting:
                future.cancel()

    def _pooled(
        self,
        todo: deque[Chunk],
        fresh: Iterator[Chunk],
        crashes: Counter[int],
        waiting: dict[Future[ChunkResult], Chunk],
    ) -> Iterator[Finished | None]:
        while True:
            died = self._fill(waiting, todo, fresh)
            if not waiting and not died:
                return
            if waiting:
                done, _ = wait(waiting, POLL_SECONDS, FIRST_COMPLETED)
                if not done:
                    self.pool.check()
                    yield None
                yield from self._collect(done, waiting, died)
            if not died:
                continue
            while wait(waiting, POLL_SECONDS).not_done:  # let the other chunks in flight finish or die
                self.pool.check()
                yield None
            yield from self._collect(set(waiting), waiting, died)
            self.pool.replenish()
            for chunk in died:
                first = int(chunk.runs[0])
                crashes[first] += 1
                if crashes[first] <= self.pool.retries:
                    todo.append(chunk)
                else:
                    yield from self._quarantined(chunk)

    def _fill(
        self, waiting: dict[Future[ChunkResult], Chunk], todo: deque[Chunk], fresh: Iterator[Chunk]
    ) -> list[Chunk]:
        """Submit chunks until every worker has two; returns the chunk that a dead pool refused."""
        while len(waiting) < 2 * self.pool.jobs:
            chunk = todo.popleft() if todo else next(fresh, None)
            if chunk is None:
                break
            try:
                waiting[self.pool.submit(run_packed, self._expected, self._shared, packed(chunk))] = chunk
            except WorkerDied:
                return [chunk]
        return []

    def _collect(
        self,
        done: set[Future[ChunkResult]],
        waiting: dict[Future[ChunkResult], Chunk],
        died: list[Chunk],
    ) -> Iterator[Finished]:
        """Yield finished chunks with their results; append those whose worker died to `died`."""
        for future in done:
            chunk = waiting.pop(future)
            try:
                yield chunk, self.pool.result(future)
            except WorkerDied:
                died.append(chunk)

    def _quarantined(self, chunk: Chunk) -> Iterator[Finished | None]:
        """Run a suspect chunk alone, halving it at each crash; yield its joined result."""
        parts: list[ChunkResult] = []
        todo, tried = [chunk], 0
        while todo:
            part = todo.pop()
            try:
                future = self.quarantine.submit(run_packed, self._expected, self._shared, packed(part))
                while not wait([future], POLL_SECONDS).done:
                    self.quarantine.check()
                    yield None
                parts.append(self.quarantine.result(future))
            except WorkerDied:
                self.quarantine.replenish()
                tried = tried + 1 if part.size == 1 else 0
                if part.size > 1:
                    todo += reversed(part.halves())
                elif tried <= self.quarantine.retries:
                    todo.append(part)
                else:
                    parts.append(crashed(self.work, part))
                    tried = 0
        yield chunk, joined(parts)


class Processes(CrashIsolation):
    """An engine of several processes on this machine."""

    def __init__(self, work: Work, jobs: int) -> None:
        self.name = f"{jobs} processes" if jobs > 1 else "a process of its own"
        self._pools = ProcessPool(jobs), ProcessPool(1)
        super().__init__(work, *self._pools)

    def close(self) -> None:
        """End all processes at once."""
        for pool in self._pools:
            pool.close()
