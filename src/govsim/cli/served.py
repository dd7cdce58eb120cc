"""Options that say where a command serves pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from govsim.cli.options import Option, options_as

if TYPE_CHECKING:
    from govsim.app.hosting import Hosting


@dataclass(frozen=True, kw_only=True)
class Served:
    """Where pages are served, one field an option."""

    host: str
    port: int
    names: tuple[str, ...]
    base_path: str

    @property
    def hosting(self) -> Hosting:
        """The checked address. Raises InputError."""
        from govsim.app.hosting import hosting_of

        return hosting_of(self.host, self.port, self.names, self.base_path)


def served_options() -> Option:
    """Options for where pages are served."""
    return options_as(
        Served,
        "served",
        click.option(
            "--host",
            default="127.0.0.1",
            show_default=True,
            metavar="ADDRESS",
            help="Address to listen on: 127.0.0.1 serves this computer only, 0.0.0.0 everybody in its network.",
        ),
        click.option(
            "--allow-host",
            "names",
            multiple=True,
            metavar="NAME",
            help="A name under which browsers reach it, as tools.example.org; once for each. "
            "Without --host it answers to localhost, with it to this machine's addresses and names too.",
        ),
        click.option(
            "--base-path",
            default="",
            metavar="PATH",
            help="Where a web server puts the pages, as /tools/govsim.",
        ),
        click.option(
            "--port",
            type=click.IntRange(1, 65535),
            default=8765,
            show_default=True,
            metavar="N",
            help="Number at the end of the address (port).",
        ),
    )
