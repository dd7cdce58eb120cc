"""The network: typed edges that say who contributes, sits on boards, funds, serves and meets.

Edges are stored as integer tables, one for each type, because all of England has a quarter of a million of them.
`to_graph` gives the same network as a typed networkx multigraph, which can be edited and given as `network=`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import numpy as np

from govsim.arrays import Floats, Integers
from govsim.display import Displayed
from govsim.named import read_only
from govsim.scenario.levers import MEMBERSHIP_RANK
from govsim.scenario.schema import Scenario
from govsim.world.places import Places


@dataclass(frozen=True)
class EdgeType:
    """A type of edge: the kinds that it joins and its attribute, if any."""

    source: str
    target: str
    attribute: str | None
    meaning: str


EDGE_TYPES = {
    "contributes": EdgeType(
        "department", "outcome", "weight", "a department has a part in an outcome's recipe"
    ),
    "aims_at": EdgeType("mission", "outcome", "weight", "a mission's goal counts an outcome"),
    "sits_on": EdgeType("department", "mission", "membership", "the least lever at which a department sits"),
    "line": EdgeType("centre", "department", None, "the centre's line to a department"),
    "works_with": EdgeType("department", "department", "tie", "two departments can work together"),
    "funds": EdgeType("department", "service", None, "a department's grants go to a local service"),
    "convenes": EdgeType("council", "service", "tie", "a council works with a local service"),
    "neighbours": EdgeType("council", "council", None, "two councils see and copy each other"),
    "serves": EdgeType("service", "community", None, "a local service reaches a community"),
    "bonds": EdgeType("community", "community", None, "engagement spreads between two communities"),
}

SYMMETRIC = ("works_with", "neighbours", "bonds")

MEMBERSHIPS = tuple(MEMBERSHIP_RANK)


@dataclass(frozen=True, eq=False)
class EdgeTable:
    """The edges of one type: positions of their ends and the attribute, read-only arrays of shape (edge,)."""

    source: Integers
    target: Integers
    attribute: Floats | None = None

    def __post_init__(self) -> None:
        for name, values in vars(self).items():
            object.__setattr__(self, name, read_only(values))

    @property
    def ends(self) -> tuple[Integers, Integers]:
        """Sources and targets."""
        return self.source, self.target

    @property
    def values(self) -> Floats:
        """The attribute of a type of edge that has one."""
        assert self.attribute is not None
        return self.attribute

    def without(self, rows: Iterable[int]) -> EdgeTable:
        """A copy of the table without some rows."""
        remaining = np.ones(self.source.size, dtype=bool)
        remaining[list(rows)] = False
        return EdgeTable(
            self.source[remaining],
            self.target[remaining],
            None if self.attribute is None else self.attribute[remaining],
        )


@dataclass(frozen=True, eq=False, repr=False)
class Network(Displayed):
    """Nodes by kind (their keys, in order) and edges by type."""

    nodes: dict[str, tuple[str, ...]]
    edges: dict[str, EdgeTable]
    # how many edges of a type have an attribute that counts for nothing there, by attribute and type
    unused: dict[tuple[str, str], int] = field(default_factory=dict)

    def in_one_line(self) -> str:
        """How many nodes and edges it has."""
        from govsim.words.plurals import counted  # imported when shown, as it affects no run

        nodes = sum(map(len, self.nodes.values()))
        edges = sum(table.source.size for table in self.edges.values())
        return f"{counted(nodes, 'node')}, {counted(edges, 'edge')}"

    def position(self, kind: str, key: str) -> int:
        """Position of a node along the axis of its kind."""
        return self.nodes[kind].index(key)

    def without(self, edge_type: str, source: str, target: str) -> Network:
        """A copy of the network without the edge between two keys."""
        table, described = self.edges[edge_type], EDGE_TYPES[edge_type]
        ends = self.position(described.source, source), self.position(described.target, target)
        matching = (table.source == ends[0]) & (table.target == ends[1])
        if edge_type in SYMMETRIC:
            matching |= (table.source == ends[1]) & (table.target == ends[0])
        if not matching.any():
            raise KeyError(f"no {edge_type} edge from {source} to {target}")
        return replace(self, edges={**self.edges, edge_type: table.without(np.flatnonzero(matching))})

    def to_graph(self) -> Any:
        """The same as a networkx.MultiDiGraph: nodes `kind:key` with `kind`, edges keyed by their type."""
        import networkx

        graph = networkx.MultiDiGraph()
        for kind, keys in self.nodes.items():
            graph.add_nodes_from((f"{kind}:{key}", {"kind": kind}) for key in keys)
        for edge_type, table in self.edges.items():
            described = EDGE_TYPES[edge_type]
            sources, targets = self.nodes[described.source], self.nodes[described.target]
            for row in range(table.source.size):
                ends = (
                    f"{described.source}:{sources[table.source[row]]}",
                    f"{described.target}:{targets[table.target[row]]}",
                )
                graph.add_edge(*ends, key=edge_type, type=edge_type, **_attributes(described, table, row))
        return graph


def _attributes(described: EdgeType, table: EdgeTable, row: int) -> dict[str, Any]:
    if described.attribute is None or table.attribute is None:
        return {}
    value = float(table.attribute[row])
    if described.attribute == "membership":
        return {"membership": MEMBERSHIPS[int(value)]}
    return {described.attribute: value}


def edge_table(rows: Mapping[tuple[int, int], float]) -> EdgeTable:
    """Edges with an attribute, by the positions of their ends."""
    source, target = np.array(list(rows), dtype=np.int64).reshape(-1, 2).T.copy()
    return EdgeTable(source, target, np.array(list(rows.values()), dtype=np.float64))


def carriers(scenario: Scenario) -> Integers:
    """Position of the kind of service that carries each department's money, shape (department,)."""
    kind_of = {key: row for row, kind in enumerate(scenario.services) for key in kind.departments}
    return np.array([kind_of[department.key] for department in scenario.departments], dtype=np.int64)


