"""The numbers of the last check of the shipped lessons, which pages and material quote."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from govsim.documents.json import write_json
from govsim.lessons.check import CHECK_SEED, CHECK_WORLDS, Course, Found
from govsim.lessons.lesson import Lesson
from govsim.lessons.running import key_of
from govsim.lessons.statements import Result
from govsim.scenario.layers import shipped_folder

FILE: Final = "kept.json"
DIGITS: Final = 4  # that a drawing can show


def kept_file() -> Path:
    """The file of kept numbers, beside the shipped lessons."""
    return shipped_folder("lessons") / FILE


def kept(lesson: Lesson) -> Found | None:
    """What the last check found for a lesson; None for one that was not checked as it stands."""
    file = kept_file()
    entry = json.loads(file.read_text(encoding="utf-8")).get(lesson.name) if file.is_file() else None
    return None if entry is None or entry["of"] != fingerprint(lesson) else _found(entry)


def keep_all(lessons: Sequence[Lesson], found: Mapping[str, Found], file: Path | None = None) -> Path:
    """Write what a check found for lessons, in the place of all that was kept. Raises OSError."""
    target = kept_file() if file is None else file
    write_json({one.name: plain(one, found[one.name]) for one in lessons}, target)
    return target


def moved(lesson: Lesson, found: Found) -> list[str]:
    """What no longer is as it was kept, in the same worlds; nothing for a lesson that is not kept."""
    before = kept(lesson)
    if before is None or (before.worlds, before.seed) != (found.worlds, found.seed):
        return []
    return [
        f"{lesson.name}, statements.{name}: numbers have moved since they were kept. Then: "
        f"{before.results[name].quotes['sentence']} Now: {result.quotes['sentence']} "
        "Renew them: govsim lesson check --keep, then govsim lesson material all."
        for name, result in found.results.items()
        if result.quotes != before.results[name].quotes
    ]


def fingerprint(lesson: Lesson) -> str:
    """What the numbers of a lesson depend on: its settings, its statements and what it draws."""
    parts = {
        "settings": {name: [label, key_of(lesson.scenarios[name])] for name, label in lesson.labels.items()},
        "weights": {name: lesson.scenarios[name].values.progress_weight for name in lesson.settings},
        "statements": {name: one.model_dump() for name, one in lesson.statements.items()},
        "courses": lesson.courses,
        "dots": sorted(lesson.drawn),
        "worlds": [CHECK_WORLDS, CHECK_SEED],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def plain(lesson: Lesson, found: Found) -> dict[str, Any]:
    """What was found as a table of JSON, with as many digits as are shown."""
    results = {}
    for name, result in found.results.items():
        dots = result.dots if name in lesson.drawn else ()
        results[name] = {**asdict(result), "mean": _short(result.mean), "dots": [_short(dot) for dot in dots]}
    courses = {
        f"{setting}.{measure}": {
            name: [_short(value) for value in line] for name, line in asdict(one).items()
        }
        for (setting, measure), one in found.courses.items()
    }
    return {
        "of": fingerprint(lesson),
        "worlds": found.worlds,
        "seed": found.seed,
        "results": results,
        "courses": courses,
    }


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _found(entry: Mapping[str, Any]) -> Found:
    return Found(
        worlds=entry["worlds"],
        seed=entry["seed"],
        results={
            name: Result(**{**result, "dots": tuple(result["dots"])})
            for name, result in entry["results"].items()
        },
        courses={
            tuple(which.split(".")): Course(**{name: tuple(line) for name, line in course.items()})
            for which, course in entry["courses"].items()
        },
    )
