"""A chunk as one Parquet file: one row per run, trajectories as lists, provenance in the metadata."""

from __future__ import annotations

import json
import shlex
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from govsim.arrays import Floats
from govsim.errors import Problem, ResultsError
from govsim.experiments.chunk import DONE, ChunkResult
from govsim.experiments.plan import Chunk, Plan
from govsim.experiments.store.folder import Folder, Span, chunk_name, span_of, spans_in, unreadable
from govsim.runs.provenance import Maker
from govsim.words.plurals import counted

RUN_COLUMNS: Final = ("run", "point", "replicate", "status", "error")
TRACEBACK: Final = "traceback"
_HEADER: Final = b"govsim_chunk"
_HEADER_CHECKSUM: Final = b"govsim_chunk_checksum"
_CODEC: Final = "zstd"


class TornChunk(ResultsError):
    """A chunk's file is damaged: its checksums do not match."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """The folder from which a chunk reused runs, and their number."""

    folder: str
    runs: int


@dataclass(frozen=True, kw_only=True)
class Header:
    """Metadata of a chunk's file."""

    experiment: str
    first: int
    last: int
    failed: int
    made_by: tuple[Maker, ...]
    source: Source | None
    checksums: Mapping[str, int]


@dataclass(frozen=True)
class ChunkFiles:
    """The chunks of one experiment, one file each."""

    folder: Folder
    identity: str

    def path(self, span: Span) -> Path:
        """The file of a chunk."""
        return self.folder.chunks / chunk_name(span)

    def header(self, span: Span) -> Header:
        """A chunk's metadata. Raises ResultsError for a damaged chunk or one of another experiment."""
        import pyarrow.parquet

        path = self.path(span)
        metadata = parsed(path, lambda: pyarrow.parquet.read_schema(path).metadata or {})
        return self._checked(span, metadata)

    def read(self, span: Span, columns: Sequence[str] | None = None) -> Any:
        """Columns of a chunk, by default all. Raises ResultsError for a damaged chunk or one of another experiment."""
        path = self.path(span)
        table = read_parquet(path, columns)
        header = self._checked(span, table.schema.metadata or {})
        verify(path, table, header.checksums)
        if table.num_rows != header.last - header.first + 1:
            raise torn(path, f"it has {counted(table.num_rows, 'run')}")
        return table.replace_schema_metadata(None)

    def _checked(self, span: Span, metadata: Mapping[bytes, bytes]) -> Header:
        path = self.path(span)
        header = self._header_of(path, metadata)
        if header.experiment != self.identity:
            if self._all_are_of(header.experiment):
                raise foreign_manifest(self.folder, self.identity, header.experiment)
            raise stranger(path, self.identity, f"one of experiment {header.experiment}")
        if (header.first, header.last) != span:
            raise torn(path, f"it has runs {header.first} to {header.last}")
        return header

    def _all_are_of(self, other: str) -> bool:
        """Whether the folder is that of another experiment: by its name, or else by all of its chunks."""
        import pyarrow.parquet

        name = self.folder.path.resolve().name
        if name.endswith((f"-{self.identity}", f"-{other}")):
            return name.endswith(other)
        experiments = set()
        for path in map(self.path, spans_in(self.folder.chunks)):
            with suppress(ResultsError):  # a damaged chunk says nothing
                schema = parsed(path, partial(pyarrow.parquet.read_schema, path))
                experiments.add(self._header_of(path, schema.metadata or {}).experiment)
        return experiments == {other}

    def _header_of(self, path: Path, metadata: Mapping[bytes, bytes]) -> Header:
        signed = metadata.get(_HEADER)
        if signed is None:
            raise stranger(path, self.identity, "another kind of Parquet file")
        if metadata.get(_HEADER_CHECKSUM) != _signature(signed):
            raise torn(path, "its header has changed")
        fields = json.loads(signed)
        fields["made_by"] = tuple(Maker(**one) for one in fields["made_by"])
        fields["source"] = None if fields["source"] is None else Source(**fields["source"])
        return Header(**fields)


def by_quarter(measure: str) -> str:
    """The name of the column of a measure's trajectories.

    >>> by_quarter("progress")
    'progress_by_quarter'
    """
    return f"{measure}_by_quarter"


def chunk_table(
    plan: Plan, chunk: Chunk, result: ChunkResult, identity: str, source: Source | None = None
) -> Any:
    """A chunk's runs in order, with checksums.

    Columns: `run`, `point`, `replicate`, `status`, `error`, outcomes, `traceback`, trajectories. A trajectory is
    padded with NaN to the longest horizon of the chunk.
    """
    import pyarrow

    order = np.argsort(result.runs)
    runs = result.runs[order]
    point, place = np.divmod(runs - chunk.points * chunk.block.start, len(chunk.block))
    failed = {failure.run: failure for failure in result.failures}
    failures = [failed.get(int(run)) for run in runs]

    def texts(field: str, otherwise: str | None) -> Any:
        cells = [otherwise if one is None else _encodable(getattr(one, field)) for one in failures]
        return pyarrow.array(cells, pyarrow.string())

    columns: dict[str, Any] = {
        "run": runs,
        "point": point,
        "replicate": chunk.block.start + place,
        "status": texts("status", DONE),
        "error": texts("error", None),
    }
    columns |= {name: result.values[row, order] for row, name in enumerate(plan.columns)}
    columns[TRACEBACK] = texts("traceback", None)
    columns |= {
        by_quarter(name): lists_of(result.trajectories[row][:, order].T)
        for row, name in enumerate(plan.experiment.trajectories)
    }
    table = pyarrow.table(columns)
    first, last = span_of(chunk)
    header = Header(
        experiment=identity,
        first=first,
        last=last,
        failed=len(failed),
        made_by=result.made_by,
        source=source,
        checksums={name: checksum(table.column(name)) for name in table.column_names},
    )
    signed = json.dumps(asdict(header)).encode()
    return table.replace_schema_metadata({_HEADER: signed, _HEADER_CHECKSUM: _signature(signed)})


