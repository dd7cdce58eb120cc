"""The program as a shell starts it, with its exit codes, in this process; and other programs that tests need."""

from __future__ import annotations

import os
import shutil

import pytest
from click.testing import CliRunner, Result

from govsim.cli.main import main


class _Program:
    name = "govsim"

    def main(self, args: tuple[str, ...], **_: object) -> None:
        main(args)


def invoked(*arguments: object, columns: int | None = None, typed: str | None = None) -> Result:
    """What a command prints and its exit code, in a terminal of so many columns; `typed` answers what it asks."""
    env = None if columns is None else {"COLUMNS": str(columns)}
    return CliRunner(env=env).invoke(_Program(), list(map(str, arguments)), input=typed)  # type: ignore[arg-type]


def needed(*names: str) -> str:
    """The path of a program by any of its names.

    Without it a test is skipped, but never where CI says that it must run.
    """
    found = next((path for path in map(shutil.which, names) if path is not None), None)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"there is no {names[0]} on this machine, and CI must not skip these tests")
        pytest.skip(f"there is no {names[0]} on this machine")
    return found
