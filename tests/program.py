"""The program as a shell starts it, with its exit codes, in this process."""

from __future__ import annotations

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
