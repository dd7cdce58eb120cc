"""Law 1: money is conserved to 1e-9 in every quarter, in all of its journey and at each stage of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from govsim.measures.catalogue import observe_pound
from govsim.runs.drive import step
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.laws.money_is_conserved import journey, money_is_conserved
from govsim.validation.phases import altered, quarter_with
from govsim.validation.stepping import new_world, shortened
from tests.worlds import SHIPPED, assert_holds, breaches_in, scenarios


@given(scenarios())
@settings(max_examples=40)
def test_the_pound_is_conserved_at_each_stage_in_every_quarter_of_any_world(scenario: Scenario) -> None:
    assert_holds(money_is_conserved(scenario))


@pytest.mark.slow
@given(scenarios())
@settings(max_examples=600)
def test_the_pound_is_conserved_in_very_many_worlds(scenario: Scenario) -> None:
    assert_holds(money_is_conserved(scenario))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_pound_is_conserved_in_every_scenario_that_comes_with_govsim(name: str) -> None:
    assert_holds(money_is_conserved(shortened(load_scenario(name))))


@given(scenarios())
@settings(max_examples=10)
def test_the_measure_of_the_pounds_journey_is_the_one_written_in_the_law(scenario: Scenario) -> None:
    world = new_world(scenario, (0, 1))
    step(world)
    measured, written = observe_pound(world.names(world.quarter - 1)), journey(world)
    assert set(measured) == set(written)
    for name, share in measured.items():
        np.testing.assert_allclose(share, written[name], rtol=0, atol=1e-12, err_msg=name)


# --- the tests of the test: money is made, and money disappears ---------------------------------------------


def more_of(name: str, share: float) -> Any:
    """What a phase says, with a little more in one of its results."""

    def alter(results: Any, seen: Mapping[str, Any]) -> Any:
        return results._replace(**{name: getattr(results, name) * (1 + share)})

    return alter


@pytest.mark.parametrize(
    ("phase", "name", "stage"),
    [
        ("mission_money", "edge_money_ew", "departments and boards spend the budget"),
        ("placeable_money", "awaiting_w", "overhead, waiting and flaws are all that is lost"),
        ("grants", "won_cew", "what can be placed is placed or returned"),
        ("local_losses", "losses_xcjw", "local losses and production"),
        ("production", "effective_cjw", "all that is effective reaches"),
    ],
)
def test_a_millionth_of_a_pound_that_appears_is_noticed_where_it_does(
    phase: str, name: str, stage: str
) -> None:
    """Once a phase has made money, what is wrong with it is the first stage that does not add up."""
    leaking = quarter_with(phase, lambda one: altered(one, more_of(name, 1e-6)))
    if name == "effective_cjw":  # money that has its effect and reaches nobody
        leaking = quarter_with("doses", lambda one: altered(one, more_of("dose_kjw", -1e-6)))
    scenario = shortened(load_scenario("mission_led"), 4, 3)
    assert stage in breaches_in(leaking, money_is_conserved, scenario)


def test_money_that_turns_negative_is_noticed() -> None:
    def moved(results: Any, seen: Mapping[str, Any]) -> Any:
        core = results.core_money_dw.copy()
        core[0] -= 0.1
        core[1] += 0.1
        return results._replace(core_money_dw=core)

    owing = quarter_with("mission_money", lambda one: altered(one, moved))
    at_once = load_scenario("siloed").replace(rules={"need": "first_edition"}, warm_up=0, horizon=1)
    assert "core_money_dw is not negative" in breaches_in(owing, money_is_conserved, at_once)
