"""Law 3: a world is bit for bit the same alone, in any batch, in another process, and after a pause."""

from __future__ import annotations

import copy
import functools
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.measures.catalogue import observe, observe_pound
from govsim.runs.drive import each_quarter, run_on, start, step, warm_up
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.simulation import Phases
from govsim.validation.laws.same_everywhere import (
    same_after_a_pause,
    same_alone_and_in_a_batch,
    same_from_saved_state,
    same_in_another_process,
)
from govsim.validation.phases import altered, quarter_with
from govsim.validation.stepping import (
    after_warm_up,
    different_bits,
    fixed_arrays,
    new_world,
    record,
    shortened,
    snapshot,
    world_after,
    world_alone,
)
from tests.worlds import SHIPPED, assert_holds, axes_of, breaches, breaches_in, documents, scenarios

BATCHES = st.lists(st.integers(0, 2**63 - 1), min_size=2, max_size=9, unique=True)


@given(scenarios(), BATCHES, st.integers(0, 2**64 - 1), st.data())
@settings(max_examples=12)
def test_a_world_is_the_same_alone_and_in_a_batch_of_any_size_and_order(
    scenario: Scenario, replicates: list[int], seed: int, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(replicates))))
    alone = data.draw(st.integers(0, len(replicates) - 1))
    assert_holds(same_alone_and_in_a_batch(scenario, replicates, seed, order, (alone,)))


@pytest.mark.slow
@given(scenarios(), BATCHES)
@settings(max_examples=300)
def test_very_many_worlds_are_the_same_alone_and_in_a_batch(
    scenario: Scenario, replicates: list[int]
) -> None:
    assert_holds(same_alone_and_in_a_batch(scenario, replicates, alone=range(len(replicates))))


@pytest.mark.parametrize("size", [2, 3, 7, 8, 9, 16, 33])
@pytest.mark.parametrize("name", ["mission_led", "classroom_small"])
def test_a_world_of_a_shipped_scenario_is_the_same_in_batches_of_many_sizes(name: str, size: int) -> None:
    scenario = shortened(load_scenario(name), 5, 5)
    assert_holds(same_alone_and_in_a_batch(scenario, range(100, 100 + size), alone=(0, size - 1)))


@pytest.mark.parametrize("name", SHIPPED)
def test_measures_of_a_world_are_the_same_alone_and_in_a_batch(name: str) -> None:
    scenario = shortened(load_scenario(name), 4, 4)
    batch, alone = (world_after(scenario, 4, replicates) for replicates in ([5, 6, 7, 8, 9], [7]))
    for look in (observe, observe_pound):
        many, one = look(batch.names(3)), look(alone.names(3))
        wrong = different_bits(world_alone(many, 2), one)
        assert not wrong, wrong


@pytest.mark.parametrize("name", SHIPPED)
def test_observing_a_world_does_not_change_it(name: str) -> None:
    world = world_after(shortened(load_scenario(name), 4, 4), 4)
    before = snapshot(copy.deepcopy(world))
    first = observe(world.names(3))
    assert not different_bits(first, observe(world.names(3)))
    assert not different_bits(before.arrays, snapshot(world).arrays)


@given(scenarios(), BATCHES)
@settings(max_examples=10)
def test_a_world_is_built_the_same_alone_and_in_a_batch(scenario: Scenario, replicates: list[int]) -> None:
    batch = new_world(scenario, replicates)
    for position, replicate in enumerate(replicates):
        alone = new_world(scenario, [replicate])
        assert not different_bits(world_alone(batch.state, position), alone.state)
        given_there = {name: a for name, a in fixed_arrays(batch).items() if name.endswith("w")}
        given_alone = {name: a for name, a in fixed_arrays(alone).items() if name.endswith("w")}
        assert not different_bits(world_alone(given_there, position), given_alone)


@given(scenarios(), st.integers(-6, 11))
@settings(max_examples=12)
def test_a_world_goes_on_the_same_after_a_pause(scenario: Scenario, pause: int) -> None:
    """Paused by a copy of the arrays, and by a pickle that another process could read."""
    assert_holds(same_after_a_pause(scenario, pause))


@given(scenarios(), st.integers(1, 11))
@settings(max_examples=12)
def test_the_state_is_all_that_is_carried_from_quarter_to_quarter(scenario: Scenario, pause: int) -> None:
    """A world that is built anew and given nothing but the saved state goes on with the same bits."""
    assert_holds(same_from_saved_state(scenario, min(pause, scenario.horizon - 1)))


