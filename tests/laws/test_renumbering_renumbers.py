"""Law 4: renumbering renumbers, because draws are addressed by keys and never by positions.

Sums change their order with the order of entities, so results agree to rounding and not bit for bit. Need and
weights stay away from 0 and 1 here: where two councils tie exactly, rounding would decide who is better.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.simulation import advance
from govsim.world.build import World
from govsim.world.draws import join_keys, text_keys
from govsim.world.indices import Indices
from govsim.world.network import EdgeTable, Network, build_network
from tests.worlds import (
    axes_of,
    begin,
    different_bits,
    documents,
    fixed_arrays,
    live,
    places_of,
    scenarios,
    shortened,
    with_edges,
)

ROUNDING = 1e-12
REPLICATES = (0, 5)
KINDS = ("departments", "outcomes", "missions", "services", "councils", "communities")


def keys_of(world: World) -> dict[str, list[Any]]:
    """What stands where on each axis, in words that do not depend on the order."""
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
        "x": list(range(9)),
        "w": list(range(world.worlds)),
    }


def compare(one: World, other: World) -> None:
    """Both worlds hold the same, by key; axes by key also for what is fixed."""
    here, there = keys_of(one), keys_of(other)
    for name, values in {**one.state, **one.flows, **fixed_arrays(one)}.items():
        theirs = other[name]
        axes = name.rpartition("_")[2]
        for place, axis in enumerate(axes):
            theirs = np.take(theirs, [there[axis].index(key) for key in here[axis]], axis=place)
        np.testing.assert_allclose(
            values, theirs, rtol=1e-9, atol=ROUNDING, err_msg=f"{name}, quarter {one.quarter}"
        )


def same_lives(one: World, other: World, quarters: int) -> None:
    compare(one, other)
    while one.quarter < 0:
        advance(one)
        advance(other)
        compare(one, other)
    one, other = one.starting(one.scenario), other.starting(other.scenario)
    for _ in range(quarters):
        advance(one)
        advance(other)
        compare(one, other)


def reordered(document: dict[str, Any], kind: str, order: list[int]) -> dict[str, Any]:
    """The same scenario with one list in another order."""
    found = copy.deepcopy(document)
    table = found["places"] if kind in ("councils", "communities") else found
    rows = table[kind]
    table[kind] = [rows[place] for place in order if place < len(rows)]
    return found


def with_bonds_of(other: World, network: Network) -> Network:
    """A network with the bonds of another numbering: a ring follows the order of communities in the file."""
    place = {key: row for row, key in enumerate(network.nodes["community"])}
    keys = other.network.nodes["community"]
    table = other.network.edges["bonds"]
    source = np.array([place[keys[row]] for row in table.source], dtype=np.int64)
    target = np.array([place[keys[row]] for row in table.target], dtype=np.int64)
    return with_edges(network, "bonds", EdgeTable(source, target))


@pytest.mark.parametrize("kind", KINDS)
@given(document=documents(generic=True, council_count=(2, 5)), data=st.data())
@settings(max_examples=12)
def test_another_order_in_the_file_gives_the_same_results_in_another_order(
    kind: str, document: dict[str, Any], data: st.DataObject
) -> None:
    """For communities the bonds are kept as they were, because their ring follows the order of the file."""
    check_reordering(kind, document, data)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@given(document=documents(generic=True, council_count=(2, 5)), data=st.data())
@settings(max_examples=150)
def test_very_many_orders_give_the_same_results(
    kind: str, document: dict[str, Any], data: st.DataObject
) -> None:
    check_reordering(kind, document, data)


def check_reordering(kind: str, document: dict[str, Any], data: st.DataObject) -> None:
    rows = (document["places"] if kind in ("councils", "communities") else document)[kind]
    order = data.draw(st.permutations(range(len(rows))))
    one = begin(load_scenario(document), REPLICATES)
    scenario = load_scenario(reordered(document, kind, order))
    network = None
    if kind == "communities":
        network = with_bonds_of(one, build_network(scenario, places_of(scenario)))
    same_lives(one, begin(scenario, REPLICATES, network=network), scenario.horizon)


@pytest.mark.parametrize("kind", ["departments", "outcomes", "missions", "services", "councils"])
def test_another_order_in_the_classroom_gives_the_same_results_in_another_order(kind: str) -> None:
    document = shortened(load_scenario("classroom_small"), 8, 12).model_dump(exclude_none=True)
    rows = (document["places"] if kind == "councils" else document)[kind]
    turned = reordered(document, kind, list(reversed(range(len(rows)))))
    same_lives(begin(load_scenario(document), REPLICATES), begin(load_scenario(turned), REPLICATES), 12)


@given(document=documents(generic=True), data=st.data())
@settings(max_examples=10)
def test_draws_follow_keys_whatever_the_order(document: dict[str, Any], data: st.DataObject) -> None:
    """What is drawn at the start is bit for bit the same: no sum stands between a draw and an entity's key."""
    order = data.draw(st.permutations(range(len(document["departments"]))))
    one = begin(load_scenario(document), REPLICATES)
    other = begin(load_scenario(reordered(document, "departments", order)), REPLICATES)
    here, there = keys_of(one), keys_of(other)
    rows = [there["e"].index(key) for key in here["e"]]
    for name in ("edge_keys", "council_edge_keys", "board_edge_keys"):
        assert (one.given[name] == np.take(other.given[name], rows, axis=-1)).all()
    pairs = [there["p"].index(key) for key in here["p"]]
    assert (one.given["pair_keys"] == other.given["pair_keys"][pairs]).all()
    for name in ("social_capital_kw", "capacity_cw", "propensity_cw"):
        assert one.state[name].tobytes() == other.state[name].tobytes()


