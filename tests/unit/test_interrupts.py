"""Ctrl-C is answered by the process that starts others, and by it alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from govsim.interrupts import sigint_blocked

_IS_DEAF = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"


@pytest.fixture(autouse=True)
def answered() -> Iterator[None]:
    """Whatever runs these tests, Ctrl-C raises KeyboardInterrupt in them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_stop_that_comes_while_children_are_started_is_answered_afterwards() -> None:
    started: list[bool] = []

    def starting() -> None:
        with sigint_blocked():
            os.kill(os.getpid(), signal.SIGINT)
            started.append(True)

    with pytest.raises(KeyboardInterrupt):
        starting()
    assert started


def test_it_is_put_off_though_another_thread_hears_it() -> None:
    over = threading.Event()
    listener = threading.Thread(target=over.wait)
    listener.start()
    started: list[bool] = []

    def starting() -> None:
        with sigint_blocked():
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.01)
            started.append(True)

    try:
        with pytest.raises(KeyboardInterrupt):
            starting()
    finally:
        over.set()
        listener.join()
    assert started


def test_a_stop_is_heard_again_afterwards() -> None:
    with sigint_blocked():
        pass
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_children_are_deaf_from_their_first_moment_on() -> None:
    with sigint_blocked():
        told = subprocess.run([sys.executable, "-c", _IS_DEAF], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "True"
