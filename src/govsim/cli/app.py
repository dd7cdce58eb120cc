"""`govsim app`: open the pages in the browser."""

from __future__ import annotations

import click


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
def app(port: int, no_open: bool) -> None:
    """Explore in the browser: move the levers and see what happens.

    It works without the internet, and only on this machine. Stop it with Ctrl+C.
    """
    from govsim.app.serving import serve

    serve(port, open_browser=not no_open, tell=_say)


def _say(address: str) -> None:
    click.echo(f"govsim is at {address} (stop it with Ctrl+C)")
