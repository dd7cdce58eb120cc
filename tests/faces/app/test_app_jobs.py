"""Simulations that visitors want: merged, in turn, cancelled, bounded, and heard of when they fail."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from govsim.app import jobs as jobs_module
from govsim.app.arrangements import arrangement_levers
from govsim.app.jobs import JobFailed, Jobs
from govsim.app.part import Request, simulated_part
from govsim.app.work import Task, Work
from govsim.errors import InputError, Problem
from govsim.runs.run import Run
from tests.faces.app.test_app_worlds import CLASSROOM

LADDER = ((range(2), range(2, 4)), (range(4, 12),))
SILOED, LAYERED, MISSION_LED = (
    Request(scenario=CLASSROOM.replace(name=name, levers=arrangement_levers(name)), ladder=LADDER)
    for name in ("siloed", "layered", "mission_led")
)


class ByHand:
    """Stands in for a pool of processes: the test lets it finish each part, and sees what was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[Request, range]] = []
        self.came = threading.Semaphore(0)
        self.go = threading.Semaphore(0)
        self.error: Exception | None = None
        self.replaced = 0

    def submit(self, function: object, request: Request, worlds: range) -> tuple[Request, range]:
        self.asked.append((request, worlds))
        self.came.release()
        assert self.go.acquire(timeout=30)
        return request, worlds

    def result(self, part: tuple[Request, range]) -> Run:
        if self.error is not None:
            raise self.error
        return simulated_part(*part)

    def replenish(self) -> None:
        self.replaced += 1

    def close(self) -> None:
        self.go.release(100)


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> ByHand:
    pool = ByHand()
    monkeypatch.setattr(jobs_module, "ProcessPool", lambda _: pool)
    return pool


@pytest.fixture
def jobs(pool: ByHand) -> Iterator[Jobs]:
    jobs = Jobs(1)
    yield jobs
    jobs.close()


def following(
    jobs: Jobs, owner: str, *requests: Work, rungs: int | None = None
) -> tuple[threading.Thread, list]:
    """Somebody who follows; what arrives is listed: numbers of worlds, or the failure."""
    seen: list[object] = []

    def follow() -> None:
        try:
            seen.extend(len(runs[0].replicates) for runs in jobs.follow(owner, requests, rungs=rungs))
        except JobFailed as failure:
            seen.append(failure)

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    return thread, seen


def finish(pool: ByHand, parts: int) -> list[tuple[Request, range]]:
    """Let some parts finish, one after another; those that were asked for meanwhile."""
    for _ in range(parts):
        assert pool.came.acquire(timeout=30)
        pool.go.release()
    return pool.asked


def test_first_worlds_come_first_and_whoever_wants_the_same_shares_the_work(jobs: Jobs, pool: ByHand) -> None:
    one, seen_by_one = following(jobs, "one", SILOED)
    other, seen_by_other = following(jobs, "other", SILOED)
    asked = finish(pool, 3)
    one.join(30)
    other.join(30)
    assert asked == [(SILOED, part) for rung in LADDER for part in rung]
    assert seen_by_one == seen_by_other == [4, 12]
    (kept,) = jobs.known([SILOED])
    assert kept is not None
    assert np.array_equal(kept.measures["progress"], simulated_part(SILOED, range(12)).measures["progress"])


def test_visitors_who_see_the_same_share_one_run_in_memory(jobs: Jobs, pool: ByHand) -> None:
    thread, _ = following(jobs, "one", SILOED)
    finish(pool, 3)
    thread.join(30)
    assert jobs.known([SILOED])[0] is jobs.known([SILOED, SILOED])[1]


def test_visitors_take_turns_and_nobodys_many_worlds_delay_anothers_first(jobs: Jobs, pool: ByHand) -> None:
    threads = [following(jobs, "first", SILOED)[0]]
    assert pool.came.acquire(timeout=30)  # the first is served before the others are there
    threads += [following(jobs, "second", LAYERED)[0], following(jobs, "third", MISSION_LED)[0]]
    while len(jobs._wants) < 3:
        threading.Event().wait(0.01)
    pool.go.release()
    asked = finish(pool, 8)
    for thread in threads:
        thread.join(30)
    rungs = [0 if worlds in LADDER[0] else 1 for _, worlds in asked]
    assert rungs == sorted(rungs)
    assert {request for request, _ in asked[1:3]} == {LAYERED, MISSION_LED}


def test_a_visitor_who_moves_on_is_served_what_is_wanted_now(jobs: Jobs, pool: ByHand) -> None:
    old, seen_of_old = following(jobs, "one", SILOED)
    assert pool.came.acquire(timeout=30)
    new, seen_of_new = following(jobs, "one", LAYERED)
    old.join(30)
    pool.go.release()
    asked = finish(pool, 3)
    new.join(30)
    assert seen_of_old == []
    assert seen_of_new == [4, 12]
    assert [request for request, _ in asked] == [SILOED, LAYERED, LAYERED, LAYERED]


