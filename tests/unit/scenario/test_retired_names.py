"""Whoever still writes a name of an earlier edition is told that it is gone, since when, and what to do instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.errors import ExperimentError, ScenarioError
from govsim.experiments.load import load_experiment
from govsim.measures.catalogue import MEASURES
from govsim.runs.simulate import simulate
from govsim.scenario.load import load_scenario
from govsim.scenario.retired_names import RETIRED
from govsim.scenario.schema import Scenario
from govsim.scenario.sections import SECTIONS

OF_EXPERIMENTS = {"mission_money", "mean_mission_money", "bids", "pound_bids"}
OF_SCENARIOS = sorted(set(RETIRED) - OF_EXPERIMENTS - {"spillovers"})
PLACES = {
    "constants": "[constants]\n{name} = 0.1\n",
    "uncertainties": "[uncertainties]\n{name} = 0.1\n",
    "a range": "[uncertainties]\n{name} = {{low = 0.0, high = 0.1}}\n",
    "levers": "[levers]\n{name} = 0.1\n",
    "starts_from_levers": "[starts_from_levers]\n{name} = 0.1\n",
    "values": "[values]\n{name} = 0.1\n",
    "rules": '[rules]\n{name} = "friction"\n',
    "a reform": "[[reforms]]\nquarter = 3\n{name} = 0.1\n",
    "no section": "{name} = 0.1\n",
}
IN_EXPERIMENTS = {
    "a factor": '[[factors]]\npath = "{section}.{name}"\nvalues = [0.1, 0.2]\n',
    "outcomes": 'outcomes = ["{name}"]\n',
    "trajectories": 'trajectories = ["{name}"]\n',
    "smallest_effect": "smallest_effect.{name} = 0.1\n",
    "a figure": '[[figures]]\nkind = "differences"\noutcome = "{name}"\n',
}


def told(folder: Path, text: str) -> str:
    file = folder / "old.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    (problem,) = caught.value.problems
    return str(problem)


def test_nothing_that_is_gone_is_there() -> None:
    known = {name for names in SECTIONS.values() for name in names} | {*Scenario.model_fields, *MEASURES}
    assert not known & set(RETIRED)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", OF_SCENARIOS)
def test_a_name_that_is_gone_says_so_in_every_section(tmp_path: Path, name: str, place: str) -> None:
    said = told(tmp_path, f'extends = "siloed"\n{PLACES[place].format(name=name)}')
    assert said.endswith(RETIRED[name]), said
    assert f"'{name}' was dropped in version 0.2.0. " in said


def test_spillovers_say_that_they_are_gone_in_all_ways_to_write_them(tmp_path: Path) -> None:
    once = '{source = "work", target = "health", share = 0.1}'
    for text in (
        'extends = "siloed"\n[[spillovers]]\nsource = "work"\ntarget = "health"\nshare = 0.2\n',
        f'extends = "siloed"\nspillovers = [{once}]\n',
    ):
        said = told(tmp_path, text)
        assert "spillovers: expected a known name, found 'spillovers'. 'spillovers' was dropped" in said


@pytest.mark.parametrize("name", sorted(OF_EXPERIMENTS - {"bids"}))
@pytest.mark.parametrize("place", [place for place in IN_EXPERIMENTS if place != "a factor"])
def test_a_measure_that_is_gone_says_so_wherever_an_experiment_names_it(
    tmp_path: Path, name: str, place: str
) -> None:
    file = tmp_path / "old.toml"
    file.write_text(f'scenarios = ["siloed", "layered"]\n{IN_EXPERIMENTS[place].format(name=name)}', "utf-8")
    with pytest.raises(ExperimentError, match=f"'{name}' was dropped in version 0.2.0. "):
        load_experiment(file)


@pytest.mark.parametrize(
    "path", ["constants.agenda_places", "uncertainties.goal_drift", "constants.trust_up"]
)
def test_a_factor_that_is_gone_says_so(tmp_path: Path, path: str) -> None:
    section, _, name = path.partition(".")
    file = tmp_path / "old.toml"
    text = IN_EXPERIMENTS["a factor"].format(section=section, name=name)
    file.write_text(f'scenarios = ["siloed"]\n{text}', "utf-8")
    with pytest.raises(ExperimentError, match=f"'{name}' was dropped in version 0.2.0. "):
        load_experiment(file)


def test_a_run_that_is_asked_for_a_measure_that_is_gone_says_so() -> None:
    run = simulate(load_scenario("classroom_small"), replicates=1)
    with pytest.raises(KeyError, match=r"'mission_money' was dropped in version 0.2.0. .*outcome_money"):
        run.measure("mission_money")
