"""The results of a simulation: measures by quarter and world, the pound's journey, and the inputs to reproduce it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from govsim.arrays import Floats
from govsim.errors import nearest
from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import AXIS_NAMES
from govsim.scenario.retired_names import retired_or_nearest
from govsim.scenario.schema import Scenario


@dataclass(frozen=True, eq=False, kw_only=True)
class Run:
    """The results of one scenario in a batch of worlds.

    `measures` maps a name to an array (quarter, world); `measure` also returns those with a further axis.
    `pound` maps a category to its share of each quarter's budget, (quarter, world); the shares sum to 1.
    """

    scenario: Scenario
    seed: int
    replicates: tuple[int, ...]
    places_name: str
    model_version: str
    measures: Mapping[str, Floats]
    pound: Mapping[str, Floats]
    along_axes: Mapping[str, Floats] = field(repr=False)  # (quarter, axis, world)
    labels: Mapping[str, tuple[str, ...]] = field(repr=False)  # axis letter to keys
    assumptions: Mapping[str, Floats] = field(repr=False)  # contested assumptions by name, (world,)

    @property
    def quarters(self) -> int:
        """The number of quarters."""
        return len(next(iter(self.measures.values())))

    def measure(self, name: str) -> Floats:
        """One measure: (quarter, world), or (quarter, axis, world) if it has a further axis.

        A measure of the end only has one quarter. Raises KeyError with the nearest names.
        """
        if name in self.measures:
            return self.measures[name]
        if name in self.along_axes:
            return self.along_axes[name]
        raise KeyError(f"no measure '{name}'. {retired_or_nearest(name, list(MEASURES))}")

    def label(self, name: str) -> tuple[str, ...]:
        """The keys along the further axis of a measure; empty if it has none."""
        axis = MEASURES[name].axis
        return self.labels[axis] if axis else ()

    def at_end(self, name: str) -> Floats:
        """A measure in the last quarter, (world,) or (axis, world)."""
        return np.asarray(self.measure(name)[-1])

    def pound_shares(self) -> dict[str, float]:
        """The pound's journey over all quarters and worlds: category to share, summing to 1."""
        return {category: float(values.mean()) for category, values in self.pound.items()}

    def to_arrow(self) -> Any:
        """A tidy pyarrow table: one row per quarter and world, one column per measure or `pound_…` category."""
        import pyarrow

        worlds = len(self.replicates)
        columns: dict[str, Any] = {
            "quarter": np.repeat(np.arange(self.quarters), worlds),
            "replicate": np.tile(np.array(self.replicates), self.quarters),
        }
        columns.update({name: values.ravel() for name, values in self.measures.items()})
        columns.update({f"pound_{name}": values.ravel() for name, values in self.pound.items()})
        return pyarrow.table(columns)

    def to_arrow_by(self, axis: str) -> Any:
        """A tidy pyarrow table of the measures along an axis (`outcome`, `mission`, `department`, `region`, …).

        One row per quarter, item and world. Measures of the end only have the last quarter.
        """
        import pyarrow

        letters = {name: letter for letter, name in AXIS_NAMES.items()}
        if axis not in letters:
            raise KeyError(f"no axis '{axis}'. {nearest(axis, list(letters))}")
        letter = letters[axis]
        names = [name for name in self.along_axes if MEASURES[name].axis == letter]
        quarters = self.along_axes[names[0]].shape[0]
        items, worlds = self.labels[letter], len(self.replicates)
        first = self.quarters - quarters
        columns: dict[str, Any] = {
            "quarter": np.repeat(np.arange(first, self.quarters), len(items) * worlds),
            axis: np.tile(np.repeat(np.array(items), worlds), quarters),
            "replicate": np.tile(np.array(self.replicates), quarters * len(items)),
        }
        columns.update({name: self.along_axes[name].ravel() for name in names})
        return pyarrow.table(columns)

    def save(self, path: str | Path) -> Path:
        """Write the run atomically to one Parquet file, which `load_run` reads."""
        from govsim.runs.saved import save_run

        return save_run(self, Path(path))
