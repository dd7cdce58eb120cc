"""Run an experiment and keep it: what is there already is not made again, and a stop loses a few seconds of work."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from govsim.errors import ExperimentError, Problem
from govsim.experiments.chunk import Made
from govsim.experiments.engines.engine import Engine, Here, joined
from govsim.experiments.experiment import Experiment
from govsim.experiments.factors import FOLDER
from govsim.experiments.inputs import actors_of, places_in_files
from govsim.experiments.load import load_experiment
from govsim.experiments.plan import Chunk, Plan, planned
from govsim.experiments.results import Results, open_results, results_in
from govsim.experiments.sizes import sized
from govsim.experiments.stopping import stage_after
from govsim.experiments.store.chunks import TakenOver
from govsim.experiments.store.folder import Folder, Span, span_of
from govsim.experiments.store.keeping import Keeper, begun, damaged, half_renewed, keeping
from govsim.experiments.store.made_with import made_with
from govsim.experiments.store.manifest import Manifest, manifest_of
from govsim.experiments.store.reading import read_plan, with_inputs
from govsim.experiments.store.siblings import Sibling, Taken, siblings_of, taken_from
from govsim.experiments.store.stages import read_stage
from govsim.runs.simulate import Progress, finished
from govsim.scenario.plain_english import findings_of
from govsim.world.places import Places

RESULTS: Final = "results"
Running = Generator[Progress, None, Results]


@dataclass(frozen=True)
class By:
    """Who does the work: `jobs` processes, a Dask cluster (an address, or `local`), or any executor.

    Where nothing is said it is this process, or as many others as have something to do, `at_most` so many.
    """

    jobs: int | None = None
    dask: str | None = None
    executor: Executor | None = None
    at_most: int = 1

    def engine(self, plan: Plan, apart: bool = False) -> Engine:
        """The engine, for a plan with its inputs at hand; `apart` where a run may end the process that makes it."""
        if self.executor is not None:
            from govsim.experiments.engines.cluster import OfTheCaller

            return OfTheCaller(plan.work, self.executor)
        if self.dask is not None:
            from govsim.experiments.engines.cluster import Dask

            return Dask(plan.work, self.dask, self.jobs)
        jobs = self.jobs or min(self.at_most, _chunks_at_once(plan))
        if jobs == 1 and not plan.actors and not apart:  # actors may end their process
            return Here(plan.work)
        from govsim.experiments.engines.pool import Processes

        return Processes(plan.work, jobs)

    @property
    def name(self) -> str:
        """What the manifest says of it."""
        if self.executor is not None:
            return type(self.executor).__name__
        return (
            f"dask {self.dask}" if self.dask is not None else f"at most {self.jobs or self.at_most} processes"
        )


def _chunks_at_once(plan: Plan) -> int:
    """How many chunks can be made at the same time: a stopping rule waits for each block."""
    of_a_block = sum(1 for _ in plan.chunks(plan.blocks[0]))
    return of_a_block if plan.is_sequential else of_a_block * len(plan.blocks)


def run_experiment(
    experiment: Experiment | str | Path,
    output: str | Path = RESULTS,
    replicates: int | None = None,
    points: int | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    dask: str | None = None,
    places: Places | None = None,
    seed: int | None = None,
    runs_of_a_chunk: int | None = None,
) -> Results:
    """Run an experiment, kept in a folder of `output`, and give its results.

    An experiment is given as such, by the name of a shipped one or by the path of a file. One that is there in part
    is gone on with, one that is complete is read; runs that another folder in `output` has already, because it asks
    for more or fewer worlds of the same, are taken over. `replicates` and `points` ask for more or fewer than it says;
    `runs_of_a_chunk` for how many are kept at once. Raises InputError for what is wrong with it, ResultsError where
    its folder cannot be used, WorkerLost where nobody can do the work.
    """
    return finished(
        running_experiment(
            experiment, output, replicates, points, jobs, executor, dask, places, seed, runs_of_a_chunk
        )
    )


def running_experiment(
    experiment: Experiment | str | Path,
    output: str | Path = RESULTS,
    replicates: int | None = None,
    points: int | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    dask: str | None = None,
    places: Places | None = None,
    seed: int | None = None,
    runs_of_a_chunk: int | None = None,
) -> Running:
    """As `run_experiment`, yielding progress in runs; the generator's value is the results."""
    by = By(jobs, dask, executor)
    asked = changed(experiment, replicates, points, seed)
    folder = begin(asked, output, by, places, runs_of_a_chunk=runs_of_a_chunk)
    return (yield from resuming(folder, by, places))


def begin(
    asked: Experiment,
    output: str | Path,
    by: By,
    places: Places | None = None,
    places_file: str | Path | None = None,
    runs_of_a_chunk: int | None = None,
    command: str = "govsim.run_experiment(…)",
) -> Path:
    """The folder of an experiment, made if it is not there, and nothing run yet."""
    plan = planned(asked, places=places)
    file = None if places_file is None else os.path.abspath(places_file)
    if places is None:
        found, file = places_in_files(plan.scenarios)
        plan = replace(plan, places=found)
    plan = sized(replace(plan, actors=actors_of(asked)), runs_of_a_chunk)
    manifest = manifest_of(plan, file, made_with(by.name, command))
    return begun(Path(output), plan, manifest).path


def resume(
    folder: str | Path,
    jobs: int | None = None,
    executor: Executor | None = None,
    dask: str | None = None,
    places: Places | None = None,
    retry_failed: bool = False,
) -> Results:
    """Go on with an experiment where it was stopped; one that is complete is read.

    With `retry_failed` chunks of which runs failed or crashed are made again, each once.
    """
    return finished(resuming(folder, By(jobs, dask, executor), places, retry_failed))


