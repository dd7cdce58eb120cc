"""The results of a simulation: measures by quarter and world, the pound's journey, and the inputs to reproduce it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from govsim.arrays import Floats
from govsim.display import Dataset
from govsim.errors import nearest
from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import AXIS_NAMES
from govsim.named import Named
from govsim.scenario.retired_names import retired_or_nearest
from govsim.scenario.schema import Scenario


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Run(Dataset):
    """The results of one scenario in a batch of worlds.

    `measures` maps a name to an array (quarter, world); `measure` also returns those with a further axis.
    `pound` maps a category to its share of each quarter's budget, (quarter, world); the shares sum to 1.
    All arrays are read-only.
    """

    scenario: Scenario
    seed: int
    replicates: tuple[int, ...]
    places_name: str
    model_version: str
    measures: Mapping[str, Floats]
    pound: Mapping[str, Floats]
    along_axes: Mapping[str, Floats]  # (quarter, axis, world)
    labels: Mapping[str, tuple[str, ...]]  # axis letter to keys
    assumptions: Mapping[str, Floats]  # contested assumptions by name, (world,)

    def __post_init__(self) -> None:
        for name, kind, remedy in (
            ("measures", "measure", _plain_measure),
            ("along_axes", "measure along an axis", _measure_along_an_axis),
            ("pound", "end of the pound", None),
            ("labels", "axis", None),
            ("assumptions", "assumption", None),
        ):
            object.__setattr__(self, name, Named(kind, getattr(self, name), remedy))

    def in_one_line(self) -> str:
        """Its scenario and size."""
        from govsim.words.plurals import counted  # imported when shown, as it affects no run

        worlds = counted(len(self.replicates), "world")
        return f"{self.scenario.name} in {worlds} over {counted(self.quarters, 'quarter')}, seed {self.seed}"

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
        self.measure(name)
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

        return save_run(self, Path(path).expanduser())


def _plain_measure(name: str) -> str:
    """The remedy for a name that is not among the measures of the whole country."""
    if name in MEASURES:
        return f"It has a further axis: run.measure('{name}')."
    return retired_or_nearest(name, list(MEASURES))


def _measure_along_an_axis(name: str) -> str:
    """The remedy for a name that is not among the measures along an axis."""
    if name in MEASURES:
        return f"It has no further axis: run.measures['{name}']."
    return retired_or_nearest(name, [known for known, measure in MEASURES.items() if measure.axis])


def runs_to_arrow(runs: Sequence[Run], axis: str = "") -> Any:
    """A tidy pyarrow table of several runs, the scenario's name first; with an axis, of the measures along it."""
    import pyarrow

    tables = [(run.scenario.name, run.to_arrow_by(axis) if axis else run.to_arrow()) for run in runs]
    return pyarrow.concat_tables(
        table.add_column(0, "scenario", pyarrow.array([name] * table.num_rows, pyarrow.string()))
        for name, table in tables
    )
