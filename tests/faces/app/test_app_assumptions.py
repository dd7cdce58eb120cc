"""The assumptions that decide most: fixed on the page, in its address, in its files and in what is simulated."""

from __future__ import annotations

import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import numpy as np
import pytest

from govsim.app import assumptions
from govsim.app.address import query_of, restored
from govsim.app.assumptions import DRAWN, deciding_names, deciding_table, nearest_stop, stops
from govsim.app.controls import assumption_group, values_of
from govsim.app.downloads import scenario_toml
from govsim.app.part import request_of, simulated_part
from govsim.app.session import opened, redone, undone, with_arrangement, with_move
from govsim.app.wording import assumptions_table, held_note, printed_setting
from govsim.runs.simulate import simulate
from govsim.scenario.load import load_scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from tests.architecture.pages import ROOT

CAPACITY = "fixed.local_capacity"


@pytest.fixture
def write_deciding() -> ModuleType:
    """The script that writes the list."""
    spec = spec_from_file_location("write_deciding", ROOT / "docs" / "write_deciding.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_list_is_of_this_model(write_deciding: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert write_deciding.main(["--check"]) == 0, capsys.readouterr().out


def test_a_list_of_another_model_is_found_out(
    write_deciding: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = deciding_table()
    moved = {name: [value + 0.001 for value in values] for name, values in table["first_worlds"].items()}
    monkeypatch.setattr(write_deciding, "deciding_table", lambda: {**table, "first_worlds": moved})
    assert write_deciding.main(["--check"]) == 1
    assert "deciding.toml is stale" in capsys.readouterr().out


def test_seven_are_listed_the_most_decisive_first() -> None:
    apart = [abs(one["apart"]) for one in deciding_table()["assumptions"]]
    assert len(apart) == len(set(deciding_names())) == 7
    assert apart == sorted(apart, reverse=True)
    assert set(deciding_names()) <= set(UNCERTAINTIES)


def test_each_has_a_control_with_its_meaning_range_and_source() -> None:
    controls = assumption_group("differ").first
    assert [control.name for control in controls] == [f"fixed.{name}" for name in deciding_names()]
    for name, control in zip(deciding_names(), controls, strict=True):
        assert control.meaning == UNCERTAINTIES[name].meaning
        assert control.known.startswith("Drawn from ")
        assert "Source: " in control.known
        values = [stop.value for stop in control.stops]
        assert values == sorted(values)
        assert UNCERTAINTIES[name].central in values
        assert all(UNCERTAINTIES[name].admits(value) for value in values)
    assert assumption_group("alike").first[0].free == "at its central value"


def test_one_is_fixed_undone_and_drawn_again() -> None:
    session = with_move(opened(), CAPACITY, 0.3)
    fixed = nearest_stop("local_capacity", 0.3)
    assert session.now.fixed == (("local_capacity", fixed),)
    assert values_of(session.now)[CAPACITY] == fixed
    assert undone(session).now == opened().now
    assert redone(undone(session)).now == session.now
    assert with_move(session, CAPACITY, DRAWN).now == opened().now
    assert values_of(opened().now)[CAPACITY] == DRAWN


@pytest.mark.parametrize(
    ("name", "value"),
    [("fixed.nothing", 0.3), (CAPACITY, float("nan")), (CAPACITY, 7), (CAPACITY, "much"), ("fixed.gap", 0.1)],
)
def test_what_cannot_be_fixed_is_refused_and_left_out_of_a_link(name: str, value: float | str) -> None:
    with pytest.raises(ValueError, match=f"{name.removeprefix('fixed.')}|much"):
        with_move(opened(), name, value)
    assert restored(f"{name}={value}").left_out == (f"{name}={value}",)


def test_the_address_the_file_and_paper_say_what_is_fixed() -> None:
    session = with_move(with_arrangement(opened(), "mission_led"), CAPACITY, 0.3)
    ((_, fixed),) = session.now.fixed
    assert f"&fixed.local_capacity={fixed:g}&" in query_of(session)
    assert restored(query_of(session)).session.now == session.now
    table = tomllib.loads(scenario_toml(session.now))
    assert table["uncertainties"] == {"local_capacity": fixed}
    assert load_scenario(table).uncertainties.stated == {"local_capacity": fixed}
    said = f"local capacity {100 * fixed:.3g}%"
    assert said in table["about"]
    assert f"Fixed in all worlds: {said}." in printed_setting(session)
    assert said in held_note(session.now)
    assert f"{100 * fixed:.3g}% in all worlds" in assumptions_table(session.now)


def test_worlds_with_a_fixed_assumption_are_those_of_the_downloaded_scenario() -> None:
    setting = with_move(
        with_move(opened(), CAPACITY, 0.3), "fixed.core_unit", stops("core_unit")[3].value
    ).now
    part = simulated_part(request_of(setting), range(2))
    at_once = simulate(load_scenario(tomllib.loads(scenario_toml(setting))), replicates=2)
    assert np.array_equal(part.measures["public_value"], at_once.measures["public_value"])
    assert set(part.assumptions["local_capacity"]) == {dict(setting.fixed)["local_capacity"]}


def test_the_drawer_tells_every_assumption_with_its_range_and_source() -> None:
    table = assumptions_table(opened().now)
    assert table.count('<th scope="row">') == len(UNCERTAINTIES)
    assert "Hayek" in table
    assert "hayek_1945" not in table
    assert table.count("drawn for each world") == len(UNCERTAINTIES)
    assert assumptions.source_words("own") == "own"
