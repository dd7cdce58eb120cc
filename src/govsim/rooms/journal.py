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
from govsim.rooms.events import RoomEvent, room_event_of
from govsim.teaching.events import event_as_table

FORMAT: Final = 1
APPLICATION: Final = 0x67736D72  # marks a file as a room of govsim
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
            raise InputError(Problem(str(path), "a file that is not there yet", "a file", remedy=remedy))
        connection = _connected(path)
        with connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {FORMAT}")
            connection.execute(
                "CREATE TABLE events (number INTEGER PRIMARY KEY, at REAL NOT NULL, event TEXT NOT NULL)"
            )
        return cls(path, connection)

    @classmethod
    def resume(cls, path: str | Path) -> tuple[Journal, list[Timed]]:
        """A journal to go on with, and what it holds. Raises InputError where another process writes to it."""
        path = Path(path).expanduser()
        _check(path)
        connection = _connected(path)
        return cls(path, connection), list(_events(connection, path))

    def append(self, events: Sequence[Timed]) -> None:
        """Write events, all or none; they are on the disk when this returns."""
        rows = [(at, json.dumps(event_as_table(event))) for at, event in events]
        with self._lock, self._connection as transaction:
            transaction.executemany("INSERT INTO events (at, event) VALUES (?, ?)", rows)

    def close(self) -> None:
        """End writing."""
        with self._lock:
            self._connection.close()


def read_journal(path: str | Path) -> list[Timed]:
    """What a journal holds; also while a room is open on it. Raises InputError for a file that is none."""
    path = Path(path).expanduser()
    _check(path)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            return list(_events(connection, path))
        except sqlite3.OperationalError as error:
            raise _unusable(path, error) from error


def forget_journal(path: str | Path) -> list[Path]:
    """Delete a journal and SQLite's files beside it; returns them. Raises InputError where it is in use."""
    path = Path(path).expanduser()
    _check(path)
    with closing(_connected(path)):
        pass  # nobody else writes to it
    gone = [file for file in (path, *(path.with_name(path.name + one) for one in BESIDE)) if file.exists()]
    for file in gone:
        file.unlink()
    return gone


def _connected(path: Path) -> sqlite3.Connection:
    """A connection that alone may write: a second one is refused until it ends, however it ends."""
    try:
        connection = sqlite3.connect(path, timeout=1.0, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error as error:
        raise _unusable(path, error) from error
    return connection


def _check(path: Path) -> None:
    """Raise InputError unless the file is a room's journal."""
    if not path.is_file():
        remedy = "'govsim room open' names the file that it writes."
        raise InputError(Problem(str(path), "the file of a room", "no file", remedy=remedy))
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (written,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        raise _unusable(path, error) from error
    if application != APPLICATION:
        raise InputError(Problem(str(path), "the file of a room", "another file"))
    if written != FORMAT:
        raise InputError(Problem(str(path), f"a room in format {FORMAT}", f"format {written}"))


def _events(connection: sqlite3.Connection, path: Path) -> Iterator[Timed]:
    for number, at, text in connection.execute("SELECT number, at, event FROM events ORDER BY number"):
        yield at, room_event_of(json.loads(text), f"{path}, event {number}")


def _unusable(path: Path, error: sqlite3.Error) -> InputError:
    return InputError(Problem(str(path), "the file of a room that nobody else has open", str(error)))
