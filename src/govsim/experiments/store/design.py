"""The design as a table: the row, the scenario and the factor values of each point."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from govsim.errors import Problem, ResultsError
from govsim.experiments.designs.design import Row
from govsim.experiments.moved import Value
from govsim.experiments.store.folder import unreadable

POINT_COLUMNS: Final = ("point", "row", "scenario")
_MIXED: Final = {b"govsim_values": b"json"}  # a factor with both numbers and words: values as JSON


def design_table(rows: Sequence[Row], factors: Sequence[str], scenarios: Sequence[str]) -> Any:
    """A pyarrow table with one row per point: `point`, `row`, `scenario` and one column per factor."""
    import pyarrow

    points = np.arange(len(rows) * len(scenarios))
    row = points // len(scenarios)
    table = pyarrow.table({"point": points, "row": row})
    table = table.append_column("scenario", pyarrow.array(scenarios).take(points % len(scenarios)))
    for name, values in zip(factors, zip(*rows, strict=True), strict=True):
        field, column = _column(name, values)
        table = table.append_column(field, column.take(row))
    return table


def _column(name: str, values: Sequence[Value]) -> tuple[Any, Any]:
    import pyarrow

    are_words = {issubclass(kind, str) for kind in set(map(type, values))}
    if len(are_words) > 1:
        mixed = pyarrow.array([json.dumps(value) for value in values], pyarrow.string())
        return pyarrow.field(name, pyarrow.string(), metadata=_MIXED), mixed
    kind = pyarrow.string() if True in are_words else pyarrow.float64()
    return pyarrow.field(name, kind), pyarrow.array(values, kind)


def read_design(path: Path) -> Any:
    """Read the design of a folder. Raises ResultsError if it is missing or damaged."""
    import pyarrow
    import pyarrow.parquet

    try:
        return pyarrow.parquet.read_table(path, use_threads=False, page_checksum_verification=True)
    except (pyarrow.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno and not isinstance(error, FileNotFoundError):
            raise unreadable(path, error) from error
        found = "no such file" if isinstance(error, FileNotFoundError) else "a damaged file"
        raise ResultsError(
            Problem(str(path), "the design of an experiment", found, remedy="Restore it, or start again.")
        ) from error


def rows_of(table: Any, factors: Sequence[str], arms: int) -> tuple[Row, ...]:
    """The rows of the design, bit for bit as written."""
    columns = [values_of(table, name)[::arms] for name in factors]
    if not columns:
        return tuple(() for _ in range(table.num_rows // arms))
    return tuple(zip(*columns, strict=True))


def values_of(table: Any, factor: str) -> list[Value]:
    """The values of a factor at each point."""
    values: list[Value] = table.column(factor).to_pylist()
    if (table.schema.field(factor).metadata or {}).get(b"govsim_values"):
        return [json.loads(str(value)) for value in values]
    return values
