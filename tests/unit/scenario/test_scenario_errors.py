"""What a user is told: the file, the line, the key, what was expected, what was found and what to do."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govsim.errors import ScenarioError
from govsim.scenario.load import load_scenario, shipped_path


def told(folder: Path, text: str, name: str = "north.toml") -> list[str]:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def told_of(**changes: object) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_scenario({"extends": "siloed", **changes})
    return [str(problem) for problem in caught.value.problems]


def test_a_share_above_one_is_told_with_file_line_and_meaning(tmp_path: Path) -> None:
    assert told(tmp_path, 'extends = "siloed"\n\n[levers]\npooled_funding = 1.4\n') == [
        "north.toml, line 4, levers.pooled_funding: expected a share from 0 to 1, found 1.4. "
        "Meaning: share of mission money that boards allocate; without boards it only costs a reorganisation. "
        "Shares are written as decimals: 40% is 0.4."
    ]


def test_an_unknown_lever_is_answered_with_the_nearest(tmp_path: Path) -> None:
    assert told(tmp_path, 'extends = "siloed"\nlevers.poled_funding = 0.4\n') == [
        "north.toml, line 2, levers.poled_funding: expected a known name, "
        "found 'poled_funding'. Did you mean 'pooled_funding'?"
    ]


def test_a_name_in_the_wrong_section_is_sent_to_the_right_one(tmp_path: Path) -> None:
    assert told(tmp_path, 'extends = "siloed"\n[levers]\nslack = 0.4\n') == [
        "north.toml, line 3, levers.slack: expected a known name, found 'slack'. "
        "'slack' belongs in [uncertainties]."
    ]


def test_an_unknown_choice_is_answered_with_the_nearest(tmp_path: Path) -> None:
    assert told(tmp_path, 'extends = "siloed"\n[rules]\ntreasury_budget = "frictoin"\n') == [
        "north.toml, line 3, rules.treasury_budget: expected 'friction' or 'incremental', "
        'found "frictoin". '
        "Did you mean 'friction'?"
    ]


def test_an_error_in_a_parent_names_the_parent(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text('extends = "siloed"\nhorizon = 0\n', encoding="utf-8")
    assert told(tmp_path, 'extends = "base"\nwarm_up = 2.5\n') == [
        "north.toml, line 2, warm_up: expected a whole number from 0 to 400, found 2.5. "
        "Meaning: quarters before quarter 0.",
        "base.toml, line 2, horizon: expected a whole number from 1 to 400, found 0. "
        "Meaning: quarters that are simulated.",
    ]


def test_an_error_in_the_scenario_it_starts_from_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text("[levers]\ngoal_breadth = -1\n", encoding="utf-8")
    assert told(tmp_path, 'extends = "siloed"\nstarts_from = "old"\n')[0].startswith(
        "old.toml, line 2, levers.goal_breadth: expected a share from 0 to 1, found -1. "
    )


def test_every_problem_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    lines = [
        problem.split(": ")[0]
        for problem in told(
            tmp_path,
            """extends = "siloed"
