"""Split a simulation among processes: each runs all scenarios in some of the worlds, bit for bit the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, TypeVar

import numpy as np

from govsim.arrays import Floats
from govsim.runs.pool import Task, run_tasks
from govsim.runs.run import Run
from govsim.scenario.schema import Scenario
from govsim.world.network import Network
from govsim.world.places import Places

Progress = TypeVar("Progress")

WORLDS_OF_A_PART: Final = 100  # at most: larger batches are hardly faster


@dataclass(frozen=True, kw_only=True)
class Part:
    """All scenarios in some of the worlds."""

    scenarios: tuple[Scenario, ...]
    replicates: tuple[int, ...]
    seed: int
    places: Places | None
    network: Network | None
    assumptions: Mapping[str, Floats]
    only: tuple[Collection[str], ...] | None = None


def parts_of(whole: Part, jobs: int) -> list[Part]:
    """Split the worlds into parts of about one size, equally many for each process."""
    worlds = len(whole.replicates)
    rounds = math.ceil(worlds / (jobs * WORLDS_OF_A_PART))
    ends = np.linspace(0, worlds, min(worlds, jobs * rounds) + 1).round().astype(int)
    return [
        replace(
            whole,
            replicates=whole.replicates[start:stop],
            assumptions={name: values[start:stop] for name, values in whole.assumptions.items()},
        )
        for start, stop in pairwise(ends)
    ]


def sharing(
    run_part: Callable[[Part], list[Run]],
    whole: Part,
    jobs: int,
    progress: Callable[[int], Progress],
    of: int,
) -> Generator[Progress, None, list[Run]]:
    """Run a simulation in several processes, yielding progress in quarters out of `of`. Raises WorkerLost.

    `run_part` runs a part in a worker and notes the quarters done.
    """
    parts = parts_of(whole, jobs)
    tasks = [Task("", "", run_part, (part,), len(part.replicates)) for part in parts]
    finished: dict[int, list[Run]] = {}
    done, shown, quarters = 0, 0, of // len(whole.replicates)
    yield progress(0)
    for update in run_tasks(tasks, jobs):
        noted = update if isinstance(update, int) else 0
        if not isinstance(update, int):
            row, finished[row] = update
            done += quarters * len(parts[row].replicates)
        shown = max(shown, done + noted)  # a finished part brings no notes of the others
        yield progress(shown)
    return [_joined(runs) for runs in zip(*(finished[row] for row in range(len(parts))), strict=True)]


def _joined(runs: Sequence[Run]) -> Run:
    """Join one scenario's runs in several parts of the worlds."""

    def whole(kind: str) -> dict[str, Any]:
        parts = [getattr(run, kind) for run in runs]
        return {name: np.concatenate([part[name] for part in parts], axis=-1) for name in parts[0]}

    return replace(
        runs[0],
        replicates=tuple(world for run in runs for world in run.replicates),
        measures=whole("measures"),
        pound=whole("pound"),
        along_axes=whole("along_axes"),
        assumptions=whole("assumptions"),
    )
