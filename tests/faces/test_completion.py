"""A shell completes commands, scenarios and experiments, and files where no name begins so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from govsim.cli.main import COMMANDS, govsim
from govsim.experiments.load import experiment_names
from govsim.scenario.load import scenario_names

ROOT = Path(__file__).parents[2]


def completed(line: str) -> list[str]:
    """What follows a line: the values of the completions, `file` for files."""
    *words, incomplete = line.split(" ")
    found = ShellComplete(govsim, {}, "govsim", "_GOVSIM_COMPLETE").get_completions(words, incomplete)
    return [one.type if one.type == "file" else str(one.value) for one in found]


def beginning(names: tuple[str, ...], letters: str) -> list[str]:
    return [name for name in names if name.startswith(letters)]


@pytest.mark.parametrize(
    "line",
    [
        *("run ", "compare ", "compare siloed ", "explain siloed ", "attribute ", "sensitivity siloed "),
        *("discover ", "replay ", "network ", "scenario show ", "scenario check ", "scenario diff siloed "),
        *("run siloed --equal-volume ", "scenario new mine --from "),
    ],
)
def test_scenarios_are_completed_wherever_they_are_named(line: str) -> None:
    assert completed(line) == list(scenario_names())
    assert completed(f"{line}mis") == beginning(scenario_names(), "mis")
    assert completed(f"{line}./mine") == ["file"]


@pytest.mark.parametrize("line", ["experiment run ", "experiment show ", "experiment check "])
def test_experiments_are_completed(line: str) -> None:
    assert completed(line) == list(experiment_names())
    assert completed(f"{line}qui") == ["quick_look"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_lines_of_the_docs_give_a_script(shell: str) -> None:
    assert f"_GOVSIM_COMPLETE={shell}_source govsim" in (ROOT / "docs" / "scenarios.md").read_text("utf-8")
    environment = {**os.environ, "_GOVSIM_COMPLETE": f"{shell}_source", "PYTHONPATH": str(ROOT / "src")}
    code = "from govsim.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert f"_GOVSIM_COMPLETE={shell}_complete" in done.stdout


def test_commands_are_completed_without_importing_them() -> None:
    for name in [name for name in sys.modules if name == "govsim.cli.app"]:
        del sys.modules[name]
    assert completed("") == list(COMMANDS)
    assert completed("co") == ["compare"]
    assert "govsim.cli.app" not in sys.modules
    assert completed("--ver") == ["--version"]
