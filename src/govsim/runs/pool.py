"""The pool of worker processes on this machine: they end with it, and a dead one is noticed and replaced."""

from __future__ import annotations

import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from typing import Any, Final, TypeVar

from govsim.errors import WorkerLost
from govsim.processes import sigint_blocked

Result = TypeVar("Result")

POLL_SECONDS: Final = 1.0  # after which waiting callers are told that work goes on
SECONDS_SAVED: Final = 1.0  # from which on several processes are worth it
SECONDS_TO_START: Final = 1.5  # of a worker, which imports numpy, scipy and the model: measured on one core
_ATTEMPTS: Final = 3  # to start workers at all
_MAIN: Final = (
    'In a script of your own, call it below `if __name__ == "__main__":`, because workers read it again'
)
_CANNOT_START: Final = (
    f"No worker process could be started: each ended at once. {_MAIN}; or take one process (jobs=1)."
)
_DIED: Final = (
    "A worker process ended before its work was done: it may have been killed, or memory ran out. "
    f"Try fewer worlds (--worlds) or one process (--jobs 1). {_MAIN}."
)


class WorkerDied(Exception):
    """A worker ended before its work was done."""


def jobs_worth_starting(seconds: float, most: int | None = None) -> int:
    """How many processes some seconds of work on one core are worth: all cores where that saves a second, else one.

    >>> jobs_worth_starting(2.0, most=8), jobs_worth_starting(60.0, most=8)
    (1, 8)
    """
    cores = most or os.cpu_count() or 1
    saved = seconds - seconds / cores - SECONDS_TO_START
    return cores if saved >= SECONDS_SAVED else 1


