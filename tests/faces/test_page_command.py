"""`govsim page`: one file, its answer on the terminal, and what it refuses before any work."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from tests.faces.small_comparisons import small_arms
from tests.hostile import Told
from tests.program import invoked as run


def test_it_writes_one_page_and_says_the_answer_and_what_to_do(tmp_path: Path) -> None:
    arms, path = small_arms(tmp_path), tmp_path / "explorer.html"
    told = run("page", *arms[:2], "-n", 4, "--seed", 7, "--weight", 0.3, "--quiet", "-o", path)
    assert told.exit_code == 0, told.output
    page = path.read_text(encoding="utf-8")
    assert "in public value" in told.output
    assert f"Page:  {path}" in told.output
    assert "it needs no network" in told.output
    command = f"govsim page {arms[0]} {arms[1]} -n 4 --seed 7 --weight 0.3"
    assert command in page
    assert "<dt>Seed</dt><dd>7</dd>" in page
    assert "Public value weighs progress with 0.3" in page


def test_it_says_of_the_same_scenarios_what_compare_says(tmp_path: Path) -> None:
    arms = small_arms(tmp_path)
    path = tmp_path / "explorer.html"
    report = tmp_path / "report.json"
    assert run("page", *arms, "-n", 6, "--quiet", "-o", path).exit_code == 0
    assert run("compare", *arms, "-n", 6, "--quiet", "--report", report).exit_code == 0
    page = path.read_text(encoding="utf-8")
    for sentence in json.loads(report.read_text(encoding="utf-8"))["answer"]:
        assert f"<p>{sentence}</p>" in page


def test_a_page_that_exists_is_replaced_and_a_failed_one_leaves_it(tmp_path: Path, told: Told) -> None:
    path = tmp_path / "explorer.html"
    path.write_text("old", encoding="utf-8")
    assert told("page", "no_such_scenario", "-o", path)[0] == 2
    assert path.read_text(encoding="utf-8") == "old"
    assert told("page", "classroom_small", "-n", 2, "--quiet", "-o", path)[0] == 0
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["classroom_small", "-o", "page.txt"], "expected a name that ends in .html or .htm, found '.txt'"),
        (["classroom_small", "-o", "nowhere/page.html"], "expected a place in a folder that exists"),
        (["classroom_smal", "-o", "page.txt"], "Did you mean 'classroom_small'?"),
        (["siloed", "layered", "-n", "100000"], "page: expected at most 2 MB, found about"),
        ([], "SCENARIO"),
    ],
)
def test_what_cannot_be_is_refused_before_any_work_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Told, arguments: list[str], expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("govsim.runs.simulate.build_world", lambda *_: pytest.fail("it was run"))
    code, said = told("page", *arguments)
    assert code == 2
    assert expected in said
    assert list(tmp_path.iterdir()) == []


def test_too_many_worlds_get_a_number_that_fits(tmp_path: Path, told: Told) -> None:
    _, said = told("page", "siloed", "layered", "-n", 100_000, "-o", tmp_path / "page.html")
    [fits] = re.findall(r"Take fewer worlds \(-n (\d+)\), or fewer scenarios", said)
    assert 200 < int(fits) < 1000


def test_it_needs_nothing_that_only_the_app_or_drawings_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("solara", "altair", "vl_convert"):
        monkeypatch.setitem(sys.modules, name, None)
    told = run("page", "classroom_small", "-n", 2, "--quiet", "-o", tmp_path / "page.html")
    assert told.exit_code == 0, told.output
