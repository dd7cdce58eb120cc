"""A room served to phones, beside the pages of the app."""

from __future__ import annotations

from collections.abc import Callable

from govsim.app.hosting import Hosting, check_listening
from govsim.app.jobs import jobs
from govsim.app.serving import check_installed, serve
from govsim.rooms.journal import Journal, Timed
from govsim.rooms.live import LiveRoom


def serve_room(
    hosting: Hosting,
    journal: Journal,
    events: list[Timed],
    tell: Callable[[LiveRoom, str], None],
    *,
    open_browser: bool = False,
) -> None:
    """Serve a room until the process is stopped.

    Args:
        hosting: Where the server listens.
        journal: The room's journal, open for writing.
        events: What it holds already.
        tell: Called with the room and the secret of the desk once phones can join.
        open_browser: Whether to open the first page of the app.

    Raises:
        InputError: a package is missing, or the server cannot listen there.
    """
    from govsim.rooms.site import room_routes  # lazy: it needs the packages of the app

    live = LiveRoom.resume(journal, events, jobs())
    desk = live.add_desk()

    def started() -> None:
        live.start()
        tell(live, desk)

    try:
        serve(hosting, open_browser=open_browser, tell=started, more=room_routes(live, hosting))
    finally:
        live.close()


def check_room(hosting: Hosting) -> None:
    """Raise InputError unless a room can be served there, before any file is written."""
    check_installed(hosting)
    check_listening(hosting)
