"""Law 4: renumbering renumbers, because draws are addressed by keys and never by positions.

Sums change their order with the order of entities, so results agree to rounding and not bit for bit. Need and
weights stay away from 0 and 1 here: where two councils tie exactly, rounding would decide who is better.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.runs.drive import step
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.laws.renumbering import (
    KINDS,
    OF_PLACES,
    keys_of,
    renumbering_renumbers,
    reordered,
    rows_of,
)
from govsim.validation.phases import altered, quarter_with
from govsim.validation.stepping import different_bits, fixed_arrays, new_world, record, shortened
from govsim.world.build import World
from govsim.world.draws import join_keys, text_keys
from govsim.world.find_places import places_of
from govsim.world.indices import Indices
from govsim.world.network import Network, build_network
from tests.worlds import assert_holds, axes_of, breaches, quarter_checked, scenarios, with_edges

ROUNDING = 1e-12
REPLICATES = (0, 5)


@pytest.mark.parametrize("kind", KINDS)
@given(scenario=scenarios(generic=True, council_count=(2, 5)), data=st.data())
@settings(max_examples=12)
def test_another_order_in_the_file_gives_the_same_results_in_another_order(
    kind: str, scenario: Scenario, data: st.DataObject
) -> None:
    """For communities the bonds are kept as they were, because their ring follows the order of the file."""
    order = data.draw(st.permutations(range(len(rows_of(scenario.model_dump(), kind)))))
    assert_holds(renumbering_renumbers(scenario, kind, order))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@given(scenario=scenarios(generic=True, council_count=(2, 5)), data=st.data())
@settings(max_examples=150)
def test_very_many_orders_give_the_same_results(kind: str, scenario: Scenario, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(rows_of(scenario.model_dump(), kind)))))
    assert_holds(renumbering_renumbers(scenario, kind, order))


@pytest.mark.parametrize("kind", ["departments", "outcomes", "missions", "services", "councils"])
def test_another_order_in_the_classroom_gives_the_same_results_in_another_order(kind: str) -> None:
    scenario = shortened(load_scenario("classroom_small"), 8, 12)
    order = list(reversed(range(len(rows_of(scenario.model_dump(), kind)))))
    assert_holds(renumbering_renumbers(scenario, kind, order))


def test_whoever_gains_by_standing_first_is_found_out() -> None:
    """The test of the test: a budget round that favours the first department, and ties by position."""

    def first_come(results: Any, seen: Mapping[str, Any]) -> Any:
        more_dw = 1e-6 * (np.arange(len(results.core_dw)) == 0)[:, None]
        return results._replace(core_dw=results.core_dw + more_dw)

    favoured = quarter_with("core_services", lambda phase: altered(phase, first_come))
    scenario = shortened(load_scenario("classroom_small"), 4, 3)
    with quarter_checked(favoured):
        assert "core_dw" in breaches(renumbering_renumbers(scenario, "departments", (3, 2, 1, 0)))
        assert_holds(renumbering_renumbers(scenario, "departments", (0, 2, 1, 3)))
    assert set(OF_PLACES) < set(KINDS)


@given(scenario=scenarios(generic=True), data=st.data())
@settings(max_examples=10)
def test_draws_follow_keys_whatever_the_order(scenario: Scenario, data: st.DataObject) -> None:
    """What is drawn at the start is bit for bit the same: no sum stands between a draw and an entity's key."""
    order = data.draw(st.permutations(range(len(scenario.departments))))
    one = new_world(scenario, REPLICATES)
    other = new_world(reordered(scenario, "departments", order), REPLICATES)
    here, there = keys_of(one), keys_of(other)
    rows = [there["e"].index(key) for key in here["e"]]
    for name in ("edge_keys", "council_edge_keys", "board_edge_keys"):
        assert (one.given[name] == np.take(other.given[name], rows, axis=-1)).all()
    pairs = [there["p"].index(key) for key in here["p"]]
    assert (one.given["pair_keys"] == other.given["pair_keys"][pairs]).all()
    for name in ("social_capital_kw", "capacity_cw"):
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
    before = record(scenario, REPLICATES)
    after = record(more, REPLICATES, network=without_seats(more, "unrelated"))
    indices = new_world(more).indices
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
        new_world(scenario, REPLICATES),
        new_world(more, REPLICATES, network=without_seats(more, "unrelated")),
    )
    column = 0 if first else len(scenario.missions)
    theirs = of_other_missions({**other.state, **fixed_arrays_of(other)}, other.indices, column)
    assert not different_bits({**one.state, **fixed_arrays_of(one)}, theirs)
    step(one)
    step(other)
    seen = [name for name in one.flows if name.startswith(("perceived", "crisis", "alarm"))]
    here = {name: one.flows[name] for name in seen}
    there = of_other_missions({name: other.flows[name] for name in seen}, other.indices, column)
    assert not different_bits(here, there)


def fixed_arrays_of(world: World) -> dict[str, Any]:
    """What is fixed and belongs to worlds."""
    return {name: values for name, values in fixed_arrays(world).items() if name.endswith("w")}
