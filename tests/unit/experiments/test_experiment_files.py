"""Every experiment that comes with govsim loads, says how large it is and runs; files find what they name."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from govsim.errors import ExperimentError
from govsim.experiments.chunk import run_chunk
from govsim.experiments.designs.catalogue import DESIGNS
from govsim.experiments.experiment import Experiment
from govsim.experiments.figures.catalogue import kinds_of_figures
from govsim.experiments.load import experiment_names, load_experiment, shipped_experiment
from govsim.experiments.plan import Plan, planned
from govsim.scenario.layers import shipped_folder
from govsim.scenario.levers import LEVER_NAMES, Levers
from govsim.scenario.load import load_scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.world.find_places import places_of

COUNTRY = shipped_folder() / "templates" / "three_departments"
SMALL = {
    "horizon": 3,
    "warm_up": 4,
    "places": {"synthetic": "england", "councils": 16, "communities_per_council": 1},
}


def written(folder: Path, text: str, name: str = "trial.toml") -> Path:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def small(name: str) -> Plan:
    """A shipped experiment in a small country, for a few quarters, in its first rows and its last."""
    asked = load_experiment(name)
    moved = {factor.path for factor in asked.factors}
    changes = {**asked.changes, **{key: value for key, value in SMALL.items() if key not in moved}}
    given = {
        **asked.model_dump(exclude={"stopping"}),
        "changes": changes,
        "replicates": 2,
        "needs_places": False,
    }
    plan = planned(Experiment.model_validate(given))
    return replace(plan, rows=tuple(dict.fromkeys((*plan.rows[:2], plan.rows[-1]))))


# --- what is shipped ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", experiment_names())
def test_a_shipped_experiment_says_what_it_does_asks_a_question_and_teaches(name: str) -> None:
    asked = load_experiment(name)
    text = shipped_experiment(name).read_text(encoding="utf-8")
    assert asked.name == name
    assert asked.about.endswith(".")
    assert asked.question.endswith("?")
    assert asked.figures
    assert text.startswith("# ")
    assert text.count("#") >= 4


@pytest.mark.parametrize("name", experiment_names())
def test_a_shipped_experiment_states_how_many_runs_it_comes_to(name: str) -> None:
    text = shipped_experiment(name).read_text(encoding="utf-8")
    stated = re.search(r"# ([\d,]+) rows? × ([\d,]+) scenarios? × ([\d,]+) worlds = ([\d,]+) runs\.", text)
    assert stated
    rows, scenarios, worlds, runs = (int(number.replace(",", "")) for number in stated.groups())
    asked = load_experiment(name)
    assert (rows, scenarios, worlds) == (asked.rows, len(asked.scenarios), asked.most_replicates)
    assert runs == asked.runs


@pytest.mark.parametrize("name", experiment_names())
def test_a_shipped_experiment_runs(name: str) -> None:
    plan = small(name)
    assert len(plan.rows) == min(3, load_experiment(name).rows)
    for chunk in plan.chunks(plan.blocks[0]):
        made = run_chunk(plan.work, chunk)
        assert not made.failures
        for outcome in plan.experiment.outcomes:
            assert np.isfinite(made.values[plan.columns.index(outcome)]).all()


@pytest.mark.parametrize("name", sorted({*experiment_names()} - {"real_england"}))
def test_a_shipped_experiment_has_as_many_rows_as_its_size_says(name: str) -> None:
    asked = load_experiment(name)
    assert len(planned(asked).rows) == asked.rows


def test_every_design_and_figure_is_used_by_an_experiment_that_is_shipped() -> None:
    asked = [load_experiment(name) for name in experiment_names()]
    figures, designs = (
        {"attribution", "pairs"},
        {"list", "pairs", "random"},
    )  # of a command, or for files of one's own
    assert {figure.kind for one in asked for figure in one.figures} | figures == {*kinds_of_figures()}
    assert {one.design.kind for one in asked} | designs == {design.name() for design in DESIGNS}


def test_an_experiment_on_real_places_asks_for_them_and_runs_on_any() -> None:
    asked = load_experiment("real_england")
    with pytest.raises(
        ExperimentError, match=r"needs_places: expected a file of imported places, found none"
    ):
        planned(asked)
    land = places_of(load_scenario("siloed"))
    assert planned(asked, places=land).places is land


def test_all_three_elements_make_the_mission_led_state() -> None:
    plan = planned(load_experiment("three_elements"))
    assert len(plan.rows) == 8
    assert plan.work.scenario(0, plan.rows[0]).levers == load_scenario("siloed").levers
    assert plan.work.scenario(0, plan.rows[-1]).levers == load_scenario("mission_led").levers


# --- what stands for more than it says ----------------------------------------------------------------------------


def asked_for(**given: Any) -> Experiment:
    return load_experiment({"name": "trial", "scenarios": ["classroom_small"], "replicates": 2, **given})


def test_an_element_has_the_levers_that_belong_to_it_and_no_other() -> None:
    (factor,) = asked_for(factors=[{"name": "mindset", "element": 3, "levers_from": "mission_led"}]).factors
    assert factor.title == "Mindset"
    assert factor.stated == ("unchanged", "as in mission_led")
    assert factor.changes("unchanged") == {}
    assert factor.changes("as in mission_led") == {
        "levers": {"central_control": 0.2, "community_voice": 0.5, "learning_loop": 0.6}
    }


def test_without_an_element_all_levers_are_taken() -> None:
    (factor,) = asked_for(factors=[{"name": "all", "levers_from": "mission_led"}]).factors
    assert set(factor.changes("as in mission_led")["levers"]) == set(LEVER_NAMES)
    assert Levers(**factor.changes("as in mission_led")["levers"]) == load_scenario("mission_led").levers


def test_all_uncertainties_are_those_that_nothing_fixes_behind_the_factors_that_are_stated() -> None:
    asked = asked_for(
        uncertainties="all",
        factors=[{"path": "uncertainties.slack", "low": 0.1, "high": 0.2}],
        changes={"uncertainties": {"elasticity": 0.5}},
        design={"kind": "latin_hypercube", "points": 5},
    )
    names = [factor.name for factor in asked.factors]
    assert names[0] == "slack"
    assert sorted(names) == sorted(set(UNCERTAINTIES) - {"elasticity"})
    assert asked.factors[0].range is not None
    assert asked.factors[0].range.high == 0.2
    assert asked.factors[1].range == UNCERTAINTIES[names[1]]


def test_some_uncertainties_are_named_in_a_list() -> None:
    asked = asked_for(uncertainties=["slack", "relabel"], design={"kind": "morris", "trajectories": 2})
    assert [factor.path for factor in asked.factors] == ["uncertainties.slack", "uncertainties.relabel"]


def test_a_choice_takes_words_and_without_values_all_that_there_are() -> None:
    asked = asked_for(
        factors=[
            {"path": "levers.board_membership", "values": ["none", "all"]},
            {"path": "rules.treasury_budget"},
        ]
    )
    plan = planned(asked)
    assert plan.rows == (
        ("none", "friction"), ("none", "incremental"), ("all", "friction"), ("all", "incremental"),
    )  # fmt: skip
    last = plan.work.scenario(0, plan.rows[-1])
    assert (last.levers.board_membership, last.rules.treasury_budget) == ("all", "incremental")


def test_a_factor_may_leave_a_scenario_as_it_is() -> None:
    asked = asked_for(
        scenarios=["siloed", "mission_led"],
        factors=[{"path": "levers.pooled_funding", "values": [0.1, 0.9], "only_in": ["mission_led"]}],
    )
    plan = planned(asked)
    levers = [[plan.work.scenario(arm, row).levers.pooled_funding for arm in (0, 1)] for row in plan.rows]
    assert levers == [[0.0, 0.1], [0.0, 0.9]]


def test_steps_of_a_range_are_numbers_that_a_person_would_write() -> None:
    (factor,) = asked_for(factors=[{"path": "uncertainties.local_capacity", "steps": 9}]).factors
    assert factor.stated == (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def test_settings_in_whole_numbers_stay_whole() -> None:
    plan = planned(asked_for(factors=[{"path": "horizon", "low": 3, "high": 8, "steps": 4}]))
    assert plan.rows == ((3.0,), (5.0,), (6.0,), (8.0,))
    assert [plan.work.scenario(0, row).horizon for row in plan.rows] == [3, 5, 6, 8]


@pytest.mark.parametrize(
    "design",
    [
        {"kind": "grid"},
        {"kind": "one_at_a_time"},
        {"kind": "list", "points": [{"slack": 0.1, "boards": "all"}]},
        {"kind": "latin_hypercube", "points": 7},
        {"kind": "sobol", "points": 8},
        {"kind": "morris", "trajectories": 3},
    ],
    ids=lambda design: design["kind"],
)
def test_a_design_has_as_many_rows_as_it_says_and_none_outside_the_ranges(design: dict[str, Any]) -> None:
    asked = asked_for(
        factors=[
            {"path": "uncertainties.slack", "steps": 4},
            {"name": "boards", "path": "levers.board_membership"},
        ],
        design=design,
    )
    rows = planned(asked).rows
    assert len(rows) == asked.rows == asked.runs / 2
    assert all(0 <= row[0] <= 0.6 and row[1] in ("none", "lead_only", "contributors", "all") for row in rows)  # type: ignore[operator]


# --- files that name files ----------------------------------------------------------------------------------------


def test_files_that_an_experiment_names_lie_in_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mine"
    file = written(
        folder,
        'scenarios = ["north.toml", "land", "ours"]\nvariants.ours = {extends = "north", horizon = 8}\n'
        'changes.places = "p.csv"\nactors = {"council:x" = "mind.py:Mind"}\n'
        '[[factors]]\nname = "all"\nlevers_from = "north.toml"\n',
    )
    written(folder, 'extends = "classroom_small"\n[levers]\npooled_funding = 0.3\n', "north.toml")
    written(folder / "land", 'extends = "classroom_small"\n', "country.toml")
    for table in ("", "_councils", "_neighbours"):
        shutil.copyfile(COUNTRY / f"places{table}.csv", folder / f"p{table}.csv")
    written(folder, "", "mind.py")
    asked = load_experiment(file)
    assert asked.folder == str(folder)
    assert asked.name == "trial"
    assert asked.changes["places"] == str(folder / "p.csv")
    assert asked.actors == {"council:x": f"{folder / 'mind.py'}:Mind"}
    for load in (lambda: asked, lambda: from_inside(monkeypatch, folder)):
        found = load()
        plan = planned(found)
        assert [scenario.name for scenario in plan.scenarios] == ["north", "land", "ours"]
        assert [scenario.levers.pooled_funding for scenario in plan.scenarios] == [0.3, 0.25, 0.3]
        assert plan.work.scenario(1, plan.rows[1]).levers.pooled_funding == 0.3
        assert found == asked


def from_inside(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Experiment:
    monkeypatch.chdir(folder)
    return load_experiment("trial.toml")


def test_a_variant_is_the_scenario_that_a_file_would_be(tmp_path: Path) -> None:
    text = 'extends = "mission_led"\nlevers = {pooled_funding = 0.1}\nreforms = [{quarter = 3, goal_breadth = 0.1}]\n'
    file = written(tmp_path, f'scenarios = ["siloed", "less"]\n[variants.less]\n{text}')
    assert planned(load_experiment(file)).scenarios[1] == load_scenario(written(tmp_path, text, "less.toml"))


def test_changes_hold_in_every_scenario() -> None:
    plan = planned(
        asked_for(scenarios=["siloed", "mission_led"], changes={"levers": {"placebo": 0.4}, "horizon": 8})
    )
    assert [(one.levers.placebo, one.horizon) for one in plan.scenarios] == [(0.4, 8), (0.4, 8)]
    assert plan.scenarios[1].levers.pooled_funding == 0.5


@pytest.mark.parametrize("name", experiment_names())
def test_what_is_written_down_of_an_experiment_makes_it_again(name: str) -> None:
    asked = load_experiment(name)
    again = Experiment.model_validate(json.loads(asked.model_dump_json()))
    assert again == asked
    assert again.path is None
    assert asked.path == str(shipped_experiment(name))


def test_an_experiment_is_taken_as_it_is() -> None:
    asked = load_experiment("quick_look")
    assert load_experiment(asked) is asked
    assert asked != load_experiment("rival_rules")
