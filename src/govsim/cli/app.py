"""`govsim app`: open the pages in the browser."""

from __future__ import annotations

import sys
from functools import partial
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
def app(port: int, no_open: bool, host: str, names: tuple[str, ...], base_path: str) -> None:
    """Explore in the browser: move the levers and see what happens.

    It works without the internet and, unless --host says otherwise, only on this machine. Stop it with Ctrl+C.

    docs/server.md says how to serve a class or an office.
    """
    from govsim.app.hosting import hosting_of
    from govsim.app.serving import serve

    hosting = hosting_of(host, port, names, base_path)
    serve(hosting, open_browser=not no_open, tell=partial(_say, hosting))


def _say(hosting: Hosting) -> None:
    from govsim.app.hosting import announcement, qr_code, warning

    click.echo(announcement(hosting))
    if not hosting.is_loopback and sys.stdout.isatty():
        for line in qr_code(hosting.address).splitlines():
            click.secho(line, fg="bright_white", bg="black")  # on light terminals too
    if hosting.is_shared:
        click.echo(warning(hosting), err=True)
