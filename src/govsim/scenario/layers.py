"""Read a scenario file and the files that it extends, and merge them.

A file overrides the one it extends. Tables merge key by key; lists and single values are replaced whole.
"""

from __future__ import annotations

import os.path
import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from typing import Any, Final

from govsim.errors import Problem, ScenarioError, nearest
from govsim.scenario.findings import Finding, Path, shown
from govsim.scenario.odd_values import legible, look_alikes
from govsim.scenario.toml_lines import line_numbers

LARGEST_FILE: Final = 5_000_000  # bytes
DEEPEST_EXTENDS: Final = 20
RESOLVED_BY_NAME: Final = {
    "starts_from": "starts_from_levers",
    "equal_volume": "equal_volume_as",
    "equal_overhead": "equal_overhead_as",
}  # keys that name another scenario, and the part read from it
NOT_INHERITED: Final = ("name", "about", "question", "group")
_KEY_PART: Final = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY: Final = re.compile(rf"(?<![\w\"'-]){_KEY_PART}(?:[ \t]*+\.[ \t]*+{_KEY_PART}){{100,}}+")
WHOLE_PLACES: Final = ("synthetic", "regions", "communities")
NAMEABLE: Final = "the name of a scenario or a file beside this one"
IN_A_FOLDER: Final = ("scenario.toml", "country.toml")  # the scenario file of a folder: the first that exists


@dataclass(frozen=True)
class Layer:
    """One file, or one table given in Python, as written."""

    where: str
    document: Mapping[str, Any]
    file: FilePath | None = None
    text: str = ""

    @cached_property
    def lines(self) -> dict[Path, int]:
        """The line of every key, computed only when an error needs it."""
        return line_numbers(self.text)

    def line_of(self, path: Path) -> int | None:
        """The line of a key, or of the nearest enclosing table that has a line."""
        if not self.text:
            return None
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def problem(self, finding: Finding, key: str | None = None) -> Problem:
        """A finding as a problem of this file, with its line."""
        name = key if key is not None else ".".join(str(part) for part in finding.path)
        line = self.line_of(finding.path)
        last = str(finding.path[-1]) if finding.path else ""
        remedy = " ".join(filter(None, (look_alikes(finding.found) or look_alikes(last), finding.remedy)))
        found = legible(finding.found)
        return Problem(self.where, finding.expected, found, line, legible(name) or None, remedy)

    def error(self, key: str, expected: str, found: str, remedy: str = "") -> ScenarioError:
        """An error about the value of one top-level key of this file."""
        return ScenarioError(self.problem(Finding((key,), expected, found, remedy)))


def shipped_folder(kind: str = "scenarios") -> FilePath:
    """The folder of one kind of shipped file: in the wheel, or at the top of a checkout."""
    inside = FilePath(__file__).parents[1] / f"_{kind}"
    return inside if inside.is_dir() else FilePath(__file__).parents[3] / kind


def shipped_files() -> dict[str, FilePath]:
    """The file of each shipped scenario by name: `siloed`, or `COUNTRY/siloed` in the folder of a country."""
    shipped = shipped_folder()
    folders = [shipped, *(shipped / country for country in shipped_countries())]
    files = (file for folder in folders for file in folder.glob("*.toml") if file.name not in IN_A_FOLDER)
    return {file.relative_to(shipped).with_suffix("").as_posix(): file for file in files}


def shipped_countries() -> tuple[str, ...]:
    """Names of the shipped countries that are folders of scenarios, in alphabetical order."""
    return tuple(sorted(file.parent.name for file in shipped_folder().glob("*/country.toml")))


def shipped_where(file: FilePath) -> str:
    """The name of a shipped file in messages: `scenarios/siloed.toml`."""
    return str(PurePosixPath("scenarios", *file.relative_to(shipped_folder()).parts))


def scenario_in(folder: FilePath) -> FilePath | None:
    """The scenario file in a folder: scenario.toml, else country.toml, else None."""
    files = (folder / name for name in IN_A_FOLDER)
    return next((file for file in files if os.path.isfile(file)), None)


def name_of(file: FilePath) -> str:
    """Default name of a scenario: the file's name, or the folder's for scenario.toml and country.toml."""
    folder = file.resolve().parent.name
    return folder if file.name in IN_A_FOLDER and folder else file.stem


def read_layer(file: FilePath, where: str, what: str = "a scenario") -> Layer:
    """Read one TOML file. Raises ScenarioError if it is missing, too large, not text or not TOML.

    `what` is its name in messages.
    """
    try:
        if not os.path.isfile(file):
            raise ScenarioError(Problem(where, f"{what} file", _no_file(file)))
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ScenarioError(Problem(where, "a file that can be read", reason.lower())) from error
    if len(content) > LARGEST_FILE:
        raise ScenarioError(Problem(where, f"{what} of at most 5 MB", "a larger file"))
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"a byte that is not (0x{content[error.start]:02x})"
        remedy = "Save the file again with the encoding UTF-8."
        raise ScenarioError(Problem(where, "text in UTF-8", found, line, None, remedy)) from error
    if _DEEP_KEY.search(text):  # time to parse a key grows with the square of its parts
        raise ScenarioError(too_deep(where))
    try:
        document = tomllib.loads(text)
    except RecursionError as error:
        raise ScenarioError(too_deep(where)) from error
    except ValueError as error:  # includes TOMLDecodeError, and whole numbers of thousands of digits
        raise ScenarioError(_syntax_problem(where, str(error), text)) from error
    places = document.get("places")
    if isinstance(places, str) and places:
        with suppress(ValueError):  # a name that is invalid for a file
            document["places"] = os.path.realpath(file.parent / places)
    return Layer(where, document, file, text)


