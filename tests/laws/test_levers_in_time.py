"""Laws 5 and 6: a change that changes nothing gives exactly no difference; a reform leaves the past as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.scenario.levers import LEVER_NAMES, NUMBER_LEVERS
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.laws.names_change_nothing import names_change_nothing
from govsim.validation.laws.no_change_no_difference import (
    itself_does_nothing,
    placebo_does_nothing,
    reformed,
    restating_does_nothing,
)
from govsim.validation.laws.reforms_leave_the_past import reform_leaves_the_past
from govsim.validation.phases import altered, quarter_with
from govsim.validation.small_countries import MEMBERSHIPS
from govsim.validation.stepping import different_bits, new_world, record, same_runs, shortened
from govsim.world import build
from govsim.world.timetable import Timetable
from tests.worlds import SHARES, SHIPPED, assert_holds, assert_same_records, breaches, breaches_in, scenarios

REPLICATES = (0, 4)


@given(scenarios(additions=False), st.data())
@settings(max_examples=25)
def test_a_reform_that_states_the_levers_already_aimed_at_makes_exactly_no_difference(
    scenario: Scenario, data: st.DataObject
) -> None:
    """Also while levers still phase in, and for one lever as for all of them."""
    free = [q for q in range(1, scenario.horizon) if q not in [reform.quarter for reform in scenario.reforms]]
    if not free:
        return
    quarter = data.draw(st.sampled_from(free))
    named = data.draw(st.lists(st.sampled_from(LEVER_NAMES), min_size=1, unique=True))
    assert_holds(restating_does_nothing(scenario, quarter, named))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_reform_that_restates_all_levers_makes_exactly_no_difference_in_shipped_scenarios(
    name: str,
) -> None:
    scenario = shortened(load_scenario(name), 5, 9)
    for quarter in (2, 8):
        assert_holds(restating_does_nothing(scenario, quarter))


@given(scenarios(additions=False), st.data())
@settings(max_examples=15)
def test_a_reform_of_one_lever_leaves_the_course_of_the_others(
    scenario: Scenario, data: st.DataObject
) -> None:
    quarter = data.draw(st.integers(1, 11))
    lever = data.draw(st.sampled_from(NUMBER_LEVERS))
    # members are not a number of their own: the additions of missions are left out above
    scenario = scenario.replace(reforms=[])
    after = reformed(scenario, quarter, {lever: data.draw(SHARES)})
    indices = new_world(scenario).indices
    one, other = (Timetable(which, indices, started=True) for which in (scenario, after))
    for at in range(-3, 30):
        here, there = one.at(at), other.at(at)
        assert {n: v for n, v in here.values.items() if n != lever} == {
            n: v for n, v in there.values.items() if n != lever
        }
        assert here.member_md.tobytes() == there.member_md.tobytes()


@given(scenarios())
@settings(max_examples=15)
def test_a_scenario_replaced_by_itself_is_the_same_to_the_bit(scenario: Scenario) -> None:
    assert scenario.replace(levers=scenario.levers.model_dump(), horizon=scenario.horizon) == scenario
    assert_holds(itself_does_nothing(scenario))


@given(scenarios(reforms=False), SHARES)
@settings(max_examples=15)
def test_the_placebo_lever_makes_exactly_no_difference(scenario: Scenario, placebo: float) -> None:
    assert_holds(placebo_does_nothing(scenario, placebo))


def test_a_placebo_that_does_something_is_found_out() -> None:
    """The test of the test: people who believe in a placebo trust a little more."""

    def believing(results: Any, seen: Mapping[str, Any]) -> Any:
        more_kw = results.trust_kw * (1 + 1e-12 * seen["placebo"])
        return results._replace(trust_kw=np.minimum(1.0, more_kw))

    phases = quarter_with("trust", lambda phase: altered(phase, believing, reads=("placebo",)))
    scenario = shortened(load_scenario("classroom_small"), 4, 4)
    assert "trust_kw" in breaches_in(phases, placebo_does_nothing, scenario, 0.5)


def test_a_change_that_changes_something_is_no_null_change() -> None:
    scenario = shortened(load_scenario("classroom_small"), 4, 4)
    moved = reformed(scenario, 2, {"local_discretion": 0.7})
    assert "quarter 2" in breaches(same_runs(scenario, moved))


@given(scenarios(), st.text("abcé XYZ-_09’水", min_size=1, max_size=20).filter(str.strip))
@settings(max_examples=15)
def test_what_a_scenario_is_called_makes_exactly_no_difference(scenario: Scenario, name: str) -> None:
    """Law 7, second half: no behaviour branches on a name."""
    assert_holds(names_change_nothing(scenario, name))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scenario_under_the_name_of_another_is_the_same_to_the_bit(name: str) -> None:
    scenario = shortened(load_scenario(name))
    for other in SHIPPED:
        assert_holds(names_change_nothing(scenario, other))


def test_a_country_that_behaves_as_it_is_called_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test of the test: a country is built with more slack where its name says siloed."""
    known = build.uncertainties_of

    def prejudiced(scenario: Scenario, *others: Any) -> dict[str, Any]:
        found = known(scenario, *others)
        return {**found, "slack_w": found["slack_w"] + 0.01 * ("siloed" in scenario.name)}

    monkeypatch.setattr(build, "uncertainties_of", prejudiced)
    scenario = shortened(load_scenario("classroom_small"), 4, 3)
    assert "losses_xcjw" in breaches(names_change_nothing(scenario, "siloed"))
    assert_holds(names_change_nothing(scenario, "layered"))


