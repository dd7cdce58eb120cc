"""The one writer of an experiment's folder. A file is there when it has its name; no other ledger is kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from govsim.errors import Problem, ResultsError
from govsim.experiments.chunk import DONE, Made
from govsim.experiments.plan import Chunk, Plan
from govsim.experiments.stopping import Stage
from govsim.experiments.store import chunks
from govsim.experiments.store.design import design_table
from govsim.experiments.store.failures import write_failure
from govsim.experiments.store.folder import (
    Folder,
    Span,
    chunk_name,
    failures_in,
    folder_name,
    span_of,
    spans_in,
    spans_of,
)
from govsim.experiments.store.lock import held
from govsim.experiments.store.manifest import Manifest, read_manifest, write_manifest
from govsim.experiments.store.stages import take_back_the_end, write_stage
from govsim.files import atomic_write, fsync_directory, partials


class Keeper:
    """Keeps chunks and decisions of one experiment; made by `keeping`, which holds the lock."""

    def __init__(self, folder: Folder, plan: Plan, identity: str) -> None:
        self.folder = folder
        self.plan = plan
        self.identity = identity
        self.kept: set[Span] = spans_in(folder.chunks) & spans_of(plan)
        self.again: set[Span] = set()  # kept, and to be made again

    def lacks(self, chunk: Chunk) -> bool:
        """Whether a chunk has yet to be made."""
        span = span_of(chunk)
        return span not in self.kept or span in self.again

    def try_again(self) -> None:
        """Have every chunk of which runs came to nothing made again; until it is, the old one stays.

        A decision to stop was taken without those runs: it is forgotten first, and taken anew at the end.
        """
        for block in self.plan.blocks:
            for chunk in self.plan.chunks(block):
                span = span_of(chunk)
                if span in self.kept and not chunks.all_done(self._status_of(self.folder, span)):
                    self.again.add(span)
        if self.again and self.plan.is_sequential:
            with _told(self.folder.path):
                take_back_the_end(self.folder, len(self.plan.blocks))

    def keep(self, chunk: Chunk, made: Made, taken_over: chunks.TakenOver | None = None) -> None:
        """Have a chunk on disk; one that was made again takes the place of the old one when all of it is there."""
        span = span_of(chunk)
        with _told(self.folder.path):
            if span in self.kept:
                for place in self.folder.renewed.written:
                    place.mkdir(parents=True, exist_ok=True)
                self._write_chunk(self.folder.renewed, chunk, made, taken_over)
                self.put_in_place()
            else:
                self._write_chunk(self.folder, chunk, made, taken_over)
        self.kept.add(span)
        self.again.discard(span)

    def _write_chunk(
        self, place: Folder, chunk: Chunk, made: Made, taken_over: chunks.TakenOver | None
    ) -> None:
        """Why runs failed and how they went first, the runs, which make it count, last."""
        name = chunk_name(span_of(chunk))
        for failure in made.failures:
            write_failure(place, self.plan, failure, self.folder.path)
        if self.plan.experiment.trajectories:
            table = chunks.trajectories_table(self.plan, made, self.identity)
            _write(place.trajectories / name, chunks.as_parquet(table))
        table = chunks.runs_table(self.plan, chunk, made, self.identity, taken_over)
        _write(place.chunks / name, chunks.as_parquet(table))

    def put_in_place(self) -> None:
        """Let a chunk that was made again take the place of the old one; one that is not all there is dropped.

        Its runs go last, and every step may be taken twice: what a kill cuts short is done again from the start.
        """
        new, old = self.folder.renewed, self.folder
        for span in sorted(spans_in(new.chunks)):
            name = chunk_name(span)
            _moved(new.trajectories / name, old.trajectories / name)
            for run in failures_in(new.failures):
                _moved(new.failure(run), old.failure(run))
            for run in self._done_in(new, span) & set(failures_in(old.failures)):
                old.failure(run).unlink()
            _moved(new.chunks / name, old.chunks / name)
        if new.path.exists():
            shutil.rmtree(new.path)

    def _done_in(self, place: Folder, span: Span) -> set[int]:
        """Runs of a chunk that are done; of a torn one none is known, and it is set aside once it is in its place."""
        try:
            status = self._status_of(place, span).column("status").to_pylist()
        except chunks.TornChunk:
            return set()
        return {span[0] + number for number, one in enumerate(status) if one == DONE}

    def _status_of(self, place: Folder, span: Span) -> Any:
        return chunks.read_table(place.chunks / chunk_name(span), ("status",), self.identity)

    def decided(self, stage: Stage) -> None:
        """Have a decision on disk, before anything follows from it."""
        with _told(self.folder.path):
            write_stage(self.folder, stage)


def begun(parent: Path, plan: Plan, manifest: Manifest) -> Folder:
    """The folder of an experiment: the one that is there, or a new one. Raises ResultsError where it cannot be made."""
    folder = Folder(parent / folder_name(plan.experiment.name, manifest["identity"]))
    if folder.manifest.exists():
        read_manifest(folder.manifest)
        return folder
    with _told(folder.path):
        folder.path.mkdir(parents=True, exist_ok=True)
        with held(folder.lock):
            if not folder.manifest.exists():
                for place in folder.written:
                    place.mkdir(exist_ok=True)
                names = [factor.name for factor in plan.experiment.factors]
                table = design_table(plan.rows, names, [scenario.name for scenario in plan.scenarios])
                _write(folder.design, chunks.as_parquet(table))
                write_manifest(manifest, folder.manifest)
                fsync_directory(parent)
    return folder


@contextmanager
def keeping(folder: Folder, plan: Plan, identity: str) -> Iterator[Keeper]:
    """Hold a folder for writing, cleared of what a stop left half done. Raises ResultsError."""
    with ExitStack() as stack:
        with _told(folder.path):
            for place in folder.written:
                place.mkdir(exist_ok=True)
            stack.enter_context(held(folder.lock))
        keeper = Keeper(folder, plan, identity)
        with _told(folder.path):
            _clear(folder)
            keeper.put_in_place()
            _set_damaged_aside(keeper)
            _forget_failures(keeper)
        yield keeper


def _clear(folder: Folder) -> None:
    """Remove files that a writer who was killed left half written; nobody else writes while the lock is held."""
    for place in folder.written:
        for partial in partials(place):
            partial.unlink(missing_ok=True)


def damaged(folder: Folder, plan: Plan, identity: str) -> dict[Span, list[Path]]:
    """Kept chunks of which a file is torn or missing, with these files. Raises ResultsError for a foreign chunk."""
    kept, found = spans_in(folder.chunks), dict[Span, list[Path]]()
    places = [folder.chunks, *([folder.trajectories] if plan.experiment.trajectories else [])]
    for block in plan.blocks:
        for chunk in plan.chunks(block):
            span = span_of(chunk)
            for path in (place / chunk_name(span) for place in places if span in kept):
                try:
                    table = chunks.read_table(path, None, identity)
                except chunks.TornChunk:
                    found.setdefault(span, []).append(path)
                    continue
                if path.parent == folder.chunks and table.num_rows != chunk.size:
                    found.setdefault(span, []).append(path)
    return found


def _set_damaged_aside(keeper: Keeper) -> None:
    """Move chunks that are torn out of the way, so that they are made again."""
    folder = keeper.folder
    for span, files in damaged(folder, keeper.plan, keeper.identity).items():
        folder.damaged.mkdir(exist_ok=True)
        for file in files:
            if file.exists():
                os.replace(file, folder.damaged / f"{file.parent.name}-{file.name}")
        runs = folder.chunks / chunk_name(span)
        runs.unlink(missing_ok=True)  # without its runs a chunk counts as not made
        keeper.kept.discard(span)


def _forget_failures(keeper: Keeper) -> None:
    """Remove failures of runs that no kept chunk has: their chunk is made again, and may go well this time."""
    spans = sorted(keeper.kept)
    at = 0
    for run in failures_in(keeper.folder.failures):
        while at < len(spans) and spans[at][1] < run:
            at += 1
        if at == len(spans) or run < spans[at][0]:
            keeper.folder.failure(run).unlink(missing_ok=True)


def half_renewed(folder: Folder) -> bool:
    """Whether a kill came while a chunk that was made again took the place of the old one, or shortly before."""
    return folder.renewed.path.exists()


def _moved(source: Path, target: Path) -> None:
    """Have a file in another place on disk; where it is there already, a writer who was killed has moved it."""
    if source.exists():
        os.replace(source, target)
        fsync_directory(target.parent)


def _write(path: Path, content: bytes) -> None:
    with atomic_write(path) as file:
        file.write(content)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say of a folder that cannot be written to what can be done."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ResultsError(
            Problem(
                str(path), "a folder that can be written to", reason,
                remedy=f"What was kept is kept: once that is mended, 'govsim experiment resume {path}' goes on.",
            )
        ) from error  # fmt: skip
