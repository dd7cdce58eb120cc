"""Work shared among processes that end with whoever wanted it: a stop leaves none of them behind."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final

from govsim.errors import WorkerLost

BEAT: Final = 1.0  # seconds after which work that has nothing new to tell says so


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
    # Spawned, not forked: a fork copies the threads' locks of whatever the caller has running.
    context = multiprocessing.get_context("spawn")
    leash, held = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, context, _end_with, (leash,))
    try:
        with _deaf_children():
            waiting: dict[Future[Any], int] = {
                pool.submit(tasks[row].function, *tasks[row].arguments): row for row in order
            }
        while waiting:
            done, _ = wait(waiting, BEAT, FIRST_COMPLETED)
            if not done:
                yield None
            for future in done:
                yield waiting.pop(future), future.result()
        pool.shutdown()
    finally:
        held.close()
        pool.shutdown(cancel_futures=True)
        leash.close()


def _end_with(leash: Connection) -> None:
    """Let a worker end at once when the other end of the leash is let go, by a stop or by the caller's death."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the caller alone answers it
    threading.Thread(target=_wait_for_the_end, args=(leash,), daemon=True).start()


def _wait_for_the_end(leash: Connection) -> None:
    multiprocessing.connection.wait([leash])
    os._exit(1)


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Processes started in here ignore Ctrl-C from their first moment on, before they could say so themselves."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
