"""What the pages offer beside what ships, and what cannot be used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from govsim.app import offered as offered_module
from govsim.app.offered import SHIPPED, Offered, offer
from govsim.app.part import LADDER, LADDER_OF_LARGE, Request, request_of
from govsim.app.session import Setting, opened
from govsim.errors import InputError
from govsim.runs.simulate import simulate
from govsim.scenario.load import load_scenario, shipped_path
from govsim.world.saved_places import save_places
from govsim.world.synthetic_places import synthetic_places


@pytest.fixture
def own_places(tmp_path: Path) -> Path:
    file = tmp_path / "wales.parquet"
    save_places(synthetic_places("wales", 8, 4), file)
    return file


def test_files_that_cannot_be_used_are_named_and_all_else_works(tmp_path: Path) -> None:
    (tmp_path / "spoilt.toml").write_text("levers = 3\n")
    shutil.copy(shipped_path("layered"), tmp_path / "mine.toml")
    found = Offered(
        places=(tmp_path / "none.parquet",), scenario_folders=(tmp_path,), results=tmp_path / "nowhere"
    )
    spoilt, none, nowhere = found.unusable
    assert "spoilt.toml" in spoilt
    assert "none.parquet" in none
    assert "nowhere: expected a folder that holds folders of results" in nowhere
    assert list(found.countries) == [SHIPPED, "scotland", "wales"]
    assert str(tmp_path / "mine.toml") in found.scenarios


def test_a_country_of_ones_own_is_simulated_as_the_command_line_does(
    own_places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offered_module, "_offered", Offered())
    offer(Offered(places=(own_places,)))
    assert offered_module.offered().countries["wales-2"].title.startswith("Synthetic Wales")
    request = request_of(Setting(opened().now.levers, country="wales-2"))
    assert request.ladder == LADDER
    worlds = simulate(load_scenario("siloed"), replicates=4, places=str(own_places))
    assert (request.part(range(4)).measures["progress"] == worlds.measures["progress"]).all()


def test_a_large_country_shows_fewer_worlds() -> None:
    assert LADDER_OF_LARGE[-1][-1].stop == 16  # type: ignore[attr-defined]
    assert Request(scenario=load_scenario("siloed"), ladder=LADDER_OF_LARGE).worlds == 16


def test_a_country_that_is_not_offered_is_an_error_with_a_remedy() -> None:
    with pytest.raises(InputError, match=r"expected one of .*wales.*Did you mean 'wales'"):
        Offered().country("wales1")
