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
    "run": (
        "govsim.cli.experiment.run",
        "run_command",
        "Run an experiment, or resume it, and keep the results.",
    ),
    "status": (
        "govsim.cli.experiment.status",
        "status_command",
        "Show how far an experiment is; it may be running.",
    ),
    "resume": (
        "govsim.cli.experiment.resume",
        "resume_command",
        "Resume an experiment where it was stopped.",
    ),
    "report": (
        "govsim.cli.experiment.report",
        "report_command",
        "Write what an experiment found: a page to read or print.",
    ),
    "results": (
        "govsim.cli.experiment.results",
        "results_command",
        "List the results in a folder, and how far each is.",
    ),
    "replay": (
        "govsim.cli.experiment.replay",
        "replay_command",
        "Make one run again, and see whether it is the same.",
    ),
    "export": (
        "govsim.cli.experiment.export",
        "export_command",
        "Write all runs to one file for other programs.",
    ),
}


@click.group(
    "experiment",
    cls=LazyGroup,
    table=COMMANDS,
    short_help="Plan many runs in a file, run, resume and read them.",
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
