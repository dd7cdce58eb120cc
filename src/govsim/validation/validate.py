"""Run all checks of the model, one worker per processor, with progress."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

from govsim.checked import processes, seed_number, several, whole_number
from govsim.display import Displayed
from govsim.errors import InputError, Problem, nearest
from govsim.runs.pool import Task, run_in_order
from govsim.runs.simulate import Progress, finished
from govsim.runs.version import MODEL_VERSION
from govsim.validation.arrangements import Contrast, contrasts, ends_of_arrangements
from govsim.validation.checks import CHECKS, run_check
from govsim.validation.finding import KINDS, CheckResult, Plan
from govsim.validation.levers import LeverEffect, effects, ends_of_moves, joined
from govsim.validation.predictions import Prediction, judged_predictions, runs_of_predictions
from govsim.validation.robustness import RobustnessResult, robustness_results, variants
from govsim.words.plurals import counted

SECTIONS: Final = (*KINDS, "levers", "arrangements", "robustness", "predictions")
SIZED_BY_WORLDS: Final = frozenset({"mechanism", "dead weight", "corner"})  # run in all worlds of the plan

DEFAULT_WORLDS: Final = 200
MOST_FOR_A_CHECK: Final = 200
MOST_FOR_A_VARIANT: Final = 60
WORLDS_OF_A_LOT: Final = 50
RUN_IN_LOTS: Final = {  # checks run in a lot of worlds, and their approximate number of arrangements
    "levers": (ends_of_moves, 90),
    "arrangements": (ends_of_arrangements, 6),
    "predictions": (runs_of_predictions, 45),
}


@dataclass(frozen=True, repr=False, kw_only=True)
class Validation(Displayed):
    """The results of a validation: checks, comparisons and predictions."""

    findings: tuple[CheckResult, ...]
    levers: tuple[LeverEffect, ...]
    arrangements: tuple[Contrast, ...]
    robustness: tuple[RobustnessResult, ...]
    predictions: tuple[Prediction, ...]
    worlds: int
    seed: int
    seconds: float
    model_version: str = MODEL_VERSION
    wanted: tuple[str, ...] = SECTIONS  # requested sections and keys of checks

    def in_one_line(self) -> str:
        """Its number of checks and size."""
        checks, failed = counted(len(self.findings), "check"), len(self.failures)
        size = f"up to {counted(self.worlds, 'world')}, seed {self.seed}"
        return f"{checks} in {size}" + (f"; {counted(failed, 'failure')}" if failed else "")

    @property
    def command(self) -> str:
        """The command that reproduces the results."""
        only = () if self.wanted == SECTIONS else self.wanted
        words = ["govsim", "validate", *(word for name in only for word in ("--only", name))]
        return shlex.join([*words, "--worlds", str(self.worlds), "--seed", str(self.seed)])

    @property
    def failures(self) -> tuple[CheckResult, ...]:
        """Laws and limits that do not hold: faults of the program."""
        return tuple(finding for finding in self.findings if finding.is_failure)

    def document(self) -> dict[str, Any]:
        """Everything as plain tables for JSON."""
        return {
            **{
                name: [one.document() for one in getattr(self, name)]
                for name in ("findings", "levers", "arrangements", "robustness", "predictions")
            },
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
        jobs: Worker processes; 1 runs in this process, None chooses.

    Returns:
        The finding of each check.

    Raises:
        InputError: wrong input, with every problem.
        WorkerLost: a worker process died.

    >>> validation = validate(["laws"], worlds=50)  # doctest: +SKIP
    """
    return finished(validating(only, worlds, seed, jobs))


def chosen(only: Iterable[str]) -> tuple[str, ...]:
    """Validate names of sections and checks; all sections if empty.

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
    """Run the requested checks, yielding progress; the generator's value is the validation.

    `only` are sections or keys of checks. `jobs` are worker processes: as many as there are processors unless said,
    and with 1 everything happens in this process. Raises InputError for an unknown name, WorkerLost for a lost worker.
    """
    began = time.monotonic()
    worlds, seed, jobs = whole_number("worlds", worlds, 2), seed_number(seed), processes(jobs)
    wanted = chosen(several(only))
    tasks = list(_tasks(wanted, Plan(worlds, seed)))
    of = sum(task.weight for task in tasks)
    results = yield from run_in_order(
        tasks,
        jobs if jobs is not None else os.cpu_count() or 1,
        lambda done, parts: Progress(done, of, f"{parts} of {len(tasks)} parts"),
    )
    by_section: dict[str, list[Any]] = {}
    for task, result in zip(tasks, results, strict=True):
        by_section.setdefault(task.section, []).append(result)

    def of_section(section: str, of_parts: Callable[[list[Any]], Iterable[Any]]) -> tuple[Any, ...]:
        return tuple(of_parts(by_section[section])) if section in by_section else ()

    return Validation(
        findings=of_section("checks", list),
        levers=of_section("levers", lambda lots: effects(joined(lots))),
        arrangements=of_section("arrangements", lambda lots: contrasts(joined(lots), Plan(worlds, seed))),
        robustness=of_section("robustness", chain.from_iterable),
        predictions=of_section("predictions", judged_predictions),
        worlds=worlds,
        seed=seed,
        seconds=time.monotonic() - began,
        wanted=wanted,
    )


def _tasks(wanted: Sequence[str], plan: Plan) -> Iterator[Task]:
    some, few = plan.at_most(MOST_FOR_A_CHECK), plan.at_most(MOST_FOR_A_VARIANT)
    kinds = {KINDS[name] for name in wanted if name in KINDS}
    for key, check in CHECKS.items():
        if check.kind in kinds or key in wanted:
            given = (key, plan if check.kind in SIZED_BY_WORLDS else some)
            yield Task("checks", f"{key} {check.title}", run_check, given, check.arms * some.worlds)
    for section, (function, arms) in RUN_IN_LOTS.items():
        worlds = range(some.worlds if section == "predictions" else plan.worlds)
        for begin in worlds[::WORLDS_OF_A_LOT] if section in wanted else ():
            lot = worlds[begin : begin + WORLDS_OF_A_LOT]
            yield Task(section, f"{section}, {len(lot)} worlds", function, (lot, plan.seed), arms * len(lot))
    for variant in variants() if "robustness" in wanted else ():
        named = f"robustness: {variant.name}"
        yield Task("robustness", named, robustness_results, (variant, few), 4 * few.worlds)
