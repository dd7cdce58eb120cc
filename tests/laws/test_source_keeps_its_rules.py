"""The source of the model knows no scenario by name and has no sum that depends on the size of the batch."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import govsim
from govsim.scenario.load import scenario_names
from govsim.simulation import QUARTER, Decision

PACKAGE = Path(govsim.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
BEHAVIOUR = ("world", "decisions", "consequences", "measures", "agents")
CITED = re.compile(r"\b[a-z]+(?:_[a-z]+)*_(?:1[6-9]|20)\d\d\b")


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def behaviour() -> list[Path]:
    found = [path for path in SOURCES if path.relative_to(PACKAGE).parts[0] in BEHAVIOUR]
    return [*found, PACKAGE / "simulation.py"]


def words_of_code(path: Path) -> Iterator[tuple[int, str]]:
    """Names and texts of a file with their lines.

    Docstrings are not behaviour, nor is the default of a parameter: it is where one begins and not a branch.
    """
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    defaults = {
        id(part)
        for node in functions
        for default in [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        for part in ast.walk(default)
    }
    for node in ast.walk(tree):
        if id(node) in docstrings | defaults:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr


@pytest.mark.parametrize("path", behaviour(), ids=named)
def test_no_behaviour_knows_the_name_of_a_scenario(path: Path) -> None:
    names = set(scenario_names()) | {"united_kingdom"}
    found = [(line, word) for line, word in words_of_code(path) if set(re.findall(r"\w+", word)) & names]
    assert not found, f"{named(path)}: {found}"


@pytest.mark.parametrize("path", behaviour(), ids=named)
def test_no_behaviour_asks_what_a_scenario_is_called(path: Path) -> None:
    """`scenario.name` is for showing; only places, which carry a name to be shown, pass it on."""
    tree = ast.parse(path.read_text("utf-8"))
    asked = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for part in ast.walk(node)
        if isinstance(part, ast.Attribute)
        and part.attr in ("name", "group", "about")
        and isinstance(part.value, ast.Name | ast.Attribute)
        and (part.value.id if isinstance(part.value, ast.Name) else part.value.attr) == "scenario"
    ]
    assert not asked, f"{named(path)}, lines {asked}"


def cited_by(function: Callable[..., Any]) -> set[str]:
    """What the `Source:` of a docstring names: keys of references, or `own`."""
    text = inspect.getdoc(function) or ""
    if "Source:" not in text:
        return set()
    source = text.split("Source:", 1)[1].split("\n\n")[0]
    return set(CITED.findall(source)) | ({"own"} if re.search(r"\bown\b", source) else set())


def test_the_source_of_a_listed_rule_is_the_one_in_its_docstring() -> None:
    for phase in QUARTER:
        if isinstance(phase, Decision):
            for name, rule in phase.rules.items():
                listed = set(CITED.findall(rule.source)) | (
                    {"own"} if rule.source.startswith("own") else set()
                )
                assert listed, f"{phase.name}.{name} has no source"
                assert listed <= cited_by(rule.choose), f"{phase.name}.{name}: {listed}"


@pytest.mark.parametrize("path", behaviour(), ids=named)
def test_no_sum_of_the_model_depends_on_the_size_of_the_batch(path: Path) -> None:
    """`x.sum(0)`, `@` and einsum change their order of addition with the batch; docs/conventions of arrays.py."""
    allowed = {"world/synthetic_places.py", "world/describe_places.py", "world/import_places.py"}
    allowed |= {
        "world/indices.py",
        "world/places.py",
        "world/questioned.py",
        "world/questioned_repeats.py",
    }  # without a world axis
    if named(path) in allowed:
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        at = f"{named(path)}, line {getattr(node, 'lineno', 0)}"
        assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)), at
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in ("einsum", "dot", "tensordot", "matmul"), at
