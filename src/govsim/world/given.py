"""Places and networks as a caller gives them: as they are, or as the path of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Final

from govsim.errors import NetworkError, PlacesError, Problem
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.world.find_places import places_of
from govsim.world.network import Network
from govsim.world.network_checks import FileEdge, FileNetwork, FileNode, checked_network
from govsim.world.network_files import read_network
from govsim.world.places import Places
from govsim.world.saved_places import load_places

PlacesLike = Places | str | Path
NetworkLike = Network | str | Path

_SAME_COUNTRY: Final = ("outcomes", "departments", "services", "missions")  # nodes of a network


def load_network(
    path: str | Path, scenario: str | Path | Mapping[str, Any] | Scenario, *, places: PlacesLike | None = None
) -> Network:
    """Load an edited network and check it against the scenario and places that it was written for.

    Args:
        path: Path of a GraphML or JSON file, as `govsim network` writes.
        scenario: The scenario, as in `load_scenario`.
        places: Places, or the path of a file of places, that replace the scenario's.

    Returns:
        The network: nodes by kind, and edges by type as arrays of shape (edge,).

    Raises:
        NetworkError: every problem, each with its line and edge.
        InputError: a wrong scenario or wrong places.

    >>> network = load_network("edited.graphml", "siloed")  # doctest: +SKIP
    """
    loaded, land = load_scenario(scenario), places_given(places)
    network = network_given(path, [loaded], land if land is not None else places_of(loaded))
    assert network is not None  # the argument is a path
    return network


def places_given(given: PlacesLike | None) -> Places | None:
    """Places, or those in the file at a path. Raises PlacesError."""
    if given is None or isinstance(given, Places):
        return given
    if isinstance(given, str | PathLike):
        return load_places(Path(given).expanduser())
    remedy = "govsim.import_places makes places from a CSV file, such as a data frame's to_csv writes."
    found = f"a {type(given).__name__}"
    raise PlacesError(Problem("places", "places, or the path of a file of places", found, remedy=remedy))


def places_path(given: PlacesLike | None) -> tuple[Places | None, Path | None]:
    """The places, and their file if they came as a path. Raises PlacesError."""
    land = places_given(given)
    return land, None if land is None or isinstance(given, Places) else Path(str(given)).expanduser()


def network_given(given: Any, scenarios: Sequence[Scenario], land: Places) -> Network | None:
    """A network, that in the file at a path, or an edited networkx graph. Raises NetworkError."""
    if given is None or isinstance(given, Network):
        return given
    is_path = isinstance(given, str | PathLike)
    _refuse_other_countries(str(given) if is_path else "network", scenarios)
    if is_path:
        return read_network(Path(given).expanduser(), scenarios[0], land)
    return checked_network(_graph(given), scenarios[0], land)


def _refuse_other_countries(where: str, scenarios: Sequence[Scenario]) -> None:
    first = scenarios[0]
    for other in scenarios[1:]:
        for part in _SAME_COUNTRY:
            if [item.key for item in getattr(first, part)] != [item.key for item in getattr(other, part)]:
                raise NetworkError(
                    Problem(
                        where,
                        "scenarios of one country, as they share this network",
                        f"other {part} in '{other.name}' than in '{first.name}'",
                        key="--network",
                        remedy="Run them one by one, each with its own network.",
                    )
                )


def _graph(given: Any) -> FileNetwork:
    """The nodes and edges of a networkx graph, such as `Network.to_graph` returns."""
    try:
        nodes = [
            FileNode(id=str(node), place=f"node {node}", attributes=dict(attributes))
            for node, attributes in given.nodes(data=True)
        ]
        edges = [
            FileEdge(
                source=str(source),
                target=str(target),
                place=f"edge {source} to {target}",
                directed=bool(given.is_directed()),
                attributes=dict(attributes),
            )
            for source, target, attributes in given.edges(data=True)
        ]
    except (AttributeError, TypeError) as error:
        wanted, found = "a network, the path of its file, or a networkx graph of it", type(given).__name__
        remedy = "'govsim network SCENARIO -o FILE.graphml' writes one to edit."
        raise NetworkError(Problem("network", wanted, f"a {found}", remedy=remedy)) from error
    return FileNetwork("network", nodes, edges)
