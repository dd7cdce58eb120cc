"""A journal holds what was acknowledged, belongs to one room at a time, and can be forgotten."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from govsim.errors import InputError
from govsim.rooms.events import ROOM_EVENTS, Played, Removed, RoomOpened, room_event_of
from govsim.rooms.journal import Journal, forget_journal, read_journal
from govsim.teaching.events import event_as_table

VALUES: dict[str, Any] = {
    "str": "s1",
    "float": 2.5,
    "bool": True,
    "Mapping[str, Any]": {"event": "left", "student": "s1"},
}
OPENED = RoomOpened(activity="cabinet", code="ABCDE", screen="x" * 24)


@pytest.mark.parametrize("kind", ROOM_EVENTS.values())
def test_every_event_comes_back_as_it_was_written(kind: Any, tmp_path: Path) -> None:
    event = kind(**{one.name: VALUES[str(one.type)] for one in fields(kind)})
    assert room_event_of(event_as_table(event)) == event
    journal = Journal.create(tmp_path / "room.sqlite")
    journal.append([(1.0, OPENED), (2.0, event)])
    journal.close()
    assert read_journal(tmp_path / "room.sqlite") == [(1.0, OPENED), (2.0, event)]


def test_a_truth_is_no_number_and_a_number_no_truth() -> None:
    for table in ({"event": "doorset", "open": 1}, {"event": "clockset", "ends": True}):
        with pytest.raises(InputError):
            room_event_of(table)


WRITES_AND_WAITS = """
import sys, time
from govsim.rooms.events import Removed
from govsim.rooms.journal import Journal
journal = Journal.create(sys.argv[1])
for number in range(50):
    journal.append([(float(number), Removed(student=f"s{number}"))])
print("written", flush=True)
time.sleep(60)
"""


def test_what_was_acknowledged_outlives_a_kill_and_nobody_else_writes_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "room.sqlite"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITES_AND_WAITS, path], stdout=subprocess.PIPE, env={**os.environ}
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"written\n"
    for using in (Journal.resume, read_journal, forget_journal):
        with pytest.raises(InputError, match="Close the room that is open on it"):
            using(path)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    journal, events = Journal.resume(path)
    assert [event for _, event in events] == [Removed(student=f"s{number}") for number in range(50)]
    journal.append([(99.0, Played(act={"event": "left", "student": "s1"}))])
    journal.close()
    assert len(read_journal(path)) == 51


def test_events_are_written_all_or_none(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "room.sqlite")
    with pytest.raises(TypeError):
        journal.append([(1.0, OPENED), (2.0, Played(act={"set": {1}}))])
    journal.close()
    assert read_journal(tmp_path / "room.sqlite") == []


def test_a_forgotten_room_leaves_no_file(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "room.sqlite")
    journal.append([(1.0, OPENED)])
    journal.close()
    assert forget_journal(tmp_path / "room.sqlite") == [tmp_path / "room.sqlite"]
    assert list(tmp_path.iterdir()) == []


def test_another_file_is_neither_resumed_nor_forgotten(tmp_path: Path) -> None:
    other, text, gone = tmp_path / "other.sqlite", tmp_path / "text.sqlite", tmp_path / "gone.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (one TEXT)")
    connection.close()
    text.write_text("dear diary")
    for path in (other, text, gone, tmp_path):
        for using in (Journal.resume, read_journal, forget_journal):
            with pytest.raises(InputError, match="the file of a room"):
                using(path)
    assert text.read_text() == "dear diary"
    assert other.exists()
    with pytest.raises(InputError, match="govsim room resume"):
        Journal.create(text)


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "room.sqlite"
    Journal.create(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    with pytest.raises(InputError, match="a room in format 1, found format 2"):
        read_journal(path)
