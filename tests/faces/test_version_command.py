"""`govsim version` says which model made a result."""

from __future__ import annotations

from click.testing import CliRunner

from govsim.cli.main import govsim as command_line
from govsim.cli.version import version_command
from govsim.runs.version import MODEL_VERSION


def test_the_usual_option_gives_the_version() -> None:
    result = CliRunner().invoke(command_line, ["--version"])
    assert result.exit_code == 0
    assert result.output == f"govsim {MODEL_VERSION}\n"


def test_versions_of_govsim_and_of_what_it_stands_on() -> None:
    result = CliRunner().invoke(version_command)
    assert result.exit_code == 0
    assert result.output.startswith(f"govsim {MODEL_VERSION}, Python 3.")
    for name in ("numpy", "networkx", "mesa", "pyarrow"):
        assert f"  {name} " in result.output
