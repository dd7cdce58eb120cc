"""A driver that is killed at any moment leaves nothing torn, nothing lost and nothing twice."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from random import Random

import pyarrow
import pyarrow.parquet
import pytest

from govsim.experiments.results import open_results, results_in
from govsim.experiments.run import run_experiment
from govsim.experiments.store.folder import Folder, chunk_name, spans_in
from govsim.experiments.store.lock import holder_of
from tests.tiny_experiments import RUNS_OF_A_CHUNK, driver, resume, tiny

SEED = 20261124
SECONDS_TO_BEGIN = 60.0


def uninterrupted(folder: Path, replicates: int) -> tuple[pyarrow.Table, pyarrow.Table]:
    """Runs and trajectories of an experiment that nobody disturbed."""
    found = run_experiment(tiny(replicates=replicates), output=folder, runs_of_a_chunk=RUNS_OF_A_CHUNK)
    return found.runs(), found.query("SELECT * FROM trajectories ORDER BY run, quarter")


def kept_of(folder: Path) -> set[str]:
    return {chunk_name(span) for span in spans_in(Folder(folder).chunks)}


def killed(output: Path, jobs: int, replicates: int, at_work: bool, moment: float) -> None:
    """Begin a driver; when it has the folder, or has kept a chunk, wait a moment and kill it with all that it began."""
    before = {name for folder in results_in(output) for name in kept_of(folder)}
    process = driver(output, jobs, replicates=replicates)
    try:
        until = time.monotonic() + SECONDS_TO_BEGIN
        while process.poll() is None and time.monotonic() < until:
            folders = results_in(output)
            if any(
                kept_of(folder) - before if at_work else holder_of(Folder(folder).lock) for folder in folders
            ):
                break
            time.sleep(0.002)
        time.sleep(moment)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        assert process.stderr is not None
        said = process.communicate()[1].decode()
    assert process.returncode in (0, -signal.SIGKILL), said


def survives(tmp_path: Path, kills: int, replicates: int, longest: float) -> None:
    chance = Random(SEED)
    print(f"seed {SEED}, {kills} kills")
    runs, trajectories = uninterrupted(tmp_path / "undisturbed", replicates)
    output, before = tmp_path / "killed", set[str]()
    for number in range(kills):
        killed(output, 1 + number % 2, replicates, number % 5 > 0, chance.uniform(0, longest))
        for folder in results_in(output):
            now = kept_of(folder)
            assert before <= now, "a chunk that was kept is lost"
            for name in now - before:
                part = pyarrow.parquet.read_table(Folder(folder).chunks / name)
                first = part.column("run")[0].as_py()
                whole = runs.slice(first, part.num_rows)
                assert part.select(whole.column_names).replace_schema_metadata(None).equals(whole), name
            before = now
    (folder,) = results_in(output)
    print(f"{len(before)} chunks were kept before the last start")
    found = resume(folder)
    assert found.is_complete
    assert found.runs().column("run").to_pylist() == list(range(2 * replicates))
    assert found.runs().replace_schema_metadata(None).equals(runs.replace_schema_metadata(None))
    assert found.query("SELECT * FROM trajectories ORDER BY run, quarter").equals(trajectories)
    assert not list(folder.rglob("*.partial")), "a file that was half written is left"
    assert open_results(folder).strangers == ()


@pytest.mark.slow
def test_five_kills_leave_nothing_torn_lost_or_twice(tmp_path: Path) -> None:
    survives(tmp_path, 5, replicates=240, longest=0.7)


@pytest.mark.slow
def test_fifty_kills_leave_nothing_torn_lost_or_twice(tmp_path: Path) -> None:
    survives(tmp_path, 50, replicates=2000, longest=0.5)
