"""The report of an experiment, whatever form it takes: question, answer, findings and where they come from."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any, Final

from govsim.documents.document import Document, FailedRun
from govsim.errors import InputError, Problem
from govsim.experiments.analysis.reading import Found
from govsim.experiments.report.opening import answer, country_words, does_not_say, how_sure, question_of
from govsim.experiments.report.parts import parts_of
from govsim.experiments.report.stages import stages_part
from govsim.runs.version import MODEL_VERSION
from govsim.words.plurals import counted

MOST_FAILURES: Final = 20  # named one by one


def report_of(found: Found, command: str = "", kept: bool = True) -> Document:
    """What results say, worked out from them alone; `command` makes them again, as the manifest has it if left out.

    `kept` says whether they stay where they are when the report is read.

    Raises InputError where no world is complete, and for a figure that these results cannot give.
    """
    if found.replicates == 0:
        remedy = "Go on with 'govsim experiment resume', and ask again."
        raise InputError(
            Problem(str(found.folder), "at least one complete block of worlds", "none yet", remedy=remedy)
        )
    parts = tuple(parts_of(found))
    stages = stages_part(found)  # the answer is of what was found, not of when it was
    asked = found.plan.experiment
    again = command or str(_made_with(found).get("command") or "")
    return Document(
        asked.name,
        " ".join(told for told in (asked.about, *country_words(found)) if told),
        question_of(found),
        answer(parts),
        how_sure(found, parts),
        does_not_say(found),
        parts if stages is None else (*parts, stages),
        provenance(found, kept),
        failures(found),
        again,
    )


def provenance(found: Found, kept: bool = True) -> tuple[tuple[str, str], ...]:
    """Where it comes from: model, seed, what identifies the experiment, packages, machine, code."""
    made, asked = _made_with(found), found.manifest.get("asked", {})
    packages = made.get("packages", {})
    git, identity = made.get("git"), found.manifest.get("identity", "")
    told = [
        ("Model", f"govsim {asked.get('model_version', MODEL_VERSION)}"),
        ("Experiment", f"{found.plan.experiment.name}, {identity}" if identity else ""),
        ("Seed", str(found.plan.experiment.seed)),
        ("Runs", _runs(found)),
        ("Reused", _reused(found)),
        ("Stopping", _stopping(found)),
        ("With", _with(made.get("python"), packages)),
        ("On", str(made.get("platform", ""))),
        ("Code", _code(git, made.get("code"))),
        ("Begun", str(made.get("started", ""))),
        ("Kept in", str(found.folder) if kept else ""),
    ]
    return tuple((name, value) for name, value in told if value)


def failures(found: Found) -> tuple[FailedRun, ...]:
    """The first failed runs, each with the command that shows it again."""
    return tuple(
        FailedRun(
            failure.run,
            failure.status,
            failure.error,
            shlex.join(["govsim", "experiment", "replay", str(found.folder), str(failure.run)]),
        )
        for failure in found.failures[:MOST_FAILURES]
    )


def _made_with(found: Found) -> Mapping[str, Any]:
    made = found.manifest.get("made_with", {})
    return made if isinstance(made, Mapping) else {}


def _reused(found: Found) -> str:
    """Runs that folders beside this one had already: they were not made with what is told here."""
    return "; ".join(f"{counted(runs, 'run')} from {name}" for name, runs in sorted(found.reused.items()))


def _runs(found: Found) -> str:
    plan = found.plan
    rows = f"{counted(len(plan.rows), 'row')} × " if plan.experiment.factors else ""
    return (
        f"{plan.points * found.replicates:,}: {rows}"
        f"{counted(len(plan.scenarios), 'scenario')} × {counted(found.replicates, 'replicate')}"
    )


def _stopping(found: Found) -> str:
    stopping = found.plan.experiment.stopping
    if stopping is None:
        return "a fixed number of replicates"
    return f"when precise enough, from {stopping.first} to {stopping.most:,} replicates"


def _with(python: object, packages: Mapping[str, Any]) -> str:
    told = [f"{name} {version}" for name, version in packages.items() if version]
    return ", ".join([f"Python {python}", *told]) if python else ", ".join(told)


def _code(git: object, digest: object) -> str:
    told = [f"digest {digest}"] if digest else []
    if isinstance(git, Mapping):
        told.append(
            f"commit {str(git.get('commit', ''))[:12]}{', with changes' if git.get('changed') else ''}"
        )
    return ", ".join(told)
