"""Events of a game, and the journal that holds them: one JSON object a line, in the order in which they happened."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from govsim.errors import InputError, Problem, nearest
from govsim.files import atomic_write


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The game begins: which country, which world of which seed, and how long the lesson is."""

    country: str = "cabinet"
    seed: int = 0
    world: int = 0
    minutes: int = 75


@dataclass(frozen=True, kw_only=True)
class Joined:
    """A student takes a seat, and from the reform on also one on a board, if any."""

    student: str
    seat: str
    board: str = ""


@dataclass(frozen=True, kw_only=True)
class Left:
    """A student leaves, or is removed. A vote that is open loses that student's."""

    student: str


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """A student's private forecast of the last quarter: progress in need points, core services as an index."""

    student: str
    progress: float
    core_services: float


@dataclass(frozen=True, kw_only=True)
class Chose:
    """A student in a seat takes a decision of this round: a step from −2 to 2 around the rule's choice."""

    student: str
    seat: str
    choice: str
    step: int


@dataclass(frozen=True, kw_only=True)
class Bundled:
    """The class puts a bundle of levers of its own on the ballot."""

    levers: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Voted:
    """A student votes on the reform, in secret. The last vote counts."""

    student: str
    option: str


@dataclass(frozen=True, kw_only=True)
class Noted:
    """The observer writes down what happened between people."""

    student: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Closed:
    """The lecturer ends a phase. Who has not answered repeats what stood."""

    phase: str


Event = Opened | Joined | Left | Forecast | Chose | Bundled | Voted | Noted | Closed

EVENTS: Final = {
    kind.__name__.lower(): kind
    for kind in (Opened, Joined, Left, Forecast, Chose, Bundled, Voted, Noted, Closed)
}
_KINDS: Final = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}


def event_as_table(event: Any) -> dict[str, Any]:
    """An event, of a game or of a room, as a JSON-ready table.

    >>> event_as_table(Voted(student="s1", option="siloed"))
    {'event': 'voted', 'student': 's1', 'option': 'siloed'}
    """
    values = {one.name: getattr(event, one.name) for one in fields(event)}
    return {"event": type(event).__name__.lower(), **values}


def event_of(table: Any, where: str = "event", kinds: Mapping[str, Any] = EVENTS) -> Any:
    """The event of one of these kinds in a table. Raises InputError for anything else."""
    named = table.get("event") if isinstance(table, dict) else table
    if not isinstance(table, dict) or not isinstance(named, str) or named not in kinds:
        remedy = nearest(str(named), list(kinds))
        raise InputError(Problem(where, "an event of a game", f"{named!r}"[:80], remedy=remedy))
    kind = kinds[named]
    given = {name: value for name, value in table.items() if name != "event"}
    known = {one.name: str(one.type) for one in fields(kind)}
    for name, value in given.items():
        expected = _KINDS.get(known.get(name, ""), (dict,))
        if (
            name not in known
            or not isinstance(value, expected)
            or isinstance(value, bool) != (expected == (bool,))
        ):
            raise InputError(Problem(where, f"a field of '{table['event']}'", f"{value!r}"[:80], key=name))
    try:
        return kind(**given)
    except TypeError:
        missing = sorted(set(known) - set(given))
        raise InputError(Problem(where, f"all of {', '.join(known)}", f"no {', '.join(missing)}")) from None


def save_journal(events: Iterable[Event], path: str | Path) -> Path:
    """Write events to a file, atomically, one JSON object a line."""
    path = Path(path).expanduser()
    with atomic_write(path) as file:
        for event in events:
            file.write(json.dumps(event_as_table(event)).encode() + b"\n")
    return path


def load_journal(path: str | Path) -> tuple[Event, ...]:
    """The events of a journal. Raises InputError with the line of whatever is not an event."""
    path = Path(path).expanduser()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Problem(str(path), "a journal of a game", f"{error}")) from error
    events = []
    for number, line in enumerate(lines, start=1):
        try:
            table = json.loads(line)
        except ValueError:
            problem = Problem(str(path), "a JSON object", repr(line)[:80], line=number)
            raise InputError(problem) from None
        events.append(event_of(table, f"{path}, line {number}"))
    return tuple(events)
