"""Runs that came to nothing are tried again: no finished run is lost or there twice, and a kill changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from govsim.errors import ResultsError
from govsim.experiments.chunk import CRASHED, DONE
from govsim.experiments.results import Results, open_results
from govsim.experiments.run import ExecutionOptions, resuming, run_experiment
from govsim.experiments.status import status_of
from tests.killed_at_a_step import killed_at_every_step
from tests.tiny_experiments import RUNS_OF_A_CHUNK, AtOnce, resume, tiny

REPLICATES = 12  # three chunks of four worlds of two points
CRASHING = (1, 4, 9)  # two in the first chunk, one in the second
SEQUENTIAL = {
    "replicates": 200,  # as if it were left out
    "stopping": {"first": 10, "look_ahead": 5, "most": 80, "half_width": 0.0002},
    "outcomes": ("public_value", "progress"),
}


def run(output: Path, executor: AtOnce, **changes: object) -> Results:
    asked = tiny(**{"replicates": REPLICATES, **changes})
    return run_experiment(asked, output=output, executor=executor, runs_of_a_chunk=RUNS_OF_A_CHUNK)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run(tmp_path_factory.mktemp("undisturbed"), AtOnce())


@pytest.fixture
def crashed(tmp_path: Path) -> Results:
    return run(tmp_path / "results", AtOnce(CRASHING))


def is_as(found: Results, other: Results) -> bool:
    in_order = "FROM trajectories ORDER BY run, quarter"
    return bool(found.runs().equals(other.runs()) and found.query(in_order).equals(other.query(in_order)))


def crashing_in(results: Results) -> list[int]:
    """Runs that crashed by their rows, of which failures and trajectories must say the same."""
    table = results.runs(["run", "status"])
    runs = [
        run
        for run, status in zip(
            table.column("run").to_pylist(), table.column("status").to_pylist(), strict=True
        )
        if status != DONE
    ]
    told = results.query("SELECT run FROM failures ORDER BY run").column("run").to_pylist()
    series = results.query("SELECT DISTINCT run FROM trajectories WHERE isnan(progress) ORDER BY run")
    assert told == runs == series.column("run").to_pylist()
    return runs


def test_chunks_with_runs_that_crashed_are_made_again_and_no_others(
    crashed: Results, undisturbed: Results
) -> None:
    assert crashing_in(crashed) == list(CRASHING)
    executor = AtOnce()
    found = resume(crashed.folder, executor=executor, retry_failed=True)
    assert sorted(executor.made) == list(range(2 * RUNS_OF_A_CHUNK))
    assert is_as(found, undisturbed)
    assert crashing_in(found) == []
    assert status_of(found.folder).failures == 0


def test_without_the_wish_nothing_is_tried_again(crashed: Results) -> None:
    executor = AtOnce()
    assert resume(crashed.folder, executor=executor).failures == crashed.failures
    assert executor.made == []


def test_a_run_that_crashes_again_is_tried_once_and_told_of_as_it_crashed_this_time(crashed: Results) -> None:
    executor = AtOnce([4, 6], why="it was killed")
    found = resume(crashed.folder, executor=executor, retry_failed=True)
    assert len(executor.made) == len(set(executor.made))
    assert crashing_in(found) == [4, 6]
    for failure in found.failures:
        assert (failure.status, failure.error) == (CRASHED, "it was killed")
        assert found.stored(failure.run)["error"] == "it was killed"  # type: ignore[index]


def test_progress_does_not_count_what_is_made_again(crashed: Results) -> None:
    seen = list(resuming(crashed.folder, ExecutionOptions(executor=AtOnce()), retry_failed=True))
    assert [progress.done for progress in seen] == [8, 16, 24]


def test_runs_that_crashed_are_made_apart_from_the_driver(crashed: Results) -> None:
    plan = crashed.plan
    assert ExecutionOptions(jobs=1).engine(plan).name == "in process"
    assert ExecutionOptions(jobs=1).engine(plan, may_crash=True).name == "a process of its own"


def test_killed_before_any_step_it_has_the_old_chunk_or_the_new_and_loses_nothing(
    crashed: Results, undisturbed: Results, tmp_path: Path
) -> None:
    before, seen = crashed.runs(), set()
    was_done = np.array(before.column("status").to_pylist()) == DONE
    copies = killed_at_every_step(crashed.folder.parent, crashed.folder.name, tmp_path / "killed")
    print(f"{len(copies) - 1} kills")
    for folder in copies:
        left = open_results(folder)
        assert left.is_complete
        assert left.runs().filter(was_done).equals(before.filter(was_done)), "a run that was done is lost"
        settled = resume(
            folder, executor=AtOnce()
        )  # without the wish: only what was cut short is put in order
        crashing = crashing_in(settled)
        assert crashing in ([1, 4, 9], [9], [1, 4], []), "a chunk is half the old and half the new"
        seen.add(len(crashing))
        assert not list(folder.rglob("*.partial"))
        assert is_as(resume(folder, executor=AtOnce(), retry_failed=True), undisturbed)
    assert {3, 0} < seen


def test_a_decision_to_stop_that_was_taken_without_failed_runs_is_taken_anew(tmp_path: Path) -> None:
    """In the beginning all but a few worlds are lost, so that more were asked for than would have been."""
    whole = run(tmp_path / "whole", AtOnce(), **SEQUENTIAL)
    lost = run(tmp_path / "lost", AtOnce(range(2, 40)), **SEQUENTIAL)
    assert lost.replicates > whole.replicates

    def decisions(results: Results) -> list[tuple[bool, int | None]]:
        told = [json.loads(file.read_text()) for file in sorted((results.folder / "stages").iterdir())]
        return [(stage["goes_on"], stage["enough"]) for stage in told]

    before = decisions(lost)
    found = resume(lost.folder, executor=AtOnce(), retry_failed=True)
    assert found.is_complete
    assert found.replicates == lost.replicates  # worlds that are there are kept
    assert decisions(found)[:-1] == before[:-1]
    assert decisions(found)[-1] == (False, decisions(whole)[-1][1])
    assert found.runs().slice(0, whole.runs().num_rows).equals(whole.runs())


def test_a_retry_that_is_stopped_after_the_decision_was_forgotten_decides_again(tmp_path: Path) -> None:
    lost = run(tmp_path, AtOnce([3]), **SEQUENTIAL)
    work = resuming(lost.folder, ExecutionOptions(executor=AtOnce()), retry_failed=True)
    next(work)
    work.close()
    assert not open_results(lost.folder).is_complete
    again = resume(lost.folder, executor=AtOnce())
    assert again.is_complete
    assert crashing_in(again) == [3]


def test_results_of_another_model_are_not_tried_again(
    crashed: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    from govsim.experiments.store import reading

    monkeypatch.setattr(reading, "digest_of_code", lambda: "0" * 12)
    with pytest.raises(ResultsError, match="with other source"):
        resume(crashed.folder, retry_failed=True)
    assert crashing_in(open_results(crashed.folder)) == list(CRASHING)
