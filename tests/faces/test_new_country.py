"""A country of one's own from places: what is there is kept, what is not is pruned, and it runs at once."""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path

import pytest

from govsim.catalogue.new_country import write_pruned_country
from govsim.catalogue.scenarios import check_scenario
from govsim.errors import ScenarioError
from govsim.runs.simulate import simulate
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from tests.program import invoked

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
ARRANGEMENTS = ("country.toml", "layered.toml", "mission_led.toml")


run = partial(invoked, columns=100)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def places(*outcomes: str) -> Path:
    """Twelve communities in four councils, with scores in some outcomes."""
    with Path("land.csv").open("w", newline="", encoding="utf-8") as text:
        table = csv.writer(text)
        table.writerow(["code", "council", "population", *(f"score_{outcome}" for outcome in outcomes)])
        for k in range(12):
            scores = [(7 * k + 3 * j) % 12 + 0.5 for j in range(len(outcomes))]
            table.writerow([f"k{k}", f"council {k // 3}", 1000 + k, *scores])
    return Path("land.csv")


def keys(scenario: Scenario, section: str) -> list[str]:
    return [entry.key for entry in getattr(scenario, section)]


def assert_it_runs(folder: Path) -> None:
    for file in ARRANGEMENTS:
        problems, _ = check_scenario(folder / file)
        assert not problems
    simulate(load_scenario(folder / "mission_led.toml").replace(warm_up=4, horizon=2), replicates=2)


def test_it_has_the_outcomes_that_are_there_and_runs_at_once() -> None:
    result = run("scenario", "new", "mine", "--country", "--places", places("work", "health"))
    assert result.exit_code == 0, result.output
    scenario = load_scenario("mine")
    assert keys(scenario, "outcomes") == ["work", "health"]
    assert set().union(*(department.weights for department in scenario.departments)) == {"work", "health"}
    assert "home_office" not in keys(scenario, "departments")  # safety alone was its work
    assert "police_justice" in keys(scenario, "services")  # of two departments one is left
    assert keys(scenario, "missions") == ["health"]  # of growth four tenths are left
    assert scenario.councils_represented == 4
    assert scenario.levers == load_scenario("siloed").levers
    assert load_scenario("mine/layered.toml").levers == load_scenario("layered").levers
    assert_it_runs(Path("mine"))
    compared = run(
        "compare",
        "mine",
        "mine/layered.toml",
        "mine/mission_led.toml",
        "-n",
        "2",
        "--quiet",
        "--worlds",
        "alike",
    )
    assert compared.exit_code == 0, compared.output
    assert run("scenario", "check", *(Path("mine") / file for file in ARRANGEMENTS)).exit_code == 0


def test_it_says_what_was_pruned_and_what_to_edit_next() -> None:
    file = places("work", "health", "skills", "living_standards")
    said = " ".join(run("scenario", "new", "mine", "--country", "--places", file).output.split())
    for words in (
        "Outcomes: living_standards, work, skills, health.",
        "Outcomes left out, because the places do not have them or --without names them: safety; homes; environment.",
        "Departments left out, because no outcome of theirs is left: Home Office.",
        "Missions left out, because most of their goal is gone: Make Britain a clean energy superpower; Take back",
        "Missions that lost a part of their goal: Kickstart economic growth.",
        "Edit next what country.toml says at its top",
        "govsim compare mine mine/layered.toml mine/mission_led.toml",
    ):
        assert words in said
    assert "Edit next" in Path("mine/country.toml").read_text(encoding="utf-8")


def test_an_outcome_that_nobody_leads_gets_a_department_and_a_mission_to_be_replaced() -> None:
    run("scenario", "new", "mine", "--country", "--places", places("health", "access", "treasury"))
    scenario = load_scenario("mine")
    assert scenario.lead_of("access") == "access"
    assert scenario.lead_of("treasury") == "treasury_2"  # a key that a department has already
    assert {"access", "treasury"} <= set(keys(scenario, "missions"))
    own = next(service for service in scenario.services if service.own)
    assert {"access", "treasury_2", "housing"} <= set(own.departments)
    assert next(one for one in scenario.departments if one.key == "housing").weights["access"] == 1
    assert_it_runs(Path("mine"))


def test_places_of_nothing_but_new_outcomes_make_a_country_too() -> None:
    run("scenario", "new", "mine", "--country", "--places", places("income", "crowding"))
    scenario = load_scenario("mine")
    assert keys(scenario, "departments") == keys(scenario, "missions") == ["income", "crowding"]
    assert_it_runs(Path("mine"))


