"""A game on paper from the command line: material, rounds from typed letters, cards, and classes beside the rules."""

from __future__ import annotations

from pathlib import Path

from govsim.rooms.recorded import recorded_game
from govsim.teaching.events import load_journal, save_journal
from govsim.teaching.game import fold
from govsim.teaching.rehearse import rehearse
from tests.program import invoked


def test_a_round_on_paper_from_the_material_to_the_cards_of_the_next(tmp_path: Path) -> None:
    told = invoked("room", "material", "cabinet", "-o", tmp_path)
    assert told.exit_code == 0, told.output
    assert (tmp_path / "cabinet" / "guide.md").is_file()
    table = tmp_path / "tuesday.csv"
    text = (tmp_path / "cabinet" / "decisions-45.csv").read_text(encoding="utf-8-sig")
    rows = text.splitlines()
    typed = [f"{row.removesuffix(',,,')},E,," if row.startswith("council:") else row for row in rows]
    table.write_text("\n".join(typed), encoding="utf-8")
    journal = tmp_path / "game.jsonl"
    told = invoked("room", "play", "cabinet", table, "--journal", journal, columns=100)
    assert told.exit_code == 0, told.output
    words = " ".join(told.output.split())
    assert "You reported progress of" in words
    assert "Next: Debate and vote." in words
    assert "Hillford reported progress of Hillford" in words
    assert fold(load_journal(journal)).phase == "vote"
    told = invoked(
        "room", "cards", "cabinet", "--journal", journal, "--seat", "council:hillford", columns=100
    )
    assert (told.exit_code, "[four times as much]" in " ".join(told.output.split())) == (0, True)


def test_a_mistake_in_the_table_is_said_before_anything_is_played(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("seat,decision,question,round 1,votes,round 2\ncentre,need,,Z,,\n")
    told = invoked("room", "play", "cabinet", tmp_path / "t.csv")
    assert (told.exit_code, "a letter from A to E" in " ".join(told.output.split())) == (2, True)


def test_a_class_is_compared_from_its_journal_with_a_row_for_each_decision(tmp_path: Path) -> None:
    file = save_journal(rehearse(6, seed=1, minutes=45).events, tmp_path / "class.jsonl")
    told = invoked("room", "compare", file, "--worlds", 2, "--csv", tmp_path / "data", columns=100)
    assert told.exit_code == 0, told.output
    assert "What did the class do otherwise than the rules?" in told.output
    assert "no control group" in " ".join(told.output.split())
    rows = (tmp_path / "data" / "compared.csv").read_text().splitlines()
    assert len(rows) == 1 + sum(len(steps) for steps in recorded_game(file).rounds)
    assert "codebook.csv" in {path.name for path in (tmp_path / "data").iterdir()}
