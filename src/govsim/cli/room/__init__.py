"""`govsim room`: rooms in which a class plays. Each module of this package is a command."""

from __future__ import annotations

import click

from govsim.cli.lazy_group import LazyGroup

COMMANDS = {
    "open": "Open a room that phones join by a code.",
    "resume": "Open a room again where it stopped.",
    "report": "Print the debrief of a room, and write it to hand out.",
    "compare": "Compare classes with the published rules.",
    "export": "Write the data of a room as tables with a codebook.",
    "forget": "Delete everything that a room has written.",
    "rehearse": "Let robots play a whole game, and print its debrief.",
    "material": "Write the facilitator’s guide, role sheets, slides and tables.",
    "play": "Play a game on paper, from typed decisions.",
    "cards": "Show the role cards of a round, to read or to hand out.",
}


@click.group("room", cls=LazyGroup, package="govsim.cli.room", table=COMMANDS)
def room() -> None:
    """A class governs a country: open a room that phones join, or rehearse the cabinet game with robots.

    Examples:

    \b
      govsim room open cabinet --host 0.0.0.0
      govsim room rehearse cabinet --students 30
      govsim room cards cabinet --seat council:hillford
    """
