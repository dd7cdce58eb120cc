"""What can be made of a room's file: its game, its debrief, and tidy data with a codebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from govsim.documents.document import Document
from govsim.errors import InputError, Problem
from govsim.files import written
from govsim.rooms.activity import Activity
from govsim.rooms.cabinet import TURNED, Cabinet
from govsim.rooms.cabinet_work import Position, standing
from govsim.rooms.events import Played, Renamed, RoomOpened, SeatTaken
from govsim.rooms.journal import Timed
from govsim.rooms.lesson import LessonInRoom
from govsim.rooms.lesson_report import lesson_report
from govsim.rooms.live import opening
from govsim.rooms.room import Room, fold_room
from govsim.teaching.debrief import EXPLAINED_WORLDS, debrief
from govsim.teaching.debrief_document import debrief_document
from govsim.teaching.events import Chose, Closed, Event, Forecast, Noted, event_of
from govsim.teaching.game import Game, after
from govsim.teaching.steps import FURTHEST
from govsim.teaching.us_or_luck import OTHER_WORLDS

if TYPE_CHECKING:
    import pyarrow

FORMATS: Final = ("csv", "parquet")

WRITTEN_BY_STUDENTS: Final = {"nickname", "note"}
FORMULAS: Final = ("=", "+", "-", "@", "\t")
Rows = list[tuple[object, ...]]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table of the export: its columns with what they mean, and its rows."""

    name: str
    about: str
    columns: tuple[tuple[str, str], ...]
    rows: Sequence[tuple[object, ...]]


def _cabinet(activity: Activity) -> Cabinet:
    if not isinstance(activity, Cabinet):
        raise InputError(Problem("room", "a room with the cabinet game", f"'{activity.title}'"))
    return activity


def game_events(events: Iterable[Timed]) -> list[tuple[float, Event]]:
    """The events of the game alone with their times, as `govsim.teaching` reads them."""
    found: list[tuple[float, Event]] = []
    for at, event in events:
        if isinstance(event, RoomOpened):
            found.append((at, event_of({"event": "opened", **event.settings})))
        if isinstance(event, Played) and event.act.get("event") != TURNED:
            found.append((at, event_of(event.act)))
    return found


def report(
    events: Sequence[Timed],
    command: str = "",
    *,
    worlds: int = OTHER_WORLDS,
    explained: int = EXPLAINED_WORLDS,
    jobs: int | None = None,
) -> Document:
    """The debrief of a room's game, or the guesses and results of its lesson, from what its file holds alone.

    `worlds`, `explained` and `jobs` are those of `govsim.teaching.debrief.debrief`. Raises InputError while rounds
    are left to play.
    """
    activity = fold_room(events, opening).activity
    if isinstance(activity, LessonInRoom):
        return lesson_report(activity, command)
    game = _cabinet(activity).final_game
    return debrief_document(debrief(game, worlds=worlds, explained=explained, jobs=jobs), command)


def sheets(events: Sequence[Timed], *, anonymous: bool = False) -> tuple[Sheet, ...]:
    """The tidy data of a room's game, or of its lesson.

    Votes are counts, because the vote was secret. What each seat saw is worked out again from the game: it is what
    was shown, bit for bit.

    Args:
        events: What the file holds.
        anonymous: Whether nicknames are left out.
    """
    room, names = fold_room(events, opening), _names(events, anonymous)
    if isinstance(room.activity, LessonInRoom):
        return _present(room, names), _guesses(events, room.activity)
    game = _cabinet(room.activity).game
    return (
        _students(room, game, names, events),
        _forecasts(events),
        _decisions(events, game),
        _seen(events),
        _votes(game),
        _rounds(game),
        _notes(events),
    )


def codebook(tables: Sequence[Sheet]) -> Sheet:
    """What each column of each table means."""
    rows = [(one.name, column, meaning) for one in tables for column, meaning in one.columns]
    columns = (("table", "name of the table"), ("column", "name of the column"), ("meaning", "what it holds"))
    return Sheet(name="codebook", about="what each column means", columns=columns, rows=rows)


