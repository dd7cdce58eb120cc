"""Run an experiment into its folder, with reuse of existing runs; a crash loses a few seconds of work."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from govsim.checked import processes, seed_number, whole_number
from govsim.errors import ExperimentError, Problem
from govsim.experiments.chunk import joined
from govsim.experiments.engines.engine import Engine, InProcess
from govsim.experiments.experiment import Experiment
from govsim.experiments.factors import FOLDER
from govsim.experiments.inputs import actors_of, places_in_files
from govsim.experiments.load import load_experiment
from govsim.experiments.plan import Chunk, Plan, planned, sized
from govsim.experiments.results import Results, open_results, results_in
from govsim.experiments.scenarios import lacking_outcomes
from govsim.experiments.stopping_rule import stage_after
from govsim.experiments.store.folder import Folder, Span, span_of
from govsim.experiments.store.manifest import manifest_of
from govsim.experiments.store.reading import refuse_other_packages, with_inputs
from govsim.experiments.store.reuse import ReusableFolder, ReusedRuns, reusable_folders, reused_runs
from govsim.experiments.store.stages import read_stage
from govsim.experiments.store.writer import ChunkWriter, create, damaged, writing
from govsim.files import partials
from govsim.runs.provenance import provenance
from govsim.runs.simulate import Progress, finished
from govsim.scenario.validation_errors import findings_of
from govsim.words.plurals import counted
from govsim.world.given import PlacesLike, places_path
from govsim.world.places import Places

RESULTS: Final = "results"
Running = Generator[Progress, None, Results]


@dataclass(frozen=True, kw_only=True)
class ExecutionOptions:
    """The choice of engine: `jobs` processes, a Dask cluster (an address, or `local`), or any executor.

    Default: in this process, or in up to `at_most` workers.
    """

    jobs: int | None = None
    dask: str | None = None
    executor: Executor | None = None
    at_most: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "jobs", processes(self.jobs))

    def engine(self, plan: Plan, may_crash: bool = False) -> Engine:
        """The engine for a plan; with worker processes if a run `may_crash`."""
        if self.executor is not None:
            from govsim.experiments.engines.cluster import ExecutorEngine

            return ExecutorEngine(plan.work, self.executor)
        if self.dask is not None:
            from govsim.experiments.engines.cluster import Dask

            return Dask(plan.work, self.dask, self.jobs)
        jobs = self.jobs or min(self.at_most, _chunks_at_once(plan))
        if jobs == 1 and not plan.actors and not may_crash:  # actors may kill their process
            return InProcess(plan.work)
        from govsim.experiments.engines.crash_isolation import Processes

        return Processes(plan.work, jobs)

    @property
    def name(self) -> str:
        """Its name in the manifest."""
        if self.executor is not None:
            return type(self.executor).__name__
        if self.dask is not None:
            return f"dask {self.dask}"
        return f"at most {counted(self.jobs or self.at_most, 'process', 'processes')}"


def _chunks_at_once(plan: Plan) -> int:
    """The number of chunks that can run at the same time; a stopping rule waits for each block."""
    of_a_block = sum(1 for _ in plan.chunks(plan.blocks[0]))
    return of_a_block if plan.is_sequential else of_a_block * len(plan.blocks)


def run_experiment(
    experiment: Experiment | str | Path,
    *,
    output: str | Path = RESULTS,
    replicates: int | None = None,
    points: int | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    dask: str | None = None,
    places: PlacesLike | None = None,
    seed: int | None = None,
    runs_of_a_chunk: int | None = None,
) -> Results:
    """Run an experiment in its own folder and return its results.

    An unfinished experiment is resumed; a complete one is read. Runs in another folder of `output` with more or fewer
    of the same worlds are reused.

    Args:
        experiment: An experiment, the name of a shipped one, or the path of a TOML file.
        output: Folder in which the experiment's own folder is created, or resumed.
        replicates: Number of worlds; default as in the file.
        points: Number of points of the design; default as in the file.
        jobs: Worker processes; 1 runs in this process, None chooses.
        executor: A `concurrent.futures` executor that replaces the worker processes.
        dask: Address of a Dask scheduler that replaces the worker processes.
        places: Places, or the path of a file of places; default as in the experiment.
        seed: Root seed; default as in the file.
        runs_of_a_chunk: Number of runs written to disk at once; None chooses.

    Returns:
        The results.

    Raises:
        InputError: the experiment is wrong.
        ResultsError: the folder cannot be used.
        WorkerLost: no worker is left.

    >>> results = run_experiment("quick_look", replicates=20, jobs=2)  # doctest: +SKIP
    """
    land, file = places_path(places)
    options = ExecutionOptions(jobs=jobs, dask=dask, executor=executor)
    request = changed(experiment, replicates, points, seed)
    size = None if runs_of_a_chunk is None else whole_number("runs_of_a_chunk", runs_of_a_chunk, 1)
    folder = begin(request, Path(output).expanduser(), options, land, file, runs_of_a_chunk=size)
    return finished(resuming(folder, options, land))


def begin(
    experiment: Experiment,
    output: str | Path,
    options: ExecutionOptions,
    places: Places | None = None,
    places_file: str | Path | None = None,
    runs_of_a_chunk: int | None = None,
    command: str = "govsim.run_experiment(…)",
) -> Path:
    """Create the folder of an experiment, or find the existing one; run nothing."""
    plan = planned(experiment, places=places)
    file = None if places_file is None else os.path.abspath(places_file)
    if places is None:
        land, file = places_in_files(plan.scenarios)
        if problems := lacking_outcomes(plan.scenarios, land):
            raise ExperimentError(problems)
        plan = replace(plan, places=land)
    plan = sized(replace(plan, actors=actors_of(experiment)), runs_of_a_chunk)
    manifest = manifest_of(plan, file, provenance(options.name, command))
    return create(Path(output), plan, manifest).path


def resuming(
    folder: str | Path, options: ExecutionOptions, places: Places | None = None, retry_failed: bool = False
) -> Running:
    """Resume an experiment, yielding progress in runs; the generator's value is the results.

    A complete one is read. `retry_failed` runs chunks with failed or crashed runs once more.
    """
    results = open_results(folder)
    place, plan, manifest, files = Folder(results.folder), results.plan, results.manifest, results.files
    if (
        retry_failed
        or not results.is_complete
        or partials(place.chunks)  # killed while retrying a chunk
        or damaged(files, set(results.written))
    ):
        refuse_other_packages(manifest, place.path)
        ready = with_inputs(plan, manifest, place.path, places)
        with writing(files, ready) as writer:
            if retry_failed:
                writer.retry_failed()
            own = place.path.absolute()
            others = (path for path in results_in(own.parent) if path != own)
            yield from _running(writer, options, reusable_folders(manifest, others))
    return open_results(place.path)


def _running(
    writer: ChunkWriter, options: ExecutionOptions, others: tuple[ReusableFolder, ...]
) -> Iterator[Progress]:
    """Run the missing chunks: all of them, or block by block until the stopping rule is met."""
    plan = writer.plan
    with closing(options.engine(plan, may_crash=bool(writer.retried))) as engine:
        if not plan.is_sequential:
            yield from _running_blocks(writer, engine, others, plan.blocks, plan.blocks)
            return
        for number, block in enumerate(plan.blocks):
            yield from _running_blocks(writer, engine, others, [block], plan.blocks[: number + 1])
            stage = read_stage(writer.folder, number)
            if stage is None:
                outcome = open_results(writer.folder.path).first_blocks(number + 1)
                stage = stage_after(plan, number, outcome)
                writer.write_stage(stage)
            if not stage.goes_on:
                return


def _running_blocks(
    writer: ChunkWriter,
    engine: Engine,
    others: tuple[ReusableFolder, ...],
    blocks: Sequence[range],
    counted: Sequence[range],
) -> Iterator[Progress]:
    """Reuse or run, and write, the missing chunks of some blocks; progress counts the runs of `counted` blocks."""
    plan = writer.plan
    of = sum(len(block) for block in counted) * plan.points
    held = writer.written - writer.retried
    done = sum(last - first + 1 for first, last in held if last < plan.points * counted[-1].stop)
    progress = Progress(done, of, plan.experiment.name)
    yield progress
    lacking = [chunk for block in blocks for chunk in plan.chunks(block) if writer.lacks(chunk)]
    for chunk in lacking if others else ():
        reused = reused_runs(others, chunk, whole=True)
        if reused is not None:
            writer.write(chunk, reused.result, reused.source)
            progress = replace(progress, done=progress.done + chunk.size)
            yield progress
    first_worlds: dict[Span, ReusedRuns] = {}  # reused runs of chunks in flight

    def rests() -> Iterator[Chunk]:
        """The part of each missing chunk that no folder has."""
        for chunk in filter(writer.lacks, lacking):
            reused = reused_runs(others, chunk)
            if reused is not None and reused.rest is not None:
                first_worlds[span_of(chunk)] = reused
                chunk = reused.rest
            yield chunk

    with closing(engine.results(rests())) as work:
        for one in work:
            if one is not None:
                chunk, result = replace(one[0], replicates=one[0].block), one[1]
                reused = first_worlds.pop(span_of(chunk), None)
                whole = result if reused is None else joined((reused.result, result))
                writer.write(chunk, whole, reused.source if reused else None)
                progress = replace(progress, done=progress.done + chunk.size)
            yield progress


def changed(
    experiment: Experiment | str | Path,
    replicates: int | None = None,
    points: int | None = None,
    seed: int | None = None,
) -> Experiment:
    """A copy of an experiment with other numbers of worlds or points, or another seed. Raises ExperimentError."""
    loaded = load_experiment(experiment)
    changes: dict[str, Any] = {}
    if replicates is not None:
        changes |= {"replicates": whole_number("replicates", replicates, 1), "stopping": None}
    if seed is not None:
        changes["seed"] = seed_number(seed)
    if points is not None:
        points = whole_number("points", points, 1)
        counts = [
            name for name in ("points", "trajectories") if isinstance(getattr(loaded.design, name, None), int)
        ]
        if not counts:
            wanted = f"a design that has a number of points, not {loaded.design.kind}"
            remedy = "Leave it out, or change the factors in the file."
            raise ExperimentError(Problem("--points", wanted, str(points), remedy=remedy))
        changes["design"] = {**loaded.design.model_dump(), counts[0]: points}
    if not changes:
        return loaded
    try:
        new = Experiment.model_validate({**loaded.model_dump(), **changes}, context={FOLDER: loaded.folder})
    except ValidationError as error:
        raise ExperimentError(loaded.problem(one) for one in findings_of(error, Experiment)) from error
    new._layer = loaded._layer
    return new
