"""Everything that can be held against the model, run together: a worker a processor, progress as it goes."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Final

from govsim.errors import GovsimError, InputError, Problem, nearest
from govsim.usecases.simulate import Progress
from govsim.usecases.version import MODEL_VERSION
from govsim.validation.arrangements import Contrast, contrasts, ends_of_arrangements
from govsim.validation.checks import CHECKS, run_check
from govsim.validation.finding import Finding, Plan
from govsim.validation.levers import LeverEffect, effects, ends_of_moves, joined
from govsim.validation.predictions import Foresight, foresights, runs_of_predictions
from govsim.validation.robustness import Outcome, outcomes, variants

SECTIONS: Final = (
    "laws",
    "limits",
    "patterns",
    "docking",
    "levers",
    "arrangements",
    "robustness",
    "predictions",
)
_KINDS: Final = {"laws": "law", "limits": "limit", "patterns": "pattern", "docking": "docking"}

DEFAULT_WORLDS: Final = 200
MOST_FOR_A_CHECK: Final = 200
MOST_FOR_A_VARIANT: Final = 60
WORLDS_OF_A_LOT: Final = 50


@dataclass(frozen=True)
class Validation:
    """All that was found."""

    findings: tuple[Finding, ...]
    levers: tuple[LeverEffect, ...]
    arrangements: tuple[Contrast, ...]
    robustness: tuple[Outcome, ...]
    predictions: tuple[Foresight, ...]
    worlds: int
    seed: int
    seconds: float
    model_version: str = MODEL_VERSION

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
        }


@dataclass(frozen=True)
class _Task:
    """A part of the work that a worker does alone: a function of plain arguments, found by its name."""

    section: str
    name: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    weight: int  # about how many runs it takes


class WorkerLost(GovsimError):
    """A worker process ended before its work was done."""


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
    """Run what is asked for, yielding progress; the generator's value is what was found.

    `only` are sections or keys of checks. `jobs` are worker processes: as many as there are processors unless said,
    and with 1 everything happens in this process. Raises InputError for an unknown name, WorkerLost for a lost worker.
    """
    began = time.monotonic()
    tasks = _tasks(chosen(only), worlds, seed)
    of, done = sum(task.weight for task in tasks), 0
    results: dict[int, Any] = {}
    yield Progress(0, of, tasks[0].name)
    for row, result in _worked(tasks, jobs if jobs is not None else os.cpu_count() or 1):
        results[row] = result
        done += tasks[row].weight
        yield Progress(done, of, tasks[row].name)
    found: dict[str, list[Any]] = {}
    for row, task in enumerate(tasks):
        found.setdefault(task.section, []).append(results[row])
    return Validation(
        tuple(found.get("checks", ())),
        tuple(effects(joined(found["levers"])) if "levers" in found else ()),
        tuple(contrasts(joined(found["arrangements"])) if "arrangements" in found else ()),
        tuple(outcome for part in found.get("robustness", ()) for outcome in part),
        tuple(foresights(found["predictions"], found.get("levers")) if "predictions" in found else ()),
        worlds,
        seed,
        time.monotonic() - began,
    )


def _tasks(wanted: Sequence[str], worlds: int, seed: int) -> list[_Task]:
    plan = Plan(min(worlds, MOST_FOR_A_CHECK), seed)
    kinds = {_KINDS[name] for name in wanted if name in _KINDS}
    tasks = [
        _Task("checks", f"{check.key} {check.title}", run_check, (key, plan), 4 * plan.worlds)
        for key, check in CHECKS.items()
        if check.kind in kinds or key in wanted
    ]
    lots = [range(start, min(start + WORLDS_OF_A_LOT, worlds)) for start in range(0, worlds, WORLDS_OF_A_LOT)]
    for section, function, arms in (("levers", ends_of_moves, 45), ("arrangements", ends_of_arrangements, 6)):
        if section in wanted:
            tasks += [
                _Task(section, f"{section}, {len(lot)} worlds", function, (lot, seed), arms * len(lot))
                for lot in lots
            ]
    if "robustness" in wanted:
        few = Plan(min(worlds, MOST_FOR_A_VARIANT), seed)
        tasks += [
            _Task("robustness", f"robustness: {variant.name}", outcomes, (variant, few), 4 * few.worlds)
            for variant in variants()
        ]
    if "predictions" in wanted:
        tasks.append(_Task("predictions", "predictions", runs_of_predictions, (plan,), 6 * plan.worlds))
    return tasks


def _worked(tasks: Sequence[_Task], jobs: int) -> Generator[tuple[int, Any], None, None]:
    """Results as they come, each with the row of its task; the longest tasks begin first."""
    order = sorted(range(len(tasks)), key=lambda row: -tasks[row].weight)
    if jobs == 1 or len(tasks) == 1:
        for row in order:
            yield row, tasks[row].function(*tasks[row].arguments)
        return
    with _pool(min(jobs, len(tasks))) as pool:
        waiting: dict[Future[Any], int] = {
            pool.submit(tasks[row].function, *tasks[row].arguments): row for row in order
        }
        try:
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        except BrokenProcessPool as error:
            raise WorkerLost(
                "A worker process ended before its work was done; it may have been killed, or memory ran out. "
                "Try fewer worlds (--worlds) or one process (--jobs 1)."
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _pool(jobs: int) -> Executor:
    # Spawned, not forked: a fork copies the threads' locks of whatever the caller has running.
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
