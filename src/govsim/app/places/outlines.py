"""Boundaries of councils as small paths for a page, from the file that stands beside a file of places."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import Any, Final

from govsim.app.offered import Country
from govsim.world.boundaries import boundaries_beside, read_boundaries
from govsim.world.places import Places

WIDTH: Final = 600
TALLEST: Final = 660
MOST_BYTES: Final = 90_000  # of all paths together; a page sends them twice
HEADING, GAP = 20.0, 6.0  # pixels above an inset for its name, and around it
FINEST: Final = 0.5  # pixels between the points to which outlines are rounded at first

SMALL: Final = 16.0  # pixels across, below which most councils of a region cannot be pressed
FEWEST: Final = 8  # councils of a region for which a second, larger drawing is worth its room
INSETS: Final = (0.44, 0.36, 0.28)  # of the map's width, the largest that finds a free corner

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, kw_only=True)
class Inset:
    """A region of small councils drawn again, larger, in a corner of the map that is free."""

    region: str  # its name
    left: float
    top: float
    width: float
    height: float
    paths: tuple[str, ...]  # of each council, empty for those of other regions


@dataclass(frozen=True, kw_only=True)
class Outlines:
    """A path for each council, empty without a boundary, and a point inside it."""

    width: float
    height: float
    paths: tuple[str, ...]
    middles: tuple[Point, ...]
    boxes: tuple[Box | None, ...] = ()
    inset: Inset | None = None


@lru_cache(maxsize=16)
def outlines_of(country: Country) -> Outlines | None:
    """The outlines of a country's councils; None where no boundaries were imported. Raises InputError."""
    file = boundaries_beside(Path(country.places)) if country.places else None
    if file is None or not file.is_file():
        return None
    boundaries = read_boundaries(file, country.land, {})
    whole = outlined(boundaries, country.land)
    return replace(whole, inset=inset_of(boundaries, country.land, whole))


def inset_of(boundaries: Mapping[str, Any], land: Places, whole: Outlines) -> Inset | None:
    """The region whose councils are smallest, drawn larger; None if all can be pressed or no corner is free."""
    sizes: dict[int, list[float]] = {}
    for region, box in zip(land.council_region_c.tolist(), whole.boxes, strict=True):
        if box is not None:
            sizes.setdefault(region, []).append(max(box[2] - box[0], box[3] - box[1]))
    middling = {region: median(regions) for region, regions in sizes.items() if len(regions) >= FEWEST}
    if len(sizes) < 2 or not middling or min(middling.values()) >= SMALL:
        return None
    region = min(middling, key=lambda one: middling[one])
    inside = {
        key for key, of in zip(land.council_keys, land.council_region_c.tolist(), strict=True) if of == region
    }
    features = [one for one in boundaries["features"] if one["properties"]["council"] in inside]
    for share in INSETS:
        side = share * whole.width
        drawn = outlined({"features": features}, land, within=(side, side))
        corner = _free_corner(whole, drawn.width, drawn.height + HEADING)
        if corner is not None:
            return Inset(
                region=land.region_names[region],
                left=corner[0],
                top=corner[1] + HEADING,
                width=drawn.width,
                height=drawn.height,
                paths=drawn.paths,
            )
    return None


def _free_corner(whole: Outlines, width: float, height: float) -> Point | None:
    """A corner in which a box of this size lies over no council."""
    for left in (0.0, whole.width - width):
        for top in (0.0, whole.height - height):
            overlaps = (
                box[0] < left + width + GAP
                and left - GAP < box[2]
                and box[1] < top + height + GAP
                and top - GAP < box[3]
                for box in whole.boxes
                if box is not None
            )
            if not any(overlaps):
                return round(left, 1), round(top, 1)
    return None


def outlined(
    boundaries: Mapping[str, Any], land: Places, within: tuple[float, float] = (WIDTH, TALLEST)
) -> Outlines:
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
    scale = min(within[0] / across, within[1] / tall)

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
        boxes=tuple(_box(drawn.get(key, [])) for key in land.council_keys),
    )


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[Point]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(float(x), float(y)) for x, y, *_ in ring]


def _path(rings: list[list[Point]], grid: float) -> str:
    """Rings as one path on a grid; if all rings vanish, the largest becomes a square."""
    snapped = [_snapped(ring, grid) for ring in rings]
    visible = [ring for ring in snapped if len(ring) > 2]
    if not visible and snapped:
        x, y = snapped[0][0]
        visible = [[(x - 1, y - 1), (x + 1, y - 1), (x + 1, y + 1), (x - 1, y + 1)]]
    return "".join(_written(ring, grid) for ring in visible)


def _snapped(ring: list[Point], grid: float) -> list[tuple[int, int]]:
    """The points of a ring on a grid, without repeats and without points between two others on a line."""
    regions: list[tuple[int, int]] = []
    for x, y in ring:
        point = round(x / grid), round(y / grid)
        if regions and regions[-1] == point:
            continue
        if len(regions) > 1 and _is_between(regions[-2], regions[-1], point):
            regions.pop()
        regions.append(point)
    return regions[:-1] if len(regions) > 1 and regions[0] == regions[-1] else regions


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


def _box(rings: list[list[Point]]) -> Box | None:
    if not rings:
        return None
    across, up = zip(*(point for ring in rings for point in ring), strict=True)
    return min(across), min(up), max(across), max(up)


def _middle(rings: list[list[Point]]) -> Point:
    """The middle of the longest ring's box."""
    if not rings:
        return 0.0, 0.0
    across, up = zip(*max(rings, key=len), strict=True)
    return round((min(across) + max(across)) / 2, 1), round((min(up) + max(up)) / 2, 1)
