"""`govsim validate`: the page, its files, its exit code, and how it stops."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result

from govsim.cli import validate as face
from govsim.errors import WorkerLost
from govsim.runs.simulate import Progress
from govsim.validation.validate import Validation
from tests.findings import BROKEN_LAW, FINDINGS, by_hand
from tests.program import invoked

CHILD = "from govsim.cli.main import main\nif __name__ == '__main__': main()\n"


run = partial(invoked, "validate", columns=100)


@pytest.fixture
def gives(monkeypatch: pytest.MonkeyPatch):
    """Let the command find what was made by hand, or fail as told."""

    def instead(found: Validation | Exception) -> None:
        def work(*_: object) -> Generator[Progress, None, Validation]:
            yield Progress(0, 1, "0 of 1 parts")
            if isinstance(found, Exception):
                raise found
            return found

        monkeypatch.setattr(face, "validating", work)

    return instead


def alive(group: int) -> bool:
    """Whether a process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> tuple[Result, dict]:
    """One pattern, really run."""
    file = tmp_path_factory.mktemp("validate") / "found.json"
    result = run("--only", "P7", "--worlds", "4", "--jobs", "1", "--quiet", "--full", "--json", file)
    text = file.read_text(encoding="utf-8")
    assert "NaN" not in text
    return result, json.loads(text)


def test_a_pattern_is_told_with_its_verdict_and_its_null_models(ran) -> None:
    result, _ = ran
    assert result.exit_code == 0, result.output
    page = words(result.stdout)
    for said in (
        "P7 A board that nobody must obey costs its own time and clearance, and no more",
        "Refuted by no loss, or a loss above the boards' own time and clearance",
        "Simulated: lost to services and effect",
        "Null model: levers at random (arrangement off)",
        "held out: not used to set any constant",
        "Not run, and so not tested here: laws, limits, docking, mechanisms, dead-weight, corners, levers",
        "govsim validate --only P7 --worlds 4 --seed 0",
    ):
        assert said in page, said


def test_json_tells_the_same(ran) -> None:
    result, told = ran
    (found,) = told["findings"]
    assert found["key"] == "P7"
    assert found["verdict"] in result.stdout
    assert [null["denies"] for null in found["nulls"]] == ["mechanism", "arrangement"]
    assert told["command"] == "govsim validate --only P7 --worlds 4 --seed 0"
    assert told["levers"] == []


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_page_fits_its_width_and_keeps_words_whole(gives, columns: int) -> None:
    gives(by_hand())
    result = run("--quiet", "--full", columns=columns)
    assert result.exit_code == 0, result.output
    assert max(map(len, result.stdout.splitlines())) <= columns
    for said in ("accountability", "discretion", "nobody learns", "mission-led", "Progress", "known"):
        assert said in result.stdout, said


def test_the_brief_page_has_the_answer_and_a_line_for_each_check_that_is_not_met(gives) -> None:
    gives(by_hand())
    result = run("--quiet")
    assert len(result.stdout.splitlines()) <= 45
    page = words(result.stdout)
    for said in (
        "As a picture of real government, in part: it shows 1 of 4 observed patterns",
        "Patterns of the real world: 1 of 4 hold; refuted: P4; not diagnostic: P2; undecided: P3.",
        "P2 Title of P2 <& more> not diagnostic",
        "P4 Title of P4 <& more> refuted",
        "M1 Title of M1 <& more> refuted",
        "--full has every check",
        "docs/objections.md",
        "govsim validate --worlds 60 --seed 3",
    ):
        assert said in page, said
    assert "Null model" not in page


def test_every_section_is_on_the_full_page_and_what_is_wrong_is_marked(gives) -> None:
    gives(by_hand())
    page = words(run("--quiet", "--full", columns=120).stdout)
    for said in (
        "P4 Title of P4 <& more> refuted",
        "Null model: nobody games (mechanism off) shows it as well; 0.01 units (−0.01 to 0.03)",
        "Simulated: greatest error 3.0 × 10⁻¹³ need points",
        "FREE LUNCH",
        "interval reaches over 97%",
        "placebo: nothing",
        "Share of mission money +0.12",
        "rules: nobody learns",
        "turned round",
        "WRONG",
        "govsim validate --worlds 60 --seed 3",
    ):
        assert said in page, said


def test_a_law_that_fails_is_named_and_ends_with_1_after_everything_is_saved(gives, tmp_path: Path) -> None:
    gives(by_hand(findings=(*FINDINGS, BROKEN_LAW)))
    file = tmp_path / "found.json"
    result = run("--quiet", "--json", file)
    assert result.exit_code == 1
    assert "No: L2 (Title of L2 <& more>) fails. That is a fault of the program." in words(result.stdout)
    assert "L2 Title of L2 <& more> FAILS: refuted" in words(result.stdout)
    assert json.loads(file.read_text(encoding="utf-8"))["findings"][-1]["key"] == "L2"


def test_a_refuted_pattern_is_told_and_is_no_failure(gives) -> None:
    gives(by_hand(findings=FINDINGS[5:6]))
    result = run("--quiet")
    assert result.exit_code == 0
    assert "Patterns of the real world: 0 of 1 hold; refuted: P4." in words(result.stdout)


def test_a_lost_worker_is_told_in_a_sentence(gives) -> None:
    gives(WorkerLost("A worker process ended before its work was done."))
    result = run("--quiet")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "A worker process ended before its work was done.\n"


def test_everything_that_is_wrong_is_said_at_once_before_any_work(gives, tmp_path: Path) -> None:
    gives(AssertionError("work was begun"))
    result = run("--only", "P77", "--only", "lever", "--report", tmp_path / "nowhere" / "a.pdf")
    assert result.exit_code == 2
    told = result.stderr.splitlines()
    assert len(told) == 4
    assert "found 'P77'. Did you mean 'P7'?" in told[0]
    assert "Did you mean 'levers'?" in told[1]
    assert "no folder" in told[2]
    assert "ends in .html, .md or .json, found '.pdf'" in told[3]


def test_without_what_charts_need_the_remedy_is_named_before_any_work(gives, monkeypatch, tmp_path) -> None:
    gives(AssertionError("work was begun"))
    monkeypatch.setattr("govsim.documents.charts.find_spec", lambda name: None)
    result = run("--report", tmp_path / "a.html")
    assert result.exit_code == 2
    assert "pip install 'govsim[plot]'" in result.stderr


def test_help_names_every_section_and_gives_examples() -> None:
    page = words(run("-h").stdout)
    for said in ("laws", "limits", "P1 to P16", "docking", "dead-weight", "predictions", "--worlds 2000"):
        assert said in page, said


def test_a_stop_ends_quickly_with_130_and_leaves_no_worker_and_no_file(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(CHILD, encoding="utf-8")
    command = [sys.executable, str(script), "validate", "--only", "levers", "--only", "P1", "--jobs", "2"]
    process = subprocess.Popen(
        [*command, "--worlds", "400", "--json", str(tmp_path / "never.json"), "--quiet"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    time.sleep(4)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes at once
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.strip()) == (130, "", "Stopped.")
    assert time.monotonic() - began < 10
    until = time.monotonic() + 10
    while alive(process.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not alive(process.pid)
    assert list(tmp_path.iterdir()) == [script]
