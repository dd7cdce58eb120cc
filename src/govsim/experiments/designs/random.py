"""Points drawn at random."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from govsim.experiments.designs.design import Rows, SampledDesign
from govsim.experiments.factors import Factor


class Random(SampledDesign):
    """Independent uniform draws over all ranges; more points leave the first ones as they are."""

    kind: Literal["random"]
    points: int = Field(ge=1, le=1_000_000, description="how many points")

    runs = "points drawn at random over all ranges, each apart from all others"
    rows_in_words = "`points`"
    offers = frozenset({Rows.FAIR_SAMPLE})

    def size(self, factors: Sequence[Factor]) -> int:
        """The number of its rows."""
        return self.points

    def unit(self, factors: int, seed: int) -> NDArray[np.float64]:
        """Points of the unit cube, shape (point, factor)."""
        from govsim.statistics.resampling import generator

        return generator(seed).random((self.points, factors))
