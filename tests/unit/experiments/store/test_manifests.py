"""Manifests: one from another folder is what is wrong there, and one from before a check was made stays readable."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError

from govsim.errors import ResultsError
from govsim.experiments.results import open_results
from govsim.experiments.run import run_experiment
from tests.tiny_experiments import RUNS_OF_A_CHUNK, resume, tiny


@pytest.mark.parametrize("name", ["", "renamed"])
def test_a_manifest_from_another_folder_is_what_is_wrong_and_not_the_chunks(
    name: str, tmp_path: Path
) -> None:
    found, other = (
        run_experiment(tiny(seed=seed), output=tmp_path / "results", runs_of_a_chunk=RUNS_OF_A_CHUNK)
        for seed in (0, 1)
    )
    for file in ("manifest.json", "design.parquet"):
        shutil.copy(other.folder / file, found.folder / file)
    folder = found.folder.rename(tmp_path / (name or found.folder.name))
    for reading in (lambda: open_results(folder).runs(), lambda: resume(folder)):
        with pytest.raises(ResultsError, match=r"expected the manifest of experiment .* from another folder"):
            reading()
    assert len(list((folder / "chunks").iterdir())) == len(found.written)


def test_results_are_read_though_their_experiment_would_be_refused_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixed = {"warm_up": 4, "horizon": 3, "uncertainties": {"slack": 0.1}}  # and a factor moves it
    with monkeypatch.context() as earlier:
        earlier.setattr("govsim.experiments.experiment.experiment_findings", lambda _: [])
        folder = run_experiment(tiny(changes=fixed), output=tmp_path, jobs=1).folder
    with pytest.raises(ValidationError):
        tiny(changes=fixed)
    assert open_results(folder).is_complete
