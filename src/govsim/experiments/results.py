"""What an experiment found, read from its folder; it can be opened while the experiment is still running."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govsim.arrays import Floats
from govsim.errors import InputError, Problem
from govsim.experiments.chunk import DONE, Failure
from govsim.experiments.plan import Chunk, Plan
from govsim.experiments.stopping import Stage
from govsim.experiments.store import chunks as files
from govsim.experiments.store.design import values_of
from govsim.experiments.store.failures import read_failure
from govsim.experiments.store.folder import (
    Folder,
    Span,
    chunk_name,
    span_of,
    spans_in,
    spans_of,
    strangers_in,
)
from govsim.experiments.store.reading import model_differs, read_plan
from govsim.experiments.store.stages import read_stage
from govsim.scenario.retired_names import retired_or_nearest


@dataclass(frozen=True, eq=False)
class Results:
    """The results of an experiment: what was kept at the moment at which they were opened.

    An array's axes are row (of the design), arm (scenario), quarter and replicate. Only blocks of replicates of which
    every chunk is there are in arrays; tables have all runs that are kept. Made by `open_results`.
    """

    folder: Path
    plan: Plan
    manifest: Mapping[str, Any]
    kept: frozenset[Span] = field(repr=False)  # the chunks that were there
    table_of_points: Any = field(repr=False)

    @property
    def name(self) -> str:
        """The experiment's name."""
        return self.plan.experiment.name

    @cached_property
    def blocks(self) -> tuple[range, ...]:
        """Blocks of replicates that are whole, from the first up to the first that is not."""
        whole = []
        for block in self.plan.blocks:
            if any(span_of(chunk) not in self.kept for chunk in self.plan.chunks(block)):
                break
            whole.append(block)
        return tuple(whole)

    @property
    def replicates(self) -> int:
        """Complete replicates: worlds in which every point was run."""
        return self.blocks[-1].stop if self.blocks else 0

    @cached_property
    def is_complete(self) -> bool:
        """Whether everything is there, or a stopping rule was content."""
        if not self.plan.is_sequential:
            return len(self.blocks) == len(self.plan.blocks)
        if not self.blocks:
            return False
        last = read_stage(Folder(self.folder), len(self.blocks) - 1)
        return last is not None and not last.goes_on

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """What the stopping rule decided after each block that is whole, as it was kept; none without a rule."""
        blocks = range(len(self.blocks)) if self.plan.is_sequential else ()
        kept = (read_stage(Folder(self.folder), block) for block in blocks)
        return tuple(stage for stage in kept if stage is not None)

    @property
    def difference_of_model(self) -> str | None:
        """How the model that made them differs from this one, in words; None where it does not."""
        return model_differs(self.manifest)

    @cached_property
    def strangers(self) -> tuple[Path, ...]:
        """Files among the chunks that are none of this experiment's; they are left alone."""
        return tuple(strangers_in(Folder(self.folder), spans_of(self.plan)))

    @cached_property
    def failures(self) -> tuple[Failure, ...]:
        """Runs that came to nothing, and why, in the order of their numbers."""
        found = []
        for chunk in self._chunks():
            table = self._read(chunk, ("run", "status", "error"))
            if files.all_done(table):
                continue
            for run, status, error in zip(
                *(table.column(name).to_pylist() for name in table.column_names), strict=True
            ):
                if status != DONE:
                    found.append(read_failure(Folder(self.folder), run, status, error))
        return tuple(found)

    @cached_property
    def taken_over(self) -> Mapping[str, int]:
        """How many of the kept runs were read in folders beside this one, by the names of those."""
        found: dict[str, int] = {}
        for path in self.files_of(Folder(self.folder).chunks):
            told = files.taken_over(path)
            if told is not None:
                found[told.folder] = found.get(told.folder, 0) + told.runs
        return found

    def outcome(self, name: str) -> Floats:
        """An outcome of every run, shape (row, arm, replicate); NaN where a run failed or has no such outcome."""
        return self.first_blocks(len(self.blocks), name)

    def first_blocks(self, count: int, name: str | None = None) -> Floats:
        """An outcome, the first if it is not named, in the first blocks of replicates; (row, arm, replicate)."""
        name = name if name is not None else self.plan.experiment.outcomes[0]
        self._check(name, self.plan.columns, "an outcome")
        rows, arms = len(self.plan.rows), len(self.plan.scenarios)
        parts = [np.empty((rows, arms, 0))]
        for block in self.blocks[:count]:
            values = [files.column(self._read(chunk, (name,)), name) for chunk in self.plan.chunks(block)]
            parts.append(np.concatenate(values).reshape(rows, arms, len(block)))
        return np.concatenate(parts, axis=2)

    def trajectory(self, name: str) -> Floats:
        """A measure in every quarter, shape (row, arm, quarter, replicate); NaN where a run failed or had ended.

        The experiment must have asked for it under `trajectories`.
        """
        self._check(name, self.plan.experiment.trajectories, "a trajectory that was kept")
        rows, arms = len(self.plan.rows), len(self.plan.scenarios)
        parts = [np.empty((rows, arms, 0, 0))]
        for block in self.blocks:
            series = []
            for chunk in self.plan.chunks(block):
                table = self._read(chunk, (name,), Folder(self.folder).trajectories)
                series.append(files.column(table, name).reshape(chunk.size, -1))
            quarters = max(part.shape[1] for part in series)
            whole = np.concatenate([_lengthened(part, quarters) for part in series])
            parts.append(np.moveaxis(whole.reshape(rows, arms, len(block), quarters), 2, 3))
        quarters = max(part.shape[2] for part in parts)
        return np.concatenate([_with_quarters(part, quarters) for part in parts], axis=3)

    def factor(self, name: str) -> NDArray[Any]:
        """The value of a factor in each row of the design, shape (row,): numbers, or names of levels."""
        self._check(name, [factor.name for factor in self.plan.experiment.factors], "a factor")
        return np.array(values_of(self.table_of_points, name)[:: len(self.plan.scenarios)])

    def points(self) -> Any:
        """A pyarrow table of the points: `point`, `row`, `scenario` and the value of each factor."""
        return self.table_of_points

    def runs(self, columns: Sequence[str] | None = None) -> Any:
        """A pyarrow table of all runs that are kept, in order: these columns, or all.

        `run`, `point`, `replicate`, `status` (done, failed or crashed), `error` (its id) and every outcome.
        """
        import pyarrow

        if columns is not None:
            for name in columns:
                self._check(name, (*files.RUN_COLUMNS, *self.plan.columns), "a column")
        tables = [self._read(chunk, columns) for chunk in self._chunks()]
        if tables:
            return pyarrow.concat_tables(tables)
        kinds = [(name, pyarrow.int64()) for name in ("run", "point", "replicate")]
        kinds += [(name, pyarrow.string()) for name in ("status", "error")]
        kinds += [(name, pyarrow.float64()) for name in self.plan.columns]
        return pyarrow.schema([kind for kind in kinds if columns is None or kind[0] in columns]).empty_table()

    def query(self, sql: str) -> Any:
        """What an SQL query finds in the views runs, points, failures and (where kept) trajectories: a pyarrow table.

        >>> results.query("SELECT scenario, avg(public_value) FROM runs JOIN points USING (point) GROUP BY 1")
        ... # doctest: +SKIP
        """
        from govsim.experiments.store.querying import queried

        return queried(self, sql)

    def to_pandas(self) -> Any:
        """All runs with the points that they belong to, as a pandas data frame. Raises InputError without pandas."""
        try:
            import pandas  # noqa: F401
        except ImportError as error:
            raise InputError(
                Problem(
                    "pandas", "pandas to be installed", "no such package", remedy="Use .runs() or .query()."
                )
            ) from error
        from govsim.experiments.store.exporting import with_points

        return with_points(self.runs(), self.points()).to_pandas()

    def files_of(self, folder: Path) -> list[Path]:
        """The files of all kept chunks in one of the folders, in order."""
        return [folder / chunk_name(span_of(chunk)) for chunk in self._chunks()]

    def tables(self) -> Iterator[Any]:
        """The runs of one chunk after the other, for those who do not want all of them in memory."""
        for chunk in self._chunks():
            yield self._read(chunk, None)

    def stored(self, run: int) -> dict[str, Any] | None:
        """The line of one run; None where it is not kept."""
        for chunk in self._chunks():
            first, last = span_of(chunk)
            if first <= run <= last:
                line: dict[str, Any] = self._read(chunk, None).slice(run - first, 1).to_pylist()[0]
                return line
        return None

    def _chunks(self) -> Iterator[Chunk]:
        for block in self.plan.blocks:
            for chunk in self.plan.chunks(block):
                if span_of(chunk) in self.kept:
                    yield chunk

    def _read(self, chunk: Chunk, columns: Sequence[str] | None, folder: Path | None = None) -> Any:
        place = folder if folder is not None else Folder(self.folder).chunks
        return files.read_table(place / chunk_name(span_of(chunk)), columns, self.manifest["identity"])

    def _check(self, name: str, known: Sequence[str], kind: str) -> None:
        if name not in known:
            raise InputError(
                Problem(
                    str(self.folder),
                    f"the name of {kind}",
                    f"'{name}'",
                    remedy=retired_or_nearest(name, known),
                )
            )


def open_results(folder: str | Path) -> Results:
    """The results in a folder, complete or not.

    Raises ResultsError where there is no experiment, or one that was changed or that this version cannot read.
    Results of another version of the model can be read as far as it understands them; they cannot be gone on with.
    """
    place = Folder(Path(folder))
    plan, manifest, points = read_plan(place)
    return Results(place.path, plan, manifest, frozenset(spans_in(place.chunks) & spans_of(plan)), points)


def results_in(parent: str | Path) -> list[Path]:
    """Folders below another that hold an experiment, by name."""
    place = Path(parent)
    return sorted(path.parent for path in place.glob("*/manifest.json")) if place.is_dir() else []


def _lengthened(series_nq: Floats, quarters: int) -> Floats:
    return np.pad(series_nq, ((0, 0), (0, quarters - series_nq.shape[1])), constant_values=np.nan)


def _with_quarters(part_raqr: Floats, quarters: int) -> Floats:
    lacking = quarters - part_raqr.shape[2]
    return np.pad(part_raqr, ((0, 0), (0, 0), (0, lacking), (0, 0)), constant_values=np.nan)