def too_deep(where: str) -> Problem:
    """The problem of a file whose tables are nested too deeply."""
    return Problem(where, "tables and lists nested a few levels deep", "far deeper nesting")


def _no_file(file: FilePath) -> str:
    if os.path.isdir(file):
        return "a folder"
    return "a pipe or a device" if os.path.exists(file) else "no such file"


def _syntax_problem(where: str, message: str, text: str) -> Problem:
    reason, _, place = message.partition(" (at ")
    line = None
    if place.startswith("line "):
        line = int(place.removeprefix("line ").split(",")[0])
    elif place.startswith("end of document"):
        line = text.count("\n") + 1
    remedy = "Text stands between quotation marks, tables begin with [name], and a key is given only once."
    if line is not None:
        remedy = look_alikes(text.split("\n")[line - 1].partition("#")[0]) or remedy
    found = legible(f"{reason[:1].lower()}{reason[1:]}").removeprefix("found ")
    return Problem(where, "valid TOML", found, line, None, remedy)


def with_extended(top: Layer) -> list[Layer]:
    """A layer followed by all layers that it extends. Raises ScenarioError for circles and unknown names."""
    layers = [top]
    while "extends" in layers[-1].document:
        last = layers[-1]
        if len(layers) > DEEPEST_EXTENDS:
            raise last.error("extends", f"at most {DEEPEST_EXTENDS} levels of `extends`", "more")
        name = last.document["extends"]
        if not isinstance(name, str) or not name:
            raise last.error("extends", NAMEABLE, shown(name))
        file, where = named_file(last, name, "extends", skip_itself=True)
        if any(layer.file == file for layer in layers):
            expected = "files that do not extend each other in a circle"
            raise last.error("extends", expected, "a circle", "Remove one `extends`.")
        layers.append(read_layer(file, where))
    return layers


def named_file(layer: Layer, name: str, key: str, skip_itself: bool = False) -> tuple[FilePath, str]:
    """The file that a layer names, and its name in messages. Searched beside the layer first, then among shipped
    files.
    """
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if ".." in parts or PurePosixPath(name).is_absolute() or ":" in name or "\0" in name:
        expected = "the name of a scenario, or a file in this folder or below"
        remedy = "A scenario can only extend files in its own folder or below."
        raise layer.error(key, expected, shown(name), remedy)
    file_name = name if name.endswith(".toml") else f"{name}.toml"
    folder = layer.file.parent if layer.file is not None else FilePath()
    shipped = shipped_folder()
    places = (folder / file_name, scenario_in(folder / name), shipped / file_name)
    itself = False
    for candidate in (*places, scenario_in(shipped / name), shipped / "countries" / file_name):
        if candidate is None or not os.path.isfile(candidate):
            continue
        resolved = candidate.resolve()
        if skip_itself and layer.file is not None and resolved == layer.file.resolve():
            itself = True
            continue
        if resolved.is_relative_to(shipped.resolve()):
            return resolved, shipped_where(shipped / resolved.relative_to(shipped.resolve()))
        from_here = PurePosixPath(*candidate.relative_to(folder).parts)
        return resolved, str(PurePosixPath(layer.where).parent / from_here if layer.file else from_here)
    if itself:
        raise layer.error(key, "another file", "this file itself")
    beside = [file for file in folder.glob("*.toml") if os.path.isfile(file)]
    names = sorted({*shipped_files(), *(file.stem for file in beside)})
    names += [*shipped_countries(), *(file.stem for file in sorted((shipped / "countries").glob("*.toml")))]
    raise layer.error(key, NAMEABLE, shown(name), nearest(name.removesuffix(".toml"), names))


def merged(layers: Sequence[Layer]) -> dict[str, Any]:
    """Merge all layers into one table. Name, about, question and group describe one file and are not inherited."""
    result: dict[str, Any] = {}
    for layer in reversed(layers):
        for key in NOT_INHERITED:
            result.pop(key, None)
        for naming, resolved in RESOLVED_BY_NAME.items():
            if naming in layer.document:
                result.pop(resolved, None)
        result = _laid_over(result, layer.document, ())
    result.pop("extends", None)
    result.pop("levers_from", None)
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
    """Whether a table replaces the inherited one whole: places of different kinds do not mix."""
    return path == ("places",) and any(key in table for key in WHOLE_PLACES)


def owner_of(layers: Sequence[Layer], path: Path) -> Layer:
    """The layer in which the value at a path is written; else the one with the nearest enclosing table."""
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
