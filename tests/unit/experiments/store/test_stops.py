"""A Ctrl-C at an awkward moment is answered, and nothing that was begun is left behind."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from govsim.cli import progress_bar
from govsim.experiments.plan import planned
from govsim.experiments.results import results_in
from govsim.experiments.run import ExecutionOptions, begin, resuming, run_experiment
from govsim.experiments.store.folder import Folder
from govsim.experiments.store.lock import holder_of
from govsim.runs.simulate import Progress, finished
from tests.tiny_experiments import AtOnce, Never, running_experiment, tiny


def stopped(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


def test_a_stop_while_progress_is_shown_lets_the_folder_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, not when the error is forgotten: in a notebook it is remembered."""
    monkeypatch.setattr(progress_bar._Quiet, "note", stopped)
    folder = begin(tiny(), tmp_path, ExecutionOptions())
    work = resuming(folder, ExecutionOptions(executor=AtOnce()))
    with pytest.raises(KeyboardInterrupt):
        progress_bar.watched(work, quiet=True)
    assert holder_of(Folder(folder).lock) is None
    assert run_experiment(tiny(), output=tmp_path, executor=AtOnce()).is_complete


def test_work_that_nobody_watches_is_closed_too() -> None:
    ended = []

    class Steps:
        """Work in which a stop comes between two steps."""

        def __next__(self) -> Progress:
            raise KeyboardInterrupt

        def close(self) -> None:
            ended.append(True)

    with pytest.raises(KeyboardInterrupt):
        finished(Steps())  # type: ignore[arg-type]
    assert ended


def test_a_stop_takes_back_what_an_executor_of_the_callers_own_has_not_begun(tmp_path: Path) -> None:
    executor = Never()
    work = running_experiment(tiny(), tmp_path, executor=executor, runs_of_a_chunk=2)
    next(work)
    next(work)  # a while has passed without anything
    assert executor.given
    with pytest.raises(KeyboardInterrupt):
        work.throw(KeyboardInterrupt)
    assert all(future.cancelled() for future in executor.given)
    (folder,) = results_in(tmp_path)
    assert holder_of(Folder(folder).lock) is None


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # of sockets that Dask lets the collector close
def test_a_stop_while_a_cluster_is_started_leaves_no_worker_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    import dask

    from govsim.experiments.engines.cluster import Dask

    key = "distributed.scheduler.allowed-failures"
    before, workers = dask.config.get(key), list[int]()

    def connected(cluster: Any, **_: Any) -> None:
        workers.extend(nanny.pid for nanny in cluster.workers.values())
        raise KeyboardInterrupt

    monkeypatch.setattr(distributed, "Client", connected)
    with pytest.raises(KeyboardInterrupt):
        Dask(planned(tiny()).work, "local", 1)
    assert len(workers) == 1
    until = time.monotonic() + 10
    while _is_there(workers[0]) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _is_there(workers[0])
    assert dask.config.get(key) == before


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
