"""Signals for processes that start others: only the parent handles a stop, after the children have started.

The effects of a stop are elsewhere: exit codes in cli/main.py, the hint to resume in cli/experiment/run.py, the end of
workers in runs/pool.py, the end of the server in app/serving.py.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def sigint_blocked() -> Iterator[None]:
    """Block Ctrl-C while starting processes; the children never get it, the parent handles it when the block ends.

    The signal is blocked, which children inherit; were it ignored, it would be lost.
    """
    if not hasattr(signal, "pthread_sigmask"):  # as on Windows
        yield
        return
    from multiprocessing import resource_tracker  # lazy: the command line starts without it

    resource_tracker.ensure_running()  # unblocks the signal when it starts, so start it before
    with _stops_deferred():
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _stops_deferred() -> Iterator[None]:
    """Handle Ctrl-C and SIGTERM at the end; they may reach an earlier thread that does not block them."""
    if threading.current_thread() is not threading.main_thread():
        yield  # handled by the main thread
        return
    signals: list[int] = []
    stops = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(stop, lambda number, _: signals.append(number)) for stop in stops]
    try:
        yield
    finally:
        for stop, handler in zip(stops, before, strict=True):
            signal.signal(stop, handler)
        if signals:
            signal.raise_signal(signals[0])


class Terminated(KeyboardInterrupt):
    """SIGTERM, as batch systems send it before they kill: a stop like Ctrl-C."""


@contextmanager
def sigterm_as_ctrl_c() -> Iterator[None]:
    """Raise Terminated on SIGTERM, so that workers are ended and the user reads how to continue."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread can handle signals
        return

    def stop(_: int, __: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
