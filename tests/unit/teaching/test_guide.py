"""The facilitator's guide: what is committed is what the game makes, and it is all there."""

from __future__ import annotations

import re
import shlex
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest

from govsim.teaching.game import VARIANTS
from govsim.teaching.guide.pages import cabinet_material, stale
from govsim.teaching.typed import BOXES
from tests.architecture.pages import ROOT
from tests.architecture.prose import sentences_of
from tests.architecture.retired_words import retired_words
from tests.architecture.test_pages_are_true import parse

COMMITTED = ROOT / "teaching" / "cabinet"


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return cabinet_material()


def test_the_committed_material_is_fresh() -> None:
    assert stale(COMMITTED) == []


def test_a_changed_or_missing_file_is_stale(tmp_path: Path, made: dict[str, str]) -> None:
    for name, text in made.items():
        (tmp_path / name).write_bytes(text.encode())
    (tmp_path / "guide.md").write_text("another")
    (tmp_path / "rubric.md").unlink()
    assert stale(tmp_path) == ["guide.md", "rubric.md"]


@pytest.mark.parametrize("minutes", VARIANTS)
def test_the_script_has_every_phase_to_the_minute(minutes: int, made: dict[str, str]) -> None:
    table = made["guide.md"].partition(f"### {minutes} minutes")[2].partition("###")[0]
    spans = [tuple(map(int, span)) for span in re.findall(r"^\| (\d+)–(\d+) \|", table, re.MULTILINE)]
    lengths = [length for _, length in VARIANTS[minutes].phases]
    assert [end - begin for begin, end in spans] == lengths
    assert [begin for begin, _ in spans[1:]] == [end for _, end in spans[:-1]]


class Sheets(HTMLParser):
    """Counts pages and boxes."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self.pages.append("")

    def handle_data(self, data: str) -> None:
        if self.pages:
            self.pages[-1] += data + "\n"


@pytest.mark.parametrize(("length", "minutes"), [("45", 45), ("75-90", 75)])
def test_every_seat_has_a_sheet_with_five_boxes_for_every_round(
    length: str, minutes: int, made: dict[str, str]
) -> None:
    sheets = Sheets()
    sheets.feed(made[f"role-sheets-{length}.html"])
    variant = VARIANTS[minutes]
    assert len(sheets.pages) == 12
    hillford = next(page for page in sheets.pages if "\nHillford\n" in page)
    assert "the need you report is 3% below the need that people live with" in hillford
    assert "£5.6bn a year" in hillford
    for letter in BOXES:
        assert hillford.count(f"{letter} ☐") == 2 * variant.rounds
    board = next(page for page in sheets.pages if "Board: Good work everywhere" in page)
    assert board.count("A ☐") == 2 * variant.after
    assert f"This board meets from round {variant.before + 1} on, if the vote is mission-led." in board
    assert "£" not in board  # what a board sees depends on the class


def test_no_hole_and_no_key_of_a_source_is_left(made: dict[str, str]) -> None:
    for name, text in made.items():
        assert "{{" not in text, name
        assert not re.search(r"[a-z]_(19|20)\d\d", text), name


@pytest.mark.parametrize("page", sorted(COMMITTED.glob("*.md")), ids=lambda page: page.name)
def test_a_page_of_the_guide_is_in_plain_words_and_its_commands_and_links_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8").partition("## Sources")[0]
    assert not retired_words(text)
    assert not [one for one in sentences_of(text) if one.words > 40]
    for command in re.findall(r"`govsim ([^`]+)`", text):
        with suppress(click.MissingParameter):
            parse(shlex.split(command))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        assert (page.parent / target).is_file() or target.endswith("class-research.md"), target