@given(scenarios(reforms=False), st.sampled_from(SHIPPED))
@settings(max_examples=10)
def test_arms_that_share_a_warm_up_do_not_disturb_each_other(scenario: Scenario, name: str) -> None:
    levers = load_scenario(name).levers
    other = scenario.replace(levers=levers, missions=[_quiet(mission) for mission in scenario.missions])
    scenario = scenario.replace(missions=[_quiet(mission) for mission in scenario.missions])
    warm = warm_up(new_world(scenario))
    one, two = start(warm, scenario), start(warm, other)
    for _ in each_quarter(one):
        step(two)
    for arm, world in ((scenario, one), (other, two)):
        assert not different_bits(record(arm)[-1].arrays, snapshot(world).arrays)


def _quiet(mission: Any) -> dict[str, Any]:
    return {**mission.model_dump(), "levers": {}}


def _random_scenarios() -> list[Scenario]:
    """Two random scenarios, the same at every call."""
    found: list[Scenario] = []

    @given(documents())
    @settings(max_examples=6)
    def collect(document: dict[str, Any]) -> None:
        found.append(load_scenario(document))

    collect()
    return found[-2:]


def test_a_world_is_the_same_in_another_process() -> None:
    """Other processes with other hashes of texts, and one thread."""
    shipped = [shortened(load_scenario(name), 4, 6) for name in ("mission_led", "classroom_small")]
    endless = shipped[1].replace(uncertainties={"elasticity": float("inf")})
    assert_holds(same_in_another_process([*_random_scenarios(), *shipped, endless]))


# --- the tests of the test -------------------------------------------------------------------------------------


def summed_carelessly(results: Any, seen: Mapping[str, Any]) -> Any:
    """A world that knows of those beside it: what is added depends on the batch."""
    return results._replace(trust_kw=results.trust_kw + 1e-12 * results.trust_kw.mean())


def remembering(memory: list[float], results: Any, seen: Mapping[str, Any]) -> Any:
    """Something that is kept outside of the state, and so is not carried over a pause."""
    memory.append(1e-12)
    return results._replace(trust_kw=np.clip(results.trust_kw - sum(memory), 0, 1))


def test_a_world_that_looks_at_its_neighbours_in_the_batch_is_found_out() -> None:
    careless = quarter_with("trust", lambda phase: altered(phase, summed_carelessly))
    scenario = shortened(load_scenario("classroom_small"), 4, 3)
    assert "trust_kw" in breaches_in(careless, same_alone_and_in_a_batch, scenario, (3, 4, 5))


def with_a_memory() -> Phases:
    memory = functools.partial(remembering, [])
    return quarter_with("trust", lambda phase: altered(phase, memory))


@pytest.mark.parametrize("same", [same_after_a_pause, same_from_saved_state])
def test_a_world_that_carries_something_beside_its_state_is_found_out(same: Any) -> None:
    scenario = shortened(load_scenario("classroom_small"), 4, 3)
    assert "trust_kw" in breaches_in(with_a_memory(), same, scenario, 1)


def test_a_process_that_comes_to_something_else_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from govsim.validation.laws import same_everywhere

    mine = same_everywhere.fingerprint
    monkeypatch.setattr(same_everywhere, "fingerprint", lambda moments: mine(moments[1:]))
    scenario = shortened(load_scenario("classroom_small"), 4, 2)
    assert "hash seed 1" in breaches(same_in_another_process([scenario], ("1",)))


def test_other_seeds_and_other_replicates_are_other_worlds() -> None:
    scenario = shortened(load_scenario("mission_led"), 4, 2)
    lives = [record(scenario, [replicate], seed)[-1] for replicate, seed in ((0, 0), (1, 0), (0, 1))]
    assert len({at.state["need_kjw"].tobytes() for at in lives}) == 3


def test_the_order_of_advancing_two_worlds_does_not_matter() -> None:
    scenario = shortened(load_scenario("classroom_small"), 4, 4)
    first, second = after_warm_up(new_world(scenario, [0])), after_warm_up(new_world(scenario, [1]))
    run_on(second)
    run_on(first)
    assert not different_bits(snapshot(first).arrays, record(scenario, [0])[-1].arrays)
    assert not different_bits(snapshot(second).arrays, record(scenario, [1])[-1].arrays)
    assert {axes_of(name)[-1] for name in first.state} == {"w"}
