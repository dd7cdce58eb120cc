"""Boundaries of councils are kept beside a file of places, matched by the codes of councils."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govsim.catalogue.places import boundaries_words, import_and_keep
from govsim.errors import PlacesError
from govsim.world.boundaries import boundaries_beside
from govsim.world.saved_places import load_places

TABLE = "code,council,population,need_work\nk1,A,1500,0.2\nk2,B,1600,0.6\nk3,C,1400,0.4\n"
COUNCILS = "code,name,upper_code,upper_name\nA,Ayton,U,Ushire\nB,Beeham,U,Ushire\nC,Isle,C,Isle\n"
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}


def shapes(folder: Path, *codes: str, crs: Any = None, geometry: Any = SQUARE) -> Path:
    features = [
        {"type": "Feature", "properties": {"OBJECTID": at, "LAD24CD": code}, "geometry": geometry}
        for at, code in enumerate(codes)
    ]
    file = folder / "shapes.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    return file


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "places.csv").write_text(TABLE)
    (tmp_path / "councils.csv").write_text(COUNCILS)
    return {
        "file": tmp_path / "places.csv",
        "output": tmp_path / "p.parquet",
        "councils": tmp_path / "councils.csv",
    }


def kept(folder: Path) -> list[str]:
    document = json.loads((folder / "p.boundaries.geojson").read_text())
    return [feature["properties"]["council"] for feature in document["features"]]


def test_boundaries_are_matched_by_code_and_kept_beside_the_places(tables: Any, tmp_path: Path) -> None:
    places = import_and_keep(**tables, boundaries=shapes(tmp_path, "C", "X", "A", "B"))
    assert boundaries_beside(tables["output"]) == tmp_path / "p.boundaries.geojson"
    assert kept(tmp_path) == ["C", "A", "B"]
    said = boundaries_words(tables["output"], places)
    assert said == f"Boundaries of 3 of 3 councils are in {tmp_path / 'p.boundaries.geojson'}."


def test_councils_without_a_boundary_are_named(tables: Any, tmp_path: Path) -> None:
    places = import_and_keep(**tables, boundaries=shapes(tmp_path, "A", "B"))
    assert "Boundaries of 2 of 3 councils" in boundaries_words(tables["output"], places)
    assert "Isle has none." in boundaries_words(tables["output"], places)


def test_boundaries_of_merged_councils_belong_to_their_upper_tier(tables: Any, tmp_path: Path) -> None:
    import_and_keep(**tables, tier="upper", boundaries=shapes(tmp_path, "A", "B", "C"))
    assert kept(tmp_path) == ["U", "U", "C"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {},
            "expected codes of councils, such as 'A', 'B', 'C', found none of them; its properties are LAD24CD",
        ),
        (
            {"crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}},
            "coordinates in EPSG::27700, not in degrees",
        ),
        ({"geometry": {"type": "Point", "coordinates": [0, 0]}}, "found a feature of kind Point"),
    ],
)
def test_boundaries_that_will_not_do_are_refused_and_nothing_is_written(
    tables: Any, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(PlacesError) as error:
        import_and_keep(**tables, boundaries=shapes(tmp_path, "X", "Y", **change))
    assert said in str(error.value)
    assert not tables["output"].exists()
    assert not boundaries_beside(tables["output"]).exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"features": []}', '{"features": [1]}', "code,name\n"])
def test_what_is_no_geojson_is_refused(tables: Any, tmp_path: Path, text: str) -> None:
    (tmp_path / "shapes.geojson").write_text(text)
    with pytest.raises(PlacesError, match="expected GeoJSON with a polygon for each council"):
        import_and_keep(**tables, boundaries=tmp_path / "shapes.geojson")


def test_places_know_nothing_of_boundaries(tables: Any, tmp_path: Path) -> None:
    places = import_and_keep(**tables)
    assert boundaries_words(tables["output"], places) == ""
    assert load_places(tables["output"]).council_keys == places.council_keys
