"""A law: asking every agent in turn gives the same bits as the rules at once, alone and in a batch."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest

from govsim.agents import GovernanceModel, decide_by_agents
from govsim.agents.step_agents import OWNERS
from govsim.runs.drive import run_on, start, warm_up
from govsim.scenario.load import load_scenario
from govsim.scenario.rules import Rules
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decision
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of
from tests.worlds import SHIPPED, assert_same_bits

SEED = 7
REPLICATES = (0, 3, 4)
DECISIONS = [phase for phase in QUARTER if isinstance(phase, Decision)]


def rivals() -> Iterator[tuple[str, dict[str, str]]]:
    yield "default", {}
    for decision in DECISIONS:
        if decision.name in Rules.model_fields:
            for rule in list(decision.rules)[1:]:
                yield f"{decision.name} {rule}", {decision.name: rule}
    yield "all rivals", {d.name: list(d.rules)[-1] for d in DECISIONS if d.name in Rules.model_fields}


RIVALS = dict(rivals())
CASES = [
    *((name, "default") for name in SHIPPED),
    *((name, rule) for name in ("classroom_small", "mission_led") for rule in RIVALS if rule != "default"),
]


def scenario_of(name: str, rule: str) -> Scenario:
    # a shorter warm-up and horizon cross every kind of quarter: budget rounds, learning
    return load_scenario(name).replace(warm_up=9, horizon=22, rules=RIVALS[rule])


@lru_cache(maxsize=2)
def batch(name: str, rule: str) -> World:
    """Several worlds run by the rules at once."""
    scenario = scenario_of(name, rule)
    return run_on(start(warm_up(build_world(scenario, places_of(scenario), REPLICATES, SEED))))


@pytest.mark.parametrize(("name", "rule"), CASES)
@pytest.mark.parametrize("step_agents", [True, False], ids=["asking", "at once"])
def test_a_model_is_its_column_of_a_batch_bit_for_bit(name: str, rule: str, step_agents: bool) -> None:
    scenario = scenario_of(name, rule)
    column = 1
    with GovernanceModel(scenario, rng=SEED, replicate=REPLICATES[column], step_agents=step_agents) as model:
        model.run()
        assert_same_bits(model.world, batch(name, rule), column)


@pytest.mark.parametrize(("name", "rule"), CASES)
def test_a_batch_run_by_asking_agents_is_the_batch_run_by_rules(name: str, rule: str) -> None:
    scenario = scenario_of(name, rule)
    world = build_world(scenario, places_of(scenario), REPLICATES, SEED)
    decide = decide_by_agents(world)
    asked = run_on(start(warm_up(world, decide)), decide=decide)
    assert_same_bits(asked, batch(name, rule))


def test_a_department_without_any_outcome_is_asked_too() -> None:
    written: dict[str, Any] = load_scenario("classroom_small").model_dump(exclude_none=True)
    idle = {"key": "idle", "label": "Idle", "resource": 5.0, "weights": {}}
    services = [{**service, "departments": [*service["departments"]]} for service in written["services"]]
    services[-1]["departments"].append("idle")
    changed = load_scenario("classroom_small").replace(
        departments=[*written["departments"], idle], services=services, warm_up=4, horizon=8
    )
    asked, at_once = (GovernanceModel(changed, rng=7, step_agents=asking).run() for asking in (True, False))
    assert asked.actor("department", "idle").stance.shape == (0,)
    assert_same_bits(asked.world, at_once.world)


def test_every_decision_of_the_quarter_has_an_agent_to_ask() -> None:
    assert set(OWNERS) == {decision.name for decision in DECISIONS}


def test_agents_of_a_batch_have_no_attributes_of_one_world() -> None:
    from govsim.agents.step_agents import _Assembly
    from govsim.errors import GovsimError

    world = batch("classroom_small", "default")
    council = _Assembly(world, ()).actors.councils[0]
    with pytest.raises(GovsimError, match="decides for many worlds at once"):
        _ = council.capacity
    with pytest.raises(GovsimError, match="decides for many worlds at once"):
        council.capacity = 0.5
