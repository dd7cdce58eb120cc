"""The scenarios of an experiment: read, changed as it says, and held against every value of its factors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from govsim.errors import ExperimentError, Problem, ScenarioError
from govsim.experiments.experiment import Experiment
from govsim.experiments.levels import scenario_of, written_out
from govsim.experiments.moved import Value
from govsim.scenario.findings import Finding, Findings
from govsim.scenario.findings import Path as Keys
from govsim.scenario.load import WRITTEN, written_scenario
from govsim.scenario.schema import Scenario
from govsim.world.places import Places


def scenarios_of(
    experiment: Experiment, folder: str | None = None, places: Places | None = None
) -> list[Scenario]:
    """The scenarios of an experiment; those that are named by a path are looked for from `folder`.

    Raises ExperimentError with everything that is wrong with them, also under any value of a factor.
    """
    problems: list[Problem] = []
    named, scenarios = [], []
    for place, name in enumerate(experiment.scenarios):
        try:
            is_own = name in experiment.variants
            scenarios.append(_variant(name, experiment, folder) if is_own else scenario_of(name, folder))
            named.append(name)
        except ScenarioError as error:
            problems += [
                experiment.problem(missing_scenario(problem, place)) if is_missing(problem) else problem
                for problem in error.problems
            ]
    changed, found = _with_changes(experiment, scenarios, dict(zip(named, scenarios, strict=True)), folder)
    problems += found or _impossible_settings(experiment, named, changed)
    problems += _missing_places(experiment, changed, places)
    if problems:
        raise ExperimentError(dict.fromkeys(problems))
    return changed


def _variant(name: str, experiment: Experiment, folder: str | None) -> Scenario:
    """A scenario that is written in the experiment, with what is wrong in it told there."""
    file = None if folder is None else Path(folder, Path(experiment.path or "experiment.toml").name)
    try:
        return written_scenario({"name": name, **experiment.variants[name]}, file)
    except ScenarioError as error:
        raise ScenarioError(
            experiment.problem(_below(problem, ("variants", name))) if problem.where == WRITTEN else problem
            for problem in error.problems
        ) from error


def is_missing(problem: Problem) -> bool:
    """Whether a problem says that a scenario is not there, and not what is wrong in it."""
    return problem.key is None and problem.line is None


def missing_scenario(problem: Problem, place: int) -> Finding:
    """A scenario that is not there, found where an experiment names it."""
    return Finding(("scenarios", place), problem.expected, f"'{problem.where}'", problem.remedy)


def _with_changes(
    experiment: Experiment, scenarios: Sequence[Scenario], known: Mapping[str, Scenario], folder: str | None
) -> tuple[list[Scenario], list[Problem]]:
    """The scenarios with what the experiment changes in all of them, and what is wrong with these changes."""
    if not experiment.changes:
        return list(scenarios), []
    changed, problems = [], []
    try:
        changes = written_out(experiment.changes, folder, known)
    except Findings as wrong:
        return list(scenarios), [experiment.problem(one.below(("changes",))) for one in wrong.items]
    for scenario in scenarios:
        try:
            changed.append(scenario.replace(**changes))
        except ScenarioError as error:
            problems += [
                experiment.problem(_below(problem, ("changes",), f"(in scenario '{scenario.name}')"))
                for problem in error.problems
            ]
    return changed, problems


def _below(problem: Problem, path: Keys, where: str = "") -> Finding:
    """The problem of a changed scenario as a finding of the experiment that changes it."""
    spoken = (problem.key or "").split(".") if problem.key else []
    keys = (int(part) - 1 if part.isdecimal() else part for part in spoken)  # places in lists count from 1
    return Finding((*path, *keys), problem.expected, problem.found, f"{problem.remedy} {where}".strip())


def _impossible_settings(
    experiment: Experiment, named: Sequence[str], scenarios: Sequence[Scenario]
) -> list[Problem]:
    """What a scenario cannot be under some value of a factor: each value alone, and the ends of ranges."""
    problems = []
    for place, factor in enumerate(experiment.factors):
        if factor.uncertainty is not None:
            continue  # its values were held against its bounds, and nothing else depends on them
        span = factor.range
        values: tuple[Value, ...] = factor.stated if span is None else (span.low, span.high)
        for row, value in enumerate(values):
            path: Keys = ("factors", place)
            if factor.levels:
                path += ("levels", row, "changes")
            elif factor.values:
                path += ("values", row)
            for name, scenario in zip(named, scenarios, strict=True):
                if not factor.is_moved_in(name):
                    continue
                try:
                    scenario.replace(**factor.changes(value))
                except ScenarioError as error:
                    where = f"(at {value} in scenario '{scenario.name}')"
                    found = [_below(problem, path, where) for problem in error.problems]
                    problems += [
                        experiment.problem(one if factor.levels else replace(one, path=path)) for one in found
                    ]
    return problems


def _missing_places(
    experiment: Experiment, scenarios: Sequence[Scenario], places: Places | None
) -> list[Problem]:
    """Why an experiment about real places cannot be run: none were given."""
    given = places is not None or all(isinstance(scenario.places, str) for scenario in scenarios)
    if given or not experiment.needs_places:
        return []
    remedy = (
        "Make them with 'govsim places import FILE -o PLACES', and give PLACES with --places or as "
        'changes.places = "PLACES".'
    )
    return [experiment.problem(Finding(("needs_places",), "a file of imported places", "none", remedy))]
