"""A full factorial."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Literal

from govsim.experiments.designs.design import Design, Row, Rows
from govsim.experiments.factors import Factor
from govsim.scenario.findings import Finding


class Grid(Design):
    """Every value of each factor with every value of all others: a full factorial."""

    kind: Literal["grid"] = "grid"

    runs = "every value of each factor with every value of all others"
    rows_in_words = "the product of all numbers of values"
    offers = frozenset({Rows.CELLS, Rows.ALL_COMBINATIONS})
    takes_stated_values = True

    def size(self, factors: Sequence[Factor]) -> int:
        """The number of its rows."""
        return math.prod(len(factor.stated) for factor in factors)

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows, the last factor varying fastest."""
        return list(itertools.product(*(factor.stated for factor in factors)))

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """None: without factors it is one row."""
        return []
