"""Designs of all pairs, of random points and of rows from a CSV file; a share of worlds as an outcome."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from govsim.arrays import Floats
from govsim.errors import ExperimentError
from govsim.experiments.figures.comparisons import comparisons
from govsim.experiments.figures.pairs import interactions
from govsim.experiments.load import load_experiment
from govsim.experiments.outcomes import condition, shown_as
from govsim.experiments.plan import planned
from govsim.experiments.report.report import report_of
from govsim.experiments.run import run_experiment
from tests.made_experiments import asked, planted
from tests.tiny_experiments import tiny

TWO = ("classroom_small", "siloed")
POOL = {"name": "pool", "path": "levers.pooled_funding", "values": (0.0, 0.5)}
VOICE = {"name": "voice", "path": "levers.community_voice", "values": (0.0, 0.4, 0.8)}
LOOP = {"name": "loop", "path": "levers.learning_loop", "values": (0.0, 1.0)}
FRONT = """\
scenarios = ["classroom_small"]
replicates = 3
changes = {warm_up = 4, horizon = 3}
design = {kind = "list", rows = "rows.csv"}
[[factors]]
path = "levers.pooled_funding"
low = 0
high = 1
[[factors]]
name = "year"
levels = [{name = "2019"}, {name = "2020", changes = {levers = {community_voice = 0.8}}}]
"""


def with_rows(folder: Path, rows: str) -> Path:
    (folder / "rows.csv").write_text(rows, encoding="utf-8")
    file = folder / "mine.toml"
    file.write_text(FRONT, encoding="utf-8")
    return file


def test_all_pairs_are_a_start_each_alone_and_every_two_together() -> None:
    made = asked(factors=(POOL, VOICE, LOOP), design={"kind": "pairs"})
    rows = made.design.rows(made.factors, 0)
    assert len(rows) == made.rows == 1 + 4 + (2 + 1 + 2)
    assert len(set(rows)) == len(rows)
    moved = [sum(one != other for one, other in zip(rows[0], row, strict=True)) for row in rows]
    assert moved == [0, 1, 1, 1, 1, 2, 2, 2, 2, 2]


def needing_each_other(factors: Any, arm: int, noise: Floats) -> Floats:
    return (
        noise + factors["pool"] + factors["loop"] + 0.6 * factors["pool"] * factors["loop"] + factors["voice"]
    )


def test_the_pair_that_was_planted_does_more_together_than_in_sum_and_no_other() -> None:
    made = planted(needing_each_other, factors=(POOL, VOICE, LOOP), design={"kind": "pairs"})
    found = interactions(made)
    first, *others = found.pairs
    assert (first.names, first.verdict) == ("Pooled funding 0.5, learning loop 1", "higher")
    assert first.beyond.mean == pytest.approx(0.3)
    assert {one.verdict for one in others} == {"equal"}
    assert found.sentences()[0].startswith(
        "Yes: in public value, 1 of 5 pairs does surely more, or less, together "
    )
    assert "(+0.30 units; 95% interval +0.30 to +0.30)" in found.sentences()[1]
    part = next(part for part in report_of(made).parts if part.key == "pairs")
    assert part.heading == "Public value: of 5 pairs, 1 does more together than in sum, and none less"


def test_a_single_factor_has_no_pair() -> None:
    with pytest.raises(ValueError, match=r"two factors or more for a design of kind 'pairs'"):
        asked(factors=(POOL,), design={"kind": "pairs"})


def test_random_points_are_drawn_apart_and_more_of_them_keep_those_that_are_there() -> None:
    slack = {"name": "slack", "path": "uncertainties.slack", "low": 0.1, "high": 0.2}
    few, many = (
        (made := asked(factors=(slack,), design={"kind": "random", "points": points})).design.rows(
            made.factors, seed=1
        )
        for points in (40, 400)
    )
    assert many[:40] == few
    assert all(0.1 <= value <= 0.2 for (value,) in many)
    assert np.mean(many) == pytest.approx(0.15, abs=4 * 0.1 / math.sqrt(12 * 400))


@pytest.mark.parametrize(
    "rows",
    [
        "pooled_funding,year\n0.25,2019\n0.5,2020\n",
        "\ufeffpooled_funding;year\r\n0,25;2019\r\n0,5;2020\r\n",
        "sep=;\nyear;pooled_funding\n2019;0,25\n\n2020;0,5\n",
        'year\tpooled_funding\n"2019"\t0.25\n2020\t5e-1\n',
    ],
)
def test_rows_come_from_a_csv_file_as_spreadsheets_write_it(rows: str, tmp_path: Path) -> None:
    asked_for = load_experiment(with_rows(tmp_path, rows))
    assert planned(asked_for).rows == ((0.25, "2019"), (0.5, "2020"))
    results = run_experiment(asked_for, output=tmp_path / "results", jobs=1)
    (tmp_path / "rows.csv").unlink()  # the rows are kept with the results
    assert results.outcome("public_value").shape == (2, 1, 3)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "pooled_fundin,year\n1,2019\n",
            "found 'pooled_fundin' in \"rows.csv\". Did you mean 'pooled_funding'",
        ),
        ("pooled_funding\n1\n", "expected a column 'year' in \"rows.csv\", found none"),
        ("pooled_funding,year,year\n1,2019,2020\n", "expected each column once, found 'year' 2 times"),
        ("pooled_funding,year\n1\n", "expected 2 cells in every row, found 1 in row 1"),
        ("pooled_funding,year\n1,2019\n,2020\n", "found an empty cell under 'pooled_funding' in row 2"),
        (
            "pooled_funding,year\n7,2019\n8,2019\n",
            "found 7.0 under 'pooled_funding' in row 1 of \"rows.csv\", and in 1",
        ),
        ("pooled_funding,year\n1,2021\n", "expected the name of a level, found 2021.0 under 'year' in row 1"),
        ("pooled_funding,year\n", "expected a CSV file with a column for each factor, found no row"),
        ("", "expected a CSV file with a column for each factor, found no row"),
    ],
)
def test_what_is_wrong_with_the_rows_is_told_where_it_stands(
    rows: str, expected: str, tmp_path: Path
) -> None:
    with pytest.raises(ExperimentError) as caught:
        load_experiment(with_rows(tmp_path, rows))
    problems = [str(problem) for problem in caught.value.problems]
    assert any(expected in problem and "line 4, design.rows" in problem for problem in problems), problems


def test_a_file_of_rows_that_is_not_there_is_told(tmp_path: Path) -> None:
    file = with_rows(tmp_path, "")
    (tmp_path / "rows.csv").unlink()
    with pytest.raises(ExperimentError, match=r'found "rows.csv": no such file or directory'):
        load_experiment(file)


def test_a_condition_is_a_share_of_worlds_that_is_better_where_it_should_be() -> None:
    worse, better = shown_as("core_services < 0.95"), shown_as("effectiveness >= 0.3")
    assert (worse.label, worse.better, worse.smallest_effect) == (
        "Worlds with core services below 0.95",
        -1,
        0.05,
    )
    assert (better.label, better.better) == ("Worlds with effective per pound for outcomes at least 30%", 1)
    asked_for = condition("progress<=-1e-3")
    assert asked_for is not None
    np.testing.assert_array_equal(asked_for.holds(np.array([-0.001, 0.0, np.nan])), [1.0, 0.0, np.nan])


def test_the_share_of_worlds_is_that_of_the_stored_runs_and_is_compared_like_any_outcome(
    tmp_path: Path,
) -> None:
    name = "public_value > 0"
    results = run_experiment(tiny(outcomes=(name, "public_value")), output=tmp_path, jobs=1)
    stored = results.outcome("public_value")
    np.testing.assert_array_equal(results.outcome(name), stored > 0)
    means = [mean.mean for _, mean in comparisons(results, name).means]
    assert means == pytest.approx((stored > 0).mean(axis=(1, 2)).tolist())


def test_a_share_of_worlds_may_be_what_is_stopped_on_and_has_an_effect_of_its_own() -> None:
    name = "core_services < 0.95"
    made = asked(scenarios=TWO, outcomes=(name,), stopping={"most": 40}, smallest_effect={name: 0.1})
    assert made.smallest_effect[name] == 0.1


@pytest.mark.parametrize("name", ["core_servces < 0.95", "core_services < much", "core_services = 1", "< 3"])
def test_a_condition_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"a condition on an outcome, such as core_services < 0\.95"):
        asked(outcomes=(name,))
