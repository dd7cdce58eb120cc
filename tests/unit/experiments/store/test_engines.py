"""Whoever does the work, and whoever is lost while doing it, the tables are the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from govsim.errors import InputError, WorkerLost
from govsim.experiments.engines import cluster, crash_isolation
from govsim.experiments.engines.engine import packed, run_packed
from govsim.experiments.plan import planned, sized
from govsim.experiments.results import Results, results_in
from govsim.experiments.run import run_experiment
from govsim.experiments.store.folder import Folder, spans_in
from govsim.runs.pool import ProcessPool
from govsim.runs.provenance import this_maker
from tests.tiny_experiments import (
    ROOT,
    RUNS_OF_A_CHUNK,
    Never,
    driver,
    have_the_same_runs,
    on_this_machine,
    resume,
    running_experiment,
    tiny,
)

REPLICATES = 24  # six chunks
SECONDS_TO_BEGIN = 60.0
HEAVY = {"mesa", "solara", "networkx", "pyarrow", "duckdb", "altair", "rich", "click"}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("alone")
    return run_experiment(tiny(replicates=REPLICATES), output=folder, runs_of_a_chunk=RUNS_OF_A_CHUNK)


def is_as_alone(found: Results, alone: Results) -> bool:
    assert found.is_complete
    assert found.runs().num_rows == 2 * REPLICATES
    return have_the_same_runs(found, alone)


def test_two_processes_of_which_one_is_killed_give_what_one_gives(tmp_path: Path, alone: Results) -> None:
    """The second process dies while both are at work; nobody notices but the pool."""
    work = running_experiment(tiny(replicates=REPLICATES), tmp_path, jobs=2, runs_of_a_chunk=RUNS_OF_A_CHUNK)
    killed = False
    while True:
        try:
            progress = next(work)
        except StopIteration as stop:
            found = stop.value
            break
        if progress.done and not killed:
            victim = multiprocessing.active_children()[-1]
            assert victim.pid is not None
            os.kill(victim.pid, signal.SIGKILL)
            killed = True
    assert killed
    assert is_as_alone(found, alone)
    assert found.failures == ()


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_an_executor_of_the_callers_own_gives_what_one_process_gives_and_stays_open(
    kind: str, tmp_path: Path, alone: Results
) -> None:
    made = (
        ThreadPoolExecutor(1)
        if kind == "threads"
        else ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    )
    with made as executor:
        found = run_experiment(
            tiny(replicates=REPLICATES), output=tmp_path, executor=executor, runs_of_a_chunk=RUNS_OF_A_CHUNK
        )
        assert executor.submit(os.getpid).result() > 0
    assert is_as_alone(found, alone)


def test_an_executor_that_is_gone_is_told_and_what_was_kept_is_gone_on_with(
    tmp_path: Path, alone: Results
) -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(WorkerLost, match="resume"):
        run_experiment(
            tiny(replicates=REPLICATES), output=tmp_path, executor=executor, runs_of_a_chunk=RUNS_OF_A_CHUNK
        )
    (folder,) = results_in(tmp_path)
    assert is_as_alone(resume(folder), alone)


def test_a_worker_needs_the_model_alone() -> None:
    plan = planned(tiny())
    (chunk,) = plan.chunks(plan.blocks[0])
    code = (
        "import pickle, sys; from govsim.experiments.engines.engine import run_packed;"
        "made = run_packed(*pickle.load(sys.stdin.buffer)); print(made.values.shape[1], *sys.modules)"
    )
    import pickle

    done = subprocess.run(
        [sys.executable, "-c", code],
        input=pickle.dumps((this_maker().alike, packed(plan.work), packed(chunk))),
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        check=True,
    )
    runs, *loaded = done.stdout.decode().split()
    assert int(runs) == chunk.size
    assert not HEAVY & set(loaded)


def test_a_pools_worker_makes_a_chunk_with_none_of_them_loaded() -> None:
    plan = planned(tiny())
    (chunk,) = plan.chunks(plan.blocks[0])
    workers = ProcessPool(1)
    try:
        workers.submit(run_packed, this_maker().alike, packed(plan.work), packed(chunk)).result()
        loaded = workers.submit(eval, "set(__import__('sys').modules)").result()
    finally:
        workers.close()
    assert not {"mesa", "solara"} & loaded


def at_work(output: Path) -> Path:
    """The folder of a driver that has kept its first chunk."""
    until = time.monotonic() + SECONDS_TO_BEGIN
    while time.monotonic() < until:
        for folder in results_in(output):
            if spans_in(Folder(folder).chunks):
                return folder
        time.sleep(0.01)
    raise AssertionError("the driver kept nothing")


def members(group: int) -> Iterator[int]:
    """Processes of a group that have not ended."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = status.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(told[2]) == group and told[0] not in "ZX":
            yield int(status.parent.name)


