"""The design as a table: each point with its row, its scenario and the values of the factors there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from govsim.errors import Problem, ResultsError
from govsim.experiments.designs.design import Row
from govsim.experiments.moved import Value

POINT_COLUMNS: Final = ("point", "row", "scenario")
_MIXED: Final = {b"govsim_values": b"json"}  # a factor that takes numbers and words: each as JSON


def design_table(rows: Sequence[Row], factors: Sequence[str], scenarios: Sequence[str]) -> Any:
    """A pyarrow table with a line for each point: `point`, `row`, `scenario` and a column for each factor."""
    import pyarrow

    arms = len(scenarios)
    points = range(len(rows) * arms)
    columns = {
        "point": pyarrow.array(points, pyarrow.int64()),
        "row": pyarrow.array([point // arms for point in points], pyarrow.int64()),
        "scenario": pyarrow.array([scenarios[point % arms] for point in points], pyarrow.string()),
    }
    fields = [pyarrow.field(name, column.type) for name, column in columns.items()]
    arrays = list(columns.values())
    for place, name in enumerate(factors):
        values = [rows[point // arms][place] for point in points]
        field, array = _column(name, values)
        fields.append(field)
        arrays.append(array)
    return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))


def _column(name: str, values: Sequence[Value]) -> tuple[Any, Any]:
    import pyarrow

    if all(isinstance(value, str) for value in values):
        return pyarrow.field(name, pyarrow.string()), pyarrow.array(values, pyarrow.string())
    if not any(isinstance(value, str) for value in values):
        return pyarrow.field(name, pyarrow.float64()), pyarrow.array(values, pyarrow.float64())
    mixed = pyarrow.array([json.dumps(value) for value in values], pyarrow.string())
    return pyarrow.field(name, pyarrow.string(), metadata=_MIXED), mixed


def read_design(path: Path) -> Any:
    """The table of a folder. Raises ResultsError where it is missing or damaged."""
    import pyarrow
    import pyarrow.parquet

    try:
        return pyarrow.parquet.read_table(path, use_threads=False, page_checksum_verification=True)
    except (pyarrow.ArrowException, OSError) as error:
        found = "no such file" if isinstance(error, FileNotFoundError) else "a damaged file"
        raise ResultsError(
            Problem(str(path), "the design of an experiment", found, remedy="Put it back, or begin anew.")
        ) from error


def rows_of(table: Any, factors: Sequence[str], arms: int) -> tuple[Row, ...]:
    """The rows of the design again, bit for bit."""
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
