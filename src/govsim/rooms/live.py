"""A room that is open: its state, its journal, the work it waits for, and its clock."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from govsim.app.jobs import Failure, JobFailed
from govsim.app.work import Task
from govsim.errors import InputError, Problem
from govsim.rooms.activity import Activity, Events, Form
from govsim.rooms.cabinet import Cabinet
from govsim.rooms.events import (
    ClockSet,
    DeskAdded,
    Played,
    Removed,
    RoomEvent,
    RoomOpened,
    SeatReissued,
    SeatTaken,
)
from govsim.rooms.journal import Journal, Timed
from govsim.rooms.lesson import LessonInRoom
from govsim.rooms.limits import Clock, Limit, Turns
from govsim.rooms.room import Room, after_event, digest, fold_room, tidy_nickname

LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ"  # without I, L and O, which look like others
CODE_LENGTH: Final = 5
SECRET_BYTES: Final = 18
KEY_LETTERS: Final = 10  # of the key in the QR code, which lets a class in while somebody guesses codes
GUESSES, ALL_GUESSES = (
    30,
    600,
)  # wrong codes a minute: of an address, and of all, who may claim many addresses
ANSWERS, JOINS = 60, 300  # a minute: answers of a seat, joins of an address
LOOKS: Final = 0.5  # seconds between looks at the clock
AT_LEAST: Final = 60.0  # seconds that a phase has left after a restart, where it closes by itself

ACTIVITIES: Final[Mapping[str, Callable[[Mapping[str, Any]], Activity]]] = {
    "cabinet": Cabinet.open,
    "lesson": LessonInRoom.open,
}


STARTED: Final = 2  # processes that are started beforehand, so that no phone waits for that


def awake(number: int) -> int:
    """Warm up a process: it loads the model and returns its number."""
    return number


class Following(Protocol):
    """What does work in other processes: `govsim.app.jobs`."""

    def follow(self, owner: Any, works: Sequence[Any]) -> Any:
        """Yield the results."""
        ...


def opening(name: str, settings: Mapping[str, Any]) -> Activity:
    """An activity by its name. Raises InputError for one that there is not."""
    if name not in ACTIVITIES:
        raise InputError(Problem("room", f"one of {', '.join(ACTIVITIES)}", f"'{name}'"))
    return ACTIVITIES[name](settings)


def new_code() -> str:
    """A code of letters that cannot be mistaken for each other."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def new_secret() -> str:
    """The secret in the address of a seat or of the desk."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_room(
    journal: Journal,
    activity: str,
    settings: Mapping[str, Any],
    at: float,
    *,
    nicknames: bool,
    automatic: bool,
) -> list[Timed]:
    """Open a room in an empty journal; what it then holds. Raises InputError for settings that do not exist."""
    opened = RoomOpened(
        activity=activity,
        code=new_code(),
        screen=new_secret(),
        settings=settings,
        nicknames=nicknames,
        automatic=automatic,
    )
    after_event(None, opened, at, opening)
    journal.append([(at, opened)])
    return [(at, opened)]


class LiveRoom:
    """The one room of a server. Every change is on the disk before it is visible.

    The clock and the processes are given, so that a test can set them.
    """

    def __init__(self, journal: Journal, room: Room, jobs: Following, clock: Clock = time.time) -> None:
        self.journal, self.clock, self.jobs = journal, clock, jobs
        self.room = room
        self.done: dict[str, Any] = {}  # finished work by name
        self._begun: dict[str, Task] = {}
        self._lock = threading.RLock()
        self.screens: dict[str, str] = {}  # which page of a seat was opened last, by student
        self.seen: dict[str, float] = {}  # when a seat was last heard of, by student
        self.guesses, self.all_guesses = Limit(GUESSES, clock), Limit(ALL_GUESSES, clock)
        self.joins = Limit(JOINS, clock)
        self.presses, self.turns = Limit(ANSWERS, clock), Turns()
        self.key = digest(f"join {room.opened.screen}")[:KEY_LETTERS]
        self._closed = threading.Event()

    @classmethod
    def resume(
        cls, journal: Journal, events: Sequence[Timed], jobs: Following, clock: Clock = time.time
    ) -> LiveRoom:
        """A room that goes on from its journal; a phase that closes by itself has a minute left at least."""
        live = cls(journal, fold_room(events, opening), jobs, clock)
        if live.room.automatic and live.room.ends and live.room.ends < clock() + AT_LEAST:
            live.record(ClockSet(ends=clock() + AT_LEAST))
        return live

    def start(self) -> None:
        """Start the processes, begin the work that the room waits for, and look at the clock from now on."""
        for number in range(STARTED):
            task = Task(function=awake, arguments=(number,))
            threading.Thread(target=self._work, args=(f"start {number}", task), daemon=True).start()
        self._begin_work()
        threading.Thread(target=self._look_at_the_clock, daemon=True).start()

    def close(self) -> None:
        """Stop looking at the clock, and end the journal."""
        self._closed.set()
        self.journal.close()

    # --- changes ------------------------------------------------------------------------------------------------------

    def record(self, *events: RoomEvent) -> Room:
        """Change the room by events, all or none. Raises InputError for one that is not allowed now."""
        with self._lock:
            at = self.clock()
            room = self.room
            for event in events:
                room = after_event(room, event, at, opening)
            self.journal.append([(at, event) for event in events])
            self.room = room
        self._begin_work()
        return room

    def play(self, events: Events) -> Room:
        """Change what is played."""
        return self.record(*(Played(act=event) for event in events))

    def add_desk(self) -> str:
        """Another secret with which the desk opens."""
        secret = new_secret()
        self.record(DeskAdded(digest=digest(secret)))
        return secret

    def join(self, secret: str, nickname: str) -> str:
        """Give a newcomer a seat; the same secret gives the same seat again. Raises InputError where none is free."""
        with self._lock:
            mark = digest(secret)
            if mark in self.room.by_digest:
                return self.room.by_digest[mark]
            if not self.room.door:
                remedy = "Ask the lecturer to let you in."
                raise InputError(
                    Problem("room", "a room that lets students join", "a closed door", remedy=remedy)
                )
            student = self.room.next_student
            seat = SeatTaken(student=student, digest=mark, nickname=tidy_nickname(nickname))
            self.record(seat, *(Played(act=event) for event in self.room.activity.joins(student)))
            return student

    def remove(self, student: str) -> None:
        """Remove a student, whose place is free from now on."""
        with self._lock:
            leaves = [Played(act=event) for event in self.room.activity.leaves(student)]
            self.record(*leaves, Removed(student=student))

    def reissue(self, student: str) -> str:
        """A new secret for a seat; the old one is no longer valid."""
        secret = new_secret()
        self.record(SeatReissued(student=student, digest=digest(secret)))
        return secret

    def answer(self, student: str, form: Form) -> None:
        """What a student sent. Raises InputError for what cannot be answered now."""
        with self._lock:
            self.play(self.room.activity.answers(student, form))

    def lecturer(self, form: Form) -> None:
        """What the lecturer sent about what is played."""
        with self._lock:
            self.play(self.room.activity.lecturer(form))

    def close_phase(self, key: str) -> None:
        """Close a phase if it is still the open one: a second press changes nothing."""
        with self._lock:
            phase = self.room.activity.phase
            if phase is not None and phase.key == key:
                self.play(self.room.activity.closes())

    # --- work and clock -----------------------------------------------------------------------------------------------

    def _begin_work(self) -> None:
        """Begin the work that the faces need and that has not begun."""
        with self._lock:
            tasks = self.room.activity.work()
            for name in [name for name in self.done if self._begun.get(name) != tasks.get(name)]:
                del self.done[name]
            fresh = {name: task for name, task in tasks.items() if self._begun.get(name) != task}
            self._begun = dict(tasks)
        for name, task in fresh.items():
            threading.Thread(target=self._work, args=(name, task), daemon=True).start()

    def _work(self, name: str, task: Task) -> None:
        result: Any
        try:
            for (result,) in self.jobs.follow((name, task), [task]):
                self._finish(name, task, result)
        except JobFailed as failed:
            self._finish(name, task, failed.failure)

    def _finish(self, name: str, task: Task, result: object) -> None:
        with self._lock:
            if self._begun.get(name) == task:
                self.done = {**self.done, name: result}

    def _look_at_the_clock(self) -> None:
        while not self._closed.wait(LOOKS):
            self.tick()

    def tick(self) -> None:
        """Close a phase whose time is up, if the room closes phases by itself and the world is ready."""
        with self._lock:
            room = self.room
            phase = room.activity.phase
            if room.automatic and room.ends and phase is not None and self.clock() >= room.ends:
                self.close_phase(phase.key)

    def snapshot(self) -> tuple[Room, Mapping[str, Any]]:
        """The room and its finished work, as they are now."""
        with self._lock:
            return self.room, dict(self.done)

    def failed(self) -> Failure | None:
        """Why some work failed, if any did."""
        return next((one for one in self.done.values() if isinstance(one, Failure)), None)