def resuming(folder: str | Path, by: By, places: Places | None = None, retry_failed: bool = False) -> Running:
    """As `resume`, yielding progress in runs; the generator's value is the results."""
    place = Folder(Path(folder))
    plan, manifest, _ = read_plan(place)
    if (
        retry_failed
        or not open_results(place.path).is_complete
        or half_renewed(place)
        or damaged(place, plan, manifest["identity"])
    ):
        ready = with_inputs(plan, manifest, place.path, places)
        with keeping(place, ready, manifest["identity"]) as keeper:
            if retry_failed:
                keeper.try_again()
            yield from _carried_out(keeper, by, _siblings(place, manifest))
    return open_results(place.path)


def _siblings(folder: Folder, manifest: Manifest) -> tuple[Sibling, ...]:
    own = folder.path.absolute()
    return siblings_of(manifest, (path for path in results_in(own.parent) if path != own))


def _carried_out(keeper: Keeper, by: By, siblings: tuple[Sibling, ...]) -> Iterator[Progress]:
    """Make what lacks: all of it, or block by block until a stopping rule is content."""
    plan = keeper.plan
    with closing(by.engine(plan, apart=bool(keeper.again))) as engine:
        if not plan.is_sequential:
            yield from _made(keeper, engine, siblings, plan.blocks, plan.blocks)
            return
        for number, block in enumerate(plan.blocks):
            yield from _made(keeper, engine, siblings, [block], plan.blocks[: number + 1])
            stage = read_stage(keeper.folder, number)
            if stage is None:
                outcome = open_results(keeper.folder.path).first_blocks(number + 1)
                stage = stage_after(plan, number, outcome)
                keeper.decided(stage)
            if not stage.goes_on:
                return


def _made(
    keeper: Keeper,
    engine: Engine,
    siblings: tuple[Sibling, ...],
    blocks: Sequence[range],
    counted: Sequence[range],
) -> Iterator[Progress]:
    """Take over or make, and keep, the chunks of some blocks that lack; progress counts the runs of others too."""
    plan = keeper.plan
    of = sum(len(block) for block in counted) * plan.points
    held = keeper.kept - keeper.again
    done = sum(last - first + 1 for first, last in held if last < plan.points * counted[-1].stop)
    told = Progress(done, of, plan.experiment.name)
    yield told
    lacking = [chunk for block in blocks for chunk in plan.chunks(block) if keeper.lacks(chunk)]
    for chunk in lacking if siblings else ():
        taken = taken_from(siblings, chunk, whole=True)
        if taken is not None:
            keeper.keep(chunk, taken.made, taken.whence)
            done += chunk.size
            told = Progress(done, of, plan.experiment.name)
            yield told
    in_hand = _InHand(siblings)
    with closing(_closable(engine.made(in_hand.rest_of(filter(keeper.lacks, lacking))))) as work:
        for one in work:
            if one is not None:
                chunk, made, whence = in_hand.whole(*one)
                keeper.keep(chunk, made, whence)
                done += chunk.size
                told = Progress(done, of, plan.experiment.name)
            yield told


class _InHand:
    """Chunks in hand of which a sibling has the first worlds."""

    def __init__(self, siblings: tuple[Sibling, ...]) -> None:
        self._siblings = siblings
        self._taken: dict[Span, Taken] = {}

    def rest_of(self, chunks: Iterable[Chunk]) -> Iterator[Chunk]:
        """What has to be made of each chunk."""
        for chunk in chunks:
            taken = taken_from(self._siblings, chunk)
            if taken is not None and taken.rest is not None:
                self._taken[span_of(chunk)] = taken
                yield taken.rest
            else:
                yield chunk

    def whole(self, chunk: Chunk, made: Made) -> tuple[Chunk, Made, TakenOver | None]:
        """The whole chunk, with what was taken over of it."""
        whole = replace(chunk, replicates=chunk.block)
        taken = self._taken.pop(span_of(whole), None)
        if taken is None:
            return chunk, made, None
        return whole, joined((taken.made, made)), taken.whence


def _closable(work: Iterator[Any]) -> Generator[Any, None, None]:
    yield from work


def changed(
    experiment: Experiment | str | Path,
    replicates: int | None = None,
    points: int | None = None,
    seed: int | None = None,
) -> Experiment:
    """An experiment with other numbers of worlds and points, or another seed. Raises ExperimentError."""
    asked = load_experiment(experiment)
    changes: dict[str, Any] = {}
    if replicates is not None:
        changes |= {"replicates": replicates, "stopping": None}
    if seed is not None:
        changes["seed"] = seed
    if points is not None:
        counts = [
            name for name in ("points", "trajectories") if isinstance(getattr(asked.design, name, None), int)
        ]
        if not counts:
            wanted = f"a design that has a number of points, not {asked.design.kind}"
            remedy = "Leave it out, or change the factors in the file."
            raise ExperimentError(Problem("--points", wanted, str(points), remedy=remedy))
        changes["design"] = {**asked.design.model_dump(), counts[0]: points}
    if not changes:
        return asked
    try:
        new = Experiment.model_validate({**asked.model_dump(), **changes}, context={FOLDER: asked.folder})
    except ValidationError as error:
        raise ExperimentError(asked.problem(finding) for finding in findings_of(error, Experiment)) from error
    new._layer = asked._layer
    return new
