"""An experiment on real places knows them by what is in them, wherever their file lies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from govsim.errors import ResultsError
from govsim.experiments.arms import main_pair
from govsim.experiments.figures.gains_and_losses import gains_and_losses
from govsim.experiments.run import ExecutionOptions, begin, run_experiment
from govsim.scenario.load import load_scenario
from govsim.world.find_places import places_of
from govsim.world.places import Places
from govsim.world.saved_places import load_places, save_places
from tests.tiny_experiments import resume, tiny


@pytest.fixture
def land() -> Places:
    return places_of(load_scenario("classroom_small"))


def test_a_file_that_moved_is_given_again_and_other_content_is_refused(tmp_path: Path, land: Places) -> None:
    file = tmp_path / "land.parquet"
    save_places(land, file)
    folder = begin(tiny(), tmp_path / "results", ExecutionOptions(), load_places(file), file)
    file.rename(tmp_path / "moved.parquet")
    with pytest.raises(ResultsError, match=r"no file '.*land.parquet'.*--places FILE"):
        resume(folder)
    other = replace(land, need_kj=np.clip(land.need_kj + 0.01, 0, 1))
    with pytest.raises(ResultsError, match="the places that the experiment was begun with"):
        resume(folder, places=other)
    found = resume(folder, places=load_places(tmp_path / "moved.parquet"))
    assert found.is_complete
    alone = run_experiment(tiny(), output=tmp_path / "alone")  # on the same places, written in the scenario
    np.testing.assert_array_equal(found.outcome("progress"), alone.outcome("progress"))
    assert found.folder.name != alone.folder.name


def test_places_that_a_scenario_names_by_a_file_are_found_from_anywhere(
    tmp_path: Path, land: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, away = tmp_path / "home", tmp_path / "away"
    home.mkdir()
    away.mkdir()
    save_places(land, home / "land.parquet")
    asked = tiny(changes={"warm_up": 4, "horizon": 3, "places": "land.parquet"})
    monkeypatch.chdir(home)
    folder = begin(asked, tmp_path / "results", ExecutionOptions())
    monkeypatch.chdir(away)
    found = resume(folder)
    assert found.is_complete
    monkeypatch.chdir(home)
    again = run_experiment(asked, output=tmp_path / "results")
    assert again.folder == found.folder


def test_regions_are_called_by_their_names_as_long_as_the_file_is_where_it_was(
    tmp_path: Path, land: Places
) -> None:
    file = tmp_path / "land.parquet"
    save_places(replace(land, region_keys=tuple(f"E{place}" for place in range(len(land.region_keys)))), file)
    asked = tiny(scenarios=["classroom_small", "classroom_small"], factors=[])
    folder = begin(asked, tmp_path / "results", ExecutionOptions(), load_places(file), file)
    found = resume(folder)

    def regions() -> set[str]:
        pair = main_pair(found.plan)
        assert pair is not None
        return {one.who for one in gains_and_losses(found, pair).changes if one.kind == "Region"}

    assert regions() == set(land.region_names)
    file.unlink()
    assert regions() == {f"E{place}" for place in range(len(land.region_keys))}


def test_an_experiment_with_places_of_its_own_takes_no_others(tmp_path: Path, land: Places) -> None:
    folder = begin(tiny(), tmp_path, ExecutionOptions())
    with pytest.raises(ResultsError, match="nothing: the experiment has places of its own"):
        resume(folder, places=land)
