"""Experiments of a few milliseconds a chunk, and a driver in a process of its own that can be killed.

python -m tests.tiny_experiments OUTPUT JOBS [CHANGES as JSON]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from govsim.experiments.experiment import Experiment
from govsim.experiments.run import run_experiment

ROOT = Path(__file__).parents[1]
RUNS_OF_A_CHUNK = 8


def tiny(**changes: Any) -> Experiment:
    """Two points in the smallest country for a few quarters, six worlds of each: twelve runs in two chunks."""
    asked: dict[str, Any] = {
        "name": "tiny",
        "scenarios": ["classroom_small"],
        "changes": {"warm_up": 2, "horizon": 3},
        "replicates": 6,
        "factors": [{"name": "slack", "path": "uncertainties.slack", "values": [0.05, 0.2]}],
        "trajectories": ["progress"],
    }
    return Experiment.model_validate({**asked, **changes})


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
        tiny(**json.loads(sys.argv[3])), sys.argv[1], jobs=int(sys.argv[2]), runs_of_a_chunk=RUNS_OF_A_CHUNK
    )
