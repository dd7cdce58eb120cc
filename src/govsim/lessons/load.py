"""Load a lesson by name or file into a checked `Lesson`."""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from pathlib import Path as FilePath

from pydantic import ValidationError

from govsim.errors import LessonError, Problem, ScenarioError, nearest
from govsim.lessons.lesson import Lesson
from govsim.questions.stated import apart, arrangement_of
from govsim.scenario.layers import Layer, read_layer, shipped_folder, too_deep
from govsim.scenario.load import spoken
from govsim.scenario.schema import Scenario
from govsim.scenario.validation_errors import findings_of
from govsim.units import QUARTERS_IN_YEAR
from govsim.words.plurals import years_words


def lesson_names() -> tuple[str, ...]:
    """Names of the lessons that ship with govsim, the shortest first.

    >>> "one_more_layer" in lesson_names()
    True
    """
    return tuple(sorted(file.stem for file in shipped_folder("lessons").glob("*.toml")))


def load_lesson(source: str | FilePath) -> Lesson:
    """Load and check a lesson.

    Args:
        source: Name of a shipped lesson, or path of a TOML file.

    Returns:
        The lesson, complete and immutable, with its scenarios loaded.

    Raises:
        LessonError: every problem, each with its file, line and key.

    >>> load_lesson("one_more_layer").minutes
    20
    """
    try:
        return _checked(_layer_of(source))
    except ScenarioError as error:  # of reading the file or one of its scenarios
        raise LessonError(error.problems) from error
    except RecursionError as error:
        raise LessonError(too_deep(str(source))) from error


def _layer_of(source: str | FilePath) -> Layer:
    file, names = FilePath(source).expanduser(), lesson_names()
    expected = "the name of a lesson or the path of a .toml file"
    if isinstance(source, str) and not source.endswith(".toml") and not {"/", "\\"} & set(source):
        if source not in names:
            raise LessonError(Problem(source, expected, "no such lesson", remedy=nearest(source, names)))
        return read_layer(shipped_folder("lessons") / f"{source}.toml", f"lessons/{source}.toml", "a lesson")
    if not os.path.exists(file):
        raise LessonError(Problem(str(source), expected, "no such file", remedy=nearest(file.stem, names)))
    return read_layer(file, str(source), "a lesson")


def _checked(layer: Layer) -> Lesson:
    document = dict(layer.document)
    if layer.file is not None:
        document.setdefault("name", layer.file.stem)
    try:
        lesson = Lesson.model_validate(document)
    except ValidationError as error:
        findings = sorted(findings_of(error, Lesson), key=lambda finding: layer.line_of(finding.path) or 0)
        raise LessonError(
            dict.fromkeys(layer.problem(finding, spoken(finding.path, document)) for finding in findings)
        ) from error
    scenarios: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for key, setting in lesson.settings.items():
        try:
            loaded = arrangement_of(layer, setting.scenario)
        except ScenarioError as error:
            problems += error.problems
            continue
        scenarios[key] = loaded.replace(name=key)
    if not problems:
        problems = list(_misfits(layer.where, lesson, scenarios))
    if problems:
        raise LessonError(dict.fromkeys(problems))
    lesson._scenarios.update(scenarios)
    return lesson


def _misfits(where: str, lesson: Lesson, scenarios: dict[str, Scenario]) -> Iterator[Problem]:
    """Settings that cannot be compared, and years after the end."""
    for key, statement in lesson.statements.items():
        for one, other in statement.pairs:
            yield from apart(where, f"statements.{key}", (scenarios[one], scenarios[other]))
            quarters = scenarios[one].horizon
            if statement.year is not None and statement.year * QUARTERS_IN_YEAR > quarters:
                years, key_of_year = f"a year of {years_words(quarters)}", f"statements.{key}.year"
                yield Problem(where, years, f"{statement.year}", key=key_of_year)
