"""Why a run came to nothing: one file for each, with all that is needed to see it again."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

from govsim.experiments.chunk import Failure
from govsim.experiments.plan import Plan
from govsim.experiments.store.chunks import error_id
from govsim.experiments.store.folder import Folder
from govsim.files import atomic_write


def replay_command(folder: Path, run: int) -> str:
    """The command that makes a run once more, alone."""
    return shlex.join(["govsim", "experiment", "replay", str(folder), str(run)])


def write_failure(place: Folder, plan: Plan, failure: Failure, results: Path) -> None:
    """Tell, in one place, of a run that came to nothing; its command names the folder of the results."""
    at = plan.address(failure.run)
    names = [factor.name for factor in plan.experiment.factors]
    told: dict[str, Any] = {
        "run": failure.run,
        "point": at.point,
        "row": at.row,
        "scenario": plan.scenarios[at.arm].name,
        "replicate": at.replicate,
        "factors": dict(zip(names, plan.rows[at.row], strict=True)),
        "seed": plan.experiment.seed,
        "status": failure.status,
        "error_id": error_id(failure),
        "error": failure.error,
        "traceback": failure.traceback,
        "replay": replay_command(results, failure.run),
    }
    with atomic_write(place.failure(failure.run)) as file:
        file.write(json.dumps(told, indent=1, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def read_failure(folder: Folder, run: int, status: str, error: str) -> Failure:
    """What was told of a run; only its status and the id of its error where the file has gone."""
    path = folder.failure(run)
    try:
        told = json.loads(path.read_bytes())
        return Failure(run, status, str(told["error"]), str(told["traceback"]))
    except (OSError, ValueError, LookupError, TypeError):
        # what happened stands in the runs; why, only in this file, which anybody may have removed
        return Failure(run, status, f"error {error}; {path} cannot be read")
