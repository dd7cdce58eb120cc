"""The tutorials, done as a reader would: each page's blocks in their order, in one empty folder.

A TOML block says in its first line which file it is. Commands run in two worlds.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from govsim.comparison.compare import Comparison, compare
from govsim.scenario.layers import shipped_folder
from tests.architecture.pages import DOCS, Block, blocks, commands_in
from tests.program import invoked

FOLDER = DOCS / "tutorial"
PAGES = ("first-comparison.md", "your-own-missions.md")
TEMPLATE = shipped_folder() / "templates" / "three_departments"


def of_page(page: str) -> list[Block]:
    return [block for block in blocks() if block.page == FOLDER / page]


def file_of(block: Block) -> Path:
    named = re.match(r"# (\S+\.toml)\n", block.text)
    assert named, "a TOML block says in its first line which file it is"
    return Path(named[1])


@pytest.mark.parametrize("page", PAGES)
def test_a_tutorial_can_be_done_from_top_to_bottom(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = 0
    for block in of_page(page):
        if block.language == "toml":
            file = file_of(block)
            assert file.exists(), "the reader changes a file that a command has written"
            file.write_text(block.text, encoding="utf-8")
        for words in commands_in(block.text) if block.language == "bash" else ():
            few = re.sub(r"-n \d+", "-n 2 --quiet", " ".join(words)).split()
            result = invoked(*few, columns=100)
            assert result.exit_code == 0, result.output
            commands += 1
    assert commands >= 5


def test_the_country_on_the_page_is_the_one_that_is_written() -> None:
    (country,) = (block for block in of_page("your-own-missions.md") if "places =" in block.text)
    assert country.text.partition("\n")[2] == (TEMPLATE / "country.toml").read_text(encoding="utf-8")


def test_the_places_on_the_page_are_those_that_are_written() -> None:
    (places,) = (block for block in of_page("your-own-missions.md") if block.language == "csv")
    written = (TEMPLATE / "places.csv").read_text(encoding="utf-8")
    assert list(csv.reader(io.StringIO(places.text))) == list(csv.reader(io.StringIO(written)))


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(["siloed", "layered", "mission_led"], replicates=50)  # as the page does


@pytest.mark.parametrize(
    ("run", "measure", "sign"),
    [
        (1, "progress", 0),
        (1, "core_services", -1),
        (2, "progress", 1),
        (2, "core_services", -1),
        (2, "outcome_money", 1),
    ],
)
def test_what_the_first_tutorial_says_of_results_is_so(
    found: Comparison, run: int, measure: str, sign: int
) -> None:
    judged = found.difference(measure, found.runs[0], found.runs[run])
    if sign == 0:
        assert max(abs(judged.difference.low), abs(judged.difference.high)) < 0.01
        return
    assert judged.difference.low * sign > 0
    assert judged.difference.high * sign > 0


def test_what_the_second_tutorial_says_of_results_is_so(tmp_path: Path) -> None:
    (missions,) = (block for block in of_page("your-own-missions.md") if "[[missions]]" in block.text)
    file = tmp_path / "my_missions.toml"
    file.write_text(missions.text, encoding="utf-8")
    led, poster = compare(["mission_led", file], replicates=24).runs
    name = "progress_by_outcome"
    apart = dict(zip(led.label(name), (poster.at_end(name) - led.at_end(name)).mean(axis=1), strict=True))
    assert min(apart["homes"], apart["skills"]) > 0.02
    assert max(apart["safety"], apart["environment"]) < -0.02
