"""Load the scenarios of an experiment, apply its changes, and check them under every value of its factors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from govsim.errors import ExperimentError, Problem, ScenarioError
from govsim.experiments.experiment import Experiment
from govsim.experiments.factors import Factor, merged_changes
from govsim.experiments.levels import scenario_of, written_out
from govsim.experiments.moved import Value
from govsim.scenario.findings import Finding, Findings
from govsim.scenario.findings import Path as Keys
from govsim.scenario.load import WRITTEN, written_scenario
from govsim.scenario.schema import Scenario
from govsim.world.places import Places

IN_WORDS: Final = {"name", "about", "question", "group"}  # keys of a scenario that no run depends on


def scenarios_of(
    experiment: Experiment, folder: str | None = None, places: Places | None = None
) -> list[Scenario]:
    """The scenarios of an experiment; paths are relative to `folder`.

    Raises ExperimentError with every problem, also under any value of a factor.
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
    changed, faults = _with_changes(experiment, scenarios, dict(zip(named, scenarios, strict=True)), folder)
    problems += faults or _impossible_settings(experiment, named, changed)
    if not problems:
        problems += _variants_like_others(experiment, named, changed)
    problems += _missing_places(experiment, changed, places) or lacking_outcomes(changed, places)
    if problems:
        raise ExperimentError(dict.fromkeys(problems))
    return changed


def _variant(name: str, experiment: Experiment, folder: str | None) -> Scenario:
    """A scenario defined in the experiment; its problems point there."""
    file = None if folder is None else Path(folder, Path(experiment.path or "experiment.toml").name)
    try:
        return written_scenario({"name": name, **experiment.variants[name]}, file)
    except ScenarioError as error:
        raise ScenarioError(
            experiment.problem(_below(problem, ("variants", name))) if problem.where == WRITTEN else problem
            for problem in error.problems
        ) from error


def is_missing(problem: Problem) -> bool:
    """Whether a problem is a missing scenario, not one with a mistake."""
    return problem.key is None and problem.line is None


def missing_scenario(problem: Problem, place: int) -> Finding:
    """The finding for a missing scenario, at its name in the experiment."""
    return Finding(("scenarios", place), problem.expected, f"'{problem.where}'", problem.remedy)


def _with_changes(
    experiment: Experiment, scenarios: Sequence[Scenario], known: Mapping[str, Scenario], folder: str | None
) -> tuple[list[Scenario], list[Problem]]:
    """The scenarios with the experiment's `changes` applied, and the problems of these changes."""
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
    """Turn the problem of a changed scenario into a finding of the experiment."""
    spoken = (problem.key or "").split(".") if problem.key else []
    keys = (int(part) - 1 if part.isdecimal() else part for part in spoken)  # places in lists count from 1
    return Finding((*path, *keys), problem.expected, problem.found, f"{problem.remedy} {where}".strip())


def _impossible_settings(
    experiment: Experiment, named: Sequence[str], scenarios: Sequence[Scenario]
) -> list[Problem]:
    """Problems of scenarios under each value of a factor alone, and under the ends of its range."""
    problems = []
    for place, factor in enumerate(experiment.factors):
        if factor.uncertainty is not None:
            continue  # checked against its bounds; nothing else depends on it
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
                    below = [_below(problem, path, where) for problem in error.problems]
                    problems += [
                        experiment.problem(one if factor.levels else replace(one, path=path)) for one in below
                    ]
    return problems


def _variants_like_others(
    experiment: Experiment, named: Sequence[str], scenarios: Sequence[Scenario]
) -> list[Problem]:
    """Problems of variants that equal an earlier scenario at every value of the factors."""
    if not experiment.variants:
        return []
    first = [_some_values(factor)[:1] for factor in experiment.factors]
    rows = [[value for one in first for value in one]]
    for place, factor in enumerate(
        experiment.factors
    ):  # each at each of its values, the others at their first
        rows += [[*rows[0][:place], value, *rows[0][place + 1 :]] for value in _some_values(factor)[1:]]

    def courses(arm: int) -> Iterator[dict[str, Any]]:
        for row in rows:
            moved = [
                factor.changes(value)
                for factor, value in zip(experiment.factors, row, strict=True)
                if factor.is_moved_in(named[arm])
            ]
            whole = scenarios[arm].replace(**merged_changes(moved)) if moved else scenarios[arm]
            yield whole.model_dump(exclude=IN_WORDS)

    problems = []
    for arm, name in enumerate(named):
        for other in range(arm):
            if not {name, named[other]} & {*experiment.variants}:
                continue
            if all(one == two for one, two in zip(courses(arm), courses(other), strict=True)):
                wanted = f"a scenario that differs from '{named[other]}'"
                found = f"'{name}', which differs in nothing that the factors leave"
                found = found if experiment.factors else f"'{name}', which differs in nothing"
                path: Keys = ("variants", name) if name in experiment.variants else ("scenarios", arm)
                problems.append(experiment.problem(Finding(path, wanted, found)))
    return problems


def _some_values(factor: Factor) -> tuple[Value, ...]:
    """Its stated values; one value of a range is enough, because all of them set the same key."""
    return factor.stated or ((factor.range.low,) if factor.range else ())


def _missing_places(
    experiment: Experiment, scenarios: Sequence[Scenario], places: Places | None
) -> list[Problem]:
    """The problem of an experiment about real places without places, if any."""
    given = places is not None or all(isinstance(scenario.places, str) for scenario in scenarios)
    if given or not experiment.needs_places:
        return []
    remedy = (
        "Make them with 'govsim places import FILE -o PLACES', and give PLACES with --places or as "
        'changes.places = "PLACES".'
    )
    return [experiment.problem(Finding(("needs_places",), "a file of imported places", "none", remedy))]


def lacking_outcomes(scenarios: Sequence[Scenario], places: Places | None) -> list[Problem]:
    """Problems of places that lack outcomes of a scenario: each of its runs would fail."""
    from govsim.words.plurals import joined  # lazy: no worker needs it

    lacking: dict[tuple[str, ...], list[str]] = {}
    if places is None:
        return []
    for scenario in scenarios:
        missing = tuple(one.key for one in scenario.outcomes if one.key not in places.outcomes)
        lacking.setdefault(missing, []).append(f"'{scenario.name}'")
    remedy = (
        "Give other places, or ask scenarios of a country with the outcomes that are there: "
        "'govsim scenario new NAME --country --places FILE' begins one."
    )
    return [
        Problem(places.where, f"need for {joined(missing)}, outcomes of {joined(list(dict.fromkeys(named)))}",
                f"only {joined(places.outcomes)}", remedy=remedy)
        for missing, named in lacking.items()
        if missing
    ]  # fmt: skip
