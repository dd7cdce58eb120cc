"""Further questions about two scenarios, each with many runs: why, which levers, which assumptions."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from govsim.app.compare.arms import MOST
from govsim.app.compare.request import ComparisonRequest
from govsim.app.work import Task
from govsim.documents.document import Document
from govsim.documents.html import embedded_html
from govsim.experiments.answering import DEFAULT_OUTCOMES, Making, answering
from govsim.experiments.attribute import DEFAULT_ORDERS, attribution_experiment
from govsim.experiments.experiment import Experiment
from govsim.experiments.sensitivity import sensitivity_experiment
from govsim.explanation.document import document_of
from govsim.explanation.explain import explaining
from govsim.runs.simulate import finished
from govsim.scenario.describe import to_toml
from govsim.scenario.load import scenario_names

WORLDS_OF_A_POINT: Final = 4  # of the screening of assumptions, as its command has it


@dataclass(frozen=True, kw_only=True)
class Question:
    """A further question: its button, how it is answered, and in how many worlds, or paths, at first and in the end."""

    key: str
    title: str
    about: str
    answer: Callable[[ComparisonRequest, int], Document]
    ladder: tuple[int, int]
    counted: str  # what the ladder counts
    command: Callable[[ComparisonRequest, int], str]


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The answer to a further question."""

    count: int
    html: str
    command: str


def pair_of(request: ComparisonRequest, of: str) -> ComparisonRequest:
    """The baseline and one other scenario, held to nothing: the last one, or the one in a place after the baseline."""
    row = min(int(of or MOST), len(request.words) - 1)
    return replace(
        request,
        scenarios=(request.scenarios[0], request.scenarios[row]),
        words=(request.words[0], request.words[row]),
        held="",
        split=False,
    )


def question_task(key: str, pair: ComparisonRequest) -> Task:
    """The work of a question about two scenarios."""
    return Task(function=answered, arguments=(key, pair), worlds=QUESTIONS[key].ladder, long=True)


def answered(key: str, pair: ComparisonRequest, *, worlds: int) -> Answered:
    """Answer a question about two scenarios."""
    question = QUESTIONS[key]
    document = question.answer(pair, worlds)
    return Answered(count=worlds, html=embedded_html(document), command=question.command(pair, worlds))


def why_command(pair: ComparisonRequest, worlds: int) -> str:
    """The command that explains."""
    size = ["-n", str(worlds), "--seed", "0"]
    options = [*size, *pair.places_option, *pair.worlds_options, *pair.weight_option]
    return shlex.join(["govsim", "explain", *pair.words, *options])


def levers_command(pair: ComparisonRequest, worlds: int) -> str:
    """The command that attributes."""
    size = ["-n", str(worlds), "--permutations", str(DEFAULT_ORDERS)]
    return shlex.join(["govsim", "attribute", *pair.words, *size, *_common(pair)])


def hangs_command(pair: ComparisonRequest, points: int) -> str:
    """The command that screens assumptions."""
    size = ["--method", "morris", "--points", str(points), "-n", str(WORLDS_OF_A_POINT)]
    return shlex.join(["govsim", "sensitivity", *pair.words, *size, *_common(pair)])


def _common(pair: ComparisonRequest) -> list[str]:
    outcomes = [word for name in DEFAULT_OUTCOMES for word in ("--outcome", name)]
    return [*outcomes, "--seed", "0", *pair.places_option, *pair.weight_option]


def _why(pair: ComparisonRequest, worlds: int) -> Document:
    first, second = pair.changed
    work = explaining(first, second, replicates=worlds, seed=0, places=pair.land, jobs=1)
    return document_of(finished(work), why_command(pair, worlds))


def _levers(pair: ComparisonRequest, worlds: int) -> Document:
    def experiment(first: str, second: str) -> Experiment:
        return attribution_experiment(first, second, DEFAULT_OUTCOMES, worlds, DEFAULT_ORDERS, 0, pair.weight)

    return _experiment(pair, experiment, levers_command(pair, worlds))


def _hangs(pair: ComparisonRequest, points: int) -> Document:
    def experiment(first: str, second: str) -> Experiment:
        outcomes, worlds = DEFAULT_OUTCOMES, WORLDS_OF_A_POINT
        return sensitivity_experiment(first, second, "morris", outcomes, points, worlds, 0, pair.weight)

    return _experiment(pair, experiment, hangs_command(pair, points))


def _experiment(
    pair: ComparisonRequest, experiment: Callable[[str, str], Experiment], command: str
) -> Document:
    """The report of an experiment on two scenarios; one that does not ship is a file for as long as it takes."""
    with tempfile.TemporaryDirectory(prefix="govsim-") as folder:
        sources = []
        for scenario, word in zip(pair.scenarios, pair.words, strict=True):
            if word not in scenario_names():
                file = Path(folder, word)
                file.write_text(to_toml(scenario), encoding="utf-8")
                word = str(file)
            sources.append(word)
        first, second = sources
        making = Making(jobs=1, places=pair.land, places_file=pair.places or None, command=command)
        return finished(answering(experiment(first, second), making))


QUESTIONS: Final = {
    one.key: one
    for one in (
        Question(
            key="why",
            title="Why do they differ?",
            about="Each mechanism is switched off in turn: which gain and which cost is it due to? About a minute.",
            answer=_why,
            ladder=(16, 64),
            counted="worlds",
            command=why_command,
        ),
        Question(
            key="levers",
            title="How much does each lever do?",
            about="The difference shared out among the three elements and their levers. "
            "Fixed assumptions are drawn as well. Some minutes.",
            answer=_levers,
            ladder=(4, 16),
            counted="worlds",
            command=levers_command,
        ),
        Question(
            key="hangs",
            title="On which assumptions does it hang?",
            about="Each contested assumption is moved over its range, fixed ones too. Some minutes.",
            answer=_hangs,
            ladder=(5, 20),
            counted="paths through the assumptions",
            command=hangs_command,
        ),
    )
}
