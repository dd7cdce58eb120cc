"""Help is instant and shows by example; what is mistyped gets the nearest name."""

from __future__ import annotations

import subprocess
import sys

import pytest

from govsim.cli.main import COMMANDS
from tests.program import invoked as run

HERE = (
    ("scenario",),
    ("scenario", "list"),
    ("scenario", "show"),
    ("scenario", "check"),
    ("scenario", "diff"),
    ("experiment",),
    ("experiment", "list"),
    ("experiment", "show"),
    ("experiment", "check"),
    ("experiment", "new"),
    ("experiment", "run"),
    ("experiment", "status"),
    ("experiment", "resume"),
    ("experiment", "results"),
    ("experiment", "replay"),
    ("experiment", "export"),
    ("experiment", "report"),
    ("attribute",),
    ("sensitivity",),
    ("discover",),
    ("places",),
    ("places", "import"),
    ("places", "describe"),
    ("network",),
)


@pytest.mark.parametrize("command", HERE)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_gives_an_example(command: tuple[str, ...], option: str) -> None:
    result = run(*command, option)
    assert result.exit_code == 0
    assert "Example" in result.output
    assert f"  govsim {' '.join(command)}" in result.output.split("Example", 1)[1]


def test_the_first_help_lists_every_command_and_where_to_start() -> None:
    result = run("-h")
    assert result.exit_code == 0
    assert "Start with: govsim compare" in result.output
    for name, short in COMMANDS.items():
        assert name in result.output
        assert short.split(",")[0] in result.output


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("scenrio",), "Did you mean 'scenario'"),
        (("experiment", "shw"), "Did you mean 'show'"),
        (("network",), "SCENARIO"),
        (("scenario", "show"), "NAME"),
        (("scenario", "check"), "FILE"),
        (("places", "import", "x.csv"), "--output"),
    ],
)
def test_a_wrong_command_is_said_and_ends_with_2(arguments: tuple[str, ...], expected: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert expected in result.output


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from govsim.cli import network, places, scenario\n"
        "from govsim.cli.experiment import check, list, new, show, status, results\n"
        "heavy = {'numpy', 'networkx', 'rich', 'pyarrow', 'pydantic', 'scipy', 'mesa'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
