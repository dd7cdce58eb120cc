"""`govsim room open`: open a room that phones join by a code."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

import click

from govsim.cli.options import file_option, seed_option
from govsim.cli.room.opened import announce, minutes_option
from govsim.cli.served import Served, served_options


@click.command("open")
@click.argument("game", metavar="cabinet|LESSON")
@minutes_option
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
    minutes: int,
    nicknames: bool,
    close_by_itself: bool,
    served: Served,
    seed: int,
    output: Path | None,
) -> None:
    """Open a room on this computer; students join with a code, in any browser.

    What is played is the cabinet game, or a lesson: its name, or a file of your own.

    It prints three addresses: one for phones, one for the projector, and one for the lecturer's desk alone. Everything
    is written to one file before it is acknowledged, so that nothing is lost if the computer stops.

    \b
    Examples:
      govsim room open cabinet --host 0.0.0.0
      govsim room open one_more_layer --host 0.0.0.0
      govsim room open cabinet --host 0.0.0.0 --minutes 45 --nicknames -o tuesday.sqlite
    """
    from govsim.rooms.journal import Journal
    from govsim.rooms.live import new_room
    from govsim.rooms.serving import check_room, serve_room

    hosting = served.hosting
    check_room(hosting)
    activity, settings = _chosen(game, seed, minutes)
    journal = Journal.create(output or Path(time.strftime("room-%Y-%m-%d-%H%M%S.sqlite")))
    events = new_room(
        journal, activity, settings, time.time(), nicknames=nicknames, automatic=close_by_itself
    )
    serve_room(hosting, journal, events, partial(announce, hosting))


def _chosen(game: str, seed: int, minutes: int) -> tuple[str, dict[str, Any]]:
    """What is played, with its settings. Raises InputError for a lesson that does not exist."""
    if game == "cabinet":
        return game, {"seed": seed, "minutes": minutes}
    from govsim.lessons.load import load_lesson

    load_lesson(game)
    return "lesson", {"lesson": str(Path(game).expanduser().absolute()) if game.endswith(".toml") else game}
