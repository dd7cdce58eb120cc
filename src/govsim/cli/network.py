"""`govsim network`: write the network of a scenario to a file, or summarise it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from govsim.cli.completion import SCENARIO
from govsim.documents.terminal import Page

LARGE = 100_000  # edges that take more than two seconds to write


@click.command("network")
@click.argument("scenario", type=SCENARIO)
@click.option(
    "--places", metavar="FILE", help="Imported places, or 'synthetic', in place of the scenario's own."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write: .graphml for network editors, or .json (node-link).",
)
@click.option("--summary", is_flag=True, help="Show how many nodes and edges of each type there are.")
def network(scenario: str, places: str | None, output: Path | None, summary: bool) -> None:
    """Write the network of a scenario, to view or to edit.

    Everything in govsim flows along its typed edges: who contributes, sits on boards, funds, serves and meets.
    Edges may be removed, added or given other weights; nodes stay. `govsim run --network FILE` takes the edited
    file, and says which edges it cannot use.

    Examples:

    \b
      govsim network mission_led -o missions.graphml
      govsim network classroom_small --summary
      govsim run mission_led --network missions.graphml
    """
    from govsim.catalogue.network import check_network_output, scenario_network, write_summary

    if output is None and not summary:
        raise click.UsageError("Give an output file with -o FILE.graphml, or ask for a --summary.")
    if output is not None:
        check_network_output(output)
    network = scenario_network(scenario, places)
    nodes, edges = network.node_count, network.edge_count
    if summary:
        page = Page()
        write_summary(page, network)
        page.show()
    if output is not None:
        with _waiting(f"Writing {edges:,} edges …", edges >= LARGE):
            network.write(output)
        message = f"Wrote {nodes:,} nodes and {edges:,} edges to {output}."
        click.echo(f"\n{message}" if summary else message)


@contextlib.contextmanager
def _waiting(text: str, long: bool) -> Iterator[None]:
    """Announce slow work: on a terminal while it lasts, elsewhere by one line."""
    if not long:
        yield
    elif sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status(text):
            yield
    else:
        click.echo(text, err=True)
        yield
