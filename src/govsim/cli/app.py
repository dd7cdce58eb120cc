"""`govsim app`: open the pages in the browser."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from govsim.app.hosting import Hosting


@click.command("app")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8765,
    show_default=True,
    metavar="N",
    help="Number at the end of the page's address (port).",
)
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Address to listen on: 127.0.0.1 serves this computer only, 0.0.0.0 everybody in its network.",
)
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME",
    help="A name under which browsers reach it, as tools.example.org; once for each. "
    "Without --host it answers to localhost, with it to this machine's addresses and names too.",
)
@click.option(
    "--base-path",
    default="",
    metavar="PATH",
    help="Where a web server puts the pages, as /tools/govsim.",
)
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
    port: int,
    no_open: bool,
    host: str,
    names: tuple[str, ...],
    base_path: str,
    places: tuple[Path, ...],
    scenarios: tuple[Path, ...],
    results: Path | None,
) -> None:
    """Explore in the browser: move the levers and see what happens.

    It works without the internet and, unless --host says otherwise, only on this machine. Stop it with Ctrl+C.

    docs/server.md says how to serve a class or an office.
    """
    from govsim.app.hosting import hosting_of
    from govsim.app.offered import Offered, offer
    from govsim.app.serving import serve

    hosting = hosting_of(host, port, names, base_path)
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
