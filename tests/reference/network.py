"""The network of §2: one typed multigraph along whose edges everything flows."""

from itertools import combinations

CENTRE = "centre"
BOTH_WAYS = ("works_with", "neighbours", "bonds")


def service_key(council, service):
    """The key of a council's local service."""
    return f"{council}/{service}"


class Network:
    """Who reaches whom: for each type of edge, the pairs of keys that it joins."""

    def __init__(self, scenario, places, removed=()):
        self.edges = {"line": {(CENTRE, department.key) for department in scenario.departments}}
        self._join_government(scenario)
        self._join_places(scenario, places)
        self._join_communities(places)
        for kind, first, second in removed:
            self._remove(kind, first, second)

    def has(self, kind, first, second):
        """Whether an edge of this type runs from the first to the second."""
        edges = self.edges[kind]
        return (first, second) in edges or (kind in BOTH_WAYS and (second, first) in edges)

    def partners(self, kind, key):
        """All who are joined to somebody by edges that run both ways."""
        return [b if a == key else a for a, b in sorted(self.edges[kind]) if key in (a, b)]

    def _join_government(self, scenario):
        departments = [department.key for department in scenario.departments]
        self.edges["contributes"] = {
            (department.key, outcome)
            for department in scenario.departments
            for outcome, weight in department.weights.items()
            if weight > 0
        }
        self.edges["aims_at"] = {
            (mission.key, outcome)
            for mission in scenario.missions
            for outcome, weight in mission.goal.items()
            if weight > 0
        }
        self.edges["sits_on"] = {(key, mission.key) for key in departments for mission in scenario.missions}
        self.edges["works_with"] = set(combinations(departments, 2))

    def _join_places(self, scenario, places):
        councils = list(places.council_keys)
        self.edges["funds"] = {
            (department, service_key(council, service.key))
            for council in councils
            for service in scenario.services
            for department in service.departments
        }
        self.edges["convenes"] = {
            (council, service_key(council, service.key))
            for council in councils
            for service in scenario.services
        }
        self.edges["neighbours"] = {(councils[int(a)], councils[int(b)]) for a, b in places.neighbours}
        self.edges["serves"] = {
            (service_key(councils[int(position)], service.key), community)
            for community, position in zip(places.community_keys, places.community_council_k, strict=True)
            for service in scenario.services
        }

    def _join_communities(self, places):
        members = {council: [] for council in places.council_keys}
        for community, position in zip(places.community_keys, places.community_council_k, strict=True):
            members[places.council_keys[int(position)]].append(community)
        bonds = {frozenset((members[a][0], members[b][0])) for a, b in self.edges["neighbours"]}
        for ring in members.values():
            for place, community in enumerate(ring):
                for step in (1, 2):
                    bonds.add(frozenset((community, ring[(place + step) % len(ring)])))
        self.edges["bonds"] = {tuple(sorted(bond)) for bond in bonds if len(bond) == 2}

    def _remove(self, kind, first, second):
        if kind not in self.edges or not self.has(kind, first, second):
            raise ValueError(f"the network has no edge {kind} from {first} to {second}")
        self.edges[kind] -= {(first, second)}
        if kind in BOTH_WAYS:
            self.edges[kind] -= {(second, first)}
