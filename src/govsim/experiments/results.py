"""The results of an experiment, read from its folder, also while it is still running."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from govsim.arrays import Floats
from govsim.display import Dataset
from govsim.errors import InputError, Problem, ResultsError
from govsim.experiments.chunk import DONE, Failure, padded
from govsim.experiments.outcomes import condition
from govsim.experiments.plan import Chunk, Plan
from govsim.experiments.stopping_rule import Stage
from govsim.experiments.store.chunk_format import (
    RUN_COLUMNS,
    TRACEBACK,
    ChunkFiles,
    TornChunk,
    by_quarter,
    column,
    series,
)
from govsim.experiments.store.design import values_of
from govsim.experiments.store.folder import Folder, Span, span_of, spans_in, spans_of, strangers_in
from govsim.experiments.store.reading import chunk_files, model_differs, packages_differ, read_plan
from govsim.experiments.store.stages import read_stage
from govsim.named import read_only
from govsim.runs.provenance import Maker
from govsim.scenario.retired_names import retired_or_nearest
from govsim.words.plurals import counted

_MOST_NAMED: Final = 3


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Results(Dataset):
    """The results of an experiment on disk at the time of opening (see `open_results`).

    An array's axes are row (of the design), arm (scenario), quarter and replicate. Arrays have the complete blocks of
    replicates; tables have all runs.
    """

    folder: Path
    plan: Plan
    manifest: Mapping[str, Any]
    written: frozenset[Span]  # the chunks on disk
    table_of_points: Any

    def in_one_line(self) -> str:
        """Its experiment, its progress and its folder."""
        plan, runs = self.plan, sum(last - first + 1 for first, last in self.written)
        size = f"{counted(len(plan.rows), 'row')} × {counted(len(plan.scenarios), 'scenario')}"
        state = "complete" if self.is_complete else "not complete"
        failed = f", {self.failed:,} failed" if self.failed else ""
        return f"{self.name}, {size}: {counted(runs, 'run')}{failed}, {state}, in {self.folder}"

    @cached_property
    def files(self) -> ChunkFiles:
        """The files of its chunks."""
        return chunk_files(Folder(self.folder), self.manifest)

    @property
    def name(self) -> str:
        """The experiment's name."""
        return self.plan.experiment.name

    @cached_property
    def blocks(self) -> tuple[range, ...]:
        """Leading complete blocks of replicates."""
        whole = []
        for block in self.plan.blocks:
            if any(span_of(chunk) not in self.written for chunk in self.plan.chunks(block)):
                break
            whole.append(block)
        return tuple(whole)

    @property
    def replicates(self) -> int:
        """The number of complete replicates: worlds in which every point was run."""
        return self.blocks[-1].stop if self.blocks else 0

    @cached_property
    def is_complete(self) -> bool:
        """Whether everything was run, or a stopping rule was met."""
        if not self.plan.is_sequential:
            return len(self.blocks) == len(self.plan.blocks)
        if not self.blocks:
            return False
        last = read_stage(Folder(self.folder), len(self.blocks) - 1)
        return last is not None and not last.goes_on

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Decisions of the stopping rule after each complete block; empty without a rule."""
        blocks = range(len(self.blocks)) if self.plan.is_sequential else ()
        read = (read_stage(Folder(self.folder), block) for block in blocks)
        return tuple(stage for stage in read if stage is not None)

    @property
    def difference_of_model(self) -> str | None:
        """The difference in words between their model, or its packages, and these; None if they are the same."""
        return model_differs(self.manifest) or packages_differ(self.manifest)

    @cached_property
    def strangers(self) -> tuple[Path, ...]:
        """Files in the folder of chunks that are not chunks of this experiment; nothing touches them."""
        return tuple(strangers_in(Folder(self.folder), spans_of(self.plan)))

    @cached_property
    def failures(self) -> tuple[Failure, ...]:
        """Runs that failed or crashed, with their errors, by number."""
        columns = ("run", "status", "error", TRACEBACK)
        return tuple(
            Failure(run, status, error, traceback)
            for chunk in self._chunks()
            if self.files.header(span_of(chunk)).failed
            for run, status, error, traceback in zip(
                *(self._read(chunk, columns).column(name).to_pylist() for name in columns), strict=True
            )
            if status != DONE
        )

    @cached_property
    def failed(self) -> int:
        """The number of failed or crashed runs, by the headers of chunks; ignores damaged chunks."""
        count = 0
        for span in self.written:
            with suppress(TornChunk):
                count += self.files.header(span).failed
        return count

    @cached_property
    def makers(self) -> frozenset[Maker]:
        """The machines, versions and code behind the runs."""
        return frozenset(maker for span in self.written for maker in self.files.header(span).made_by)

    @cached_property
    def reused(self) -> Mapping[str, int]:
        """The number of runs reused from other folders, by folder name."""
        counts: Counter[str] = Counter()
        for span in self.written:
            source = self.files.header(span).source
            if source is not None:
                counts[source.folder] += source.runs
        return dict(counts)

    def outcome(self, name: str) -> Floats:
        """An outcome of every run, shape (row, arm, replicate); NaN for a failed run or one without it."""
        return self.first_blocks(len(self.blocks), name)

    def first_blocks(self, count: int, name: str | None = None) -> Floats:
        """An outcome (default: the first) in the first blocks of replicates; (row, arm, replicate)."""
        name = name if name is not None else self.plan.experiment.outcomes[0]
        if parsed := condition(name):  # from a stored outcome
            return parsed.holds(self.first_blocks(count, parsed.outcome))
        self._check(name, self.plan.columns, "an outcome")
        rows, arms = len(self.plan.rows), len(self.plan.scenarios)
        parts = [np.empty((rows, arms, 0))]
        for block in self.blocks[:count]:
            values = [column(self._read(chunk, (name,)), name) for chunk in self.plan.chunks(block)]
            parts.append(np.concatenate(values).reshape(rows, arms, len(block)))
        return np.asarray(read_only(np.concatenate(parts, axis=2)))

    def trajectory(self, name: str) -> Floats:
        """A measure in every quarter, shape (row, arm, quarter, replicate); NaN for a failed run or after its end.

        The experiment must list it under `trajectories`.
        """
        if not self.plan.experiment.trajectories:
            remedy = f'Ask for it in the experiment: trajectories = ["{name}"].'
            wanted = "a saved trajectory"
            raise InputError(Problem(str(self.folder), wanted, f"'{name}', none was saved", remedy=remedy))
        self._check(name, self.plan.experiment.trajectories, "a requested trajectory")
        rows, arms = len(self.plan.rows), len(self.plan.scenarios)
        parts = [np.empty((rows, arms, 0, 0))]
        for block in self.blocks:
            lists = [
                series(self._read(chunk, (by_quarter(name),)), name) for chunk in self.plan.chunks(block)
            ]
            quarters = max(part.shape[1] for part in lists)
            whole = np.concatenate([padded(part, quarters) for part in lists])
            parts.append(np.moveaxis(whole.reshape(rows, arms, len(block), quarters), 2, 3))
        quarters = max(part.shape[2] for part in parts)
        return np.asarray(
            read_only(np.concatenate([padded(part, quarters, axis=2) for part in parts], axis=3))
        )

    def factor(self, name: str) -> NDArray[Any]:
        """The value of a factor in each row of the design, shape (row,): numbers, or names of levels."""
        self._check(name, [factor.name for factor in self.plan.experiment.factors], "a factor")
        return np.asarray(
            read_only(np.array(values_of(self.table_of_points, name)[:: len(self.plan.scenarios)]))
        )

    def points(self) -> Any:
        """A pyarrow table of the points: `point`, `row`, `scenario` and the value of each factor."""
        return self.table_of_points

    def runs(self, columns: Sequence[str] | None = None) -> Any:
        """A pyarrow table of all runs in order, by default with all columns.

        `run`, `point`, `replicate`, `status` (done, failed or crashed), `error` and every outcome.
        """
        import pyarrow

        for name in columns or ():
            self._check(name, self._run_columns, "a column")
        tables = list(self.tables(columns))
        if tables:
            return pyarrow.concat_tables(tables)
        kinds = [(name, pyarrow.int64()) for name in ("run", "point", "replicate")]
        kinds += [(name, pyarrow.string()) for name in ("status", "error")]
        kinds += [(name, pyarrow.float64()) for name in self.plan.columns]
        return pyarrow.schema([kind for kind in kinds if columns is None or kind[0] in columns]).empty_table()

    def query(self, sql: str) -> Any:
        """The pyarrow table that answers an SQL query over the views runs, points, failures and trajectories.

        >>> results.query("SELECT scenario, avg(public_value) FROM runs JOIN points USING (point) GROUP BY 1")
        ... # doctest: +SKIP
        """
        from govsim.experiments.store.querying import queried

        return queried(self, sql)

    def to_arrow(self) -> Any:
        """All runs joined with their points, as a pyarrow table."""
        from govsim.experiments.store.exporting import logarithmic_factors, with_points

        logarithmic = logarithmic_factors(self.plan.experiment.factors)
        return with_points(self.runs(), self.points(), logarithmic)

    def tables(self, columns: Sequence[str] | None = None) -> Iterator[Any]:
        """Yield the runs chunk by chunk, to save memory."""
        for chunk in self._chunks():
            yield self._read(chunk, columns or self._run_columns)

    def stored(self, run: int) -> dict[str, Any] | None:
        """The row of one run, if it was run."""
        for span in self.written:
            if span[0] <= run <= span[1]:
                (line,) = self.files.read(span, self._run_columns).slice(run - span[0], 1).to_pylist()
                return dict(line)
        return None

    @property
    def _run_columns(self) -> tuple[str, ...]:
        return (*RUN_COLUMNS, *self.plan.columns)

    def _chunks(self) -> Iterator[Chunk]:
        for block in self.plan.blocks:
            for chunk in self.plan.chunks(block):
                if span_of(chunk) in self.written:
                    yield chunk

    def _read(self, chunk: Chunk, columns: Sequence[str]) -> Any:
        return self.files.read(span_of(chunk), columns)

    def _check(self, name: str, known: Sequence[str], kind: str) -> None:
        if name not in known:
            remedy = retired_or_nearest(name, known)
            raise InputError(Problem(str(self.folder), f"the name of {kind}", f"'{name}'", remedy=remedy))


def open_results(folder: str | Path) -> Results:
    """Open the results of an experiment, complete or not.

    Reads results of another version of the model as far as possible; they cannot be resumed.

    Args:
        folder: Folder of an experiment's results, or one with a single experiment in it.

    Returns:
        The results.

    Raises:
        ResultsError: the folder has no experiment, an edited one, or one of a version that cannot be read.

    >>> results = open_results("results/quick_look")  # doctest: +SKIP
    """
    place = Folder(experiment_in(Path(folder).expanduser()))
    plan, manifest, points = read_plan(place)
    return Results(
        folder=place.path,
        plan=plan,
        manifest=manifest,
        written=frozenset(spans_in(place.chunks) & spans_of(plan)),
        table_of_points=points,
    )


def experiment_in(folder: Path) -> Path:
    """The folder, or that of the only experiment in it. Raises ResultsError if there are several."""
    inside = [] if Folder(folder).manifest.exists() else results_in(folder)
    if len(inside) > 1:
        some = ", ".join(str(path) for path in inside[:_MOST_NAMED])
        raise ResultsError(
            Problem(str(folder), "the folder of one experiment", f"{len(inside):,} of them",
                    remedy=f"Name one: {some}{', …' if len(inside) > _MOST_NAMED else ''}.")
        )  # fmt: skip
    return inside[0] if inside else folder


def results_in(parent: str | Path) -> list[Path]:
    """The folders of experiments in `parent`, by name."""
    place = Path(parent)
    return sorted(path.parent for path in place.glob("*/manifest.json")) if place.is_dir() else []
