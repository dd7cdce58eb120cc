"""The report of one experiment and its points, made in another process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from govsim.app.experiments.listed import without_folder
from govsim.app.experiments.points import Point, points_of
from govsim.documents.html import embedded_html
from govsim.errors import InputError, Problem
from govsim.experiments.report.report import report_of
from govsim.experiments.results import open_results
from govsim.experiments.status import difference_sentence


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What stands in a folder of results."""

    html: str  # the report as a piece of a page
    points: tuple[Point, ...]
    of: int  # points in all
    difference: str  # a caveat if it is of another model


def opened_results(folder: str, name: str, changed: float) -> Opened:
    """Read the results in a folder inside another. `changed` tells whether anything is new.

    Raises InputError: they cannot be read, or hold no complete world.
    """
    parent = Path(folder)
    try:
        results = open_results(parent / name)
        document = report_of(results)
    except InputError as error:
        raise InputError(_shown(problem, parent) for problem in error.problems) from error
    return Opened(
        html=without_folder(embedded_html(document), parent),
        points=points_of(results),
        of=results.plan.points,
        difference=difference_sentence(results),
    )


def _shown(problem: Problem, folder: Path) -> Problem:
    """A problem without the folder's path."""
    where, found, remedy = (
        without_folder(text, folder) for text in (problem.where, problem.found, problem.remedy)
    )
    return replace(problem, where=where, found=found, remedy=remedy)
