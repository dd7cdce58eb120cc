"""Shipped scenarios differ from what they extend in what they say, and in nothing else; and each of them runs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import govsim
from govsim.catalogue.scenarios import IN_THIS_ORDER
from govsim.runs.simulate import simulate
from govsim.scenario.describe import scenario_differences
from govsim.scenario.layers import NOT_INHERITED
from govsim.scenario.levers import LEVER_NAMES, Levers
from govsim.scenario.load import load_scenario, scenario_names, shipped_path
from govsim.scenario.schema import Scenario

SOURCES = sorted(Path(govsim.__file__).parent.rglob("*.py"))
WORDS = {*NOT_INHERITED, "extends"}  # what a file says of itself


def document(name: str) -> dict[str, Any]:
    return tomllib.loads(shipped_path(name).read_text(encoding="utf-8"))


EXTENDING = [
    name for name in scenario_names() if document(name).get("extends", "united_kingdom") != "united_kingdom"
]
SAME_COUNTRY = ("weak_councils", "diverse_country", "crisis_decade")
# Names that the program offers where nothing else is said, or that its examples use.
OFFERED = {
    "siloed",
    "layered",
    "mission_led",
    "five_missions",
    "levelling_up_12",
    "your_missions",
    "cabinet",  # the country of the game of that name
    "classroom_small",
    "meeting_places_and_mindset",  # an arm in which dead weight is looked for
}


def element(number: int) -> set[str]:
    return {
        name
        for name in LEVER_NAMES
        if (Levers.model_fields[name].json_schema_extra or {})["element"] == number  # type: ignore[index]
    }


def levers_with(*numbers: int) -> Levers:
    """Siloed, but for the levers of some elements, which stand as in mission_led."""
    siloed, mission_led = load_scenario("siloed").levers, load_scenario("mission_led").levers
    moved = {name: getattr(mission_led, name) for number in numbers for name in element(number)}
    return siloed.model_copy(update=moved)


def after_all_reforms(name: str) -> Levers:
    scenario = load_scenario(name)
    levers = scenario.levers.model_dump()
    for reform in scenario.reforms:
        levers.update(reform.levers)
    return Levers(**levers)


def extended(name: str) -> Scenario:
    beside = shipped_path(name).with_name(f"{document(name)['extends']}.toml")
    return load_scenario(beside if beside.exists() else document(name)["extends"])


@pytest.mark.parametrize("name", EXTENDING)
def test_a_scenario_differs_from_what_it_extends_only_in_what_it_says(name: str) -> None:
    said = document(name)
    stated = {
        f"{section}.{key}" if isinstance(value, dict) else section
        for section, value in said.items()
        for key in (value if isinstance(value, dict) else (section,))
    } - WORDS
    if "levers_from" in said:
        stated = stated - {"levers_from"} | {f"levers.{lever}" for lever in LEVER_NAMES}
    differing = {
        difference.key
        for difference in scenario_differences(extended(name), load_scenario(name))
        if difference.key not in NOT_INHERITED
    }
    assert all(any(f"{key}.".startswith(f"{prefix}.") for prefix in stated) for key in differing), differing
    if (
        name not in ("five_missions",) and "levers_from" not in said
    ):  # it writes out what it inherits, on purpose
        idle = {
            prefix for prefix in stated if not any(f"{key}.".startswith(f"{prefix}.") for key in differing)
        }
        assert not idle, "it states what is so already"


@pytest.mark.parametrize("name", scenario_names())
def test_a_scenario_runs(name: str) -> None:
    run = simulate(load_scenario(name).replace(warm_up=4, horizon=22), replicates=2, seed=3)
    for values in run.measures.values():
        assert np.isfinite(values).all()


@pytest.mark.parametrize("name", sorted(set(scenario_names()) - OFFERED))
def test_no_source_file_knows_a_scenario_by_name(name: str) -> None:
    """Law 9 says so of behaviour; of these the whole program knows nothing."""
    assert not [file for file in SOURCES if re.search(rf"\b{name}\b", file.read_text(encoding="utf-8"))]


def test_every_heading_has_its_place_in_the_list() -> None:
    headings = {load_scenario(name).group for name in scenario_names() if "/" not in name}
    assert headings == set(IN_THIS_ORDER)


@pytest.mark.parametrize(
    ("name", "elements"),
    [
        ("accountability_and_money_only", (1,)),
        ("meeting_places_only", (2,)),
        ("mindset_only", (3,)),
        ("money_and_meeting_places", (1, 2)),
        ("money_and_mindset", (1, 3)),
        ("meeting_places_and_mindset", (2, 3)),
        ("mission_led", (1, 2, 3)),
    ],
)
def test_elements_stand_as_in_mission_led_and_the_rest_as_in_siloed(
    name: str, elements: tuple[int, ...]
) -> None:
    assert load_scenario(name).levers == levers_with(*elements)


def test_missions_as_targets_differ_from_mission_led_in_meeting_places_alone() -> None:
    moved = {lever for lever in LEVER_NAMES if getattr(load_scenario("missions_as_targets").levers, lever)
             != getattr(load_scenario("mission_led").levers, lever)}  # fmt: skip
    assert moved == element(2)


def test_community_powered_government_moves_the_third_element_alone() -> None:
    siloed, other = load_scenario("siloed").levers, load_scenario("community_powered").levers
    assert {name for name in LEVER_NAMES if getattr(siloed, name) != getattr(other, name)} == element(3)


def test_place_based_government_moves_the_second_element_further_than_mission_led_does() -> None:
    siloed, led, based = (load_scenario(name).levers for name in ("siloed", "mission_led", "place_based"))
    for name in element(2):
        assert abs(getattr(based, name) - getattr(siloed, name)) > abs(
            getattr(led, name) - getattr(siloed, name)
        )
    assert {name for name in LEVER_NAMES if getattr(siloed, name) != getattr(based, name)} == element(2)


def test_reforms_end_where_they_say() -> None:
    led = load_scenario("mission_led").levers
    assert after_all_reforms("phased_reform") == led
    assert after_all_reforms("big_bang_reform") == led
    assert after_all_reforms("reversed_reform") == load_scenario("siloed").levers


def test_the_middle_step_of_the_phased_reform_is_on_the_day_of_the_great_one() -> None:
    steps = sorted(reform.quarter for reform in load_scenario("phased_reform").reforms)
    (great,) = load_scenario("big_bang_reform").reforms
    assert np.mean(steps) == steps[1] == great.quarter


def test_missions_of_2025_have_a_lead_no_money_and_goals_that_narrow() -> None:
    scenario = load_scenario("uk_2025")
    assert scenario.levers.board_membership == "lead_only"
    assert scenario.levers.pooled_funding == 0
    assert scenario.missions == load_scenario("siloed").missions
    (milestones,) = scenario.reforms
    assert milestones.levers["goal_breadth"] < scenario.levers.goal_breadth
    assert milestones.levers["prime_minister_time"] < scenario.levers.prime_minister_time


@pytest.mark.parametrize("name", SAME_COUNTRY)
def test_the_two_of_a_country_differ_in_levers_alone(name: str) -> None:
    one, other = load_scenario(name), load_scenario(f"{name}_mission_led")
    assert one.levers == load_scenario("siloed").levers
    assert other.levers == load_scenario("mission_led").levers
    assert other.replace(name=one.name, about=one.about, question=one.question, levers=one.levers) == one
