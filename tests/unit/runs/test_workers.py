"""Work is shared among processes, and one that is lost is told."""

from __future__ import annotations

import math
import os

import pytest

from govsim.errors import WorkerLost
from govsim.runs.workers import Task, worked


def tasks(*numbers: float) -> list[Task]:
    return [Task("roots", f"{number}", math.sqrt, (number,), int(number)) for number in numbers]


def test_one_job_works_here_the_longest_first() -> None:
    assert list(worked(tasks(4, 16, 9), 1)) == [(1, 4.0), (2, 3.0), (0, 2.0)]


def test_several_jobs_give_every_result_with_its_row() -> None:
    found = [told for told in worked(tasks(4, 16, 9), 2) if told is not None]
    assert sorted(found) == [(0, 2.0), (1, 4.0), (2, 3.0)]


def test_a_lost_worker_is_an_error_that_says_what_to_try() -> None:
    lost = [*tasks(4, 9), Task("lost", "lost", os._exit, (3,), 100)]
    with pytest.raises(WorkerLost, match="--jobs 1"):
        list(worked(lost, 2))


def test_what_a_task_raises_reaches_the_caller() -> None:
    with pytest.raises(ValueError, match="math domain"):
        list(worked([*tasks(4, 9), Task("wrong", "-1", math.sqrt, (-1,), 1)], 2))
