"""A lock on an experiment's folder: one driver at a time; the system releases it when the holder exits."""

from __future__ import annotations

import json
import os
import shlex
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from govsim.errors import Problem, ResultsError

PATIENCE: Final = 1.0  # seconds that a driver waits, because a status query holds the lock for a moment
_PAUSE: Final = 0.05


@dataclass(frozen=True)
class Holder:
    """The process that is writing to a folder."""

    process: int
    host: str
    since: str  # UTC, ISO 8601

    def __str__(self) -> str:
        """`process 4711 on host, since 2026-11-24T18:00:00Z`."""
        return f"process {self.process} on {self.host}, since {self.since}"


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock of a folder. Raises ResultsError if another driver holds it."""
    with open(path, "a+b") as file:
        if not _acquired(file.fileno()):
            holder = _read(path)
            raise ResultsError(
                Problem(
                    str(path.parent), "a folder to which no other process writes",
                    f"{holder or 'another process'} at work in it",
                    remedy="Watch it with "
                    f"`govsim experiment status {shlex.quote(str(path.parent))}`, or wait until it is done.",
                )
            )  # fmt: skip
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        os.truncate(file.fileno(), 0)
        file.write(json.dumps(asdict(Holder(os.getpid(), socket.gethostname(), now))).encode())
        file.flush()
        yield


def holder_of(path: Path) -> Holder | None:
    """The current holder of a folder's lock, if any."""
    import fcntl

    try:
        with open(path, "rb") as file:
            try:
                fcntl.flock(file.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _read(path) or Holder(0, "an unknown host", "an unknown time")
    except FileNotFoundError:
        return None
    return None


def _acquired(number: int) -> bool:
    import fcntl

    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(_PAUSE)


def _read(path: Path) -> Holder | None:
    """The holder that the file names; None before it is written."""
    try:
        return Holder(**json.loads(path.read_bytes()))
    except (ValueError, TypeError):
        return None
