"""Wales and Scotland: countries of their own, under the arrangements of England and one of theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.comparison.compare import compare
from govsim.scenario.geography import SyntheticPlaces
from govsim.scenario.layers import shipped_countries, shipped_folder
from govsim.scenario.lever_facts import lever_facts
from govsim.scenario.levers import LEVER_NAMES
from govsim.scenario.load import load_scenario, scenario_names
from govsim.world.find_places import places_of
from govsim.world.import_places import import_places

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
COUNTRIES = ("scotland", "wales")
ARRANGEMENTS = ("siloed", "layered", "mission_led")
OWN = {"scotland": "national_outcomes", "wales": "future_generations"}
FILES = {
    "scotland": ("simd2020_scotland_dz", "scotland_councils_2020", "scotland_council_neighbours_2020"),
    "wales": ("wimd2019_wales_lsoa", "wales_councils_2021", "wales_council_neighbours_2021"),
}
TOTAL = {"scotland": 56.3 - 0.25, "wales": 23.653 - 0.333}  # £bn, as published, without what is left out


def test_the_countries_with_folders_are_these() -> None:
    assert shipped_countries() == COUNTRIES


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_has_the_three_arrangements_and_one_of_its_own(country: str) -> None:
    inside = {name for name in scenario_names() if name.startswith(f"{country}/")}
    assert inside == {f"{country}/{name}" for name in (*ARRANGEMENTS, OWN[country])}


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_an_arrangement_has_the_same_levers_in_every_country(country: str, arrangement: str) -> None:
    here, england = load_scenario(f"{country}/{arrangement}"), load_scenario(arrangement)
    assert here.levers == england.levers
    assert here.starts_from_levers == england.starts_from_levers
    assert here.uncertainties == england.uncertainties
    assert here.departments == load_scenario(country).departments


@pytest.mark.parametrize("country", COUNTRIES)
def test_its_own_scenario_moves_no_lever_that_is_idle_without_boards(country: str) -> None:
    siloed, own = (load_scenario(f"{country}/{name}").levers for name in ("siloed", OWN[country]))
    moved = {name for name in LEVER_NAMES if getattr(siloed, name) != getattr(own, name)}
    assert own.board_membership == "none"
    assert len(moved) >= 4
    assert not {name for name in moved if lever_facts(name).get("needs_boards")}


@pytest.mark.parametrize("country", COUNTRIES)
def test_its_money_is_what_was_published(country: str) -> None:
    assert load_scenario(country).annual_budget == pytest.approx(TOTAL[country], abs=0.01)


@pytest.mark.parametrize("country", COUNTRIES)
def test_its_places_are_as_many_councils_as_it_has_and_have_its_outcomes(country: str) -> None:
    scenario = load_scenario(country)
    assert isinstance(scenario.places, SyntheticPlaces)
    assert (
        scenario.places.councils == scenario.councils_represented == places_of(scenario).councils_represented
    )
    assert [outcome.key for outcome in scenario.outcomes] == list(scenario.places.real.outcomes)


def test_a_country_and_its_scenarios_are_named_from_anywhere_and_can_be_extended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "mine.toml"
    file.write_text('extends = "wales/mission_led"\n[levers]\npooled_funding = 0.2\n', encoding="utf-8")
    mine = load_scenario(file)
    assert mine.departments == load_scenario("wales").departments
    assert mine.levers.joint_accountability == load_scenario("mission_led").levers.joint_accountability
    file.write_text('extends = "scotland"\nlevers_from = "layered"\n', encoding="utf-8")
    assert load_scenario(file).levers == load_scenario("layered").levers
    assert load_scenario(shipped_folder() / "wales" / "siloed.toml") == load_scenario("wales/siloed")


def real(country: str) -> list[Path]:
    files = [DATA / country / f"{name}.csv" for name in FILES[country]]
    if not all(file.exists() for file in files):
        pytest.skip(f"the data are not at {DATA / country}")
    return files


@pytest.mark.parametrize("country", COUNTRIES)
def test_real_places_run_under_the_same_scenarios_to_about_the_same_differences(country: str) -> None:
    """To 0.05 units of public value, the smallest difference that matters, and 0.005 need points, in 6 worlds."""
    communities, councils, neighbours = real(country)
    land = import_places(communities, councils=councils, neighbours=neighbours)
    names = [f"{country}/{name}" for name in ("siloed", "mission_led", OWN[country])]
    drawn, found = compare(names, replicates=6), compare(names, replicates=6, places=land)
    for measure, tolerance in (("public_value", 0.05), ("progress", 0.005), ("core_services", 0.0025)):
        for place in (1, 2):
            one, other = (
                told.difference(measure, told.runs[0], told.runs[place]).difference.mean
                for told in (drawn, found)
            )
            assert other == pytest.approx(one, abs=tolerance), (measure, names[place])
