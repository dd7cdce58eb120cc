"""`govsim experiment new`: create a template of an experiment."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.own_files import show_new_file

FILE = click.Path(path_type=Path)


@click.command("new")
@click.argument("name")
@click.option("-o", "--output", type=FILE, metavar="FILE", help="File to write.  [default: NAME.toml]")
def new_command(name: str, output: Path | None) -> None:
    """Create an experiment of your own in a new file.

    It runs as it is; comments show everything else that an experiment may say.

    Example:

    \b
      govsim experiment new my_question
    """
    from govsim.experiments.new_experiment import write_experiment

    file = write_experiment(name, output)
    show_new_file(file, "an experiment that runs as it stands", "experiment check", "experiment show")
