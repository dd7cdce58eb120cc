"""Create the agents of a scenario: every department, board, council, local service and community."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(eq=False, kw_only=True)
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
    deciding: bool = False

    def __iter__(self) -> Iterator[Actor]:
        """All agents, in the order of the network's nodes."""
        yield self.centre
        for kind in (self.departments, self.missions, self.councils, self.services, self.communities):
            yield from kind

    def who(self, kind: str) -> Sequence[Actor]:
        """All deciding agents of one kind, in the order of the world's axes."""
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
    """The class of each kind of agent: the user's subclass if given, else the default.

    Raises InputError for a class that is no subclass of these, and for two subclasses of the same one.
    """
    used: dict[type[Actor], type[Any]] = {shipped: shipped for shipped in SHIPPED}
    for given in agent_types:
        below = [shipped for shipped in SHIPPED if isinstance(given, type) and issubclass(given, shipped)]
        if not below:
            names = ", ".join(shipped.__name__ for shipped in SHIPPED)
            raise InputError(Problem("agent_types", f"a subclass of one of {names}", f"{given!r}"))
        replaced = below[0]
        if used[replaced] is not replaced:
            found = f"{used[replaced].__name__} and {given.__name__}"
            raise InputError(Problem("agent_types", f"one class for {replaced.__name__}", found))
        used[replaced] = given
    return used


def create_actors(model: Any, world: World, agent_types: AgentTypes = ()) -> Actors:
    """Create the agents of a model for a world's scenario, places and network."""
    types = types_in_use(agent_types)
    scenario, places, indices = world.scenario, world.places, world.indices
    outcomes = world.network.nodes["outcome"]
    edges_of = [np.flatnonzero(indices.edge_department_e == row) for row in range(indices.departments)]
    departments = tuple(
        types[Department](
            model,
            row=row,
            key=stated.key,
            label=stated.label,
            edges=edges,
            outcomes=tuple(outcomes[outcome] for outcome in indices.edge_outcome_e[edges]),
        )
        for row, (stated, edges) in enumerate(zip(scenario.departments, edges_of, strict=True))
    )
    missions = tuple(
        types[MissionBoard](model, row=row, key=stated.key, label=stated.label)
        for row, stated in enumerate(scenario.missions)
    )
    councils = tuple(
        types[Council](
            model,
            row=row,
            key=key,
            label=places.council_names[row],
            region=places.region_keys[places.council_region_c[row]],
            population=float(indices.population_c[row]),
        )
        for row, key in enumerate(places.council_keys)
    )
    services = tuple(
        types[LocalService](
            model,
            row=council.row * indices.services + kind_row,
            key=f"{council.key}/{kind.key}",
            label=f"{kind.label}, {council.label}",
            council=council,
            kind_row=kind_row,
            own=kind.own,
        )
        for council in councils
        for kind_row, kind in enumerate(scenario.services)
    )
    names = places.community_names or places.community_keys
    communities = tuple(
        types[Community](
            model,
            row=row,
            key=key,
            label=names[row],
            council=councils[indices.council_k[row]],
            population=float(indices.population_k[row]),
        )
        for row, key in enumerate(places.community_keys)
    )
    return Actors(
        centre=types[Centre](model, row=0, key="centre", label="The centre"),
        departments=departments,
        missions=missions,
        councils=councils,
        services=services,
        communities=communities,
    )
