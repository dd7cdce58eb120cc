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
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "core", "base", "common", "misc", "data", "info"}

AMERICAN = re.compile(
    r"(?i)(behavior|neighbor|\bcenter|\bcolor|\bfavor|\blabor(?!at)|\bhonor|organiz|analyz|maximiz|minimiz|optimiz|recogniz"
    r"|standardiz|normaliz|modeling|modeled|\bfulfill\b|\bgray\b|\bcatalog\b|\bdefense\b|\bprograming\b)"
)
OF_LIBRARIES = re.compile(
    r"scipy\.optimize|\bcolor=|altair\.Color\(|justify=\"center\"|anchor=\"center\"|align=\"center\""
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
def test_nothing_uses_numpys_global_stream(path: Path) -> None:
    """`np.random.Generator` and bit generators are made from a seed; functions of `np.random` share a hidden one."""
    text = path.read_text(encoding="utf-8")
    keyed = {"Generator", "Philox", "PCG64", "SeedSequence"}
    assert set(re.findall(r"\b(?:np|numpy)\.random\.(\w+)", text)) <= keyed
