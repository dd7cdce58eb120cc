"""Work is shared among processes; a dead one is noticed, and none is left behind."""

from __future__ import annotations

import math
import os
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.context import SpawnContext
from pathlib import Path

import pytest

from govsim.errors import WorkerLost
from govsim.runs import pool as pool_of
from govsim.runs.pool import ProcessPool, Task, WorkerDied, jobs_worth_starting, run_tasks


def tasks(*numbers: float) -> list[Task]:
    return [Task("roots", f"{number}", math.sqrt, (number,), int(number)) for number in numbers]


def test_one_job_works_here_the_longest_first() -> None:
    assert list(run_tasks(tasks(4, 16, 9), 1)) == [(1, 4.0), (2, 3.0), (0, 2.0)]


def test_several_jobs_give_every_result_with_its_row() -> None:
    found = [told for told in run_tasks(tasks(4, 16, 9), 2) if told is not None]
    assert sorted(found) == [(0, 2.0), (1, 4.0), (2, 3.0)]


def test_a_lost_worker_is_an_error_that_says_what_to_try() -> None:
    lost = [*tasks(4, 9), Task("lost", "lost", os._exit, (3,), 100)]
    with pytest.raises(WorkerLost, match="--jobs 1"):
        list(run_tasks(lost, 2))


def test_what_a_task_raises_reaches_the_caller() -> None:
    with pytest.raises(ValueError, match="math domain"):
        list(run_tasks([*tasks(4, 9), Task("wrong", "-1", math.sqrt, (-1,), 1)], 2))


def dies_in_the_middle_of_an_answer() -> None:
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals:
        assert frame.f_back is not None
        frame = frame.f_back
    answers = frame.f_locals["result_queue"]._writer
    os.write(answers.fileno(), struct.pack("!i", 1000) + b"half of it")
    os._exit(1)


def in_the_middle_of_an_answer(pool: ProcessPool) -> Future[None]:
    future = pool.submit(dies_in_the_middle_of_an_answer)
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
    pool = ProcessPool(1)
    in_the_middle_of_an_answer(pool)
    assert ends(pool.close)


def test_a_worker_that_died_in_the_middle_of_an_answer_is_known_to_be_lost() -> None:
    pool = ProcessPool(2)
    try:
        future = in_the_middle_of_an_answer(pool)
        pool.check()
        future.exception(timeout=20)
        with pytest.raises(WorkerDied):
            pool.result(future)
    finally:
        assert ends(pool.close)


def test_workers_that_are_well_are_not_lost_by_asking() -> None:
    pool = ProcessPool(1)
    try:
        pool.check()
        worker = pool.submit(os.getpid).result()
        pool.check()
        assert pool.submit(os.getpid).result() == worker
    finally:
        pool.close()
        pool.close()


def test_workers_go_on_after_a_stop_that_reached_them_as_well() -> None:
    pool = ProcessPool(1)
    try:
        worker = pool.submit(os.getpid).result()
        os.kill(worker, signal.SIGINT)
        assert pool.submit(os.getpid).result() == worker
    finally:
        pool.close()


class _Private(SpawnContext):
    """A context of a Python that hides its processes and its queues."""

    def __init__(self) -> None:
        super().__init__()
        self.processes: list[object] = []
        self.writers: list[object] = []


def test_where_a_python_hides_processes_and_queues_work_is_done_and_a_dead_worker_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool_of, "_Context", _Private)
    pool = ProcessPool(2)
    try:
        worker = pool.submit(os.getpid).result()
        pool.check()
        future = pool.submit(os._exit, 3)
        future.exception(timeout=20)
        with pytest.raises(WorkerDied):
            pool.result(future)
    finally:
        assert ends(pool.close)
    assert _ended(worker)


def test_there_too_a_worker_at_work_is_ended_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_of, "_Context", _Private)
    pool = ProcessPool(1)
    worker = pool.submit(os.getpid).result()
    pool.submit(time.sleep, 60)
    assert ends(pool.close)
    assert _ended(worker)


def _ended(process: int) -> bool:
    """Whether a process ends within some seconds."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
            status = Path(f"/proc/{process}/stat").read_text()
        except (ProcessLookupError, FileNotFoundError):  # it may end between the two
            return True
        if status.rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_all_cores_are_taken_where_that_saves_a_second() -> None:
    assert jobs_worth_starting(0.5, most=2) == 1
    assert jobs_worth_starting(4.9, most=2) == 1
    assert jobs_worth_starting(5.1, most=2) == 2
    assert jobs_worth_starting(1e6, most=1) == 1
