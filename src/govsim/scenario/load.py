"""Load and check a scenario, from a shipped name, a file or a table in Python."""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Annotated, Any, Final

import numpy as np
from pydantic import BaseModel, TypeAdapter, ValidationError

from govsim.errors import Problem, ScenarioError, nearest
from govsim.scenario.consistency import Parts, inconsistencies
from govsim.scenario.country import Mission
from govsim.scenario.findings import Finding, Path, shown
from govsim.scenario.layers import (
    NAMEABLE,
    NOT_INHERITED,
    RESOLVED_BY_NAME,
    Layer,
    merged,
    name_of,
    named_file,
    owner_of,
    read_layer,
    scenario_in,
    shipped_countries,
    shipped_files,
    shipped_folder,
    shipped_where,
    too_deep,
    with_extended,
)
from govsim.scenario.levers import Levers
from govsim.scenario.odd_values import odd_values
from govsim.scenario.schema import Scenario
from govsim.scenario.validation_errors import findings_of

HELD: Final = ("equal_volume", "equal_overhead")  # keys that name a target arrangement
WRITTEN: Final = "scenario"  # name in messages of a table that is not a file


def load_scenario(source: str | FilePath | Mapping[str, Any] | Scenario) -> Scenario:
    """Load and check a scenario.

    Args:
        source: Name of a shipped one, path of a TOML file or country folder, a table, or a `Scenario`.

    Returns:
        The scenario, complete and immutable.

    Raises:
        ScenarioError: every problem, each with its file, line and key.

    >>> load_scenario("siloed").levers.board_membership
    'none'
    """
    if isinstance(source, Scenario):
        return source
    if not isinstance(source, str | FilePath | Mapping):
        wanted, found = "a name, a path, a table or a Scenario", shown(source)
        remedy = "govsim.compare takes a list of scenarios." if found == "a list" else ""
        raise ScenarioError(Problem(WRITTEN, wanted, found, remedy=remedy))
    top = Layer(WRITTEN, as_written(source)) if isinstance(source, Mapping) else _layer_of(source)
    return _scenario(with_extended(top), top.file)


def written_scenario(document: Mapping[str, Any], file: FilePath | None = None) -> Scenario:
    """Load a scenario written inside another file. Scenarios that it extends are searched for beside that file.

    Raises ScenarioError with every problem; problems of the table itself have no line.
    """
    return _scenario(with_extended(Layer(WRITTEN, document, file)), file)


def scenario_names() -> tuple[str, ...]:
    """Names of the scenarios that ship with govsim, in alphabetical order.

    Returns:
        The names.

    >>> "siloed" in scenario_names()
    True
    """
    return tuple(sorted(shipped_files()))


def shipped_path(name: str) -> FilePath:
    """The file of a shipped scenario or country. Raises ScenarioError for an unknown name."""
    files = shipped_files()
    files |= {country: shipped_folder() / country / "country.toml" for country in shipped_countries()}
    if name not in files:
        expected = "the name of a scenario or the path of a .toml file"
        raise ScenarioError(Problem(name, expected, "no such scenario", remedy=_nearest_name(name)))
    return files[name]


def _nearest_name(name: str) -> str:
    """The shipped names most like a mistyped one: those of countries only where it names a country's."""
    names = (*scenario_names(), *shipped_countries())
    return nearest(name, [one for one in names if ("/" in one) == ("/" in name)])


def changed_scenario(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """A checked copy of a scenario with changes; `Scenario.replace` says how they merge."""
    own = {key: getattr(scenario, key) for key in NOT_INHERITED}
    above = Layer(WRITTEN, {**own, **{key: as_written(value) for key, value in changes.items()}})
    below = Layer(scenario.path or WRITTEN, scenario.model_dump(exclude_none=True))
    return _scenario([above, below], scenario.path)


def as_written(value: Any, within: tuple[Any, ...] = ()) -> Any:
    """A value as a file would hold it: no models, no arrays or numbers of numpy.

    A table or list within itself stays as it is and is refused later.
    """
    if any(value is outer for outer in within):
        return value
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_none=True)
    if isinstance(value, Mapping):
        return {key: as_written(inner, (*within, value)) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_written(inner, (*within, value)) for inner in value]
    return value


