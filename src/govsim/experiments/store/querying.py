"""SQL over an experiment's folder, by DuckDB reading the Parquet files where they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govsim.errors import InputError, Problem
from govsim.experiments.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from govsim.experiments.results import Results


def queried(results: Results, sql: str) -> Any:
    """What a query finds in the views runs, points, failures and trajectories. Raises InputError for a wrong query."""
    import duckdb
    import pyarrow

    folder = Folder(results.folder)
    failures = [(one.run, one.status, one.error, one.traceback) for one in results.failures]
    columns = list(zip(*failures, strict=True)) if failures else [(), (), (), ()]
    kinds = (pyarrow.int64(), pyarrow.string(), pyarrow.string(), pyarrow.string())
    table = pyarrow.table(
        {
            name: pyarrow.array(values, kind)
            for name, values, kind in zip(
                ("run", "status", "error", "traceback"), columns, kinds, strict=True
            )
        }
    )
    with duckdb.connect(":memory:") as connection:
        connection.register("points", results.points())
        connection.register("failures", table)
        if results.kept:
            _view(connection, "runs", results.files_of(folder.chunks))
            if results.plan.experiment.trajectories:
                _view(connection, "trajectories", results.files_of(folder.trajectories))
        else:
            connection.register("runs", results.runs())
        try:
            found = connection.sql(sql)
            return None if found is None else found.to_arrow_table()
        except duckdb.Error as error:
            raise InputError(
                Problem("query", "SQL over runs, points, failures and trajectories", str(error).strip())
            ) from error


def _view(connection: Any, name: str, files: list[Path]) -> None:
    listed = ", ".join("'" + str(file.absolute()).replace("'", "''") + "'" for file in files)
    connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{listed}])")
