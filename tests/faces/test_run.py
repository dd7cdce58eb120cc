"""`govsim run`: one page, files that other programs read, and errors that say what to do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pyarrow.csv
import pytest
from click.testing import CliRunner, Result

import govsim
from govsim.cli.main import main
from govsim.cli.run import run

SMALL = ["classroom_small", "-n", "3"]
CHILD = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from govsim.cli.main import main; main()"
)


def invoked(*arguments: str) -> Result:
    return CliRunner().invoke(run, list(arguments), catch_exceptions=False)


def exit_code(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(["run", *arguments])
    return int(str(stop.value.code))


def child(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
    )


def test_the_page_tells_what_was_run_what_came_of_it_and_how_to_run_it_again():
    page = invoked(*SMALL).stdout
    for said in (
        "Question: If you could move one lever",
        "3 worlds that differ in chance and in contested assumptions (seed 0)",
        "4 councils and 8 communities",
        "Public value, units",
        "95% interval",
        "The pound’s journey",
        "Healthy homes and lives",
        "The North",
        "not whether the model is right",
        "  govsim run classroom_small -n 3 --seed 0\n",
    ):
        assert said in page or said in " ".join(page.split())  # lines break where they must


def test_the_pound_on_the_page_comes_to_a_hundred_pence_and_the_budget_of_a_quarter():
    line = next(line for line in invoked(*SMALL).stdout.splitlines() if line.startswith("Together"))
    assert line.split()[1:] == ["100.0", "32.50"]  # of £130bn a year


def test_one_world_has_no_intervals():
    page = invoked("classroom_small", "-n", "1").stdout
    assert "95%" not in page
    assert "One world only" in page


def test_a_page_fits_its_width(monkeypatch):
    for width in (80, 100):
        monkeypatch.setenv("COLUMNS", str(width))
        assert max(map(len, invoked(*SMALL).stdout.splitlines())) <= width


def test_json_agrees_with_python(tmp_path):
    file = tmp_path / "run.json"
    assert invoked(*SMALL, "--seed", "5", "--json", str(file)).exit_code == 0
    told = json.loads(file.read_text(encoding="utf-8"))
    same = govsim.simulate("classroom_small", replicates=3, seed=5)
    assert told["differences"] == []
    assert told["scenarios"] == ["classroom_small"]
    assert (told["replicates"], told["seed"]) == (3, 5)
    assert {row["name"]: row["mean"] for row in told["measures"]} == {
        name: pytest.approx(float(values[-1].mean())) for name, values in same.measures.items()
    }
    assert sum(told["pound"]["classroom_small"].values()) == pytest.approx(1)


def test_a_saved_run_is_the_run_of_the_same_seed(tmp_path):
    file = tmp_path / "run.parquet"
    page = invoked(*SMALL, "-o", str(file)).stdout
    assert str(file) in page
    saved, again = govsim.load_run(file), govsim.simulate("classroom_small", replicates=3)
    assert (saved.measures["need"] == again.measures["need"]).all()


def test_csv_files_are_tidy_and_complete(tmp_path):
    folder = tmp_path / "tables"
    invoked(*SMALL, "--csv", str(folder))
    rows = {file.name: pyarrow.csv.read_csv(file) for file in folder.iterdir()}
    assert {name: table.num_rows for name, table in rows.items()} == {
        "quarterly.csv": 32 * 3,
        "outcomes.csv": 32 * 3 * 3,
        "missions.csv": 32 * 2 * 3,
        "departments.csv": 32 * 4 * 3,
        "regions.csv": 32 * 2 * 3,
        "differences.csv": 0,
    }
    assert rows["quarterly.csv"].column_names[:3] == ["scenario", "quarter", "replicate"]


def test_agents_asked_in_turn_give_the_same_results(tmp_path):
    files = [tmp_path / "kernels.json", tmp_path / "agents.json"]
    invoked(*SMALL, "--json", str(files[0]))
    invoked(*SMALL, "--step-agents", "--json", str(files[1]))
    kernels, agents = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    assert "--step-agents" in agents.pop("command")
    del kernels["command"]
    assert kernels == agents


def test_worlds_alike_hold_assumptions_at_their_central_values():
    assert "contested assumptions have their central values" in " ".join(
        invoked(*SMALL, "--worlds", "alike").stdout.split()
    )


def test_an_assumption_is_fixed_in_all_worlds(tmp_path):
    file = tmp_path / "fixed.json"
    given = {"local_capacity": 0.3, "slack": 0.1}
    options = [word for name, value in given.items() for word in ("--fix", f"{name}={value}")]
    invoked(*SMALL, *options, "--json", str(file))
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found["command"].endswith("--fix local_capacity=0.3 --fix slack=0.1")
    at_once = govsim.simulate(
        govsim.load_scenario("classroom_small").replace(uncertainties=given), replicates=3
    )
    told = found["measures"][0]
    assert told["name"] == "public_value"
    assert told["mean"] == pytest.approx(float(at_once.at_end("public_value").mean()))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("local_capacity", "--fix: expected a name and a number"),
        ("local_capacity=much", "--fix: expected a name and a number"),
        ("local_capacit=0.3", "Did you mean 'local_capacity'"),
        ("local_capacity=7", "expected a share from 0 to 1, found 7"),
    ],
)
def test_an_assumption_that_cannot_be_fixed_is_named(given, said, capsys):
    assert exit_code(*SMALL, "--fix", given) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_an_edited_network_is_taken(tmp_path):
    scenario = govsim.load_scenario("classroom_small")
    from govsim.world.find_places import places_of
    from govsim.world.network import build_network
    from govsim.world.network_files import write_network

    network = build_network(scenario, places_of(scenario))
    write_network(network.without("line", "centre", "care"), tmp_path / "edited.json")
    write_network(network, tmp_path / "same.json")
    usual, same, edited = (
        invoked(*SMALL, *arguments).stdout.split("What became of the country")[1].split("Read with care")[0]
        for arguments in (
            [],
            ["--network", str(tmp_path / "same.json")],
            ["--network", str(tmp_path / "edited.json")],
        )
    )
    assert usual == same
    assert usual != edited


def test_everything_that_is_wrong_is_said_at_once_before_any_work(tmp_path, capsys):
    missing = tmp_path / "nowhere"
    code = exit_code(
        *("clasroom_small", "-n", "100000"),
        *("--json", str(missing / "a.json"), "--plot", str(tmp_path / "a.gif"), "--csv", str(__file__)),
    )
    told = capsys.readouterr().err
    assert code == 2
    assert len(told.splitlines()) == 4
    for said in (
        "no folder",
        "ends in .svg or .png, found '.gif'",
        "expected a folder",
        "'classroom_small'?",
    ):
        assert said in told


def test_two_results_cannot_go_to_one_file(tmp_path, capsys):
    same = str(tmp_path / "x.svg")
    assert exit_code(*SMALL, "--json", same, "--plot", same) == 2
    assert "found the same as --json" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["-n", "0"], ["-n", "many"], ["--seed", "-1"], ["--worlds", "odd"]])
def test_values_that_cannot_be_used_end_with_code_2(arguments, capsys):
    assert exit_code("classroom_small", *arguments) == 2
    assert "Invalid value" in capsys.readouterr().err


def test_a_chart_without_what_charts_need_names_the_remedy(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("govsim.documents.charts.find_spec", lambda name: None)
    assert exit_code(*SMALL, "--plot", str(tmp_path / "a.svg")) == 2
    assert "pip install 'govsim[plot]'" in capsys.readouterr().err


def test_a_stop_ends_with_code_130_and_leaves_nothing(tmp_path):
    file = tmp_path / "never.json"
    process = child("run", "siloed", "-n", "20000", "--quiet", "--json", str(file))
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.strip()) == (130, "", "Stopped.")
    assert list(tmp_path.iterdir()) == []


def test_a_page_can_be_shown_where_only_ascii_can():
    process = child("run", *SMALL, PYTHONIOENCODING="ascii")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out.isascii()
    assert "GBP 130.0bn a year" in out
    assert "?" not in " ".join(out.split()).replace("would be worse off?", "")


def test_help_needs_nothing_but_click():
    code = (
        "import sys\n"
        "from govsim.cli.main import govsim\n"
        "govsim.main(['--help'], standalone_mode=False)\n"
        "heavy = {'numpy', 'rich', 'altair', 'pyarrow', 'mesa', 'pydantic'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "compare" in done.stdout


def test_a_run_is_not_begun_for_a_file_that_it_cannot_be_written_to(tmp_path, capsys):
    assert exit_code("classroom_small", "-n", "100000", "-o", str(tmp_path / "run.csv")) == 2
    assert "expected an ending .parquet or .pq, found .csv" in capsys.readouterr().err
