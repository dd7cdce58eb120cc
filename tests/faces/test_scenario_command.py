"""`govsim scenario`: what a person reads of scenarios at the command line."""

from __future__ import annotations

import tomllib
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result

from govsim.scenario.levers import LEVER_NAMES, Levers
from govsim.scenario.load import load_scenario, scenario_names, shipped_path
from govsim.scenario.rules import Rules
from govsim.scenario.uncertainties import UNCERTAINTIES
from tests.program import invoked

run = partial(invoked, columns=80)


def words(result: Result) -> str:
    return " ".join(result.output.split())


def test_the_list_has_every_scenario_under_its_heading_with_its_question() -> None:
    result = run("scenario", "list")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    for name in scenario_names():
        scenario = load_scenario(name)
        assert f"  {name}" in lines
        assert scenario.group in lines
        assert " ".join(scenario.question.split()) in words(result)
    assert max(len(line) for line in lines) <= 80
    assert lines[0] == "Three arrangements"


def test_the_list_takes_folders_and_says_which_files_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('extends = "siloed"\nquestion = "And here?"\n')
    (tmp_path / "broken.toml").write_text('extends = "siloed"\nhorizn = 3\nwarm_up = -1\n')
    result = run("scenario", "list", tmp_path)
    assert result.exit_code == 0
    assert f"{tmp_path / 'mine.toml'}" in result.output
    assert "And here?" in result.output
    assert "Others" in result.output
    assert f"{tmp_path / 'broken.toml'}: 2 problems" in words(result)


def test_a_folder_that_is_missing_is_said() -> None:
    result = run("scenario", "list", "nowhere")
    assert result.exit_code == 2
    assert "nowhere: expected a folder with scenario files" in result.output


@pytest.mark.parametrize("name", scenario_names())
def test_a_scenario_is_told_in_full(name: str) -> None:
    scenario = load_scenario(name)
    result = run("scenario", "show", name)
    assert result.exit_code == 0
    said = words(result)
    assert scenario.about in said
    assert scenario.question in said
    for lever in LEVER_NAMES:
        field = Levers.model_fields[lever]
        extra = field.json_schema_extra
        assert isinstance(extra, dict)
        if lever == "placebo":
            continue
        value = getattr(scenario.levers, lever)
        assert f"{field.title}: {value if isinstance(value, str) else format(value, 'g')}" in said
        assert f"+ {extra['benefit']}" in said
        assert f"− {extra['cost']}" in said
    for item in (*scenario.departments, *scenario.missions, *scenario.services):
        assert item.label in said
    for rule, chosen in scenario.rules:
        assert f"{(Rules.model_fields[rule].title or '').replace(': ', ', ')}: {chosen} (" in said
    assert max(len(line) for line in result.output.splitlines()) <= 80


def test_what_is_fixed_drawn_moved_or_reformed_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'extends = "siloed"\n[levers]\nplacebo = 0.5\n[uncertainties]\nworlds = "alike"\nslack = 0.1\n'
        "place_diversity = {low = 0.2, high = 0.4}\n[constants]\nreorganisation_fade = 8\n"
        '[[reforms]]\nquarter = 12\npooled_funding = 0.5\nboard_membership = "all"\n'
        "[[reforms]]\nquarter = 90\npooled_funding = 0.6\n"
    )
    said = words(run("scenario", "show", file))
    assert "Fixed: Slack: 0.1" in said
    assert "Diversity of places: 0.2 to 0.4" in said
    assert f"{len(UNCERTAINTIES) - 2} others: held at their central values" in said
    assert "reorganisation_fade: 8 instead of 6" in said
    assert "From quarter 12: Pooled funding 0.5, Membership of mission boards all" in said
    assert "From quarter 90 (beyond the horizon: no effect)" in said
    assert "None of the three Placebo: 0.5" in said


def test_as_toml_a_scenario_stands_alone_and_loads_again(tmp_path: Path) -> None:
    result = run("scenario", "show", "mission_led", "--toml")
    file = tmp_path / "mission_led.toml"
    file.write_text(result.output, encoding="utf-8")
    assert "extends" not in tomllib.loads(result.output)
    assert load_scenario(file) == load_scenario("mission_led")


@pytest.mark.parametrize("command", [("show",), ("check",), ("diff", "siloed")])
def test_an_unknown_name_gets_the_nearest(command: tuple[str, ...]) -> None:
    result = run("scenario", *command, "mision_led")
    assert result.exit_code == 2
    assert "Did you mean 'mission_led'" in result.output


def test_every_shipped_scenario_is_fine() -> None:
    result = run("scenario", "check", *(shipped_path(name) for name in scenario_names()))
    assert result.exit_code == 0
    assert result.output.count("is fine: ") == len(scenario_names())


def test_a_check_says_everything_with_file_line_and_key_and_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('extends = "siloed"\nhorizon = 0\n[levers]\npoled_funding = 0.5\ncentral_control = 3\n')
    result = run("scenario", "check", file, "siloed")
    assert result.exit_code == 2
    lines = result.output.splitlines()
    assert lines[0].startswith(f"{file}, line 2, horizon: expected")
    assert lines[1].startswith(f"{file}, line 4, levers.poled_funding: expected")
    assert "Did you mean 'pooled_funding'?" in lines[1]
    assert lines[2].startswith(f"{file}, line 5, levers.central_control: expected")
    assert lines[3].startswith("siloed is fine: 13 departments, 7 outcomes")


def test_a_check_looks_for_the_places_that_a_scenario_names(tmp_path: Path) -> None:
    file = tmp_path / "away.toml"
    file.write_text('extends = "siloed"\nplaces = "nowhere.parquet"\n')
    result = run("scenario", "check", file)
    assert result.exit_code == 2
    assert (
        "places: expected a file of imported places, or a CSV of communities, found no file" in result.output
    )


def test_a_difference_tells_levers_first() -> None:
    result = run("scenario", "diff", "layered", "mission_led")
    assert result.exit_code == 0
    said = words(result)
    assert "Pooled funding 0 0.5" in said
    assert "Membership of mission boards" not in said
    assert "All else is the same." in said


def test_a_difference_tells_what_only_one_of_them_has(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "siloed"\nhorizon = 20\n[constants]\nreorganisation_fade = 8\n')
    said = words(run("scenario", "diff", "siloed", file, columns=120))
    assert "They have the same levers." in said
    assert "horizon 40 20" in said
    assert "constants. 6 8 reorganisation_fade" in said
    said = words(run("scenario", "diff", "five_missions", "levelling_up_12", columns=120))
    assert "missions.growth Kickstart economic growth: lead treasury" in said
    assert "missions.growth.lead" not in said
    assert "places.councils" not in words(run("scenario", "diff", "classroom_small", "siloed"))


def test_a_scenario_does_not_differ_from_itself() -> None:
    assert words(run("scenario", "diff", "siloed", "siloed")) == (
        "They have the same levers. All else is the same."
    )


def test_a_difference_tells_the_problems_of_both() -> None:
    result = run("scenario", "diff", "silod", "layerd")
    assert result.exit_code == 2
    assert "Did you mean 'siloed'" in result.output
    assert "Did you mean 'layered'" in result.output
