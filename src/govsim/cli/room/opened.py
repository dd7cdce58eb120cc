"""What `govsim room open` and its siblings share: the length of a game, and what is printed once phones can join."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from govsim.teaching.game import VARIANTS

if TYPE_CHECKING:
    from govsim.app.hosting import Hosting
    from govsim.rooms.live import LiveRoom

minutes_option = click.option(
    "--minutes",
    type=click.Choice([str(minutes) for minutes in VARIANTS]),
    callback=lambda context, option, value: int(value),
    default="75",
    show_default=True,
    help="Length of the cabinet game; a lesson has its own.",
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
