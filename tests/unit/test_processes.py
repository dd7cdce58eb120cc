"""Ctrl-C reaches the process that leads the others, and it alone; none that is lost makes it wait without end."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import pytest

from govsim.processes import Workers, deaf_children

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
        with deaf_children():
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
        with deaf_children():
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
    with deaf_children():
        pass
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_children_are_deaf_from_their_first_moment_on() -> None:
    with deaf_children():
        told = subprocess.run([sys.executable, "-c", _IS_DEAF], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "True"


def dies_in_the_middle_of_an_answer() -> None:
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals:
        assert frame.f_back is not None
        frame = frame.f_back
    answers = frame.f_locals["result_queue"]._writer
    os.write(answers.fileno(), struct.pack("!i", 1000) + b"half of it")
    os._exit(1)


def in_the_middle_of_an_answer(workers: Workers) -> Future[None]:
    future = workers.submit(dies_in_the_middle_of_an_answer)
    with pytest.raises(TimeoutError):
        future.result(timeout=2.0)
    return future


def ends(deed: Callable[[], None]) -> bool:
    """Whether a deed ends at all; what hangs is left behind in its thread."""
    thread = threading.Thread(target=deed, daemon=True)
    thread.start()
    thread.join(timeout=20)
    return not thread.is_alive()


def test_workers_are_stopped_though_one_died_in_the_middle_of_an_answer() -> None:
    workers = Workers(1)
    in_the_middle_of_an_answer(workers)
    assert ends(workers.stop)


def test_a_worker_that_died_in_the_middle_of_an_answer_is_known_to_be_lost() -> None:
    workers = Workers(2)
    try:
        future = in_the_middle_of_an_answer(workers)
        workers.check()
        with pytest.raises(BrokenProcessPool):
            future.result(timeout=20)
    finally:
        assert ends(workers.stop)


def test_workers_that_are_well_are_not_lost_by_asking() -> None:
    workers = Workers(1)
    try:
        workers.check()
        worker = workers.submit(os.getpid).result()
        workers.check()
        assert workers.submit(os.getpid).result() == worker
    finally:
        workers.stop()
        workers.stop()


def test_workers_go_on_after_a_stop_that_reached_them_as_well() -> None:
    workers = Workers(1)
    try:
        worker = workers.submit(os.getpid).result()
        os.kill(worker, signal.SIGINT)
        assert workers.submit(os.getpid).result() == worker
    finally:
        workers.stop()
