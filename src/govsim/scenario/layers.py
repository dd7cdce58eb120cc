"""A scenario file and the files that it extends, read and laid over each other.

The file itself lies on top. Tables merge key by key; lists and single values are replaced whole.
"""

from __future__ import annotations

import os.path
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from typing import Any, Final

from govsim.errors import Problem, ScenarioError, nearest
from govsim.scenario.findings import Finding, Path, shown
from govsim.scenario.toml_lines import line_numbers

LARGEST_FILE: Final = 5_000_000  # bytes
DEEPEST_EXTENDS: Final = 20
NOT_INHERITED: Final = ("name", "about", "question", "group")
WHOLE_PLACES: Final = ("synthetic", "regions", "communities")


@dataclass(frozen=True)
class Layer:
    """One file, or one table given in Python, as it was written."""

    where: str
    document: Mapping[str, Any]
    file: FilePath | None = None
    text: str = ""

    @cached_property
    def lines(self) -> dict[Path, int]:
        """The line of every key, worked out only when an error asks for it."""
        return line_numbers(self.text)

    def line_of(self, path: Path) -> int | None:
        """The line of a key, or of the nearest table around it that is written down."""
        if not self.text:
            return None
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def problem(self, finding: Finding, key: str | None = None) -> Problem:
        """A finding as a problem of this file, at the line it is on."""
        name = key if key is not None else ".".join(str(part) for part in finding.path)
        line = self.line_of(finding.path)
        return Problem(self.where, finding.expected, finding.found, line, name or None, finding.remedy)


def shipped_folder() -> FilePath:
    """The folder of the scenarios that come with govsim: inside the wheel, or at the top of a checkout."""
    inside = FilePath(__file__).parents[1] / "_scenarios"
    return inside if inside.is_dir() else FilePath(__file__).parents[3] / "scenarios"


def shipped_where(file: FilePath) -> str:
    """How a shipped file is named in messages: `scenarios/siloed.toml`."""
    return str(PurePosixPath("scenarios", *file.relative_to(shipped_folder()).parts))


def read_layer(file: FilePath, where: str) -> Layer:
    """Read one TOML file. Raises ScenarioError if it is missing, too large, not text or not TOML."""
    try:
        if not os.path.isfile(file):
            raise ScenarioError(Problem(where, "a scenario file", _no_file(file)))
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ScenarioError(Problem(where, "a file that can be read", reason.lower())) from error
    if len(content) > LARGEST_FILE:
        raise ScenarioError(Problem(where, "a scenario of at most 5 MB", "a larger file"))
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"a byte that is not (0x{content[error.start]:02x})"
        remedy = "Save the file again with the encoding UTF-8."
        raise ScenarioError(Problem(where, "text in UTF-8", found, line, None, remedy)) from error
    try:
        document = tomllib.loads(text)
    except RecursionError as error:
        raise ScenarioError(too_deep(where)) from error
    except ValueError as error:  # includes TOMLDecodeError, and whole numbers of thousands of digits
        raise ScenarioError(_syntax_problem(where, str(error), text)) from error
    places = document.get("places")
    if isinstance(places, str) and places:
        document["places"] = str((file.parent / places).resolve())
    return Layer(where, document, file, text)


def too_deep(where: str) -> Problem:
    """The problem of tables within tables without end."""
    return Problem(where, "tables and lists nested a few levels deep", "far deeper nesting")


def _no_file(file: FilePath) -> str:
    return "a folder" if os.path.isdir(file) else "no such file"


def _syntax_problem(where: str, message: str, text: str) -> Problem:
    reason, _, place = message.partition(" (at ")
    line = None
    if place.startswith("line "):
        line = int(place.removeprefix("line ").split(",")[0])
    elif place.startswith("end of document"):
        line = text.count("\n") + 1
    remedy = "Text stands between quotation marks, tables begin with [name], and a key is given only once."
    return Problem(where, "valid TOML", f"{reason[:1].lower()}{reason[1:]}", line, None, remedy)


