"""Other processes that work for this one and end with it: a stop, or its death, leaves none of them behind."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any, Final, TypeVar

Result = TypeVar("Result")

BEAT: Final = 1.0  # seconds after which work that has nothing new to tell says so


class Workers:
    """Some processes that wait for work; each ends at once when it is over, however this process ends."""

    def __init__(self, jobs: int) -> None:
        # Spawned, not forked: a fork copies the threads' locks of whatever the caller has running.
        context = multiprocessing.get_context("spawn")
        self._leash, self._held = context.Pipe(duplex=False)
        pool: Any = ProcessPoolExecutor(jobs, context, _end_with, (self._leash,))
        self._pool = pool  # below, what begins with _ is its own, and the same in Pythons 3.11 to 3.14
        self._answers: Connection = pool._result_queue._writer

    def submit(self, function: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Hand work over. Raises BrokenProcessPool where a worker has ended before its time."""
        with deaf_children():
            future: Future[Result] = self._pool.submit(function, *arguments)
        return future

    def check(self) -> None:
        """Let all be lost where one has ended and the pool does not see it; to be asked where nothing is heard.

        A worker that is killed in the middle of an answer leaves the pool waiting for the rest of it, and the others
        for their turn to answer, without end.
        """
        if multiprocessing.connection.wait([process.sentinel for process in self._processes()], 0):
            self._end()

    def finish(self) -> None:
        """Wait until all work is done, and let the workers go."""
        self._pool.shutdown()
        self.stop()

    def stop(self) -> None:
        """End the workers at once, whatever they are at."""
        self._end()
        self._pool.shutdown(cancel_futures=True)
        self._leash.close()

    def _processes(self) -> list[Any]:
        return list((self._pool._processes or {}).values())

    def _end(self) -> None:
        self._held.close()
        for process in self._processes():  # one that is only starting does not feel the leash yet
            process.kill()
        # The pool keeps this end open, though only workers write: closed, half an answer ends where it ends.
        self._answers.close()


def _end_with(leash: Connection) -> None:
    """Let a worker end at once when the other end of the leash is let go, by a stop or by the caller's death."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the caller alone answers it
    threading.Thread(target=_wait_for_the_end, args=(leash,), daemon=True).start()


def _wait_for_the_end(leash: Connection) -> None:
    multiprocessing.connection.wait([leash])
    os._exit(1)


@contextmanager
def deaf_children() -> Iterator[None]:
    """Processes started in here are deaf to Ctrl-C from their first moment on, before they could say so themselves.

    This process answers one that comes meanwhile as soon as the block ends, so that nothing is left half started. The
    signal is blocked, which children inherit; were it ignored, it would be lost.
    """
    if not hasattr(signal, "pthread_sigmask"):  # as on Windows
        yield
        return
    resource_tracker.ensure_running()  # it unblocks the signal when it starts; so it starts before
    with _stop_put_off():
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _stop_put_off() -> Iterator[None]:
    """Answer a Ctrl-C at the end; it may reach a thread that was started earlier and does not block it."""
    if threading.current_thread() is not threading.main_thread():
        yield  # the main thread answers
        return
    stops: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: stops.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if stops:
            signal.raise_signal(signal.SIGINT)
