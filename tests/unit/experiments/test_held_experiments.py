"""Experiments that hold scenarios to the volume or the overheads of others: checked, run, reported, shown again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import govsim
from govsim.comparison.compare import compare
from govsim.errors import ExperimentError
from govsim.experiments.arms import arms_of
from govsim.experiments.figures.break_even import traded
from govsim.experiments.load import load_experiment
from govsim.experiments.plan import planned
from govsim.experiments.replaying import replay
from govsim.experiments.report.report import report_of
from govsim.experiments.results import Results, open_results
from govsim.experiments.run import run_experiment
from govsim.runs.drive import NEAR_ENOUGH

SHORT = {"warm_up": 4, "horizon": 6}
ARM = 'extends = "classroom_small"\n[levers]\npooled_funding = {pooled}\nboard_membership = "all"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, pooled in (("low", 0.1), ("high", 0.9)):
        (tmp_path / f"{name}.toml").write_text(ARM.format(pooled=pooled), encoding="utf-8")
    return tmp_path


MINE = '[variants.mine]\nextends = "low"\n[variants.mine.levers]\npooled_funding = 0.3\n'


def asked(folder: Path, text: str, scenarios: str = '["low.toml", "high.toml"]') -> Path:
    file = folder / "held.toml"
    start = f"scenarios = {scenarios}\nreplicates = 4\nseed = 2\n"
    file.write_text(f"{start}{text}", encoding="utf-8")
    return file


def ran(file: Path, **more: Any) -> Results:
    return open_results(run_experiment(load_experiment(file), output=file.parent / "out", **more).folder)


CHANGES = '[changes]\nwarm_up = 4\nhorizon = 6\nequal_volume = "low"\n'
FACTOR = '[changes]\nwarm_up = 4\nhorizon = 6\n[[factors]]\npath = "equal_volume"\nvalues = ["", "low"]\n'


def test_a_change_holds_all_scenarios_and_gives_what_compare_gives(folder):
    found = ran(asked(folder, CHANGES))
    low, high = (govsim.load_scenario(folder / f"{name}.toml").replace(**SHORT) for name in ("low", "high"))
    same = compare([low, high], replicates=4, seed=2, equal_volume=True)
    for arm, run in enumerate(same.runs):
        np.testing.assert_array_equal(found.outcome("public_value")[0, arm], run.at_end("public_value"))


def test_a_factor_goes_through_arrangements_and_not_held(folder):
    found = ran(asked(folder, FACTOR))
    volume_ran = found.outcome("outcome_money")
    free, held = volume_ran[0, 1] - volume_ran[0, 0], volume_ran[1, 1] - volume_ran[1, 0]
    assert np.abs(free).min() > NEAR_ENOUGH > np.abs(held).max()
    np.testing.assert_array_equal(volume_ran[0, 0], volume_ran[1, 0])  # the baseline is not held to itself
    assert {row["equal_volume"] for row in found.points().to_pylist()} == {"not held", "low"}
    assert [arm.label for arm in arms_of(found.plan)][1::2] == ["high", "high at low’s volume"]


def test_chunks_need_no_file_of_the_arrangement(folder, monkeypatch):
    plan = planned(load_experiment(asked(folder, FACTOR)))
    (folder / "low.toml").unlink()
    monkeypatch.chdir(folder.parent)
    held = plan.work.scenario(1, ("low",))
    assert held.equal_volume_as.levers.pooled_funding == 0.1
    assert plan.work.scenario(1, ("not held",)).equal_volume_as is None


@pytest.mark.parametrize("text", [CHANGES, FACTOR])
def test_runs_are_shown_again_bit_for_bit_when_the_files_have_gone(folder, text):
    found = ran(asked(folder, text))
    for name in ("low", "high"):
        (folder / f"{name}.toml").unlink()
    assert replay(found.folder, len(found.plan.rows) * 8 - 1).is_the_same


def test_two_workers_give_the_same_as_one(folder):
    file = asked(folder, FACTOR)
    one = open_results(run_experiment(load_experiment(file), output=folder / "one", jobs=1).folder)
    two = open_results(run_experiment(load_experiment(file), output=folder / "two", jobs=2).folder)
    np.testing.assert_array_equal(one.outcome("public_value"), two.outcome("public_value"))


def test_a_variant_can_be_what_all_are_held_to(folder):
    text = CHANGES.replace("low", "mine") + MINE
    plan = planned(load_experiment(asked(folder, text, '["high.toml", "mine"]')))
    assert all(one.equal_volume_as.levers.pooled_funding == 0.3 for one in plan.scenarios)


def test_a_named_level_may_hold_too_and_is_written_out(folder):
    text = FACTOR.replace(
        'path = "equal_volume"\nvalues = ["", "low"]',
        'name = "rule"\nlevels = [{name = "free"}, {name = "held", changes = {equal_overhead = "low"}}]',
    )
    plan = planned(load_experiment(asked(folder, text)))
    assert plan.work.scenario(1, ("held",)).equal_overhead_as.levers.pooled_funding == 0.1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (CHANGES.replace("low", "silod"), r"changes\.equal_volume: .*found 'silod'\. Did you mean"),
        (CHANGES.replace('"low"', "3"), r"changes\.equal_volume: expected text .* found 3"),
        (
            FACTOR.replace('"low"', '"silod"'),
            r"factors\.1\.values\.2: .*found 'silod'\. Did you mean 'siloed'",
        ),
        (
            FACTOR.replace('"low"', "0.5"),
            r"factors\.1\.values\.2: expected the name of a scenario, found 0\.5",
        ),
        (FACTOR.replace('values = ["", "low"]', "steps = 3"), r"factors\.1\.steps: expected values alone"),
        (FACTOR.replace('values = ["", "low"]', ""), r"factors\.1\.values: expected names of scenarios"),
        (FACTOR.replace("equal_volume", "equal_volum"), r"factors\.1\.path: .* Did you mean 'equal_volume'"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(folder, text, told):
    with pytest.raises(ExperimentError, match=told):
        planned(load_experiment(asked(folder, text)))


def test_the_report_says_what_is_held_and_at_which_rate_the_verdict_turns(folder):
    found = ran(asked(folder, CHANGES))
    report = report_of(found)
    assert "Equal volume: from quarter 0 on high has the share of money for outcomes of low." in report.about
    (part,) = (one for one in report.parts if one.key == "differences")
    (rate,) = part.document["break_even"]
    low, high = (govsim.load_scenario(folder / f"{name}.toml").replace(**SHORT) for name in ("low", "high"))
    same = compare([low, high], replicates=4, seed=2, equal_volume=True)
    own = same.break_even_rate(*same.runs)
    assert (rate["rate"]["better"], rate["rate"]["above"]) == (own.better, own.above)
    assert rate["quadrants"] == vars(same.quadrants(*same.runs))
    assert any(sentence.startswith("Break-even rate: ") for sentence in part.sentences)


def test_the_rate_of_a_world_is_the_factors_where_one_moves_it(folder):
    text = FACTOR.replace(
        'path = "equal_volume"\nvalues = ["", "low"]',
        'path = "uncertainties.core_unit"\nvalues = [0.04, 0.17]',
    )
    found = traded(ran(asked(folder, text)))
    assert len(found) == 2
    for one, rate in zip(found, (0.04, 0.17), strict=True):
        assert one.rate.above in (None, 4 if one.rate.rate is not None and rate > one.rate.rate else 0)


def test_scenarios_that_start_elsewhere_are_told_to_be_other_countries(folder):
    (folder / "high.toml").write_text(
        f'starts_from = "mission_led"\n{ARM.format(pooled=0.9)}', encoding="utf-8"
    )
    report = report_of(ran(asked(folder, "[changes]\nwarm_up = 4\nhorizon = 6\n")))
    assert "These are different countries" in report.about
