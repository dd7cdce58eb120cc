"""`govsim version`."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

import click

from govsim.runs.version import MODEL_VERSION

SHOWN = ("numpy", "scipy", "networkx", "mesa", "pydantic", "pyarrow")


@click.command("version")
def version_command() -> None:
    """Show versions of govsim and of the packages that it uses."""
    click.echo(f"govsim {MODEL_VERSION}, Python {platform.python_version()}")
    for name in SHOWN:
        try:
            click.echo(f"  {name} {version(name)}")
        except PackageNotFoundError:
            click.echo(f"  {name} is not installed")
