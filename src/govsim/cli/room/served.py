"""Options of commands that serve a room, and what they print once phones can join."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from govsim.cli.options import Option, options_as

if TYPE_CHECKING:
    from govsim.app.hosting import Hosting
    from govsim.rooms.live import LiveRoom


@dataclass(frozen=True, kw_only=True)
class Served:
    """Where a room is served, one field an option."""

    host: str
    port: int
    names: tuple[str, ...]
    base_path: str

    @property
    def hosting(self) -> Hosting:
        """The checked address. Raises InputError."""
        from govsim.app.hosting import hosting_of

        return hosting_of(self.host, self.port, self.names, self.base_path)


def served_options() -> Option:
    """The options that say where a room is served."""
    return options_as(
        Served,
        "served",
        click.option(
            "--host",
            default="127.0.0.1",
            show_default=True,
            metavar="ADDRESS",
            help="Address to listen on: 0.0.0.0 lets phones in the room's network join, 127.0.0.1 this computer only.",
        ),
        click.option(
            "--allow-host",
            "names",
            multiple=True,
            metavar="NAME",
            help="A name under which phones reach it, as tools.example.org; once for each.",
        ),
        click.option(
            "--base-path", default="", metavar="PATH", help="Where a web server puts it, as /tools/govsim."
        ),
        click.option(
            "--port",
            type=click.IntRange(1, 65535),
            default=8765,
            show_default=True,
            metavar="N",
            help="Number at the end of the address (port).",
        ),
    )


def announce(hosting: Hosting, live: LiveRoom, desk: str) -> None:
    """Print the addresses of a room and its code."""
    from govsim.app.hosting import qr_code, warning

    code = live.room.opened.code
    join, here = f"{hosting.public_address}room/{code}", hosting.own_address
    if hosting.is_loopback and hosting.names:  # the lecturer comes through the proxy as well
        here = hosting.public_address
    click.echo(f"The room is open. Code: {code}")
    click.echo(f"  Phones:  {join}")
    click.echo(f"  Screen:  {here}room/screen/{live.room.opened.screen}")
    click.echo(f"  Desk:    {here}room/desk/{desk}  (yours alone)")
    click.echo(f"  File:    {live.journal.path}")
    if sys.stdout.isatty():
        for line in qr_code(f"{join}?key={live.key}").splitlines():
            click.secho(line, fg="bright_white", bg="black")
    if hosting.is_shared:
        click.echo(warning(hosting), err=True)
    else:
        click.echo("  Only this computer can join. Let phones in with --host 0.0.0.0.")
    click.echo(f"Ctrl+C closes it; 'govsim room resume {live.journal.path}' opens it again.")
    sys.stdout.flush()
