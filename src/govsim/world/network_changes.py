"""Changes of an edited network: edges removed and added, attributes changed, attributes without effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from govsim.scenario.schema import Scenario
from govsim.words.plurals import counted, joined
from govsim.world.network import EDGE_TYPES, EdgeTable, Network, build_network
from govsim.world.places import Places

_SHOWN: Final = 6  # attributes without effect


def network_changes(network: Network, scenario: Scenario, places: Places) -> str:
    """One paragraph on the differences of a network from that of the scenario and its places."""
    built = build_network(scenario, places)
    edges = sum(table.source.size for table in built.edges.values())
    changes = list(_changes(network, built))
    removed = sum(count for _, count, _ in changes)
    listed = [words for name, less, more in changes for words in _words(name, less, more)]
    listed += list(_attributes(network, built))
    lost = f" ({removed:,} of {counted(edges, 'edge')} removed)" if removed else ""
    text = f"What the network changes{lost}: {joined(listed) if listed else 'nothing'}."
    unused = [
        f"{attribute} on {counted(count, f'{name} edge')}"
        for (attribute, name), count in network.unused.items()
    ]
    if unused:
        more = [f"{len(unused) - _SHOWN} more"] if len(unused) > _SHOWN else []
        text += f" Attributes without effect: {joined([*unused[:_SHOWN], *more])}."
    return text


def _changes(network: Network, built: Network) -> Iterator[tuple[str, int, int]]:
    """Each changed type of edge with its numbers of removed and added edges."""
    for name in EDGE_TYPES:
        here, there = (_ends(one.edges[name]) for one in (network, built))
        less, more = np.setdiff1d(there, here).size, np.setdiff1d(here, there).size
        if less or more:
            yield name, less, more


def _ends(table: EdgeTable) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """One number for the two ends of each edge."""
    return table.source.astype(np.int64) << 32 | table.target.astype(np.int64)


def _words(name: str, less: int, more: int) -> Iterator[str]:
    if less:
        yield f"−{less:,} {name}"
    if more:
        yield f"+{more:,} {name}"


def _attributes(network: Network, built: Network) -> Iterator[str]:
    """How many edges of each type have another weight, tie or membership."""
    for name, described in EDGE_TYPES.items():
        here, there = network.edges[name], built.edges[name]
        if described.attribute is None or here.attribute is None or there.attribute is None:
            continue
        _, mine, theirs = np.intersect1d(_ends(here), _ends(there), return_indices=True)
        changed = int((here.attribute[mine] != there.attribute[theirs]).sum())
        if changed:
            yield f"another {described.attribute} on {counted(changed, f'{name} edge')}"
