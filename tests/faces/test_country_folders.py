"""Another country without code: a folder with country.toml and a CSV of places is enough."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from govsim.comparison.compare import compare
from govsim.errors import PlacesError, ScenarioError
from govsim.scenario.layers import shipped_folder
from govsim.scenario.load import load_scenario
from govsim.world.find_places import places_of
from govsim.world.import_places import import_places
from govsim.world.saved_places import save_places
from tests.program import invoked

TEMPLATE = shipped_folder() / "templates" / "three_departments"


run = partial(invoked, columns=100)


@pytest.fixture
def country(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEMPLATE, tmp_path / "tiny"))


def test_the_template_has_at_most_thirty_lines() -> None:
    assert len((TEMPLATE / "country.toml").read_text(encoding="utf-8").splitlines()) <= 30


def test_a_folder_is_loaded_under_its_own_name_with_the_places_of_its_csv(country: Path) -> None:
    scenario = load_scenario(country)
    assert scenario.name == "tiny"
    assert [department.key for department in scenario.departments] == ["economy", "care", "communities"]
    assert scenario.levers == load_scenario("siloed").levers
    places = places_of(scenario)
    assert places.name == "tiny"
    assert places.outcomes == ("work", "health", "homes")
    assert places.council_names == ("Hillford", "Millbridge", "Eastmere", "Southport")
    assert places.region_names == ("The North", "The South")
    assert len(places.neighbours) == 3
    assert scenario.councils_represented == len(places.council_keys)


def test_it_is_checked_run_and_compared(country: Path) -> None:
    led = country / "mission_led.toml"
    checked = run("scenario", "check", country, led)
    assert checked.exit_code == 0
    assert checked.output.count("3 departments, 3 outcomes, 2 missions, 4 councils, 8 communities") == 2
    ran = run("run", country, "-n", "2", "--quiet")
    assert ran.exit_code == 0, ran.output
    assert "Places: tiny, 4 councils and 8 communities" in ran.output
    compared = run("compare", country, led, "-n", "2", "--quiet")
    assert compared.exit_code == 0, compared.output
    assert run("scenario", "show", country).exit_code == 0


def test_a_folder_here_is_named_without_a_slash(country: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(country.parent)
    assert load_scenario("tiny") == load_scenario(country)
    shutil.copytree(country, country.parent / "siloed")
    assert len(load_scenario("siloed").departments) == 13  # a shipped name comes first
    assert load_scenario("./siloed").name == "siloed"
    assert len(load_scenario("./siloed").departments) == 3


def test_arrangements_of_one_country_share_its_worlds(country: Path) -> None:
    found = compare([country, country / "mission_led.toml"], replicates=2)
    first = [run.measures["progress"][0] for run in found.runs]
    assert abs(first[0] - first[1]).max() < 0.02
    assert found.names == ["tiny", "mission_led"] or tuple(found.names) == ("tiny", "mission_led")


def test_a_scenario_comes_before_the_country_that_it_extends(country: Path) -> None:
    (country / "scenario.toml").write_text('extends = "country"\nlevers_from = "layered"\n', encoding="utf-8")
    assert load_scenario(country).levers == load_scenario("layered").levers
    assert load_scenario(country / "country.toml").name == "tiny"


def test_a_folder_may_be_extended_from_the_one_around_it(country: Path) -> None:
    file = country.parent / "mine.toml"
    file.write_text('extends = "tiny"\n[levers]\ncentral_control = 0.0\n', encoding="utf-8")
    scenario = load_scenario(file)
    assert scenario.name == "mine"
    assert places_of(scenario).name == "tiny"
    broken = country / "country.toml"
    broken.write_text("horizn = 3\n" + broken.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    assert str(caught.value).startswith(f"{country / 'country.toml'}, line 1, horizn: expected")


def test_places_are_those_that_import_would_make(country: Path) -> None:
    (country / "places_councils.csv").unlink()
    (country / "places_neighbours.csv").unlink()
    scenario = load_scenario(country)
    directly = places_of(scenario)
    save_places(import_places(country / "places.csv", name="tiny"), country / "places.parquet")
    imported = places_of(scenario.replace(places=str(country / "places.parquet")))
    assert directly.council_keys == imported.council_keys
    assert directly.notes == imported.notes
    assert (directly.need_kj == imported.need_kj).all()


def test_a_csv_of_another_name_is_called_by_it(country: Path) -> None:
    (country / "places.csv").rename(country / "valley.csv")
    (country / "places_neighbours.csv").rename(country / "valley_neighbours.csv")
    (country / "places_councils.csv").rename(country / "valley_councils.csv")
    places = places_of(load_scenario(country).replace(places=str(country / "valley.csv")))
    assert places.name == "valley"
    assert len(places.neighbours) == 3


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        (
            "places.csv",
            "code,council,population,need_work\na,hillford,10,0.5\n",
            "need.health: expected need for outcome",
        ),
        (
            "places.csv",
            "code,council,population,need_work,need_health,need_homes\na,b,0,2,x,0.1\n",
            "places.csv, line 2",
        ),
        ("places.csv", "\x00", "places.csv"),
        ("places_neighbours.csv", "council_a,council_b\nhillford,nowhere\n", "places_neighbours.csv, line 2"),
        ("places_councils.csv", "code,name\nhillford,Hillford\n", "expected a council of"),
    ],
)
def test_what_is_wrong_with_places_is_told_by_file_and_line(
    country: Path, file: str, text: str, told: str
) -> None:
    (country / file).write_text(text, encoding="utf-8")
    for command in (("scenario", "check", country), ("run", country, "-n", "1", "--quiet")):
        result = run(*command)
        assert result.exit_code == 2
        assert told in result.output
        assert "Traceback" not in result.output


def test_a_csv_that_is_missing_is_told(country: Path) -> None:
    (country / "places.csv").unlink()
    with pytest.raises(PlacesError, match=r"places\.csv'"):
        places_of(load_scenario(country))


def test_a_folder_without_a_country_is_told(tmp_path: Path) -> None:
    result = run("run", tmp_path)
    assert result.exit_code == 2
    assert "found a folder" in result.output
