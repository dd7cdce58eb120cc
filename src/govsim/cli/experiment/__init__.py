"""`govsim experiment`: many runs planned in a file. Each module of this package is a command."""

from __future__ import annotations

import click

from govsim.cli.lazy_group import LazyGroup

COMMANDS = {
    "list": "List the experiments that come with govsim.",
    "show": "Show what an experiment does, and how long it takes.",
    "check": "Check experiment files.",
    "new": "Create an experiment of your own.",
    "run": "Run an experiment, or resume it, and save the results.",
    "status": "Show the progress of an experiment.",
    "resume": "Resume an experiment where it was stopped.",
    "report": "Write the report of an experiment, to read or print.",
    "results": "List the results in a folder, with their progress.",
    "replay": "Repeat one run and check that it gives the same numbers.",
    "export": "Write all runs to one file for other programs.",
}


@click.group(
    "experiment",
    cls=LazyGroup,
    package="govsim.cli.experiment",
    table=COMMANDS,
)
def experiment() -> None:
    """Plan many runs in a file: scenarios, their factors, and how many worlds.

    Examples:

    \b
      govsim experiment list
      govsim experiment show quick_look
      govsim experiment run quick_look
      govsim experiment new my_question
    """
