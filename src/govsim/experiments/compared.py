"""Adapt a comparison in memory to `ResultsView`: one row, one arm per scenario, one replicate per world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.comparison.compare import Comparison
from govsim.comparison.document import document_of, in_words
from govsim.comparison.document_parts import MOST_BESIDE
from govsim.comparison.ranking import HEADLINES, SHOWN
from govsim.documents.document import Document, Part
from govsim.documents.table import Table
from govsim.experiments.arms import Pair, arms_of
from govsim.experiments.chunk import Failure
from govsim.experiments.experiment import Experiment
from govsim.experiments.figures.cells import unit_of
from govsim.experiments.figures.comparisons import comparisons
from govsim.experiments.figures.differences import MOST_ROWS_DRAWN, differences_chart
from govsim.experiments.figures.figure import numbers, table_of, words
from govsim.experiments.figures.gains_and_losses import gains_and_losses, gains_caption, gains_chart
from govsim.experiments.figures.pound import pound, pound_drawing
from govsim.experiments.figures.trajectories import (
    Trajectories,
    bands_words,
    range_words,
    trajectories,
    trajectories_chart,
    year_cell,
    year_ends,
)
from govsim.experiments.outcomes import columns_of, missing, outcomes_of
from govsim.experiments.plan import Plan
from govsim.experiments.report.report import provenance
from govsim.experiments.stopping_rule import Stage
from govsim.runs.provenance import provenance as provenance_of_runs
from govsim.runs.version import MODEL_VERSION

MOST_YEARS: Final = 3  # of a measure in the table over time
DRAWN: Final = ("public_value", "progress", "core_services")  # charts over time


@dataclass(frozen=True, eq=False)
class Compared:
    """A comparison as a `ResultsView`. It runs and stores nothing."""

    comparison: Comparison
    command: str = ""

    @property
    def folder(self) -> Path:
        """An empty path: results are in memory."""
        return Path()

    @property
    def replicates(self) -> int:
        """The number of worlds."""
        return len(self.comparison.runs[0].replicates)

    @property
    def is_complete(self) -> bool:
        """True: a comparison exists only with all of its worlds."""
        return True

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Empty: a comparison has no stopping rule."""
        return ()

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Empty: a failed world stops a comparison."""
        return ()

    @property
    def reused(self) -> Mapping[str, int]:
        """Empty: no run comes from a folder."""
        return {}

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """The provenance. Packages and machine are this process's, so runs of another version lack them."""
        versions = dict.fromkeys(run.model_version for run in self.comparison.runs)
        here = provenance_of_runs("", self.command)
        return {
            "asked": {"model_version": ", ".join(versions)},
            "made_with": {name: here[name] for name in _THIS_PROCESS}
            if [*versions] == [MODEL_VERSION]
            else {},
        }

    @cached_property
    def plan(self) -> Plan:
        """The plan of the equivalent experiment."""
        runs = self.comparison.runs
        experiment = Experiment(
            name="comparison",
            scenarios=self.comparison.names,
            seed=runs[0].seed,
            replicates=self.replicates,
            most_runs=len(runs) * self.replicates,
            outcomes=HEADLINES,
            trajectories=DRAWN,
        )
        scenarios = tuple(run.scenario for run in runs)
        columns = columns_of([run.labels for run in runs])
        return Plan(experiment, scenarios, ((),), self.comparison.places, known_columns=columns)

    def outcome(self, name: str) -> Floats:
        """An outcome, shape (1, arm, world); NaN for a scenario without it."""
        return np.stack([one.get(name, missing(self.replicates)) for one in self._outcomes])[None]

    def trajectory(self, name: str) -> Floats:
        """A measure over time, shape (1, arm, quarter, world)."""
        return np.stack([run.measure(name) for run in self.comparison.runs])[None]

    @cached_property
    def _outcomes(self) -> Sequence[Mapping[str, Floats]]:
        return [outcomes_of(run) for run in self.comparison.runs]


