"""The former format of chunks, read only: separate files for runs, trajectories and failures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from govsim.experiments.chunk import DONE
from govsim.experiments.store.chunk_format import (
    TRACEBACK,
    ChunkFiles,
    Header,
    Source,
    by_quarter,
    column,
    lists_of,
    read_parquet,
    stranger,
    torn,
    verify,
)
from govsim.experiments.store.folder import Span, chunk_name

_IDENTITY: Final = b"govsim_experiment"
_CHECKSUMS: Final = b"govsim_checksums"
_SOURCE: Final = b"govsim_taken_over"


@dataclass(frozen=True)
class ThreeFiles(ChunkFiles):
    """Chunks of three files behind the interface of one-file chunks."""

    trajectories: tuple[str, ...] = ()

    def header(self, span: Span) -> Header:
        """A chunk's metadata; this format does not record the maker."""
        table = self._read("chunks", span, ("status",))
        metadata = table.schema.metadata
        source = metadata.get(_SOURCE)
        return Header(
            experiment=self.identity,
            first=span[0],
            last=span[1],
            failed=sum(status != DONE for status in table.column("status").to_pylist()),
            made_by=(),
            source=None if source is None else Source(**json.loads(source)),
            checksums=json.loads(metadata[_CHECKSUMS]),
        )

    def read(self, span: Span, columns: Sequence[str] | None = None) -> Any:
        """Columns of a chunk, by default all. Raises ResultsError for a damaged chunk or one of another experiment."""
        import pyarrow

        lists = [by_quarter(name) for name in self.trajectories]
        runs = self._read("chunks", span)
        if runs.column("run").to_pylist() != list(range(span[0], span[1] + 1)):
            raise torn(self.path(span), "it has other runs than its name says")
        available = {name: runs.column(name) for name in runs.column_names}
        available |= self._reasons(runs)
        if columns is None or set(lists) & set(columns):
            available |= self._lists(span)
        wanted = (*runs.column_names, TRACEBACK, *lists) if columns is None else columns
        return pyarrow.table({name: available[name] for name in wanted})

    def _reasons(self, runs: Any) -> Mapping[str, Any]:
        """Errors and tracebacks of failed runs; unknown where their file was deleted."""
        import pyarrow

        numbers, statuses = (runs.column(name).to_pylist() for name in ("run", "status"))
        reasons = [
            None if status == DONE else self._reason(run)
            for run, status in zip(numbers, statuses, strict=True)
        ]
        return {
            name: pyarrow.array([one and one[name] for one in reasons], pyarrow.string())
            for name in ("error", TRACEBACK)
        }

    def _reason(self, run: int) -> Mapping[str, str]:
        path = self.folder.path / "failures" / f"{run}.json"
        try:
            reason = json.loads(path.read_bytes())
            return {name: str(reason[name]) for name in ("error", TRACEBACK)}
        except (OSError, ValueError, LookupError, TypeError):
            return {"error": f"not known: {path} cannot be read", TRACEBACK: ""}

    def _lists(self, span: Span) -> Mapping[str, Any]:
        table = self._read("trajectories", span)
        runs = span[1] - span[0] + 1
        if len(table) % runs or column(table, "run").tolist() != [
            run for run in range(span[0], span[1] + 1) for _ in range(len(table) // runs)
        ]:
            raise torn(
                self.folder.path / "trajectories" / chunk_name(span), "it has other runs than its name says"
            )
        return {
            by_quarter(name): lists_of(column(table, name).reshape(runs, -1)) for name in self.trajectories
        }

    def _read(self, kind: str, span: Span, columns: Sequence[str] | None = None) -> Any:
        path = self.folder.path / kind / chunk_name(span)
        table = read_parquet(path, columns)
        metadata = table.schema.metadata or {}
        experiment = metadata.get(_IDENTITY, b"").decode("utf-8", "replace")
        if experiment != self.identity:
            found = f"one of experiment {experiment}" if experiment else "another kind of Parquet file"
            raise stranger(path, self.identity, found)
        try:
            checksums = json.loads(metadata[_CHECKSUMS])
        except (ValueError, LookupError) as error:
            raise torn(path, "its checksums cannot be read") from error
        verify(path, table, checksums)
        return table
