"""Saved places come back to the last bit, and other files are told apart."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from govsim.errors import PlacesError
from govsim.scenario.geography import CommunityPlace, CouncilPlace, Region, WrittenPlaces
from govsim.world.places import Places
from govsim.world.saved_places import load_places, save_places
from govsim.world.synthetic_places import synthetic_england
from govsim.world.written_places import written_places


def island() -> Places:
    region = Region(key="R", name="R")
    council = CouncilPlace(key="A", name="A", region="R")
    people = CommunityPlace(key="a", council="A", population=1 / 3, need={"x": 0.1}, social_capital=0.7)
    stated = WrittenPlaces(regions=(region,), councils=(council,), communities=(people,))
    places = written_places(stated, ["x"], "Île-de-Nulle-Part")
    return replace(places, capacity_c=np.array([0.1 + 0.2]), community_names=("a",))


def same(one: Places, other: Places) -> bool:
    values = zip(vars(one).values(), vars(other).values(), strict=True)
    return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in values)


@pytest.mark.parametrize("places", [synthetic_england(), island()], ids=["England", "island"])
def test_places_come_back_as_they_were(tmp_path: Path, places: Places) -> None:
    file = tmp_path / "places.parquet"
    save_places(places, file)
    assert same(load_places(file), places)
    assert [path.name for path in tmp_path.iterdir()] == ["places.parquet"]
    assert stat.S_IMODE(file.stat().st_mode) & stat.S_IRUSR


def test_saving_again_replaces_the_file(tmp_path: Path) -> None:
    file = tmp_path / "places.parquet"
    save_places(synthetic_england(), file)
    save_places(island(), file)
    assert load_places(file).name == "Île-de-Nulle-Part"


def test_saving_where_no_file_can_be_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(PlacesError, match="expected a file that can be written"):
        save_places(island(), tmp_path / "missing" / "places.parquet")
    (tmp_path / "folder").mkdir()
    with pytest.raises(PlacesError, match="expected a file that can be written"):
        save_places(island(), tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def refusal(file: Path) -> str:
    with pytest.raises(PlacesError) as error:
        load_places(file)
    return str(error.value)


def test_a_csv_given_by_mistake_is_pointed_to_the_import(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text("code,council\n")
    assert refusal(file) == (
        f"{file}: expected places saved by govsim, found a CSV file. "
        "Make one from CSV files with `govsim places import`."
    )


def test_a_file_cut_short_anywhere_is_refused(tmp_path: Path) -> None:
    whole = tmp_path / "whole.parquet"
    save_places(synthetic_england(), whole)
    content = whole.read_bytes()
    for length in (4, 10, 1000, len(content) // 2, len(content) - 1):
        cut = tmp_path / "cut.parquet"
        cut.write_bytes(content[:length])
        assert "truncated or damaged" in refusal(cut)


def test_a_changed_byte_among_the_numbers_is_noticed(tmp_path: Path) -> None:
    whole = tmp_path / "whole.parquet"
    save_places(synthetic_england(), whole)
    content = bytearray(whole.read_bytes())
    for position in range(100, len(content) // 2, 997):
        changed = bytearray(content)
        changed[position] ^= 0x10
        file = tmp_path / "changed.parquet"
        file.write_bytes(changed)
        try:
            assert same(load_places(file), synthetic_england())  # a byte that no reader uses
        except PlacesError as error:
            assert str(file) in str(error)  # noqa: PT017


def test_files_that_are_not_saved_places_are_refused(tmp_path: Path) -> None:
    assert "found no such file or directory. Check the path." in refusal(tmp_path / "none.parquet")
    assert "found is a directory" in refusal(tmp_path)
    empty = tmp_path / "empty.parquet"
    empty.touch()
    assert "found another kind of file" in refusal(empty)
    other = tmp_path / "other.parquet"
    pq.write_table(pa.table({"code": ["a"]}), other)
    assert "found a Parquet file of something else" in refusal(other)


def test_contents_that_do_not_fit_together_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "places.parquet"
    save_places(island(), file)
    table = pq.read_table(file)
    pq.write_table(table.drop_columns(["need_x"]), file)
    assert "inconsistent contents" in refusal(file)
    metadata = {
        b"govsim_places": table.schema.metadata[b"govsim_places"].replace(b'"format": 1', b'"format": 9')
    }
    pq.write_table(table.replace_schema_metadata(metadata), file)
    assert "expected places in format 1, found format 9" in refusal(file)
    pq.write_table(table.replace_schema_metadata({b"govsim_places": b"[]"}), file)
    assert "inconsistent contents" in refusal(file)
    negative = table.set_column(table.column_names.index("population"), "population", pa.array([-1.0]))
    pq.write_table(negative, file)
    assert refusal(file) == f"{file}, a.population: expected residents above 0, found -1.0."
