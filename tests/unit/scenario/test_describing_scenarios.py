"""Levers explain themselves, and scenarios are told apart key by key."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from govsim.scenario.describe import lever_differences, resolved_dict, scenario_differences, to_toml
from govsim.scenario.levers import ELEMENTS, LEVER_NAMES, MEMBERSHIP_RANK, NUMBER_LEVERS, Levers
from govsim.scenario.load import load_scenario
from govsim.scenario.rules import Rules


@pytest.mark.parametrize("name", LEVER_NAMES)
def test_every_lever_says_what_it_is_good_for_and_what_it_costs(name: str) -> None:
    field = Levers.model_fields[name]
    assert field.title
    assert field.description
    assert isinstance(field.json_schema_extra, dict)
    assert field.json_schema_extra["element"] in {*ELEMENTS, 0}
    said = [field.json_schema_extra[fact] for fact in ("benefit", "cost", "source", "more", "less")]
    assert all(said) != (name == "placebo")


def test_there_are_fourteen_levers_and_a_placebo() -> None:
    assert len(LEVER_NAMES) == 15
    elements = [Levers.model_fields[name].json_schema_extra["element"] for name in LEVER_NAMES]  # type: ignore[index]
    assert [elements.count(element) for element in (1, 2, 3, 0)] == [5, 6, 3, 1]


def test_every_lever_can_be_set_to_nothing() -> None:
    nothing = {name: Levers.model_fields[name].json_schema_extra["null"] for name in LEVER_NAMES}  # type: ignore[index]
    levers = Levers.model_validate(nothing)
    assert MEMBERSHIP_RANK[levers.board_membership] == 0
    assert all(getattr(levers, name) == 0 for name in NUMBER_LEVERS)


def test_levers_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        Levers().pooled_funding = 1  # type: ignore[misc]


def test_every_rival_rule_has_a_first_choice_that_is_the_default() -> None:
    for name, field in Rules.model_fields.items():
        assert field.title, name
        assert field.description is not None
        assert field.description.startswith(f"{field.default}: ")


def test_levers_are_with_distinct_names_with_both_values() -> None:
    (only,) = lever_differences(Levers(), Levers(local_discretion=0.6))
    assert only == ("local_discretion", "Local discretion", 0.15, 0.6)


def test_equal_scenarios_do_not_differ() -> None:
    assert scenario_differences(load_scenario("siloed"), load_scenario("siloed")) == []


def test_scenarios_are_with_distinct_names_by_dotted_keys() -> None:
    first = load_scenario("siloed")
    departments = [entry.model_dump(exclude_none=True) for entry in first.departments]
    departments[6]["resource"] = 210
    second = first.replace(
        departments=departments,
        uncertainties={"slack": 0.2},
        constants={"duplication": 0.2},
        reforms=[{"quarter": 8, "goal_breadth": 1}],
    )
    assert [tuple(difference) for difference in scenario_differences(first, second)] == [
        ("reforms", [], None),
        ("uncertainties.slack.low", 0, None),
        ("uncertainties.slack.high", 0.6, None),
        ("constants.duplication", 0.3, 0.2),
        ("departments.health.resource", 202, 210),
        ("reforms.quarter 8.quarter", None, 8),
        ("reforms.quarter 8.goal_breadth", None, 1),
        ("uncertainties.slack", None, 0.2),
    ]


def test_a_mention_of_the_default_range_is_no_difference() -> None:
    first = load_scenario("siloed")
    assert scenario_differences(first, first.replace(uncertainties={"slack": {"low": 0, "high": 0.6}})) == []


def test_a_scenario_in_full_has_every_lever_and_stands_alone() -> None:
    table = resolved_dict(load_scenario("mission_led"))
    assert set(table["levers"]) == set(LEVER_NAMES)
    assert "extends" not in table
    assert table["starts_from_levers"] == Levers().model_dump()


def test_open_uncertainties_are_listed_in_comments() -> None:
    text = to_toml(load_scenario("siloed").replace(uncertainties={"slack": 0.2}))
    assert "# relabel = {low = 0, high = 0.6}" in text
    assert "# slack" not in text
    assert "# relabel = 0.3" in to_toml(load_scenario("siloed").replace(uncertainties={"worlds": "alike"}))
