"""The model beside real places: what is asked for is told, and what is missing is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import history
from benchmarks.history import CALIBRATED, Span, batches, beside, main, scenario_of, settings, unknown
from benchmarks.real_places import Country
from govsim.validation.moving_places import FACTS

ENGLAND = Country("England")


def test_files_that_are_missing_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "england_councils_history.csv" in said
    assert "iod2025_england_lsoa.csv" in said


def test_numbers_that_the_model_does_not_have_are_not_searched(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert unknown(["effect", "crisis_rate", "luck_of_the_draw"]) == ["luck_of_the_draw"]
    monkeypatch.setattr(history.Country, "missing", [])
    monkeypatch.setattr(history, "RANGES", {"luck_of_the_draw": (0.0, 1.0)})
    assert main(["--search", "2"]) == 1
    assert "This model has no luck_of_the_draw" in capsys.readouterr().err


def test_a_set_of_numbers_says_what_is_a_constant_and_what_an_uncertainty() -> None:
    assert settings({"core_speed": 0.2, "crisis_rate": 0.1}) == {
        "constants": {"core_speed": 0.2},
        "uncertainties": {"crisis_rate": 0.1},
    }


def test_every_world_is_run_once_a_few_at_a_time() -> None:
    assert [world for batch in batches(5) for world in batch] == [0, 1, 2, 3, 4]
    assert max(len(batch) for batch in batches(5)) == history.AT_ONCE


def test_what_is_calibrated_is_a_fact_with_what_the_model_may_miss() -> None:
    assert set(history.MAY_MISS) == set(CALIBRATED) <= set(FACTS)


@pytest.mark.skipif(bool(ENGLAND.missing), reason="the real places of England are not here")
def test_the_real_england_stands_beside_the_model() -> None:
    lines = beside([Span(ENGLAND, 2019, 2025)], worlds=1, seed=3)
    told = [line for line in lines if line.startswith(tuple(f"| {label} |" for label in FACTS.values()))]
    assert len(told) == len(FACTS)


@pytest.mark.skipif(bool(ENGLAND.missing), reason="the real places of England are not here")
def test_a_search_tells_its_best_set_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "RANGES", {"core_speed": (0.1, 0.2)})
    monkeypatch.setattr(history, "SEARCHED_IN", 1)
    lines = history.searched(ENGLAND, 2, 5)
    missed = [float(line.rsplit("|", 2)[1]) for line in lines[4:]]
    assert len(missed) == 2
    assert missed == sorted(missed)


@pytest.mark.skipif(bool(Country("Scotland").missing), reason="the real places of Scotland are not here")
def test_a_country_with_departments_of_its_own_is_run_with_them() -> None:
    assert [outcome.key for outcome in scenario_of(Country("Scotland")).outcomes][-1] == "access"
    assert [outcome.key for outcome in scenario_of(ENGLAND).outcomes][-1] == "environment"
