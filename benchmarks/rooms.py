"""Rooms: how soon a class has joined, what a phone loads, how soon a vote is seen, and what a whole game takes."""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from benchmarks.answers import Answer, Figure, Table, shown
from benchmarks.sizes import Size
from govsim.rooms.rehearsal import Rehearsed, rehearse_room
from govsim.teaching.play import played
from govsim.teaching.rehearse import rehearse

MINUTES: Final = 45  # of the game; robots do not wait for its clock


def ask(size: Size) -> Answer:
    """Measure and tell."""
    if not size.students:
        return Answer("rooms", _QUESTION, [], [], ["Left out in so small a run."], {})
    games = {students: _game(students) for students in size.students}
    round_cpu = _round(size.turns)
    most = max(games)
    last = games[most][0]
    figures = [
        Figure("joined", f"{most} phones with a seat each", last.joined, "s", 60.0),
        Figure(
            "first_bytes", "what a phone loads for its first screen", last.first_bytes / 1000, "kB", 100.0
        ),
        Figure("vote", f"{most} phones: a vote until the screen counts it", last.vote, "s", 1.0),
    ]
    rows = [
        row
        for students, (one, spent, peak) in games.items()
        for row in (
            [f"{students} phones, all seated", shown(one.joined, "s")],
            [f"{students} phones, a vote on the screen", shown(one.vote, "s")],
            [f"{students} phones, a whole game with its debrief", shown(one.seconds, "s")],
            [f"{students} phones, the same, CPU of the server and its processes", shown(spent, "s")],
            [f"{students} phones, most memory of one process of the server", shown(peak, "MB")],
        )
    ] + [["the worlds of a game up to its last round, CPU", shown(1e3 * round_cpu, "ms")]]
    notes = [
        f"Robots play a cabinet game of {MINUTES} minutes over HTTP, on the same machine as the server. Wall times.",
        "Every second robot is careless. Nobody waits for the clock.",
    ]
    measured: dict[str, Any] = {
        "games": {students: [vars(one), spent, peak] for students, (one, spent, peak) in games.items()},
        "round_cpu": round_cpu,
    }
    return Answer("rooms", _QUESTION, figures, [Table("rooms", ("Rooms", "once"), rows)], notes, measured)


def _game(students: int) -> tuple[Rehearsed, float, float]:
    """A whole game: what was measured, CPU seconds of the server with its processes, and most megabytes of one."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        rehearsed = rehearse_room(Path(folder) / "room.sqlite", students, minutes=MINUTES)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return rehearsed, spent, after.ru_maxrss / 1024


def _round(turns: int) -> float:
    """CPU seconds of the worlds of a whole game, which a room works out anew after its last round."""
    game, seconds = rehearse(8, seed=0, minutes=MINUTES).game, []
    for _ in range(turns):
        began = time.process_time()
        played(game).finished()
        seconds.append(time.process_time() - began)
    return min(seconds)


_QUESTION: Final = "How soon does a class sit in its room, and what does a game take?"
