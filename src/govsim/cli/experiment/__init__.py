"""`govsim experiment`: many runs planned in a file. Each module of this package is a command."""

from __future__ import annotations

import click

from govsim.cli.lazy_group import LazyGroup

COMMANDS = {
    "list": "List the experiments that come with govsim.",
    "show": "Show what an experiment does, and how long it takes.",
    "check": "Say everything that is wrong with experiment files.",
    "new": "Begin an experiment of your own.",
    "run": "Run an experiment, or resume it, and keep the results.",
    "status": "Show how far an experiment is; it may be running.",
    "resume": "Resume an experiment where it was stopped.",
    "report": "Write what an experiment found: a page to read or print.",
    "results": "List the results in a folder, and how far each is.",
    "replay": "Make one run again, and see whether it is the same.",
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
