"""Check an edited network: it has the nodes of its scenario, joined by edges of known types."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, NamedTuple

from govsim.errors import NetworkError, Problem, nearest
from govsim.scenario.odd_values import LEAST, MOST, legible
from govsim.scenario.schema import Scenario
from govsim.world.indices import index_network
from govsim.world.network import (
    EDGE_TYPES,
    MEMBERSHIPS,
    SYMMETRIC,
    EdgeType,
    Network,
    build_network,
    carriers,
    edge_table,
)
from govsim.world.places import Places

SHOWN: Final = 20
SEATS: Final = MEMBERSHIPS[1:]  # no setting without boards has a seat
_LONGEST_SEARCH: Final = 3_000  # names; the nearest of all communities of a country takes seconds a name
_NOT_SAID: Final = ("", "id", "type", "key", "label", "source", "target", "directed", "edge label")
_AS_WRITTEN: Final = "Do not change nodes, except their labels."
_SAME: Final = "Use the scenario and the --places that the network was written for."


@dataclass(slots=True, kw_only=True)
class FileNode:
    """A node as read from a file: its id there, its place or line and its attributes."""

    id: str
    place: str = ""
    line: int | None = None
    attributes: Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class FileEdge:
    """An edge as read from a file: the ids of its ends, its place or line and its attributes."""

    source: str
    target: str
    place: str = ""
    line: int | None = None
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
    """The network of a file, with edges in a fixed order.

    Raises NetworkError with the first twenty problems and the number of the others.
    """
    network = _Check(file, scenario, places).network()
    try:
        index_network(network, scenario, places)
    except NetworkError as error:
        raise NetworkError(replace(problem, where=file.where) for problem in error.problems) from error
    return network


class _Check:
    """Checks one file: collects its problems and its valid edges."""

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
        self.service_of: list[int] = carriers(scenario).tolist()
        self.council_of: list[int] = places.community_council_k.tolist()
        self.rows: dict[str, dict[tuple[int, int], float]] = {name: {} for name in EDGE_TYPES}
        self.unused: Counter[tuple[str, str]] = Counter()

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
        edges = {name: edge_table(dict(sorted(rows.items()))) for name, rows in self.rows.items()}
        without = {
            name: replace(table, attribute=None)
            for name, table in edges.items()
            if EDGE_TYPES[name].attribute is None
        }
        return Network(self.nodes, edges | without, dict(self.unused))

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
        advice = remedy if isinstance(remedy, str) else remedy()
        key = legible(", ".join(filter(None, (at.place, what))))
        self.problems.append(Problem(self.file.where, expected, legible(found), at.line, key, advice))

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
                wanted = "a node of the scenario, kind:key"
                self._wrong(node, "", wanted, f"'{name}'", partial(self._nearest, name))
                continue
            if twice:
                self._wrong(node, known.name, "each node once", "a second one", "Remove one of them.")
            elif named in self.known and named != known.name:
                wanted = "the kind and key of this node"
                self._wrong(node, known.name, wanted, f"those of '{named}'", _AS_WRITTEN)
            seen.add(known.name)
        missing = [name for name in self.known if name not in seen]
        if missing:
            shown = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
            remedy = f"Put them back: only edges may be removed. {_SAME}"
            wanted = "every node of the scenario and its places"
            problem = Problem(self.file.where, wanted, f"no {shown}", key="nodes", remedy=remedy)
            self.problems.insert(0, problem)  # before all else: with the wrong places, it explains the rest
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
            return  # reported for the node already
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
        named = f"{edge_type} {_between(source.name, target.name)}"
        if (source.kind, target.kind) != (described.source, described.target):
            expected = f"an edge from {described.source} to {described.target}"
            self._wrong(edge, named, expected, f"one from {source.kind} to {target.kind}")
            return
        expected = self._expected_target(edge_type, source, target)
        if expected:
            found = "one and the same" if edge_type in SYMMETRIC else f"'{target.name}'"
            self._wrong(edge, named, expected, found)
        value = self._attribute(edge, described, named, target)
        ends = source.position, target.position
        if edge_type in SYMMETRIC and ends[0] > ends[1]:
            ends = ends[1], ends[0]
        if ends in self.rows[edge_type]:
            self._wrong(edge, named, "each edge once", "a second one", "Remove one of them.")
        self.rows[edge_type][ends] = value
        self.unused.update(
            (name, edge_type)
            for name in edge.attributes
            if name != described.attribute and name.lower() not in _NOT_SAID
        )

    def _expected_target(self, edge_type: str, source: _Node, target: _Node) -> str:
        """The right target of an edge whose end is of the right kind but the wrong council or service."""
        council, service = divmod(target.position, self.kinds)
        if edge_type in SYMMETRIC and source.position == target.position:
            return f"two different nodes of kind {source.kind}"
        if edge_type == "convenes" and council != source.position:
            return "a local service of the same council"
        if edge_type == "funds" and service != self.service_of[source.position]:
            carrier = council * self.kinds + self.service_of[source.position]
            return f"the service that carries its money, 'service:{self.nodes['service'][carrier]}'"
        if edge_type == "serves":
            council = self.council_of[target.position]
            if source.position // self.kinds != council:
                key = self.nodes["council"][council]
                return f"a community of the same council; this one is in '{key}'"
        return ""

    def _attribute(self, edge: FileEdge, described: EdgeType, named: str, target: _Node) -> float:
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
            self._wrong(edge, named, f"{wanted} in its attribute 'membership'", found, remedy)
            return 0.0
        number = _number(given)
        if name == "weight":
            if not LEAST <= number <= MOST:
                wanted = f"a finite number above 0 ({LEAST:g} to {MOST:g}) in its attribute 'weight'"
                self._wrong(edge, named, wanted, found, "For a weight of 0, remove the edge.")
        elif number != 0 and not LEAST <= number <= 1:
            self._wrong(edge, named, "a number from 0 to 1 in its attribute 'tie'", found)
        elif target.kind == "service" and self.own[target.position % self.kinds] and number != 1:
            remedy = "To cut it, remove the edge."
            self._wrong(edge, named, "tie 1, for the service is the council's own", found, remedy)
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
