"""Runs that are there already in a folder beside this one: of the same experiment in more, or fewer, worlds.

World 17 has the same chance however many worlds there are, so a run found there is the run that would be made here.
Only chunks that have their names are read, and nothing is written: the other folder may be at work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from govsim.arrays import Floats
from govsim.errors import ResultsError
from govsim.experiments.chunk import DONE, Made
from govsim.experiments.plan import Chunk, Plan
from govsim.experiments.store import chunks
from govsim.experiments.store.folder import Folder, Span, chunk_name, span_of, spans_in
from govsim.experiments.store.manifest import Manifest, canonical, read_manifest
from govsim.experiments.store.reading import model_differs, read_plan

# What is said about runs, and how many worlds there are: no run depends on it. Which rows there are is asked apart.
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


@dataclass(frozen=True)
class Taken:
    """The runs of a chunk's first worlds, as a folder beside this one has them."""

    made: Made
    rest: Chunk | None  # what has yet to be made of the chunk; None where nothing has
    whence: chunks.TakenOver


@dataclass(frozen=True, eq=False)
class _Part:
    """What one chunk there says of some rows in some worlds."""

    done: NDArray[np.bool_]  # (row, arm, world)
    values: Floats  # (column, row, arm, world)
    trajectories: Floats  # (measure, quarter, row, arm, world)


@dataclass(frozen=True, eq=False)
class Sibling:
    """A folder that has some of the same runs; made by `siblings_of`."""

    folder: Folder
    plan: Plan
    identity: str
    kept: frozenset[Span]

    def worlds_of(self, chunk: Chunk) -> int:
        """How many of a chunk's worlds, from its first on, have their names here in all of its rows."""
        worlds = 0
        for block, held in self._held(chunk):
            if not all(span_of(one) in self.kept for one in held):
                break
            worlds = min(block.stop, chunk.block.stop) - chunk.block.start
        return worlds

    def taken(self, chunk: Chunk) -> Taken | None:
        """The runs of a chunk's first worlds, up to one in which a run came to nothing or cannot be read."""
        parts: list[_Part] = []
        for block, held in self._held(chunk):
            if not all(span_of(one) in self.kept for one in held):
                break
            try:
                parts.append(_beside([self._part(one, chunk, block) for one in held], axis=0))
            except ResultsError:
                break  # torn, or taken away meanwhile: what it had is made again
        if not parts:
            return None
        whole = _beside(parts, axis=2)
        well = np.asarray(whole.done.all(axis=(0, 1)))
        worlds = len(well) if well.all() else int(np.argmin(well))
        return self._told(chunk, whole, worlds) if worlds else None

    def _held(self, chunk: Chunk) -> Iterator[tuple[range, list[Chunk]]]:
        """The blocks here that have a chunk's worlds, in order, each with the chunks that have its rows."""
        rows = range(chunk.first_row, chunk.first_row + len(chunk.rows))
        world = chunk.block.start
        while world < chunk.block.stop and (block := self.plan.block_with(world)) is not None:
            yield block, list(self.plan.chunks(block, rows))
            world = block.stop

    def _part(self, one: Chunk, wanted: Chunk, block: range) -> _Part:
        """What of a chunk here is wanted. Raises ResultsError where it is not what was written."""
        shape = (len(one.rows), len(one.arms), len(block))
        rows = slice(
            max(0, wanted.first_row - one.first_row), wanted.first_row + len(wanted.rows) - one.first_row
        )
        worlds = slice(max(0, wanted.block.start - block.start), wanted.block.stop - block.start)
        name = chunk_name(span_of(one))
        table = chunks.read_table(self.folder.chunks / name, None, self.identity)
        if not np.array_equal(table.column("run").to_numpy(), one.runs):
            raise chunks.torn(self.folder.chunks / name, "it has other runs than its name says")
        done = np.array(table.column("status").to_pylist()) == DONE
        values = _columns(table, self.plan.columns).reshape(len(self.plan.columns), *shape)
        series = np.empty((0, 0, *shape))
        measures = self.plan.experiment.trajectories
        if measures:
            path = self.folder.trajectories / name
            table = chunks.read_table(path, None, self.identity)
            quarters = table.num_rows // one.size
            if not np.array_equal(table.column("run").to_numpy(), np.repeat(one.runs, quarters)):
                raise chunks.torn(path, "it has other runs than its name says")
            lines = _columns(table, measures).reshape(len(measures), one.size, quarters)
            series = np.moveaxis(lines, 2, 1).reshape(len(measures), quarters, *shape)
        return _Part(
            done.reshape(shape)[rows, :, worlds], values[:, rows, :, worlds], series[:, :, rows, :, worlds]
        )

    def _told(self, chunk: Chunk, whole: _Part, worlds: int) -> Taken:
        """The first worlds as runs of the chunk that asks for them."""
        start, stop = chunk.block.start, chunk.block.start + worlds
        first = replace(chunk, replicates=range(start, stop))
        values, series = whole.values[..., :worlds], whole.trajectories[..., :worlds]
        series = series[:, : self._quarters(first)]
        made = Made(
            first.runs,
            values.reshape(len(values), first.size),
            (),
            series.reshape(*series.shape[:2], first.size),
            0.0,
        )
        rest = replace(chunk, replicates=range(stop, chunk.block.stop)) if stop < chunk.block.stop else None
        return Taken(made, rest, chunks.TakenOver(self.folder.path.name, first.size))

    def _quarters(self, first: Chunk) -> int:
        """How long the longest of some runs is: chunks here may have longer ones beside them."""
        if not self.plan.experiment.trajectories:
            return 0
        work = self.plan.work
        return max(work.scenario(arm, row).horizon for row in first.rows for arm in first.arms)