def test_a_key_of_two_entities_knows_which_comes_first() -> None:
    keys = text_keys(["health", "work", "a", "b"])
    joined = join_keys(keys[:, None], keys)
    assert np.unique(joined).size == 16


# --- an unrelated mission ------------------------------------------------------------------------------------


def with_mission(scenario: Scenario, goal: Mapping[str, float], first: bool) -> Scenario:
    """The scenario with one more mission, before or after the others, that adds nothing to levers."""
    more = {
        "key": "unrelated",
        "label": "Unrelated",
        "lead": scenario.departments[0].key,
        "goal": dict(goal),
        "process": not goal,
    }
    missions = [mission.model_dump() for mission in scenario.missions]
    return scenario.replace(missions=[more, *missions] if first else [*missions, more])


def without_seats(scenario: Scenario, mission: str) -> Network:
    network = build_network(scenario, places_of(scenario))
    column, table = network.position("mission", mission), network.edges["sits_on"]
    return with_edges(network, "sits_on", table.without(np.flatnonzero(table.target == column)))


def of_other_missions(arrays: Mapping[str, Any], indices: Indices, column: int) -> dict[str, Any]:
    kept = [row for row in range(indices.missions) if row != column]
    return {
        name: values[kept] if axes_of(name).startswith("m") else values for name, values in arrays.items()
    }


@given(scenarios(), st.booleans())
@settings(max_examples=15)
def test_a_mission_without_outcomes_and_seats_changes_nothing(scenario: Scenario, first: bool) -> None:
    """Bit for bit where it is listed last; listed first it changes the order of sums, so to rounding."""
    more = with_mission(scenario, {}, first)
    before = live(scenario, REPLICATES)
    after = live(more, REPLICATES, network=without_seats(more, "unrelated"))
    indices = begin(more).indices
    column = 0 if first else len(scenario.missions)
    for here, there in zip(before, after, strict=True):
        theirs = of_other_missions(there.arrays, indices, column)
        if not first:
            changed = different_bits(here.arrays, theirs)
            assert not changed, f"quarter {here.quarter}: {changed}"
            continue
        for name, values in here.arrays.items():
            np.testing.assert_allclose(values, theirs[name], rtol=1e-9, atol=ROUNDING, err_msg=name)


@given(scenarios(), st.booleans())
@settings(max_examples=15)
def test_an_unrelated_mission_without_seats_moves_no_other_draw(scenario: Scenario, first: bool) -> None:
    """A mission with a goal competes for attention, but all that is drawn for others stays as it was."""
    more = with_mission(scenario, {scenario.outcomes[0].key: 1.0}, first)
    one, other = (
        begin(scenario, REPLICATES),
        begin(more, REPLICATES, network=without_seats(more, "unrelated")),
    )
    column = 0 if first else len(scenario.missions)
    theirs = of_other_missions({**other.state, **fixed_arrays_of(other)}, other.indices, column)
    assert not different_bits({**one.state, **fixed_arrays_of(one)}, theirs)
    advance(one)
    advance(other)
    seen = [name for name in one.flows if name.startswith(("perceived", "crisis", "alarm"))]
    here = {name: one.flows[name] for name in seen}
    there = of_other_missions({name: other.flows[name] for name in seen}, other.indices, column)
    assert not different_bits(here, there)


def fixed_arrays_of(world: World) -> dict[str, Any]:
    """What is fixed and belongs to worlds."""
    return {name: values for name, values in fixed_arrays(world).items() if name.endswith("w")}
