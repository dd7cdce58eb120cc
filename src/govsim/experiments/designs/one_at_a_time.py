"""One factor at a time, from a start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from govsim.experiments.designs.design import Design, Row, Rows
from govsim.experiments.factors import Factor


class OneAtATime(Design):
    """All factors at their first value, then each at each of its other values, the rest at their first."""

    kind: Literal["one_at_a_time"]

    runs = "all factors at their first value, then each at each of its other values"
    rows_in_words = "1, and 1 for each further value of a factor"
    offers = frozenset({Rows.ONE_MOVED})
    takes_stated_values = True

    def size(self, factors: Sequence[Factor]) -> int:
        """The number of its rows."""
        return 1 + sum(len(factor.stated) - 1 for factor in factors)

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows, the start first."""
        first = tuple(factor.stated[0] for factor in factors)
        moved = [
            (*first[:place], value, *first[place + 1 :])
            for place, factor in enumerate(factors)
            for value in factor.stated[1:]
        ]
        return [first, *moved]
