"""The kernels and the per-agent reference, written apart from docs/model.md, agree quarter by quarter.

All state, every measure and the pound's journey are compared.

Each quarter the reference restarts from the kernels' state, because a threshold can flip on a last bit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from govsim.measures.catalogue import MEASURES, observe, observe_pound
from govsim.runs.drive import start
from govsim.scenario.load import load_scenario, scenario_names
from govsim.scenario.schema import LEAST_WARM_UP
from govsim.simulation import advance
from govsim.validation.small_countries import random_scenario
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of
from govsim.world.network import build_network
from govsim.world.state import STATE
from tests.reference.model import ReferenceModel
from tests.reference.random_countries import held_country, random_country, random_removals, steered_to_nothing
from tests.worlds import SHIPPED

TOLERANCE = 1e-9
REPLICATE = 3


def reference_name(name: str) -> str:
    """The reference names arrays without the axis of worlds."""
    return name.removesuffix("_w") if name.endswith("_w") else name[:-1]


def column(world: World) -> dict[str, np.ndarray]:
    """The state of the one world there is, as the reference writes it."""
    return {reference_name(name): np.asarray(world.state[name])[..., 0] for name in STATE}


def assert_docked(world: World, reference: ReferenceModel, moment: str) -> None:
    theirs = reference.state()
    for name, values in column(world).items():
        np.testing.assert_allclose(theirs[name], values, rtol=0, atol=TOLERANCE, err_msg=f"{name} {moment}")


def assert_observed(world: World, reference: ReferenceModel, quarter: int) -> None:
    theirs = reference.measures()
    ours = observe(world.names(quarter))
    assert set(ours) == set(theirs) == set(MEASURES)
    for name, values in ours.items():
        np.testing.assert_allclose(
            theirs[name], values[..., 0], rtol=0, atol=TOLERANCE, err_msg=f"{name} after quarter {quarter}"
        )


def dock(
    scenario, places, quarters: int, seed: int, removed: Sequence[tuple[str, str, str]] = ()
) -> ReferenceModel:
    print(f"seed {seed}")
    network = build_network(scenario, places)
    for edge in removed:
        network = network.without(*edge)
    world = build_world(scenario, places, [REPLICATE], seed, network=network)
    reference = ReferenceModel(scenario, places, seed=seed, replicate=REPLICATE, removed=removed)
    assert_docked(world, reference, "at the start")
    for name, value in reference.uncertainties.items():
        assert world.given[f"{name}_w"][0] == pytest.approx(value, rel=1e-12), name
    for quarter in range(-scenario.warm_up, quarters):
        if quarter == 0:
            world = start(world)  # runs the arrangements to which the scenario is held
        advance(world)
        reference.step()
        assert_docked(world, reference, f"after quarter {quarter}")
        pound = observe_pound(world.names(quarter))
        assert set(pound) == set(reference.pound())
        for category, share in reference.pound().items():
            assert share == pytest.approx(float(pound[category][0]), abs=TOLERANCE), (category, quarter)
        if quarter >= 0:
            assert_observed(world, reference, quarter)
        reference.set_state(column(world))
    return reference


@pytest.mark.parametrize("name", scenario_names())
def test_every_shipped_scenario_agrees(name: str) -> None:
    length = 10 if name in SHIPPED else 2
    scenario = load_scenario(name)
    reforms = [reform.model_dump() for reform in scenario.reforms if reform.quarter < length]
    scenario = scenario.replace(warm_up=max(LEAST_WARM_UP, length // 2), horizon=length, reforms=reforms)
    dock(scenario, places_of(scenario), quarters=length, seed=11)


@pytest.mark.parametrize("seed", range(40))
def test_random_small_countries_agree(seed: int) -> None:
    scenario = random_country(seed)
    dock(scenario, places_of(scenario), quarters=scenario.horizon, seed=seed)


@pytest.mark.parametrize("seed", range(20))
def test_countries_with_assumptions_at_the_ends_of_what_they_may_be_agree(seed: int) -> None:
    scenario = random_scenario(np.random.default_rng(seed))
    dock(scenario, places_of(scenario), quarters=scenario.horizon, seed=seed)


@pytest.mark.parametrize("seed", range(20))
def test_countries_held_to_other_arrangements_agree(seed: int) -> None:
    scenario = held_country(seed)
    dock(scenario, places_of(scenario), quarters=scenario.horizon, seed=seed)


@pytest.mark.parametrize("seed", [39, 40, 54])
def test_a_council_whose_money_targets_steer_away_from_everything_agrees(seed: int) -> None:
    scenario, removed = steered_to_nothing(seed)
    reference = dock(scenario, places_of(scenario), quarters=scenario.horizon, seed=seed, removed=removed)
    unlucky = reference.councils["C0"]
    assert any(unlucky.grant[outcome] > 0 and unlucky.strength[outcome] == 0 for outcome in unlucky.grant)


@pytest.mark.parametrize("seed", range(20))
def test_random_small_countries_without_some_edges_agree(seed: int) -> None:
    scenario = random_country(seed)
    places = places_of(scenario)
    removed = random_removals(seed, build_network(scenario, places))
    dock(scenario, places, quarters=scenario.horizon, seed=seed, removed=removed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20, 200))
def test_many_random_small_countries_without_some_edges_agree(seed: int) -> None:
    test_random_small_countries_without_some_edges_agree(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20, 200))
def test_many_countries_with_assumptions_at_the_ends_of_what_they_may_be_agree(seed: int) -> None:
    test_countries_with_assumptions_at_the_ends_of_what_they_may_be_agree(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20, 200))
def test_many_countries_held_to_other_arrangements_agree(seed: int) -> None:
    test_countries_held_to_other_arrangements_agree(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40, 400))
def test_many_random_small_countries_agree(seed: int) -> None:
    scenario = random_country(seed)
    dock(scenario, places_of(scenario), quarters=scenario.horizon, seed=seed)
