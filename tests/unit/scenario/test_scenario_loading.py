"""How scenarios are found, laid over each other, changed and kept."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from govsim.errors import ScenarioError
from govsim.scenario.describe import to_toml
from govsim.scenario.geography import SyntheticPlaces, WrittenPlaces
from govsim.scenario.levers import Levers
from govsim.scenario.load import load_scenario, scenario_names


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def problem_of(source: object) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(source)  # type: ignore[arg-type]
    return str(caught.value)


def test_tables_merge_and_lists_are_replaced(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "north.toml",
        'extends = "mission_led"\n[levers]\npooled_funding = 0.25\n'
        '[[missions]]\nkey = "warm"\nlabel = "Warm homes"\nlead = "housing"\ngoal = {homes = 1}\n',
    )
    north, parent = load_scenario(file), load_scenario("mission_led")
    assert north.levers.pooled_funding == 0.25
    assert north.levers.goal_breadth == parent.levers.goal_breadth
    assert [mission.key for mission in north.missions] == ["warm"]
    assert north.departments == parent.departments


def test_name_about_question_and_group_are_not_inherited(tmp_path: Path) -> None:
    north = load_scenario(write(tmp_path, "north.toml", 'extends = "mission_led"'))
    assert (north.name, north.about, north.question, north.group) == ("north", "", "", None)


def test_a_file_beside_comes_before_a_shipped_one(tmp_path: Path) -> None:
    write(tmp_path, "layered.toml", 'extends = "siloed"\n[levers]\ncommunity_voice = 0.9')
    north = load_scenario(write(tmp_path, "north.toml", 'extends = "layered.toml"'))
    assert north.levers.community_voice == 0.9


def test_a_file_named_like_a_shipped_one_may_extend_it(tmp_path: Path) -> None:
    mine = load_scenario(write(tmp_path, "siloed.toml", 'extends = "siloed"\nhorizon = 8'))
    assert mine.horizon == 8


def test_a_table_made_in_python_is_a_scenario() -> None:
    scenario = load_scenario({"extends": "siloed", "name": "mine", "levers": {"pooled_funding": 1}})
    assert scenario.levers.pooled_funding == 1.0
    assert scenario.path is None


def test_a_scenario_is_its_own_source() -> None:
    scenario = load_scenario("siloed")
    assert load_scenario(scenario) is scenario


def test_files_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "a.toml", 'extends = "b"')
    write(tmp_path, "b.toml", 'horizon = 4\nextends = "a"')
    assert problem_of(tmp_path / "a.toml") == (
        f"{tmp_path}/b.toml, line 2, extends: expected files that do not extend each other in a circle, "
        "found a circle. Remove one `extends`."
    )


def test_a_file_that_extends_itself_is_refused(tmp_path: Path) -> None:
    assert "expected another file, found this file itself" in problem_of(
        write(tmp_path, "a.toml", 'extends = "a"')
    )


def test_a_chain_of_more_than_twenty_files_is_refused(tmp_path: Path) -> None:
    for link in range(30):
        write(tmp_path, f"link{link}.toml", f'extends = "link{link + 1}"')
    assert "expected at most 20 levels of `extends`" in problem_of(tmp_path / "link0.toml")


@pytest.mark.parametrize("name", ["../other.toml", "/etc/passwd", "a/../../b", "C:/b", "..\\\\b"])
def test_extends_does_not_reach_out_of_the_folder(tmp_path: Path, name: str) -> None:
    told = problem_of(write(tmp_path, "a.toml", f'extends = "{name}"'))
    assert "line 1, extends: expected the name of a scenario, or a file in this folder or below" in told


def test_a_folder_below_may_be_reached(tmp_path: Path) -> None:
    write(tmp_path, "parts/base.toml", 'extends = "siloed"\nhorizon = 7')
    assert load_scenario(write(tmp_path, "a.toml", 'extends = "parts/base"')).horizon == 7


def test_the_warm_up_runs_under_the_levers_of_starts_from() -> None:
    scenario = load_scenario({"extends": "siloed", "starts_from": "layered"})
    assert scenario.starts_from_levers == load_scenario("layered").levers
    assert scenario.levers == Levers()


def test_a_scenario_may_start_from_itself(tmp_path: Path) -> None:
    file = write(tmp_path, "a.toml", 'extends = "siloed"\nstarts_from = "a"\n[levers]\ncommunity_voice = 0.9')
    scenario = load_scenario(file)
    assert scenario.starts_from_levers == scenario.levers


def test_a_path_of_places_is_found_from_the_file_that_states_it(tmp_path: Path) -> None:
    write(tmp_path, "base/country.toml", 'extends = "siloed"\nplaces = "england.csv"')
    scenario = load_scenario(write(tmp_path, "a.toml", 'extends = "base/country"'))
    assert scenario.places == str(tmp_path.resolve() / "base" / "england.csv")


def test_places_of_another_kind_replace_those_of_the_parent() -> None:
    small = load_scenario("classroom_small")
    assert isinstance(small.places, WrittenPlaces)
    changed = small.replace(
        places={"synthetic": "england"},
        outcomes=[{"key": key, "label": key} for key in ("work", "health", "homes")],
    )
    assert changed.places == SyntheticPlaces()


def test_places_of_the_same_kind_merge() -> None:
    assert load_scenario("siloed").replace(places={"councils": 24}).places == SyntheticPlaces(councils=24)


def test_a_number_as_smallest_effect_means_public_value() -> None:
    scenario = load_scenario({"extends": "siloed", "smallest_effect": 0.1})
    assert scenario.smallest_effect == {"public_value": 0.1, "progress": 0.005, "core_services": 0.0025}


def test_reforms_are_written_flat() -> None:
    scenario = load_scenario(
        {"extends": "siloed", "reforms": [{"quarter": 20, "pooled_funding": 1, "board_membership": "all"}]}
    )
    assert scenario.reforms[0].quarter == 20
    assert scenario.reforms[0].levers == {"pooled_funding": 1.0, "board_membership": "all"}


def test_replace_changes_what_it_names_and_leaves_the_rest() -> None:
    before = load_scenario("mission_led")
    after = before.replace(horizon=12, levers={"pooled_funding": 0.75}, uncertainties={"worlds": "alike"})
    assert (after.horizon, after.levers.pooled_funding) == (12, 0.75)
    assert after.levers.goal_breadth == before.levers.goal_breadth
    assert after.uncertainties.worlds == "alike"
    assert (after.name, after.about, after.path) == (before.name, before.about, before.path)
    assert before.horizon == 40


def test_replace_takes_models_and_none_goes_back_to_the_default() -> None:
    before = load_scenario("mission_led").replace(budget_billion=100)
    after = before.replace(levers=Levers(), missions=before.missions[:2], budget_billion=None)
    assert after.levers == Levers()
    assert len(after.missions) == 2
    assert after.annual_budget == pytest.approx(433.5)


def test_replacing_what_a_scenario_starts_from_finds_its_levers_anew() -> None:
    changed = load_scenario("siloed").replace(starts_from="mission_led")
    assert changed.starts_from_levers == load_scenario("mission_led").levers


def test_replace_names_every_problem() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario("siloed").replace(horizon=0, levers={"pooled_fundin": 0.2})
    assert [problem.key for problem in caught.value.problems] == ["horizon", "levers.pooled_fundin"]


def test_a_scenario_does_not_share_the_tables_it_was_made_from() -> None:
    smallest = {"public_value": 0.2}
    scenario = load_scenario({"extends": "siloed", "smallest_effect": smallest})
    smallest["public_value"] = 9.0
    assert scenario.smallest_effect["public_value"] == 0.2


def test_a_scenario_survives_pickling() -> None:
    scenario = load_scenario("classroom_small")
    copy = pickle.loads(pickle.dumps(scenario))
    assert copy == scenario
    assert copy.path == scenario.path
    assert hash(copy) == hash(scenario)


def test_where_a_scenario_was_read_from_plays_no_part_in_comparisons(tmp_path: Path) -> None:
    first = load_scenario(write(tmp_path, "a.toml", 'name = "x"\nextends = "siloed"'))
    second = load_scenario(write(tmp_path, "b.toml", 'name = "x"\nextends = "siloed"'))
    assert first == second
    assert first != first.replace(horizon=3)


@pytest.mark.parametrize("name", scenario_names())
def test_written_out_and_loaded_again_a_scenario_is_the_same(name: str, tmp_path: Path) -> None:
    scenario = load_scenario(name)
    text = to_toml(scenario)
    assert "extends" not in text.replace('question = "', "")
    assert load_scenario(write(tmp_path, "copy.toml", text)) == scenario
    assert to_toml(load_scenario(tmp_path / "copy.toml")) == text


def test_writing_out_keeps_odd_values(tmp_path: Path) -> None:
    scenario = load_scenario("siloed").replace(
        about='He said "no",\nand\tleft – \\o/ \x7f',
        uncertainties={
            "elasticity": float("inf"),
            "slack": {"low": 0.0, "high": 1e-7, "scale": "linear"},
            "worlds": "alike",
        },
        reforms=[{"quarter": 3, "board_membership": "all"}],
        smallest_effect={"a measure": 2},
    )
    assert load_scenario(write(tmp_path, "copy.toml", to_toml(scenario))) == scenario
