"""Law 3 of scenarios held to another arrangement: the same alone, in a batch, as agents, and replayed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from govsim.agents import GovernanceModel
from govsim.measures.catalogue import MEASURES
from govsim.replay.replay import replay
from govsim.runs.drive import each_quarter, start, warm_up
from govsim.runs.simulate import simulate
from govsim.scenario.schema import Scenario
from govsim.validation.laws.money_is_conserved import money_is_conserved
from govsim.validation.laws.phases_keep_their_word import phases_keep_their_word
from govsim.validation.laws.same_everywhere import same_after_a_pause, same_alone_and_in_a_batch
from govsim.validation.stepping import new_world
from tests.worlds import assert_holds, classroom, scenarios

HELD = classroom().replace(equal_volume="siloed", equal_overhead="siloed")
SEED = 5


def test_it_makes_a_difference_to_be_held() -> None:
    free, held = (simulate(scenario, replicates=3, seed=SEED) for scenario in (classroom(), HELD))
    assert (np.abs(free.at_end("outcome_money") - held.at_end("outcome_money")) > 0.01).all()
    assert (free.at_end("local_staff_time") != held.at_end("local_staff_time")).all()


def test_a_held_world_is_the_same_alone_and_in_a_batch_of_any_order() -> None:
    assert_holds(same_alone_and_in_a_batch(HELD, (3, 1, 8, 20), SEED, (2, 0, 3, 1), (0, 1, 2, 3)))


@given(scenarios())
@settings(max_examples=10)
def test_any_country_that_is_held_to_the_overheads_of_another_arrangement_keeps_the_laws(
    scenario: Scenario,
) -> None:
    other = {"levers": scenario.starts_from_levers.model_dump(), "reforms": []}
    held = scenario.replace(equal_overhead="as it was", equal_overhead_as=other)
    assert_holds(same_alone_and_in_a_batch(held, (4, 2, 9), SEED, (1, 2, 0)))
    assert_holds(money_is_conserved(held))
    assert_holds(phases_keep_their_word(held.replace(horizon=12)))


def test_the_pound_is_conserved_and_phases_keep_their_word_where_volume_is_held() -> None:
    assert_holds(money_is_conserved(HELD))
    assert_holds(phases_keep_their_word(HELD))


@pytest.mark.parametrize("pause", [-8, 0, 3])
def test_a_held_world_goes_on_the_same_after_a_pause(pause: int) -> None:
    assert_holds(same_after_a_pause(HELD, pause))


@pytest.mark.parametrize("step_agents", [True, False], ids=["asking", "at once"])
def test_a_held_world_of_agents_is_that_of_a_batch(step_agents: bool) -> None:
    run = simulate(HELD, replicates=3, seed=SEED)
    for world in range(3):
        with GovernanceModel(HELD, rng=SEED, replicate=world, step_agents=step_agents) as model:
            model.run()
            for name, values in run.measures.items():
                if not MEASURES[name].only_at_end:
                    assert model.measures[name] == values[-1, world], name


def test_a_held_world_is_replayed_as_it_was() -> None:
    run = simulate(HELD, replicates=3, seed=SEED)
    assert replay(run, actor="council:hillford", quarter=4, world=2).as_saved is True


def test_whoever_is_held_shares_the_warm_up_and_leaves_the_others_as_they_are() -> None:
    warm = warm_up(new_world(HELD, (0, 1)))
    before = dict(warm.state)
    lives = [[now["need_kjw"] for now in each_quarter(start(warm, one))] for one in (HELD, classroom(), HELD)]
    assert all(values is warm.state[name] for name, values in before.items())
    alone = [now["need_kjw"] for now in each_quarter(start(warm_up(new_world(classroom(), (0, 1)))))]
    for held, free, again, by_itself in zip(*lives, alone, strict=True):
        assert held.tobytes() == again.tobytes() != free.tobytes()
        assert free.tobytes() == by_itself.tobytes()
