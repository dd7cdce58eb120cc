"""A scenario may take all its levers from another: the same country under another arrangement."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.errors import ScenarioError
from govsim.scenario.load import load_scenario


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def told(file: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    return str(caught.value)


def test_levers_come_from_the_named_scenario_and_all_else_from_the_extended_one(tmp_path: Path) -> None:
    write(tmp_path, "here.toml", 'extends = "siloed"\nhorizon = 8\n[levers]\ncentral_control = 1.0\n')
    scenario = load_scenario(write(tmp_path, "led.toml", 'extends = "here"\nlevers_from = "mission_led"\n'))
    assert scenario.levers == load_scenario("mission_led").levers
    assert scenario.horizon == 8


def test_its_own_levers_lie_over_those_that_it_takes(tmp_path: Path) -> None:
    text = 'extends = "siloed"\nlevers_from = "mission_led"\n[levers]\npooled_funding = 0.1\n'
    levers = load_scenario(write(tmp_path, "mine.toml", text)).levers
    assert levers == load_scenario("mission_led").levers.model_copy(update={"pooled_funding": 0.1})


def test_levers_that_the_named_scenario_leaves_out_are_at_their_default(tmp_path: Path) -> None:
    write(tmp_path, "few.toml", "[levers]\nplacebo = 0.5\n")
    text = 'extends = "mission_led"\nlevers_from = "few"\n'
    scenario = load_scenario(write(tmp_path, "mine.toml", text))
    assert scenario.levers == load_scenario("siloed").levers.model_copy(update={"placebo": 0.5})


def test_they_may_be_taken_on_through_several_scenarios_and_be_extended(tmp_path: Path) -> None:
    write(tmp_path, "one.toml", 'extends = "siloed"\nlevers_from = "mission_led"\n')
    write(tmp_path, "two.toml", 'extends = "siloed"\nlevers_from = "one"\n')
    text = 'extends = "two"\nstarts_from = "one"\n[levers]\ncommunity_voice = 1.0\n'
    scenario = load_scenario(write(tmp_path, "three.toml", text))
    led = load_scenario("mission_led").levers
    assert scenario.levers == led.model_copy(update={"community_voice": 1.0})
    assert scenario.starts_from_levers == led


def test_a_file_named_like_a_shipped_one_takes_the_levers_of_that_one(tmp_path: Path) -> None:
    text = 'extends = "siloed"\nlevers_from = "mission_led"\n'
    scenario = load_scenario(write(tmp_path, "mission_led.toml", text))
    assert scenario.levers == load_scenario("mission_led").levers


def test_from_python_they_are_replaced_in_the_same_way() -> None:
    country = load_scenario("classroom_small")
    led = country.replace(levers_from="mission_led")
    assert led.levers == load_scenario("mission_led").levers
    assert led.places == country.places


def test_many_scenarios_that_extend_and_take_from_the_next_take_no_more_than_a_moment(tmp_path: Path) -> None:
    """Reading each of two ways down anew would take two to the power of twenty."""
    write(tmp_path, "s0.toml", 'extends = "siloed"\nlevers_from = "mission_led"\n')
    for at in range(1, 18):
        write(tmp_path, f"s{at}.toml", f'extends = "s{at - 1}"\nlevers_from = "s{at - 1}"\n')
    assert load_scenario(tmp_path / "s17.toml").levers == load_scenario("mission_led").levers


def test_a_circle_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "one.toml", 'extends = "siloed"\nlevers_from = "two"\n')
    write(tmp_path, "two.toml", 'extends = "siloed"\nlevers_from = "one"\n')
    message = told(tmp_path / "one.toml")
    assert "line 2, levers_from: expected scenarios without a circle of levers_from" in message
    itself = told(write(tmp_path, "alone.toml", 'extends = "siloed"\nlevers_from = "alone"\n'))
    assert "line 2, levers_from: expected another file, found this file itself" in itself


@pytest.mark.parametrize("value", ["3", '""', "[]", "true"])
def test_what_is_no_name_is_refused(tmp_path: Path, value: str) -> None:
    message = told(write(tmp_path, "mine.toml", f'extends = "siloed"\nlevers_from = {value}\n'))
    assert "line 2, levers_from: expected the name of a scenario or a file beside this one" in message


def test_an_unknown_name_gets_the_nearest_and_the_rest_is_checked_too(tmp_path: Path) -> None:
    message = told(
        write(tmp_path, "mine.toml", 'extends = "siloed"\nlevers_from = "mision_led"\nhorizon = 0\n')
    )
    assert "Did you mean 'mission_led'" in message
    assert "line 3, horizon: expected" in message


def test_wrong_levers_of_the_named_scenario_are_told_there(tmp_path: Path) -> None:
    write(tmp_path, "wrong.toml", 'extends = "siloed"\n[levers]\ncentral_control = 3\n')
    message = told(write(tmp_path, "mine.toml", 'extends = "siloed"\nlevers_from = "wrong"\n'))
    assert "wrong.toml, line 3, levers.central_control: expected" in message


def test_levers_that_are_no_table_are_refused(tmp_path: Path) -> None:
    text = 'extends = "siloed"\nlevers_from = "mission_led"\nlevers = 3\n'
    assert "line 3, levers: expected" in told(write(tmp_path, "mine.toml", text))