def siblings_of(manifest: Manifest, others: Iterable[Path]) -> tuple[Sibling, ...]:
    """Those of other folders that have runs which an experiment asks for, made by the same model."""
    wanted, found = _runs_asked(manifest), []
    for path in others:
        try:
            if _runs_asked(read_manifest(path / "manifest.json")) != wanted:
                continue
            plan, other, _ = read_plan(Folder(path))
        except ResultsError:
            continue  # whoever opens that folder is told what is wrong with it; here it has nothing to give
        if model_differs(other) is None:
            place = Folder(path)
            found.append(Sibling(place, plan, other["identity"], frozenset(spans_in(place.chunks))))
    return tuple(found)


def taken_from(siblings: tuple[Sibling, ...], chunk: Chunk, whole: bool = False) -> Taken | None:
    """What a sibling has of a chunk, the one that seems to have most of it first; only all of it, if `whole`."""
    offers = {sibling: sibling.worlds_of(chunk) for sibling in siblings}
    least = len(chunk.block) if whole else 1
    for sibling in sorted(offers, key=lambda one: -offers[one]):
        if offers[sibling] < least:
            break
        taken = sibling.taken(chunk)
        if taken is not None and not (whole and taken.rest):
            return taken
    return None


def _runs_asked(manifest: Manifest) -> bytes:
    """What of an experiment its single runs depend on."""
    asked: Mapping[str, Any] = manifest["asked"]
    experiment = {key: value for key, value in asked["experiment"].items() if key not in _ABOUT_RUNS}
    return canonical({**asked, "experiment": experiment})


def _columns(table: Any, names: tuple[str, ...]) -> Floats:
    return np.array([chunks.column(table, name) for name in names])


def _beside(parts: list[_Part], axis: int) -> _Part:
    """Parts as one, along rows (0) or worlds (2); a shorter series ends in NaN."""
    quarters = max(part.trajectories.shape[1] for part in parts)
    series = [
        np.pad(
            part.trajectories,
            ((0, 0), (0, quarters - part.trajectories.shape[1]), (0, 0), (0, 0), (0, 0)),
            constant_values=np.nan,
        )
        for part in parts
    ]
    return _Part(
        np.concatenate([part.done for part in parts], axis),
        np.concatenate([part.values for part in parts], axis + 1),
        np.concatenate(series, axis + 2),
    )
