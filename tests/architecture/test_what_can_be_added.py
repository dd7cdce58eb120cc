"""What docs/conventions.md says how to add can be added so: its changes apply, and its checks hold afterwards."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.pages import DOCS, FENCE, ROOT

PAGE = (DOCS / "conventions.md").read_text(encoding="utf-8")
SECTIONS = {
    heading.lower(): text
    for heading, text in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
}
WORKED = [name for name, text in SECTIONS.items() if "```diff" in text]


def changes(section: str) -> dict[str, list[tuple[str, str]]]:
    """By file: the pieces that a section changes, before and after."""
    found: dict[str, list[tuple[str, str]]] = {}
    for language, text in FENCE.findall(SECTIONS[section]):
        if language == "diff":
            file, _, body = text.removeprefix("+++ ").partition("\n")
            found.setdefault(file, []).extend(pieces(part) for part in body.split("@@\n"))
    return found


def pieces(part: str) -> tuple[str, str]:
    lines = part.splitlines(keepends=True)
    before, after = (
        "".join(line[1:] or "\n" for line in lines if line[0] in kinds) for kinds in (" -", " +")
    )
    return before, after


def apply(section: str, folder: Path) -> None:
    """Change the files of a copy as a section says."""
    for file, parts in changes(section).items():
        path = folder / file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for before, after in parts:
            if before:
                assert text.count(before) == 1, f"{file} has not once:\n{before}"
            text = text.replace(before, after) if before else after
        path.write_text(text, encoding="utf-8")


def python(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(folder / "src"), str(folder / "docs"), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("section", WORKED)
def test_what_is_added_as_the_page_says_works(section: str, tmp_path: Path) -> None:
    for part in ("src", "docs", "scenarios", "experiments"):
        shutil.copytree(ROOT / part, tmp_path / part)
    checks = [text for language, text in FENCE.findall(SECTIONS[section]) if language == "py"]
    assert len(checks) == 1
    before = python(tmp_path, "-c", checks[0])
    assert before.returncode != 0, "the check holds without the change"
    apply(section, tmp_path)
    after = python(tmp_path, "-c", checks[0])
    assert after.returncode == 0, after.stdout + after.stderr


def test_the_page_says_how_many_files_each_touches() -> None:
    said = {name: int(count) for name, count in re.findall(r"^\| (an? .+?) \| (\d+) \|", PAGE, re.MULTILINE)}
    assert said == {section: len(changes(section)) for section in WORKED}
