"""The tutorial on one's own council, done as a reader would: the file, then the commands, in one folder."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.pages import DOCS, ROOT, commands_in

PAGE = (DOCS / "tutorial" / "your-own-council.md").read_text(encoding="utf-8")
MOST_LINES = 15


def blocks_of(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def done(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reader's folder with the file that the page begins with."""
    made = tmp_path_factory.mktemp("tutorial")
    (made / "my_council.py").write_text(blocks_of("python")[0], encoding="utf-8")
    return made


def commands() -> list[list[str]]:
    return [words for block in blocks_of("sh") for words in commands_in(block)]


def test_the_file_runs_and_says_who_fares_how(folder: Path) -> None:
    assert "python my_council.py\n" in blocks_of("sh")
    said = done("my_council.py", folder=folder)
    assert said.returncode == 0, said.stderr
    assert re.fullmatch(r"Progress of North-East-1: [+-]0\.\d+\nProgress of the others: .*\n", said.stdout)


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_a_command_of_the_page_runs(folder: Path, words: list[str]) -> None:
    few = re.sub(r"-n \d+", "-n 2 --quiet", " ".join(words)).split()
    said = done("-m", "govsim", *few, folder=folder)
    assert said.returncode == 0, said.stderr
    assert "Thrifty" in said.stdout or "my_council" not in " ".join(words)


def test_the_refusal_on_the_page_is_the_one_that_is_given(folder: Path) -> None:
    half = blocks_of("python")[0].replace("return view.by", "return 0.5 * view.by")
    (folder / "half.py").write_text(half, encoding="utf-8")
    said = done(
        *("-m", "govsim", "run", "mission_led", "-n", "1"),
        *("--actor", "council:North-East-1=half.py:Thrifty"),
        folder=folder,
    )
    assert said.returncode == 2
    assert said.stderr == blocks_of("txt")[0]


def test_everybody_who_decides_stands_in_the_table() -> None:
    from govsim.decisions.choosing.owners import OWNERS

    table = PAGE.split("| Actor |", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall(r"`(\w+)` \|", table)) - {"centre"} == {owner.method for owner in OWNERS.values()}
    assert set(re.findall(r"`(\w+)(?::KEY)?` \|", table)) >= {owner.kind for owner in OWNERS.values()}


def test_a_mind_of_ones_own_takes_no_more_than_fifteen_lines() -> None:
    for block in blocks_of("python"):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ClassDef):
                assert node.end_lineno is not None
                assert node.end_lineno - node.lineno + 1 <= MOST_LINES, node.name
