"""Rows listed one by one in the experiment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from govsim.errors import nearest
from govsim.experiments.designs.design import Design, Row, Rows
from govsim.experiments.factors import Factor
from govsim.experiments.moved import GivenValue, Value
from govsim.scenario.findings import Finding


class Listed(Design):
    """Rows that are written out."""

    kind: Literal["list"]
    points: tuple[Mapping[str, GivenValue], ...] = Field(
        min_length=1, description="rows, each a table of factors and their values"
    )

    runs = "rows that are written out"
    rows_in_words = "as many as are listed"
    offers = frozenset({Rows.CELLS})

    def size(self, factors: Sequence[Factor]) -> int:
        """The number of its rows."""
        return len(self.points)

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows as listed."""
        return [tuple(point[factor.name] for factor in factors) for point in self.points]

    def values_of(self, factor: Factor) -> Sequence[Value]:
        """The values of a factor in its rows."""
        return [point.get(factor.name, "") for point in self.points]

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """Factors that a row leaves out, undeclared factors and unknown levels."""
        named = {factor.name: factor for factor in factors}
        found = super().findings(factors)
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
