"""A pool of worker processes on this machine: detects and replaces dead workers, and ends all with the parent."""

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
from govsim.interrupts import sigint_blocked

Result = TypeVar("Result")
Shown = TypeVar("Shown")

POLL_SECONDS: Final = 1.0  # between signs of life to a waiting caller
SECONDS_SAVED: Final = 1.0  # the least saving that is worth several processes
SECONDS_TO_START: Final = 1.5  # of a worker, which imports numpy, scipy and the model; measured on one core
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
    """The number of processes for some seconds of work on one core: all cores if that saves a second, else one.

    >>> jobs_worth_starting(2.0, most=8), jobs_worth_starting(60.0, most=8)
    (1, 8)
    """
    cores = most or os.cpu_count() or 1
    saved = seconds - seconds / cores - SECONDS_TO_START
    return cores if saved >= SECONDS_SAVED else 1


class ProcessPool:
    """Worker processes, started by the first task; when one dies, all end, and the next task starts new ones."""

    retries: Final = 1  # work in flight during another's crash gets one free retry

    def __init__(self, jobs: int, tasks: int = 0) -> None:
        self.jobs = jobs
        self._workers: _Workers | None = None
        self._tasks = tasks  # number of tasks that may note their progress

    def submit(self, function: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Submit work. Raises WorkerDied, or WorkerLost if no worker can be started."""
        if self._workers is None:
            self._workers = _started(self.jobs, self._tasks)
        try:
            return self._workers.submit(function, *arguments)
        except BrokenProcessPool as error:
            raise WorkerDied from error

    def result(self, future: Future[Result]) -> Result:
        """The result of finished work; re-raises its error. Raises WorkerDied."""
        try:
            return future.result()
        except BrokenProcessPool as error:
            raise WorkerDied from error

    def check(self) -> None:
        """Detect dead workers; their futures fail from now on."""
        if self._workers is not None:
            self._workers.check()

    def noted(self, task: int) -> int:
        """The progress that a task has noted."""
        return self._workers.notes[task] if self._workers is not None else 0

    def close(self) -> None:
        """Kill all workers at once."""
        if self._workers is not None:
            self._workers.stop()
            self._workers = None

    replenish = close  # the next work starts new ones


@dataclass(frozen=True)
class Task:
    """A piece of work for one worker: a module-level function and its picklable arguments."""

    section: str
    name: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    weight: int  # approximate number of runs


Results = Generator[tuple[int, Any] | int, None, None]


def run_tasks(tasks: Sequence[Task], jobs: int) -> Results:
    """Yield each result with the row of its task, or the progress noted so far after each poll without one.

    The longest tasks begin first. One job runs in this process. Raises WorkerLost.
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


def run_in_order(
    tasks: Sequence[Task], jobs: int, progress: Callable[[int, int], Shown]
) -> Generator[Shown, None, list[Any]]:
    """Run tasks, yielding progress by the weight and the number of those done; returns results in order of tasks."""
    results: dict[int, Any] = {}
    done = 0
    yield progress(0, 0)
    for update in run_tasks(tasks, jobs):
        if not isinstance(update, int):
            row, result = update
            results[row] = result
            done += tasks[row].weight
        yield progress(done, len(results))
    return [results[row] for row in range(len(tasks))]


def note_progress(done: int) -> None:
    """Record the progress of the current task of `run_tasks`."""
    if _own is not None:
        _own.notes[_own.task] = done


def _noting(task: int, function: Callable[..., Result], *arguments: Any) -> Result:
    """Run a task that may note its progress."""
    if _own is not None:
        _own.task = task
    return function(*arguments)


@dataclass
class _Own:
    """The state of a worker."""

    notes: Any  # progress of all tasks in shared memory; each task writes only its own
    task: int = 0


_own: _Own | None = None  # in a worker


def _started(jobs: int, tasks: int) -> _Workers:
    """Start workers and wait for one to answer, so that a later death is due to the work, not to the start."""
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
    """One generation of processes, which end at once with `stop` or with this process."""

    def __init__(self, jobs: int, tasks: int) -> None:
        self._context = _Context()
        self._parent_pipe, self._held = self._context.Pipe(duplex=False)
        self.notes: Any = self._context.RawArray("q", tasks)
        given = self._parent_pipe, self.notes
        self._executor = ProcessPoolExecutor(jobs, self._context, _start_worker, given)

    def submit(self, function: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Submit work. Raises BrokenProcessPool if a worker has died."""
        with sigint_blocked():
            return self._executor.submit(function, *arguments)

    def check(self) -> None:
        """Kill all workers if one has died unseen by the executor.

        A worker killed in the middle of an answer blocks executor and other workers for ever.
        """
        if multiprocessing.connection.wait([process.sentinel for process in self._context.processes], 0):
            self._end()

    def stop(self) -> None:
        """Kill the workers at once."""
        self._end()
        self._executor.shutdown(wait=bool(self._context.writers), cancel_futures=True)
        self._parent_pipe.close()

    def _end(self) -> None:
        self._held.close()
        for process in self._context.processes:  # one that is still starting does not watch the pipe yet
            process.kill()
        # The executor keeps this end open, though only workers write; closing it ends the wait for half an answer.
        for writer in self._context.writers:
            writer.close()


class _Context(SpawnContext):
    """Spawns processes (a fork would copy the locks of the caller's threads) and records processes and queues.

    An executor does not publish either. On a Python that creates them differently, or whose queues have no `_writer`,
    nothing is recorded, and workers end by the pipe to their parent.
    """

    def __init__(self) -> None:
        super().__init__()
        self.processes: list[Any] = []
        self.writers: list[Connection] = []

    def Process(self, *arguments: Any, **named: Any) -> Any:  # type: ignore[override]
        """Create and record a process of the executor."""
        process = SpawnContext.Process(*arguments, **named)
        self.processes.append(process)
        return process

    def SimpleQueue(self) -> Any:
        """Create the queue of answers and record its writing end."""
        queue = super().SimpleQueue()
        writer = getattr(queue, "_writer", None)
        self.writers += [] if writer is None else [writer]
        return queue


def _start_worker(parent_pipe: Connection, notes: Any) -> None:
    """Set up a worker: it exits when the other end of the pipe closes, by a stop or the parent's death."""
    global _own
    _own = _Own(notes)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; only the parent handles it
    threading.Thread(target=_wait_for_the_end, args=(parent_pipe,), daemon=True).start()


def _wait_for_the_end(parent_pipe: Connection) -> None:
    multiprocessing.connection.wait([parent_pipe])
    os._exit(1)