horizon = 40.5
[levers]
local_discretion = "much"
[[missions]]
key = "warm"
label = 3
lead = "housing"
goal = {homes = 1}
[[missions]]
key = "well"
label = "Well"
lead = "helth"
goal = {helth = 1}
[[reforms]]
quarter = 0
goal_breadth = 3
[uncertainties]
slak = 0.2
""",
        )
    ]
    assert lines == [
        "north.toml, line 2, horizon",
        "north.toml, line 4, levers.local_discretion",
        "north.toml, line 7, missions.warm.label",
        "north.toml, line 13, missions.well.lead",
        "north.toml, line 14, missions.well.goal.helth",
        "north.toml, line 16, reforms.1.quarter",
        "north.toml, line 17, reforms.1.goal_breadth",
        "north.toml, line 19, uncertainties.slak",
    ]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("true", "true"),
        ('"0.5"', '"0.5"'),
        ("1979-05-27", "the date or time 1979-05-27"),
        ("nan", "an infinite number or nan"),
        ("inf", "an infinite number or nan"),
        ("[0.5]", "a list"),
        ("{a = 1}", "a table"),
        ("1" + "0" * 400, "a very long number"),
    ],
)
def test_what_is_not_a_number_is_refused_as_a_lever(tmp_path: Path, value: str, found: str) -> None:
    (only,) = told(tmp_path, f'extends = "siloed"\nlevers.goal_breadth = {value}\n')
    assert f"expected a share from 0 to 1, found {found}." in only


def test_a_true_is_not_a_whole_number() -> None:
    assert told_of(horizon=True)[0].startswith(
        "scenario, horizon: expected a whole number from 1 to 400, found true."
    )


def test_text_that_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    (only,) = told(tmp_path, 'extends = "siloed"\nhorizon = = 4\n')
    assert only.startswith("north.toml, line 2: expected valid TOML, found invalid value.")


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    (only,) = told(tmp_path, "horizon = 4\nhorizon = 5\n")
    assert only.startswith("north.toml, line 2: expected valid TOML, found cannot overwrite a value.")


def test_a_number_of_thousands_of_digits_is_refused(tmp_path: Path) -> None:
    (only,) = told(tmp_path, "horizon = " + "9" * 9_000)
    assert "expected valid TOML" in only


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    assert told(tmp_path, "about = " + "[" * 50_000 + "]" * 50_000) == [
        "north.toml: expected tables and lists nested a few levels deep, found far deeper nesting."
    ]


def test_a_table_within_itself_is_refused() -> None:
    endless: dict[str, object] = {}
    endless["levers"] = endless
    assert "Mapping" not in "".join(told_of(levers=endless))


def test_bytes_that_are_not_utf8_are_told_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "north.toml"
    file.write_bytes(b'name = "x"\nabout = "caf\xe9"\n')
    with pytest.raises(
        ScenarioError, match=r"line 2: expected text in UTF-8, found a byte that is not \(0xe9\)"
    ):
        load_scenario(file)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    file = tmp_path / "north.toml"
    file.write_bytes('\ufeffextends = "siloed"\r\nhorizon = 3\r\n'.encode())
    assert load_scenario(file).horizon == 3


def test_a_file_over_5_mb_is_refused(tmp_path: Path) -> None:
    (only,) = told(tmp_path, "# " + "x" * 5_000_000)
    assert only == "north.toml: expected a scenario of at most 5 MB, found a larger file."


def test_a_missing_file_and_a_folder_are_with_distinct_names(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"found no such file\. Did you mean 'layered'"):
        load_scenario(tmp_path / "layerd.toml")
    with pytest.raises(ScenarioError, match="expected a scenario file, found a folder"):
        load_scenario(tmp_path)


@pytest.mark.parametrize("name", ["a\0b.toml", "x" * 5_000 + ".toml"])
def test_a_name_that_no_file_can_have_is_refused(name: str) -> None:
    with pytest.raises(ScenarioError, match="found no such file"):
        load_scenario(name)


def test_a_scenario_without_a_country_is_told_how_to_get_one() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario({})
    keys = [problem.key for problem in caught.value.problems]
    assert keys == ["places", "outcomes", "departments", "services", "missions"]
    assert 'Add extends = "united_kingdom"' in caught.value.problems[0].remedy


def departments_with(**weights: dict[str, float]) -> list[dict[str, object]]:
    found = [dict(entry.model_dump(exclude_none=True)) for entry in load_scenario("siloed").departments]
    for entry in found:
        entry["weights"] = {**entry["weights"], **weights.get(entry["key"], {})}
    return found


def test_two_departments_cannot_both_lead_an_outcome() -> None:
    assert told_of(departments=departments_with(justice={"safety": 3})) == [
        "scenario, departments.justice.weights.safety: expected one department that leads safety by the "
        "highest weight, found home_office and justice, all with 3. Raise the weight of the one that leads."
    ]


def test_an_outcome_needs_somebody_who_contributes() -> None:
    contributors = ("home_office", "justice", "housing", "health", "education", "culture")
    nobody = departments_with(**{key: {"safety": 0} for key in contributors})
    assert told_of(departments=nobody) == [
        "scenario, departments: expected a department that contributes to safety, "
        "found none with a weight above 0 on it."
    ]


def test_an_unknown_outcome_of_a_department_is_answered_with_the_nearest() -> None:
    assert told_of(departments=departments_with(justice={"safty": 1})) == [
        "scenario, departments.justice.weights.safty: expected the key of an outcome, found 'safty'. "
        "Did you mean 'safety'?"
    ]


def test_every_department_is_in_exactly_one_service() -> None:
    services = [entry.model_dump() for entry in load_scenario("siloed").services]
    services[0]["departments"] = ["justice"]
    assert told_of(services=services) == [
        "scenario, services.police_justice.departments.2: expected each department in one service, "
        "found 'justice' again, after health.",
        "scenario, services: expected every department in a service, found none for health. "
        "Its money would reach no place.",
    ]


def test_keys_are_given_only_once() -> None:
    missions = [entry.model_dump() for entry in load_scenario("siloed").missions]
    assert told_of(missions=[*missions, missions[0]]) == [
        "scenario, missions.growth.key: expected a unique key, found 'growth' again."
    ]


def test_a_mission_without_an_outcome_says_that_it_is_about_process() -> None:
    mission = {"key": "deals", "label": "Deals", "lead": "housing"}
    assert told_of(missions=[mission]) == [
        "scenario, missions.deals.goal: expected a weight above 0 on at least one outcome, found none. "
        "For a mission that changes only how government works, set process = true."
    ]
    load_scenario({"extends": "siloed", "missions": [{**mission, "process": True}]})


def test_what_missions_add_to_levers_stays_within_bounds() -> None:
    mission = {"key": "deals", "label": "Deals", "lead": "housing", "process": True}
    assert told_of(missions=[{**mission, "levers": {"local_discretion": 0.9}}]) == [
        "scenario, missions.deals.levers.local_discretion: expected a sum from 0 to 1, "
        "found 0.15 of levers and 0.9 of missions make 1.05."
    ]
    assert (
        "expected the name of a lever that is a number, found 'board_membership'"
        in told_of(missions=[{**mission, "levers": {"board_membership": 1}}])[0]
    )


def test_a_reform_has_levers_and_a_quarter_of_its_own() -> None:
    assert told_of(reforms=[{"quarter": 3}]) == [
        "scenario, reforms.1: expected at least one lever that changes, found none."
    ]
    twice = [{"quarter": 3, "goal_breadth": 1}, {"quarter": 3, "goal_breadth": 0}]
    assert told_of(reforms=twice) == [
        "scenario, reforms.2.quarter: expected one reform in a quarter, found a second one in quarter 3."
    ]


def test_a_floor_must_leave_room_for_every_department() -> None:
    assert told_of(contestable={"floor": 0.2}) == [
        "scenario, contestable.floor: expected a floor of at most 0.0769 with 13 departments, found 0.2."
    ]


def test_synthetic_england_knows_only_its_own_outcomes() -> None:
    outcomes = [entry.model_dump() for entry in load_scenario("siloed").outcomes]
    departments = departments_with(culture={"arts": 3})
    (only,) = told_of(outcomes=[*outcomes, {"key": "arts", "label": "Arts"}], departments=departments)
    assert only.startswith(
        "scenario, outcomes.arts.key: expected an outcome of synthetic England, found 'arts'."
    )


@pytest.mark.parametrize(
    ("section", "at", "change", "expected"),
    [
        (
            "councils",
            0,
            {"region": "nort"},
            "expected the key of a region, found 'nort'. Did you mean 'north'",
        ),
        ("communities", 0, {"council": "hilford"}, "expected the key of a council, found 'hilford'."),
        ("communities", 0, {"population": 0}, "expected a number above 0, found 0."),
        (
            "communities",
            0,
            {"need": {"work": 1}},
            "expected need in every outcome, found none for health, homes",
        ),
        ("communities", 1, {"key": "hillford_town"}, "expected a unique key"),
        ("neighbours", 0, ["hillford", "hillford"], "expected two different councils"),
        ("neighbours", 0, ["eastmere", "millbridge"], "expected each pair once"),
        ("neighbours", 0, ["hillford", "nowhere"], "expected the key of a council, found 'nowhere'."),
        (
            "neighbours",
            0,
            ["hillford"],
            "neighbours.1.2: expected text between quotation marks, found nothing.",
        ),
    ],
)
def test_places_fit_together(section: str, at: int, change: object, expected: str) -> None:
    small = load_scenario("classroom_small")
    places = small.model_dump(exclude_none=True)["places"]
    entries = [list(entry) if section == "neighbours" else dict(entry) for entry in places[section]]
    entries[at] = {**entries[at], **change} if isinstance(change, dict) else change
    with pytest.raises(ScenarioError) as caught:
        small.replace(
            places={
                section: entries,
                "regions": places["regions"],
                **{key: places[key] for key in ("councils", "communities", "neighbours") if key != section},
            }
        )
    assert expected in str(caught.value)


SHIPPED = shipped_path("classroom_small").read_text(encoding="utf-8")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    line=st.integers(0, SHIPPED.count("\n")),
    junk=st.sampled_from(['"', "[", "]", "{", "x = 1", "[x]", "[[places]]", "horizon = nan", "'''", "= 1"])
    | st.text(max_size=8),
)
def test_whatever_stands_in_a_file_the_answer_is_a_scenario_or_a_scenario_error(
    tmp_path: Path, line: int, junk: str
) -> None:
    lines = SHIPPED.split("\n")
    lines[line] = junk
    file = tmp_path / "north.toml"
    file.write_text("\n".join(lines), encoding="utf-8", errors="replace")
    with contextlib.suppress(ScenarioError):
        load_scenario(file)