def all_have_ended(group: int, until: float) -> bool:
    while list(members(group)) and time.monotonic() < until:
        time.sleep(0.02)
    return not list(members(group))


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="processes are not listed in /proc"
)


@needs_proc
def test_ctrl_c_ends_all_processes_within_two_seconds_and_resume_goes_on(tmp_path: Path) -> None:
    process = driver(tmp_path, 2, replicates=2000)
    folder = at_work(tmp_path)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=30)[1].decode()
    took = time.monotonic() - began
    assert process.returncode != 0
    assert "KeyboardInterrupt" in said
    assert took < on_this_machine(2), said
    assert all_have_ended(process.pid, time.monotonic() + on_this_machine(2))
    assert not list(folder.rglob("*.partial"))
    again = driver(tmp_path, 1, replicates=2000)
    time.sleep(0.1)
    kept = spans_in(Folder(folder).chunks)
    until = time.monotonic() + SECONDS_TO_BEGIN
    while spans_in(Folder(folder).chunks) <= kept and time.monotonic() < until:
        time.sleep(0.01)
    os.killpg(again.pid, signal.SIGKILL)
    again.communicate()
    assert spans_in(Folder(folder).chunks) > kept


@needs_proc
def test_workers_end_with_a_driver_that_is_killed(tmp_path: Path) -> None:
    process = driver(tmp_path, 2, replicates=2000)
    at_work(tmp_path)
    assert len(list(members(process.pid))) > 2
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert all_have_ended(process.pid, time.monotonic() + 5)


def test_two_chunks_are_in_flight_for_each_worker_of_a_cluster_that_grows_and_shrinks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (cluster, crash_isolation):
        monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    plan = sized(planned(tiny(replicates=200)), 2)
    executor, workers = Never(), [0]
    pool = cluster._ExecutorPool(executor, lambda: workers[0])
    chunks = (chunk for block in plan.blocks for chunk in plan.chunks(block))
    work = crash_isolation.CrashIsolation(plan.work, pool, pool).results(chunks)
    in_flight = []
    for workers[0] in (0, 1, 5, 20, 3):  # with none there is work to start one for
        time.sleep(0.02)
        next(work)
        in_flight.append(len(executor.given))
    assert in_flight == [2, 2, 10, 40, 40]
    work.close()


def test_a_scheduler_that_is_gone_when_its_workers_are_counted_is_told() -> None:
    def gone() -> int:
        raise OSError("connection refused")

    with pytest.raises(WorkerLost, match=r"OSError: connection refused.*resume"):
        assert cluster._ExecutorPool(Never(), gone).jobs


def test_without_dask_it_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)  # as where the package is not installed
    with pytest.raises(InputError, match=r"govsim\[cluster\]"):
        run_experiment(tiny(), output=tmp_path, dask="local")


def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "_SECONDS_TO_CONNECT", 0.2)
    with pytest.raises(InputError, match="the address of a Dask scheduler"):
        run_experiment(tiny(), output=tmp_path, dask="tcp://127.0.0.1:9")
