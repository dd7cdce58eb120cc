"""A Dask cluster gives what one process gives, also where a worker is killed or a run ends its process."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govsim.errors import WorkerLost
from govsim.experiments.chunk import CRASHED, DONE
from govsim.experiments.engines.cluster import _DaskPool
from govsim.experiments.engines.engine import packed
from govsim.experiments.results import open_results, results_in
from govsim.experiments.run import run_experiment
from tests.dask_processes import dask_processes
from tests.tiny_experiments import RUNS_OF_A_CHUNK, have_the_same_runs, running_experiment, tiny
from tests.unit.experiments.store.test_runs_that_fail import ACTORS, UNLIKE, WORLDS

distributed = pytest.importorskip("distributed")

REPLICATES = 24

pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning"
)  # of sockets that Dask lets the collector close


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A real scheduler and two worker processes on loopback."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as made:
        yield made


def processes(cluster: Any) -> list[int]:
    return [worker.process.process.pid for worker in cluster.workers.values()]


def test_a_cluster_of_which_a_worker_is_killed_gives_what_one_process_gives(
    cluster: Any, tmp_path: Path
) -> None:
    alone = run_experiment(
        tiny(replicates=REPLICATES), output=tmp_path / "alone", runs_of_a_chunk=RUNS_OF_A_CHUNK
    )
    work = running_experiment(
        tiny(replicates=REPLICATES),
        tmp_path / "cluster",
        dask=cluster.scheduler_address,
        runs_of_a_chunk=RUNS_OF_A_CHUNK,
    )
    killed = False
    while True:
        try:
            progress = next(work)
        except StopIteration as stop:
            found = stop.value
            break
        if progress.done and not killed:
            os.kill(processes(cluster)[0], signal.SIGKILL)
            killed = True
    assert killed
    assert found.is_complete
    assert found.failures == ()
    assert have_the_same_runs(found, alone)


@pytest.mark.slow
def test_a_run_that_ends_the_processes_of_a_cluster_becomes_one_row(tmp_path: Path) -> None:
    file = tmp_path / "actors.py"
    file.write_text(ACTORS, encoding="utf-8")
    asked = tiny(factors=[], replicates=WORLDS, actors={"council:hillford": f"{file}:Ends"})
    found = run_experiment(asked, output=tmp_path, dask="local", jobs=2)
    expected = [CRASHED if world in UNLIKE else DONE for world in range(WORLDS)]
    assert found.runs().column("status").to_pylist() == expected


def test_a_cluster_without_workers_is_given_up_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from govsim.experiments.engines import cluster

    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    with (
        distributed.LocalCluster(
            n_workers=0, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
        ) as empty,
        pytest.raises(WorkerLost, match="no worker"),
    ):
        run_experiment(tiny(), output=tmp_path, dask=empty.scheduler_address)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address and the process of a scheduler that runs by itself, with one worker."""
    with dask_processes(tmp_path / "cluster") as made:
        made.add_worker()
        yield made.address, made.processes[0]


def test_a_scheduler_that_is_killed_is_told_no_run_is_blamed_and_resume_goes_on(
    scheduler: tuple[str, subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    address, process = scheduler
    asked = tiny(replicates=400)
    work = running_experiment(asked, tmp_path, dask=address, runs_of_a_chunk=RUNS_OF_A_CHUNK)
    while next(work).done < 3 * RUNS_OF_A_CHUNK:
        pass
    process.kill()
    with pytest.raises(WorkerLost, match="resume"):
        for _ in work:
            pass
    (folder,) = results_in(tmp_path)
    found = open_results(folder)
    assert not found.is_complete
    assert found.failures == ()
    assert set(found.runs().column("status").to_pylist()) == {DONE}


def test_the_work_that_chunks_share_goes_to_a_cluster_once(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    submit = _DaskPool.submit

    def noted(pool: Any, function: Any, *arguments: Any) -> Any:
        sent.append(arguments)
        return submit(pool, function, *arguments)

    monkeypatch.setattr(_DaskPool, "submit", noted)
    address = cluster.scheduler_address
    found = run_experiment(tiny(), output=tmp_path, dask=address, runs_of_a_chunk=RUNS_OF_A_CHUNK)
    assert found.is_complete
    assert len(sent) == len(found.written) > 1
    assert len({id(work) for _, work, _ in sent}) == 1
    whole = len(packed(found.plan.work))
    for _, work, chunk in sent:
        assert isinstance(work, distributed.Future)
        assert len(chunk) < whole / 4


def test_a_cluster_can_be_made_for_the_occasion(tmp_path: Path) -> None:
    found = run_experiment(tiny(), output=tmp_path, dask="local", jobs=1, runs_of_a_chunk=RUNS_OF_A_CHUNK)
    assert found.is_complete
    assert found.manifest["made_with"]["engine"] == "dask local"
