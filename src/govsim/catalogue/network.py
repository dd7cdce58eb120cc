"""The network of a scenario: build, summarise, and write to a file for viewing or editing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from govsim.catalogue.places import check_output, named_places
from govsim.errors import NetworkError
from govsim.runs.simulate import ScenarioLike
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.world.find_places import places_of
from govsim.world.network import EDGE_TYPES, MEMBERSHIPS, Network, build_network
from govsim.world.network_files import check_suffix, write_network
from govsim.world.places import Places


@dataclass(frozen=True)
class EdgesOfType:
    """The edges of one type: their number, meaning, and range of their attribute."""

    edge_type: str
    source: str
    target: str
    count: int
    meaning: str
    attribute: str | None
    values: str


@dataclass(frozen=True)
class NetworkSummary:
    """A network in numbers: nodes by kind and edges by type."""

    nodes: Mapping[str, int]
    edges: tuple[EdgesOfType, ...]

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return sum(self.nodes.values())

    @property
    def edge_count(self) -> int:
        """How many edges there are."""
        return sum(edges.count for edges in self.edges)


@dataclass(frozen=True, eq=False)
class ScenarioNetwork:
    """The network of one scenario on its places."""

    scenario: Scenario
    places: Places
    network: Network

    def summary(self) -> NetworkSummary:
        """Nodes by kind and edges by type."""
        return summarise_network(self.network)

    def write(self, path: str | Path) -> None:
        """Write GraphML or JSON with display names. Raises NetworkError."""
        write_network(self.network, path, network_labels(self.scenario, self.places))


def check_network_output(path: str | Path) -> None:
    """Refuse a file that cannot be written, before any work is done. Raises NetworkError."""
    check_suffix(path)
    problem = check_output(path)
    if problem is not None:
        raise NetworkError(problem)


def scenario_network(scenario: ScenarioLike, places: str | None = None) -> ScenarioNetwork:
    """The network of a scenario on its own places, or on others by file or name.

    Raises ScenarioError or PlacesError.
    """
    loaded = load_scenario(scenario)
    land = places_of(loaded) if places is None else named_places(places)
    land = land.with_outcomes([outcome.key for outcome in loaded.outcomes])
    return ScenarioNetwork(loaded, land, build_network(loaded, land))


def network_labels(scenario: Scenario, places: Places) -> dict[str, str]:
    """Display name of each node, by `kind:key`."""
    labels = {"centre:centre": "The centre"}
    labels |= {f"department:{department.key}": department.label for department in scenario.departments}
    labels |= {f"outcome:{outcome.key}": outcome.label for outcome in scenario.outcomes}
    labels |= {f"mission:{mission.key}": mission.label for mission in scenario.missions}
    councils = list(zip(places.council_keys, places.council_names, strict=True))
    labels |= {f"council:{key}": name for key, name in councils}
    labels |= {
        f"service:{key}/{service.key}": f"{service.label}, {name}"
        for key, name in councils
        for service in scenario.services
    }
    names = places.community_names or places.community_keys
    return labels | {f"community:{key}": name for key, name in zip(places.community_keys, names, strict=True)}


def summarise_network(network: Network) -> NetworkSummary:
    """A network in numbers."""
    edges = []
    for name, described in EDGE_TYPES.items():
        table = network.edges[name]
        values = ""
        if table.attribute is not None and table.attribute.size:
            if described.attribute == "membership":
                counts = np.bincount(table.attribute.astype(np.int64), minlength=len(MEMBERSHIPS))
                counted = zip(MEMBERSHIPS, counts.tolist(), strict=True)
                values = ", ".join(f"{count} {seat}" for seat, count in counted if count)
            else:
                low, high = float(table.attribute.min()), float(table.attribute.max())
                values = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        count = int(table.source.size)
        edges.append(
            EdgesOfType(
                name,
                described.source,
                described.target,
                count,
                described.meaning,
                described.attribute,
                values,
            )
        )
    return NetworkSummary({kind: len(keys) for kind, keys in network.nodes.items()}, tuple(edges))
