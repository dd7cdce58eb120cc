"""Games for tests: a class that decides as asked, in the country of the cabinet."""

from __future__ import annotations

from collections.abc import Callable

from govsim.teaching.events import Chose, Closed, Event, Forecast, Joined, Opened, Voted
from govsim.teaching.game import Game, after, fold
from govsim.teaching.seats import seats_in_use

Deciding = Callable[[int, str, str], int | None]  # of round, seat and choice; None does not answer


def by_the_rules(round_: int, seat: str, choice: str) -> int | None:
    return 0


def a_game(
    deciding: Deciding = by_the_rules,
    *,
    vote: str = "mission_led",
    minutes: int = 45,
    seed: int = 1,
    world: int = 0,
    until: str = "",
) -> tuple[Game, list[Event]]:
    """A game with one student in each seat and two on boards, up to the phase `until` (default: its end)."""
    events: list[Event] = [Opened(seed=seed, minutes=minutes, world=world)]
    game = fold(events)
    boards = {"department:economy": "mission:good_work", "council:hillford": "mission:healthy_homes"}
    for number, seat in enumerate(seats_in_use(game.country, 30)):
        student = f"student {number + 1}"
        events.append(Joined(student=student, seat=seat, board=boards.get(seat, "")))
        events.append(Forecast(student=student, progress=0.01 * number, core_services=1.0))
    game = fold(events)
    while game.phase and game.phase != until:
        coming: list[Event] = []
        if game.phase.startswith("decide"):
            for seat in game.seats:
                for student in game.in_seat(seat)[:1]:
                    for choice in game.offered(seat):
                        step = deciding(game.round, seat, choice.key)
                        if step is not None:
                            coming.append(Chose(student=student, seat=seat, choice=choice.key, step=step))
        if game.phase == "vote":
            coming += [Voted(student=student, option=vote) for student in game.students]
        for event in (*coming, Closed(phase=game.phase)):
            game = after(game, event)
            events.append(event)
    return game, events
