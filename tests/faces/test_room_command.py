"""`govsim room rehearse` without a room, and role cards: a whole game in the terminal, within a page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from govsim.teaching.events import Voted, load_journal, save_journal
from govsim.teaching.game import fold
from govsim.teaching.rehearse import rehearse
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


def test_a_lesson_is_rehearsed_in_its_room_alone() -> None:
    told = invoked("room", "rehearse", "one_more_layer", "--without-browser")
    assert (told.exit_code, "A lesson is rehearsed in its room" in told.output) == (2, True)
    told = invoked("room", "open", "one_more_layr", "--port", 20001)
    assert (told.exit_code, "Did you mean 'one_more_layer'" in told.output) == (2, True)


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


def test_a_card_is_shown_for_the_round_at_which_a_journal_stands(folder: Path) -> None:
    events = rehearse(10, seed=3, minutes=45).events
    vote = next(place for place, event in enumerate(events) if isinstance(event, Voted))
    journal = save_journal(events[:vote], folder / "half.jsonl")
    told = invoked(
        "room", "cards", "cabinet", "--seat", "council:hillford", "--journal", journal, columns=100
    )
    assert told.exit_code == 0, told.output
    words = " ".join(told.output.split())
    assert "Round 2 of 2, after 2 years in office." in words
    assert "Only you know: the need you report is" in words
    assert re.search(r"\[(much less|less|as your officials advise|more|much more)\]", words)
    assert "Millbridge" not in words


def test_cards_of_all_seats_are_written_to_hand_out(folder: Path) -> None:
    told = invoked("room", "cards", "cabinet", "-o", folder / "cards.html")
    assert told.exit_code == 0, told.output
    page = (folder / "cards.html").read_text()
    for title in ("Prime Minister and Treasury", "Health and Care", "Southport", "Communities", "Observer"):
        assert title in page


def test_a_seat_that_is_not_there_and_a_game_that_is_over_are_refused(folder: Path) -> None:
    told = invoked("room", "cards", "cabinet", "--seat", "council:hilford")
    assert (told.exit_code, "Did you mean 'council:hillford'" in told.output) == (2, True)
    over = save_journal(rehearse(3, minutes=45).events, folder / "over.jsonl")
    told = invoked("room", "cards", "cabinet", "--journal", over)
    assert (told.exit_code, "a game that is not over" in told.output) == (2, True)
