"""All pairs of factors, from a start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Literal

from govsim.experiments.designs.design import Design, Row, Rows
from govsim.experiments.factors import Factor
from govsim.experiments.moved import Value
from govsim.scenario.findings import Finding


class Pairs(Design):
    """All factors at their first value, then each alone and every two together at each of their other values."""

    kind: Literal["pairs"]

    runs = "all factors at their first value, then each alone and every two together at each of their other values"
    rows_in_words = "1, and 1 for each further value of a factor and for every two of different factors"
    offers = frozenset({Rows.PAIRS_MOVED})
    takes_stated_values = True

    def size(self, factors: Sequence[Factor]) -> int:
        """The number of its rows."""
        others = [len(factor.stated) - 1 for factor in factors]
        return 1 + sum(others) + sum(one * other for one, other in combinations(others, 2))

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows: the start, each factor alone, every two together."""
        return list(_rows([factor.stated for factor in factors]))

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """Problems, also a single factor, which has no pair."""
        if len(factors) == 1:
            return [Finding(("design",), "two factors or more for a design of kind 'pairs'", "one")]
        return super().findings(factors)


def _rows(stated: Sequence[Sequence[Value]]) -> Iterator[Row]:
    first = [values[0] for values in stated]
    yield tuple(first)
    for size in (1, 2):
        for places in combinations(range(len(stated)), size):
            for moved in product(*(stated[place][1:] for place in places)):
                row = list(first)
                for place, value in zip(places, moved, strict=True):
                    row[place] = value
                yield tuple(row)
