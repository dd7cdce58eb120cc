"""Whether places stay themselves in the reference, and whether it is held to another arrangement."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from govsim.scenario.load import load_scenario
from tests.reference.held import Held
from tests.reference.model import ReferenceModel
from tests.reference.test_reference import PLACES, run


def test_places_left_alone_stay_themselves():
    """A place's need grows by what services took off it, so the map lasts longer than where all grow alike."""
    spreads = []
    for rule in ("held", "first_edition"):
        scenario = load_scenario("siloed").replace(
            warm_up=30,
            rules={"need": rule},
            uncertainties={"worlds": "alike", "crisis_rate": 0.0},
            constants={"council_drift": 0.0, "community_drift": 0.0},
        )
        model = run(ReferenceModel(scenario, PLACES), 42)
        moved = [
            need - community.start_need[outcome]
            for community in model.communities.values()
            for outcome, need in community.need.items()
        ]
        spreads.append(np.std(moved))
        assert (model.held_shortfall > 0) == (rule == "held")
        assert rule != "held" or abs(np.mean(moved)) < 0.005
    assert spreads[0] < spreads[1] / 2


def test_drift_moves_places_and_not_the_nation():
    model = run(ReferenceModel(load_scenario("siloed").replace(warm_up=4), PLACES), 9)
    for outcome in model.country.outcomes:
        drift = [community.drift[outcome] for community in model.communities.values()]
        people = [community.population for community in model.communities.values()]
        assert max(map(abs, drift)) > 1e-4
        assert math.isclose(np.average(drift, weights=people), 0, abs_tol=1e-15)


def test_what_is_common_drifts_alike_in_all_outcomes():
    spreads = []
    for common in (0.0, 1.0):
        scenario = load_scenario("siloed").replace(warm_up=4, constants={"drift_common": common})
        model = run(ReferenceModel(scenario, PLACES), 9)
        spreads.append(
            max(np.ptp(list(community.drift.values())) for community in model.communities.values())
        )
    assert spreads[0] > 1e-4
    assert spreads[1] < 1e-15


def test_demand_has_a_floor():
    scenario = load_scenario("siloed").replace(warm_up=4, uncertainties={"demand_elasticity": 1.0})
    model = run(ReferenceModel(scenario, PLACES), 5)
    health = model.departments["health"]
    assert health.demand() > 0.9
    model.lagged_need = dict.fromkeys(model.lagged_need, 0.0)
    assert health.demand() == model.constants.ratio_floor


def test_held_to_itself_an_arrangement_is_not_held():
    own = load_scenario("mission_led").replace(warm_up=4, reforms=[{"quarter": 2, "pooled_funding": 0.1}])
    course = {"levers": own.levers.model_dump(), "reforms": [reform.model_dump() for reform in own.reforms]}
    held = own.replace(
        equal_volume="itself", equal_volume_as=course, equal_overhead="itself", equal_overhead_as=course
    )
    plain, same = (run(ReferenceModel(each, PLACES, seed=7), 12) for each in (own, held))
    assert same.held.volume is None
    assert same.held.overhead is None
    for name, values in plain.measures().items():
        np.testing.assert_array_equal(same.measures()[name], values, err_msg=name)


def test_held_to_anothers_volume_and_its_own_overhead_an_arrangement_loses_what_it_would_left_alone():
    """So whatever is held to that overhead loses the same, the arrangement itself included."""
    own, siloed = (load_scenario(name).replace(warm_up=4) for name in ("mission_led", "siloed"))
    itself, other = ({"levers": each.levers.model_dump(), "reforms": []} for each in (own, siloed))
    held = own.replace(
        equal_volume="siloed", equal_volume_as=other, equal_overhead="itself", equal_overhead_as=itself
    )
    alone, model = (run(ReferenceModel(each, PLACES, seed=7), 16) for each in (own, held))
    for key, department in alone.departments.items():
        assert math.isclose(model.departments[key].overhead, department.overhead, abs_tol=1e-12), key
    assert abs(model.measures()["outcome_money"] - alone.measures()["outcome_money"]) > 0.01


def test_held_to_its_own_levers_without_its_reforms_an_arrangement_is_held():
    own = load_scenario("mission_led").replace(warm_up=4, reforms=[{"quarter": 2, "pooled_funding": 0.1}])
    course = {"levers": own.levers.model_dump(), "reforms": []}
    model = run(ReferenceModel(own.replace(equal_volume="before", equal_volume_as=course), PLACES), 12)
    spent, other = (each.measures()["outcome_money"] for each in (model, model.held.volume))
    assert math.isclose(spent, other, abs_tol=1e-12)


def test_held_to_another_volume_spends_as_much_on_outcomes():
    siloed = load_scenario("siloed")
    course = {"levers": siloed.levers.model_dump(), "reforms": []}
    scenario = load_scenario("mission_led").replace(warm_up=4, equal_volume="siloed", equal_volume_as=course)
    model = run(ReferenceModel(scenario, PLACES, seed=7), 12)
    spent, other = (each.measures()["outcome_money"] for each in (model, model.held.volume))
    assert math.isclose(spent, other, abs_tol=1e-12)
    own = run(ReferenceModel(scenario.replace(equal_volume=""), PLACES, seed=7), 12)
    assert abs(own.measures()["outcome_money"] - spent) > 0.01
    assert math.isclose(sum(model.pound().values()), 1, abs_tol=1e-12)


def test_a_volume_that_cannot_be_reached_is_an_error():
    """With all money pooled and nothing relabelled there is no core from which outcomes could be paid less."""
    departments = [SimpleNamespace(outcomes_if=lambda factor: 0.4, rescale=lambda factor: None)]
    departments[0].money_for_outcomes = lambda: 0.4
    other = SimpleNamespace(money_for_outcomes=lambda: 0.3)
    held = Held.__new__(Held)
    held.volume = SimpleNamespace(departments={"health": other})
    with pytest.raises(ValueError, match=r"not the 0\.3"):
        held.hold_volume(SimpleNamespace(departments={"health": departments[0]}))
