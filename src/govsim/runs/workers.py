"""Tasks shared among processes: each done once, the longest first, told of as they are done."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from govsim.errors import WorkerLost
from govsim.processes import BEAT, Workers


@dataclass(frozen=True)
class Task:
    """A part of the work that a worker does alone: a function of plain arguments, found by its name."""

    section: str
    name: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    weight: int  # about how many runs it takes


Results = Generator[tuple[int, Any] | None, None, None]


def worked(tasks: Sequence[Task], jobs: int) -> Results:
    """Results as they come, each with the row of its task, and None when a while has passed without any.

    The longest tasks begin first. With one job everything happens in this process. Raises WorkerLost.
    """
    order = sorted(range(len(tasks)), key=lambda row: -tasks[row].weight)
    if jobs == 1 or len(tasks) == 1:
        for row in order:
            yield row, tasks[row].function(*tasks[row].arguments)
        return
    try:
        yield from _shared(tasks, order, min(jobs, len(tasks)))
    except BrokenProcessPool as error:
        raise WorkerLost(
            "A worker process ended before its work was done: it may have been killed, or memory ran out. "
            "Try fewer worlds (--worlds) or one process (--jobs 1). In a script of your own, call it below "
            '`if __name__ == "__main__":`, because workers read the script again.'
        ) from error


def _shared(tasks: Sequence[Task], order: Sequence[int], jobs: int) -> Results:
    workers = Workers(jobs)
    try:
        waiting: dict[Future[Any], int] = {
            workers.submit(tasks[row].function, *tasks[row].arguments): row for row in order
        }
        while waiting:
            done, _ = wait(waiting, BEAT, FIRST_COMPLETED)
            if not done:
                workers.check()
                yield None
            for future in done:
                yield waiting.pop(future), future.result()
        workers.finish()
    finally:
        workers.stop()
