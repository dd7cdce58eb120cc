"""Latin hypercube samples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from govsim.experiments.designs.design import Rows, SampledDesign
from govsim.experiments.factors import Factor


class LatinHypercube(SampledDesign):
    """Points spread over all ranges at once, each range cut into as many strips as there are points."""

    kind: Literal["latin_hypercube"]
    points: int = Field(strict=True, ge=1, le=1_000_000, description="how many points")

    runs = "points spread evenly over all ranges at once (Latin hypercube)"
    rows_in_words = "`points`"
    offers = frozenset({Rows.FAIR_SAMPLE})

    def size(self, factors: Sequence[Factor]) -> int:
        """The number of its rows."""
        return self.points

    def unit(self, factors: int, seed: int) -> NDArray[np.float64]:
        """Points of the unit cube, shape (point, factor)."""
        from govsim.statistics.designs import latin_hypercube

        return latin_hypercube(self.points, factors, seed)
