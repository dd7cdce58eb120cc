"""`govsim room resume`: open a room again from its file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from govsim.cli.options import FILE
from govsim.cli.room.opened import announce
from govsim.cli.served import Served, served_options


@click.command("resume")
@click.argument("file", type=FILE)
@served_options()
def resume(file: Path, served: Served) -> None:
    """Open a room again where it stopped: the same code, the same seats, the same answers.

    Phones go on by themselves if the address is the same. The desk has another address; the old one works as well.

    \b
    Example:
      govsim room resume tuesday.sqlite --host 0.0.0.0
    """
    from govsim.rooms.journal import Journal
    from govsim.rooms.serving import check_room, serve_room

    hosting = served.hosting
    check_room(hosting)
    journal, events = Journal.resume(file)
    serve_room(hosting, journal, events, partial(announce, hosting))
