"""`--actor`: a student's file decides for one actor, and what is wrong with it ends in a sentence and a 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

import govsim
from tests.program import invoked

MINE = """\
import numpy as np


class Thrifty:
    def commission(self, view):
        most = view.by_outcome.max(view.belief_cew, axis=1)
        return view.by_outcome.normalised(1.0 * (view.belief_cew == view.by_outcome.spread(most, axis=1)), axis=1)


class Honest:
    def report(self, view):
        return np.zeros_like(view.alignment_cjw)


class Broken:
    def report(self, view):
        return view.alignment_cjw / self.divisor


class Lavish:
    def report(self, view):
        return 2 + view.alignment_cjw
"""
THRIFTY = "council:hillford=mine.py:Thrifty"


def run(*arguments: str) -> Result:
    return invoked(*arguments, "-n", "2", "--quiet")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(MINE, encoding="utf-8")
    return tmp_path


def test_a_run_says_who_decided_and_how_to_run_it_again() -> None:
    both = ("--actor", THRIFTY, "--actor", "council:eastmere=mine.py:Honest")
    page = run("run", "classroom_small", *both).stdout
    assert "Overridden from quarter 0 on: council hillford, by Thrifty of mine.py." in page
    assert "council eastmere, by Honest of mine.py." in page
    assert f"  govsim run classroom_small -n 2 --seed 0 {' '.join(both)}\n" in page


def test_a_run_gives_what_python_gives(folder: Path) -> None:
    from govsim.runs.actors_from_files import actors_from

    assert run("run", "classroom_small", "--actor", THRIFTY, "--json", "run.json").exit_code == 0
    told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    same = govsim.simulate("classroom_small", replicates=2, actors=actors_from([THRIFTY]).actors)
    plain = govsim.simulate("classroom_small", replicates=2)
    means = {row["name"]: row["mean"] for row in told["measures"]}
    assert means["progress"] == pytest.approx(float(same.at_end("progress").mean()))
    assert means["progress"] != pytest.approx(float(plain.at_end("progress").mean()))


def test_asking_agents_gives_the_same() -> None:
    pages = [
        run("run", "classroom_small", "--actor", THRIFTY, *more).stdout for more in ((), ("--step-agents",))
    ]
    told = [page.partition("What became of the country")[2].partition("Read with care")[0] for page in pages]
    assert told[0] == told[1] != ""


def test_a_comparison_lets_the_actor_decide_under_every_arrangement() -> None:
    page = run("compare", "classroom_small", "classroom_small", "--actor", THRIFTY).stdout
    assert "Overridden from quarter 0 on: council hillford, by Thrifty of mine.py." in " ".join(page.split())
    assert f"--actor {THRIFTY}" in page


WRONG = [
    ("council:hillford", "found no '='"),
    ("council:hilford=mine.py:Thrifty", "Did you mean 'hillford'"),
    ("counsil:hillford=mine.py:Thrifty", "Did you mean 'council'"),
    ("council:hillford=mine.py:Thrify", "Did you mean 'Thrifty'"),
    ("council:hillford=none.py:Thrifty", "none.py: expected a Python file, found no such file"),
    ("department:care=mine.py:Thrifty", "the method allocate(view), found a Thrifty with commission"),
    ("council:hillford=mine.py:np", "expected an object with the method commission(view) or report(view)"),
    ("council:hillford=mine.py:Broken", "mine.py, line 17, report: expected a choice, found AttributeError"),
    ("council:hillford=mine.py:Lavish", "report in quarter 0: expected shares from 0 to 1, found 2."),
]


@pytest.mark.parametrize(("actor", "told"), WRONG)
@pytest.mark.parametrize("verb", ["run", "compare"])
def test_what_is_wrong_ends_in_a_sentence_and_a_2(verb: str, actor: str, told: str) -> None:
    scenarios = ["classroom_small"] * (2 if verb == "compare" else 1)
    result = run(verb, *scenarios, "--actor", actor)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.output
    assert not result.stdout


@pytest.mark.parametrize("verb", ["run", "compare"])
def test_help_says_that_the_file_is_run(verb: str) -> None:
    assert "runs the Python of the file" in " ".join(run(verb, "--help").output.split())
