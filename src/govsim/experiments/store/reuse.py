"""Reuse of runs from a folder of the same experiment with more, or fewer, worlds.

A run depends on the number of its world, not on the number of worlds, so a run there equals the same run here. Only
finished chunks are read and nothing is written, because another driver may be at work there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from govsim.errors import ResultsError
from govsim.experiments.chunk import DONE, ChunkResult, Failure, joined
from govsim.experiments.plan import Chunk, Plan
from govsim.experiments.store.chunk_format import ChunkFiles, Source, column, series
from govsim.experiments.store.folder import Folder, Span, span_of, spans_in
from govsim.experiments.store.manifest import Manifest, canonical, read_manifest
from govsim.experiments.store.reading import chunk_files, model_differs, packages_differ, read_plan

# Keys of an experiment on which no run depends. The digest of the design covers the rows.
_ABOUT_RUNS: Final = frozenset(
    {
        "about",
        "figures",
        "most_runs",
        "outcomes",
        "question",
        "replicates",
        "smallest_effect",
        "stopping",
    }
)


@dataclass(frozen=True, kw_only=True)
class ReusedRuns:
    """The runs of a chunk's leading replicates, from another folder."""

    result: ChunkResult
    rest: Chunk | None  # the part of the chunk still to run, if any
    source: Source


@dataclass(frozen=True, eq=False, kw_only=True)
class ReusableFolder:
    """A folder with some of the same runs (see `reusable_folders`)."""

    files: ChunkFiles
    plan: Plan
    written: frozenset[Span]

    def worlds_of(self, chunk: Chunk) -> int:
        """The number of a chunk's leading worlds that are finished here in all of its rows."""
        worlds = 0
        for block, _ in self._finished(chunk):
            worlds = min(block.stop, chunk.block.stop) - chunk.block.start
        return worlds

    def runs_of(self, chunk: Chunk) -> ReusedRuns | None:
        """Leading replicates, up to the first that failed or cannot be read."""
        parts, start, stop = [], chunk.block.start, chunk.block.start
        for block, held in self._finished(chunk):
            try:
                parts += [self._part(one, chunk) for one in held]
            except ResultsError:
                break  # damaged, or deleted meanwhile: its runs are run again
            stop = min(block.stop, chunk.block.stop)
        leading = joined(parts) if parts else None
        if leading is not None:
            failed = (failure.run - chunk.points * start for failure in leading.failures)
            stop = min([stop, *(start + run % len(chunk.block) for run in failed)])
        if leading is None or stop == start:
            return None
        first = replace(chunk, replicates=range(start, stop))
        wanted = np.isin(leading.runs, first.runs)
        result = replace(
            leading,
            runs=leading.runs[wanted],
            values=leading.values[:, wanted],
            failures=(),
            trajectories=leading.trajectories[:, : self._quarters(first), wanted],
        )
        rest = replace(chunk, replicates=range(stop, chunk.block.stop)) if stop < chunk.block.stop else None
        source = Source(folder=self.files.folder.path.name, runs=first.size)
        return ReusedRuns(result=result, rest=rest, source=source)

    def _finished(self, chunk: Chunk) -> Iterator[tuple[range, list[Chunk]]]:
        """The blocks here with a chunk's worlds, up to the first unfinished one, each with its chunks."""
        rows = range(chunk.first_row, chunk.first_row + len(chunk.rows))
        world = chunk.block.start
        while world < chunk.block.stop and (block := self.plan.block_with(world)) is not None:
            held = list(self.plan.chunks(block, rows))
            if not all(span_of(one) in self.written for one in held):
                return
            yield block, held
            world = block.stop

    def _part(self, one: Chunk, wanted: Chunk) -> ChunkResult:
        """The runs of a chunk here that `wanted` needs, renumbered for it. Raises ResultsError for a damaged file."""
        rows = range(
            max(one.first_row, wanted.first_row),
            min(one.first_row + len(one.rows), wanted.first_row + len(wanted.rows)),
        )
        worlds = range(max(one.block.start, wanted.block.start), min(one.block.stop, wanted.block.stop))
        here, there = (
            replace(
                chunk,
                first_row=rows.start,
                rows=chunk.rows[rows.start - chunk.first_row : rows.stop - chunk.first_row],
                replicates=worlds,
            )
            for chunk in (one, wanted)
        )
        span = span_of(one)
        table = self.files.read(span).take(here.runs - span[0])
        measures = self.plan.experiment.trajectories
        lines = [series(table, name).T for name in measures]
        statuses = zip(there.runs.tolist(), table.column("status").to_pylist(), strict=True)
        return ChunkResult(
            runs=there.runs,
            values=np.array([column(table, name) for name in self.plan.columns]),
            failures=tuple(Failure(run, status, "") for run, status in statuses if status != DONE),
            trajectories=np.array(lines) if lines else np.empty((0, 0, here.size)),
            made_by=self.files.header(span).made_by,
        )

    def _quarters(self, first: Chunk) -> int:
        """The longest horizon of some runs: chunks here may be padded to longer ones."""
        if not self.plan.experiment.trajectories:
            return 0
        work = self.plan.work
        return max(work.scenario(arm, row).horizon for row in first.rows for arm in first.arms)


def reusable_folders(manifest: Manifest, others: Iterable[Path]) -> tuple[ReusableFolder, ...]:
    """The other folders with runs of the same experiment and model."""
    wanted, reusable = _request_of_runs(manifest), []
    for folder in map(Folder, others):
        try:
            if _request_of_runs(read_manifest(folder.manifest)) != wanted:
                continue
            plan, other, _ = read_plan(folder)
            written = frozenset(spans_in(folder.chunks))
        except (ResultsError, OSError):
            continue  # opening a broken or private folder itself reports it
        if model_differs(other) is None and packages_differ(other) is None:
            reusable.append(ReusableFolder(files=chunk_files(folder, other), plan=plan, written=written))
    return tuple(reusable)


def reused_runs(folders: tuple[ReusableFolder, ...], chunk: Chunk, whole: bool = False) -> ReusedRuns | None:
    """The runs of a chunk from the folder with the most of it; with `whole`, all of them or None."""
    offers = {folder: folder.worlds_of(chunk) for folder in folders}
    least = len(chunk.block) if whole else 1
    for folder in sorted(offers, key=lambda one: -offers[one]):
        if offers[folder] < least:
            break
        reused = folder.runs_of(chunk)
        if reused is not None and not (whole and reused.rest):
            return reused
    return None


def _request_of_runs(manifest: Manifest) -> bytes:
    """The part of a request on which single runs depend, as canonical JSON."""
    request: Mapping[str, Any] = manifest["asked"]
    experiment = {key: value for key, value in request["experiment"].items() if key not in _ABOUT_RUNS}
    return canonical({**request, "experiment": experiment})
