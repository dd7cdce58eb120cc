"""Boundaries of councils as small paths for a page, from the file that stands beside a file of places."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from govsim.app.offered import Country
from govsim.world.boundaries import boundaries_beside, read_boundaries
from govsim.world.places import Places

WIDTH: Final = 600
TALLEST: Final = 660
MOST_BYTES: Final = 90_000  # of all paths together; a page sends them twice
FINEST: Final = 0.5  # pixels between the points to which outlines are rounded at first

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Outlines:
    """A path for each council, empty without a boundary, and a point inside it."""

    width: float
    height: float
    paths: tuple[str, ...]
    middles: tuple[Point, ...]


@lru_cache(maxsize=16)
def outlines_of(country: Country) -> Outlines | None:
    """The outlines of a country's councils; None where no boundaries were imported. Raises InputError."""
    file = boundaries_beside(Path(country.places)) if country.places else None
    if file is None or not file.is_file():
        return None
    return outlined(read_boundaries(file, country.land, {}), country.land)


def outlined(boundaries: Mapping[str, Any], land: Places) -> Outlines:
    """Outlines small enough for a page: all points are rounded to one grid, which is coarsened until they are.

    Neighbours share their points, so they still fit together.
    """
    rings: dict[str, list[list[Point]]] = {}
    for feature in boundaries["features"]:
        rings.setdefault(feature["properties"]["council"], []).extend(_rings(feature["geometry"]))
    points = [point for ringed in rings.values() for ring in ringed for point in ring]
    west, east = (end(x for x, _ in points) for end in (min, max))
    south, north = (end(y for _, y in points) for end in (min, max))
    narrower = math.cos(math.radians((south + north) / 2))  # a degree of longitude beside one of latitude
    across, tall = max((east - west) * narrower, 1e-9), max(north - south, 1e-9)
    scale = min(WIDTH / across, TALLEST / tall)

    def placed(point: Point) -> Point:
        return (point[0] - west) * narrower * scale, (north - point[1]) * scale

    drawn = {key: [[placed(point) for point in ring] for ring in ringed] for key, ringed in rings.items()}
    grid = FINEST
    paths = {key: _path(ringed, grid) for key, ringed in drawn.items()}
    while sum(map(len, paths.values())) > MOST_BYTES:
        grid *= 1.5
        paths = {key: _path(ringed, grid) for key, ringed in drawn.items()}
    return Outlines(
        width=round(across * scale, 1),
        height=round(tall * scale, 1),
        paths=tuple(paths.get(key, "") for key in land.council_keys),
        middles=tuple(_middle(drawn.get(key, [])) for key in land.council_keys),
    )


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[Point]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(float(x), float(y)) for x, y, *_ in ring]


def _path(rings: list[list[Point]], grid: float) -> str:
    """Rings as one path on a grid; of rings that vanish only the largest is kept, as a square."""
    snapped = [_snapped(ring, grid) for ring in rings]
    kept = [ring for ring in snapped if len(ring) > 2]
    if not kept and snapped:
        x, y = snapped[0][0]
        kept = [[(x - 1, y - 1), (x + 1, y - 1), (x + 1, y + 1), (x - 1, y + 1)]]
    return "".join(_written(ring, grid) for ring in kept)


def _snapped(ring: list[Point], grid: float) -> list[tuple[int, int]]:
    """The points of a ring on a grid, without repeats and without points between two others on a line."""
    found: list[tuple[int, int]] = []
    for x, y in ring:
        point = round(x / grid), round(y / grid)
        if found and found[-1] == point:
            continue
        if len(found) > 1 and _is_between(found[-2], found[-1], point):
            found.pop()
        found.append(point)
    return found[:-1] if len(found) > 1 and found[0] == found[-1] else found


def _is_between(first: tuple[int, int], middle: tuple[int, int], last: tuple[int, int]) -> bool:
    one, other = (middle[0] - first[0], middle[1] - first[1]), (last[0] - middle[0], last[1] - middle[1])
    return one[0] * other[1] == one[1] * other[0] and one[0] * other[0] + one[1] * other[1] > 0


def _written(ring: list[tuple[int, int]], grid: float) -> str:
    (x, y), *others = ring
    steps, last = [], (x, y)
    for point in others:
        steps.append(f"{_number((point[0] - last[0]) * grid)} {_number((point[1] - last[1]) * grid)}")
        last = point
    return f"M{_number(x * grid)} {_number(y * grid)}l{' '.join(steps)}z"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0.", "-.") if value else "0"


def _middle(rings: list[list[Point]]) -> Point:
    """The middle of the longest ring's box."""
    if not rings:
        return 0.0, 0.0
    across, up = zip(*max(rings, key=len), strict=True)
    return round((min(across) + max(across)) / 2, 1), round((min(up) + max(up)) / 2, 1)
