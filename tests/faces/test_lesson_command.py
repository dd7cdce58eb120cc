"""`govsim lesson`: shipped lessons are shown from kept numbers, one's own are run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program import invoked
from tests.tiny_lessons import TINY


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "tiny.toml"
    file.write_text(TINY, encoding="utf-8")
    return file


def test_lessons_are_listed_with_their_questions(own: Path) -> None:
    (own.parent / "broken.toml").write_text("title = 3", encoding="utf-8")
    shown = invoked("lesson", "list", own.parent).output
    assert "one_more_layer (20 minutes)\n    What changes if mission boards" in shown
    assert f"{own} (10 minutes)" in shown
    assert "problems; see govsim lesson check" in shown
    assert shown.index("one_more_layer") < shown.index("letting_go")  # the shortest first


def test_a_shipped_lesson_is_shown_at_once_with_its_answers() -> None:
    shown = invoked("lesson", "show", "one_more_layer", columns=100).output
    assert "In how many of 100 worlds are core services poorer under the layer than in silos?" in shown
    assert "Open: Progress on outcomes ended higher under a layer of boards than under silos in 89" in shown
    assert "that were not used to write the lesson" in shown


def test_a_lesson_of_ones_own_is_checked(own: Path) -> None:
    shown = invoked("lesson", "check", own, "--worlds", 6, "--full", "--quiet", "--jobs", 1)
    assert shown.exit_code == 0, shown.output
    assert "tiny holds: 4 of 4 statements in 6 worlds, 0 of them open." in shown.output
    assert "higher under boards than under silos in all 6 worlds." in " ".join(shown.output.split())


def test_a_statement_that_does_not_hold_ends_with_1(own: Path) -> None:
    own.write_text(TINY.replace('verdict = "equal"', 'verdict = "better"'), encoding="utf-8")
    shown = invoked("lesson", "check", own, "--worlds", 4, "--quiet", "--jobs", 1)
    assert shown.exit_code == 1
    assert "tiny, statements.nothing: does not hold. Stated: Progress on outcomes, a placebo" in shown.output


def test_keeping_is_for_all_in_the_worlds_of_the_check() -> None:
    shown = invoked("lesson", "check", "one_more_layer", "--keep")
    assert shown.exit_code != 0
    assert "--keep is for all shipped lessons" in str(shown.exception) + shown.output


def test_page_and_material_are_written(tmp_path: Path) -> None:
    page = tmp_path / "lesson.html"
    shown = invoked("lesson", "page", "targets_or_room", "-o", page)
    assert shown.exit_code == 0, shown.output
    assert "Targets or room" in page.read_text(encoding="utf-8")
    shown = invoked("lesson", "material", "targets_or_room", "-o", tmp_path)
    assert shown.exit_code == 0, shown.output
    names = {file.name for file in (tmp_path / "targets_or_room").iterdir()}
    assert names == {"plan.html", "sheet.html", "key.html", "rubric.html", "slides.html"}
