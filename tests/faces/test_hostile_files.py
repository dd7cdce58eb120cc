"""Kept places, saved runs and networks that are damaged end with code 2 and name their file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import govsim
from govsim.cli.main import COMMANDS
from tests.hostile import READ, Told, asking, put


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.9, 0.999])
def test_a_file_that_is_half_written_is_refused(
    told: Told, right_files: Path, tmp_path: Path, name: str, share: float
) -> None:
    whole = (right_files / name).read_bytes()
    file = put(tmp_path, name, whole[: round(share * len(whole))])
    for arguments in asking(name, file):
        code, said = told(*arguments)
        assert code == 2
        assert said.startswith(str(file))


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.9, 0.999])
def test_a_saved_run_that_is_half_written_is_refused(right_files: Path, tmp_path: Path, share: float) -> None:
    whole = (right_files / "run.parquet").read_bytes()
    file = put(tmp_path, "run.parquet", whole[: round(share * len(whole))])
    with pytest.raises(govsim.errors.RunFileError) as caught:
        govsim.load_run(file)
    assert str(caught.value).startswith(str(file))


@pytest.mark.skipif("replay" not in COMMANDS, reason="there is no govsim replay")
@pytest.mark.parametrize("wrong", ["half", "shape", "text"])
def test_a_damaged_run_is_not_replayed(told: Told, right_files: Path, tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "run.parquet"
    whole = (right_files / "run.parquet").read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if wrong == "half" else whole if wrong == "shape" else b"a run")
    if wrong == "shape":
        table = pq.read_table(file)
        pq.write_table(table.replace_schema_metadata({b"govsim_run": b'{"format": 1}'}), file)
    code, said = told("replay", file, "--actor", "council:hillford", "--quarter", 1)
    assert code == 2
    assert str(file) in said


@pytest.mark.parametrize(
    "change",
    [
        {"format": 9},
        {"format": None},
        {"council_keys": 5},
        {"council_keys": ["A", "A", "B"]},
        {"council_names": [1, 2, 3]},
        {"region_keys": []},
        {"council_region": [0, 0, 10**30]},
        {"council_region": [7, 7, 7]},
        {"neighbours": [[0, 1, 2]]},
        {"neighbours": [[1, 0]]},
        {"capacity": ["x", 0, 0]},
        {"capacity": [5e-324, 0, 0]},
        {"councils_represented": -1},
        {"councils_represented": 10**400},
        {"outcomes": "health"},
        {"outcomes": {}},
        {"name": None},
        {"notes": [[]]},
        [],
        "x",
        None,
    ],
    ids=str,
)
def test_kept_places_whose_description_has_another_shape_are_refused(
    told: Told, right_files: Path, tmp_path: Path, change: Any
) -> None:
    table = pq.read_table(right_files / "places.parquet")
    beside = json.loads(table.schema.metadata[b"govsim_places"])
    text = json.dumps({**beside, **change} if isinstance(change, dict) else change)[:2_000_000]
    file = tmp_path / "places.parquet"
    pq.write_table(table.replace_schema_metadata({b"govsim_places": text}), file)
    for arguments in asking("places.parquet", file):
        code, said = told(*arguments)
        assert code == 2
        assert said.startswith(str(file))


@pytest.mark.parametrize("column", ["code", "council", "population", "need_work"])
@pytest.mark.parametrize("kind", ["nulls", "booleans", "dates", "huge", "negative", "missing"])
def test_kept_places_with_columns_of_another_kind_are_refused(
    told: Told, right_files: Path, tmp_path: Path, column: str, kind: str
) -> None:
    table = pq.read_table(right_files / "places.parquet")
    columns = {
        "nulls": pa.nulls(4),
        "booleans": pa.array([True] * 4),
        "dates": pa.array([1] * 4, pa.date32()),
        "huge": pa.array([1e308] * 4),
        "negative": pa.array([-1.0] * 4),
    }
    at = table.column_names.index(column)
    changed = table.remove_column(at) if kind == "missing" else table.set_column(at, column, columns[kind])
    file = tmp_path / "places.parquet"
    pq.write_table(changed, file)
    code, said = told("places", "describe", file)
    assert code == 2
    assert said.startswith(str(file))
