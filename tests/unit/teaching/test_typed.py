"""A game on paper: letters typed into a table are the game, and mistakes say where they are."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from govsim.errors import InputError
from govsim.teaching.events import Opened
from govsim.teaching.game import fold
from govsim.teaching.read_out import read_out
from govsim.teaching.typed import BYTE_ORDER_MARK, read_typed, typed_events, typing_table

Cells = dict[tuple[str, str, str], str]
ROUND_1: Cells = {("council:hillford", "figures", "round 1"): "E", ("centre", "need", "round 1"): "b"}
VOTED: Cells = {("vote", "mission_led", "votes"): "7", ("vote", "siloed", "votes"): "5"}
ROUND_2: Cells = {
    ("council:hillford", "figures", "round 2"): "A",
    ("mission:good_work", "lead", "round 2"): "D",
}


def filled(
    path: Path, cells: Cells, *, minutes: int = 45, delimiter: str = ",", encoding: str = "utf-8-sig"
) -> Path:
    """The table of a lesson with some cells filled in, as a spreadsheet saves it."""
    text = typing_table(fold([Opened(minutes=minutes)])).removeprefix(BYTE_ORDER_MARK)
    rows = list(csv.DictReader(io.StringIO(text)))
    for (seat, decision, column), letter in cells.items():
        next(row for row in rows if (row["seat"], row["decision"]) == (seat, decision))[column] = letter
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-8")])
def test_a_round_is_played_from_letters_however_a_spreadsheet_saved_them(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    path = filled(tmp_path / "t.csv", ROUND_1, delimiter=delimiter, encoding=encoding)
    game = fold(typed_events(read_typed(path), seed=3))
    assert (game.round, game.phase, game.opened.seed) == (1, "vote", 3)
    assert game.rounds[0]["council:hillford", "figures"] == 2
    assert game.rounds[0]["centre", "need"] == -1
    assert game.rounds[0]["centre", "budgets"] == 0
    assert ("department:care", "outcomes") not in game.rounds[0]  # an empty seat is played by the rules


def test_a_whole_game_has_as_many_students_as_voted_and_a_board_from_the_vote_on(tmp_path: Path) -> None:
    path = filled(tmp_path / "t.csv", {**ROUND_1, **VOTED, **ROUND_2})
    game = fold(typed_events(read_typed(path)))
    assert (game.round, game.phase, game.reform, len(game.students)) == (2, "debrief", "mission_led", 12)
    assert game.rounds[1]["mission:good_work", "lead"] == 1
    assert game.rounds[1]["centre", "need"] == -1  # empty: it repeats


def test_votes_alone_are_played_before_the_next_round(tmp_path: Path) -> None:
    game = fold(typed_events(read_typed(filled(tmp_path / "t.csv", {**ROUND_1, **VOTED}))))
    assert (game.reform, game.phase) == ("mission_led", "decide-2")
    said = " ".join(read_out(game).answer)
    assert "From now on: mission-led. Votes: stay siloed 5, layered 0 and mission-led 7." in said
    assert "Next: Round 2: decide." in said


def test_an_empty_table_stands_before_the_first_round(tmp_path: Path) -> None:
    assert fold(typed_events(read_typed(filled(tmp_path / "t.csv", {})))).phase == "decide-1"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({("centre", "need", "round 1"): "F"}, "line 3, round 1: expected a letter from A to E, found 'F'"),
        ({**ROUND_1, ("vote", "siloed", "votes"): "many"}, "a number of votes"),
        (ROUND_2, "letters in round 1, because a later round has some"),
        ({**ROUND_1, ("centre", "need", "round 2"): "C"}, "votes, because round 2 has letters"),
        (VOTED, "letters in 1 round before the vote"),
    ],
)
def test_what_cannot_be_played_says_where_it_is(tmp_path: Path, cells: Cells, said: str) -> None:
    with pytest.raises(InputError) as error:
        typed_events(read_typed(filled(tmp_path / "t.csv", cells)))
    assert said in str(error.value)


def test_a_decision_without_an_effect_is_refused(tmp_path: Path) -> None:
    silos: Cells = {("vote", "siloed", "votes"): "7"}
    path = filled(tmp_path / "t.csv", {**ROUND_1, **silos, **ROUND_2})
    with pytest.raises(InputError, match="no letter for 'lead' of 'mission:good_work' in round 2"):
        typed_events(read_typed(path))


def test_a_row_that_is_not_in_the_game_is_named_with_the_nearest_that_is(tmp_path: Path) -> None:
    path = filled(tmp_path / "t.csv", ROUND_1)
    path.write_text(
        path.read_text(encoding="utf-8-sig").replace("council:hillford,own", "council:hilford,own")
    )
    with pytest.raises(InputError, match="Did you mean 'council:hillford'"):
        read_typed(path)


def test_another_table_is_refused_with_where_to_get_one(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("seat,decision,round 1\ncentre,need,C\n")
    with pytest.raises(InputError, match="govsim room material cabinet"):
        read_typed(tmp_path / "t.csv")
    with pytest.raises(InputError, match="a table of decisions"):
        read_typed(tmp_path / "no.csv")
