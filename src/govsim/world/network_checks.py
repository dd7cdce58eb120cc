"""Check an edited network: it has the nodes of its scenario, joined by edges of known types."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np

from govsim.errors import NetworkError, Problem, nearest
from govsim.scenario.odd_values import LEAST, MOST, legible
from govsim.scenario.schema import Scenario
from govsim.world.indices import index_network
from govsim.world.network import (
    EDGE_TYPES,
    MEMBERSHIPS,
    SYMMETRIC,
    EdgeTable,
    EdgeType,
    Network,
    build_network,
)
from govsim.world.places import Places

SHOWN: Final = 20
SEATS: Final = MEMBERSHIPS[1:]  # a seat that is taken where there are no boards does not exist
_LONGEST_SEARCH: Final = 3_000  # names; the nearest of all communities of a country takes seconds a name
_AS_WRITTEN: Final = "Do not change nodes, except their labels."
_SAME: Final = "Use the scenario and the --places that the network was written for."


class FileNode(NamedTuple):
    """A node as read from a file: its id there, its line and its attributes."""

    id: str
    place: str
    line: int | None
    attributes: Mapping[str, Any]


class FileEdge(NamedTuple):
    """An edge as read from a file: the ids of its ends, its line and its attributes."""

    source: str
    target: str
    place: str
    line: int | None
    directed: bool
    attributes: Mapping[str, Any]


@dataclass(frozen=True)
class FileNetwork:
    """All nodes and edges of a file, not checked yet."""

    where: str
    nodes: list[FileNode]
    edges: list[FileEdge]


class _Node(NamedTuple):
    kind: str
    position: int
    name: str


def checked_network(file: FileNetwork, scenario: Scenario, places: Places) -> Network:
    """The network that a file describes. Edges are put in a fixed order, whatever their order in the file.

    Raises NetworkError with the first twenty problems and the number of the others.
    """
    network = _Check(file, scenario, places).network()
    try:
        index_network(network, scenario, places)
    except NetworkError as error:
        raise NetworkError(replace(problem, where=file.where) for problem in error.problems) from error
    return network


class _Check:
    """Checks one file: collects problems, and the edges that are right."""

    def __init__(self, file: FileNetwork, scenario: Scenario, places: Places) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.more = 0
        self.nodes = build_network(scenario, places).nodes
        self.known = {
            f"{kind}:{key}": _Node(kind, position, f"{kind}:{key}")
            for kind, keys in self.nodes.items()
            for position, key in enumerate(keys)
        }
        self.kinds = len(scenario.services)
        self.own = [service.own for service in scenario.services]
        carried = {key: row for row, service in enumerate(scenario.services) for key in service.departments}
        self.service_of = [carried[department.key] for department in scenario.departments]
        self.council_of: list[int] = places.community_council_k.tolist()
        self.rows: dict[str, dict[tuple[int, int], float]] = {name: {} for name in EDGE_TYPES}

    def network(self) -> Network:
        nodes = self._nodes()
        for edge in self.file.edges:
            self._edge(edge, nodes)
        if self.more:
            found, remedy = f"{self.more} more", "Fix these first."
            beyond = Problem(self.file.where, f"no problems beyond these {SHOWN}", found, remedy=remedy)
            self.problems.append(beyond)
        if self.problems:
            raise NetworkError(self.problems)
        return Network(self.nodes, {name: _table(EDGE_TYPES[name], rows) for name, rows in self.rows.items()})

    def _wrong(
        self,
        at: FileNode | FileEdge,
        what: str,
        expected: str,
        found: str,
        remedy: str | Callable[[], str] = "",
    ) -> None:
        if len(self.problems) >= SHOWN:
            self.more += 1
            return
        said = remedy if isinstance(remedy, str) else remedy()
        key = f"{at.place}, {what}" if at.place and what else at.place or what
        self.problems.append(Problem(self.file.where, expected, legible(found), at.line, legible(key), said))

    def _nodes(self) -> dict[str, _Node | None]:
        """Nodes by their id in the file; None for a node that the scenario does not have."""
        nodes: dict[str, _Node | None] = {}
        seen: set[str] = set()
        for node in self.file.nodes:
            named = f"{node.attributes.get('kind')}:{node.attributes.get('key')}"
            known = self.known.get(node.id) or self.known.get(named)  # editors may number nodes anew
            twice = node.id in nodes or (known is not None and known.name in seen)
            nodes[node.id] = known
            if known is None:
                name = named if str(node.attributes.get("kind")) in self.nodes else node.id
                self._wrong(
                    node,
                    "",
                    "a node of the scenario, kind:key",
                    f"'{name}'",
                    partial(self._nearest, name),
                )
                continue
            if twice:
                self._wrong(node, known.name, "each node once", "a second one", "Remove one of them.")
            elif named in self.known and named != known.name:
                self._wrong(
                    node, known.name, "the kind and key of this node", f"those of '{named}'", _AS_WRITTEN
                )
            seen.add(known.name)
        missing = [name for name in self.known if name not in seen]
        if missing:
            shown = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
            remedy = f"Put them back: only edges may be removed. {_SAME}"
            wanted = "every node of the scenario and its places"
            # Before all else: with the wrong places, it explains the rest.
            self.problems.insert(
                0, Problem(self.file.where, wanted, f"no {shown}", key="nodes", remedy=remedy)
            )
        return nodes

    def _nearest(self, name: str) -> str:
        kind, _, key = name.partition(":")
        if len(self.nodes.get(kind, self.known)) > _LONGEST_SEARCH:
            return _SAME
        return nearest(key, self.nodes[kind]) if kind in self.nodes else nearest(name, list(self.known))

    def _edge(self, edge: FileEdge, nodes: Mapping[str, _Node | None]) -> None:
        absent = [end for end in (edge.source, edge.target) if end not in nodes]
        for end in absent:
            found, remedy = f"'{end}'", "An edge joins two nodes by their ids in this file."
            self._wrong(edge, _between(edge.source, edge.target), "a node of this file", found, remedy)
        if absent:
            return
        source, target = nodes[edge.source], nodes[edge.target]
        if source is None or target is None:
            return  # said of the node already
        edge_type = edge.attributes.get("type")
        described = EDGE_TYPES.get(edge_type) if isinstance(edge_type, str) else None
        if described is None or not isinstance(edge_type, str):
            found = "none" if edge_type is None else f"'{edge_type}'"
            wanted = "a known type of edge in its attribute 'type'"
            between = _between(source.name, target.name)
            self._wrong(edge, between, wanted, found, partial(_fitting, edge_type, source.kind, target.kind))
            return
        either_way = edge_type in SYMMETRIC or not edge.directed
        if (source.kind, target.kind) != (described.source, described.target) and either_way:
            source, target = target, source
        said = f"{edge_type} {_between(source.name, target.name)}"
        if (source.kind, target.kind) != (described.source, described.target):
            expected = f"an edge from {described.source} to {described.target}"
            self._wrong(edge, said, expected, f"one from {source.kind} to {target.kind}")
            return
        self._wrong_ends(edge, edge_type, said, source, target)
        value = self._attribute(edge, described, said, target)
        ends = source.position, target.position
        if edge_type in SYMMETRIC and ends[0] > ends[1]:
            ends = ends[1], ends[0]
        if ends in self.rows[edge_type]:
            self._wrong(edge, said, "each edge once", "a second one", "Remove one of them.")
        self.rows[edge_type][ends] = value

    def _wrong_ends(self, edge: FileEdge, edge_type: str, said: str, source: _Node, target: _Node) -> None:
        """Report edges whose ends are of the right kind but belong to different councils or services."""
        council, service = divmod(target.position, self.kinds)
        if edge_type in SYMMETRIC:
            if source.position == target.position:
                self._wrong(edge, said, f"two different nodes of kind {source.kind}", "one and the same")
        elif edge_type == "convenes":
            if council != source.position:
                self._wrong(edge, said, "a local service of the same council", f"'{target.name}'")
        elif edge_type == "funds":
            if service != self.service_of[source.position]:
                council_key = self.nodes["council"][council]
                carrier = self.nodes["service"][self.service_of[source.position]].partition("/")[2]
                expected = f"the service that carries its money, 'service:{council_key}/{carrier}'"
                self._wrong(edge, said, expected, f"'{target.name}'")
        elif edge_type == "serves":
            council = self.council_of[target.position]
            if source.position // self.kinds != council:
                expected = (
                    f"a community of the same council; this one is in '{self.nodes['council'][council]}'"
                )
                self._wrong(edge, said, expected, f"'{target.name}'")

    def _attribute(self, edge: FileEdge, described: EdgeType, said: str, target: _Node) -> float:
        name = described.attribute
        if name is None:
            return 0.0
        given = edge.attributes.get(name)
        found = "none" if given is None else f"'{given}'"
        if name == "membership":
            if given in SEATS:
                return float(MEMBERSHIPS.index(given))
            wanted = f"{', '.join(SEATS[:-1])} or {SEATS[-1]}"
            remedy = "To remove the seat, remove the edge."
            self._wrong(edge, said, f"{wanted} in its attribute 'membership'", found, remedy)
            return 0.0
        number = _number(given)
        if name == "weight":
            if not LEAST <= number <= MOST:
                wanted = f"a finite number above 0 ({LEAST:g} to {MOST:g}) in its attribute 'weight'"
                self._wrong(edge, said, wanted, found, "For a weight of 0, remove the edge.")
        elif number != 0 and not LEAST <= number <= 1:
            self._wrong(edge, said, "a number from 0 to 1 in its attribute 'tie'", found)
        elif target.kind == "service" and self.own[target.position % self.kinds] and number != 1:
            remedy = "To cut it, remove the edge."
            self._wrong(edge, said, "tie 1, for the service is the council's own", found, remedy)
        return number


def _between(source: str, target: str) -> str:
    return f"from {source} to {target}"


def _fitting(edge_type: object, source: str, target: str) -> str:
    """A remedy for a wrong type: the only type that joins nodes of these kinds, if there is one."""
    fitting = [
        name
        for name, described in EDGE_TYPES.items()
        if (described.source, described.target) in ((source, target), (target, source))
    ]
    if fitting:
        return f"Nodes of the kinds {source} and {target} are joined by '{fitting[0]}'."
    return nearest(str(edge_type), list(EDGE_TYPES))


def _number(given: object) -> float:
    """A number from a file; NaN for anything else."""
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        return math.nan
    try:
        return float(given)
    except (ValueError, OverflowError):
        return math.nan


def _table(described: EdgeType, rows: Mapping[tuple[int, int], float]) -> EdgeTable:
    ends = np.array(list(rows), dtype=np.int64).reshape(-1, 2)
    order = np.lexsort((ends[:, 1], ends[:, 0]))
    values = None
    if described.attribute is not None:
        values = np.array(list(rows.values()), dtype=np.float64)[order]
    return EdgeTable(ends[order, 0].copy(), ends[order, 1].copy(), values)
