"""Morris design, for screening."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from govsim.experiments.designs.design import Rows, SampledDesign
from govsim.experiments.factors import Factor
from govsim.scenario.findings import Finding, shown


class Morris(SampledDesign):
    """Paths through the ranges that move one factor per step: trajectories × (factors + 1) rows."""

    kind: Literal["morris"]
    trajectories: int = Field(strict=True, ge=2, le=100_000, description="how many paths")
    levels: int = Field(
        strict=True, default=4, ge=2, le=100, description="levels of each factor, an even number"
    )

    runs = "paths through all ranges that move one factor a step (Morris)"
    rows_in_words = "`trajectories` × (factors + 1)"
    offers = frozenset({Rows.PATHS})

    def size(self, factors: Sequence[Factor]) -> int:
        """The number of its rows."""
        return self.trajectories * (len(factors) + 1)

    def unit(self, factors: int, seed: int) -> NDArray[np.float64]:
        """Points of the unit cube, shape (row, factor): path by path of `morris_design`."""
        from govsim.statistics.morris import morris_design

        return morris_design(factors, self.trajectories, seed, self.levels).reshape(-1, factors)

    def sample_rows(self, rows: int) -> range:
        """Empty: the rows of a path are one world with its assumptions changed one by one."""
        return range(0)

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """Problems, also an odd number of levels."""
        odd = self.levels % 2
        wrong = [Finding(("design", "levels"), "an even number", shown(self.levels))] if odd else []
        return super().findings(factors) + wrong
