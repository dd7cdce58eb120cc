"""`govsim room rehearse`: robots play a whole game without a browser, and the debrief is printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from govsim.cli.options import Outputs, command_again, file_option, jobs_option, seed_option
from govsim.cli.room.opened import minutes_option
from govsim.cli.saving import deliver
from govsim.rooms.afterwards import game_events, report
from govsim.rooms.journal import Timed, read_journal
from govsim.rooms.rehearsal import rehearse_room
from govsim.teaching.debrief import debrief
from govsim.teaching.debrief_document import debrief_document
from govsim.teaching.events import Event, save_journal
from govsim.teaching.game import MOST_STUDENTS, fold
from govsim.teaching.rehearse import DEFAULT_STUDENTS
from govsim.teaching.rehearse import rehearse as let_robots_play
from govsim.teaching.us_or_luck import OTHER_WORLDS


@click.command("rehearse")
@click.argument("game", metavar="cabinet|LESSON")
@click.option(
    "--students",
    type=click.IntRange(1, MOST_STUDENTS),
    default=DEFAULT_STUDENTS,
    show_default=True,
    metavar="N",
    help="Number of robots; every second one is careless.",
)
@minutes_option
@click.option(
    "--worlds",
    type=click.IntRange(2, 10_000),
    default=OTHER_WORLDS,
    show_default=True,
    metavar="N",
    help="Number of other worlds in which the game is replayed.",
)
@seed_option
@click.option(
    "--without-browser", is_flag=True, help="Play in the terminal alone, without a room and its server."
)
@jobs_option
@file_option(
    "-o", "--output", about="Write the whole debrief, with every decision and target: .html, .md or .json."
)
@file_option("--journal", about="Write every event, one JSON object a line.")
def rehearse(
    game: str,
    students: int,
    minutes: int,
    worlds: int,
    seed: int,
    without_browser: bool,
    jobs: int | None,
    output: Path | None,
    journal: Path | None,
) -> None:
    """Let robots play a whole cabinet game, or a lesson, and print its debrief.

    A room is opened as for a class, and robots use it as phones, desk and screen do. It says how long joining took,
    how much a phone loads, and how soon a vote is on the screen.

    Half of the robots decide as the published rules do, half at random. Everything else is as with a class: rounds in
    silos, a vote on the reform, rounds after it, and what was us, the arrangement, or luck.

    \b
    Examples:
      govsim room rehearse cabinet --students 30
      govsim room rehearse one_more_layer
      govsim room rehearse cabinet --without-browser --minutes 45 -o debrief.html
    """
    outputs = Outputs(report_file=output, json_file=journal)
    outputs.check()
    if game != "cabinet" and (without_browser or journal is not None):
        raise click.UsageError(
            "A lesson is rehearsed in its room. Leave --without-browser and --journal out."
        )
    events: Sequence[Event] = ()
    if without_browser:
        played = let_robots_play(students, seed=seed, minutes=minutes)
        state, events = played.game, played.events
    else:
        held = _in_a_room(game, students, seed, minutes)
        if game != "cabinet":
            document = report(held, command_again(), jobs=jobs)
            deliver(document, Outputs(report_file=output), document.document, full=False)
            return
        events = [event for _, event in game_events(held)]
        state = fold(events)
    found = debrief(state, worlds=worlds, jobs=jobs)
    document = debrief_document(found, command_again())
    deliver(document, Outputs(report_file=output), document.document, full=False)
    if journal is not None:
        click.echo(f"  Journal: {save_journal(events, journal)}")


def _in_a_room(game: str, students: int, seed: int, minutes: int) -> list[Timed]:
    """What robots did in a room, whose file is then deleted."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "room.sqlite"
        measured = rehearse_room(file, students, game=game, minutes=minutes, seed=seed, tell=click.echo)
        held = read_journal(file)
    click.echo(f"It took {measured.seconds:.0f} s.\n")
    return held
