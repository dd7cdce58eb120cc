"""Export of all runs with their points to one file for other programs, a chunk at a time."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Iterable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from govsim.experiments.store.design import POINT_COLUMNS
from govsim.files import atomic_write

if TYPE_CHECKING:
    from govsim.experiments.factors import Factor
    from govsim.experiments.results import Results

_AFTER: Final = 3  # columns of a run before those of its point: run, point, replicate


def with_points(runs: Any, points: Any, logarithmic: Collection[str] = ()) -> Any:
    """Join runs with their points: `run`, `point`, `replicate`, `row`, `scenario`, factors, outcomes.

    A factor with the name of an outcome gets the column `factor_NAME`. One that is spread on a logarithmic scale has
    its logarithm beside it, `log10_NAME`: on that scale its values are even.
    """
    import pyarrow.compute

    places, outcomes, after = runs.column("point"), set(runs.column_names), count(_AFTER)
    for name in (name for name in points.column_names if name != POINT_COLUMNS[0]):
        values = points.column(name).take(places)
        runs = runs.add_column(next(after), f"factor_{name}" if name in outcomes else name, values)
        if name in logarithmic:
            runs = runs.add_column(next(after), f"log10_{name}", pyarrow.compute.log10(values))
    return runs


def logarithmic_factors(factors: Iterable[Factor]) -> tuple[str, ...]:
    """The names of the factors that are spread on a logarithmic scale."""
    return tuple(one.name for one in factors if one.range is not None and one.range.scale == "log")


def export_csv(results: Results, path: Path) -> int:
    """Write CSV; returns the number of runs."""
    import pyarrow.csv

    return _exported(results, path, lambda file, schema: pyarrow.csv.CSVWriter(file, schema))


def export_parquet(results: Results, path: Path) -> int:
    """Write one Parquet file; returns the number of runs."""
    import pyarrow.parquet

    return _exported(
        results,
        path,
        lambda file, schema: pyarrow.parquet.ParquetWriter(file, schema, compression="zstd"),
    )


def export_json(results: Results, path: Path) -> int:
    """Write a JSON list with one object per run and line; NaN and infinities become null."""
    return _exported(results, path, lambda file, schema: _JsonWriter(file))


class _JsonWriter:
    """Writes tables as one list of objects."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.separator = b"[\n"

    def write_table(self, table: Any) -> None:
        for line in table.to_pylist():
            clean = {
                key: None if isinstance(value, float) and not math.isfinite(value) else value
                for key, value in line.items()
            }
            self.file.write(self.separator + json.dumps(clean, ensure_ascii=False, allow_nan=False).encode())
            self.separator = b",\n"

    def close(self) -> None:
        self.file.write(b"\n]\n" if self.separator == b",\n" else b"[]\n")


def _exported(results: Results, path: Path, writer_of: Callable[[BinaryIO, Any], Any]) -> int:
    runs, points, writer = 0, results.points(), None
    logarithmic = logarithmic_factors(results.plan.experiment.factors)
    with atomic_write(path) as file:
        for table in results.tables() if results.written else [results.runs()]:
            joined = with_points(table, points, logarithmic)
            writer = writer if writer is not None else writer_of(file, joined.schema)
            writer.write_table(joined)
            runs += table.num_rows
        if writer is not None:
            writer.close()
    return runs