@given(scenarios(), st.data())
@settings(max_examples=25)
def test_a_reform_leaves_all_earlier_quarters_bit_for_bit(scenario: Scenario, data: st.DataObject) -> None:
    quarter = data.draw(st.integers(1, scenario.horizon - 1))
    levers = data.draw(st.dictionaries(st.sampled_from(NUMBER_LEVERS), SHARES, min_size=1, max_size=8))
    levers["board_membership"] = data.draw(st.sampled_from(MEMBERSHIPS))
    assert_holds(reform_leaves_the_past(scenario, quarter, levers))


def test_a_government_that_acts_on_reforms_to_come_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test of the test: levers are moved a quarter before the reform."""
    known = Timetable.at
    monkeypatch.setattr(Timetable, "at", lambda timetable, quarter: known(timetable, quarter + 1))
    scenario = shortened(load_scenario("classroom_small"), 4, 5)
    found = reform_leaves_the_past(scenario, 3, {"local_discretion": 0.9})
    assert "quarter 2" in breaches(found)
    assert "quarter 1" not in breaches(found)


def test_a_reform_of_quarter_20_leaves_the_earlier_quarters_bit_for_bit_and_not_the_later() -> None:
    scenario = shortened(load_scenario("siloed"), 4, 24)
    mission_led = load_scenario("mission_led").levers.model_dump()
    before, after = record(scenario), record(reformed(scenario, 20, mission_led))
    for here, there in zip(before, after, strict=True):
        assert bool(different_bits(here.arrays, there.arrays)) == (here.quarter >= 20)


@given(scenarios())
@settings(max_examples=15)
def test_the_warm_up_does_not_depend_on_the_scenarios_own_levers_and_reforms(scenario: Scenario) -> None:
    quiet = [{**mission.model_dump(), "levers": {}} for mission in scenario.missions]
    scenario = scenario.replace(missions=quiet)
    other = scenario.replace(levers=load_scenario("mission_led").levers, reforms=[])
    one, two = ([at for at in record(which, REPLICATES) if at.quarter < 0] for which in (scenario, other))
    assert_same_records(one, two)


@given(scenarios(additions=False, reforms=False))
@settings(max_examples=15)
def test_levers_move_in_even_steps_from_the_old_setting_to_the_new_and_stay(scenario: Scenario) -> None:
    timetable = Timetable(scenario, new_world(scenario).indices, started=True)
    old, new = scenario.starts_from_levers, scenario.levers
    steps = scenario.constants.phase_in_quarters
    for quarter in range(-2, 20):
        share = 0.0 if quarter < 0 else min(1.0, (quarter + 1) / steps)
        now = timetable.at(quarter)
        for lever in NUMBER_LEVERS:
            first, last = getattr(old, lever), getattr(new, lever)
            assert abs(now.values[lever] - (first + (last - first) * share)) < 1e-12
        assert ((now.member_md >= 0) & (now.member_md <= 1)).all()


@given(scenarios())
@settings(max_examples=25)
def test_levers_stay_between_0_and_1_whatever_reforms_and_missions_do(scenario: Scenario) -> None:
    timetable = Timetable(scenario, new_world(scenario).indices, started=True)
    for quarter in range(-3, 30):
        now = timetable.at(quarter)
        assert all(0 <= value <= 1 for value in now.values.values()), now.values
        assert np.isfinite(now.reorganisation_load)
        assert now.reorganisation_load >= 0


@given(scenarios(reforms=False))
@settings(max_examples=10)
def test_starting_again_where_one_stands_costs_no_reorganisation(scenario: Scenario) -> None:
    settled = scenario.replace(
        levers=scenario.starts_from_levers.model_dump(),
        missions=[{**mission.model_dump(), "levers": {}} for mission in scenario.missions],
    )
    timetable = Timetable(settled, new_world(settled).indices, started=True)
    for quarter in range(12):
        now, before = timetable.at(quarter), timetable.at(-1)
        assert now.reorganisation_load == 0
        assert now.values == before.values
        assert now.member_md.tobytes() == before.member_md.tobytes()
