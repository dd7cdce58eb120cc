"""Designs: which combinations of factors are run. Each turns factors into rows, one value a factor."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from govsim.experiments.factors import Factor, Value
from govsim.scenario.findings import Finding, shown

Row = tuple[Value, ...]
_STRICT = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Grid(BaseModel):
    """Every value of each factor with every value of all others: a full factorial."""

    model_config = _STRICT
    kind: Literal["grid"] = "grid"

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows, the last factor varying fastest."""
        return list(itertools.product(*(factor.stated for factor in factors)))

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """What the design cannot do with these factors."""
        return _without_values(factors)


class OneAtATime(BaseModel):
    """All factors at their first value, then each at each of its other values, the rest at their first."""

    model_config = _STRICT
    kind: Literal["one_at_a_time"]

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows, the one with all first values at the top."""
        first = tuple(factor.stated[0] for factor in factors)
        moved = [
            (*first[:place], value, *first[place + 1 :])
            for place, factor in enumerate(factors)
            for value in factor.stated[1:]
        ]
        return [first, *moved]

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """What the design cannot do with these factors."""
        return _without_values(factors)


class Listed(BaseModel):
    """Rows that are written out."""

    model_config = _STRICT
    kind: Literal["list"]
    points: tuple[Mapping[str, float | str], ...] = Field(
        min_length=1, description="rows, each a table of factors and their values"
    )

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows as they are written."""
        return [tuple(point[factor.name] for factor in factors) for point in self.points]

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """Factors that a row leaves out or that nobody declared, and levels that do not exist."""
        names = {factor.name: factor for factor in factors}
        found = []
        for place, point in enumerate(self.points):
            here = ("points", place)
            found += [Finding(here, f"a value for '{name}'", "none") for name in names if name not in point]
            found += [Finding((*here, name), "a factor", f"'{name}'") for name in point if name not in names]
            found += [
                Finding((*here, name), f"one of {', '.join(map(str, names[name].stated))}", shown(value))
                for name, value in point.items()
                if name in names and names[name].levels and value not in names[name].stated
            ]
        return found


class LatinHypercube(BaseModel):
    """Points spread over all ranges at once, each range cut into as many strips as there are points."""

    model_config = _STRICT
    kind: Literal["latin_hypercube"]
    points: int = Field(ge=1, le=1_000_000, description="how many points")

    def unit(self, factors: int, seed: int) -> NDArray[np.float64]:
        """Places in the unit cube, shape (point, factor)."""
        from govsim.statistics.designs import latin_hypercube

        return latin_hypercube(self.points, factors, seed)

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows."""
        return _in_ranges(self.unit(len(factors), seed), factors)

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """Nothing stands in its way."""
        return []


class Sobol(BaseModel):
    """A Saltelli design, from which shares of variance are worked out: points × (factors + 2) rows."""

    model_config = _STRICT
    kind: Literal["sobol"]
    points: int = Field(ge=2, le=2**20, description="points of each of the two samples, a power of two")

    def unit(self, factors: int, seed: int) -> NDArray[np.float64]:
        """Places in the unit cube, shape (point, factor)."""
        from govsim.statistics.sobol import saltelli_design

        return saltelli_design(self.points, factors, seed)

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows."""
        return _in_ranges(self.unit(len(factors), seed), factors)

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """A number of points that is no power of two."""
        if self.points & (self.points - 1):
            wanted = f"a power of two, such as {2 ** (self.points.bit_length() - 1)}"
            return [Finding(("points",), wanted, shown(self.points))]
        return []


class Morris(BaseModel):
    """Paths through the ranges that move one factor a step: trajectories × (factors + 1) rows."""

    model_config = _STRICT
    kind: Literal["morris"]
    trajectories: int = Field(ge=2, le=100_000, description="how many paths")
    levels: int = Field(default=4, ge=2, le=100, description="levels of each factor, an even number")

    def unit(self, factors: int, seed: int) -> NDArray[np.float64]:
        """Places in the unit cube, shape (point, factor)."""
        from govsim.statistics.morris import morris_design

        return morris_design(self.trajectories, factors, self.levels, seed)

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows."""
        return _in_ranges(self.unit(len(factors), seed), factors)

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """An odd number of levels."""
        return [Finding(("levels",), "an even number", shown(self.levels))] if self.levels % 2 else []


Design = Annotated[Grid | OneAtATime | Listed | LatinHypercube | Sobol | Morris, Field(discriminator="kind")]


def _in_ranges(unit_pf: NDArray[np.float64], factors: Sequence[Factor]) -> list[Row]:
    columns: list[Any] = [factor.at(unit_pf[:, place]) for place, factor in enumerate(factors)]
    return list(zip(*columns, strict=True)) if columns else [() for _ in range(len(unit_pf))]


def _without_values(factors: Sequence[Factor]) -> list[Finding]:
    return [
        Finding(
            ("factors", place), "values, levels, or steps of its range", "a range alone", "Add steps = 5."
        )
        for place, factor in enumerate(factors)
        if not factor.stated
    ]
