"""The only writer of an experiment's folder. A chunk counts once its file has its final name; no other record."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from govsim.errors import Problem, ResultsError
from govsim.experiments.chunk import ChunkResult
from govsim.experiments.plan import Chunk, Plan
from govsim.experiments.stopping_rule import Stage
from govsim.experiments.store.chunk_format import ChunkFiles, Source, TornChunk, as_parquet, chunk_table
from govsim.experiments.store.design import design_table
from govsim.experiments.store.folder import Folder, Span, folder_name, span_of, spans_in, spans_of
from govsim.experiments.store.lock import held
from govsim.experiments.store.manifest import Manifest, read_manifest, write_manifest
from govsim.experiments.store.stages import forget_stop, write_stage
from govsim.files import atomic_write, fsync_directory, partials, reason


class ChunkWriter:
    """Writes chunks and decisions of one experiment (see `writing`, which holds the lock)."""

    def __init__(self, files: ChunkFiles, plan: Plan) -> None:
        self.files = files
        self.folder = files.folder
        self.plan = plan
        self.written: set[Span] = spans_in(self.folder.chunks) & spans_of(plan)
        self.retried: set[Span] = set()  # written, but to be run again

    def lacks(self, chunk: Chunk) -> bool:
        """Whether a chunk is still to be run."""
        span = span_of(chunk)
        return span not in self.written or span in self.retried

    def retry_failed(self) -> None:
        """Mark every chunk with failed runs for a retry; its old file stays until then.

        Also deletes a decision to stop, which did not count those runs; the rule decides again at the end.
        """
        self.retried = {span for span in self.written if self.files.header(span).failed}
        if self.retried and self.plan.is_sequential:
            with _disk_problems(self.folder.path):
                forget_stop(self.folder, len(self.plan.blocks))

    def write(self, chunk: Chunk, result: ChunkResult, source: Source | None = None) -> None:
        """Write a chunk to disk; a retried one replaces its old file."""
        span = span_of(chunk)
        table = chunk_table(self.plan, chunk, result, self.files.identity, source)
        with _disk_problems(self.folder.path):
            _write(self.files.path(span), as_parquet(table))
        self.written.add(span)
        self.retried.discard(span)

    def write_stage(self, stage: Stage) -> None:
        """Write a decision to disk, before it takes effect."""
        with _disk_problems(self.folder.path):
            write_stage(self.folder, stage)


def create(parent: Path, plan: Plan, manifest: Manifest) -> Folder:
    """Create the folder of an experiment, or return the existing one. Raises ResultsError if the disk refuses."""
    folder = Folder(parent / folder_name(plan.experiment.name, manifest["identity"]))
    if folder.manifest.exists():
        read_manifest(folder.manifest)
        return folder
    with _disk_problems(folder.path):
        folder.path.mkdir(parents=True, exist_ok=True)
        with held(folder.lock):
            if not folder.manifest.exists():
                for place in folder.written:
                    place.mkdir(exist_ok=True)
                names = [factor.name for factor in plan.experiment.factors]
                table = design_table(plan.rows, names, [scenario.name for scenario in plan.scenarios])
                _write(folder.design, as_parquet(table))
                write_manifest(manifest, folder.manifest)
                fsync_directory(parent)
    return folder


@contextmanager
def writing(files: ChunkFiles, plan: Plan) -> Iterator[ChunkWriter]:
    """Lock a folder for writing and clear it of partial and damaged files. Raises ResultsError."""
    folder = files.folder
    with ExitStack() as stack:
        with _disk_problems(folder.path):
            for place in folder.written:
                place.mkdir(exist_ok=True)
            stack.enter_context(held(folder.lock))
        writer = ChunkWriter(files, plan)
        with _disk_problems(folder.path):
            for partial in (partial for place in folder.written for partial in partials(place)):
                partial.unlink(missing_ok=True)  # the lock excludes other writers
            for span in damaged(files, writer.written):
                folder.damaged.mkdir(exist_ok=True)
                os.replace(files.path(span), folder.damaged / files.path(span).name)
                writer.written.discard(span)
        yield writer


def damaged(files: ChunkFiles, spans: set[Span]) -> list[Span]:
    """Chunks whose files are damaged. Raises ResultsError for a chunk of another experiment."""
    torn = []
    for span in sorted(spans):
        try:
            files.read(span)
        except TornChunk:
            torn.append(span)
    return torn


def _write(path: Path, content: bytes) -> None:
    with atomic_write(path) as file:
        file.write(content)


@contextmanager
def _disk_problems(path: Path) -> Iterator[None]:
    """Turn an error of the disk into a ResultsError with a remedy."""
    try:
        yield
    except OSError as error:
        raise ResultsError(
            Problem(
                str(path), "a folder that can be written to", reason(error),
                remedy="Finished chunks are safe. Once that is mended, continue with "
                f"`govsim experiment resume {shlex.quote(str(path))}`.",
            )
        ) from error  # fmt: skip
