"""The report of an experiment: question, answer, figures and provenance."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any, Final

from govsim.documents.document import Document, FailedRun, Part
from govsim.errors import InputError, Problem
from govsim.experiments.arms import pairs
from govsim.experiments.experiment import FigureRequest
from govsim.experiments.figures.catalogue import figure_of, suited_to
from govsim.experiments.figures.differences import DIFFERENCES
from govsim.experiments.report.opening import (
    answer,
    country_words,
    does_not_say,
    how_sure,
    question_of,
    units,
)
from govsim.experiments.report.stages import stages_part
from govsim.experiments.results_view import ResultsView
from govsim.words.plurals import counted

MOST_FAILURES: Final = 20  # named one by one


def report_of(view: ResultsView, *, command: str = "", kept: bool = True) -> Document:
    """Report the results of an experiment in words, charts and tables, from its results alone.

    Args:
        view: Results of an experiment, as `open_results` gives them.
        command: Command that reproduces the report, to print in it.
        kept: Whether the runs stay in their folder.

    Returns:
        Document to save as HTML, Markdown or JSON.

    Raises:
        InputError: the results have no complete world, or do not allow a figure.

    >>> document = report_of(open_results("results/quick_look"))  # doctest: +SKIP
    """
    if view.replicates == 0:
        remedy = "Go on with 'govsim experiment resume', and ask again."
        raise InputError(
            Problem(str(view.folder), "at least one complete block of worlds", "none yet", remedy=remedy)
        )
    parts = tuple(parts_of(view))
    stages = stages_part(view)  # last, so that the answer is about results, not stages
    experiment = view.plan.experiment
    return Document(
        name=experiment.name,
        about=" ".join(text for text in (experiment.about, *country_words(view)) if text),
        question=question_of(view),
        answer=answer(parts),
        how_sure=how_sure(view, parts),
        does_not_say=does_not_say(view),
        units=units(view),
        parts=parts if stages is None else (*parts, stages),
        provenance=provenance(view, kept),
        failures=failures(view),
        command=command or str(_maker(view).get("command") or ""),
    )


def parts_of(view: ResultsView) -> list[Part]:
    """All requested figures, or those that suit the design, and always the differences."""
    plan = view.plan
    requests = plan.experiment.figures or [FigureRequest(kind=figure.kind) for figure in suited_to(plan)]
    if pairs(plan) and not any(figure_of(figure.kind).compares for figure in requests):
        requests = [*requests, FigureRequest(kind=DIFFERENCES.kind)]
    parts: list[Part] = []
    for figure in requests:
        part = figure_of(figure.kind).part(view, figure)
        count = sum(other.key.rpartition("-")[0] == part.key or other.key == part.key for other in parts)
        parts.append(part.renamed(figure.title, count))
    return parts


def provenance(view: ResultsView, kept: bool = True) -> tuple[tuple[str, str], ...]:
    """Provenance: model, seed, identity of the experiment, packages, machine and code."""
    maker, request = _maker(view), view.manifest["asked"]
    identity = view.manifest.get("identity", "")
    rows = [
        ("Model", f"govsim {request['model_version']}"),
        ("Experiment", f"{view.plan.experiment.name}, {identity}" if identity else ""),
        ("Seed", str(view.plan.experiment.seed)),
        ("Runs", _runs(view)),
        ("Reused", _reused(view)),
        ("Stopping", _stopping(view)),
        ("With", _with(maker)),
        ("On", str(maker.get("platform", ""))),
        ("Code", _code(maker)),
        ("Begun", str(maker.get("started", ""))),
        ("Saved in", str(view.folder) if kept else ""),
    ]
    return tuple((name, value) for name, value in rows if value)


def failures(view: ResultsView) -> tuple[FailedRun, ...]:
    """The first failed runs, each with the command that replays it."""
    return tuple(
        FailedRun(
            failure.run,
            failure.status,
            failure.error,
            shlex.join(["govsim", "experiment", "replay", str(view.folder), str(failure.run)]),
        )
        for failure in view.failures[:MOST_FAILURES]
    )


def _maker(view: ResultsView) -> Mapping[str, Any]:
    maker: Mapping[str, Any] = view.manifest["made_with"]
    return maker


def _reused(view: ResultsView) -> str:
    """Runs reused from other folders, to which this provenance does not apply."""
    return "; ".join(f"{counted(runs, 'run')} from {name}" for name, runs in sorted(view.reused.items()))


def _runs(view: ResultsView) -> str:
    plan = view.plan
    rows = f"{counted(len(plan.rows), 'row')} × " if plan.experiment.factors else ""
    return (
        f"{plan.points * view.replicates:,}: {rows}"
        f"{counted(len(plan.scenarios), 'scenario')} × {counted(view.replicates, 'replicate')}"
    )


def _stopping(view: ResultsView) -> str:
    stopping = view.plan.experiment.stopping
    if stopping is None:
        return "a fixed number of replicates"
    return f"when precise enough, from {stopping.first} to {stopping.most:,} replicates"


def _with(maker: Mapping[str, Any]) -> str:
    versions = {"Python": maker.get("python"), **maker.get("packages", {})}
    return ", ".join(f"{name} {version}" for name, version in versions.items() if version)


def _code(maker: Mapping[str, Any]) -> str:
    parts = [f"digest {maker['code']}"] if "code" in maker else []
    if git := maker.get("git"):
        parts.append(f"commit {git['commit'][:12]}{', with changes' if git['changed'] else ''}")
    return ", ".join(parts)
