"""A run that raises, or that ends its process, becomes a row that says why."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from govsim.experiments.chunk import CRASHED, DONE, FAILED, ChunkResult
from govsim.experiments.replaying import replay
from govsim.experiments.results import Results, open_results
from govsim.experiments.run import run_experiment
from govsim.experiments.status import status_of
from govsim.experiments.store.chunk_format import as_parquet, chunk_table
from tests.tiny_experiments import resume, tiny

ACTORS = """
import os


class Best:
    def commission(self, view):
        most = view.by_outcome.max(view.belief_cew, axis=1)
        best = view.belief_cew == view.by_outcome.spread(most, axis=1)
        return view.by_outcome.normalised(1.0 * best, axis=1)


class Raises(Best):
    def commission(self, view):
        if view.quarter == 1 and (view.belief_cew[0, 0] > 0.87).any():
            raise ValueError("such trust in one service is not to be had")
        return super().commission(view)


class Ends(Best):
    def commission(self, view):
        if view.quarter == 1 and (view.belief_cew[0, 0] > 0.87).any():
            os._exit(3)
        return super().commission(view)
"""
UNLIKE = (3,)  # the world among the first four in which the actors above do otherwise
WORLDS = 4


def decided_by(name: str, folder: Path, **changes: Any) -> Results:
    file = folder / "actors.py"
    file.write_text(ACTORS, encoding="utf-8")
    actors = {"council:hillford": f"{file}:{name}"}
    asked = tiny(factors=[], replicates=WORLDS, actors=actors, name=name, **changes)
    return run_experiment(asked, output=folder / "results", runs_of_a_chunk=8, jobs=2)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return decided_by("Best", tmp_path_factory.mktemp("best"))


@pytest.mark.parametrize(("name", "status"), [("Raises", FAILED), ("Ends", CRASHED)])
def test_one_run_that_comes_to_nothing_takes_no_other_with_it(
    name: str, status: str, tmp_path: Path, undisturbed: Results
) -> None:
    found = decided_by(name, tmp_path)
    assert found.is_complete
    assert found.runs().column("status").to_pylist() == [
        status if world in UNLIKE else DONE for world in range(WORLDS)
    ]
    assert [failure.run for failure in found.failures] == list(UNLIKE)
    for outcome in found.plan.columns:
        expected = np.where(np.isin(np.arange(WORLDS), UNLIKE), np.nan, undisturbed.outcome(outcome))
        np.testing.assert_array_equal(found.outcome(outcome), expected)
    assert np.isnan(found.trajectory("progress")[0, 0, :, UNLIKE[0]]).all()
    assert status_of(found.folder).failures == 1
    stored = found.stored(UNLIKE[0])
    assert stored is not None
    assert (stored["status"], stored["replicate"], stored["error"]) == (
        status,
        UNLIKE[0],
        found.failures[0].error,
    )


def test_what_a_run_raised_is_told_with_its_line_and_seen_again_by_replaying_it(tmp_path: Path) -> None:
    found = decided_by("Raises", tmp_path)
    (failure,) = found.failures
    assert "not to be had" in failure.error
    assert "actors.py, line" in failure.error
    assert "ValueError" in failure.traceback
    again = replay(found.folder, failure.run)
    assert again.failure is not None
    assert again.failure.error == failure.error
    assert again.is_the_same


def test_a_run_that_went_well_is_bit_for_bit_the_same_alone(undisturbed: Results) -> None:
    again = replay(undisturbed.folder, 2)
    assert again.differing == ()
    assert again.is_the_same
    assert again.values["public_value"] == undisturbed.outcome("public_value")[0, 0, 2]


def test_a_run_that_came_out_otherwise_is_told(undisturbed: Results, tmp_path: Path) -> None:
    """As on a machine whose numbers differ in the last digit: what is kept is changed, with true checksums."""
    folder = tmp_path / undisturbed.folder.name
    shutil.copytree(undisturbed.folder, folder)
    (file,) = (folder / "chunks").iterdir()
    plan, identity = undisturbed.plan, undisturbed.manifest["identity"]
    (chunk,) = plan.chunks(plan.blocks[0])
    values = np.array([undisturbed.outcome(name)[0, 0] for name in plan.columns])
    values[plan.columns.index("progress")] = np.nextafter(values[plan.columns.index("progress")], 1)
    result = ChunkResult(
        runs=chunk.runs, values=values, failures=(), trajectories=np.empty((1, 0, WORLDS)), made_by=()
    )
    file.write_bytes(as_parquet(chunk_table(plan, chunk, result, identity)))
    again = replay(folder, 2)
    assert again.differing == ("progress",)
    assert again.is_the_same is False


def test_an_actor_whose_file_has_changed_is_not_mixed_with_the_old_one(tmp_path: Path) -> None:
    from govsim.errors import ResultsError

    found = decided_by("Best", tmp_path)
    (file,) = (found.folder / "chunks").iterdir()
    file.unlink()
    assert not open_results(found.folder).is_complete
    actors = tmp_path / "actors.py"
    actors.write_text(ACTORS + "\n# another thought\n", encoding="utf-8")
    with pytest.raises(ResultsError, match="the file that council:hillford was decided by so far"):
        resume(found.folder)
    actors.write_text(ACTORS, encoding="utf-8")
    assert resume(found.folder).runs().equals(found.runs())
