"""Experiments of a few milliseconds a chunk, and a driver in a process of its own that can be killed.

python -m tests.tiny_experiments OUTPUT JOBS [CHANGES as JSON]
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Collection
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from govsim.experiments.chunk import CRASHED, ChunkResult, Failure
from govsim.experiments.experiment import Experiment
from govsim.experiments.plan import Chunk
from govsim.experiments.results import Results
from govsim.experiments.run import ExecutionOptions, Running, begin, resuming, run_experiment
from govsim.runs.simulate import finished
from govsim.world.places import Places

ROOT = Path(__file__).parents[1]
RUNS_OF_A_CHUNK = 8


def tiny(**changes: Any) -> Experiment:
    """Two points in the smallest country for a few quarters, six worlds of each: twelve runs in two chunks."""
    asked: dict[str, Any] = {
        "name": "tiny",
        "scenarios": ["classroom_small"],
        "changes": {"warm_up": 4, "horizon": 3},
        "replicates": 6,
        "factors": [{"name": "slack", "path": "uncertainties.slack", "values": [0.05, 0.2]}],
        "trajectories": ["progress"],
    }
    return Experiment.model_validate({**asked, **changes})


def running_experiment(
    asked: Experiment, output: Path, runs_of_a_chunk: int | None = None, **engine: Any
) -> Running:
    """As `run_experiment`, yielding progress in runs."""
    options = ExecutionOptions(**engine)
    folder = begin(asked, output, options, runs_of_a_chunk=runs_of_a_chunk)
    return (yield from resuming(folder, options))


def resume(
    folder: str | Path, places: Places | None = None, retry_failed: bool = False, **engine: Any
) -> Results:
    """Continue an experiment where it was stopped."""
    return finished(resuming(folder, ExecutionOptions(**engine), places, retry_failed))


class AtOnce(Executor):
    """Makes each chunk when it is handed over, notes its runs, and reports some of them as crashed."""

    def __init__(self, crashing: Collection[int] = (), why: str = "memory ran out") -> None:
        self.crashing = set(crashing)
        self.why = why
        self.made: list[int] = []
        self.chunks: list[Chunk] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        result: ChunkResult = fn(*args)
        self.made += result.runs.tolist()
        self.chunks.append(pickle.loads(args[-1]))
        future: Future[Any] = Future()
        future.set_result(self._spoilt(result))
        return future

    def _spoilt(self, result: ChunkResult) -> ChunkResult:
        lost = np.isin(result.runs, sorted(self.crashing))
        failures = tuple(Failure(int(run), CRASHED, self.why) for run in result.runs[lost])
        return replace(
            result,
            values=np.where(lost, np.nan, result.values),
            trajectories=np.where(lost, np.nan, result.trajectories),
            failures=failures,
        )


class Never(Executor):
    """Takes everything on, and does nothing."""

    def __init__(self) -> None:
        self.given: list[Future[Any]] = []

    def submit(self, fn: Any, /, *args: Any, **_: Any) -> Future[Any]:
        self.given.append(Future())
        return self.given[-1]


def have_the_same_runs(one: Results, other: Results) -> bool:
    """Whether two experiments have the same runs and trajectories."""
    courses = "FROM trajectories ORDER BY run, quarter"
    return bool(one.runs().equals(other.runs()) and one.query(courses).equals(other.query(courses)))


def on_this_machine(seconds: float) -> float:
    """Time that a promise in seconds has where other processes want the cores as well."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def driver(output: Path, jobs: int = 1, **changes: Any) -> subprocess.Popen[bytes]:
    """A driver of a tiny experiment, the leader of a process group of its own."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    words = [sys.executable, "-m", "tests.tiny_experiments", str(output), str(jobs), json.dumps(changes)]
    return subprocess.Popen(
        words,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


if __name__ == "__main__":
    run_experiment(
        tiny(**json.loads(sys.argv[3])),
        output=sys.argv[1],
        jobs=int(sys.argv[2]),
        runs_of_a_chunk=RUNS_OF_A_CHUNK,
    )
