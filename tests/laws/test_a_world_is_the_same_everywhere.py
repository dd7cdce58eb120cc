"""Law 3: a world is bit for bit the same alone, in any batch, in another process, and after a pause."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.simulation import advance
from tests.worlds import (
    SHIPPED,
    Moment,
    arrived,
    assert_same_lives,
    axes_of,
    begin,
    different_bits,
    documents,
    fixed_arrays,
    live,
    moment,
    paused,
    scenarios,
    shortened,
    warmed_up,
    world_alone,
)

BATCHES = st.lists(st.integers(0, 2**63 - 1), min_size=2, max_size=9, unique=True)
ROOT = Path(__file__).parents[2]


def only(moments: Sequence[Moment], position: int) -> list[Moment]:
    """The life of one world of a batch."""
    return [
        Moment(at.quarter, world_alone(at.state, position), world_alone(at.flows, position)) for at in moments
    ]


def fingerprint(moments: Sequence[Moment]) -> str:
    digest = hashlib.sha256()
    for at in moments:
        for name, values in sorted(at.arrays.items()):
            digest.update(
                f"{at.quarter} {name} {values.shape}".encode() + np.ascontiguousarray(values).tobytes()
            )
    return digest.hexdigest()


@given(scenarios(), BATCHES, st.integers(0, 2**64 - 1), st.data())
@settings(max_examples=25)
def test_a_world_is_the_same_alone_and_in_a_batch_of_any_size_and_order(
    scenario: Scenario, replicates: list[int], seed: int, data: st.DataObject
) -> None:
    batch = live(scenario, replicates, seed)
    shuffled = data.draw(st.permutations(replicates))
    mixed = live(scenario, shuffled, seed)
    for position, replicate in enumerate(replicates):
        assert_same_lives(only(batch, position), only(mixed, shuffled.index(replicate)))
    position = data.draw(st.integers(0, len(replicates) - 1))
    assert_same_lives(only(batch, position), live(scenario, replicates[position : position + 1], seed))


@pytest.mark.slow
@given(scenarios(), BATCHES)
@settings(max_examples=300)
def test_very_many_worlds_are_the_same_alone_and_in_a_batch(
    scenario: Scenario, replicates: list[int]
) -> None:
    batch = live(scenario, replicates)
    for position, replicate in enumerate(replicates):
        assert_same_lives(only(batch, position), live(scenario, [replicate]))


@pytest.mark.parametrize("size", [2, 3, 7, 8, 9, 16, 33])
@pytest.mark.parametrize("name", ["mission_led", "classroom_small"])
def test_a_world_of_a_shipped_scenario_is_the_same_in_batches_of_many_sizes(name: str, size: int) -> None:
    scenario = shortened(load_scenario(name), 5, 5)
    batch = live(scenario, range(100, 100 + size))
    for position in (0, size - 1):
        assert_same_lives(only(batch, position), live(scenario, [100 + position]))


@pytest.mark.parametrize("name", SHIPPED)
def test_measures_of_a_world_are_the_same_alone_and_in_a_batch(name: str) -> None:
    catalogue = pytest.importorskip("govsim.measures.catalogue", reason="the measures are not there yet")
    scenario = shortened(load_scenario(name), 4, 4)
    batch, alone = (arrived(scenario, 4, replicates) for replicates in ([5, 6, 7, 8, 9], [7]))
    for observe in (catalogue.observe, catalogue.observe_pound):
        many, one = observe(batch.names(3)), observe(alone.names(3))
        wrong = different_bits(world_alone(many, 2), one)
        assert not wrong, wrong


@pytest.mark.parametrize("name", SHIPPED)
def test_observing_a_world_does_not_change_it(name: str) -> None:
    catalogue = pytest.importorskip("govsim.measures.catalogue", reason="the measures are not there yet")
    world = arrived(shortened(load_scenario(name), 4, 4), 4)
    before = moment(copy.deepcopy(world))
    first = catalogue.observe(world.names(3))
    assert not different_bits(first, catalogue.observe(world.names(3)))
    assert not different_bits(before.arrays, moment(world).arrays)


@given(scenarios(), BATCHES)
@settings(max_examples=10)
def test_a_world_is_built_the_same_alone_and_in_a_batch(scenario: Scenario, replicates: list[int]) -> None:
    batch = begin(scenario, replicates)
    for position, replicate in enumerate(replicates):
        alone = begin(scenario, [replicate])
        assert not different_bits(world_alone(batch.state, position), alone.state)
        given_there = {name: a for name, a in fixed_arrays(batch).items() if name.endswith("w")}
        given_alone = {name: a for name, a in fixed_arrays(alone).items() if name.endswith("w")}
        assert not different_bits(world_alone(given_there, position), given_alone)


@given(scenarios(), st.integers(-6, 11))
@settings(max_examples=20)
def test_a_world_goes_on_the_same_after_a_pause(scenario: Scenario, pause: int) -> None:
    """Paused by a copy of the arrays, and by a pickle that another process could read."""
    replicates = (3, 1)
    straight = live(scenario, replicates)
    world = begin(scenario, replicates)
    for at in straight:
        if at.quarter == 0:
            world = world.starting(scenario)
        if at.quarter == pause:
            left = paused(world)
            advance(left)  # what was left running does not disturb the copy
            world = pickle.loads(pickle.dumps(world))
        advance(world)
        changed = different_bits(at.arrays, moment(world).arrays)
        assert not changed, f"quarter {at.quarter}: {changed}"


@given(scenarios(), st.integers(0, 11))
@settings(max_examples=20)
def test_the_declared_state_is_all_that_is_carried_from_quarter_to_quarter(
    scenario: Scenario, pause: int
) -> None:
    """A world that is built anew and given nothing but the saved state goes on with the same bits."""
    straight = live(scenario, (3, 1))
    pause = min(pause, scenario.horizon - 1)
    saved = next((at for at in straight if at.quarter == pause - 1), None)
    if saved is None or pause == 0:  # at quarter 0 need begins again
        return
    fresh = begin(scenario, (3, 1)).starting(scenario)
    fresh.state = {name: values.copy() for name, values in saved.state.items()}
    fresh.quarter = pause
    for at in straight:
        if at.quarter >= pause:
            advance(fresh)
            changed = different_bits(at.arrays, moment(fresh).arrays)
            assert not changed, f"paused at {pause}, quarter {at.quarter}: {changed}"


@given(scenarios(reforms=False), st.sampled_from(SHIPPED))
@settings(max_examples=10)
def test_arms_that_share_a_warm_up_do_not_disturb_each_other(scenario: Scenario, name: str) -> None:
    levers = load_scenario(name).levers
    other = scenario.replace(levers=levers, missions=[_quiet(mission) for mission in scenario.missions])
    scenario = scenario.replace(missions=[_quiet(mission) for mission in scenario.missions])
    warm = begin(scenario)
    while warm.quarter < 0:
        advance(warm)
    one, two = warm.starting(scenario), warm.starting(other)
    for _ in range(scenario.horizon):
        advance(one)
        advance(two)
    for arm, world in ((scenario, one), (other, two)):
        assert not different_bits(live(arm)[-1].arrays, moment(world).arrays)


def _quiet(mission: Any) -> dict[str, Any]:
    return {**mission.model_dump(), "levers": {}}


ELSEWHERE = """
import json, sys
from govsim.scenario.load import load_scenario
from tests.laws.test_a_world_is_the_same_everywhere import fingerprint
from tests.worlds import live, shortened
asked = json.load(sys.stdin)
for document in asked:
    scenario = load_scenario(document)
    if isinstance(document, str):
        scenario = shortened(scenario, 4, 6)
    print(fingerprint(live(scenario, (0, 7), 11)))
