"""The worked examples of docs/places.md, done as a reader would: each prints what the page says, and can be run on."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from govsim.world.saved_places import load_places
from tests.architecture.pages import DOCS
from tests.program import invoked

PAGE = (DOCS / "places.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"<!-- file: (\S+) -->\n```csv\n(.*?)\n```", PAGE, flags=re.DOTALL))
OUTPUTS = {
    command: printed
    for command, printed in re.findall(r"```text\n\$ (govsim .*?)\n(.*?)\n```", PAGE, flags=re.DOTALL)
    if command.split()[3] in FILES
}
NEEDIEST = {  # worked out by eye from each table
    "file7.csv": "Northam",
    "wimd.csv": "Gwynfa",
    "simd.csv": "Dunmore",
    "svi.csv": "01097",
    "seifa.csv": "16490",
}


run = partial(invoked, columns=100)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(f"{text}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_table_of_the_page_is_imported() -> None:
    assert {command.split()[3] for command in OUTPUTS} == set(FILES) == set(NEEDIEST)


@pytest.mark.parametrize("command", OUTPUTS)
def test_an_example_prints_what_the_page_says(command: str, folder: Path) -> None:
    result = run(*command.split()[1:])
    assert result.exit_code == 0
    printed = "\n".join(line.rstrip() for line in result.output.strip().splitlines())
    assert printed == OUTPUTS[command]
    assert "Is this right?" not in printed
    assert f"Neediest council, mean over outcomes: {NEEDIEST[command.split()[3]]} (" in " ".join(
        printed.split()
    )


@pytest.mark.parametrize("command", OUTPUTS)
def test_the_places_of_an_example_can_be_run_on(command: str, folder: Path) -> None:
    run(*command.split()[1:])
    file = command.split()[-1]
    assert run("places", "describe", file).exit_code == 0
    if "govsim compare" in OUTPUTS[command]:
        assert run("compare", "siloed", "mission_led", "--places", file, "-n", "1", "--quiet").exit_code == 0
    assert load_places(file).questions == ()
