"""Saltelli design, for shares of variance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from govsim.experiments.designs.design import Rows, SampledDesign
from govsim.experiments.factors import Factor
from govsim.scenario.findings import Finding, shown


class Sobol(SampledDesign):
    """A Saltelli design, for Sobol indices: points × (factors + 2) rows."""

    kind: Literal["sobol"]
    points: int = Field(
        strict=True, ge=2, le=2**20, description="points of each of the two samples, a power of two"
    )

    runs = "two samples of all ranges, and one exchanged factor by factor between them (Sobol)"
    rows_in_words = "`points` × (factors + 2)"
    offers = frozenset({Rows.FAIR_SAMPLE, Rows.EXCHANGED})

    def size(self, factors: Sequence[Factor]) -> int:
        """The number of its rows."""
        return self.points * (len(factors) + 2)

    def unit(self, factors: int, seed: int) -> NDArray[np.float64]:
        """Points of the unit cube, shape (row, factor): block by block of `saltelli_design`."""
        from govsim.statistics.sobol import saltelli_design

        return saltelli_design(factors, self.points, seed).reshape(-1, factors)

    def sample_rows(self, rows: int) -> range:
        """The rows of its two samples; the others are the same worlds with one assumption changed."""
        return range(2 * self.points)

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """Problems, also a number of points that is no power of two."""
        problems = super().findings(factors)
        if self.points & (self.points - 1):
            below = 2 ** (self.points.bit_length() - 1)
            wanted = f"a power of two, such as {below} or {2 * below}"
            problems.append(Finding(("design", "points"), wanted, shown(self.points)))
        return problems
