"""`govsim room open`: open a room that phones join by a code."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import click

from govsim.cli.options import file_option, seed_option
from govsim.cli.room.served import Served, announce, served_options
from govsim.teaching.game import VARIANTS


@click.command("open")
@click.argument("game", type=click.Choice(["cabinet"]))
@click.option(
    "--minutes",
    type=click.Choice([str(minutes) for minutes in VARIANTS]),
    default="75",
    show_default=True,
    help="Length of the lesson.",
)
@click.option(
    "--nicknames/--anonymous",
    default=False,
    help="Whether students may give a nickname.  [default: anonymous]",
)
@click.option(
    "--close-by-itself",
    is_flag=True,
    help="Close each phase when its time is up.  [default: the lecturer closes it]",
)
@served_options()
@seed_option
@file_option("-o", "--output", about="File that remembers the room.  [default: room-DATE-TIME.sqlite]")
def open_(
    game: str,
    minutes: str,
    nicknames: bool,
    close_by_itself: bool,
    served: Served,
    seed: int,
    output: Path | None,
) -> None:
    """Open a room on this computer; students join with a code, in any browser.

    It prints three addresses: one for phones, one for the projector, and one for the lecturer's desk alone. Everything
    is written to one file before it is acknowledged, so that nothing is lost if the computer stops.

    \b
    Examples:
      govsim room open cabinet --host 0.0.0.0
      govsim room open cabinet --host 0.0.0.0 --minutes 45 --nicknames -o tuesday.sqlite
    """
    from govsim.rooms.journal import Journal
    from govsim.rooms.live import new_room
    from govsim.rooms.serving import check_room, serve_room

    hosting = served.hosting
    check_room(hosting)
    journal = Journal.create(output or Path(time.strftime("room-%Y-%m-%d-%H%M%S.sqlite")))
    settings = {"seed": seed, "minutes": int(minutes)}
    events = new_room(journal, game, settings, time.time(), nicknames=nicknames, automatic=close_by_itself)
    serve_room(hosting, journal, events, partial(announce, hosting))
