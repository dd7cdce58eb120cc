"""Boundaries of councils for maps, saved beside a file of places."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from govsim.errors import PlacesError, Problem
from govsim.files import readable, written
from govsim.world.places import Places

_SUFFIX: Final = ".boundaries.geojson"
_REMEDY: Final = (
    "Give boundaries as GeoJSON with a property that holds the code of each council, such as LAD24CD."
)
_SHAPES: Final = ("Polygon", "MultiPolygon")
_LARGEST: Final = 200_000_000  # bytes


def boundaries_beside(places: str | Path) -> Path:
    """The file of boundaries of a file of places."""
    return Path(places).with_suffix(_SUFFIX)


def read_boundaries(path: str | Path, places: Places, merged: Mapping[str, str]) -> dict[str, Any]:
    """Boundaries of the councils of places, from GeoJSON, each with the properties `council` and `name`.

    The key is the property with most codes of councils. `merged` maps a merged council to its upper tier. Raises
    PlacesError without a match.
    """
    features = _features(Path(path))
    known = dict(zip(places.council_keys, places.council_names, strict=True))
    into = {**merged, **{code: code for code in known}}
    columns = sorted({str(key) for feature in features for key in feature["properties"]})

    def council(feature: Mapping[str, Any], column: str) -> str:
        return into.get(str(feature["properties"].get(column)), "")

    matches = {column: sum(council(feature, column) in known for feature in features) for column in columns}
    best = max(matches, key=matches.__getitem__, default="")
    if not best or not matches[best]:
        codes = ", ".join(f"'{code}'" for code in list(known)[:3])
        found = f"none of them; its properties are {', '.join(columns[:8]) or 'none'}"
        raise PlacesError(Problem(str(path), f"codes of councils, such as {codes}", found, remedy=_REMEDY))
    drawn = [
        {
            "type": "Feature",
            "properties": {"council": code, "name": known[code]},
            "geometry": feature["geometry"],
        }
        for feature in features
        if (code := council(feature, best)) in known
    ]
    return {"type": "FeatureCollection", "features": drawn}


def bounded(boundaries: Mapping[str, Any]) -> set[str]:
    """The codes of councils that have a boundary."""
    return {feature["properties"]["council"] for feature in boundaries["features"]}


def save_boundaries(boundaries: Mapping[str, Any], places: str | Path) -> Path:
    """Write boundaries beside a file of places, atomically. Raises PlacesError."""
    target = boundaries_beside(places)
    with written(target, PlacesError) as file:
        file.write(json.dumps(boundaries, ensure_ascii=False, separators=(",", ":")).encode())
    return target


def _features(path: Path) -> list[dict[str, Any]]:
    def refused(found: str) -> PlacesError:
        return PlacesError(
            Problem(str(path), "GeoJSON with a polygon for each council", found, remedy=_REMEDY)
        )

    with readable(path, refused) as file:
        given = file.read(_LARGEST + 1)
    if len(given) > _LARGEST:
        raise refused("a file of more than 200 MB")
    try:
        document = json.loads(given.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise refused("text that is not JSON") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise refused("JSON without features")
    projected = re.search(r"EPSG:+(?!4326)\d+", json.dumps(document.get("crs") or ""))
    if projected:
        raise refused(f"coordinates in {projected[0]}, not in degrees")
    for feature in features:
        shape = feature.get("geometry") if isinstance(feature, dict) else None
        kind = shape.get("type") if isinstance(shape, dict) else None
        if (shape is not None and kind not in _SHAPES) or not isinstance(feature, dict):
            raise refused(f"a feature of kind {kind}")
        if not isinstance(feature.get("properties"), dict):
            raise refused("a feature without properties")
    return [feature for feature in features if feature.get("geometry") is not None]
