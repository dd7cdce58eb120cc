"""All checks of the model run together, one worker a processor, with progress."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from govsim.errors import InputError, Problem, nearest
from govsim.runs.pool import Task, run_tasks
from govsim.runs.simulate import Progress, finished
from govsim.runs.version import MODEL_VERSION
from govsim.validation.arrangements import Contrast, contrasts, ends_of_arrangements
from govsim.validation.checks import CHECKS, run_check
from govsim.validation.finding import Check, Finding, Plan
from govsim.validation.levers import LeverEffect, effects, ends_of_moves, joined
from govsim.validation.predictions import (
    Prediction,
    arms_of_predictions,
    judged_predictions,
    runs_of_predictions,
)
from govsim.validation.robustness import RobustnessResult, robustness_results, variants

SECTIONS: Final = (
    "laws",
    "limits",
    "patterns",
    "docking",
    "mechanisms",
    "dead-weight",
    "corners",
    "levers",
    "arrangements",
    "robustness",
    "predictions",
)
KINDS: Final = {
    "laws": "law",
    "limits": "limit",
    "patterns": "pattern",
    "docking": "docking",
    "mechanisms": "mechanism",
    "dead-weight": "dead weight",
    "corners": "corner",
}
SIZED_BY_WORLDS: Final = frozenset({"mechanism", "dead weight", "corner"})  # more worlds, more of them

DEFAULT_WORLDS: Final = 200
MOST_FOR_A_CHECK: Final = 200
MOST_FOR_A_VARIANT: Final = 60
WORLDS_OF_A_LOT: Final = 50


@dataclass(frozen=True)
class Validation:
    """The results of all checks, comparisons and predictions that were run."""

    findings: tuple[Finding, ...]
    levers: tuple[LeverEffect, ...]
    arrangements: tuple[Contrast, ...]
    robustness: tuple[RobustnessResult, ...]
    predictions: tuple[Prediction, ...]
    worlds: int
    seed: int
    seconds: float
    model_version: str = MODEL_VERSION
    wanted: tuple[str, ...] = SECTIONS  # sections and keys of checks that were asked for

    @property
    def command(self) -> str:
        """The command that gives the same again."""
        only = () if self.wanted == SECTIONS else self.wanted
        words = ["govsim", "validate", *(word for name in only for word in ("--only", name))]
        return shlex.join([*words, "--worlds", str(self.worlds), "--seed", str(self.seed)])

    @property
    def failures(self) -> tuple[Finding, ...]:
        """Laws and limits that do not hold: faults of the program."""
        return tuple(finding for finding in self.findings if finding.is_failure)

    def document(self) -> dict[str, Any]:
        """Everything as plain tables for JSON."""
        return {
            "findings": [finding.document() for finding in self.findings],
            "levers": [effect.document() for effect in self.levers],
            "arrangements": [contrast.document() for contrast in self.arrangements],
            "robustness": [outcome.document() for outcome in self.robustness],
            "predictions": [foresight.document() for foresight in self.predictions],
            "worlds": self.worlds,
            "seed": self.seed,
            "seconds": round(self.seconds, 1),
            "model_version": self.model_version,
            "command": self.command,
        }

    def save_report(self, path: str | Path) -> Path:
        """Write a report as its name ends: .html (needs the extra `plot`), .md or .json.

        Raises InputError where that extra is missing, or for another ending.
        """
        from govsim.validation.document import document_of

        return document_of(self).save(path)


def validate(
    only: Iterable[str] = (), *, worlds: int = DEFAULT_WORLDS, seed: int = 0, jobs: int | None = None
) -> Validation:
    """Validate the model by laws, limits, patterns, published models and more.

    A script that uses several workers must call this below `if __name__ == "__main__":`.

    Args:
        only: Sections, such as "laws" or "patterns", or keys of checks, such as "P7"; all by default.
        worlds: Number of drawn worlds.
        seed: Root seed, 0 to 2^64 − 1. The same seed gives every scenario the same worlds.
        jobs: Worker processes; 1 works in this process, None chooses.

    Returns:
        The finding of each check.

    Raises:
        InputError: wrong input, with every problem.
        WorkerLost: a worker process died.

    >>> validation = validate(["laws"], worlds=50)  # doctest: +SKIP
    """
    return finished(validating(only, worlds, seed, jobs))


def chosen(only: Iterable[str]) -> tuple[str, ...]:
    """Sections and keys of checks as a person names them; all sections where nothing is named.

    Raises InputError with the nearest names for one that is unknown.
    """
    named = {name.lower(): name for name in (*SECTIONS, *CHECKS)}
    wanted, problems = [], []
    for text in only:
        if text.lower() in named:
            wanted.append(named[text.lower()])
        else:
            remedy = nearest(text, list(named.values()))
            problems.append(
                Problem(
                    "validate", "a section or the key of a check", f"'{text}'", key="--only", remedy=remedy
                )
            )
    if problems:
        raise InputError(problems)
    return tuple(dict.fromkeys(wanted)) or SECTIONS


def validating(
    only: Iterable[str] = (), worlds: int = DEFAULT_WORLDS, seed: int = 0, jobs: int | None = None
) -> Generator[Progress, None, Validation]:
    """Run what is asked for, yielding progress; the generator's value is the validation.

    `only` are sections or keys of checks. `jobs` are worker processes: as many as there are processors unless said,
    and with 1 everything happens in this process. Raises InputError for an unknown name, WorkerLost for a lost worker.
    """
    began = time.monotonic()
    wanted = chosen(only)
    tasks = _tasks(wanted, worlds, seed)
    of, done = sum(task.weight for task in tasks), 0
    results: dict[int, Any] = {}
    yield Progress(0, of, f"0 of {len(tasks)} parts")
    for finished_task in run_tasks(tasks, jobs if jobs is not None else os.cpu_count() or 1):
        if not isinstance(finished_task, int):
            row, result = finished_task
            results[row] = result
            done += tasks[row].weight
        yield Progress(done, of, f"{len(results)} of {len(tasks)} parts")
    by_section: dict[str, list[Any]] = {}
    for row, task in enumerate(tasks):
        by_section.setdefault(task.section, []).append(results[row])
    return Validation(
        tuple(by_section.get("checks", ())),
        tuple(effects(joined(by_section["levers"])) if "levers" in by_section else ()),
        tuple(
            contrasts(joined(by_section["arrangements"]), Plan(worlds, seed))
            if "arrangements" in by_section
            else ()
        ),
        tuple(outcome for part in by_section.get("robustness", ()) for outcome in part),
        tuple(judged_predictions(by_section["predictions"]) if "predictions" in by_section else ()),
        worlds,
        seed,
        time.monotonic() - began,
        wanted=wanted,
    )


def _plan_of(check: Check, worlds: int, seed: int) -> Plan:
    return Plan(worlds if check.kind in SIZED_BY_WORLDS else min(worlds, MOST_FOR_A_CHECK), seed)


def _tasks(wanted: Sequence[str], worlds: int, seed: int) -> list[Task]:
    plan = Plan(min(worlds, MOST_FOR_A_CHECK), seed)
    kinds = {KINDS[name] for name in wanted if name in KINDS}
    tasks = [
        Task(
            "checks",
            f"{check.key} {check.title}",
            run_check,
            (key, _plan_of(check, worlds, seed)),
            check.arms * plan.worlds,
        )
        for key, check in CHECKS.items()
        if check.kind in kinds or key in wanted
    ]
    lots = [range(start, min(start + WORLDS_OF_A_LOT, worlds)) for start in range(0, worlds, WORLDS_OF_A_LOT)]
    for section, function, arms in (("levers", ends_of_moves, 90), ("arrangements", ends_of_arrangements, 6)):
        if section in wanted:
            tasks += [
                Task(section, f"{section}, {len(lot)} worlds", function, (lot, seed), arms * len(lot))
                for lot in lots
            ]
    if "robustness" in wanted:
        few = Plan(min(worlds, MOST_FOR_A_VARIANT), seed)
        tasks += [
            Task(
                "robustness",
                f"robustness: {variant.name}",
                robustness_results,
                (variant, few),
                4 * few.worlds,
            )
            for variant in variants()
        ]
    if "predictions" in wanted:
        arms = arms_of_predictions()
        tasks += [
            Task(
                "predictions",
                f"predictions, {len(lot)} worlds",
                runs_of_predictions,
                (lot, seed),
                arms * len(lot),
            )
            for lot in lots
            if lot.start < plan.worlds
        ]
    return tasks
