"""A rehearsal of a room: its server as the lecturer starts it, and robots that use it over HTTP to the end."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import govsim
from govsim.rooms.cabinet import SCREENS
from govsim.rooms.robots import Lecturer, Phone, RoomUnreachable, Screen
from govsim.statistics.resampling import generator
from govsim.words.plurals import counted as counted_words

AT_ONCE: Final = 32  # robots that act at the same time
PATIENCE: Final = 60.0  # seconds to start
COUNTED: Final = ("vote", "guess")  # whose count begins at 0 on the screen
ADDRESS: Final = re.compile(r"(Phones|Screen|Desk): +(\S+)")

Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class RoomServer:
    """A room that another process serves."""

    process: subprocess.Popen[str]
    phones: str  # where phones join
    screen: str
    desk: str

    @property
    def site(self) -> str:
        """The root of the site."""
        return self.phones.rpartition("room/")[0]

    @property
    def code(self) -> str:
        """The code of the room."""
        return self.phones.rpartition("/")[2]


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """What a rehearsal measured."""

    students: int
    joined: float  # seconds until all had their seat
    first_bytes: int  # most that a phone loaded until it showed its seat
    vote: float  # seconds from a vote or a guess to its count on the screen
    presses: int
    seconds: float  # of the whole game


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(*command: str) -> Iterator[RoomServer]:
    """A room served by `govsim room …` in another process, which ends with the block. Raises RoomUnreachable."""
    path = os.pathsep.join([str(Path(govsim.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        [sys.executable, "-m", "govsim", "room", *command],
        env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield RoomServer(process=process, **_addresses(process))
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def _addresses(process: subprocess.Popen[str]) -> dict[str, str]:
    """The addresses that the server prints. Raises RoomUnreachable with its words where it stops instead."""
    addresses: dict[str, str] = {}
    lines = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if match := ADDRESS.search(line):
            addresses[match[1].lower()] = match[2]
        if line.startswith("Ctrl+C"):
            return addresses
    raise RoomUnreachable(f"the room was not opened: {''.join(lines).strip()}")


def rehearse_room(
    file: Path,
    students: int,
    *,
    game: str = "cabinet",
    minutes: int = 75,
    seed: int = 0,
    tell: Tell = lambda sentence: None,
) -> Rehearsed:
    """Let robots play a whole cabinet game, or a lesson, in a room of its own process.

    Args:
        file: The room's file, which must not be there yet.
        students: How many phones; every second robot is careless, the others do as the rules do.
        game: The cabinet game, or the name or file of a lesson.
        minutes: Length of the cabinet game. Robots do not wait for its clock.
        seed: Root seed of the country's worlds and of the robots.
        tell: Called with a sentence on what happens.

    Returns:
        What was measured. The game is in the file.

    Raises:
        RoomUnreachable: the room was not opened, or stopped answering.
    """
    options = ("--port", str(free_port()), "--minutes", str(minutes), "--seed", str(seed), "-o", str(file))
    begun = time.monotonic()
    with served("open", game, *options) as server, ThreadPoolExecutor(AT_ONCE) as at_once:
        tell(f"The room is open at {server.phones}.")
        randoms = [generator(seed + number) for number in range(students)]
        phones = [Phone(server.site, random, careless=place % 2 == 1) for place, random in enumerate(randoms)]
        opened = time.monotonic()
        list(at_once.map(lambda phone: phone.join(server.code), phones))
        joined = time.monotonic() - opened
        most = max(phone.first_bytes for phone in phones)
        tell(f"{students} phones joined in {joined:.1f} s; the first page took {most / 1000:.0f} kB.")
        screen, lecturer = Screen(server.screen), Lecturer(server.desk)
        vote = _played(phones, screen, lecturer, at_once, tell)
        for phone in phones:
            phone.visitor.close()
    return Rehearsed(
        students=students,
        joined=joined,
        first_bytes=most,
        vote=vote,
        presses=sum(phone.pressed for phone in phones),
        seconds=time.monotonic() - begun,
    )


def _played(
    phones: Sequence[Phone], screen: Screen, lecturer: Lecturer, at_once: ThreadPoolExecutor, tell: Tell
) -> float:
    """Play until it is over; seconds from the first vote or guess to its count on the screen."""
    vote = 0.0
    while True:
        list(at_once.map(_look_until_asked, phones))
        if not vote and any(form.key in COUNTED for form in phones[0].page.forms):
            screen.look()
            counted = at_once.submit(screen.wait_for, "<b>1</b>")
            sent = time.monotonic()
            phones[0].play()
            counted.result()
            vote = time.monotonic() - sent
            tell(f"An answer was on the screen after {vote:.1f} s.")
        list(at_once.map(Phone.play, phones))
        pressed = sum(phone.pressed for phone in phones)
        tell(f"{lecturer.title()}: {counted_words(pressed, 'answer')} so far.")
        if lecturer.debriefs():
            for number in range(1, SCREENS):
                lecturer.turn(number)
                screen.wait_for("<h1>")
        lecturer.next()
        if lecturer.is_over():
            return vote


def _look_until_asked(phone: Phone) -> None:
    """Look until what was decided has taken its course. Raises RoomUnreachable where it never does."""
    from govsim.rooms.cabinet_words import PLAYING

    until = time.monotonic() + PATIENCE
    phone.look()
    while PLAYING in phone.page.words:
        if time.monotonic() > until:
            raise RoomUnreachable("the room did not get ready for the next phase")
        time.sleep(0.25)
        phone.look()
