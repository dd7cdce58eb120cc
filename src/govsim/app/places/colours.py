"""A colour for each class of a number on a map, safe for colour-blind readers, with the ink that reads on it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from govsim.app.arrangements import contrast
from govsim.documents.scale import scale_over

# PuOr of Cynthia Brewer, from brown over white to purple: the two ends differ for every kind of colour blindness.
DIVERGING: Final = ("#7F3B08", "#B35806", "#E08214", "#FDB863", "#FEE0B6", "#F7F7F7")
DIVERGING_UP: Final = ("#F7F7F7", "#D8DAEB", "#B2ABD2", "#8073AC", "#542788", "#2D004B")
SEQUENTIAL: Final = ("#FFF7EC", "#FEE0B6", "#FDB863", "#E08214", "#B35806", "#7F3B08")
CLASSES: Final = 7  # about so many
DARK, LIGHT = "#000000", "#ffffff"  # of these two one always reads at 4.5 to 1


@dataclass(frozen=True, kw_only=True)
class Classes:
    """Classes of a number between round edges, and whether they part at 0."""

    edges: tuple[float, ...]
    is_diverging: bool

    @property
    def colours(self) -> tuple[str, ...]:
        """A colour for each class, from the lowest."""
        return tuple(self._of((low + high) / 2) for low, high in pairwise(self.edges))

    def colour(self, value: float) -> str:
        """The colour of a value's class."""
        row = int(np.searchsorted(self.edges, value, side="right")) - 1
        return self.colours[min(max(row, 0), len(self.edges) - 2)]

    def _of(self, middle: float) -> str:
        low, high = self.edges[0], self.edges[-1]
        if not self.is_diverging:
            return _between(SEQUENTIAL, (middle - low) / (high - low))
        share = middle / max(-low, high)
        return _between(DIVERGING, 1 + share) if share < 0 else _between(DIVERGING_UP, share)


def classes_over(low: float, high: float, *, is_diverging: bool) -> Classes:
    """Classes with round edges that hold a range; a diverging range is widened to hold 0."""
    if is_diverging:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < 1e-9:
        low, high = low - 0.005, high + 0.005
    ticks = scale_over(low, high, 0, 1).ticks(CLASSES)
    step = ticks[1] - ticks[0]
    first = [round(ticks[0] - step, 10)] if ticks[0] > low + 1e-12 else []
    last = [round(ticks[-1] + step, 10)] if ticks[-1] < high - 1e-12 else []
    return Classes(edges=(*first, *ticks, *last), is_diverging=is_diverging)


def ink_on(colour: str) -> str:
    """The ink that reads on a colour."""
    return DARK if contrast(DARK, colour) >= contrast(colour, LIGHT) else LIGHT


def _between(stops: tuple[str, ...], share: float) -> str:
    at = min(max(share, 0.0), 1.0) * (len(stops) - 1)
    row = min(int(at), len(stops) - 2)
    channels = ([int(stop[start : start + 2], 16) for start in (1, 3, 5)] for stop in stops[row : row + 2])
    mixed = (round(one + (at - row) * (other - one)) for one, other in zip(*channels, strict=True))
    return "#" + "".join(f"{channel:02X}" for channel in mixed)
