"""A run is driven in one place: warm-up, start, quarter after quarter, and what a quarter is handed from outside."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from govsim.runs.drive import each_quarter, fork, run_on, start, step, warm_up
from govsim.runs.simulate import simulate
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.simulation import advance
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of


def small(**changes: Any) -> Scenario:
    return load_scenario("classroom_small").replace(**{"warm_up": 4, "horizon": 5, **changes})


def begun(scenario: Scenario) -> World:
    return build_world(scenario, places_of(scenario), [0, 1], 7)


def the_same(one: World, other: World) -> bool:
    return one.quarter == other.quarter and all(
        np.array_equal(values, other.state[name], equal_nan=True) for name, values in one.state.items()
    )


def test_a_run_is_its_quarters_one_after_the_other() -> None:
    scenario = small()
    plain = begun(scenario)
    for _ in range(4):
        advance(plain)
    plain = plain.starting(scenario)
    for _ in range(5):
        advance(plain)
    assert the_same(run_on(start(warm_up(begun(scenario)))), plain)


def test_a_driven_run_is_the_simulated_one() -> None:
    scenario = small()
    run = simulate(scenario, replicates=[0, 1], seed=7)
    world = start(warm_up(begun(scenario)))
    trust_tw = [now["trust_kw"] for now in each_quarter(world)]
    assert len(trust_tw) == run.quarters
    weights_k = places_of(scenario).population_k
    found = np.average(trust_tw[-1], axis=0, weights=weights_k)
    np.testing.assert_allclose(found, run.at_end("trust"), rtol=1e-12)


def test_quarters_are_told_as_they_are_done_up_to_the_one_asked_for() -> None:
    world = begun(small())
    assert [now.quarter for now in each_quarter(world, 0)] == [-3, -2, -1, 0]
    world = start(world)
    assert [now.quarter for now in each_quarter(world, 2)] == [1, 2]
    assert [now.quarter for now in each_quarter(world)] == [3, 4, 5]
    assert list(each_quarter(world)) == []


def test_starting_leaves_the_warm_up_for_others_to_start_from() -> None:
    scenario = small()
    warm = warm_up(begun(scenario))
    first = run_on(start(warm))
    assert warm.quarter == 0
    other = start(warm, scenario.replace(levers={"pooled_funding": 1.0}))
    assert other.scenario.levers.pooled_funding == 1.0
    assert the_same(run_on(start(warm)), first)
    assert not the_same(run_on(other), first)


def test_a_fork_goes_its_own_way() -> None:
    world = start(warm_up(begun(small())))
    before = dict(world.state)
    branch = fork(world)
    assert the_same(branch, world)
    run_on(branch)
    assert world.quarter == 0
    assert all(values is world.state[name] for name, values in before.items())


def test_what_is_handed_before_each_quarter_is_there_when_it_is_run() -> None:
    """As a path recorded in one arm, handed to the worlds of another quarter by quarter."""
    scenario = small()
    warm = warm_up(begun(scenario))
    path = [
        now["trust_kw"]
        for now in each_quarter(start(warm, scenario.replace(levers={"community_voice": 1.0})))
    ]
    seen: list[int] = []

    def hand(world: World) -> None:
        seen.append(world.quarter)
        world.write("trust_kw", path[world.quarter])

    plain, handed = run_on(start(warm)), run_on(start(warm), before=hand)
    assert seen == [0, 1, 2, 3, 4]
    assert not the_same(plain, handed)
    by_hand = start(warm)
    for trust_kw in path:
        by_hand.write("trust_kw", trust_kw)
        advance(by_hand)
    assert the_same(handed, by_hand)


@pytest.mark.parametrize("fails", ["before", "within"])
def test_a_quarter_that_fails_takes_back_what_it_was_handed(fails: str) -> None:
    world = start(warm_up(begun(small())))
    state, flows = dict(world.state), dict(world.flows)

    def hand(now: World) -> None:
        now.write("trust_kw", now["trust_kw"] / 2)
        if fails == "before":
            raise ValueError("nothing more to hand over")

    def refuse(decision: Any, view: Any, rule: Any) -> Any:
        raise ValueError("nothing is decided")

    with pytest.raises(ValueError, match="nothing"):
        step(world, refuse, before=hand)
    assert world.quarter == 0
    assert world.flows == flows
    assert world.state == state  # the very same arrays
