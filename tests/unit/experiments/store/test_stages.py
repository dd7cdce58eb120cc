"""An experiment that stops by itself decides from what is kept, before it goes on, and the same after any stop."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from govsim.experiments.plan import Chunk
from govsim.experiments.report.report import report_of
from govsim.experiments.results import Results, open_results, results_in
from govsim.experiments.run import run_experiment
from govsim.experiments.stopping_rule import stage_after
from govsim.experiments.store.folder import Folder
from tests.tiny_experiments import RUNS_OF_A_CHUNK, resume, running_experiment, tiny

STOPPING = {"first": 10, "look_ahead": 5, "most": 80, "half_width": 0.0002}
WORLDS_OF_A_BLOCK = 8


def asked(**changes: Any) -> Any:
    return tiny(replicates=200, stopping={**STOPPING, **changes}, outcomes=("public_value", "progress"))


def run(folder: Path, executor: Executor | None = None, **changes: Any) -> Results:
    return run_experiment(asked(**changes), output=folder, executor=executor, runs_of_a_chunk=RUNS_OF_A_CHUNK)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run(tmp_path_factory.mktemp("undisturbed"))


def stages(results: Results) -> list[dict[str, Any]]:
    return [json.loads(file.read_text()) for file in sorted((results.folder / "stages").iterdir())]


def test_it_stops_once_the_difference_is_known_as_precisely_as_asked(undisturbed: Results) -> None:
    told = stages(undisturbed)
    assert undisturbed.is_complete
    assert 2 <= len(told) < STOPPING["most"] / WORLDS_OF_A_BLOCK
    assert [stage["goes_on"] for stage in told] == [True] * (len(told) - 1) + [False]
    assert told[-1]["enough"] is not None
    assert told[-1]["enough"] <= undisturbed.replicates == told[-1]["replicates"]
    apart = np.diff(undisturbed.outcome("public_value")[:, 0, : told[-1]["enough"]], axis=0)[0]
    from govsim.statistics.intervals import interval

    assert interval(apart).half_width <= STOPPING["half_width"]


def test_a_decision_is_a_function_of_the_blocks_that_are_kept(undisturbed: Results) -> None:
    for told in stages(undisturbed):
        again = stage_after(undisturbed.plan, told["block"], undisturbed.first_blocks(told["block"] + 1))
        assert again.__dict__ == told


def test_decisions_are_read_as_they_were_kept(undisturbed: Results) -> None:
    assert [vars(stage) for stage in undisturbed.stages] == stages(undisturbed)
    part = report_of(undisturbed).parts[-1]
    assert [row[0] for row in part.tables[0].rows] == [
        str(told["replicates"]) for told in stages(undisturbed)
    ]


def test_it_ends_in_any_case_after_the_most_worlds(tmp_path: Path) -> None:
    found = run(tmp_path, half_width=1e-9, most=24)
    assert (found.is_complete, found.replicates) == (True, 24)
    assert stages(found)[-1] == {**stages(found)[-1], "enough": None, "goes_on": False}


@pytest.mark.parametrize("after", [1, 3, 5, 8])
def test_stopped_anywhere_and_resumed_it_takes_the_same_path(
    after: int, tmp_path: Path, undisturbed: Results
) -> None:
    work = running_experiment(asked(), tmp_path, runs_of_a_chunk=RUNS_OF_A_CHUNK)
    for _ in range(after):
        next(work)
    work.close()
    (folder,) = results_in(tmp_path)
    assert not open_results(folder).is_complete
    found = resume(folder)
    assert stages(found) == stages(undisturbed)
    assert found.runs().equals(undisturbed.runs())


def test_killed_between_the_last_chunk_of_a_block_and_the_decision_it_decides_the_same(
    tmp_path: Path, undisturbed: Results
) -> None:
    found = run(tmp_path)
    told = stages(found)
    Folder(found.folder).stage(len(told) - 1).unlink()
    assert not open_results(found.folder).is_complete
    assert stages(resume(found.folder)) == told == stages(undisturbed)


class Watched(Executor):
    """Does the work at once, and looks before."""

    def __init__(self, look: Callable[[Chunk], None]) -> None:
        self.look = look

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        self.look(pickle.loads(args[-1]))
        future: Future[Any] = Future()
        future.set_result(fn(*args))
        return future


def test_every_decision_is_kept_before_the_next_block_is_begun(tmp_path: Path, undisturbed: Results) -> None:
    seen = []

    def look(chunk: Chunk) -> None:
        (folder,) = results_in(tmp_path)
        number = chunk.block.start // WORLDS_OF_A_BLOCK
        seen.append(number)
        kept = sorted(int(file.stem) for file in (folder / "stages").iterdir())
        assert kept == list(range(number))

    found = run(tmp_path, Watched(look))
    assert set(seen) == set(range(len(stages(undisturbed))))
    assert found.runs().equals(undisturbed.runs())


def test_worlds_in_which_a_run_failed_do_not_keep_it_from_deciding(undisturbed: Results) -> None:
    values = undisturbed.outcome("public_value").copy()
    values[1, 0, 2] = np.nan
    last = len(undisturbed.blocks) - 1
    assert stage_after(undisturbed.plan, last, values).widest is not None
    values[1] = np.nan  # a row of which every run failed leaves nothing to compare
    assert stage_after(undisturbed.plan, last, values).enough is None
