"""The base class of designs: a design turns factors into rows, one value per factor, and knows their meaning.

Paths in its findings start at the top of the experiment.
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
    """The meaning of a design's rows, which decides the figures that suit it. A design may offer several."""

    CELLS = "places of a map, each of which is compared"
    ALL_COMBINATIONS = "every combination of stated values"
    ONE_MOVED = "a start, and one factor moved from it"
    PAIRS_MOVED = "a start, and one factor or two moved from it"
    FAIR_SAMPLE = "worlds, some or all of them drawn apart from one another"
    PATHS = "worlds along paths that move one factor a step"
    EXCHANGED = "two samples of worlds, and one exchanged factor by factor between them"


_CHOSEN = frozenset({Rows.CELLS, Rows.ALL_COMBINATIONS, Rows.ONE_MOVED, Rows.PAIRS_MOVED})


class Design(BaseModel):
    """The combinations of factor values to run. A subclass is one kind, with its options as fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    kind: str

    runs: ClassVar[str]  # in words
    rows_in_words: ClassVar[str]  # their number
    offers: ClassVar[frozenset[Rows]]
    takes_stated_values: ClassVar[bool] = False  # of every factor: a range alone is not enough

    @classmethod
    def name(cls) -> str:
        """Its kind, as in a file."""
        (kind,) = cls.model_fields["kind"].annotation.__args__  # type: ignore[union-attr]
        return str(kind)

    @property
    def is_sample(self) -> bool:
        """Whether rows are sampled worlds, not settings to compare."""
        return not self.offers & _CHOSEN

    @property
    def is_fair_sample(self) -> bool:
        """Whether rows are a fair sample of worlds and nothing else."""
        return self.offers == {Rows.FAIR_SAMPLE}

    @property
    def starts(self) -> bool:
        """Whether the first row is a start; the others differ from it in one or two factors."""
        return bool(self.offers & {Rows.ONE_MOVED, Rows.PAIRS_MOVED})

    @abstractmethod
    def size(self, factors: Sequence[Factor]) -> int:
        """The number of its rows."""

    @abstractmethod
    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows."""

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """Problems of the design with these factors."""
        if factors:
            return []
        remedy = 'Add [[factors]], or uncertainties = "all".'
        return [Finding(("design",), f"factors for a design of kind '{self.kind}'", "none", remedy)]

    def values_of(self, factor: Factor) -> Sequence[Value]:
        """The stated values of a factor."""
        return factor.stated

    def sample_rows(self, rows: int) -> range:
        """The rows of a sampled design that are independent draws; the other rows derive from them."""
        return range(rows)


class SampledDesign(Design):
    """A design whose rows are points of the unit cube, mapped to the ranges of all factors."""

    @abstractmethod
    def unit(self, factors: int, seed: int) -> NDArray[np.float64]:
        """Points of the unit cube, shape (row, factor)."""

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows."""
        unit_rf = self.unit(len(factors), seed)
        columns: list[Any] = [factor.at(unit_rf[:, place]) for place, factor in enumerate(factors)]
        return list(zip(*columns, strict=True)) if columns else [() for _ in range(len(unit_rf))]
