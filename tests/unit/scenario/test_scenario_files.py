"""Every scenario that comes with govsim loads, teaches, and says what the model document says."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.errors import ScenarioError
from govsim.scenario.describe import lever_differences
from govsim.scenario.geography import WrittenPlaces
from govsim.scenario.levers import Levers
from govsim.scenario.load import load_scenario, scenario_names, shipped_path

FIVE = ("growth", "clean_energy", "safer_streets", "opportunity", "health")


@pytest.mark.parametrize("name", scenario_names())
def test_every_shipped_scenario_loads_under_the_name_of_its_file(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name.rpartition("/")[2]
    assert scenario.path == str(shipped_path(name))


@pytest.mark.parametrize("name", scenario_names())
def test_every_shipped_scenario_says_what_it_shows_and_asks_a_question(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.about.endswith(".")
    assert scenario.question.endswith("?")
    assert scenario.group


@pytest.mark.parametrize("name", scenario_names())
def test_every_shipped_scenario_teaches_in_comments(name: str) -> None:
    assert shipped_path(name).read_text(encoding="utf-8").startswith("# ")


def test_the_country_is_a_base_and_not_listed() -> None:
    assert "united_kingdom" not in scenario_names()


def test_the_siloed_state_is_the_default_of_every_lever() -> None:
    assert load_scenario("siloed").levers == Levers()


def test_the_layered_state_moves_three_levers_and_no_other() -> None:
    moved = lever_differences(load_scenario("siloed"), load_scenario("layered"))
    assert [(change.lever, change.second) for change in moved] == [
        ("board_membership", "contributors"),
        ("joint_accountability", 0.15),
        ("prime_minister_time", 0.3),
    ]


def test_the_mission_led_state_stands_as_the_model_document_has_it() -> None:
    assert load_scenario("mission_led").levers == Levers(
        board_membership="contributors",
        pooled_funding=0.5,
        joint_accountability=0.6,
        reporting_retired=0.7,
        prime_minister_time=0.7,
        target_pressure=0.3,
        goal_breadth=0.8,
        local_discretion=0.6,
        grant_consolidation=0.8,
        competitive_share=0.1,
        local_partnership=0.6,
        central_control=0.2,
        community_voice=0.5,
        learning_loop=0.6,
    )


def test_three_arrangements_govern_the_same_country_with_the_same_missions() -> None:
    first, *others = (load_scenario(name) for name in ("siloed", "layered", "mission_led", "five_missions"))
    for other in others:
        assert other.replace(name="x", about="", question="", group="", levers=first.levers) == first.replace(
            name="x", about="", question="", group=""
        )


def test_twelve_missions_differ_from_five_only_in_the_missions() -> None:
    five, twelve = load_scenario("five_missions"), load_scenario("levelling_up_12")
    assert tuple(mission.key for mission in five.missions) == FIVE
    assert len(twelve.missions) == 12
    assert twelve.levers == five.levers
    assert twelve.departments == five.departments


def test_devolution_has_no_outcome_and_adds_discretion() -> None:
    twelve = load_scenario("levelling_up_12")
    process = [mission for mission in twelve.missions if mission.process]
    assert [mission.key for mission in process] == ["devolution"]
    assert process[0].goal_shares() == {}
    assert twelve.levers.local_discretion + process[0].levers["local_discretion"] == pytest.approx(0.7)


def test_every_department_of_the_united_kingdom_is_there_with_its_money() -> None:
    siloed = load_scenario("siloed")
    assert len(siloed.departments) == 13
    assert siloed.annual_budget == pytest.approx(433.5)
    assert siloed.lead_of("homes") == "housing"
    assert siloed.lead_of("living_standards") == "treasury"


def test_contestable_shares_follow_the_square_root_of_money_with_a_floor() -> None:
    siloed = load_scenario("siloed")
    shares = siloed.budget_shares()
    money = np.array([department.money for department in siloed.departments])
    expected = np.maximum(np.sqrt(money) / np.sqrt(money).sum(), 0.04)
    np.testing.assert_allclose(shares, expected / expected.sum(), rtol=1e-12)
    assert shares.sum() == pytest.approx(1)


def test_a_department_may_state_its_share_and_the_others_divide_the_rest() -> None:
    small = load_scenario("classroom_small")
    departments = [department.model_dump(exclude_none=True) for department in small.departments]
    departments[0]["budget_share"] = 0.5
    shares = small.replace(departments=departments).budget_shares()
    assert shares[0] == 0.5
    assert shares.sum() == pytest.approx(1)
    assert shares[1] / shares[2] == pytest.approx(np.sqrt(60 / 30))


def test_the_classroom_country_is_small_and_leans_on_nothing() -> None:
    small = load_scenario("classroom_small")
    assert "extends" not in shipped_path("classroom_small").read_text(encoding="utf-8").replace(
        "It extends", ""
    )
    assert (len(small.departments), len(small.outcomes), len(small.missions)) == (4, 3, 2)
    assert isinstance(small.places, WrittenPlaces)
    places = small.places
    assert (len(places.regions), len(places.councils), len(places.communities)) == (2, 4, 8)


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario("misson_led")
    assert str(caught.value) == (
        "misson_led: expected the name of a scenario or the path of a .toml file, found no such scenario. "
        "Did you mean 'mission_led'?"
    )
