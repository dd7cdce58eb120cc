"""`govsim app`: open the pages in the browser."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govsim.cli.served import Served, served_options

if TYPE_CHECKING:
    from govsim.app.hosting import Hosting


@click.command("app")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@served_options()
@click.option(
    "--places",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Places of one's own, from 'govsim places import'; once for each file.",
)
@click.option(
    "--scenarios",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder with scenarios of one's own; once for each folder.",
)
@click.option(
    "--results",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder that holds folders of results, from 'govsim experiment run'.",
)
def app(
    no_open: bool,
    served: Served,
    places: tuple[Path, ...],
    scenarios: tuple[Path, ...],
    results: Path | None,
) -> None:
    """Explore in the browser: move the levers and see what happens.

    It works without the internet and, unless --host says otherwise, only on this machine. Stop it with Ctrl+C.

    docs/server.md says how to serve a class or an office.
    """
    from govsim.app.offered import Offered, offer
    from govsim.app.serving import serve

    hosting = served.hosting
    more = Offered(places=places, scenario_folders=scenarios, results=results)
    for problem in more.unusable:
        click.echo(f"{problem} The pages work without it.", err=True)
    offer(more)
    serve(hosting, open_browser=not no_open, tell=partial(_say, hosting))


def _say(hosting: Hosting) -> None:
    from govsim.app.hosting import announcement, qr_code, warning

    click.echo(announcement(hosting))
    if not hosting.is_loopback and sys.stdout.isatty():
        for line in qr_code(hosting.address).splitlines():
            click.secho(line, fg="bright_white", bg="black")  # on light terminals too
    if hosting.is_shared:
        click.echo(warning(hosting), err=True)
