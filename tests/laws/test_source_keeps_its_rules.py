"""Law 9: what the source itself must and must not say."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest

import govsim
from govsim.scenario.load import scenario_names
from govsim.simulation import QUARTER, Decision, Phase

PACKAGE = Path(govsim.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
REFERENCES = Path(__file__).parents[2] / "docs" / "references.bib"
BEHAVIOUR = ("world", "decisions", "consequences", "measures", "agents")
CITED = re.compile(r"\b[a-z]+(?:_[a-z]+)*_(?:1[6-9]|20)\d\d\b")
LONGEST = 400
REFUSED_NAMES = {"utils", "util", "helpers", "helper", "base", "core", "common", "misc", "manager", "handler"}


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


def ruling() -> list[FunctionType]:
    """Every function that the quarter is made of: what follows, and every rival rule."""
    found = [phase.follows for phase in QUARTER if isinstance(phase, Phase)]
    found += [
        rule.choose for phase in QUARTER if isinstance(phase, Decision) for rule in phase.rules.values()
    ]
    return list(dict.fromkeys(found))  # type: ignore[arg-type]


def public_functions(package: str) -> list[FunctionType]:
    """Public functions that are written in the modules of a package."""
    found = []
    for path in sorted((PACKAGE / package).glob("*.py")):
        module = import_module(
            f"govsim.{package}.{path.stem}" if path.stem != "__init__" else f"govsim.{package}"
        )
        found += [
            thing
            for name, thing in vars(module).items()
            if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_")
        ]
    return found


def cited_by(function: FunctionType) -> set[str]:
    """What the `Source:` of a docstring names: keys of references, or `own`."""
    text = inspect.getdoc(function) or ""
    if "Source:" not in text:
        return set()
    source = text.split("Source:", 1)[1].split("\n\n")[0]
    return set(CITED.findall(source)) | ({"own"} if re.search(r"\bown\b", source) else set())


@pytest.mark.parametrize(
    "function",
    dict.fromkeys([*ruling(), *public_functions("consequences")]),
    ids=lambda function: function.__name__,
)
def test_every_rule_and_consequence_names_its_source(function: FunctionType) -> None:
    assert cited_by(function), f"{function.__module__}.{function.__name__}"


def test_the_source_of_a_listed_rule_is_the_one_in_its_docstring() -> None:
    for phase in QUARTER:
        if isinstance(phase, Decision):
            for name, rule in phase.rules.items():
                listed = set(CITED.findall(rule.source)) | (
                    {"own"} if rule.source.startswith("own") else set()
                )
                assert listed, f"{phase.name}.{name} has no source"
                assert listed <= cited_by(rule.choose), f"{phase.name}.{name}: {listed}"  # type: ignore[arg-type]


def all_cited() -> dict[str, str]:
    """Every key that looks like a reference, with a file that cites it."""
    return {key: named(path) for path in SOURCES for key in CITED.findall(path.read_text("utf-8"))}


def test_every_source_that_is_cited_is_in_the_list_of_references() -> None:
    known = set(re.findall(r"@\w+\{\s*([^,\s]+)", REFERENCES.read_text("utf-8")))
    shipped = set(scenario_names())
    missing = {key: where for key, where in all_cited().items() if key not in known | shipped}
    assert not missing, missing


KEYED = {
    "Philox",
    "PCG64",
    "Generator",
    "SeedSequence",
    "default_rng",
    "BitGenerator",
}  # streams of their own


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_nothing_draws_from_a_global_stream_of_random_numbers(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        at = f"{named(path)}, line {getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("np.random", "numpy.random"):
            assert node.attr in KEYED, at
        if isinstance(node, ast.Import):
            assert not {"random", "numpy.random"} & {alias.name for alias in node.names}, at
        if isinstance(node, ast.ImportFrom) and node.module in ("random", "numpy.random"):
            assert {alias.name for alias in node.names} <= KEYED | {"Random"}, at


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_module_has_a_name_that_says_nothing(path: Path) -> None:
    assert not REFUSED_NAMES & {path.stem, path.parent.name}


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= LONGEST, f"{named(path)} has {lines} lines"


@pytest.mark.parametrize("path", behaviour(), ids=named)
def test_no_sum_of_the_model_depends_on_the_size_of_the_batch(path: Path) -> None:
    """`x.sum(0)`, `@` and einsum change their order of addition with the batch; docs/conventions of arrays.py."""
    allowed = {"world/synthetic_england.py", "world/describe_places.py", "world/import_places.py"}
    allowed |= {"world/indices.py", "world/places.py"}  # without a world axis
    if named(path) in allowed:
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        at = f"{named(path)}, line {getattr(node, 'lineno', 0)}"
        assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)), at
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in ("einsum", "dot", "tensordot", "matmul"), at


def test_the_simulation_runs_without_mesa_and_without_what_only_faces_need() -> None:
    """Import cost is a feature; a batch worker needs numpy, scipy and pydantic alone."""
    heavy = ("mesa", "networkx", "pyarrow", "altair", "solara")
    asked = f"import sys, govsim.simulation; print([m for m in {heavy} if m in sys.modules])"
    environment = {"PYTHONPATH": str(PACKAGE.parent), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, env=environment, check=False
    )
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
