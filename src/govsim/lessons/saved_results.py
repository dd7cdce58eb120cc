"""The numbers of the last check of the shipped lessons, which pages and material quote."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from govsim.documents.json import write_json
from govsim.lessons.check import CHECK_SEED, CHECK_WORLDS, Course, LessonResults
from govsim.lessons.lesson import Lesson
from govsim.lessons.running import key_of
from govsim.lessons.statements import Result
from govsim.scenario.layers import shipped_folder

FILE: Final = "kept.json"
DIGITS: Final = 4  # that a drawing can show


def results_file() -> Path:
    """The file of saved results, beside the shipped lessons."""
    return shipped_folder("lessons") / FILE


def saved_results(lesson: Lesson) -> LessonResults | None:
    """The results of a lesson in the last check; None for a lesson that was not checked as it stands."""
    file = results_file()
    entry = json.loads(file.read_text(encoding="utf-8")).get(lesson.name) if file.is_file() else None
    return None if entry is None or entry["of"] != fingerprint(lesson) else _results_from(entry)


def save_results(
    lessons: Sequence[Lesson], results: Mapping[str, LessonResults], file: Path | None = None
) -> Path:
    """Write the results of a check over those of the last one. Raises OSError."""
    target = results_file() if file is None else file
    write_json({one.name: plain(one, results[one.name]) for one in lessons}, target)
    return target


def changed_numbers(lesson: Lesson, results: LessonResults) -> list[str]:
    """Statements whose numbers differ from the saved ones in the same worlds, if any are saved."""
    before = saved_results(lesson)
    if before is None or (before.worlds, before.seed) != (results.worlds, results.seed):
        return []
    return [
        f"{lesson.name}, statements.{name}: numbers have moved since they were saved. Then: "
        f"{before.statements[name].quotes['sentence']} Now: {result.quotes['sentence']} "
        "Renew them: govsim lesson check --keep, then govsim lesson material all."
        for name, result in results.statements.items()
        if result.quotes != before.statements[name].quotes
    ]


def fingerprint(lesson: Lesson) -> str:
    """What the numbers of a lesson depend on: its settings, its statements and what it draws."""
    parts = {
        "settings": {name: [label, key_of(lesson.scenarios[name])] for name, label in lesson.labels.items()},
        "horizons": {name: lesson.scenarios[name].horizon for name in lesson.settings},
        "weights": {name: lesson.scenarios[name].values.progress_weight for name in lesson.settings},
        "statements": {name: one.model_dump() for name, one in lesson.statements.items()},
        "courses": lesson.courses,
        "dots": sorted(lesson.drawn),
        "worlds": [CHECK_WORLDS, CHECK_SEED],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def plain(lesson: Lesson, results: LessonResults) -> dict[str, Any]:
    """Results as a table of JSON, with as many digits as are shown."""
    statements = {}
    for name, result in results.statements.items():
        dots = result.dots if name in lesson.drawn else ()
        statements[name] = {
            **asdict(result),
            "mean": _short(result.mean),
            "dots": [_short(dot) for dot in dots],
        }
    courses = {
        f"{setting}.{measure}": {
            name: [_short(value) for value in line] for name, line in asdict(one).items()
        }
        for (setting, measure), one in results.courses.items()
    }
    return {
        "of": fingerprint(lesson),
        "worlds": results.worlds,
        "seed": results.seed,
        "results": statements,
        "courses": courses,
    }


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _results_from(entry: Mapping[str, Any]) -> LessonResults:
    return LessonResults(
        worlds=entry["worlds"],
        seed=entry["seed"],
        statements={
            name: Result(**{**result, "dots": tuple(result["dots"])})
            for name, result in entry["results"].items()
        },
        courses={
            tuple(which.split(".")): Course(**{name: tuple(line) for name, line in course.items()})
            for which, course in entry["courses"].items()
        },
    )
