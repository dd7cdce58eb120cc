"""Events of a room: who came, what the lecturer did, and what was played. The journal holds them in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from govsim.teaching.events import event_of


@dataclass(frozen=True, kw_only=True)
class RoomOpened:
    """The room is opened: what is played in it, and the code by which phones join."""

    activity: str
    code: str
    screen: str  # what the address of the screen ends in; it shows what all may see
    settings: Mapping[str, Any] = field(default_factory=dict)
    nicknames: bool = False  # whether students may give one
    automatic: bool = False  # whether a phase closes when its time is up


@dataclass(frozen=True, kw_only=True)
class DeskAdded:
    """Another address of the desk is valid; the digest of its secret."""

    digest: str


@dataclass(frozen=True, kw_only=True)
class SeatTaken:
    """A student joined; the digest of the secret in the address of the seat."""

    student: str
    digest: str
    nickname: str = ""


@dataclass(frozen=True, kw_only=True)
class SeatReissued:
    """A seat has another address, and the old one is no longer valid: it was handed over, or a phone was lost."""

    student: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class Renamed:
    """The lecturer changed a nickname, or took it away."""

    student: str
    nickname: str


@dataclass(frozen=True, kw_only=True)
class Removed:
    """The lecturer removed a student; the seat's address is no longer valid."""

    student: str


@dataclass(frozen=True, kw_only=True)
class DoorSet:
    """The lecturer lets students join, or no more of them."""

    open: bool


@dataclass(frozen=True, kw_only=True)
class ClockSet:
    """The lecturer moved the end of the open phase, in seconds of Unix time; 0 stops the clock."""

    ends: float


@dataclass(frozen=True, kw_only=True)
class AutomaticSet:
    """Phases close when their time is up, or only by the lecturer."""

    on: bool


@dataclass(frozen=True, kw_only=True)
class ScreenHidden:
    """The lecturer hid what the screen shows, or shows it again."""

    on: bool


@dataclass(frozen=True, kw_only=True)
class Played:
    """An event of what is played."""

    act: Mapping[str, Any]


RoomEvent = (
    RoomOpened
    | DeskAdded
    | SeatTaken
    | SeatReissued
    | Renamed
    | Removed
    | DoorSet
    | ClockSet
    | AutomaticSet
    | ScreenHidden
    | Played
)

ROOM_EVENTS: Final = {
    kind.__name__.lower(): kind
    for kind in (
        RoomOpened,
        DeskAdded,
        SeatTaken,
        SeatReissued,
        Renamed,
        Removed,
        DoorSet,
        ClockSet,
        AutomaticSet,
        ScreenHidden,
        Played,
    )
}


def room_event_of(table: Any, where: str = "event") -> RoomEvent:
    """The event in a table, as `event_as_table` writes it. Raises InputError for anything else.

    >>> room_event_of({"event": "doorset", "open": False})
    DoorSet(open=False)
    """
    event: RoomEvent = event_of(table, where, ROOM_EVENTS)
    return event
