"""Where councils stand on a map: as tiles in blocks of regions, or within their boundaries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from govsim.app.offered import LARGE, Country
from govsim.app.places.outlines import Inset, outlines_of
from govsim.world.places import Places

GAP: Final = 4
BLOCK_GAP: Final = 26
HEADING: Final = 24
FEW: Final = 80  # councils up to which a tile has room for words


@dataclass(frozen=True, kw_only=True)
class Square:
    """A community inside a tile."""

    community: int
    x: float
    y: float
    size: float


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A map's drawing board: a path for each council, headings of regions, and communities where they fit."""

    width: float
    height: float
    paths: tuple[str, ...]  # of each council
    middles: tuple[tuple[float, float], ...]  # where a tile's words stand
    tile: float = 0.0  # width of a tile; 0 for boundaries
    squares: tuple[Square, ...] = ()
    headings: tuple[tuple[float, float, str], ...] = ()
    inset: Inset | None = None
    missing: tuple[str, ...] = ()  # names of councils without a boundary

    @property
    def has_words(self) -> bool:
        """Whether a tile has room for a name and a number."""
        return self.tile >= 60


@lru_cache(maxsize=16)
def layouts_of(country: Country, widths: tuple[int, ...]) -> tuple[Layout, ...]:
    """Boundaries where the places have them, else tiles for each width. Raises InputError if they cannot be used."""
    outlines = outlines_of(country)
    if outlines is None:
        return tuple(tiles(country.land, width) for width in widths)
    missing = zip(country.land.council_names, outlines.paths, strict=True)
    drawn = Layout(
        width=outlines.width,
        height=outlines.height,
        paths=outlines.paths,
        middles=outlines.middles,
        inset=outlines.inset,
        missing=tuple(name for name, path in missing if not path),
    )
    return (drawn,)


def tiles(land: Places, width: int) -> Layout:
    """Regions as blocks in the order of the places, councils as tiles, communities as squares in them."""
    councils = len(land.council_keys)
    is_wide = width >= 600
    abreast = (3 if is_wide else 1) if len(land.region_keys) > 1 else 1
    in_row = (3 * 3 // abreast if is_wide else 5) if councils <= FEW else 9
    block = (width - (abreast - 1) * BLOCK_GAP) / abreast
    tile = (block - (in_row - 1) * GAP) / in_row
    has_squares = len(land.community_keys) <= LARGE
    tall = min(max(tile * 0.62, 14), 62) if not has_squares else 60
    paths, middles = [""] * councils, [(0.0, 0.0)] * councils
    headings, squares = [], []
    top = foot = 0.0
    for place, region in enumerate(land.region_names):
        inside = np.flatnonzero(land.council_region_c == place)
        column = place % abreast
        top = foot + (BLOCK_GAP * 0.6 if column == 0 and place else 0) if column == 0 else top
        left = column * (block + BLOCK_GAP)
        headings.append((left, top + 16, region))
        for at, council in enumerate(inside.tolist()):
            x = left + at % in_row * (tile + GAP)
            y = top + HEADING + at // in_row * (tall + GAP)
            paths[council] = f"M{x:.1f} {y:.1f}h{tile:.1f}v{tall:.1f}h{-tile:.1f}z"
            middles[council] = (round(x + tile / 2, 1), round(y + tall / 2, 1))
            squares += _squares(land, council, x, y + tall, tile)
        rows = -(-inside.size // in_row)
        foot = max(foot, top + HEADING + rows * (tall + GAP))
    return Layout(
        width=width,
        height=round(foot, 1),
        paths=tuple(paths),
        middles=tuple(middles),
        tile=tile,
        squares=tuple(squares),
        headings=tuple(headings),
    )


def _squares(land: Places, council: int, left: float, foot: float, tile: float) -> list[Square]:
    """The communities of a council along the foot of its tile, where the country is small enough to draw them."""
    inside = np.flatnonzero(land.community_council_k == council)
    if len(land.community_keys) > LARGE or not inside.size:
        return []
    size = min(11.0, (tile - 8) / inside.size - 2)
    start = left + (tile - inside.size * (size + 2) + 2) / 2
    return [
        Square(
            community=k, x=round(start + at * (size + 2), 1), y=round(foot - size - 5, 1), size=round(size, 1)
        )
        for at, k in enumerate(inside.tolist())
    ]
