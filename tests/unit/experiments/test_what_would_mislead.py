"""What an experiment would do unseen is refused, and a condition that compares nothing says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from govsim.errors import ExperimentError, InputError
from govsim.experiments.describe import described_experiment
from govsim.experiments.figures.comparisons import comparisons
from govsim.experiments.figures.regret import robustness_of
from govsim.experiments.load import load_experiment
from govsim.experiments.plan import planned
from govsim.experiments.report.report import report_of
from govsim.experiments.run import run_experiment
from tests.made_experiments import Planted, asked
from tests.tiny_experiments import tiny

TWO = ["siloed", "mission_led"]
POOL = {"path": "levers.pooled_funding", "values": [0.0, 0.5]}
LIKE = {"v": {"extends": "siloed", "levers": {"pooled_funding": 0.3}}}


def refused(**given: Any) -> str:
    """What is said of an experiment that is refused, in its text or in its scenarios."""
    with pytest.raises(ExperimentError) as caught:
        planned(load_experiment({"name": "mine", "scenarios": TWO, "replicates": 5, **given}))
    return str(caught.value)


@pytest.mark.parametrize(
    ("fixed", "factor"),
    [
        ({"equal_volume": "siloed"}, {"path": "equal_volume", "values": ["", "siloed"]}),
        ({"equal_overhead": "siloed"}, {"path": "equal_overhead", "values": ["", "siloed"]}),
        ({"horizon": 8}, {"path": "horizon", "values": [4, 12]}),
        ({"levers": {"pooled_funding": 0.3}}, POOL),
    ],
)
def test_what_changes_fix_no_factor_moves(fixed: dict[str, Any], factor: dict[str, Any]) -> None:
    told = refused(changes=fixed, factors=[factor])
    assert "expected a setting that is either moved or fixed, found both. The factor '" in told


def test_a_smallest_effect_of_a_share_of_worlds_is_a_share_of_an_outcome() -> None:
    name = "core_services < 0.95"
    told = refused(outcomes=[name], smallest_effect={name: 10})
    assert "expected a number up to 1, found 10.0. Its unit is a share of worlds" in told
    told = refused(outcomes=[name], smallest_effect={"core_services<0.95": 0.1})
    assert "Did you mean 'core_services < 0.95'" in told


def test_an_experiment_shows_its_smallest_effects_with_their_units_and_whose_they_are() -> None:
    name = "core_services < 0.95"
    made = asked(outcomes=(name,), smallest_effect={name: 0.1, "progress": 0.02})
    first, second = described_experiment(made).outcomes
    assert first.endswith("a difference matters from 10 percentage points")
    assert second.endswith("(progress); not one of the outcomes; a difference matters from 0.02 need points")


@pytest.mark.parametrize("name", ["need < 45", "mean_trust > 50", "pound_misfit > 2", "gini < -0.1"])
def test_a_threshold_that_a_measure_never_reaches_is_refused(name: str) -> None:
    assert "expected a threshold from " in refused(outcomes=[name])
    assert "expected a threshold from " in refused(figures=[{"kind": "differences", "outcome": name}])


@pytest.mark.parametrize(("share", "where"), [(0.0, "in no world"), (1.0, "in every world")])
def test_a_condition_that_never_or_always_holds_compares_nothing(share: float, where: str) -> None:
    name = "core_services < 95"
    plan = planned(asked(scenarios=("classroom_small", "siloed"), outcomes=(name,)))
    made = Planted(plan, {name: lambda factors, arm, noise: 0 * noise + share})
    assert comparisons(made, name).sentences() == (
        f"The condition {name} held {where}, so it compares nothing.",
    )
    part = next(part for part in report_of(made).parts if part.key == "differences")
    assert part.heading == f"The condition {name} held {where}"
    assert where in {cell for row in part.tables[0].rows for cell in map(str, row)}
    robust = robustness_of(made, name)
    assert robust.heading == f"The condition {name} held {where}"
    assert robust.sentence() == f"{robust.heading}, so no arrangement is better than another."


def test_a_variant_that_the_factors_make_into_another_scenario_is_refused() -> None:
    told = refused(scenarios=["siloed", "v"], variants=LIKE, factors=[POOL])
    assert (
        "variants.v: expected a scenario that differs from 'siloed', found 'v', which differs in nothing"
        in told
    )
    assert "that the factors leave" in told
    assert "which differs in nothing" in refused(
        scenarios=["siloed", "v"], variants={"v": {"extends": "siloed"}}
    )
    apart = {"scenarios": ["siloed", "v"], "variants": LIKE, "factors": [{**POOL, "only_in": ["siloed"]}]}
    assert len(planned(load_experiment({"name": "mine", **apart})).scenarios) == 2


def test_two_factors_on_one_lever_are_told_apart_by_their_names() -> None:
    made = planned(
        load_experiment({"name": "mine", "scenarios": TWO, "factors": [
            {**POOL, "name": "a", "only_in": ["siloed"]},
            {**POOL, "name": "b", "only_in": ["mission_led"]},
        ]})
    )  # fmt: skip
    assert [factor.title for _, factor in made.moving] == ["a", "b"]


def test_a_list_has_each_row_once_and_only_the_values_of_its_factors() -> None:
    rows = [{"pooled_funding": value} for value in (0.0, 0.5, 0.0)]
    told = refused(factors=[POOL], design={"kind": "list", "points": rows})
    assert "design.points.3: expected each row once, found row 3 like row 1" in told
    told = refused(factors=[POOL], design={"kind": "list", "points": [{"pooled_funding": 0.2}]})
    assert "expected one of the factor's own values (0.0, 0.5), found 0.2" in told


def test_a_file_with_a_row_twice_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("pooled_funding\n0\n0.5\n0\n0\n", encoding="utf-8")
    file = tmp_path / "mine.toml"
    file.write_text(
        'scenarios = ["siloed"]\ndesign = {kind = "list", rows = "rows.csv"}\n'
        '[[factors]]\npath = "levers.pooled_funding"\n', encoding="utf-8"
    )  # fmt: skip
    with pytest.raises(ExperimentError) as caught:
        load_experiment(file)
    (problem,) = caught.value.problems
    assert 'expected each row once, found row 3 like row 1 of "rows.csv"' in str(problem)


def test_results_without_trajectories_say_that_none_was_kept(tmp_path: Path) -> None:
    results = run_experiment(tiny(trajectories=[]), output=tmp_path, jobs=1)
    with pytest.raises(InputError, match="found 'progress', none was saved"):
        results.trajectory("progress")