def with_distinct_names(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Number repeated names of scenarios, because results are stored by name."""
    seen: dict[str, int] = {}
    apart = []
    for scenario in scenarios:
        seen[scenario.name] = count = seen.get(scenario.name, 0) + 1
        apart.append(scenario if count == 1 else scenario.replace(name=f"{scenario.name} ({count})"))
    return apart


def _layer_of(source: str | FilePath) -> Layer:
    file = FilePath(source).expanduser()
    named = (
        isinstance(source, str)
        and not source.endswith(".toml")
        and ("/" not in source or source in scenario_names())
        and "\\" not in source
    )
    if named and (source in scenario_names() or scenario_in(file) is None):
        shipped = shipped_path(str(source))
        return read_layer(shipped, shipped_where(shipped))
    if not os.path.exists(file):
        wanted = "the name of a scenario, the path of a .toml file or the folder of a country"
        near = _nearest_name(file.stem if file.suffix == ".toml" else file.as_posix())
        raise ScenarioError(Problem(str(source), wanted, "no such file", remedy=near))
    inside = scenario_in(file)
    return read_layer(file, str(source)) if inside is None else read_layer(inside, str(inside))


def _scenario(layers: list[Layer], path: FilePath | str | None) -> Scenario:
    """The scenario of a file or table merged with those that it extends."""
    try:
        scenario = _checked(layers)
    except RecursionError as error:
        raise ScenarioError(too_deep(layers[0].where)) from error
    scenario._path = None if path is None else str(path)
    return scenario


def _checked(layers: list[Layer]) -> Scenario:
    problems: list[Problem] = []
    with _noted(problems):
        layers = _with_named_levers(layers)
    document = merged(layers)
    top = layers[0]
    document.setdefault("name", name_of(top.file) if top.file is not None else "unnamed")
    document.setdefault("starts_from", "siloed")
    for key, resolved in RESOLVED_BY_NAME.items():
        # the check of the key itself reports a value that is not a name
        if isinstance(document.get(key), str) and document[key] and resolved not in document:
            with _noted(problems):
                document[resolved] = _named(layers, document[key], key)
    findings: list[Finding] = []
    try:
        scenario = Scenario.model_validate(document)
    except ValidationError as error:
        findings = findings_of(error, Scenario)
        if all(detail["loc"] for detail in error.errors(include_url=False)):  # already noted for the part
            findings += inconsistencies(_readable_parts(document))
    reported = {finding.path for finding in findings}
    findings += [finding for finding in odd_values(document) if finding.path not in reported]
    problems += _located(findings, layers, document)
    if problems:
        raise ScenarioError(problems)
    return scenario


@contextmanager
def _noted(problems: list[Problem]) -> Iterator[None]:
    """Collect the problems of an error and continue."""
    try:
        yield
    except ScenarioError as error:
        problems += error.problems


def _with_named_levers(layers: list[Layer], via: tuple[FilePath | None, ...] = ()) -> list[Layer]:
    """Fill in the levers of the scenario named by the first layer's `levers_from`, under those that the layer states.

    They override the levers of all layers below it.
    """
    at = next((row for row, layer in enumerate(layers) if "levers_from" in layer.document), None)
    if at is None:
        return layers
    layer = layers[at]
    name, own = layer.document["levers_from"], layer.document.get("levers", {})
    if not isinstance(name, str) or not name:
        raise layer.error("levers_from", NAMEABLE, shown(name))
    levers = _levers_named(layer, name, "levers_from", (*via, layer.file))
    if not isinstance(own, Mapping):
        return layers  # the check of levers reports it
    document = {**layer.document, "levers": {**Levers(**levers).model_dump(), **own}}
    return [*layers[:at], replace(layer, document=document), *layers[at + 1 :]]


def _levers_named(layer: Layer, name: str, key: str, via: tuple[FilePath | None, ...] = ()) -> dict[str, Any]:
    file, where = named_file(layer, name, key, skip_itself=bool(via))
    if file in via:
        raise layer.error(key, "scenarios without a circle of levers_from", "a circle")
    layers = _with_named_levers(with_extended(read_layer(file, where)), via)
    levers = merged(layers).get("levers", {})
    try:
        Levers.model_validate(levers)
    except ValidationError as error:
        findings = [finding.below(("levers",)) for finding in findings_of(error, Levers)]
        raise ScenarioError(_located(findings, layers, {"levers": levers})) from error
    return dict(levers)


def _named(layers: list[Layer], name: str, key: str) -> dict[str, Any]:
    """The levers of the scenario that a key names, as written; with its reforms if it is a target."""
    stating = owner_of(layers, (key,))
    file, where = named_file(stating, name, key)
    if stating.file is not None and file == stating.file.resolve():
        if key in HELD:
            raise stating.error(key, "another scenario", "this file itself")
        return dict(merged(layers).get("levers", {}))
    levers = _levers_named(stating, name, key)
    if key not in HELD:
        return levers
    return {"levers": levers, "reforms": merged(with_extended(read_layer(file, where))).get("reforms", [])}


def _readable_parts(document: Mapping[str, Any]) -> Parts:
    """The valid parts of a faulty scenario, so that they can still be checked against each other."""
    parts: dict[str, Any] = {}
    for name in Parts.__dataclass_fields__:
        field = Scenario.model_fields[name]
        if name not in document:
            parts[name] = None if field.is_required() else field.default
            continue
        parts[name] = _readable(Annotated[field.annotation, field], document[name])
        if parts[name] is None and name == "missions" and isinstance(document[name], list):
            parts[name] = tuple(_readable(Mission, value) for value in document[name])
    return Parts(**parts)


def _readable(kind: Any, value: Any) -> Any:
    try:
        return TypeAdapter[Any](kind).validate_python(value)
    except ValidationError:
        return None


def _located(findings: list[Finding], layers: list[Layer], document: Mapping[str, Any]) -> list[Problem]:
    located = []
    for finding in findings:
        layer = owner_of(layers, finding.path)
        located.append((layers.index(layer), layer.problem(finding, spoken(finding.path, document))))
    located.sort(key=lambda pair: (pair[0], pair[1].line or 0))
    return list(dict.fromkeys(problem for _, problem in located))


def spoken(path: Path, document: Any) -> str:
    """The readable path of a key: `missions.health.goal`, with keys or names in place of positions in lists.

    Entries without key or name are counted from 1.
    """
    words: list[str] = []
    node = document
    for part in path:
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            node = None
        listed = node if isinstance(node, Mapping) and isinstance(part, int) else {}
        key = listed.get("key", listed.get("name"))
        if isinstance(part, int):
            words.append(key if isinstance(key, str) and key else str(part + 1))
        else:
            words.append(str(part))
    return ".".join(words)
