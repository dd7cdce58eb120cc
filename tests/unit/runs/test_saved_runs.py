"""Runs that are saved come back whole, and what is no run is refused with a reason."""

from __future__ import annotations

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest

import govsim
from govsim.errors import RunFileError


@pytest.fixture(scope="module")
def run():
    return govsim.simulate("classroom_small", replicates=3, seed=2)


def test_a_run_comes_back_as_it_was(run, tmp_path):
    again = govsim.load_run(run.save(tmp_path / "run.parquet"))
    assert again.scenario == run.scenario
    assert again.labels == run.labels
    assert (again.seed, again.replicates, again.places_name, again.model_version) == (
        *(run.seed, run.replicates),
        *(run.places_name, run.model_version),
    )
    for kept in ("measures", "pound", "along_axes"):
        before, after = getattr(run, kept), getattr(again, kept)
        assert set(before) == set(after)
        for name, values in before.items():
            np.testing.assert_array_equal(after[name], values)


def test_a_run_that_came_back_can_be_saved_again_to_the_same_bytes(run, tmp_path):
    first = run.save(tmp_path / "first.parquet")
    second = govsim.load_run(first).save(tmp_path / "second.parquet")
    assert first.read_bytes() == second.read_bytes()


def test_saving_leaves_nothing_but_the_file(run, tmp_path):
    run.save(tmp_path / "run.parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["run.parquet"]


def test_saving_where_there_is_no_folder_is_refused(run, tmp_path):
    with pytest.raises(RunFileError, match="a file that can be written"):
        run.save(tmp_path / "nowhere" / "run.parquet")


def test_no_file_is_no_run(tmp_path):
    with pytest.raises(RunFileError, match="no such file"):
        govsim.load_run(tmp_path / "missing.parquet")


def test_text_is_no_run(tmp_path):
    (tmp_path / "text.parquet").write_text("not a run", encoding="utf-8")
    with pytest.raises(RunFileError, match="a saved run in Parquet"):
        govsim.load_run(tmp_path / "text.parquet")


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_no_run(run, tmp_path, kept):
    whole = run.save(tmp_path / "run.parquet").read_bytes()
    (tmp_path / "cut.parquet").write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(RunFileError):
        govsim.load_run(tmp_path / "cut.parquet")


def test_other_parquet_is_no_run(tmp_path):
    pyarrow.parquet.write_table(pyarrow.table({"a": [1]}), tmp_path / "other.parquet")
    with pytest.raises(RunFileError, match="another kind of Parquet file"):
        govsim.load_run(tmp_path / "other.parquet")


@pytest.mark.parametrize("metadata", [b"{}", b"not json", b'{"format": 99}', b'{"format": 1}'])
def test_a_run_with_a_damaged_description_is_refused(tmp_path, metadata):
    table = pyarrow.table({"a": [1]}).replace_schema_metadata({b"govsim_run": metadata})
    pyarrow.parquet.write_table(table, tmp_path / "odd.parquet")
    with pytest.raises(RunFileError):
        govsim.load_run(tmp_path / "odd.parquet")


def test_a_run_is_written_as_parquet_alone(run, tmp_path):
    with pytest.raises(RunFileError, match=r"expected an ending \.parquet or \.pq, found \.csv"):
        run.save(tmp_path / "run.csv")
    assert not list(tmp_path.iterdir())
