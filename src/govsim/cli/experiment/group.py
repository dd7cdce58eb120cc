"""The commands of `govsim experiment`, imported only when they are called."""

from __future__ import annotations

import click

from govsim.cli.lazy_group import LazyGroup

COMMANDS = {
    "list": (
        "govsim.cli.experiment.listing",
        "list_command",
        "List the experiments that come with govsim.",
    ),
    "show": (
        "govsim.cli.experiment.show",
        "show_command",
        "Show what an experiment does, and how long it takes.",
    ),
    "check": (
        "govsim.cli.experiment.check",
        "check_command",
        "Say everything that is wrong with experiment files.",
    ),
    "new": ("govsim.cli.experiment.new", "new_command", "Begin an experiment of your own."),
}


@click.group(
    "experiment",
    cls=LazyGroup,
    table=COMMANDS,
    short_help="Plan many runs in a file, run, resume and read them.",
)
def experiment() -> None:
    """Plan many runs in a file: scenarios, what is moved in them, and how often.

    Examples:

    \b
      govsim experiment list
      govsim experiment show quick_look
      govsim experiment new my_question
    """