class ProcessPool:
    """Worker processes, started with the first work; when one dies, all end, and the next work starts new ones."""

    retries: Final = 1  # work in flight during another's crash gets one free retry

    def __init__(self, jobs: int, tasks: int = 0) -> None:
        self.jobs = jobs
        self._workers: _Workers | None = None
        self._tasks = tasks  # that may note their progress

    def submit(self, function: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Hand work over. Raises WorkerDied, and WorkerLost where no worker can be started."""
        if self._workers is None:
            self._workers = _started(self.jobs, self._tasks)
        try:
            return self._workers.submit(function, *arguments)
        except BrokenProcessPool as error:
            raise WorkerDied from error

    def result(self, future: Future[Result]) -> Result:
        """The result of finished work, or what it raised. Raises WorkerDied."""
        try:
            return future.result()
        except BrokenProcessPool as error:
            raise WorkerDied from error

    def check(self) -> None:
        """Detect dead workers; their futures fail from now on."""
        if self._workers is not None:
            self._workers.check()

    def noted(self, task: int) -> int:
        """How far a task says it is."""
        return self._workers.notes[task] if self._workers is not None else 0

    def close(self) -> None:
        """End all workers at once, whatever they are at."""
        if self._workers is not None:
            self._workers.stop()
            self._workers = None

    replenish = close  # the next work starts new ones


@dataclass(frozen=True)
class Task:
    """A part of the work that a worker does alone: a function of plain arguments, found by its name."""

    section: str
    name: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    weight: int  # about how many runs it takes


Results = Generator[tuple[int, Any] | int, None, None]


def run_tasks(tasks: Sequence[Task], jobs: int) -> Results:
    """Results as they come, each with the row of its task; when a while has passed, what tasks at work have noted.

    The longest tasks begin first. With one job everything happens in this process. Raises WorkerLost.
    """
    order = sorted(range(len(tasks)), key=lambda row: -tasks[row].weight)
    if jobs == 1 or len(tasks) == 1:
        for row in order:
            yield row, tasks[row].function(*tasks[row].arguments)
        return
    pool = ProcessPool(min(jobs, len(tasks)), len(tasks))
    try:
        waiting = {
            pool.submit(_noting, row, tasks[row].function, *tasks[row].arguments): row for row in order
        }
        while waiting:
            done, _ = wait(waiting, POLL_SECONDS, FIRST_COMPLETED)
            if not done:
                pool.check()
                yield sum(map(pool.noted, waiting.values()))
            for future in done:
                yield waiting.pop(future), pool.result(future)
    except WorkerDied as error:
        raise WorkerLost(_DIED) from error
    finally:
        pool.close()


def note_progress(done: int) -> None:
    """Say, in a task of `run_tasks`, how far it is."""
    if _own is not None:
        _own.notes[_own.task] = done


def _noting(task: int, function: Callable[..., Result], *arguments: Any) -> Result:
    """A task that may note its progress."""
    if _own is not None:
        _own.task = task
    return function(*arguments)


@dataclass
class _Own:
    """What a worker knows of its work."""

    notes: Any  # of all tasks, in memory that processes share: each task writes only its own
    task: int = 0


_own: _Own | None = None  # in a worker


def _started(jobs: int, tasks: int) -> _Workers:
    """Workers of which one has answered, so that a later death is the work's doing and not the start's."""
    for _ in range(_ATTEMPTS):
        workers = _Workers(jobs, tasks)
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


class _Workers:
    """One generation of processes; each ends at once when it is over, however this process ends."""

    def __init__(self, jobs: int, tasks: int) -> None:
        self._context = _Context()
        self._parent_pipe, self._held = self._context.Pipe(duplex=False)
        self.notes: Any = self._context.RawArray("q", tasks)
        given = self._parent_pipe, self.notes
        self._executor = ProcessPoolExecutor(jobs, self._context, _start_worker, given)

    def submit(self, function: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Hand work over. Raises BrokenProcessPool where a worker has died."""
        with sigint_blocked():
            return self._executor.submit(function, *arguments)

    def check(self) -> None:
        """End all where one has died and the executor does not see it.

        A worker that is killed in the middle of an answer leaves the executor waiting for the rest of it, and the
        others for their turn to answer, without end.
        """
        if multiprocessing.connection.wait([process.sentinel for process in self._context.processes], 0):
            self._end()

    def stop(self) -> None:
        """End the workers at once, whatever they are at."""
        self._end()
        self._executor.shutdown(wait=bool(self._context.writers), cancel_futures=True)
        self._parent_pipe.close()

    def _end(self) -> None:
        self._held.close()
        for process in self._context.processes:  # one that is only starting does not watch the pipe yet
            process.kill()
        # The executor keeps this end open, though only workers write: closed, half an answer ends where it ends.
        for writer in self._context.writers:
            writer.close()


class _Context(SpawnContext):
    """Spawned processes, not forked: a fork copies the locks of the caller's threads. Records what it is asked for.

    An executor does not publish its processes and its queue of answers. Where a Python asks for them in another way,
    or its queues have no `_writer`, nothing is recorded: workers then end by the pipe to their parent.
    """

    def __init__(self) -> None:
        super().__init__()
        self.processes: list[Any] = []
        self.writers: list[Connection] = []

    def Process(self, *arguments: Any, **named: Any) -> Any:  # type: ignore[override]
        """A process of the executor."""
        process = SpawnContext.Process(*arguments, **named)
        self.processes.append(process)
        return process

    def SimpleQueue(self) -> Any:
        """The queue of answers."""
        queue = super().SimpleQueue()
        writer = getattr(queue, "_writer", None)
        self.writers += [] if writer is None else [writer]
        return queue


def _start_worker(parent_pipe: Connection, notes: Any) -> None:
    """Let a worker end at once when the other end of the pipe closes, by a stop or by the parent's death."""
    global _own
    _own = _Own(notes)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the parent alone answers it
    threading.Thread(target=_wait_for_the_end, args=(parent_pipe,), daemon=True).start()


def _wait_for_the_end(parent_pipe: Connection) -> None:
    multiprocessing.connection.wait([parent_pipe])
    os._exit(1)
