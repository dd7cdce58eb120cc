"""Chunks as Parquet: a table of runs, sorted, and a table of their trajectories."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from govsim.arrays import Floats
from govsim.errors import Problem, ResultsError
from govsim.experiments.chunk import DONE, Failure, Made
from govsim.experiments.plan import Chunk, Plan

RUN_COLUMNS: Final = ("run", "point", "replicate", "status", "error")
_IDENTITY: Final = b"govsim_experiment"
_SUMS: Final = b"govsim_checksums"
_TAKEN: Final = b"govsim_taken_over"
_CODEC: Final = "zstd"


class TornChunk(ResultsError):
    """A chunk's file is not what was written."""


@dataclass(frozen=True)
class TakenOver:
    """How many runs of a chunk were not made for it but read in another folder, and its name."""

    folder: str
    runs: int


def runs_table(
    plan: Plan, chunk: Chunk, made: Made, identity: str, taken_over: TakenOver | None = None
) -> Any:
    """A line for each run in order: `run`, `point`, `replicate`, `status`, `error` (its id) and all outcomes."""
    import pyarrow

    order = np.argsort(made.runs)
    runs = made.runs[order]
    point, place = np.divmod(runs - chunk.points * chunk.block.start, len(chunk.block))
    failed = {failure.run: failure for failure in made.failures}
    met = [failed.get(int(run)) for run in runs]
    columns: dict[str, Any] = {
        "run": runs,
        "point": point,
        "replicate": chunk.block.start + place,
        "status": pyarrow.array([DONE if failure is None else failure.status for failure in met]),
        "error": pyarrow.array([None if one is None else error_id(one) for one in met], pyarrow.string()),
    }
    columns |= {name: made.values[row, order] for row, name in enumerate(plan.columns)}
    table = _signed(pyarrow.table(columns), identity)
    if taken_over is None:
        return table
    told = {_TAKEN: json.dumps(asdict(taken_over)).encode()}
    return table.replace_schema_metadata({**table.schema.metadata, **told})


def error_id(failure: Failure) -> str:
    """Eight digits that runs which came to nothing for the same reason share."""
    return hashlib.sha256(failure.error.encode()).hexdigest()[:8]


def trajectories_table(plan: Plan, made: Made, identity: str) -> Any:
    """A line for each run and quarter: `run`, `quarter` and each measure that is kept; NaN after a shorter horizon."""
    import pyarrow

    order = np.argsort(made.runs)
    quarters = made.trajectories.shape[1]
    columns: dict[str, Any] = {
        "run": np.repeat(made.runs[order], quarters),
        "quarter": np.tile(np.arange(quarters), len(order)),
    }
    columns |= {
        name: made.trajectories[row][:, order].T.ravel()
        for row, name in enumerate(plan.experiment.trajectories)
    }
    return _signed(pyarrow.table(columns), identity)


def as_parquet(table: Any) -> bytes:
    """A table as the bytes of a file, with checksums of its pages; statistics, which have none, are left out."""
    import pyarrow.parquet

    content = BytesIO()
    pyarrow.parquet.write_table(
        table,
        content,
        compression=_CODEC,
        use_dictionary=["status", "error"],  # numbers seldom come twice
        write_page_checksum=True,
        write_statistics=False,
    )
    return content.getvalue()


def read_table(path: Path, columns: Sequence[str] | None, identity: str) -> Any:
    """Columns of a chunk, or all. Raises ResultsError where it is torn, or of another experiment."""
    import pyarrow
    import pyarrow.parquet

    try:
        # one thread: pyarrow's readers may abort the process on some damaged files
        table = pyarrow.parquet.read_table(
            path,
            columns=None if columns is None else list(columns),
            use_threads=False,
            page_checksum_verification=True,
            partitioning=None,
        )
    except (pyarrow.ArrowException, OSError) as error:
        raise torn(path, (str(error) or "damage").splitlines()[0]) from error
    _check(path, table, identity)
    return table.replace_schema_metadata(None)


def taken_over(path: Path) -> TakenOver | None:
    """What a chunk has of another folder; None where all of it was made here. Raises TornChunk."""
    import pyarrow
    import pyarrow.parquet

    try:
        told = (pyarrow.parquet.read_schema(path).metadata or {}).get(_TAKEN)
        return None if told is None else TakenOver(**json.loads(told))
    except (pyarrow.ArrowException, OSError, ValueError, TypeError) as error:
        raise torn(path, (str(error) or "damage").splitlines()[0]) from error


def all_done(table: Any) -> bool:
    """Whether no run of a chunk came to nothing, by its column `status`."""
    return set(table.column("status").unique().to_pylist()) == {DONE}


def column(table: Any, name: str) -> Floats:
    """A column of numbers as an array."""
    values: NDArray[np.float64] = table.column(name).to_numpy()
    return values


def _signed(table: Any, identity: str) -> Any:
    """The table with whose it is, and a checksum of each column: those of pages do not cover all of a file."""
    sums = {name: _checksum(table.column(name)) for name in table.column_names}
    return table.replace_schema_metadata({_IDENTITY: identity.encode(), _SUMS: json.dumps(sums).encode()})


def _checksum(values: Any) -> int:
    import pyarrow

    if pyarrow.types.is_string(values.type):
        return zlib.crc32(json.dumps(values.to_pylist()).encode())
    return zlib.crc32(np.ascontiguousarray(values.to_numpy()).tobytes())


def _check(path: Path, table: Any, identity: str) -> None:
    """Whether a table is of this experiment, and what was written. Raises ResultsError and TornChunk."""
    metadata = table.schema.metadata or {}
    whose = metadata.get(_IDENTITY, b"").decode("utf-8", "replace")
    if whose != identity:
        found = f"one of experiment {whose}" if whose else "another kind of Parquet file"
        raise ResultsError(
            Problem(
                str(path), f"a chunk of experiment {identity}", found, remedy="Take it out of the folder."
            )
        )
    try:  # names and texts may no longer be UTF-8, or names there twice
        sums = json.loads(metadata[_SUMS])
        wrong = [name for name in table.column_names if sums.get(name) != _checksum(table.column(name))]
    except (ValueError, LookupError) as error:
        raise torn(path, "its names or checksums cannot be read") from error
    if wrong:
        raise torn(path, f"the values of {wrong[0]} are not what was written")


def torn(path: Path, found: str) -> TornChunk:
    """The error of a chunk that is not what was written, and what is wrong with it."""
    remedy = f"'govsim experiment resume {path.parent.parent}' makes it again."
    return TornChunk(Problem(str(path), "a whole chunk of runs", f"a damaged one ({found})", remedy=remedy))
