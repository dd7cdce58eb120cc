"""A rehearsal: robots play a whole game, half of them by the rules and half carelessly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Final

import numpy as np

from govsim.checked import seed_number, whole_number
from govsim.errors import InputError, Problem
from govsim.statistics.resampling import generator
from govsim.teaching.events import Chose, Closed, Event, Forecast, Joined, Noted, Opened, Voted
from govsim.teaching.game import MOST_STUDENTS, Game, after, fold
from govsim.teaching.seats import MOST_IN_A_SEAT, OBSERVER, seats_in_use
from govsim.teaching.steps import FURTHEST

DEFAULT_STUDENTS: Final = 30
SILENT: Final = 0.25  # share of decisions that a careless robot does not answer
SPREAD: Final = {"progress": 0.03, "core_services": 0.03}  # of robots' forecasts
NOTE: Final = "Robots do not talk to each other. Ask the class how it felt to wait for the others."


@dataclass(frozen=True, eq=False, kw_only=True)
class Rehearsal:
    """A game played by robots: its events and its last state."""

    events: tuple[Event, ...]
    game: Game


def rehearse(
    students: int = DEFAULT_STUDENTS, *, seed: int = 0, minutes: int = 75, country: str = "cabinet"
) -> Rehearsal:
    """Let robots play a whole game.

    Args:
        students: How many robots; every second one is careless, the others do as the rules do.
        seed: Root seed of the country's worlds and of the robots.
        minutes: Length of the lesson, 45, 75 or 90.
        country: Scenario of the country.

    Returns:
        The events, from the opening to the end, and the state that they fold to.

    Raises:
        InputError: a wrong number of students, length of lesson or country.

    >>> rehearse(6, seed=1, minutes=45).game.round
    2
    """
    students = whole_number("students", students, 1, MOST_STUDENTS)
    events: list[Event] = [Opened(country=country, seed=seed_number(seed), minutes=minutes)]
    game = fold(events)
    in_use = seats_in_use(game.country, students)
    if students > MOST_IN_A_SEAT * len(in_use):
        most = f"at most {MOST_IN_A_SEAT * len(in_use)} students in {len(in_use)} seats"
        raise InputError(Problem("students", most, f"{students}", remedy="Divide the class into two rooms."))
    random = generator(seed)

    def happens(event: Event) -> None:
        nonlocal game
        game = after(game, event)
        events.append(event)

    for joined in _joining(game, students, in_use):
        happens(joined)
    while game.phase:
        for event in _answers(game, random):
            happens(event)
        happens(Closed(phase=game.phase))
    return Rehearsal(events=tuple(events), game=game)


def _joining(game: Game, students: int, in_use: tuple[str, ...]) -> Iterator[Joined]:
    """Robots take seats in turn; the second in a department's or a council's seat sits on a board as well."""
    boards = cycle([key for key, seat in game.seats.items() if seat.kind == "mission"])
    for number in range(students):
        seat = in_use[number % len(in_use)]
        sits = number // len(in_use) == 1 and game.seats[seat].kind in ("department", "council")
        yield Joined(student=f"robot {number + 1}", seat=seat, board=next(boards) if sits else "")


def _is_careless(student: str) -> bool:
    return int(student.rpartition(" ")[2]) % 2 == 0


def _answers(game: Game, random: np.random.Generator) -> Iterator[Event]:
    """What robots do in the open phase."""
    if game.phase == "brief":
        for student in game.students:
            progress, core = (float(random.normal(0, spread)) for spread in SPREAD.values())
            yield Forecast(student=student, progress=round(progress, 3), core_services=round(1 + core, 3))
    elif game.phase.startswith("decide"):
        for seat in game.seats:
            yield from _decides(game, seat, random)
    elif game.phase == "vote":
        for student in game.students:
            yield Voted(student=student, option=str(random.choice(game.options)))
    elif game.phase == "debrief":
        for student in game.in_seat(OBSERVER)[:1]:
            yield Noted(student=student, text=NOTE)


def _decides(game: Game, seat: str, random: np.random.Generator) -> Iterator[Chose]:
    """The decisions of a seat: students take turns, round by round."""
    sitting = game.in_seat(seat)
    if not sitting:
        return
    student = sitting[game.round % len(sitting)]
    for choice in game.offered(seat):
        if not _is_careless(student):
            yield Chose(student=student, seat=seat, choice=choice.key, step=0)
        elif random.random() >= SILENT:
            step = int(random.integers(-FURTHEST, FURTHEST + 1))
            yield Chose(student=student, seat=seat, choice=choice.key, step=step)
