"""Load an experiment by name, file or table into a checked `Experiment`."""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any, Final

from pydantic import ValidationError

from govsim.errors import ExperimentError, Problem, ScenarioError, nearest
from govsim.experiments.experiment import Experiment
from govsim.experiments.factors import FOLDER
from govsim.experiments.levels import scenario_of
from govsim.experiments.scenarios import is_missing, missing_scenario
from govsim.scenario.findings import Finding, Path
from govsim.scenario.layers import Layer, read_layer, shipped_folder, too_deep
from govsim.scenario.load import as_written, spoken
from govsim.scenario.odd_values import odd_values
from govsim.scenario.validation_errors import findings_of

MOVED: Final = (
    "scenarios",
    "variants",
    "factors",
    "uncertainties",
    "design",
    "changes",
)  # figures refer to these
JUDGED: Final = ("outcomes", "trajectories", "smallest_effect")  # and these stand alone


def load_experiment(source: str | FilePath | Mapping[str, Any] | Experiment) -> Experiment:
    """Load and check an experiment.

    Args:
        source: Name of a shipped experiment, path of a TOML file, or a table.

    Returns:
        The experiment, complete and immutable.

    Raises:
        ExperimentError: every problem, each with its file, line and key.

    >>> load_experiment("quick_look").scenarios
    ('siloed', 'layered', 'mission_led')
    """
    if isinstance(source, Experiment):
        return source
    where = "experiment" if isinstance(source, Mapping) else str(source)
    try:
        layer = Layer("experiment", as_written(source)) if isinstance(source, Mapping) else _layer_of(source)
        return _checked(_with_absolute_files(layer))
    except ScenarioError as error:  # of reading the file
        raise ExperimentError(error.problems) from error
    except RecursionError as error:
        raise ExperimentError(too_deep(where)) from error


def experiment_names() -> tuple[str, ...]:
    """Names of the experiments that ship with govsim, in alphabetical order.

    Returns:
        The names.

    >>> "quick_look" in experiment_names()
    True
    """
    return tuple(sorted(file.stem for file in shipped_folder("experiments").glob("*.toml")))


def shipped_experiment(name: str) -> FilePath:
    """The file of a shipped experiment. Raises ExperimentError for an unknown name."""
    names = experiment_names()
    if name not in names:
        wanted = "the name of an experiment or the path of a .toml file"
        raise ExperimentError(Problem(name, wanted, "no such experiment", remedy=nearest(name, names)))
    return shipped_folder("experiments") / f"{name}.toml"


def _layer_of(source: str | FilePath) -> Layer:
    file = FilePath(source).expanduser()
    if isinstance(source, str) and not source.endswith(".toml") and not {"/", "\\"} & set(source):
        return read_layer(shipped_experiment(source), f"experiments/{source}.toml", "an experiment")
    if not os.path.exists(file):
        wanted = "the name of an experiment or the path of a .toml file"
        remedy = nearest(file.stem, experiment_names())
        raise ExperimentError(Problem(str(source), wanted, "no such file", remedy=remedy))
    return read_layer(file, str(source), "an experiment")


def _with_absolute_files(layer: Layer) -> Layer:
    """Make paths of places and actors beside the experiment's file independent of the working directory."""
    document = dict(layer.document)
    changes, actors = document.get("changes"), document.get("actors")
    if layer.file is None:
        return layer
    folder = layer.file.resolve().parent
    if isinstance(changes, Mapping) and isinstance(changes.get("places"), str):
        document["changes"] = {**changes, "places": _beside(folder, changes["places"])}
    if isinstance(actors, Mapping):
        document["actors"] = {who: _class_beside(folder, thing) for who, thing in actors.items()}
    return replace(layer, document=document)


def _beside(folder: FilePath, name: str) -> str:
    beside = os.path.join(folder, name)
    return beside if os.path.isfile(beside) else name


def _class_beside(folder: FilePath, thing: Any) -> Any:
    file, colon, name = thing.rpartition(":") if isinstance(thing, str) else ("", "", "")
    return f"{_beside(folder, file)}{colon}{name}" if file else thing


def _checked(layer: Layer) -> Experiment:
    document = dict(layer.document)
    if layer.file is not None:
        document.setdefault("name", layer.file.stem)
    folder = None if layer.file is None else os.path.dirname(layer.file)
    findings: list[Finding] = []
    try:
        experiment = Experiment.model_validate(document, context={FOLDER: folder})
    except ValidationError as error:
        findings = findings_of(error, Experiment)
        if all(detail["loc"] for detail in error.errors(include_url=False)):  # parts failed before the whole
            findings += _missing_scenarios(document, folder)
            findings += _of_the_rest(document, {str(finding.path[0]) for finding in findings if finding.path})
    reported = {finding.path for finding in findings}
    findings += [finding for finding in odd_values(document) if finding.path not in reported]
    if findings:
        raise ExperimentError(_located(findings, layer))
    experiment._layer = layer
    return experiment


def _missing_scenarios(document: Mapping[str, Any], folder: str | None) -> list[Finding]:
    missing = []
    named, variants = document.get("scenarios"), document.get("variants")
    own = set(variants) if isinstance(variants, Mapping) else set()
    for place, name in enumerate(named if isinstance(named, list | tuple) else ()):
        try:
            if isinstance(name, str) and name not in own:
                scenario_of(name, folder)
        except ScenarioError as error:
            missing += [missing_scenario(problem, place) for problem in error.problems if is_missing(problem)]
    return missing


def _of_the_rest(document: Mapping[str, Any], broken: set[str]) -> list[Finding]:
    """Inconsistencies between the parts that are valid by themselves."""
    rest = {key: value for key, value in document.items() if key not in broken}
    rest.setdefault("name", "unnamed")
    rest.setdefault("scenarios", ("siloed",))
    try:
        Experiment.model_validate(rest)
    except ValidationError as error:
        findings = findings_of(error, Experiment)
        if broken & set(MOVED):
            return [finding for finding in findings if finding.path and finding.path[0] in JUDGED]
        return findings
    return []


def _located(findings: list[Finding], layer: Layer) -> list[Problem]:
    def line(path: Path) -> int:
        return layer.line_of(path) or 0

    ordered = sorted(findings, key=lambda finding: line(finding.path))
    return list(
        dict.fromkeys(layer.problem(finding, spoken(finding.path, layer.document)) for finding in ordered)
    )
