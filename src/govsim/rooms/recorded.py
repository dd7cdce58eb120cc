"""A recorded game, from the file of a room or from a journal that the terminal wrote."""

from __future__ import annotations

from pathlib import Path

from govsim.rooms.afterwards import game_events
from govsim.rooms.journal import MAGIC, read_journal
from govsim.teaching.events import load_journal
from govsim.teaching.game import Game, fold


def recorded_game(path: str | Path) -> Game:
    """The game that a file holds.

    Args:
        path: The file of a room (`govsim room open`), or a journal (`govsim room rehearse --journal`).

    Returns:
        The game as it stood at the end of the file. `game.actors()` replays it in any world.

    Raises:
        InputError: a file that is neither, or a room in which no cabinet game was played.
    """
    path = Path(path).expanduser()
    try:
        with path.open("rb") as file:
            is_room = file.read(len(MAGIC)) == MAGIC
    except OSError:
        is_room = False  # and the journal's reader says why
    if is_room:
        return fold(event for _, event in game_events(read_journal(path)))
    return fold(load_journal(path))
