"""Decisions of a stopping rule, one per block, each on disk before the next block begins."""

from __future__ import annotations

import json
from dataclasses import asdict

from govsim.errors import Problem, ResultsError
from govsim.experiments.stopping_rule import Stage
from govsim.experiments.store.folder import Folder
from govsim.files import atomic_write, fsync_directory


def write_stage(folder: Folder, stage: Stage) -> None:
    """Write a decision."""
    with atomic_write(folder.stage(stage.block)) as file:
        file.write(json.dumps(asdict(stage), indent=1).encode() + b"\n")


def read_stage(folder: Folder, block: int) -> Stage | None:
    """The decision after a block, if any yet. Raises ResultsError if it is damaged."""
    path = folder.stage(block)
    try:
        return Stage(**json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        remedy = "Delete it: it is worked out again from the runs."
        raise ResultsError(
            Problem(str(path), "the decision after a block", f"a damaged file ({error})", remedy=remedy)
        ) from error


def forget_stop(folder: Folder, blocks: int) -> None:
    """Delete a decision to stop, so that the rule decides again; decisions to continue stay."""
    for block in range(blocks):
        stage = read_stage(folder, block)
        if stage is None:
            return
        if not stage.goes_on:
            folder.stage(block).unlink()
            fsync_directory(folder.stages)
            return
