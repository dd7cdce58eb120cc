"""Chunks shared among others who may be lost: a few at a time, and what loses a worker is found by halving.

A chunk that was being made when a worker was lost is tried again, because the worker may have been killed from
outside. Lost as often as its crew has strikes, it is made apart, halved until the single run is known that ends its
process.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Protocol

from govsim.experiments.chunk import Made
from govsim.experiments.engines.engine import Done, crashed, joined
from govsim.experiments.plan import Chunk, Work
from govsim.processes import BEAT


class Lost(Exception):
    """Whoever was making a chunk ended before it was done."""


class Crew(Protocol):
    """Workers who may be lost."""

    jobs: int
    strikes: int  # times that a chunk may be there when someone is lost, before it is looked at alone

    def submit(self, chunk: Chunk) -> Future[Made]:
        """Hand a chunk over. Raises Lost."""
        ...

    def result(self, future: Future[Made]) -> Made:
        """What became of it. Raises Lost."""
        ...

    def check(self) -> None:
        """See whether there is anybody left to wait for. Raises WorkerLost where there is not."""
        ...

    def replenish(self) -> None:
        """Take on workers for those who were lost. Raises WorkerLost where none can be had."""
        ...


class Shared:
    """Chunks among a crew, with no more in flight than keeps everyone busy."""

    def __init__(self, work: Work, crew: Crew, apart: Crew) -> None:
        self.work = work
        self.crew = crew
        self.apart = apart  # makes one chunk at a time, so that who is lost with it is known

    def made(self, chunks: Iterable[Chunk]) -> Iterator[Done | None]:
        """Each chunk with its runs, as they are done."""
        todo, fresh = deque[Chunk](), iter(chunks)
        strikes: Counter[int] = Counter()
        waiting: dict[Future[Made], Chunk] = {}
        try:
            yield from self._shared(todo, fresh, strikes, waiting)
        finally:  # a stop leaves nothing to be done in an executor that lives on
            for future in waiting:
                future.cancel()

    def _shared(
        self,
        todo: deque[Chunk],
        fresh: Iterator[Chunk],
        strikes: Counter[int],
        waiting: dict[Future[Made], Chunk],
    ) -> Iterator[Done | None]:
        while True:
            lost = self._fill(waiting, todo, fresh)
            if not waiting and not lost:
                return
            if waiting:
                done, _ = wait(waiting, BEAT, FIRST_COMPLETED)
                if not done:
                    self.crew.check()
                    yield None
                for future in done:
                    chunk = waiting.pop(future)
                    try:
                        yield chunk, self.crew.result(future)
                    except Lost:
                        lost.append(chunk)
            if not lost:
                continue
            yield from self._rest(waiting, lost)
            self.crew.replenish()
            for chunk in lost:
                first = int(chunk.runs[0])
                strikes[first] += 1
                if strikes[first] < self.crew.strikes:
                    todo.append(chunk)
                else:
                    yield from self._alone(chunk)

    def _fill(
        self, waiting: dict[Future[Made], Chunk], todo: deque[Chunk], fresh: Iterator[Chunk]
    ) -> list[Chunk]:
        """Hand out chunks until everyone has one and one more lies ready; returns what could not be handed over."""
        while len(waiting) < 2 * self.crew.jobs:
            chunk = todo.popleft() if todo else next(fresh, None)
            if chunk is None:
                break
            try:
                waiting[self.crew.submit(chunk)] = chunk
            except Lost:
                return [chunk]
        return []

    def _rest(self, waiting: dict[Future[Made], Chunk], lost: list[Chunk]) -> Iterator[Done | None]:
        """What else was in flight when a worker was lost: done, or lost as well."""
        while wait(waiting, BEAT).not_done:
            self.crew.check()
            yield None
        for future, chunk in waiting.items():
            try:
                yield chunk, self.crew.result(future)
            except Lost:
                lost.append(chunk)
        waiting.clear()

    def _alone(self, chunk: Chunk) -> Iterator[Done | None]:
        """A chunk that was there when workers were lost, in parts, each on its own."""
        parts: list[Made] = []
        todo, tried = [chunk], 0
        while todo:
            part = todo.pop()
            try:
                future = self.apart.submit(part)
                while not wait([future], BEAT).done:
                    self.apart.check()
                    yield None
                parts.append(self.apart.result(future))
            except Lost:
                self.apart.replenish()
                tried = tried + 1 if part.size == 1 else 0
                if part.size > 1:
                    todo += reversed(part.halves())
                elif tried < self.apart.strikes:
                    todo.append(part)
                else:
                    parts.append(crashed(self.work, part))
                    tried = 0
        yield chunk, joined(parts)
