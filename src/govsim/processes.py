"""Signals for processes that start others: only the parent handles Ctrl-C, after the children have started."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def sigint_blocked() -> Iterator[None]:
    """Block Ctrl-C while starting processes; the children never get it, the parent handles it when the block ends.

    The signal is blocked, which children inherit; were it ignored, it would be lost.
    """
    if not hasattr(signal, "pthread_sigmask"):  # as on Windows
        yield
        return
    resource_tracker.ensure_running()  # unblocks the signal when it starts, so start it before
    with _sigint_deferred():
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _sigint_deferred() -> Iterator[None]:
    """Handle Ctrl-C at the end; it may reach an earlier thread that does not block it."""
    if threading.current_thread() is not threading.main_thread():
        yield  # handled by the main thread
        return
    signals: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: signals.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if signals:
            signal.raise_signal(signal.SIGINT)
