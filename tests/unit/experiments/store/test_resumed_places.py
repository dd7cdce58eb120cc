"""An experiment on places goes on with these places, given or from their file, and with no others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import govsim
from govsim.errors import ResultsError
from govsim.experiments.results import Results
from govsim.world.find_places import places_of
from govsim.world.places import Places
from tests.tiny_experiments import resume, tiny


def land() -> Places:
    return places_of(govsim.load_scenario("classroom_small"))


def begun(output: Path, places: Places | Path) -> Results:
    """A complete experiment with one chunk taken away."""
    done = govsim.run_experiment(tiny(), output=output, places=places, jobs=1, runs_of_a_chunk=8)
    next((done.folder / "chunks").glob("*.parquet")).unlink()
    return done


def test_places_given_from_python_are_asked_for_again(tmp_path: Path) -> None:
    folder = begun(tmp_path, land()).folder
    with pytest.raises(
        ResultsError, match=r"found places that were given from Python\. Give them with --places"
    ):
        resume(folder)
    with pytest.raises(
        ResultsError, match="--places: expected the places that the experiment was begun with"
    ):
        resume(folder, replace(land(), population_k=land().population_k + 1))
    assert resume(folder, land()).is_complete


def test_places_of_a_file_are_read_from_it_or_taken_as_given(tmp_path: Path) -> None:
    file = tmp_path / "land.parquet"
    govsim.save_places(land(), file)
    folder = begun(tmp_path / "results", file).folder
    assert resume(folder).is_complete
    next((folder / "chunks").glob("*.parquet")).unlink()
    file.unlink()
    with pytest.raises(ResultsError, match="found no file"):
        resume(folder)
    assert resume(folder, land()).is_complete
