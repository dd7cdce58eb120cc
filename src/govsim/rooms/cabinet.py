"""The cabinet game as an activity of a room: the game's own events, and which of the debrief's screens is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, Self

from govsim.app.work import Task
from govsim.errors import InputError, Problem
from govsim.rooms.activity import Block, Button, Done, Events, Face, Form, Phase
from govsim.rooms.cabinet_phone import phone
from govsim.rooms.cabinet_screen import desk, screen
from govsim.rooms.cabinet_words import next_words
from govsim.rooms.cabinet_work import Position, debriefed, explained, standing
from govsim.scenario.load import load_scenario
from govsim.teaching.events import (
    Bundled,
    Chose,
    Closed,
    Event,
    Forecast,
    Joined,
    Left,
    Noted,
    Voted,
    event_as_table,
    event_of,
)
from govsim.teaching.game import ARRANGEMENTS, SILOED, Game, after
from govsim.teaching.seats import MOST_IN_A_SEAT, OBSERVER, seats_in_use
from govsim.teaching.wording import phase_title

SCREENS: Final = 4  # of the debrief
TURNED: Final = "turned"  # the event of a debrief's screen
MOST_NOTES: Final = 200
BOARDED: Final = ("department", "council")  # whose members sit on boards as well


@dataclass(frozen=True, kw_only=True)
class Cabinet:
    """A cabinet game in a room."""

    game: Game
    ended: Game | None = None  # as it stood when its last round was closed; the debrief is made from it
    turned: int = 0  # which screen of the debrief is shown

    @classmethod
    def open(cls, settings: Mapping[str, Any]) -> Cabinet:
        """A game at its beginning. Raises InputError for settings that it does not have."""
        return cls(game=after(None, event_of({"event": "opened", **settings}, "settings")))

    @property
    def final_game(self) -> Game:
        """The game that the debrief is made from: as its last round closed, with the notes up to now."""
        return self.game if self.ended is None else replace(self.ended, notes=self.game.notes)

    @property
    def title(self) -> str:
        """Its name for people."""
        return "The cabinet game"

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """All phases in order."""
        return tuple(
            Phase(key=key, title=phase_title(key), minutes=minutes)
            for key, minutes in self.game.variant.phases
        )

    @property
    def phase(self) -> Phase | None:
        """The open phase."""
        return self.phases[self.game.place] if self.game.place < len(self.phases) else None

    def after(self, event: Mapping[str, Any]) -> Self:
        """The state after one more event."""
        if event.get("event") == TURNED:
            screen = event.get("screen")
            if (
                self.game.phase not in ("debrief", "")
                or not isinstance(screen, int)
                or not 0 <= screen < SCREENS
            ):
                raise InputError(
                    Problem(TURNED, f"a screen from 0 to {SCREENS - 1} in the debrief", f"{screen!r}")
                )
            return replace(self, turned=screen)
        game = after(self.game, event_of(event, "game"))
        is_over = self.ended is None and game.round == game.variant.rounds
        return replace(self, game=game, ended=game if is_over else self.ended)

    def joins(self, student: str) -> Events:
        """The least filled seat, in the order in which seats are filled; the second there sits on a board as well."""
        game = self.game
        open_seats = [
            key
            for key in seats_in_use(game.country, MOST_IN_A_SEAT * 10)
            if len(game.in_seat(key)) < MOST_IN_A_SEAT
        ]
        seat = min(open_seats, key=lambda key: len(game.in_seat(key)), default=OBSERVER)
        board = ""
        if game.seats[seat].kind in BOARDED and len(game.in_seat(seat)) == 1:
            board = min(
                (key for key in self._boards if len(game.in_seat(key)) < MOST_IN_A_SEAT),
                key=lambda key: len(game.in_seat(key)),
                default="",
            )
        return [event_as_table(Joined(student=student, seat=seat, board=board))]

    @property
    def _boards(self) -> list[str]:
        return [key for key, seat in self.game.seats.items() if seat.kind == "mission"]

    def leaves(self, student: str) -> Events:
        """The student leaves the game."""
        return [event_as_table(Left(student=student))] if student in self.game.students else []

    def answers(self, student: str, form: Form) -> Events:
        """A forecast, a decision, a vote, a bundle of the Prime Minister, or a note of the observer."""
        kind = form.get("answer", "")
        event: Event
        if kind == "forecast":
            event = Forecast(
                student=student,
                progress=_number(form, "progress"),
                core_services=_number(form, "core_services"),
            )
        elif kind == "decide":
            step = int(_number(form, "step"))
            event = Chose(
                student=student, seat=form.get("seat", ""), choice=form.get("choice", ""), step=step
            )
        elif kind == "vote":
            event = Voted(student=student, option=form.get("option", ""))
        elif kind == "note":
            if len(self.game.notes) >= MOST_NOTES:
                raise InputError(Problem("note", f"at most {MOST_NOTES} notes", "one more"))
            event = Noted(student=student, text=" ".join(form.get("text", "").split()))
            if event.text in self.game.notes:  # it was sent again, because its acknowledgement was lost
                return []
        elif kind == "bundle" and self.game.students[student].seat == "centre":
            event = _bundle(form)
        else:
            raise InputError(Problem("answer", "an answer to a question on the page", f"{kind!r}"[:40]))
        return [event_as_table(event)]

    def lecturer(self, form: Form) -> Events:
        """A bundle for the ballot, another screen of the debrief, or another seat for a student."""
        kind = form.get("answer", "")
        if kind == "bundle":
            return [event_as_table(_bundle(form))]
        if kind == TURNED:
            return [{"event": TURNED, "screen": int(_number(form, "screen"))}]
        if kind == "seat":
            student = form.get("student", "")
            board = self.game.students[student].board if student in self.game.students else ""
            return [event_as_table(Joined(student=student, seat=form.get("seat", ""), board=board))]
        raise InputError(Problem("desk", "a button of the desk", f"{kind!r}"[:40]))

    def closes(self) -> Events:
        """The phase closes; after the vote, boards that nobody sits on get a member."""
        if self.phase is None:
            raise InputError(Problem("close", "a phase that is open", "none"))
        closing = event_as_table(Closed(phase=self.phase.key))
        if self.phase.key != "vote":
            return [closing]
        return [closing, *self._filled_boards()]

    def _filled_boards(self) -> list[dict[str, Any]]:
        """Members for boards without any: from a department or council whose students sit on none."""
        game, free = self.game, []
        for student, one in game.students.items():
            if not one.board and game.seats[one.seat].kind in BOARDED:
                free.append((student, one.seat))
        events = []
        for board in self._boards:
            if not game.in_seat(board) and free:
                student, seat = free.pop(0)
                events.append(event_as_table(Joined(student=student, seat=seat, board=board)))
        return events

    def next_words(self) -> str:
        """What the lecturer's next step is."""
        return next_words(self)

    def waiting_for(self) -> frozenset[str]:
        """Students who have not forecast or voted, or whose seat has a decision open."""
        game = self.game
        if game.phase == "brief":
            return frozenset(game.students) - frozenset(game.forecasts)
        if game.phase == "vote":
            return frozenset(game.students) - frozenset(game.votes)
        if game.phase.startswith("decide"):
            return frozenset(
                student
                for seat in game.seats
                for student in game.in_seat(seat)
                if any((seat, choice.key) not in game.answers for choice in game.offered(seat))
            )
        return frozenset()

    def seat_of(self, student: str) -> str:
        """Where a student sits."""
        one = self.game.students.get(student)
        if one is None:
            return "no seat"
        titles = [self.game.seats[key].title for key in (one.seat, one.board) if key]
        return " · ".join(titles)

    def seats(self, student: str) -> tuple[Button, ...]:
        """Seats with room for one more."""
        game = self.game
        now = game.students[student].seat if student in game.students else ""
        counts = Counter(one.seat for one in game.students.values())
        return tuple(
            Button(value=key, label=f"{seat.title} ({counts[key]})")
            for key, seat in game.seats.items()
            if seat.kind != "mission" and key != now and (key == OBSERVER or counts[key] < MOST_IN_A_SEAT)
        )

    def work(self) -> Mapping[str, Task]:
        """The world as it stands, and after the last round the debrief and its explanation."""
        if self.ended is None:
            return {"standing": Task(function=standing, arguments=(Position.of(self.game),))}
        position = Position.of(self.ended)
        return {
            "standing": Task(function=standing, arguments=(position,)),
            "debrief": Task(function=debriefed, arguments=(position,)),
            "why": Task(function=explained, arguments=(position,)),
        }

    def phone(self, student: str, done: Done) -> Face:
        """A student's card, and what is to be answered."""
        return phone(self, student, done)

    def screen(self, done: Done) -> Face:
        """What everybody sees."""
        return screen(self, done)

    def desk(self, done: Done) -> tuple[Block, ...]:
        """What only the lecturer sees."""
        return desk(self, done)


def _number(form: Form, key: str) -> float:
    """A number that was sent. Raises InputError for anything else."""
    text = form.get(key, "")
    if not re.fullmatch(r"[-+]?\d{1,3}(\.\d{1,6})?", text):
        raise InputError(Problem(key, "a number", repr(text)[:40]))
    return float(text)


def _bundle(form: Form) -> Bundled:
    """A bundle of levers that was sent: those of an arrangement but for those that were given."""
    rest = form.get("rest", SILOED)
    if rest not in ARRANGEMENTS:
        raise InputError(Problem("rest", f"one of {', '.join(ARRANGEMENTS)}", repr(rest)[:40]))
    levers: dict[str, float | str] = load_scenario(rest).levers.model_dump()
    for name in levers:
        if form.get(name, ""):
            levers[name] = form[name] if name == "board_membership" else _number(form, name)
    return Bundled(levers=levers)
