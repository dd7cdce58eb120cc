"""Files that are hostile or broken, and what is asked of every command that meets one; see tests/faces/conftest.py."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from govsim.scenario.load import shipped_path

CHILD = "from govsim.cli.main import main; main()"  # the program in a process of its own
PLAIN = (
    "code,name,council,population,need_work,need_health,score_homes\n"
    "k1,Mill Lane,B,1000,0.2,0.5,10\n"
    "k2,Harbour,A,1500,0.6,0.9,30\n"
    "k3,Park End,B,1200,0.4,0,30\n"
    "k4,Quay,C,80,1,0.3,12\n"
)
READ = ("places.parquet", "network.graphml", "network.json")
TEXT = shipped_path("classroom_small").read_text(encoding="utf-8")
COUNTRY = TEXT[: TEXT.index("# --- Where.")]
TOOLS: tuple[tuple[str, ...], ...] = (
    ("scenario", "check"),
    ("run", "-n", "1", "--quiet"),
    ("network", "--summary"),
)

ODD_VALUES: tuple[Any, ...] = (None, True, -1, 0, 1.5, 10**30, math.nan, math.inf, "x", "", [], [1])

Told = Callable[..., tuple[int, str]]  # the exit code of a command and what it wrote


def put(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def asking(name: str, file: Path) -> list[list[str]]:
    """Commands that read a file of a kind."""
    option = "--network" if name.startswith("network") else "--places"
    asked = [["run", "classroom_small", "-n", "1", option, str(file), "--quiet"]]
    asked += [["compare", "classroom_small", "classroom_small", "-n", "1", option, str(file), "--quiet"]]
    if name == "places.parquet":
        asked += [
            ["places", "describe", str(file)],
            ["network", "classroom_small", "--summary", "--places", str(file)],
        ]
    return asked


def scenario(folder: Path, content: str | bytes, name: str = "north.toml") -> Path:
    return put(folder, name, content)


def changed(old: str, new: str) -> str:
    """The text of a sound scenario with one change."""
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def line_of(text: str, wanted: str) -> int:
    return text[: text.index(wanted)].count("\n") + 1


def refused(told: Told, file: Path, *wanted: str, places: str | None = None) -> None:
    """Every command ends with 2 and says the same, with the place: the file and, unless told otherwise, its line."""
    for verb, *options in TOOLS:
        arguments = [verb, *(option for option in options if option == "check"), file]
        arguments += [option for option in options if option != "check"]
        code, said = told(*arguments)
        assert code == 2, said
        assert said.startswith(places if places is not None else f"{file}, line ")
        for words in wanted:
            assert words in said
        assert len(said) < 6_000
