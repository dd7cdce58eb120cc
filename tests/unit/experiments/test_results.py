"""Results are read as arrays and as tables, while an experiment runs and after."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.csv
import pyarrow.parquet
import pytest

from govsim.errors import InputError
from govsim.experiments.experiment import Experiment
from govsim.experiments.results import Results, open_results, results_in
from govsim.experiments.run import changed, run_experiment
from govsim.experiments.store.exporting import export_csv, export_json, export_parquet
from govsim.runs.simulate import simulate
from tests.tiny_experiments import running_experiment, tiny

LEVELS = [{"name": "long"}, {"name": "short", "changes": {"horizon": 2}}]
FACTORS = [
    {"name": "relapse", "path": "uncertainties.relapse", "values": [0.1, 0.4]},
    {"name": "time", "levels": LEVELS},
]


def two_by_two() -> Experiment:
    """Two scenarios, an assumption that is called as an outcome is, and two horizons; five worlds."""
    return tiny(scenarios=["classroom_small", "classroom_small"], replicates=5, factors=FACTORS)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run_experiment(two_by_two(), output=tmp_path_factory.mktemp("results"), runs_of_a_chunk=8)


def test_arrays_have_a_place_for_each_row_scenario_quarter_and_world(found: Results) -> None:
    assert found.is_complete
    assert found.replicates == 5
    assert found.outcome("public_value").shape == (4, 2, 5)
    assert found.trajectory("progress").shape == (4, 2, 3, 5)
    np.testing.assert_array_equal(found.factor("relapse"), [0.1, 0.1, 0.4, 0.4])
    assert found.factor("time").tolist() == ["long", "short", "long", "short"]
    last = np.where(found.factor("time") == "short", 1, 2)
    ends = found.trajectory("progress")[np.arange(4), :, last]
    np.testing.assert_array_equal(ends, found.outcome("progress"))
    assert np.isnan(found.trajectory("progress")[1, :, 2]).all()


def test_an_outcome_is_what_a_simulation_of_its_scenario_gives(found: Results) -> None:
    scenario = found.plan.work.scenario(0, found.plan.rows[3]).replace(uncertainties={"relapse": 0.4})
    alone = simulate(scenario, replicates=5, seed=0)
    np.testing.assert_array_equal(found.outcome("progress")[3, 0], alone.at_end("progress"))


def test_tables_have_a_line_for_each_run_and_each_point(found: Results) -> None:
    runs = found.runs()
    assert runs.column_names[:6] == ["run", "point", "replicate", "status", "error", "public_value"]
    assert runs.column("run").to_pylist() == list(range(40))
    assert found.runs(["run", "progress"]).column_names == ["run", "progress"]
    assert found.points().column_names == ["point", "row", "scenario", "relapse", "time"]
    values = np.array(runs.column("public_value"))
    for run in (0, 7, 21, 39):
        at = found.plan.address(run)
        assert values[run] == found.outcome("public_value")[at.row, at.arm, at.replicate]


def test_sql_is_answered_over_runs_points_trajectories_and_failures(found: Results) -> None:
    asked = """
        SELECT points.relapse, time, avg(progress) AS progress, count(*) AS runs
        FROM runs JOIN points USING (point) GROUP BY ALL ORDER BY ALL
    """
    table = found.query(asked).to_pylist()
    assert [line["runs"] for line in table] == [10, 10, 10, 10]
    assert table[0]["progress"] == pytest.approx(found.outcome("progress")[0].mean(), rel=1e-12)
    assert found.query("SELECT max(quarter) AS last FROM trajectories").to_pylist() == [{"last": 2}]
    assert found.query("FROM failures").num_rows == 0
    with pytest.raises(InputError, match="SQL over runs"):
        found.query("SELECT nothing FROM nowhere")


def test_results_can_be_read_while_the_experiment_runs(tmp_path: Path) -> None:
    work = running_experiment(two_by_two(), tmp_path, runs_of_a_chunk=8)
    told = [next(work) for _ in range(3)]
    (folder,) = results_in(tmp_path)
    part = open_results(folder)
    assert not part.is_complete
    assert part.runs().num_rows == told[-1].done > 0
    assert told[-1].of == 40
    assert part.query("SELECT count(*) AS runs FROM runs").to_pylist() == [{"runs": told[-1].done}]
    work.close()


def test_before_the_first_chunk_there_are_tables_without_lines(tmp_path: Path) -> None:
    work = running_experiment(two_by_two(), tmp_path)
    next(work)
    (folder,) = results_in(tmp_path)
    part = open_results(folder)
    assert part.runs().num_rows == 0
    assert part.runs().column_names == [*part.runs().column_names[:5], *part.plan.columns]
    assert part.outcome("progress").shape == (4, 2, 0)
    assert part.trajectory("progress").shape == (4, 2, 0, 0)
    assert part.query("FROM runs").num_rows == 0
    assert export_json(part, tmp_path / "none.json") == 0
    assert json.loads((tmp_path / "none.json").read_text()) == []
    work.close()


@pytest.mark.parametrize("name", ["public_valu", "progress_by_mission.nowhere"])
def test_a_wrong_name_gets_the_nearest(name: str, found: Results) -> None:
    with pytest.raises(InputError, match=r"name of an outcome.*Did you mean"):
        found.outcome(name)
    with pytest.raises(InputError, match="requested trajectory"):
        found.trajectory("trust")
    with pytest.raises(InputError, match=r"name of a factor.*Did you mean 'time'"):
        found.factor("times")


def test_exports_hold_every_run_with_its_point(found: Results, tmp_path: Path) -> None:
    assert export_csv(found, tmp_path / "runs.csv") == 40
    assert export_parquet(found, tmp_path / "runs.parquet") == 40
    assert export_json(found, tmp_path / "runs.json") == 40
    tables = [
        pyarrow.csv.read_csv(tmp_path / "runs.csv"),
        pyarrow.parquet.read_table(tmp_path / "runs.parquet"),
    ]
    for table in tables:
        assert table.column_names[:9] == [
            "run", "point", "replicate", "row", "scenario", "factor_relapse", "time", "status", "error",
        ]  # fmt: skip
        assert table.num_rows == 40
        np.testing.assert_array_equal(
            np.array(table.column("progress")), np.array(found.runs().column("progress"))
        )
    listed = json.loads((tmp_path / "runs.json").read_text())
    assert listed[-1]["scenario"] == "classroom_small (2)"
    assert listed[-1]["factor_relapse"] == 0.4


def test_pandas_gets_a_frame_and_its_absence_is_told(found: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    pandas = pytest.importorskip("pandas")
    frame = found.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert frame.groupby("time")["run"].count().to_dict() == {"long": 20, "short": 20}
    monkeypatch.setitem(sys.modules, "pandas", None)  # as where it is not installed
    with pytest.raises(InputError, match="pandas to be installed"):
        found.to_pandas()


def test_more_worlds_other_seeds_and_other_points_can_be_asked_for() -> None:
    asked = two_by_two()
    assert changed(asked) == asked
    assert changed(asked, replicates=9, seed=4).replicates == 9
    sampled = tiny(
        factors=[{"name": "slack", "path": "uncertainties.slack"}],
        design={"kind": "latin_hypercube", "points": 3},
    )
    assert changed(sampled, points=7).rows == 7
    with pytest.raises(InputError, match="a design that has a number of points, not grid"):
        changed(asked, points=7)
    with pytest.raises(InputError, match="most_runs"):
        changed(sampled, replicates=1_000_000, points=1000)