def lists_of(series_nq: Floats) -> Any:
    """An Arrow array with one list of quarters per run."""
    import pyarrow

    runs, quarters = series_nq.shape
    offsets = pyarrow.array(np.arange(runs + 1) * quarters, pyarrow.int32())
    return pyarrow.ListArray.from_arrays(offsets, pyarrow.array(series_nq.ravel(), pyarrow.float64()))


def as_parquet(table: Any) -> bytes:
    """A table as Parquet bytes with page checksums; without statistics, which no checksum covers."""
    import pyarrow.parquet

    content = BytesIO()
    pyarrow.parquet.write_table(
        table,
        content,
        compression=_CODEC,
        use_dictionary=["status", "error", TRACEBACK],  # numbers seldom repeat
        write_page_checksum=True,
        write_statistics=False,
    )
    return content.getvalue()


def read_parquet(path: Path, columns: Sequence[str] | None) -> Any:
    """Columns of a file, by default all. Raises TornChunk if it is damaged."""
    import pyarrow.parquet

    # one thread: pyarrow's readers may abort the process on some damaged files
    return parsed(
        path,
        lambda: pyarrow.parquet.read_table(
            path,
            columns=None if columns is None else list(columns),
            use_threads=False,
            page_checksum_verification=True,
            partitioning=None,
        ),
    )


def parsed(path: Path, parse: Any) -> Any:
    """Call a parser of a file. Raises TornChunk for damaged content, ResultsError for an error of the disk."""
    import pyarrow

    try:
        return parse()
    except (pyarrow.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno:  # Arrow's own errors about content have no number
            raise unreadable(path, error) from error
        raise torn(path, (str(error) or "damage").splitlines()[0]) from error


def verify(path: Path, table: Any, checksums: Mapping[str, int]) -> None:
    """Compare each column with its checksum. Raises TornChunk.

    Parquet's page checksums do not cover the whole file.
    """
    try:  # damage may leave texts that are not UTF-8, or duplicate column names
        wrong = [name for name in table.column_names if checksums.get(name) != checksum(table.column(name))]
    except (ValueError, LookupError) as error:
        raise torn(path, "its names or values cannot be read") from error
    if wrong:
        raise torn(path, f"the values of {wrong[0]} have changed")


def checksum(values: Any) -> int:
    """A CRC-32 of a column."""
    import pyarrow

    if pyarrow.types.is_string(values.type):
        return zlib.crc32(json.dumps(values.to_pylist()).encode())
    if pyarrow.types.is_list(values.type):
        lengths = np.array(pyarrow.compute.list_value_length(values))
        return zlib.crc32(lengths.tobytes(), checksum(pyarrow.compute.list_flatten(values)))
    return zlib.crc32(np.ascontiguousarray(values.to_numpy()).tobytes())


def torn(path: Path, found: str) -> TornChunk:
    """The error for a damaged chunk; `found` names the damage."""
    remedy = f"`govsim experiment resume {shlex.quote(str(path.parent.parent))}` makes it again."
    return TornChunk(Problem(str(path), "a whole chunk of runs", f"a damaged one ({found})", remedy=remedy))


def stranger(path: Path, identity: str, found: str) -> ResultsError:
    """The error for a file that is named like a chunk and is not one of this experiment."""
    remedy = "Take it out of the folder."
    return ResultsError(Problem(str(path), f"a chunk of experiment {identity}", found, remedy=remedy))


def foreign_manifest(folder: Folder, identity: str, other: str) -> ResultsError:
    """The error for a manifest that was put among the chunks of another experiment."""
    found = f"that of experiment {identity}, from another folder: the chunks are of {other}"
    remedy = "Put this folder's own manifest.json and design.parquet back."
    return ResultsError(
        Problem(str(folder.manifest), f"the manifest of experiment {other}", found, remedy=remedy)
    )


def column(table: Any, name: str) -> Floats:
    """A column of numbers as an array."""
    values: NDArray[np.float64] = table.column(name).to_numpy()
    return values


def series(table: Any, measure: str) -> Floats:
    """The trajectories of a measure, shape (run, quarter)."""
    import pyarrow.compute

    values = pyarrow.compute.list_flatten(table.column(by_quarter(measure))).to_numpy()
    return np.asarray(values.reshape(table.num_rows, -1))


def _signature(content: bytes) -> bytes:
    return str(zlib.crc32(content)).encode()


def _encodable(text: str) -> str:
    """Text that UTF-8 can encode: the error of a user's actor may hold lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")