_THIS_PROCESS: Final = ("packages", "python", "platform", "git", "code")


def comparison_report(
    comparison: Comparison, *, command: str = "", told: Sequence[str] = (), measures: Sequence[str] = SHOWN
) -> Document:
    """Report a comparison in words, charts and tables. Nothing is run again.

    Args:
        comparison: Result of `compare`.
        command: Command that reproduces the report, to print in it.
        told: Further sentences on provenance, such as on overrides.
        measures: Names of the measures in the main table.

    Returns:
        Document to save as HTML, Markdown or JSON.

    Raises:
        PlacesError: the file of places that a scenario names is gone.

    >>> document = comparison_report(compare(["siloed", "layered"]))  # doctest: +SKIP
    """
    return with_drawings(document_of(comparison, command, told, measures), comparison)


def with_drawings(document: Document, comparison: Comparison) -> Document:
    """Add drawings, the part over time and provenance to a comparison's document."""
    spoken = in_words(comparison)
    view = Compared(spoken, document.command)
    first, last = (arms_of(view.plan)[place] for place in (0, -1))
    gains = gains_and_losses(view, (first, last))
    drawings = {
        "pound": (partial(pound_drawing, pound(view)), ""),
        "gains-and-losses": (partial(gains_chart, gains), gains_caption(gains)),
    }
    pairs = spoken.pairs()
    if view.replicates > 1 and len(pairs) <= MOST_ROWS_DRAWN:
        value = comparisons(view, "public_value", every_pair(view))
        several = f" that hold for all {len(pairs)} comparisons at once" if len(pairs) > 1 else ""
        caption = f"Public value: differences with 95% intervals{several}. Grey: too little to matter."
        drawings["differences"] = (partial(differences_chart, value), caption)
    parts = [
        replace(part, drawing=drawings[part.key][0], caption=drawings[part.key][1] or part.caption)
        if part.key in drawings
        else part
        for part in document.parts
    ]
    place = next(place for place, part in enumerate(parts) if part.key == "gains-and-losses")
    parts.insert(place, courses_part(view))
    return replace(document, parts=tuple(parts), provenance=provenance(view, kept=False))


def every_pair(view: Compared) -> tuple[Pair, ...]:
    """All pairs of scenarios, those of the baseline first."""
    known = arms_of(view.plan)
    return tuple((first, second) for row, first in enumerate(known) for second in known[row + 1 :])


def courses_part(view: Compared) -> Part:
    """Public value, progress and core services over the years."""
    every = [trajectories(view, name) for name in DRAWN]
    return Part(
        key="over-time",
        heading=every[0].heading,
        sentences=tuple(one.sentence() for one in every),
        caption=bands_words(every[0]),
        tables=_years_tables(every),
        drawing=partial(trajectories_chart, *every),
        document={"courses": [one.document() for one in every]},
    )


def _years_tables(every: Sequence[Trajectories]) -> tuple[Table, ...]:
    """Tables of selected years; the JSON document has every quarter."""
    size = MOST_BESIDE + 1
    return tuple(
        _years_table([replace(one, courses=one.courses[start : start + size]) for one in every])
        for start in range(0, len(every[0].courses), size)
    )


def _years_table(every: Sequence[Trajectories]) -> Table:
    places = year_ends(every[0].courses[0].years)
    step = -(-len(places) // MOST_YEARS)
    return table_of(
        f"Over time{range_words(every[0])}",
        [(one, place) for one in every for place in reversed(places[::-step])],
        words("Measure, unit", lambda row: f"{row[0].label}, {unit_of(row[0].outcome)}"),
        numbers("End of year", lambda row: f"{row[0].courses[0].years[row[1]]:g}"),
        *(numbers(one.case, partial(_year_cell, number)) for number, one in enumerate(every[0].courses)),
    )


def _year_cell(number: int, row: tuple[Trajectories, int]) -> str:
    trajectory, place = row
    return year_cell(trajectory, trajectory.courses[number], place)
