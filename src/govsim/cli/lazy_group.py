"""A group of commands that imports a command's module on use, so that help is instant."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class LazyGroup(click.Group):
    """Commands from a table of names and help lines, in the order in which a newcomer needs them.

    Each is in the module of its name in `package`.
    """

    def __init__(self, *args: Any, package: str, table: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.package, self.table = package, table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of this name; None if there is none."""
        if cmd_name not in self.table:
            return None
        inside = vars(importlib.import_module(f"{self.package}.{cmd_name}")).values()
        return next(one for one in inside if isinstance(one, click.Command) and one.name == cmd_name)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin like a word, without importing any, or its options."""
        from click.shell_completion import CompletionItem

        matching = [
            CompletionItem(name, help=about)
            for name, about in self.table.items()
            if name.startswith(incomplete)
        ]
        return [*matching, *click.Command.shell_complete(self, ctx, incomplete)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve as click does; suggest the nearest name for an unknown command."""
        from govsim.errors import nearest

        if args and args[0] not in self.table and not args[0].startswith("-"):
            raise click.UsageError(
                f"There is no command '{args[0]}'. {nearest(args[0], list(self.table))}", ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List one line per command, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.table.items()))