def service_keys(scenario: Scenario, places: Places) -> tuple[str, ...]:
    """Keys of all local services, council by council: `council/service`."""
    return tuple(f"{council}/{kind.key}" for council in places.council_keys for kind in scenario.services)


def build_network(scenario: Scenario, places: Places) -> Network:
    """The network of a scenario and its places; docs/model.md section 2."""
    departments = tuple(department.key for department in scenario.departments)
    outcomes = tuple(outcome.key for outcome in scenario.outcomes)
    nodes = {
        "centre": ("centre",),
        "department": departments,
        "outcome": outcomes,
        "mission": tuple(mission.key for mission in scenario.missions),
        "council": places.council_keys,
        "service": service_keys(scenario, places),
        "community": places.community_keys,
    }
    contributes = {
        (row, outcomes.index(outcome)): weight
        for row, department in enumerate(scenario.departments)
        for outcome, weight in department.weights.items()
        if weight > 0
    }
    aims = {
        (row, outcomes.index(outcome)): weight
        for row, mission in enumerate(scenario.missions)
        for outcome, weight in mission.goal.items()
        if weight > 0
    }
    pairs = combinations(range(len(departments)), 2)
    edges = {
        "contributes": edge_table(contributes),
        "aims_at": edge_table(aims),
        "sits_on": edge_table(seats(scenario)),
        "line": EdgeTable(np.zeros(len(departments), dtype=np.int64), np.arange(len(departments))),
        "works_with": edge_table(dict.fromkeys(pairs, scenario.constants.tie_floor)),
        "neighbours": EdgeTable(places.neighbours[:, 0], places.neighbours[:, 1]),
        **_local_edges(scenario, places),
    }
    return Network(nodes, edges)


def seats(scenario: Scenario) -> dict[tuple[int, int], float]:
    """Every possible seat, with the position in MEMBERSHIPS of the lowest setting that fills it."""
    seats = {}
    for column, mission in enumerate(scenario.missions):
        aimed = {outcome for outcome, weight in mission.goal.items() if weight > 0}
        for row, department in enumerate(scenario.departments):
            if department.key == mission.lead:
                membership = "lead_only"
            elif any(department.weights.get(outcome, 0) > 0 for outcome in aimed):
                membership = "contributors"
            else:
                membership = "all"
            seats[row, column] = float(MEMBERSHIPS.index(membership))
    return seats


def _local_edges(scenario: Scenario, places: Places) -> dict[str, EdgeTable]:
    councils, kinds, departments = map(len, (places.council_keys, scenario.services, scenario.departments))
    council_of_service = np.repeat(np.arange(councils), kinds)
    funding = np.repeat(np.arange(departments), councils)
    receiving = np.tile(np.arange(councils), departments) * kinds + carriers(scenario)[funding]
    communities = np.arange(len(places.community_keys))
    serving = (places.community_council_k[:, None] * kinds + np.arange(kinds)).ravel()
    tie = np.where([kind.own for kind in scenario.services], 1.0, scenario.constants.local_tie_floor)
    return {
        "funds": EdgeTable(funding, receiving),
        "convenes": EdgeTable(council_of_service, np.arange(councils * kinds), np.tile(tie, councils)),
        "serves": EdgeTable(serving, np.repeat(communities, kinds)),
        "bonds": _bonds(places),
    }


def _bonds(places: Places) -> EdgeTable:
    """Bonds form a ring of next and second-next communities in each council; first ones of neighbours bond too."""
    council_k = places.community_council_k
    first_c = np.searchsorted(council_k, np.arange(len(places.council_keys)))
    size_c = np.bincount(council_k, minlength=len(places.council_keys))
    place_k = np.arange(council_k.size) - first_c[council_k]
    pairs = [first_c[places.neighbours]]
    for step in (1, 2):
        target = first_c[council_k] + (place_k + step) % size_c[council_k]
        ends = np.stack([np.arange(council_k.size), target], axis=1)
        pairs.append(ends[ends[:, 0] != ends[:, 1]])
    ends = np.unique(np.sort(np.concatenate(pairs).astype(np.int64), axis=1), axis=0)
    return EdgeTable(*ends.T.copy())
