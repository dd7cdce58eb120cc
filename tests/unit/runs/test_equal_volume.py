"""Arms that are held to another's volume or overheads: the number, the shared warm-up, and what cannot be reached."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import govsim
from govsim.arrays import total
from govsim.comparison.compare import compare
from govsim.consequences.mission_money import MissionMoney, at_volume
from govsim.errors import InputError
from govsim.runs.drive import NEAR_ENOUGH, each_quarter, run_on, start, warm_up
from govsim.scenario.schema import Scenario
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of

SMALL = govsim.load_scenario("classroom_small").replace(horizon=12, warm_up=8)
SILOED = SMALL.replace(name="siloed", levers=SMALL.starts_from_levers.model_dump())
POOLED = SMALL.replace(
    name="pooled", levers={"pooled_funding": 1.0, "board_membership": "all", "joint_accountability": 1.0}
)
REFORMED = SILOED.replace(
    name="reformed", reforms=[{"quarter": 4, "pooled_funding": 0.8, "board_membership": "all"}]
)


def warm(scenario: Scenario, worlds: int = 5) -> World:
    return warm_up(build_world(scenario, places_of(scenario), range(worlds), seed=4))


@pytest.mark.parametrize("target", [SILOED, POOLED, REFORMED], ids=lambda one: one.name)
def test_all_arms_have_the_targets_volume_in_every_quarter(target):
    found = compare([SILOED, POOLED, SMALL, REFORMED], replicates=5, seed=4, equal_volume=target)
    wanted = govsim.simulate(target, replicates=5, seed=4).measure("outcome_money")
    assert wanted.std() > 0.01  # it differs between worlds and quarters, so that nothing is held by chance
    for run in found.runs:
        assert np.abs(run.measure("outcome_money") - wanted).max() < NEAR_ENOUGH


def test_held_arms_lose_the_targets_overheads_and_keep_their_own_volume():
    found = compare([SILOED, POOLED], replicates=5, seed=4, equal_overhead=True)
    np.testing.assert_array_equal(*(run.measure("local_staff_time") for run in found.runs))
    free = govsim.simulate(POOLED, replicates=5, seed=4)
    assert np.ptp(found.runs[1].measure("outcome_money") - free.measure("outcome_money")) > 0
    apart = found.runs[1].at_end("outcome_money") - found.runs[0].at_end("outcome_money")
    assert np.abs(apart).min() > NEAR_ENOUGH


def test_the_warm_up_is_shared_to_the_last_bit():
    worlds = warm(POOLED)
    free = start(worlds, POOLED)
    held = start(worlds, POOLED.replace(equal_volume="siloed", equal_overhead="siloed"))
    assert set(free.state) == set(held.state)
    for name, values in free.state.items():
        np.testing.assert_array_equal(values, held.state[name], err_msg=name)
    assert worlds.quarter == 0


def test_the_course_that_is_held_to_leaves_no_mark_on_the_arms_that_are_not_held():
    worlds = warm(POOLED)
    run_on(start(worlds, POOLED.replace(equal_volume="siloed")))
    after, fresh = (run_on(start(one, POOLED)) for one in (worlds, warm(POOLED)))
    for name, values in fresh.state.items():
        np.testing.assert_array_equal(values, after.state[name], err_msg=name)


@pytest.mark.parametrize("asked", [{"equal_volume": True}, {"equal_overhead": True}], ids=str)
def test_the_baseline_is_not_held_to_itself(asked):
    free, held = (
        govsim.simulate(SILOED, replicates=4, seed=4),
        compare([SILOED, POOLED], replicates=4, seed=4, **asked).runs[0],
    )
    for name, values in free.measures.items():
        np.testing.assert_array_equal(values, held.measures[name], err_msg=name)


def test_simulate_holds_one_scenario_as_compare_does():
    alone = govsim.simulate(POOLED, replicates=4, seed=4, equal_volume=SILOED)
    beside = compare([SILOED, POOLED], replicates=4, seed=4, equal_volume=True).runs[1]
    np.testing.assert_array_equal(alone.at_end("public_value"), beside.at_end("public_value"))


class Thrifty:
    """A department that spends half as much on outcomes as the rule would."""

    def allocate(self, view: Any, rule: Any) -> Any:
        return 0.5 * rule.choose(view)


def test_who_decides_in_the_place_of_others_does_so_in_the_course_that_is_held_to_too():
    actors = {"department:care": Thrifty}
    found = compare([SILOED, POOLED], replicates=4, seed=4, actors=actors, equal_volume=True)
    usual = govsim.simulate(SILOED, replicates=4, seed=4).measure("outcome_money")
    baseline, held = (run.measure("outcome_money") for run in found.runs)
    assert np.abs(baseline - usual).max() > 10 * NEAR_ENOUGH
    assert np.abs(held - baseline).max() < NEAR_ENOUGH
    with govsim.GovernanceModel(found.runs[1].scenario, rng=4, replicate=2, actors=actors) as model:
        model.run()
        assert model.measures["outcome_money"] == held[-1, 2]


def some_money(world: World, core: float) -> MissionMoney:
    """Money of which every department has half for outcomes, but the first, which has `core` of its own for core."""
    share_d = np.full(world.indices.departments, 1 / world.indices.departments)
    core_d = share_d * np.where(np.arange(share_d.size) == 0, core, 0.5)
    edges_d = world.indices.department_sum(np.ones((world.indices.edges, 1)))[:, 0]
    edge_e = ((share_d - core_d) / edges_d)[world.indices.edge_department_e]
    return MissionMoney(edge_e[:, None], core_d[:, None], np.zeros((share_d.size, 1)))


@pytest.mark.parametrize("volume", [0.3, 0.5, 0.8])
def test_a_department_without_core_services_keeps_its_money_and_the_others_make_up_for_it(volume):
    world = warm(SILOED, 1)
    money = some_money(world, core=0.0)
    share = 1 / world.indices.departments
    if volume <= share:
        pytest.skip("less than that department has for outcomes alone")
    held = at_volume(money, np.array([volume]), world.indices)
    assert total(held.edge_money_ew)[0] == pytest.approx(volume, abs=1e-9)
    assert held.core_money_dw[0, 0] == 0
    assert world.indices.department_sum(held.edge_money_ew)[0, 0] == pytest.approx(share)
    assert np.isfinite(held.core_money_dw).all()


def test_relabelled_money_is_scaled_as_core_services_are():
    world = warm(SILOED, 1)
    money = some_money(world, core=0.5)
    money = money._replace(
        core_money_dw=0.6 * money.core_money_dw, relabelled_money_dw=0.4 * money.core_money_dw
    )
    held = at_volume(money, np.array([0.7]), world.indices)
    np.testing.assert_allclose(held.relabelled_money_dw / held.core_money_dw, 0.4 / 0.6)


def test_a_volume_that_cannot_be_reached_is_a_clear_error():
    world = start(warm(POOLED), POOLED.replace(equal_volume="siloed"))
    world.held_to = {**world.held_to, "volume_target_w": np.full((12, 5), 1.2)}
    told = r"pooled, equal_volume: expected a share of 1.200 for outcomes, as in 'siloed', found 1.000 .* quarter 0"
    state, flows = dict(world.state), dict(world.flows)
    with pytest.raises(InputError, match=told):
        list(each_quarter(world))
    assert world.quarter == 0
    assert world.state == state  # the very same arrays
    assert world.flows == flows


def test_a_course_that_was_run_as_an_arm_is_not_run_again(monkeypatch):
    from govsim.runs import drive

    quarters = []
    monkeypatch.setattr(drive, "advance", lambda *given, of=drive.advance: (quarters.append(1), of(*given)))
    compare([SILOED, POOLED], replicates=2, seed=4, equal_volume=True, places=places_of(SMALL))
    assert len(quarters) == SMALL.warm_up + 2 * SMALL.horizon
