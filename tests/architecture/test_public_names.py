"""What `import govsim` promises."""

from __future__ import annotations

import importlib.resources
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import govsim

ROOT = Path(__file__).parents[2]


def test_public_names_are_listed_once_and_in_order() -> None:
    assert govsim.__all__ == sorted(set(govsim.__all__))
    assert dir(govsim) == govsim.__all__


@pytest.mark.parametrize("name", govsim.__all__)
def test_a_public_name_is_there_and_says_what_it_is(name: str) -> None:
    thing = getattr(govsim, name)
    if name == "__version__":
        assert re.fullmatch(r"\d+\.\d+\.\d+.*|0\+source", thing)
    else:
        first = (inspect.getdoc(thing) or "").partition("\n")[0]
        assert first.endswith("."), f"the first line of its docstring is no sentence: {first!r}"


FUNCTIONS = [name for name in govsim.__all__ if inspect.isfunction(getattr(govsim, name))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_help_of_a_function_has_what_it_takes_gives_and_raises_and_an_example(name: str) -> None:
    function = getattr(govsim, name)
    text, parameters = inspect.getdoc(function) or "", inspect.signature(function).parameters
    sections = {
        part.partition("\n")[0].rstrip(":"): part
        for part in text.split("\n\n")
        if re.match(r"(Args|Returns|Raises):\n", part)
    }
    assert set(sections) >= {"Returns"} | ({"Args", "Raises"} if parameters else set())
    told = re.findall(r"(?m)^    (\w+): .+", sections.get("Args", ""))
    assert told == list(parameters), "each parameter once, in order"
    assert ">>> " in text


def test_govsim_says_that_it_is_typed() -> None:
    assert (importlib.resources.files("govsim") / "py.typed").is_file()


@pytest.mark.slow
def test_a_users_file_is_checked_against_our_types(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    mine = tmp_path / "mine.py"
    mine.write_text(USERS_FILE, encoding="utf-8")
    cache = ROOT / ".mypy_cache" / "of_a_user"
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={cache}", str(mine)],
        env={**os.environ, "MYPYPATH": "", "PYTHONPATH": str(ROOT / "src")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 'note: Revealed type is "govsim.runs.run.Run"' in done.stdout, done.stdout + done.stderr
    assert 'Module has no attribute "simulat"' in done.stdout
    assert 'incompatible type "str"; expected "Never"' in done.stdout
    assert "Found 2 errors" in done.stdout


USERS_FILE = """
import govsim

run = govsim.simulate("siloed", replicates=2, places="england.parquet", network="edited.graphml")
reveal_type(run)
govsim.simulat("siloed")
govsim.compare("siloed", "layered")
"""


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'simulator'"):
        govsim.simulator  # noqa: B018
