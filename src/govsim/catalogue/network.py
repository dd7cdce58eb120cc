"""The network of a scenario: build, summarise, and write to a file for viewing or editing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from govsim.catalogue.places import named_places
from govsim.documents.table import Column
from govsim.documents.terminal import Page
from govsim.errors import NetworkError
from govsim.files import target_problems
from govsim.runs.simulate import ScenarioLike
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.world.find_places import places_of
from govsim.world.network import EDGE_TYPES, MEMBERSHIPS, Network, build_network
from govsim.world.network_files import check_suffix, write_network
from govsim.world.places import Places


@dataclass(frozen=True, eq=False)
class ScenarioNetwork:
    """The network of one scenario on its places."""

    scenario: Scenario
    places: Places
    network: Network

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return sum(map(len, self.network.nodes.values()))

    @property
    def edge_count(self) -> int:
        """How many edges there are."""
        return sum(int(table.source.size) for table in self.network.edges.values())

    def write(self, path: str | Path) -> None:
        """Write GraphML or JSON with display names. Raises NetworkError."""
        write_network(self.network, path, network_labels(self.scenario, self.places))


def check_network_output(path: str | Path) -> None:
    """Refuse a file that cannot be written, before any work is done. Raises NetworkError."""
    check_suffix(path)
    if problems := target_problems(Path(path), "--output"):
        raise NetworkError(problems)


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


def attribute_words(name: str, network: Network) -> str:
    """The attribute of one type of edge, with the range of its values: `share: 0.2 to 0.8`."""
    attribute, values = EDGE_TYPES[name].attribute, network.edges[name].attribute
    if attribute is None or values is None or not values.size:
        return attribute or ""
    if attribute == "membership":
        counts = np.bincount(values.astype(np.int64), minlength=len(MEMBERSHIPS)).tolist()
        seats = [f"{count} {seat}" for seat, count in zip(MEMBERSHIPS, counts, strict=True) if count]
        return f"{attribute}: {', '.join(seats)}"
    low, high = float(values.min()), float(values.max())
    return f"{attribute}: {low:g}" if low == high else f"{attribute}: {low:g} to {high:g}"


def write_summary(page: Page, shown: ScenarioNetwork) -> None:
    """Tables of nodes by kind and of edges by type."""
    nodes, edges = shown.network.nodes, shown.network.edges
    page.text(f"The network of {shown.scenario.name} on {shown.places.name}")
    page.heading(f"Nodes: {shown.node_count:,}")
    page.table(
        [Column("kind"), Column("nodes", number=True)],
        [[kind, f"{len(keys):,}"] for kind, keys in nodes.items()],
    )
    page.heading(f"Edges: {shown.edge_count:,}")
    counts = {name: f"{edges[name].source.size:,}" for name in EDGE_TYPES}
    widest = max(map(len, counts.values()))
    page.table(
        [Column("type"), Column("edges"), Column("meaning"), Column("attribute")],
        [
            [name, f"{counts[name]:>{widest}}", kind.meaning, attribute_words(name, shown.network)]
            for name, kind in EDGE_TYPES.items()
        ],
    )
