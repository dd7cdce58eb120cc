"""The network as a Mesa space: a cell for every actor, joined by edges of any type."""

from __future__ import annotations

import inspect
import math
from random import Random
from typing import Any

from mesa.discrete_space import Network as MesaNetwork

from govsim.world.network import EDGE_TYPES, Network

# In order of distance from the middle of a drawing.
KINDS = ("centre", "department", "mission", "council", "service", "community")


def graph_of(network: Network) -> Any:
    """The actors as an undirected networkx graph: numbered nodes with `kind` and `key`, edges with `type`.

    Outcomes are not actors and are left out. No two types of edges join the same kinds, so no edge is lost.
    """
    import networkx

    graph = networkx.Graph()
    first: dict[str, int] = {}
    for kind in KINDS:
        first[kind] = graph.number_of_nodes()
        graph.add_nodes_from(
            (first[kind] + row, {"kind": kind, "key": key}) for row, key in enumerate(network.nodes[kind])
        )
    for edge_type, table in network.edges.items():
        described = EDGE_TYPES[edge_type]
        if described.source not in first or described.target not in first:
            continue
        sources = (table.source + first[described.source]).tolist()
        targets = (table.target + first[described.target]).tolist()
        graph.add_edges_from(zip(sources, targets, strict=True), type=edge_type)
    return graph


def positions_of(network: Network) -> dict[int, tuple[float, float]]:
    """Positions for drawing: kinds on rings around the centre, places in the direction of their council."""
    positions: dict[int, tuple[float, float]] = {}
    for ring, kind in enumerate(KINDS):
        count = len(network.nodes[kind])
        for row in range(count):
            angle = 2 * math.pi * (row + 0.5) / count
            positions[len(positions)] = (ring * math.cos(angle), ring * math.sin(angle))
    return positions


def space_of(network: Network, random: Random) -> MesaNetwork:
    """The network as a Mesa space, for display. The world uses its own edges."""
    given: dict[str, Any] = {"random": random}
    if "layout" in inspect.signature(MesaNetwork.__init__).parameters:
        # without it, mesa 3.5 draws an unseeded spring layout that takes long and moves numpy's global draws
        given["layout"] = positions_of(network)
    return MesaNetwork(graph_of(network), **given)