def test_names_that_cannot_be_keys_are_made_into_keys_and_kept_as_labels() -> None:
    file = places("Rpl theme1", "1st", "health", "été", "東", "京")
    said = " ".join(
        run("scenario", "new", "mine", "--country", "--places", file, "--without", "1st").output.split()
    )
    scenario = load_scenario("mine")
    assert keys(scenario, "outcomes") == ["health", "rpl_theme1", "ete", "o_", "o__2"]
    assert [outcome.label for outcome in scenario.outcomes][1:3] == ["Rpl theme1", "été"]
    assert "1st is o_1st; été is ete; 東 is o_; 京 is o__2" in said
    assert_it_runs(Path("mine"))


def test_doubts_about_the_places_are_said_at_once() -> None:
    with Path("ranks.csv").open("w", newline="", encoding="utf-8") as text:
        table = csv.writer(text)
        table.writerow(["code", "council", "population", "score_work"])
        table.writerows([f"k{k}", f"council {k // 6}", 1000 + k, k + 1] for k in range(24))
    said = " ".join(run("scenario", "new", "mine", "--country", "--places", "ranks.csv").output.split())
    assert "Is this right? score_work looks like ranks" in said


def test_very_many_outcomes_leave_room_for_every_department() -> None:
    run("scenario", "new", "mine", "--country", "--places", places("health", *(f"o{n}" for n in range(30))))
    assert len(load_scenario("mine").departments) > 30
    assert_it_runs(Path("mine"))


@pytest.mark.parametrize("parent", ["siloed", "wales", "scotland/mission_led", "classroom_small"])
def test_one_outcome_less_of_any_country(parent: str) -> None:
    before = load_scenario(parent)
    gone = before.outcomes[0].key
    result = run("scenario", "new", "mine", "--country", "--from", parent, "--without", gone)
    assert result.exit_code == 0, result.output
    after = load_scenario("mine")
    assert keys(after, "outcomes") == keys(before, "outcomes")[1:]
    assert gone not in set().union(*(department.weights for department in after.departments))
    assert_it_runs(Path("mine"))


def test_without_anything_left_out_it_is_the_country_itself() -> None:
    write_pruned_country("mine", parent="wales")
    mine, wales = load_scenario("mine"), load_scenario("wales")
    for part in (
        "outcomes",
        "departments",
        "services",
        "missions",
        "places",
        "councils_represented",
        "levers",
    ):
        assert getattr(mine, part) == getattr(wales, part)


def test_a_folder_of_another_name_keeps_the_name_and_paths_are_quoted() -> None:
    result = run("scenario", "new", "mine", "--country", "--without", "homes", "-o", "my land")
    assert load_scenario("my land").name == "mine"
    assert "govsim compare 'my land' 'my land/layered.toml'" in result.output


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ("--country", "--without", "enviroment"),
            "--without: expected an outcome, found 'enviroment'. Did you",
        ),
        (("--country", "--places", "nowhere.csv"), "nowhere.csv"),
        (("--places", "land.csv"), "--places and --without need --country"),
        (("--without", "work"), "--places and --without need --country"),
        (("--missions", "--country"), "--missions cannot be given with --from or --country"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    here: Path, arguments: tuple[str, ...], expected: str
) -> None:
    result = run("scenario", "new", "mine", *arguments)
    assert result.exit_code == 2
    assert expected in " ".join(result.output.split())
    assert not (here / "mine").exists()


def test_a_country_without_outcomes_is_refused() -> None:
    with pytest.raises(ScenarioError, match="at least one outcome"):
        write_pruned_country("mine", places=places("work"), without=("work",))


def test_the_name_of_a_shipped_country_is_refused() -> None:
    assert run("scenario", "new", "wales").exit_code == 2
    with pytest.raises(ScenarioError, match="comes with govsim"):
        write_pruned_country("wales", parent="wales")


@pytest.mark.parametrize(
    ("country", "file"), [("wales", "wimd2019_wales_lsoa.csv"), ("scotland", "simd2020_scotland_dz.csv")]
)
def test_real_neighbourhoods_make_a_country(country: str, file: str) -> None:
    if not (DATA / country / file).exists():
        pytest.skip(f"the data are not at {DATA}")
    written = write_pruned_country("mine", places=DATA / country / file)
    assert "access" in written.new
    assert ("environment" in written.outcomes) == (country == "wales")
    problems, _ = check_scenario(written.folder)
    assert not problems
