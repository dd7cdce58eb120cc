"""Designs: which combinations of factors are run. Each turns factors into rows, one value a factor.

What a design cannot do is told by paths from the top of the experiment.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, field_validator

from govsim.errors import nearest
from govsim.experiments.factors import Factor, is_number_or_word
from govsim.experiments.moved import Value
from govsim.scenario.findings import Finding, Findings, shown

Row = tuple[Value, ...]
_STRICT = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Grid(BaseModel):
    """Every value of each factor with every value of all others: a full factorial."""

    model_config = _STRICT
    kind: Literal["grid"] = "grid"

    def size(self, factors: Sequence[Factor]) -> int:
        """How many rows it has."""
        return math.prod(len(factor.stated) for factor in factors)

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows, the last factor varying fastest."""
        return list(itertools.product(*(factor.stated for factor in factors)))

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """Nothing but values stands in its way."""
        return []


class OneAtATime(BaseModel):
    """All factors at their first value, then each at each of its other values, the rest at their first."""

    model_config = _STRICT
    kind: Literal["one_at_a_time"]

    def size(self, factors: Sequence[Factor]) -> int:
        """How many rows it has."""
        return 1 + sum(len(factor.stated) - 1 for factor in factors)

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
        return _needs_factors(self.kind, factors)


class Listed(BaseModel):
    """Rows that are written out."""

    model_config = _STRICT
    kind: Literal["list"]
    points: tuple[Mapping[str, float | str], ...] = Field(
        min_length=1, description="rows, each a table of factors and their values"
    )

    @field_validator("points", mode="before")
    @classmethod
    def _numbers_or_words(cls, given: Any) -> Any:
        rows = given if isinstance(given, list | tuple) else ()
        wrong = [
            Finding((place, name), "a number or a word", shown(value))
            for place, row in enumerate(rows)
            if isinstance(row, Mapping)
            for name, value in row.items()
            if not is_number_or_word(value)
        ]
        if wrong:
            raise Findings(wrong)
        return given

    def size(self, factors: Sequence[Factor]) -> int:
        """How many rows it has."""
        return len(self.points)

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows as they are written."""
        return [tuple(point[factor.name] for factor in factors) for point in self.points]

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """Factors that a row leaves out or that nobody declared, and levels that do not exist."""
        named = {factor.name: factor for factor in factors}
        found = _needs_factors(self.kind, factors)
        for place, point in enumerate(self.points):
            here = ("design", "points", place)
            found += [Finding(here, f"a value for '{name}'", "none") for name in named if name not in point]
            for name, value in point.items():
                if name not in named:
                    remedy = nearest(name, list(named)) if named else ""
                    found.append(Finding((*here, name), "the name of a factor", f"'{name}'", remedy))
                    continue
                found += [finding.below((*here, name)) for finding in named[name].findings_of(value)]
        return found


class LatinHypercube(BaseModel):
    """Points spread over all ranges at once, each range cut into as many strips as there are points."""

    model_config = _STRICT
    kind: Literal["latin_hypercube"]
    points: int = Field(ge=1, le=1_000_000, description="how many points")

    def size(self, factors: Sequence[Factor]) -> int:
        """How many rows it has."""
        return self.points

    def unit(self, factors: int, seed: int) -> NDArray[np.float64]:
        """Places in the unit cube, shape (point, factor)."""
        from govsim.statistics.designs import latin_hypercube

        return latin_hypercube(self.points, factors, seed)

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows."""
        return _in_ranges(self.unit(len(factors), seed), factors)

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """Factors that are not there."""
        return _needs_factors(self.kind, factors)


class Sobol(BaseModel):
    """A Saltelli design, from which shares of variance are worked out: points × (factors + 2) rows."""

    model_config = _STRICT
    kind: Literal["sobol"]
    points: int = Field(ge=2, le=2**20, description="points of each of the two samples, a power of two")

    def size(self, factors: Sequence[Factor]) -> int:
        """How many rows it has."""
        return self.points * (len(factors) + 2)

    def unit(self, factors: int, seed: int) -> NDArray[np.float64]:
        """Places in the unit cube, shape (row, factor): block by block of `saltelli_design`."""
        from govsim.statistics.sobol import saltelli_design

        return saltelli_design(factors, self.points, seed).reshape(-1, factors)

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows."""
        return _in_ranges(self.unit(len(factors), seed), factors)

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """A number of points that is no power of two."""
        found = _needs_factors(self.kind, factors)
        if self.points & (self.points - 1):
            below = 2 ** (self.points.bit_length() - 1)
            wanted = f"a power of two, such as {below} or {2 * below}"
            found.append(Finding(("design", "points"), wanted, shown(self.points)))
        return found


class Morris(BaseModel):
    """Paths through the ranges that move one factor a step: trajectories × (factors + 1) rows."""

    model_config = _STRICT
    kind: Literal["morris"]
    trajectories: int = Field(ge=2, le=100_000, description="how many paths")
    levels: int = Field(default=4, ge=2, le=100, description="levels of each factor, an even number")

    def size(self, factors: Sequence[Factor]) -> int:
        """How many rows it has."""
        return self.trajectories * (len(factors) + 1)

    def unit(self, factors: int, seed: int) -> NDArray[np.float64]:
        """Places in the unit cube, shape (row, factor): path by path of `morris_design`."""
        from govsim.statistics.morris import morris_design

        return morris_design(factors, self.trajectories, seed, self.levels).reshape(-1, factors)

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows."""
        return _in_ranges(self.unit(len(factors), seed), factors)

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """An odd number of levels."""
        odd = self.levels % 2
        wrong = [Finding(("design", "levels"), "an even number", shown(self.levels))] if odd else []
        return _needs_factors(self.kind, factors) + wrong


Design = Annotated[Grid | OneAtATime | Listed | LatinHypercube | Sobol | Morris, Field(discriminator="kind")]


def _in_ranges(unit_pf: NDArray[np.float64], factors: Sequence[Factor]) -> list[Row]:
    columns: list[Any] = [factor.at(unit_pf[:, place]) for place, factor in enumerate(factors)]
    return list(zip(*columns, strict=True)) if columns else [() for _ in range(len(unit_pf))]


def _needs_factors(kind: str, factors: Sequence[Factor]) -> list[Finding]:
    if factors:
        return []
    remedy = 'Add [[factors]], or uncertainties = "all".'
    return [Finding(("design",), f"factors for a design of kind '{kind}'", "none", remedy)]
