"""A room as immutable data: its state is a fold over its events and their times, and nothing else."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from govsim.errors import InputError, Problem
from govsim.rooms.activity import Activity
from govsim.rooms.events import (
    AutomaticSet,
    ClockSet,
    DeskAdded,
    DoorSet,
    Played,
    Removed,
    RoomEvent,
    RoomOpened,
    ScreenHidden,
    SeatReissued,
    SeatTaken,
)

MOST_SEATS: Final = 200
LONGEST_NICKNAME: Final = 24

Open = Callable[[str, Mapping[str, Any]], Activity]  # an activity by its name and settings


@dataclass(frozen=True, kw_only=True)
class Member:
    """A student in the room: the digest of the seat's secret, the nickname if any, and when they came."""

    digest: str
    nickname: str
    joined: float


@dataclass(frozen=True, kw_only=True)
class Room:
    """The state of a room."""

    opened: RoomOpened
    activity: Activity
    desks: frozenset[str] = frozenset()  # digests
    members: Mapping[str, Member] = field(default_factory=dict)
    by_digest: Mapping[str, str] = field(default_factory=dict)  # of a seat's secret: the student
    came: int = 0  # how many have ever joined
    door: bool = True
    automatic: bool = False
    hidden: bool = False
    ends: float = 0.0  # of the open phase; 0 where no clock runs

    def name_of(self, student: str) -> str:
        """What a student is called."""
        member = self.members.get(student)
        return member.nickname if member is not None and member.nickname else f"Student {student[1:]}"

    @property
    def next_student(self) -> str:
        """The name under which the next student is remembered."""
        return f"s{self.came + 1}"


def digest(secret: str) -> str:
    """Digest of a secret: it recognises the secret and does not reveal it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def tidy_nickname(text: str) -> str:
    """A nickname in one line, without characters that are not seen or that turn the text around.

    Raises InputError for one that is too long.

    >>> tidy_nickname("  Ada\\u202e \\n Lovelace ")
    'Ada Lovelace'
    """
    if len(text) > LONGEST_NICKNAME * 4:
        raise _too_long(len(text))
    seen = "".join(" " if one.isspace() else one for one in text if one.isspace() or _is_seen(one))
    tidied = " ".join(seen.split())
    if len(tidied) > LONGEST_NICKNAME:
        raise _too_long(len(tidied))
    return tidied


def _is_seen(letter: str) -> bool:
    return not unicodedata.category(letter).startswith(("C", "Zl", "Zp"))


def _too_long(letters: int) -> InputError:
    expected = f"at most {LONGEST_NICKNAME} letters"
    return InputError(Problem("nickname", expected, f"{letters}", remedy="Choose a shorter one."))


def fold_room(events: Iterable[tuple[float, RoomEvent]], opening: Open) -> Room:
    """The state of a room after its events, each with its time. Raises InputError for one that is not allowed."""
    room: Room | None = None
    for at, event in events:
        room = after_event(room, event, at, opening)
    if room is None:
        raise InputError(Problem("room", "a room that was opened", "no event"))
    return room


def after_event(room: Room | None, event: RoomEvent, at: float, opening: Open) -> Room:
    """The state after one more event at a time. Raises InputError for an event that is not allowed now."""
    if isinstance(event, RoomOpened):
        if room is not None:
            raise _refused(event, "one opening of a room", "a second one")
        activity = opening(event.activity, event.settings)
        return _clocked(Room(opened=event, activity=activity, automatic=event.automatic), at)
    if room is None:
        raise _refused(event, "a room that was opened before", "none")
    if isinstance(event, Played):
        before = room.activity.phase
        room = replace(room, activity=room.activity.after(event.act))
        return room if room.activity.phase == before else _clocked(room, at)
    return _arranged(room, event, at)


def _arranged(room: Room, event: RoomEvent, at: float) -> Room:
    """The state after an event that is not one of what is played."""
    if isinstance(event, SeatTaken):
        return _taken(room, event, at)
    if isinstance(event, DeskAdded):
        return replace(room, desks=room.desks | {event.digest})
    if isinstance(event, DoorSet):
        return replace(room, door=event.open)
    if isinstance(event, ClockSet):
        return replace(room, ends=event.ends)
    if isinstance(event, AutomaticSet):
        return replace(room, automatic=event.on)
    if isinstance(event, ScreenHidden):
        return replace(room, hidden=event.on)
    if isinstance(event, RoomOpened | Played):
        raise _refused(event, "an event of a room", "another")
    member = room.members.get(event.student)
    if member is None:
        raise _refused(event, "a student who is here", f"'{event.student}'")
    others = {one: student for one, student in room.by_digest.items() if student != event.student}
    if isinstance(event, Removed):
        members = {student: one for student, one in room.members.items() if student != event.student}
        return replace(room, members=members, by_digest=others)
    if isinstance(event, SeatReissued):
        changed = replace(member, digest=event.digest)
        return replace(
            room,
            members={**room.members, event.student: changed},
            by_digest={**others, event.digest: event.student},
        )
    changed = replace(member, nickname=tidy_nickname(event.nickname))
    return replace(room, members={**room.members, event.student: changed})


def _taken(room: Room, event: SeatTaken, at: float) -> Room:
    if event.student != room.next_student or event.digest in room.by_digest:
        raise _refused(event, f"'{room.next_student}', who is next", f"'{event.student}'")
    if len(room.members) >= MOST_SEATS:
        raise _refused(event, f"at most {MOST_SEATS} students", "one more")
    nickname = tidy_nickname(event.nickname) if room.opened.nicknames else ""
    member = Member(digest=event.digest, nickname=nickname, joined=at)
    return replace(
        room,
        members={**room.members, event.student: member},
        by_digest={**room.by_digest, event.digest: event.student},
        came=room.came + 1,
    )


def _clocked(room: Room, at: float) -> Room:
    """The room with the clock of the phase that has just begun."""
    phase = room.activity.phase
    return replace(room, ends=at + 60 * phase.minutes if phase is not None else 0.0)


def _refused(event: RoomEvent, expected: str, found: str) -> InputError:
    return InputError(Problem(type(event).__name__.lower(), expected, found))
