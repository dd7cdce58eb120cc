"""Law 2: a phase writes what it declares and nothing else; it changes no input; every rule keeps to this too."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from govsim.decisions.community_participation import ParticipationView
from govsim.decisions.rules import Rule
from govsim.runs.drive import run_on, step
from govsim.scenario.levers import NUMBER_LEVERS
from govsim.scenario.load import load_scenario
from govsim.scenario.rules import Rules
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decision, Phase, Phases
from govsim.units import begins_year_of_run, is_first_quarter, is_last_quarter
from govsim.validation.laws.phases_keep_their_word import phases_keep_their_word, prints
from govsim.validation.phases import altered, quarter_with
from govsim.validation.stepping import new_world, shortened, world_after
from govsim.world.build import HELD, build_world
from govsim.world.indices import Indices
from govsim.world.state import FIXED, FLOWS, STATE
from tests.worlds import SHIPPED, assert_holds, breaches_in, scenarios

DECISIONS = [phase for phase in QUARTER if isinstance(phase, Decision)]
PHASES = [phase for phase in QUARTER if isinstance(phase, Phase)]
OF_CONSEQUENCES = ("need", "production")  # rules that choose what follows, which nobody decides
RULES = [(decision, rule) for decision in DECISIONS for rule in decision.rules]
OF_THE_QUARTER = (
    "member_md",
    "reorganisation_load",
    "quarter",
    "indices",
    "draws",
    *HELD,
)


@given(scenarios())
@settings(max_examples=15)
def test_a_phase_writes_only_what_it_declares_and_changes_no_input_in_any_world(scenario: Scenario) -> None:
    assert_holds(phases_keep_their_word(scenario))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_phase_writes_only_what_it_declares_in_every_scenario_that_comes_with_govsim(name: str) -> None:
    assert_holds(phases_keep_their_word(shortened(load_scenario(name), 4, 8)))


# --- the tests of the test: a phase and a rule that break their word, each in its own way --------------------


def what_is_said_of(phases: Phases) -> str:
    return breaches_in(phases, phases_keep_their_word, shortened(load_scenario("classroom_small"), 4, 8))


def test_a_phase_that_changes_what_it_is_given_is_found_out() -> None:
    def spoils(results: Any, seen: Mapping[str, Any]) -> Any:
        values = seen["need_kjw"]
        values.flags.writeable = True
        values *= 0.5
        values.flags.writeable = False
        return results

    said = what_is_said_of(quarter_with("doses", lambda phase: altered(phase, spoils, reads=("need_kjw",))))
    assert "doses changed what it was given" in said
    assert "doses changed ['need_kjw']" in said, "it wrote what it did not declare"


def test_a_rule_that_changes_its_view_is_found_out() -> None:
    def forgetful(view: ParticipationView) -> Any:
        view.trust_kw.flags.writeable = True
        view.trust_kw[:] = 0.0
        return view.engagement_kw + 0.0

    def with_it(phase: Phase | Decision) -> Phase | Decision:
        if phase.name != "community_participation":
            return phase
        return dataclasses.replace(phase, rules={"ostrom": Rule(forgetful, "own: a fault")})

    said = what_is_said_of(tuple(with_it(phase) for phase in QUARTER))
    assert "community_participation.ostrom changed its view" in said


def test_a_phase_that_returns_memory_of_what_it_was_given_is_found_out() -> None:
    def same(results: Any, seen: Mapping[str, Any]) -> Any:
        return results._replace(trust_kw=seen["trust_kw"])

    handing_back = quarter_with("trust", lambda phase: altered(phase, same))
    assert "trust returns memory of what it was given" in what_is_said_of(handing_back)


def test_a_phase_that_never_runs_is_found_out() -> None:
    idle = quarter_with("trust", lambda phase: dataclasses.replace(phase, when=lambda quarter: False))
    assert "['trust'] never ran" in what_is_said_of(idle)


def test_every_name_that_is_written_is_declared_and_every_declared_name_is_written() -> None:
    written = [name for phase in QUARTER for name in phase.writes]
    assert set(written) <= {*STATE, *FLOWS}
    never = {*STATE, *FLOWS} - set(written)
    assert never == {"social_capital_kw", "own_growth_kjw"}, "declared, and made when worlds begin or start"


def test_every_name_that_is_read_is_there_when_it_is_read() -> None:
    world = new_world(shortened(load_scenario("siloed")))
    known = {*world.given, *NUMBER_LEVERS, *OF_THE_QUARTER, *STATE}
    for phase in QUARTER:
        assert set(phase.reads) <= known, f"{phase.name} reads what is not there yet"
        if phase.when is None:  # a flow of a yearly phase is missing in other quarters
            known |= set(phase.writes)


def test_a_phase_that_does_not_run_in_every_quarter_writes_state_only() -> None:
    for phase in QUARTER:
        if phase.when is not None:
            assert set(phase.writes) <= set(STATE), phase.name
            assert phase.when in (is_first_quarter, is_last_quarter, begins_year_of_run), phase.name


def test_phases_stand_in_the_order_of_their_numbers_and_have_names_of_their_own() -> None:
    numbers = [phase.number for phase in QUARTER]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 14))
    assert len({phase.name for phase in QUARTER}) == len(QUARTER)


def test_every_choice_of_rules_names_rules_that_the_decision_has() -> None:
    named = {decision.name: set(decision.rules) for decision in DECISIONS}
    for name, field in Rules.model_fields.items():
        if name not in OF_CONSEQUENCES:
            assert set(field.annotation.__args__) == named[name]  # type: ignore[union-attr]
    for name, rules in named.items():
        assert len(rules) == 1 or name in Rules.model_fields, f"nobody can choose a rule of {name}"


@pytest.mark.parametrize("name", OF_CONSEQUENCES)
def test_every_rule_of_what_follows_makes_another_country(name: str) -> None:
    scenario = shortened(load_scenario("mission_led"), 4, 8)
    needs = {
        world_after(scenario.replace(rules={name: rule}), quarters=8).state["need_kjw"].tobytes()
        for rule in Rules.model_fields[name].annotation.__args__  # type: ignore[union-attr]
    }
    assert len(needs) == len(Rules.model_fields[name].annotation.__args__)  # type: ignore[union-attr]


@pytest.mark.parametrize(("decision", "rule"), RULES, ids=[f"{d.name}.{r}" for d, r in RULES])
def test_every_rule_of_every_decision_steers_a_world_through_two_years(decision: Decision, rule: str) -> None:
    scenario = shortened(load_scenario("mission_led"), 4, 8)
    if decision.name in Rules.model_fields:
        scenario = scenario.replace(rules={decision.name: rule})
    world = world_after(scenario, quarters=8)
    assert decision.rule_in_force(scenario.rules) is decision.rules[rule]
    assert all(np.isfinite(values).all() for values in world.state.values())


@pytest.mark.parametrize("phase", QUARTER, ids=[phase.name for phase in QUARTER])
def test_the_results_of_a_phase_are_named_as_it_declares_them(phase: Phase | Decision) -> None:
    functions = (
        [phase.follows] if isinstance(phase, Phase) else [rule.choose for rule in phase.rules.values()]
    )
    for function in functions:
        returned = inspect.signature(function, eval_str=True).return_annotation
        if len(phase.writes) > 1:
            assert returned._fields == phase.writes


def test_what_is_given_to_all_quarters_is_the_same_after_a_run() -> None:
    world = world_after(shortened(load_scenario("mission_led"), 4, 12), quarters=0)
    before = prints(world.given)
    run_on(world)
    assert prints(world.given) == before


def test_arrays_of_the_world_cannot_be_written_in_place() -> None:
    world = world_after(shortened(load_scenario("mission_led"), 4, 2), quarters=2)
    for name, values in {**world.state, **world.flows}.items():
        assert not values.flags.writeable, name
        assert values.flags.c_contiguous, name
    for name in FIXED:
        assert not world.given[name].flags.writeable, name


def test_a_quarter_that_fails_leaves_the_worlds_as_they_were() -> None:
    world = world_after(shortened(load_scenario("mission_led"), 4, 4), quarters=2)
    state, flows, quarter = dict(world.state), dict(world.flows), world.quarter

    def refuse(decision: Decision, view: Any, rule: Any) -> Any:
        if decision.name == "council_gaming":
            raise ValueError("nobody may choose this")
        return rule.choose(view)

    with pytest.raises(ValueError, match="nobody may choose"):
        step(world, refuse)
    assert world.quarter == quarter
    assert world.state == state  # the very same arrays
    assert world.flows == flows


def test_worlds_share_no_memory_that_one_of_them_could_write() -> None:
    scenario = shortened(load_scenario("siloed"))
    one = new_world(scenario)
    other = build_world(scenario, one.places, (0,), network=one.network)
    assert isinstance(one.indices, Indices)
    for name in STATE:
        assert not np.shares_memory(one.state[name], other.state[name]) or one.state[name].size == 0, name
