"""Create the agents of a scenario: every department, board, council, local service and community."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from govsim.agents.actor import Actor
from govsim.agents.centre import Centre
from govsim.agents.community import Community
from govsim.agents.council import Council
from govsim.agents.department import Department
from govsim.agents.local_service import LocalService
from govsim.agents.mission_board import MissionBoard
from govsim.errors import GovsimError, InputError, Problem, nearest
from govsim.world.build import World

SHIPPED: tuple[type[Actor], ...] = (Centre, Department, MissionBoard, Council, LocalService, Community)

AgentTypes = Iterable[type[Actor]]


@dataclass(eq=False)
class Actors:
    """All agents of one model by kind, in the order of the world's axes.

    While `deciding` is true, their attributes are read-only.
    """

    centre: Centre
    departments: tuple[Department, ...]
    missions: tuple[MissionBoard, ...]
    councils: tuple[Council, ...]
    services: tuple[LocalService, ...]
    communities: tuple[Community, ...]
    deciding: bool = field(default=False)

    def __iter__(self) -> Iterator[Actor]:
        """All agents, in the order of the network's nodes."""
        yield self.centre
        for kind in (self.departments, self.missions, self.councils, self.services, self.communities):
            yield from kind

    def who(self, kind: str) -> Sequence[Actor]:
        """All agents of one kind that decide in turn, in the order of the world's axes."""
        return {
            "department": self.departments,
            "mission": self.missions,
            "council": self.councils,
            "community": self.communities,
        }[kind]

    def find(self, kind: str, key: str) -> Actor:
        """One actor by kind (`department`, `mission`, `council`, `service`, `community`) and key."""
        of_kind = {actor.key: actor for actor in self if actor.kind == kind}
        if not of_kind:
            kinds = [shipped.kind for shipped in SHIPPED]
            raise GovsimError(f"there is no kind of actor '{kind}'. {nearest(kind, kinds)}")
        if key not in of_kind:
            raise GovsimError(f"there is no {kind} '{key}'. {nearest(key, list(of_kind))}")
        return of_kind[key]


def types_in_use(agent_types: AgentTypes) -> Mapping[type[Actor], type[Any]]:
    """The class of each kind of agent: the user's subclass where given, else the default.

    Raises InputError for a class that is no subclass of these, and for two subclasses of the same one.
    """
    used: dict[type[Actor], type[Any]] = {shipped: shipped for shipped in SHIPPED}
    for given in agent_types:
        below = [shipped for shipped in SHIPPED if isinstance(given, type) and issubclass(given, shipped)]
        names = ", ".join(shipped.__name__ for shipped in SHIPPED)
        if not below:
            raise InputError(Problem("agent_types", f"a subclass of one of {names}", f"{given!r}"))
        if used[below[0]] is not below[0]:
            found = f"{used[below[0]].__name__} and {given.__name__}"
            raise InputError(Problem("agent_types", f"one class for {below[0].__name__}", found))
        used[below[0]] = given
    return used


def appointed(model: Any, world: World, agent_types: AgentTypes = ()) -> Actors:
    """Create the agents of a model for a world's scenario, places and network."""
    types = types_in_use(agent_types)
    scenario, places, indices = world.scenario, world.places, world.indices
    outcomes = [outcome.key for outcome in scenario.outcomes]
    departments = []
    for row, stated in enumerate(scenario.departments):
        edges = np.flatnonzero(indices.edge_department_e == row)
        served = tuple(outcomes[outcome] for outcome in indices.edge_outcome_e[edges])
        departments.append(types[Department](model, row, stated.key, stated.label, edges, served))
    missions = [
        types[MissionBoard](model, row, stated.key, stated.label)
        for row, stated in enumerate(scenario.missions)
    ]
    councils = [
        types[Council](
            model,
            row,
            key,
            places.council_names[row],
            places.region_keys[places.council_region_c[row]],
            float(indices.population_c[row]),
        )
        for row, key in enumerate(places.council_keys)
    ]
    kinds = scenario.services
    services = [
        types[LocalService](
            model,
            row,
            key,
            f"{kinds[row % len(kinds)].label}, {councils[row // len(kinds)].label}",
            councils[row // len(kinds)],
            row % len(kinds),
            kinds[row % len(kinds)].own,
        )
        for row, key in enumerate(world.network.nodes["service"])
    ]
    names = places.community_names or places.community_keys
    communities = [
        types[Community](
            model, row, key, names[row], councils[indices.council_k[row]], float(indices.population_k[row])
        )
        for row, key in enumerate(places.community_keys)
    ]
    return Actors(
        types[Centre](model, 0, "centre", "The centre"),
        tuple(departments),
        tuple(missions),
        tuple(councils),
        tuple(services),
        tuple(communities),
    )
