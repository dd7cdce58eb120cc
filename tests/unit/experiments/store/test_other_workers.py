"""A worker with another source, numpy or Python is refused by name, so that no table mixes two models."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from govsim.errors import InputError, ResultsError
from govsim.experiments.engines.engine import packed, run_packed
from govsim.experiments.plan import planned
from govsim.experiments.replaying import replay
from govsim.experiments.results import open_results, results_in
from govsim.experiments.run import run_experiment
from govsim.runs import provenance
from govsim.runs.provenance import Maker, this_maker
from tests.dask_processes import DaskProcesses, dask_processes, wait_for_workers
from tests.tiny_experiments import ROOT, RUNS_OF_A_CHUNK, resume, running_experiment, tiny

SECOND_MODEL = ("return mean(progress_by_outcome(", "return 2 * mean(progress_by_outcome(")
OTHER_NUMPY = "import numpy\nnumpy.__version__ = '1.99.0'\n"
OTHER_PYTHON = "import platform\nplatform.python_version = lambda: '3.99.1'\n"

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # of sockets that Dask lets the collector close
    pytest.mark.filterwarnings("ignore:Mismatched versions"),
]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[DaskProcesses]:
    pytest.importorskip("distributed")
    with dask_processes(tmp_path / "cluster") as made:
        made.add_worker()
        yield made


def other_source(folder: Path) -> Path:
    """A copy of the source with a measure that doubles."""
    copy = folder / "other" / "src"
    shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
    file = copy / "govsim" / "measures" / "progress.py"
    text = file.read_text("utf-8")
    assert SECOND_MODEL[0] in text
    file.write_text(text.replace(*SECOND_MODEL), "utf-8")
    return copy


def refused(cluster: DaskProcesses, output: Path, workers: int = 2) -> str:
    """What an experiment on a cluster says before its first run."""
    wait_for_workers(cluster.address, workers)
    with pytest.raises(InputError) as told:
        run_experiment(tiny(), output=output, dask=cluster.address)
    (folder,) = results_in(output)
    assert not open_results(folder).written
    problems = told.value.problems
    assert len(problems) == workers - 1
    assert all(problem.where.startswith("worker tcp://127.0.0.1:") for problem in problems)
    assert all("restart the worker" in problem.remedy for problem in problems)
    return str(told.value)


def test_workers_of_other_source_numpy_or_python_are_refused_by_name_before_the_first_run(
    cluster: DaskProcesses, tmp_path: Path
) -> None:
    """The last has a source that does not know the question: asked for a function that it lacks, it would end."""
    source, former = other_source(tmp_path / "1"), other_source(tmp_path / "2")
    file = former / "govsim" / "experiments" / "engines" / "engine.py"
    file.write_text(file.read_text("utf-8").replace("def this_worker", "def former_worker"), "utf-8")
    cluster.add_worker(source=source)
    cluster.add_worker(preload=OTHER_NUMPY)
    cluster.add_worker(preload=OTHER_PYTHON)
    cluster.add_worker(source=former)
    told = refused(cluster, tmp_path / "results", workers=5)
    python = f"Python 3.{sys.version_info.minor}"
    assert f"expected source {this_maker().code}, as the driver has, found source" in told
    assert f"expected numpy {np.__version__}, as the driver has, found numpy 1.99.0." in told
    assert f"expected {python}, as the driver has, found Python 3.99." in told
    assert "found govsim that fails (AttributeError: " in told


def another_python() -> str | None:
    """A Python of another minor version that has what a worker needs, if there is one."""
    here = f"python3.{sys.version_info.minor}"
    needs = "import numpy, scipy, pydantic, distributed"
    for name in (f"python3.{minor}" for minor in range(11, 20)):
        found = shutil.which(name)
        if (
            name != here
            and found
            and not subprocess.run([found, "-c", needs], capture_output=True).returncode
        ):
            return found
    return None


def test_a_worker_of_another_minor_version_of_python_is_refused(
    cluster: DaskProcesses, tmp_path: Path
) -> None:
    python = another_python()
    if python is None:
        pytest.skip("no other Python here has numpy, scipy, pydantic and distributed")
    cluster.add_worker(python=python)
    told = refused(cluster, tmp_path / "results")
    assert f"Python 3.{sys.version_info.minor}, as the driver has, found" in told


def test_a_worker_of_other_source_that_comes_later_makes_no_chunk(
    cluster: DaskProcesses, tmp_path: Path
) -> None:
    wait_for_workers(cluster.address, 1)
    asked = tiny(replicates=4000)
    work = running_experiment(
        asked, tmp_path / "results", dask=cluster.address, runs_of_a_chunk=RUNS_OF_A_CHUNK
    )
    while not next(work).done:
        pass
    cluster.add_worker(source=other_source(tmp_path))
    with pytest.raises(InputError, match=r"worker \d+ on .*: expected source"):
        for _ in work:
            pass
    (folder,) = results_in(tmp_path / "results")
    found = open_results(folder)
    assert not found.is_complete
    assert found.makers == {this_maker()}


def _with_another_numpy() -> None:
    np.__version__ = "1.99.0"


def test_a_worker_of_an_executor_of_the_callers_own_is_refused_with_its_process_and_host(
    tmp_path: Path,
) -> None:
    spawn = multiprocessing.get_context("spawn")
    with (
        ProcessPoolExecutor(1, spawn, _with_another_numpy) as executor,
        pytest.raises(InputError, match=rf"worker \d+ on {this_maker().host}: .*found numpy 1\.99\.0\."),
    ):
        run_experiment(tiny(), output=tmp_path, executor=executor)


def test_an_error_for_a_user_comes_whole_from_another_process() -> None:
    plan = planned(tiny())
    (chunk,) = plan.chunks(plan.blocks[0])
    with (
        ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor,
        pytest.raises(InputError) as told,
    ):
        executor.submit(run_packed, {"numpy": "0"}, packed(plan.work), packed(chunk)).result()
    assert str(told.value) == str(told.value.problems[0])


def _made_with(monkeypatch: pytest.MonkeyPatch, **versions: str) -> Maker:
    maker = replace(this_maker(), **versions)
    for module in (provenance, sys.modules["govsim.experiments.store.reading"]):
        monkeypatch.setattr(module, "this_maker", lambda: maker)
    return maker


@pytest.mark.parametrize(
    ("versions", "told"),
    [
        ({"numpy": "1.99.0"}, rf"numpy {np.__version__}, not 1\.99\.0"),
        ({"python": "3.99.1"}, r"Python 3\.\d+, not 3\.99"),
        ({"scipy": "0.1", "numpy": "0.2"}, r"numpy .*, not 0\.2 and scipy .*, not 0\.1"),
    ],
)
def test_results_of_other_packages_are_read_and_replayed_but_not_gone_on_with(
    versions: dict[str, str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = run_experiment(tiny(), output=tmp_path, runs_of_a_chunk=RUNS_OF_A_CHUNK)
    left = found.runs().num_rows // 2
    next((found.folder / "chunks").iterdir()).unlink()
    _made_with(monkeypatch, **versions)
    old = open_results(found.folder)
    assert old.runs().num_rows == left
    assert old.difference_of_model
    with pytest.raises(ResultsError, match=told):
        resume(found.folder)


def test_a_patch_of_python_makes_no_other_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = run_experiment(tiny(), output=tmp_path, runs_of_a_chunk=RUNS_OF_A_CHUNK)
    next((found.folder / "chunks").iterdir()).unlink()
    _made_with(monkeypatch, python=f"3.{sys.version_info.minor}.99")
    assert resume(found.folder).is_complete


def test_replay_tells_of_other_packages_by_bits_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = run_experiment(tiny(), output=tmp_path)
    manifest = found.folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"numpy": "{np.__version__}"', '"numpy": "1.99.0"'))
    assert open_results(found.folder).difference_of_model == f"numpy 1.99.0, not {np.__version__}"
    assert replay(found.folder, 3).is_the_same


ACTOR = """
class Mine:
    def commission(self, view, rule):
        return rule.choose(view)
"""


def actor_in(folder: Path) -> tuple[Path, Any]:
    file = folder / "actors.py"
    file.write_text(ACTOR, "utf-8")
    return file, tiny(replicates=64, actors={"council:hillford": f"{file}:Mine"})


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("change", [os.unlink, lambda file: file.write_text(f"{ACTOR}# other\n", "utf-8")])
def test_an_actor_whose_file_changes_while_the_experiment_runs_stops_it(
    change: Any, jobs: int, tmp_path: Path
) -> None:
    file, asked = actor_in(tmp_path)
    work = running_experiment(asked, tmp_path / "results", jobs=jobs, runs_of_a_chunk=RUNS_OF_A_CHUNK)
    while not next(work).done:
        pass
    change(file)
    with pytest.raises(
        InputError, match=r"actors\.py on .*: expected the file of actors .* began with, found"
    ):
        for _ in work:
            pass
    (folder,) = results_in(tmp_path / "results")
    assert not open_results(folder).is_complete
    file.write_text(ACTOR, "utf-8")
    assert resume(folder).is_complete
