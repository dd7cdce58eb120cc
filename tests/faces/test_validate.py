"""`govsim validate`: the page, its files, its exit code, and how it stops."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govsim.cli import validate as face
from govsim.cli.main import main
from govsim.errors import WorkerLost
from govsim.runs.simulate import Progress
from govsim.validation.validate import Validation
from tests.findings import BROKEN_LAW, FINDINGS, by_hand

CHILD = "from govsim.cli.main import main\nif __name__ == '__main__': main()\n"


class _Program:
    name = "govsim"

    def main(self, args: tuple[str, ...], **_: object) -> None:
        main(args)


def run(*arguments: str | Path, columns: int = 100) -> Result:
    words = ["validate", *(str(argument) for argument in arguments)]
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(_Program(), words)  # type: ignore[arg-type]


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
    result = run("--only", "P7", "--worlds", "4", "--jobs", "1", "--quiet", "--json", file)
    text = file.read_text(encoding="utf-8")
    assert "NaN" not in text
    return result, json.loads(text)


def test_a_pattern_is_told_with_its_verdict_and_its_null_models(ran) -> None:
    result, _ = ran
    assert result.exit_code == 0, result.output
    page = words(result.stdout)
    for said in (
        "P7 A board that nobody must obey costs its own time and clearance, and no more",
        "Refuted by: no loss, or a loss above the boards' own time and clearance",
        "Simulated: lost to services and effect: ",
        "Null model: levers at random (arrangement off)",
        "held out: not used to set any constant",
        "Not in this report: laws, limits, docking, mechanisms, dead-weight, corners, levers",
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
    result = run("--quiet", columns=columns)
    assert result.exit_code == 0, result.output
    assert max(map(len, result.stdout.splitlines())) <= columns
    for said in ("accountability", "discretion", "nobody learns", "mission-led", "Progress", "unclear"):
        assert said in result.stdout, said


def test_the_page_begins_with_what_was_found(gives) -> None:
    gives(by_hand())
    page = words(run("--quiet").stdout)
    summary = page.partition("Laws: what must be so")[0]
    for said in (
        "Laws: The one that was run holds.",
        "Patterns that hold: 1 of 4: P1 (Title of P1 <& more>).",
        "Patterns that are not diagnostic: 1 of 4: P2",
        "Patterns that are undecided: 1 of 4: P3 (Title of P3 <& more>). For P3 it is open whether a null model",
        "Patterns that are refuted: 1 of 4: P4",
        "Patterns used to calibrate: P1, with which constants were set",
        "Mechanisms that do not pass: 1 of 1: M1 (Title of M1 <& more>).",
        "Dead weight: Nothing was found.",
        "Corners: 1 of 1 find something. C9: a cost is missing from Pooled funding.",
        "Joint accountability, 0 to 0.6, from siloed with boards, gains in 99.0% of worlds",
        "(98.0 to 100.0): a free lunch.",
        "For 1 other the interval of a share reaches over the 97% line",
        "The placebo, a lever that touches nothing, changed nothing in any world.",
        "The model was built in 2 other ways. Under 1 of them",
        "under 1 a difference turns round (rules: nobody learns)",
        "right in 1 of 2 predictions",
        "a chance of 70% on average",
    ):
        assert said in summary, said


def test_every_section_is_on_the_page_and_what_is_wrong_is_marked(gives) -> None:
    gives(by_hand())
    page = words(run("--quiet", columns=120).stdout)
    for said in (
        "P4 Title of P4 <& more>: refuted",
        "P3 Title of P3 <& more>: undecided: a null model cannot be told apart",
        "mission-led, as they are: share of mission money +0.12.",
        "With 60 worlds for some forty assumptions much of this is chance.",
        "P2 Title of P2 <& more>: not diagnostic of the mechanism",
        "nobody games (mechanism off): shows it as well; 0.01 units (−0.01 to 0.03)",
        "greatest error: 3.0 × 10⁻¹³ need points",
        "Joint accountability, 0 to 0.6 FREE LUNCH 99.0 1.0 50.0 +0.10",
        "Local discretion, 0 to 0.6 ~ 96.5 3.0",
        "Placebo, 0 to 0.6 0.0 0.0 0.0 0.00 0.000 0.000 0.0",
        "rules: nobody learns better** better unclear",
        "WRONG",
        "govsim validate --worlds 60 --seed 3",
    ):
        assert said in page, said


def test_a_law_that_fails_is_named_and_ends_with_1_after_everything_is_saved(gives, tmp_path: Path) -> None:
    gives(by_hand(findings=(*FINDINGS, BROKEN_LAW)))
    file = tmp_path / "found.json"
    result = run("--quiet", "--json", file)
    assert result.exit_code == 1
    assert "1 of 2 fail: L2 (Title of L2 <& more>)" in words(result.stdout)
    assert "L2 Title of L2 <& more>: FAILS: refuted" in words(result.stdout)
    assert json.loads(file.read_text(encoding="utf-8"))["findings"][-1]["key"] == "L2"


def test_a_refuted_pattern_is_told_and_is_no_failure(gives) -> None:
    gives(by_hand(findings=FINDINGS[5:6]))
    result = run("--quiet")
    assert result.exit_code == 0
    assert "Patterns that are refuted: 1 of 1: P4 (Title of P4 <& more>)." in words(result.stdout)


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
    assert "ends in .html, found '.pdf'" in told[3]


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