def test_work_that_is_cancelled_begins_no_further_part(jobs: Jobs, pool: ByHand) -> None:
    gone = threading.Event()
    thread = threading.Thread(target=lambda: list(jobs.follow("one", [SILOED], gone.is_set)), daemon=True)
    thread.start()
    assert pool.came.acquire(timeout=30)
    gone.set()
    thread.join(30)
    pool.go.release()
    assert not pool.came.acquire(timeout=0.2)


def test_a_failure_is_told_to_all_who_wait_and_tried_again_for_the_next(jobs: Jobs, pool: ByHand) -> None:
    pool.error = ArithmeticError("nought")
    threads = [following(jobs, owner, SILOED) for owner in ("one", "other")]
    while len(jobs._wants) < 2:
        threading.Event().wait(0.01)
    finish(pool, 1)
    failures = []
    for thread, seen in threads:
        thread.join(30)
        failures += seen
    assert [type(failure) for failure in failures] == [JobFailed, JobFailed]
    assert len({failure.failure for failure in failures}) == 1
    pool.error = None
    thread, seen = following(jobs, "one", SILOED, rungs=1)
    finish(pool, 2)
    thread.join(30)
    assert seen == [4]


def test_what_is_kept_stays_within_its_bytes_and_the_oldest_goes(jobs: Jobs, pool: ByHand) -> None:
    for request in (SILOED, LAYERED, MISSION_LED):
        thread, _ = following(jobs, "one", request, rungs=1)
        finish(pool, 2)
        thread.join(30)
        if request is SILOED:
            jobs.most_bytes = int(2.5 * sum(kept.size for kept in jobs._kept.values()))
    assert jobs.known([SILOED]) == ()
    assert jobs.known([LAYERED])
    assert jobs.known([SILOED, LAYERED]) == ()
    assert sum(kept.size for kept in jobs._kept.values()) <= jobs.most_bytes


def words_of(worlds: int) -> str:
    """Some work that gets better with more worlds."""
    if worlds > 100:
        raise InputError(Problem("worlds", "fewer", str(worlds)))
    return f"{worlds} worlds"


def test_any_function_can_be_followed_and_its_quick_answer_comes_first() -> None:
    jobs = Jobs(1)
    try:
        task = Task(function=words_of, worlds=(2, 8))
        assert list(jobs.follow("one", [task])) == [("2 worlds",), ("8 worlds",)]
        assert jobs.known([task]) == ("8 worlds",)
        with pytest.raises(JobFailed) as failed:
            list(jobs.follow("one", [Task(function=words_of, worlds=(200,))]))
        assert failed.value.failure.words == "worlds: expected fewer, found 200."
    finally:
        jobs.close()


def test_what_is_under_way_when_all_ends_is_no_failure(
    jobs: Jobs, pool: ByHand, caplog: pytest.LogCaptureFixture
) -> None:
    following(jobs, "one", SILOED)
    assert pool.came.acquire(timeout=30)
    pool.error = ArithmeticError("killed")
    jobs.close()
    time.sleep(0.2)
    assert caplog.records == []


def waited(seconds: float, name: str) -> str:
    """Some work that takes its time."""
    time.sleep(seconds)
    return name


def test_long_work_of_many_leaves_a_process_for_what_is_quick() -> None:
    jobs = Jobs(2)
    try:
        long = [Task(function=waited, arguments=(600.0, name), long=True) for name in ("one", "other")]
        for task in long:
            following(jobs, str(task.arguments), task)
        while not jobs._running:
            time.sleep(0.01)
        assert list(jobs.follow("third", [Task(function=waited, arguments=(0.0, "quick"))])) == [("quick",)]
        assert sum(work.long for work, _ in jobs._running) == 1
    finally:
        jobs.close()


def _killed(request: Request, worlds: range) -> Run:
    """A part in which the process dies, as where memory runs out."""
    os._exit(9)


def test_a_process_that_dies_fails_its_setting_alone_and_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = Jobs(1)
    try:
        with monkeypatch.context() as fatal:
            fatal.setattr(jobs_module, "done_part", _killed)
            with pytest.raises(JobFailed):
                list(jobs.follow("one", [SILOED]))
        assert [len(runs[0].replicates) for runs in jobs.follow("one", [SILOED])] == [4, 12]
    finally:
        jobs.close()


def test_no_process_is_started_for_a_server_that_has_stopped(pool: ByHand) -> None:
    jobs = Jobs(1)
    jobs.close()
    jobs.everywhere(simulated_part, SILOED, range(2))
    assert pool.asked == []
