"""SQL over an experiment's folder: DuckDB reads the Parquet files in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govsim.errors import InputError, Problem
from govsim.experiments.store.chunk_format import TRACEBACK, by_quarter
from govsim.experiments.store.three_files import ThreeFiles

if TYPE_CHECKING:
    from govsim.experiments.results import Results


def queried(results: Results, sql: str) -> Any:
    """The result of a query over the views runs, points, failures and trajectories.

    Raises InputError for a wrong query, ResultsError for a file with other runs than its name says.
    """
    import duckdb
    import pyarrow

    measures = results.plan.experiment.trajectories
    with duckdb.connect(":memory:") as connection:
        connection.register("points", results.points())
        if results.written and not isinstance(results.files, ThreeFiles):
            for span in results.written:
                results.files.header(span)  # raises ResultsError for a file that is under another's name
            paths = (str(results.files.path(span).absolute()) for span in sorted(results.written))
            chunks = f"read_parquet([{', '.join(map(_quoted, paths))}])"
        else:
            tables = [results.files.read(span) for span in sorted(results.written)]
            connection.register("chunks", pyarrow.concat_tables(tables) if tables else _no_runs(results))
            chunks = "chunks"
        apart = ", ".join(f'"{name}"' for name in (TRACEBACK, *map(by_quarter, measures)))
        connection.execute(f"CREATE VIEW runs AS SELECT * EXCLUDE ({apart}) FROM {chunks}")
        connection.execute(
            f"CREATE VIEW failures AS SELECT run, status, error, traceback FROM {chunks} WHERE error IS NOT NULL"
        )
        if measures:
            quarters = f'unnest(range(len("{by_quarter(measures[0])}"))) AS quarter'
            series = ", ".join(f'unnest("{by_quarter(name)}") AS "{name}"' for name in measures)
            connection.execute(f"CREATE VIEW trajectories AS SELECT run, {quarters}, {series} FROM {chunks}")
        try:
            relation = connection.sql(sql)
            return None if relation is None else relation.to_arrow_table()
        except duckdb.Error as error:
            raise InputError(
                Problem("query", "SQL over runs, points, failures and trajectories", str(error).strip())
            ) from error


def _no_runs(results: Results) -> Any:
    """An empty chunk."""
    import pyarrow

    table = results.runs().append_column(TRACEBACK, pyarrow.array([], pyarrow.string()))
    for name in results.plan.experiment.trajectories:
        lists = pyarrow.array([], pyarrow.list_(pyarrow.float64()))
        table = table.append_column(by_quarter(name), lists)
    return table


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
