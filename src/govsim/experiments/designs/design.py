"""What a design is: it turns factors into rows, one value a factor, and says what its rows mean.

What a design cannot do is told by paths from the top of the experiment.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from enum import Enum
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from govsim.experiments.factors import Factor
from govsim.experiments.moved import Value
from govsim.scenario.findings import Finding

Row = tuple[Value, ...]


class Rows(Enum):
    """What rows of a design are, which decides what can be said of them. A design may offer several."""

    CELLS = "places of a map, each of which is compared"
    ALL_COMBINATIONS = "every combination of stated values"
    ONE_MOVED = "a start, and one factor moved from it"
    FAIR_SAMPLE = "worlds, some or all of them drawn apart from one another"
    PATHS = "worlds along paths that move one factor a step"
    EXCHANGED = "two samples of worlds, and one exchanged factor by factor between them"


_CHOSEN = frozenset({Rows.CELLS, Rows.ALL_COMBINATIONS, Rows.ONE_MOVED})


class Design(BaseModel):
    """Which combinations of factors are run. A subclass is one kind, with its options as fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    kind: str

    runs: ClassVar[str]  # in words
    rows_in_words: ClassVar[str]  # how many
    offers: ClassVar[frozenset[Rows]]
    takes_stated_values: ClassVar[bool] = False  # of every factor, so that a range alone will not do

    @classmethod
    def name(cls) -> str:
        """Its kind, as a file says it."""
        (kind,) = cls.model_fields["kind"].annotation.__args__  # type: ignore[union-attr]
        return str(kind)

    @property
    def is_sample(self) -> bool:
        """Whether rows are worlds with other assumptions, rather than settings that are compared."""
        return not self.offers & _CHOSEN

    @property
    def is_fair_sample(self) -> bool:
        """Whether rows are a fair sample of worlds, and nothing that has a figure of its own."""
        return self.offers == {Rows.FAIR_SAMPLE}

    @property
    def starts(self) -> bool:
        """Whether the first row is a start, from which each of the others differs in one factor."""
        return Rows.ONE_MOVED in self.offers

    @abstractmethod
    def size(self, factors: Sequence[Factor]) -> int:
        """How many rows it has."""

    @abstractmethod
    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows."""

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """What the design cannot do with these factors."""
        if factors:
            return []
        remedy = 'Add [[factors]], or uncertainties = "all".'
        return [Finding(("design",), f"factors for a design of kind '{self.kind}'", "none", remedy)]

    def values_of(self, factor: Factor) -> Sequence[Value]:
        """The values that a factor takes, where they are stated."""
        return factor.stated

    def sample_rows(self, rows: int) -> range:
        """Of so many rows, those that are worlds drawn apart from one another; others are made from these."""
        return range(rows)


class SampledDesign(Design):
    """A design whose rows are places in the unit cube, spread over the ranges of all factors."""

    @abstractmethod
    def unit(self, factors: int, seed: int) -> NDArray[np.float64]:
        """Places in the unit cube, shape (row, factor)."""

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows."""
        unit_rf = self.unit(len(factors), seed)
        columns: list[Any] = [factor.at(unit_rf[:, place]) for place, factor in enumerate(factors)]
        return list(zip(*columns, strict=True)) if columns else [() for _ in range(len(unit_rf))]
