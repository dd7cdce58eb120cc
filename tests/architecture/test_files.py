"""Files are small, have telling names and are written in British English."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.pages import PAGES, ROOT, named

PACKAGE = ROOT / "src" / "govsim"
SOURCES = sorted(PACKAGE.rglob("*.py"))
BENCHMARKS = sorted(ROOT.glob("benchmarks/*.py"))
TOOLS = [*sorted(ROOT.glob("docs/*.py")), *BENCHMARKS]
TESTS = sorted(ROOT.glob("tests/**/*.py"))
TEXTS = [
    *SOURCES,
    *TOOLS,
    *PAGES,
    *sorted(ROOT.glob("scenarios/**/*.toml")),
    *sorted(ROOT.glob("experiments/*.toml")),
    ROOT / "docs" / "predictions.toml",
]

CEILING = 400
EMPTY_NAMES = {
    *(
        "utils",
        "util",
        "helpers",
        "helper",
        "core",
        "base",
        "common",
        "misc",
        "data",
        "info",
        "manager",
        "handler",
    )
}
KEYED = {
    "Philox",
    "PCG64",
    "Generator",
    "SeedSequence",
    "default_rng",
    "BitGenerator",
}  # streams of their own

AMERICAN = re.compile(
    r"(?i)(behavior|neighbor|\bcenter|\bcolor|\bfavor|\blabor(?!at)|\bhonor|organiz|analyz|maximiz|minimiz|optimiz|recogniz"
    r"|standardiz|normaliz|modeling|modeled|\bfulfill\b|\bgray\b|\bcatalog\b|\bdefense\b|\bprograming\b)"
)
OF_LIBRARIES = re.compile(
    r"scipy\.optimize|\bcolor=|altair\.Color\(|justify=\"center\"|anchor=\"center\"|align=\"center\""
    r"|unicodedata\.normalize"
)


@pytest.mark.parametrize("path", [*SOURCES, *TOOLS, *TESTS], ids=named)
def test_a_file_is_small_enough_to_be_read_at_once(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= CEILING, f"{lines} lines"


def test_every_module_has_a_name_that_tells() -> None:
    parts = {part for path in SOURCES for part in (*path.relative_to(PACKAGE).parts[:-1], path.stem)}
    assert not parts & EMPTY_NAMES


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_words_are_spelt_as_in_britain(path: Path) -> None:
    found = [
        f"line {number}: {word}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for word in AMERICAN.findall(OF_LIBRARIES.sub("", line))
    ]
    assert not found, found


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_only_the_command_line_prints(path: Path) -> None:
    if path.is_relative_to(PACKAGE / "cli"):
        return
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    printed = [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]
    assert not printed, f"lines {printed}"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_nothing_draws_from_a_global_stream_of_random_numbers(path: Path) -> None:
    """Generators are made from a seed; functions of `np.random` and of `random` share a hidden one."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        at = f"line {getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("np.random", "numpy.random"):
            assert node.attr in KEYED, at
        if isinstance(node, ast.Import):
            assert not {"random", "numpy.random"} & {alias.name for alias in node.names}, at
        if isinstance(node, ast.ImportFrom) and node.module in ("random", "numpy.random"):
            assert {alias.name for alias in node.names} <= KEYED | {"Random"}, at
