"""A recorded game is read from a room's file as from a journal, and its class is replayed by `actors=`."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.errors import InputError
from govsim.rooms.events import Played
from govsim.rooms.journal import Journal
from govsim.rooms.live import new_room
from govsim.rooms.recorded import recorded_game
from govsim.runs.simulate import simulate
from govsim.teaching.events import event_as_table, save_journal
from tests.unit.teaching.games import a_game


def test_a_room_and_a_journal_hold_the_same_game_and_its_class_replays_its_world(tmp_path: Path) -> None:
    game, events = a_game(lambda _, seat, choice: 2 if choice == "figures" else 1)
    room = Journal.create(tmp_path / "tuesday.sqlite")
    new_room(room, "cabinet", {"seed": 1, "minutes": 45}, 0.0, nicknames=False, automatic=False)
    room.append([(1.0, Played(act=event_as_table(event))) for event in events[1:]])
    room.close()
    recorded = recorded_game(tmp_path / "tuesday.sqlite")
    assert recorded == recorded_game(save_journal(events, tmp_path / "tuesday.jsonl")) == game
    first, again = (
        simulate(one.scenario(), replicates=[0], seed=1, actors=one.actors()) for one in (game, recorded)
    )
    assert (first.at_end("progress") == again.at_end("progress")).all()


def test_a_file_that_is_neither_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a journal of a game"):
        recorded_game(tmp_path / "no.sqlite")
