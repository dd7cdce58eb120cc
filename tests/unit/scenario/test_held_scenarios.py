"""Scenarios that name the arrangement to whose volume or overheads they are held."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import govsim
from govsim.cli.scenario import scenario as command
from govsim.errors import ScenarioError
from govsim.scenario.describe import scenario_differences, to_toml
from govsim.scenario.holding import holding_as
from govsim.scenario.load import load_scenario


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_arrangement_is_found_by_name_with_its_levers_and_reforms(tmp_path):
    reform = "[[reforms]]\nquarter = 4\npooled_funding = 0.5\n"
    written(tmp_path, "other", f'extends = "layered"\n[levers]\ntarget_pressure = 0.1\n{reform}')
    found = load_scenario(written(tmp_path, "own", 'extends = "mission_led"\nequal_volume = "other"\n'))
    course = found.equal_volume_as
    assert (course.levers.target_pressure, course.levers.board_membership) == (0.1, "contributors")
    assert [reform.quarter for reform in course.reforms] == [4]
    assert found.equal_overhead_as is None


@pytest.mark.parametrize("key", ["equal_volume", "equal_overhead"])
@pytest.mark.parametrize(
    ("value", "told"),
    [
        ('"silod"', r"line 2, {key}: .*found \"silod\"\. Did you mean 'siloed'"),
        ("3", r"line 2, {key}: expected text .* found 3"),
        ("true", r"line 2, {key}: expected text .* found true"),
        ('["siloed"]', r"line 2, {key}: expected text .* found a list"),
        ('"own"', r"line 2, {key}: expected another scenario, found this file itself"),
        ('"../siloed"', r"line 2, {key}: .*A scenario can only extend files in its"),
    ],
)
def test_what_cannot_be_held_to_is_said_with_its_line(tmp_path, key, value, told):
    with pytest.raises(ScenarioError, match=told.format(key=key)):
        load_scenario(written(tmp_path, "own", f'extends = "layered"\n{key} = {value}\n'))


def test_it_is_inherited_and_let_go_of(tmp_path):
    written(tmp_path, "held", 'extends = "layered"\nequal_volume = "siloed"\n')
    heir = load_scenario(written(tmp_path, "heir", 'extends = "held"\nhorizon = 8\n'))
    assert heir.equal_volume_as == load_scenario(tmp_path / "held.toml").equal_volume_as is not None
    free = load_scenario(written(tmp_path, "free", 'extends = "held"\nequal_volume = ""\n'))
    assert (free.equal_volume, free.equal_volume_as) == ("", None)
    other = load_scenario(written(tmp_path, "other", 'extends = "held"\nequal_volume = "mission_led"\n'))
    assert other.equal_volume_as.levers == load_scenario("mission_led").levers


def test_replace_holds_changes_and_lets_go():
    held = load_scenario("layered").replace(equal_volume="siloed")
    assert held.equal_volume_as.levers == load_scenario("siloed").levers
    assert held.replace(horizon=8).equal_volume_as == held.equal_volume_as
    assert held.replace(equal_volume="mission_led").equal_volume_as.levers.pooled_funding == 0.5
    for nothing in ("", None):
        assert held.replace(equal_volume=nothing).equal_volume_as is None
    with pytest.raises(ScenarioError, match=r"equal_volume: .* Did you mean 'siloed'"):
        held.replace(equal_volume="silod")


def test_one_that_is_held_stands_alone_when_written_out(tmp_path):
    held = load_scenario("layered").replace(equal_volume="siloed", equal_overhead="mission_led")
    again = load_scenario(written(tmp_path, "again", to_toml(held)))
    assert again == held


def test_who_is_held_to_one_that_is_held_is_held_to_the_same():
    held = load_scenario("layered").replace(equal_volume="siloed")
    changes = holding_as("equal_volume", held)
    assert changes["equal_volume"] == "siloed"
    assert load_scenario("mission_led").replace(**changes).equal_volume_as == held.equal_volume_as


def test_show_says_what_a_scenario_is_held_to(tmp_path):
    file = written(
        tmp_path, "own", 'extends = "layered"\nequal_volume = "siloed"\nequal_overhead = "siloed"\n'
    )
    told = " ".join(CliRunner().invoke(command, ["show", str(file)], catch_exceptions=False).stdout.split())
    assert "Equal volume: from quarter 0 on own has the share of money for outcomes of siloed" in told
    assert "Equal overheads: from quarter 0 on own loses the staff time of siloed" in told


def test_a_difference_in_what_is_held_to_is_told_by_its_name_alone():
    free = govsim.load_scenario("layered")
    found = scenario_differences(free, free.replace(equal_volume="siloed"))
    assert [(one.key, one.second) for one in found] == [("equal_volume", "siloed")]
