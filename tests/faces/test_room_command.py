"""`govsim room rehearse`: a whole game in the terminal, within a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from govsim.teaching.events import load_journal
from govsim.teaching.game import fold
from tests.program import invoked

QUICK = ("--without-browser", "--worlds", "4", "--jobs", "1")
MOST_LINES = 45


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("room")


def test_thirty_robots_play_a_whole_game_and_the_debrief_fits_a_page(folder: Path) -> None:
    files = ("-o", folder / "debrief.json", "--journal", folder / "journal.jsonl")
    game = ("--students", 30, "--seed", 3, "--minutes", 45)
    told = invoked("room", "rehearse", "cabinet", *game, *QUICK, *files, columns=100)
    assert told.exit_code == 0, told.output
    printed, _, saved = told.output.partition("\nSaved")
    assert len(printed.strip().splitlines()) <= MOST_LINES
    for said in (
        "Was it us, the arrangement, or luck?",
        "How it felt",
        "What you forecast, and what happened",
        "Why the arrangement did what it did",
        "The two decisions that changed most",
        "govsim room rehearse cabinet --students 30 --minutes 45 --worlds 4 --seed 3 --without-browser",
    ):
        assert said in printed
    assert "--journal" not in printed
    assert "journal.jsonl" in saved
    events = load_journal(folder / "journal.jsonl")
    ended = fold(events)
    assert (len(ended.students), ended.phase) == (30, "")
    numbers = json.loads((folder / "debrief.json").read_text())
    assert numbers["answer"][0] in " ".join(printed.split())


def test_a_room_needs_no_browser_yet_and_says_so() -> None:
    told = invoked("room", "rehearse", "cabinet")
    assert told.exit_code == 2
    assert "Add --without-browser" in told.output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--students", 41), "at most 40 students"),
        (("--minutes", 60), "'45', '75', '90'"),
        (("-o", "debrief.pdf"), ".html, .md or .json"),
        (("--journal", "nowhere/journal.jsonl"), "a place in a folder that exists"),
    ],
)
def test_what_cannot_be_played_or_written_is_refused_before_the_game(
    options: tuple[object, ...], said: str
) -> None:
    told = invoked("room", "rehearse", "cabinet", *QUICK, *options)
    assert told.exit_code == 2
    assert said in " ".join(told.output.split())