"""


def _documents() -> list[Any]:
    """Two random scenarios, the same at every call, and two shipped ones."""
    found: list[Any] = []

    @given(documents())
    @settings(max_examples=6)
    def collect(document: dict[str, Any]) -> None:
        found.append(document)

    collect()
    return [*found[-2:], "mission_led", "classroom_small"]


def test_a_world_is_the_same_in_another_process() -> None:
    """Another process with other hashes of texts, and one thread."""
    asked = _documents()
    here = []
    for document in asked:
        scenario = load_scenario(document)
        if isinstance(document, str):
            scenario = shortened(scenario, 4, 6)
        here.append(fingerprint(live(scenario, (0, 7), 11)))
    for hashes in ("1", "4242"):
        settings_of_process = {**os.environ, "PYTHONHASHSEED": hashes, "OMP_NUM_THREADS": "1"}
        settings_of_process["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        done = subprocess.run(
            [sys.executable, "-c", ELSEWHERE],
            input=json.dumps(asked, allow_nan=True),
            env=settings_of_process,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.split() == here


def test_other_seeds_and_other_replicates_are_other_worlds() -> None:
    scenario = shortened(load_scenario("mission_led"), 2, 2)
    lives = [live(scenario, [replicate], seed)[-1] for replicate, seed in ((0, 0), (1, 0), (0, 1))]
    assert len({at.state["need_kjw"].tobytes() for at in lives}) == 3


def test_the_order_of_advancing_two_worlds_does_not_matter() -> None:
    scenario = shortened(load_scenario("classroom_small"), 2, 4)
    first, second = warmed_up(begin(scenario, [0])), warmed_up(begin(scenario, [1]))
    for _ in range(4):
        advance(second)
    for _ in range(4):
        advance(first)
    assert not different_bits(moment(first).arrays, live(scenario, [0])[-1].arrays)
    assert not different_bits(moment(second).arrays, live(scenario, [1])[-1].arrays)
    assert {axes_of(name)[-1] for name in first.state} == {"w"}
