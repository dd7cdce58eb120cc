"""The journal of a room: one SQLite file, to which each event is appended and on the disk before it is acknowledged."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from govsim.errors import InputError, Problem
from govsim.files import reason
from govsim.rooms.events import RoomEvent, room_event_of
from govsim.teaching.events import event_as_table

FORMAT: Final = 1
APPLICATION: Final = 0x67736D72  # marks a file as a room of govsim
MAGIC, HEAD = b"SQLite format 3\x00", 100  # how such a file begins, before its pages
PATIENCE: Final = 0.5  # seconds that one waits for another to let go
BESIDE: Final = ("-wal", "-shm", "-journal")  # what SQLite keeps beside the file
Timed = tuple[float, RoomEvent]


class Journal:
    """A journal that is open for writing, by this process alone."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def create(cls, path: str | Path) -> Journal:
        """A new journal. Raises InputError where there is a file already, or none can be written."""
        path = Path(path).expanduser()
        if path.exists():
            remedy = f"Go on with it by 'govsim room resume {path}', or choose another name with -o."
            raise InputError(Problem(str(path), "a new file", "a file of that name", remedy=remedy))
        try:
            with closing(
                sqlite3.connect(path)
            ) as connection:  # the head is in the file itself before there is a WAL
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute(f"PRAGMA user_version = {FORMAT}")
                connection.execute(
                    "CREATE TABLE events (number INTEGER PRIMARY KEY, at REAL NOT NULL, event TEXT NOT NULL)"
                )
        except sqlite3.Error as error:
            raise _unusable(path, error) from error
        return cls(path, _connected(path))

    @classmethod
    def resume(cls, path: str | Path) -> tuple[Journal, list[Timed]]:
        """A journal to go on with, and what it holds. Raises InputError where another process writes to it."""
        path = Path(path).expanduser()
        _check(path)
        connection = _connected(path)
        return cls(path, connection), list(_events(connection, path))

    def append(self, events: Sequence[Timed]) -> None:
        """Write events, all or none; they are on the disk when this returns. Raises InputError where they are not."""
        rows = [(at, json.dumps(event_as_table(event))) for at, event in events]
        try:
            with self._lock, self._connection as transaction:
                transaction.executemany("INSERT INTO events (at, event) VALUES (?, ?)", rows)
        except sqlite3.Error as error:
            raise _unusable(self.path, error) from error

    def close(self) -> None:
        """End writing."""
        with self._lock:
            self._connection.close()


def read_journal(path: str | Path) -> list[Timed]:
    """What a journal holds. Raises InputError for a file that is none, or that a room is open on."""
    path = Path(path).expanduser()
    _check(path)
    with closing(_connected(path)) as connection:
        return list(_events(connection, path))


def forget_journal(path: str | Path) -> list[Path]:
    """Delete a journal and SQLite's files beside it; returns them. Raises InputError where a room is open on it."""
    path = Path(path).expanduser()
    _check(path)
    with closing(_connected(path)):
        pass  # nobody else has it open
    gone = [file for file in (path, *(path.with_name(path.name + one) for one in BESIDE)) if file.exists()]
    for file in gone:
        file.unlink()
    return gone


def _connected(path: Path) -> sqlite3.Connection:
    """An exclusive connection; the system releases it when the process ends."""
    try:
        connection = sqlite3.connect(path, timeout=PATIENCE, check_same_thread=False)
        for setting in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN IMMEDIATE")  # takes the lock
        connection.rollback()
    except sqlite3.Error as error:
        raise _unusable(path, error) from error
    return connection


def _check(path: Path) -> None:
    """Raise InputError unless the file is a room's journal."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        remedy = "'govsim room open' names the file that it writes."
        raise InputError(Problem(str(path), "the file of a room", reason(error), remedy=remedy)) from error
    if head[:16] != MAGIC or int.from_bytes(head[68:72]) != APPLICATION:
        raise InputError(Problem(str(path), "the file of a room", "another file"))
    if (written := int.from_bytes(head[60:64])) != FORMAT:
        raise InputError(Problem(str(path), f"a room in format {FORMAT}", f"format {written}"))


def _events(connection: sqlite3.Connection, path: Path) -> Iterator[Timed]:
    for number, at, text in connection.execute("SELECT number, at, event FROM events ORDER BY number"):
        yield at, room_event_of(json.loads(text), f"{path}, event {number}")


def _unusable(path: Path, error: sqlite3.Error) -> InputError:
    remedy = "Close the room that is open on it with Ctrl+C first." if "locked" in str(error) else ""
    return InputError(Problem(str(path), "the file of a room that can be used", str(error), remedy=remedy))