def with_extended(top: Layer) -> list[Layer]:
    """A layer and, below it, everything that it extends. Raises ScenarioError for circles and bad names."""
    layers = [top]
    while "extends" in layers[-1].document:
        last = layers[-1]
        parent = _parent(last, last.document["extends"], {layer.file for layer in layers})
        layers.append(parent)
        if len(layers) > DEEPEST_EXTENDS + 1:
            found = Finding(("extends",), f"at most {DEEPEST_EXTENDS} files one upon another", "more")
            raise ScenarioError(last.problem(found))
    return layers


def _parent(layer: Layer, name: object, seen: set[FilePath | None]) -> Layer:
    if not isinstance(name, str) or not name:
        wanted = "the name of a scenario or a file beside this one"
        raise ScenarioError(layer.problem(Finding(("extends",), wanted, shown(name))))
    found = named_file(layer, name, "extends", skip_itself=True)
    if found[0] in seen:
        remedy = "Let the last of them extend nothing."
        circle = Finding(("extends",), "files that extend each other in one direction", "a circle", remedy)
        raise ScenarioError(layer.problem(circle))
    return read_layer(*found)


def named_file(layer: Layer, name: str, key: str, skip_itself: bool = False) -> tuple[FilePath, str]:
    """The file that a layer names, and how to call it: beside the layer first, then among shipped ones."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if ".." in parts or PurePosixPath(name).is_absolute() or ":" in name or "\0" in name:
        wanted = "the name of a scenario, or a file in this folder or below"
        remedy = "A scenario cannot reach outside its own folder."
        raise ScenarioError(layer.problem(Finding((key,), wanted, shown(name), remedy)))
    file_name = name if name.endswith(".toml") else f"{name}.toml"
    folder = layer.file.parent if layer.file is not None else FilePath()
    beside = folder / file_name
    shipped = shipped_folder()
    itself = False
    for candidate in (beside, shipped / file_name, shipped / "countries" / file_name):
        if not os.path.isfile(candidate):
            continue
        resolved = candidate.resolve()
        if skip_itself and layer.file is not None and resolved == layer.file.resolve():
            itself = True
            continue
        if resolved.is_relative_to(shipped.resolve()):
            return resolved, shipped_where(shipped / resolved.relative_to(shipped.resolve()))
        return resolved, str(PurePosixPath(layer.where).parent / file_name) if layer.file else file_name
    if itself:
        circle = Finding((key,), "another file", "this file itself")
        raise ScenarioError(layer.problem(circle))
    known = sorted({file.stem for file in [*shipped.glob("*.toml"), *folder.glob("*.toml")]})
    known += [file.stem for file in sorted((shipped / "countries").glob("*.toml"))]
    wanted = "the name of a scenario or a file beside this one"
    finding = Finding((key,), wanted, shown(name), nearest(name.removesuffix(".toml"), known))
    raise ScenarioError(layer.problem(finding))


def merged(layers: Sequence[Layer]) -> dict[str, Any]:
    """All layers as one table; what describes one file (name, about, question, group) is not inherited."""
    result: dict[str, Any] = {}
    for layer in reversed(layers):
        for key in NOT_INHERITED:
            result.pop(key, None)
        if "starts_from" in layer.document:
            result.pop("starts_from_levers", None)
        result = _laid_over(result, layer.document, ())
    result.pop("extends", None)
    return result


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any], path: Path) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        here = (*path, key)
        if value is None:  # only from Python: back to the default
            result.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(old, Mapping) and not _stands_alone(here, value):
            result[key] = _laid_over(old, value, here)
        else:
            result[key] = value
    return result


def _stands_alone(path: Path, table: Mapping[str, Any]) -> bool:
    """Whether a table replaces the one below: places of another kind would not mix."""
    return path == ("places",) and any(key in table for key in WHOLE_PLACES)


def owner_of(layers: Sequence[Layer], path: Path) -> Layer:
    """The layer in which the value at a path is written; if none, the one that comes nearest to it."""
    best, longest = layers[0], 0
    for layer in layers:
        node: Any = layer.document
        for depth, part in enumerate(path):
            if isinstance(node, Mapping) and part in node and not _stands_alone(path[:depth], node):
                node = node[part]
                if depth + 1 > longest:
                    best, longest = layer, depth + 1
            elif depth and (not isinstance(node, Mapping) or _stands_alone(path[:depth], node)):
                return layer
            else:
                break
        else:
            return layer
    return best
