"""Answer questions about two arrangements that take many runs; each question is an experiment."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from govsim.checked import processes
from govsim.documents.document import Document
from govsim.errors import InputError, Problem
from govsim.experiments.experiment import Experiment
from govsim.experiments.report.report import report_of
from govsim.experiments.run import ExecutionOptions, begin, resuming
from govsim.runs.simulate import Progress
from govsim.scenario.describe import parts_beside_levers
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainty import Uncertainty
from govsim.world.given import PlacesLike, places_path
from govsim.world.places import Places

DEFAULT_OUTCOMES: Final = ("public_value",)

Answering = Generator[Progress, None, Document]


@dataclass(frozen=True, kw_only=True)
class Making:
    """Options of a question: folder for the runs (None: temporary), workers, places, and the command."""

    output: str | Path | None = None
    jobs: int | None = None
    places: Places | None = None
    places_file: str | Path | None = None
    command: str = ""


def making(output: str | Path | None, jobs: int | None, places: PlacesLike | None) -> Making:
    """Options of a question as a caller gives them. Raises InputError."""
    land, file = places_path(places)
    return Making(output=output, jobs=processes(jobs), places=land, places_file=file)


def answering(experiment: Experiment, making: Making) -> Answering:
    """Run an experiment and report on it, yielding progress in runs; the generator's value is the report."""
    options = ExecutionOptions(jobs=making.jobs)
    command = making.command or "govsim.run_experiment(…)"
    with tempfile.TemporaryDirectory(prefix="govsim-") as discarded:
        output = discarded if making.output is None else making.output
        folder = begin(
            experiment, output, options, making.places, places_file=making.places_file, command=command
        )
        results = yield from resuming(folder, options, making.places)
        return report_of(results, command=making.command, kept=making.output is not None)


def weighed(weight: float | None, first: Scenario) -> Mapping[str, Any]:
    """The change that gives all scenarios one weight of public value: as requested, else that of the first."""
    return {"values": {"progress_weight": first.values.progress_weight if weight is None else weight}}


def open_factors(first: Scenario, second: Scenario) -> list[dict[str, Any]]:
    """Factors for the assumptions that both scenarios leave open over the same range. Raises InputError for none."""
    theirs = second.uncertainties.in_force()
    factors = [
        {"name": name, "path": f"uncertainties.{name}", "low": setting.low, "high": setting.high}
        for name, setting in first.uncertainties.in_force().items()
        if isinstance(setting, Uncertainty) and theirs.get(name) == setting
    ]
    if factors:
        return factors
    remedy = 'Let worlds = "differ" in both, or leave some assumptions open.'
    raise InputError(
        Problem(second.name, "assumptions that both scenarios leave open", "none", remedy=remedy)
    )


def differ_in_levers_alone(first: Scenario, second: Scenario) -> None:
    """Raise InputError for scenarios that differ in more than levers, whose effects could not be separated."""
    others = parts_beside_levers(first, second)
    if others:
        raise InputError(
            Problem(
                second.name,
                f"a scenario that differs from '{first.name}' in its levers alone",
                f"other {', '.join(sorted(others))}",
                remedy="Ask 'govsim explain', which puts back other parts as well.",
            )
        )


def results_name(*words: str) -> str:
    """A name for the folder of results, from words or paths."""
    return "-".join(Path(word).stem or word for word in words)[:100]