def write_sheets(tables: Sequence[Sheet], folder: str | Path, kind: str = "csv") -> list[Path]:
    """Write tables to a folder, one file each; returns the files. Raises InputError where one cannot be written."""
    import pyarrow.csv
    import pyarrow.parquet

    folder = Path(folder).expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for one in tables:
        path = folder / f"{one.name}.{kind}"
        with written(path, InputError) as file:
            if kind == "csv":
                pyarrow.csv.write_csv(_arrow(one, safe=True), file)
            else:
                pyarrow.parquet.write_table(_arrow(one, safe=False), file)
        files.append(path)
    return files


def _arrow(sheet: Sheet, *, safe: bool) -> pyarrow.Table:
    """A table for pyarrow; `safe` keeps a spreadsheet from taking what somebody wrote for a formula."""
    import pyarrow

    columns = {name: [row[place] for row in sheet.rows] for place, (name, _) in enumerate(sheet.columns)}
    for name in WRITTEN_BY_STUDENTS & set(columns) if safe else ():
        columns[name] = [f"'{text}" if str(text).startswith(FORMULAS) else text for text in columns[name]]
    return pyarrow.table(columns)


def _time(at: float) -> str:
    """A time in UTC, to the millisecond."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")


def _names(events: Sequence[Timed], anonymous: bool) -> Mapping[str, str]:
    """The last nickname of each student, also of those who were removed."""
    names: dict[str, str] = {}
    for _, event in events:
        if isinstance(event, SeatTaken | Renamed):
            names[event.student] = "" if anonymous else event.nickname
    return names


TIME: Final = ("time", "when, UTC")
ROUND: Final = ("round", "number of the round, from 1")
STUDENT: Final = ("student", "number of the student, the same in all tables")
SEAT: Final = ("seat", "key of the seat")


def _students(room: Room, game: Game, names: Mapping[str, str], events: Sequence[Timed]) -> Sheet:
    rows: Rows = []
    for at, event in events:
        if isinstance(event, Played) and event.act.get("event") == "joined":
            one = event.act
            student = str(one["student"])
            rows.append(
                (
                    _time(at),
                    student,
                    names.get(student, ""),
                    one["seat"],
                    one["board"],
                    student in room.members,
                )
            )
    columns = (
        TIME,
        STUDENT,
        ("nickname", "the last nickname; empty if none was given, or with --anonymous"),
        SEAT,
        ("board", "key of the mission board, from the reform on; empty if none"),
        ("stayed", "whether the student was still in the room at the end"),
    )
    return Sheet(name="students", about="who sat where, and from when on", columns=columns, rows=rows)


def _present(room: Room, names: Mapping[str, str]) -> Sheet:
    rows: Rows = [
        (_time(one.joined), student, names.get(student, "")) for student, one in room.members.items()
    ]
    columns = (TIME, STUDENT, ("nickname", "the last nickname; empty if none was given, or with --anonymous"))
    return Sheet(name="students", about="who was there at the end", columns=columns, rows=rows)


def _guesses(events: Sequence[Timed], activity: LessonInRoom) -> Sheet:
    rows: Rows = []
    for at, event in events:
        if isinstance(event, Played) and event.act.get("event") == "guessed":
            step, answer = activity.lesson.step(event.act["step"]), event.act["answer"]
            assert step.guess is not None
            words = step.guess.words(answer)
            rows.append((_time(at), event.act["student"], step.key, step.guess.question, str(answer), words))
    columns = (
        TIME,
        STUDENT,
        ("step", "key of the lesson’s step"),
        ("question", "as it was asked"),
        ("answer", "key of the option, or the number"),
        ("words", "the answer in words"),
    )
    return Sheet(
        name="guesses", about="every guess; the last of a student counts", columns=columns, rows=rows
    )


def _forecasts(events: Sequence[Timed]) -> Sheet:
    rows: Rows = [
        (_time(at), one.student, one.progress, one.core_services)
        for at, one in game_events(events)
        if isinstance(one, Forecast)
    ]
    columns = (
        TIME,
        STUDENT,
        ("progress", "forecast fall of need by the end, in need points"),
        ("core_services", "forecast core services at the end; 1 is what is owed"),
    )
    return Sheet(
        name="forecasts", about="every forecast; the last of a student counts", columns=columns, rows=rows
    )


def _decisions(events: Sequence[Timed], final: Game) -> Sheet:
    """Every press, and for each decision of a closed round what stood."""
    rows: Rows = []
    game: Game | None = None
    for at, event in game_events(events):
        if isinstance(event, Chose) and game is not None:
            place = (event.seat, event.choice)
            rows.append(_decision(at, game.round + 1, final, place, event.step, event.student, "pressed"))
        before = game
        game = after(game, event)
        if isinstance(event, Closed) and before is not None and game.round > before.round:
            for place, step in game.rounds[-1].items():
                how = "answered" if place in game.answered[-1] else "repeated"
                rows.append(_decision(at, game.round, final, place, step, "", how))
    columns = (
        TIME,
        ROUND,
        SEAT,
        ("role", "kind of the seat"),
        ("decision", "key of the decision"),
        ("question", "as it stood on the card"),
        ("step", "from −2 to 2; 0 is the published rule’s own choice"),
        ("button", "the words on the button"),
        ("student", "who pressed; empty for what stood when the round was closed"),
        ("how", "pressed: one press. answered, repeated: what stood when the round was closed"),
    )
    return Sheet(
        name="decisions", about="every press, and what stood in each round", columns=columns, rows=rows
    )


def _decision(
    at: float, number: int, game: Game, place: tuple[str, str], step: int, student: str, how: str
) -> tuple[object, ...]:
    seat, key = place
    choice = next(one for one in game.seats[seat].choices if one.key == key)
    words = choice.buttons[step + FURTHEST]
    return (_time(at), number, seat, game.seats[seat].kind, key, choice.question, step, words, student, how)


def _seen(events: Sequence[Timed]) -> Sheet:
    """What each seat saw on its card in each round."""
    rows: Rows = []
    game: Game | None = None
    for _, event in game_events(events):
        before = game.phase if game is not None else ""
        game = after(game, event)
        if game.phase.startswith("decide") and game.phase != before:
            for seat, card in standing(Position.of(game)).cards.items():
                lines = (("Wants", card.wants), *card.sees, ("Only this seat knows", card.fact))
                rows += [(game.round + 1, seat, what, amount) for what, amount in lines if amount]
    columns = (ROUND, SEAT, ("what", "a line of the card"), ("amount", "what stood there"))
    return Sheet(name="seen", about="what each seat saw on its card", columns=columns, rows=rows)


def _votes(game: Game) -> Sheet:
    votes = list(game.votes.values())
    rows: Rows = [(option, votes.count(option), option == game.reform) for option in game.options]
    columns = (
        ("option", "arrangement on the ballot; own is the class’s own bundle"),
        ("votes", "how many voted for it: the vote was secret"),
        ("won", "whether it was introduced"),
    )
    return Sheet(name="votes", about="the ballot", columns=columns, rows=rows)


def _rounds(game: Game) -> Sheet:
    rows: Rows = [
        (one.round + 1, one.reported_progress, one.progress, one.core_services)
        for one in standing(Position.of(game)).figures
    ]
    columns = (
        ROUND,
        ("reported_progress", "fall of need since the beginning as councils report it, in need points"),
        ("progress", "fall of need since the beginning, in need points"),
        ("core_services", "index of core services at the end of the round; 1 is what is owed"),
    )
    return Sheet(name="rounds", about="the country at the end of each round", columns=columns, rows=rows)


def _notes(events: Sequence[Timed]) -> Sheet:
    rows: Rows = [
        (_time(at), one.student, one.text) for at, one in game_events(events) if isinstance(one, Noted)
    ]
    columns = (TIME, STUDENT, ("note", "what the observer wrote"))
    return Sheet(name="notes", about="the observer’s notes", columns=columns, rows=rows)
