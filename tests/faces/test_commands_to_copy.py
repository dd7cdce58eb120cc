"""A command that a message tells to run next can be copied into a terminal, whatever stands in its paths."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.hostile import Told

COUNTRY = ("scenario", "new", "here", "--country", "-o")
NEW = {
    "scenario": (("scenario", "new", "here", "-o"), "s it.toml"),
    "missions": (("scenario", "new", "here", "--missions", "-o"), "s it.toml"),
    "country": (COUNTRY, "my country"),
    "experiment": (("experiment", "new", "here", "-o"), "e it.toml"),
}


@pytest.mark.parametrize("kind", NEW)
def test_what_to_run_next_is_quoted(kind: str, told: Told, tmp_path: Path) -> None:
    words, name = NEW[kind]
    file = tmp_path / "it's a folder" / name
    file.parent.mkdir()
    code, said = told(*words, file)
    assert code == 0
    commands = [line.strip() for line in said.splitlines() if line.startswith("  govsim ")]
    assert len(commands) == 2
    for command in commands:
        arguments = shlex.split(command)[1:]
        assert any(Path(argument) == file for argument in arguments)
        if "check" in arguments:
            assert told(*arguments)[0] == 0
    text = file.read_text() if file.is_file() else ""
    for line in text.splitlines():
        if line.startswith("#   govsim ") and "/" in line:
            assert str(file) in shlex.split(line[1:])
