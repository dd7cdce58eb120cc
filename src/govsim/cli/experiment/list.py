"""`govsim experiment list`: the experiments that come with govsim, the smallest first."""

from __future__ import annotations

import click

from govsim.cli.own_files import list_unusable
from govsim.documents.terminal import Page
from govsim.words.plurals import counted


@click.command("list")
@click.argument("folders", nargs=-1, metavar="[FOLDER]...")
def list_command(folders: tuple[str, ...]) -> None:
    """List the experiments that come with govsim, and those in any FOLDER, with the question each one asks.

    Example:

    \b
      govsim experiment list my_experiments
    """
    from govsim.experiments.describe import list_experiments

    listing = list_experiments(folders)
    page = Page()
    for listed in listing.experiments:
        places = ", on real places that you give" if listed.needs_places else ""
        page.verbatim(f"{listed.name} ({counted(listed.runs, 'run')}{places})")
        page.text(listed.question or listed.about or "It has no question.", indent=4)
    list_unusable(page, listing.unusable, "govsim experiment check")
    page.show()
