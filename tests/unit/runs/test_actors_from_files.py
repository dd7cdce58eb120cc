"""A student's file becomes an actor; whatever is wrong with it is said with the file and the line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from govsim.errors import ChoiceError, InputError
from govsim.runs.actors_from_files import actors_from, object_from, override_words

GOOD = """\
from dataclasses import dataclass


class Thrifty:
    def commission(self, view):
        return view.belief_cew


@dataclass
class Patient:
    speed: float = 0.5

    def commission(self, view, rule):
        return rule.choose(view)


patient = Patient(0.25)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_council.py").write_text(GOOD, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_a_class_or_an_object_is_read_from_a_file():
    read = actors_from(["council:a=my_council.py:Thrifty", "council:b=my_council.py:patient"])
    assert read.actors["council:a"].__name__ == "Thrifty"
    assert read.actors["council:b"].speed == 0.25
    assert read.files == ("my_council.py",)


def test_a_file_is_read_again_each_time_and_leaves_nothing_behind(folder: Path):
    first = object_from("my_council.py:Thrifty")
    (folder / "my_council.py").write_text(GOOD.replace("Thrifty", "Lavish"), encoding="utf-8")
    assert object_from("my_council.py:Lavish") is not first
    assert [path.name for path in folder.iterdir()] == ["my_council.py"]
    assert str(folder) not in sys.path


def test_a_file_may_use_another_beside_it(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "other_of_mine.py").write_text("SHARE = 0.5\n", encoding="utf-8")
    (folder / "mine.py").write_text("from other_of_mine import SHARE\nclass Own:\n    share = SHARE\n")
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert object_from("../mine.py:Own").share == 0.5
    sys.modules.pop("other_of_mine")


WRONG = [
    ("council:a", r"actor 'council:a': expected KIND:KEY=FILE:NAME, found no '='"),
    ("council:a=my_council.py", "expected FILE:NAME, found 'my_council.py'"),
    ("council:a=:Thrifty", "expected FILE:NAME"),
    ("council:a=none.py:Thrifty", "none.py: expected a Python file, found no such file"),
    ("council:a=.:Thrifty", "expected a Python file"),
    ("council:a=my_council.py:Thrify", "no 'Thrify'. Did you mean 'Thrifty'"),
    ("council:a=fails.py:Own", "fails.py, line 2: expected Python that runs, found ZeroDivisionError"),
    ("council:a=no_python.py:Own", "no_python.py, line 1: expected Python that runs, found SyntaxError"),
    ("council:a=nothing.py:Own", "Nothing in it has a method"),
    ("council:a=bytes.py:Own", "bytes.py.*expected Python that runs"),
    ("council:a=null.py:Own", "null.py.*expected Python that runs"),
    ("council:a=leaves.py:Own", "leaves.py, line 1: expected Python that runs, found SystemExit: 3"),
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_is_wrong_with_a_file_is_said(folder: Path, text: str, told: str):
    (folder / "fails.py").write_text("x = 1\nx / 0\n", encoding="utf-8")
    (folder / "no_python.py").write_text("class (:\n", encoding="utf-8")
    (folder / "nothing.py").write_text("import math\n", encoding="utf-8")
    (folder / "bytes.py").write_bytes(b"x = '\xff'\n")
    (folder / "null.py").write_bytes(b"x = 1\0\n")
    (folder / "leaves.py").write_text("raise SystemExit(3)\n", encoding="utf-8")
    with pytest.raises(InputError, match=told):
        actors_from([text])


@pytest.mark.usefixtures("folder")
def test_all_that_is_wrong_is_said_at_once():
    texts = ["council:a=none.py:Own", "council:b=my_council.py:Own", "council:b"]
    with pytest.raises(InputError) as caught:
        actors_from(texts)
    assert len(caught.value.problems) == 3


@pytest.mark.usefixtures("folder")
def test_an_actor_is_taken_over_once():
    with pytest.raises(InputError, match="one override, found two"):
        actors_from(["council:a=my_council.py:Thrifty", "council:a=my_council.py:Patient"])


def test_an_error_in_a_file_is_told_with_its_line(folder: Path):
    (folder / "mine.py").write_text("def fails():\n    return {}['key']\n", encoding="utf-8")
    taken = actors_from(["council:a=mine.py:fails"])
    told = r"mine.py, line 2, fails: expected a choice, found KeyError: 'key'. The line is: return"
    with pytest.raises(ChoiceError, match=told), taken.blamed():
        taken.actors["council:a"]()


@pytest.mark.usefixtures("folder")
def test_an_error_elsewhere_is_not_blamed_on_a_file():
    taken = actors_from(["council:a=my_council.py:Thrifty"])
    with pytest.raises(ZeroDivisionError), taken.blamed():
        1 / 0  # noqa: B018
    with pytest.raises(InputError, match="one override, found two"), taken.blamed():
        actors_from(["council:a=my_council.py:Thrifty", "council:a=my_council.py:Thrifty"])


def test_what_was_taken_over_is_said_in_words():
    assert override_words("council:a=folder/mine.py:Own").endswith("council a, by Own of folder/mine.py.")
