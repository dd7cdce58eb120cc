"""`govsim claims`: one page, its JSON, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govsim.cli.main import govsim
from tests.tiny_claims import TINY


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    folder = tmp_path_factory.mktemp("claims")
    (folder / "tiny.toml").write_text(TINY, encoding="utf-8")
    words = ["claims", "--file", str(folder / "tiny.toml"), "--worlds", "40", "--seed", "3", "--jobs", "1"]
    runner = CliRunner(env={"COLUMNS": "100"})
    files = [str(folder / "found.json"), str(folder / "found.md")]
    return runner.invoke(govsim, [*words, "--quiet", "--json", files[0], "--report", files[1]]), folder


def test_the_page_answers_first_and_then_says_on_what_it_depends(told: tuple[Result, Path]) -> None:
    result, _ = told
    assert result.exit_code == 0, result.output
    page = " ".join(result.stdout.split())
    for said in (
        "Each claim compares two ways of governing in the same 40 worlds, after 8 years.",
        "1. Money and accountability for boards do better than departments alone.",
        "It holds in ",
        "At equal volume it ",
        "bn a year",
        "a fall of mean need by 0.1 is worth",
        "the same if the parts of reform must keep pace",
        "a lever that touches nothing 0% / 0% 0% / 0% 0% / 0%",
        "swapped at random in each world",
        "govsim claims --worlds 40 --seed 3 --file",
    ):
        assert said in page, said
    assert max(len(line) for line in result.stdout.splitlines() if not line.startswith("  ")) <= 100
    assert len(result.stdout.splitlines()) <= 45 + 4  # and where files were saved


def test_the_answers_come_in_words_that_say_which_way(told: tuple[Result, Path]) -> None:
    result, folder = told
    found = json.loads((folder / "found.json").read_text("utf-8"))
    pair = found["claims"][0]["pairs"][0]
    assert f": {pair['as_is']['verdict']}" in " ".join(result.stdout.split())


def test_the_report_has_what_the_page_has(told: tuple[Result, Path]) -> None:
    result, folder = told
    text = (folder / "found.md").read_text("utf-8")
    page = " ".join(result.stdout.split())
    assert "## 1. Money and accountability for boards do better than departments alone." in text
    for line in text.splitlines():
        if line.startswith(("Claim 1 ", "It holds in ")):
            assert line.replace("\\", "") in page


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(govsim, ["claims", "--file", str(tmp_path / "none.toml"), "--quiet"])
    assert result.exit_code != 0
    assert "no such file" in str(result.exception)
