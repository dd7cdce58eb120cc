"""The benchmarks run, keep all that they measured, and say what is missed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import england, newer_mesa
from benchmarks.__main__ import questions, renew
from benchmarks.answers import Answer, Figure, Table, answer_from, figures_table, shown
from benchmarks.bandwidth import bandwidth
from benchmarks.pages import KEPT, PAGES, blocks, filled
from benchmarks.phases import held_bytes
from benchmarks.scale import exponent
from benchmarks.sizes import FULL, QUICK, TINY

ROOT = Path(__file__).parents[3]


def python(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path.rstrip(os.pathsep), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "only",
    [pytest.param((), id="all", marks=pytest.mark.slow), pytest.param(("throughput", "reference"), id="two")],
)
def test_the_command_asks_every_question_and_keeps_every_answer(
    tmp_path: Path, only: tuple[str, ...]
) -> None:
    kept = tmp_path / "kept.json"
    some = ("--only", *only) if only else ()
    done = python("-m", "benchmarks", "--quick", "--tiny", "--json", str(kept), *some, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(kept.read_text(encoding="utf-8"))
    assert set(found) == {
        "size", "date", "model_version", "machine", "load", "minutes", "answers"
    }  # fmt: skip
    assert list(found["answers"]) == list(only or questions())
    for stored in found["answers"].values():
        answer = answer_from(stored)
        assert answer.question in done.stdout
        assert answer.tables or answer.notes
        for figure in answer.figures:
            assert figure.what in done.stdout
    assert found["answers"]["throughput"]["measured"]["two_processes"]["two_wall"]
    measured = found["answers"]["reference"]["measured"]
    assert measured["steps_of_ten"] in (10, 11)  # mesa.batch_run 3.3 runs one step too many
    costs = measured["seconds_a_run"]
    assert 0 < costs["idle_loop"][0] < costs["reference_loop"][0]


def test_a_figure_is_missed_met_or_as_good_as_we_would_like() -> None:
    assert [Figure("", "", value, "s", 6, 3).verdict for value in (7.0, 5.0, 3.0)] == [
        "missed", "met", "aim met"
    ]  # fmt: skip
    assert [Figure("", "", value, "×", 100, 150, more=True).verdict for value in (99.0, 100.0, 200.0)] == [
        "missed", "met", "aim met"
    ]  # fmt: skip


def test_an_answer_comes_back_from_json_as_it_was() -> None:
    figure = Figure("key", "what", 1.5, "s", 2.0)
    answer = Answer("a", "why?", [figure], [Table("t", ["x", "y"], [["1", "2"]])], ["so"], {"m": 1})
    back = answer_from(json.loads(json.dumps(answer.as_json())))
    assert back == answer
    assert figures_table([back]).rows[0] == ["what", "1.50 s", "at most 2 s", "–", "met"]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (264.3, "264 s"),
        (14.02, "14.0 s"),
        (1.234, "1.23 s"),
        (0.0512, "0.051 s"),
        (-0.5, "−0.50 s"),
        (3.0, "3 s"),
    ],
)
def test_numbers_are_shown_with_the_digits_that_count(value: float, told: str) -> None:
    assert shown(value, "s") == told


def test_tables_line_up_and_become_markdown() -> None:
    table = Table("t", ["Name", "s"], [["long name", "1"], ["x", "22"]])
    assert table.plain().splitlines() == ["Name        s", "─" * 13, "long name   1", "x          22"]
    assert table.markdown().splitlines()[:3] == ["| Name | s |", "| --- | ---: |", "| long name | 1 |"]


def test_the_exponent_is_one_where_costs_are_in_proportion() -> None:
    assert exponent([1, 10, 100], [3, 30, 300]) == pytest.approx(1)
    assert exponent([1, 10, 100], [3, 300, 30_000]) == pytest.approx(2)


def test_memory_that_is_only_repeated_is_there_once() -> None:
    import numpy as np

    assert held_bytes(np.broadcast_to(np.zeros((4, 1)), (4, 100))) == 32


def test_bandwidth_is_that_of_a_computer() -> None:
    assert 1e8 < bandwidth(2**16).best < 1e13


def test_what_is_not_at_hand_is_said_and_nothing_is_made_up(tmp_path: Path) -> None:
    answer = england.ask(FULL, tmp_path)
    assert not answer.figures
    assert "iod2025_england_lsoa.csv" in answer.notes[0]
    assert "Left out" in newer_mesa.ask(QUICK).notes[0]
    assert not TINY.newer_mesa


def test_pages_say_what_was_measured_in_full() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    assert kept["size"] == "full"
    found = blocks(kept)
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert "<!-- measured: targets -->" in text
        assert filled(text, found) == text, "python -m benchmarks.pages"


def test_one_question_is_measured_again_and_the_page_says_when() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    again = {"date": "2030-01-01", "load": [0.0, 9.0], "minutes": 1.0}
    found = {**kept, **again, "answers": {"scale": kept["answers"]["england"]}}
    renewed = renew(kept, found)
    assert renewed["answers"] == {**kept["answers"], "scale": kept["answers"]["england"]}
    assert renewed["date"] == kept["date"]
    assert "*Scale* were measured again on 2030-01-01, load 0.0 to 9.0." in blocks(renewed)["machine"]
    with pytest.raises(ValueError, match="another size"):
        renew(kept, {**found, "size": "quick"})


def test_a_block_that_nobody_measures_is_refused() -> None:
    with pytest.raises(KeyError, match="speed_of_light"):
        filled("<!-- measured: speed_of_light -->\n\n<!-- end -->", {})
