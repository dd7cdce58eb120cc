"""Law: renumbering renumbers, because draws are addressed by keys and never by positions.

Sums change their order with the order of entities, so results agree to rounding and not bit for bit. Where two
councils tie exactly, rounding would decide who is better: need and weights stay away from 0 and 1 here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Deviation, inspected, reading
from govsim.validation.samples import chance, countries, shipped
from govsim.validation.stepping import every_quarter, fixed_arrays, new_world
from govsim.world.build import ENGINES, World
from govsim.world.find_places import places_of
from govsim.world.network import EdgeTable, Network, build_network
from govsim.world.pound import LOCAL_LOSSES

KINDS: Final = ("departments", "outcomes", "missions", "services", "councils", "communities")
OF_PLACES: Final = ("councils", "communities")
ROUNDING: Final = 1e-9
SMALL: Final = 1e-3  # departures are relative, but for values so small that they are rounding themselves
REPLICATES: Final = (0, 5)


def keys_of(world: World) -> dict[str, list[Any]]:
    """The key of each position on each axis, which does not depend on the order."""
    scenario, indices, places = world.scenario, world.indices, world.places
    departments = [department.key for department in scenario.departments]
    outcomes = [outcome.key for outcome in scenario.outcomes]
    ends = zip(indices.edge_department_e, indices.edge_outcome_e, strict=True)
    pairs = zip(indices.pair_first_p, indices.pair_second_p, strict=True)
    return {
        "d": departments,
        "j": outcomes,
        "m": [mission.key for mission in scenario.missions],
        "s": [service.key for service in scenario.services],
        "e": [(departments[d], outcomes[j]) for d, j in ends],
        "p": [frozenset((departments[a], departments[b])) for a, b in pairs],
        "c": list(places.council_keys),
        "k": list(places.community_keys),
        "g": list(range(ENGINES)),
        "x": list(LOCAL_LOSSES),
        "w": list(range(world.worlds)),
    }


def rows_of(document: dict[str, Any], kind: str) -> list[Any]:
    """The list of a scenario's table that holds the entities of a kind."""
    table = document["places"] if kind in OF_PLACES else document
    return list(table[kind])


def reordered(scenario: Scenario, kind: str, order: Sequence[int]) -> Scenario:
    """The same scenario with one of its lists in another order."""
    document = scenario.model_dump(exclude_none=True)
    rows = rows_of(document, kind)
    changed = {kind: [rows[place] for place in order]}
    if kind in OF_PLACES:
        return load_scenario({**document, "places": {**document["places"], **changed}})
    return load_scenario({**document, **changed})


def with_bonds_of(other: World, network: Network) -> Network:
    """A network with the bonds of another numbering: a ring follows the order of communities in the file."""
    place = {key: row for row, key in enumerate(network.nodes["community"])}
    keys = other.network.nodes["community"]
    table = other.network.edges["bonds"]
    source = np.array([place[keys[row]] for row in table.source], dtype=np.int64)
    target = np.array([place[keys[row]] for row in table.target], dtype=np.int64)
    return Network(network.nodes, {**network.edges, "bonds": EdgeTable(source, target)})


def _compared(one: World, other: World) -> Iterator[Deviation]:
    """Both worlds are the same, by key, in all arrays, the fixed ones included."""
    here, there = keys_of(one), keys_of(other)
    places = {axis: [there[axis].index(key) for key in keys] for axis, keys in here.items()}
    for name, values in {**one.state, **one.flows, **fixed_arrays(one)}.items():
        theirs = other[name]
        for place, axis in enumerate(name.rpartition("_")[2]):
            theirs = np.take(theirs, places[axis], axis=place)
        departure = np.abs(values - theirs) / (SMALL + np.abs(theirs))
        where = f"quarter {one.quarter - 1}: {name}"
        yield Deviation(where, float(np.max(departure, initial=0.0)), ROUNDING)


@inspected
def renumbering_renumbers(scenario: Scenario, kind: str, order: Sequence[int]) -> Iterator[Deviation]:
    """List the entities of a kind in another order: the results are the same in another order.

    For communities the bonds stay as they were, because their ring follows the order of the file.
    """
    one, turned = new_world(scenario, REPLICATES), reordered(scenario, kind, order)
    network = None
    if kind == "communities":
        network = with_bonds_of(one, build_network(turned, places_of(turned)))
    other = new_world(turned, REPLICATES, network=network)
    yield from _compared(one, other)
    for here, there in zip(every_quarter(one), every_quarter(other), strict=True):
        yield from _compared(here, there)


def examine(plan: Plan) -> Reading:
    """Turn every list of the classroom and of random countries, and shuffle those of mission-led government."""
    inspections = []
    scenarios = [
        *countries(plan, 3, generic=True, councils=(2, 5)),
        *shipped("classroom_small", "mission_led"),
    ]
    for row, scenario in enumerate(scenarios):
        kinds = {"classroom_small": KINDS[:5], "mission_led": KINDS[:2]}.get(scenario.name, KINDS)
        document = scenario.model_dump(exclude_none=True)
        for kind in kinds:
            order = chance(plan, 200 + row).permutation(len(rows_of(document, kind))).tolist()
            named = f"{scenario.name} with other {kind}"
            inspections.append((named, renumbering_renumbers(scenario, kind, order)))
    return reading(inspections, "largest relative difference", "arrays compared")


CHECK: Final = Check(
    "law 4",
    "law",
    "Nobody fares better for standing first in a list",
    source="steele_lea_flood_2014 for draws that are addressed and not taken in turn",
    refuted_by=(
        "listing departments, outcomes, missions, services, councils or communities in another order changes a result "
        "by more than rounding"
    ),
    examine=examine,
)
