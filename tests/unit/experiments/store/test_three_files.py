"""Folders from before one file held all of a chunk are read, reported and exported, and not continued.

The folder beside this file was written by version 0.2.0 at its beginning; it goes with the edition of the model.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from govsim.errors import ResultsError
from govsim.experiments.chunk import CRASHED, DONE
from govsim.experiments.report.report import report_of
from govsim.experiments.results import Results, open_results
from govsim.experiments.run import run_experiment
from govsim.experiments.status import status_of
from govsim.experiments.store.exporting import export_csv, export_json, export_parquet
from tests.tiny_experiments import RUNS_OF_A_CHUNK, AtOnce, resume, tiny

KEPT = Path(__file__).parent / "folder_of_three_files" / "tiny-cf2b75b4d16e"
CRASHING = 11
RUNS = 12


@pytest.fixture
def old(tmp_path: Path) -> Results:
    folder = tmp_path / "results" / KEPT.name
    shutil.copytree(KEPT, folder)
    return open_results(folder)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("new")
    return run_experiment(
        tiny(), output=folder, executor=AtOnce([CRASHING], "memory ran out"), runs_of_a_chunk=RUNS_OF_A_CHUNK
    )


def test_its_tables_and_arrays_are_those_of_a_folder_of_today(old: Results, new: Results) -> None:
    assert old.is_complete
    assert old.runs().schema == new.runs().schema
    for name in ("run", "point", "replicate", "status", "error"):
        assert old.runs().column(name).to_pylist() == new.runs().column(name).to_pylist()
    for name in old.plan.columns:
        np.testing.assert_allclose(old.outcome(name), new.outcome(name), rtol=1e-12)
    np.testing.assert_allclose(old.trajectory("progress"), new.trajectory("progress"), rtol=1e-12)
    assert old.failures == new.failures
    assert old.stored(CRASHING)["status"] == CRASHED  # type: ignore[index]
    assert old.reused == {"tiny-241a4fc16060": 8}
    assert status_of(old.folder).failures == 1


def test_sql_is_answered_over_it(old: Results, new: Results) -> None:
    for asked in (
        "SELECT run, status FROM runs ORDER BY run",
        "SELECT run, quarter FROM trajectories ORDER BY ALL",
        "FROM failures",
    ):
        assert old.query(asked).to_pylist() == new.query(asked).to_pylist()
    assert old.query("SELECT DISTINCT run FROM trajectories WHERE isnan(progress)").to_pylist() == [
        {"run": CRASHING}
    ]


def test_it_is_reported_and_exported(old: Results, tmp_path: Path) -> None:
    assert report_of(old).parts
    assert export_csv(old, tmp_path / "runs.csv") == RUNS
    assert export_parquet(old, tmp_path / "runs.parquet") == RUNS
    assert export_json(old, tmp_path / "runs.json") == RUNS
    assert [line["status"] for line in json.loads((tmp_path / "runs.json").read_text())] == [
        *[DONE] * CRASHING,
        CRASHED,
    ]


def test_it_is_opened_by_resume_and_not_continued(old: Results) -> None:
    assert resume(old.folder, executor=(executor := AtOnce())).failures == old.failures
    assert executor.made == []
    refused = "can be read, not resumed: install that version, or start again with -o DIR"
    with pytest.raises(ResultsError, match=refused):
        resume(old.folder, executor=AtOnce(), retry_failed=True)
    old.files.path((0, 5)).unlink()
    with pytest.raises(ResultsError, match=refused):
        resume(old.folder, executor=AtOnce())
    assert open_results(old.folder).runs().num_rows == RUNS // 2


def test_its_runs_are_not_reused(old: Results) -> None:
    found = run_experiment(tiny(replicates=7), output=old.folder.parent, executor=(executor := AtOnce()))
    assert found.reused == {}
    assert len(executor.made) == 14


@pytest.mark.parametrize("kind", ["chunks", "trajectories"])
def test_damage_in_it_is_an_error_that_names_the_file(kind: str, old: Results) -> None:
    file = old.folder / kind / "c000000000006-000000000011.parquet"
    other = file.with_name("c000000000000-000000000005.parquet").read_bytes()
    for content in (file.read_bytes()[:-100], b"", other):
        file.write_bytes(content)
        with pytest.raises(ResultsError, match=file.name):
            _ = old.runs(), old.trajectory("progress")


def test_a_reason_that_somebody_removed_is_said_not_to_be_known(old: Results) -> None:
    (old.folder / "failures" / f"{CRASHING}.json").unlink()
    assert "cannot be read" in open_results(old.folder).failures[0].error
