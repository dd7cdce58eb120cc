"""`govsim experiment run|status|resume|results|replay|export`: what a person sees of runs that are kept."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow.csv
import pyarrow.parquet
import pytest
from click.testing import Result

from govsim.experiments.results import open_results, results_in
from govsim.experiments.store.folder import Folder, spans_in
from govsim.scenario.load import load_scenario
from govsim.world.find_places import places_of
from govsim.world.saved_places import save_places
from tests.program import invoked
from tests.tiny_experiments import on_this_machine

ROOT = Path(__file__).parents[2]
FILE = """
scenarios = ["classroom_small", "classroom_small"]
changes = {warm_up = 4, horizon = 3}
replicates = 4
outcomes = ["public_value", "progress"]

[[factors]]
path = "levers.pooled_funding"
values = [0.0, 0.7]
"""
ACTOR = """
import os

class Ends:
    def commission(self, view):
        if (view.belief_cew[0, 0] > 0.87).any():
            raise ValueError("not to be had")
        most = view.by_outcome.max(view.belief_cew, axis=1)
        best = view.belief_cew == view.by_outcome.spread(most, axis=1)
        return view.by_outcome.normalised(1.0 * best, axis=1)
"""


run = partial(invoked, "experiment", columns=100)


def words(result: Result) -> str:
    return " ".join(result.output.split())


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small experiment that was run."""
    place = tmp_path_factory.mktemp("run")
    (place / "small.toml").write_text(FILE)
    result = run("run", place / "small.toml", "-o", place / "results", "--jobs", "1")
    assert result.exit_code == 0, result.output
    (folder,) = results_in(place / "results")
    return folder


def test_it_ends_with_where_results_lie_what_came_out_and_what_to_do_next(kept: Path) -> None:
    result = run("run", kept.parents[1] / "small.toml", "-o", kept.parent, "--jobs", "1")
    assert result.exit_code == 0
    assert result.output.startswith("small: was complete already, 4 points × 4 worlds.\n")
    assert f"Saved in {kept}\n" in result.output
    assert "Public value" in result.output
    told = re.sub(r"0.00 equal|0.000 equal", "", result.output)
    assert "Against classroom small" in told
    assert "classroom small (2) at pooled funding 0.7" in " ".join(word for word in told.split() if word)
    assert result.output.rstrip().endswith(f"govsim experiment report {kept}")


@pytest.mark.parametrize(
    ("outcome", "label"), [("mean_core_services", "averaged"), ("pound_gamed", "pound:")]
)
def test_what_is_no_measure_of_the_catalogue_is_told_at_the_end_as_well(
    outcome: str, label: str, tmp_path: Path
) -> None:
    file = tmp_path / "small.toml"
    file.write_text(FILE.replace('"public_value", "progress"', f'"{outcome}"'))
    result = run("run", file, "-o", tmp_path / "results", "--jobs", "1")
    assert result.exit_code == 0, result.output
    assert label in result.output


def test_status_says_how_far_it_is_and_that_nobody_is_at_work(kept: Path) -> None:
    result = run("status", kept)
    assert result.exit_code == 0
    assert "small: complete" in result.output
    assert "Finished: 16 runs; 4 complete worlds of 4 points" in words(result)
    assert "No process is at work on it" in result.output


def test_status_of_a_part_says_how_to_go_on_and_resume_does(tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(FILE)
    run("run", tmp_path / "small.toml", "-o", tmp_path, "--jobs", "1")
    (folder,) = results_in(tmp_path)
    whole = open_results(folder).runs()
    (chunk,) = (folder / "chunks").iterdir()
    chunk.unlink()
    result = run("status", folder)
    assert "small: unfinished" in result.output
    assert "Finished: 0 of 16 runs (0%)" in words(result)
    assert f"govsim experiment resume {folder}" in result.output
    listed = run("results", tmp_path)
    assert listed.output == f"{folder}\n  0% done: 0 runs\n"
    again = run("resume", folder, "--jobs", "1")
    assert again.exit_code == 0
    assert again.output.startswith("small: complete")
    assert open_results(folder).runs().equals(whole)


def test_a_run_is_replayed_and_held_against_what_was_kept(kept: Path) -> None:
    result = run("replay", kept, "5")
    assert result.exit_code == 0
    assert "Run 5 of small: scenario classroom_small (2), world 1 of seed 0" in words(result)
    value = float(open_results(kept).outcome("progress")[0, 1, 1])
    assert result.output.count(repr(value)) == 2
    assert "outcomes are bit for bit the stored ones." in result.output
    beyond = run("replay", kept, "16")
    assert beyond.exit_code == 2
    assert "the number of a run, 0 to 15" in beyond.output


def test_what_failed_is_told_with_the_command_that_shows_it_again(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(ACTOR)
    lines = FILE.partition("[[factors]]")[0] + '[actors]\n"council:hillford" = "mine.py:Ends"\n'
    (tmp_path / "failing.toml").write_text(lines.replace(', "classroom_small"]', "]"))
    result = run("run", tmp_path / "failing.toml", "-o", tmp_path, "--jobs", "1")
    assert result.exit_code == 0
    assert "1 run failed" in result.output
    assert "not to be had" in result.output
    command = re.search(r"govsim experiment replay (\S+) (\d+)", result.output)
    assert command is not None
    again = run("replay", *command.groups())
    assert again.exit_code == 0
    assert "It failed: ChoiceError:" in again.output
    assert 'raise ValueError("not to be had")' in again.output
    assert "It is the same as the stored run, which failed too." in words(again)
    status = words(run("status", command[1]))
    assert "Failed: 1 run" in status
    for told in (status, words(result)):
        assert f"govsim experiment resume {command[1]} --retry-failed" in told
        assert "An actor whose file was changed makes another experiment" in told
    assert "govsim experiment resume DIR --retry-failed" in words(run("results", tmp_path))
    retried = words(run("resume", command[1], "--retry-failed", "--jobs", "1"))
    assert "1 failed run was tried again: now 1 fails." in retried
    (tmp_path / "mine.py").write_text(ACTOR.replace("0.87", "1.1"))
    mended = run("resume", command[1], "--retry-failed")
    assert mended.exit_code == 2
    assert "'govsim experiment run' makes a folder for it" in words(mended)
    anew = words(run("run", tmp_path / "failing.toml", "-o", tmp_path, "--jobs", "1"))
    assert "1 run failed" not in anew
    assert "reused" not in anew


def test_more_worlds_are_made_and_those_that_are_there_are_taken_over(kept: Path, tmp_path: Path) -> None:
    file = kept.parents[1] / "small.toml"
    result = run("run", file, "-o", kept.parent, "-n", "6", "--jobs", "1")
    assert result.exit_code == 0
    assert "small: complete, 4 points × 6 worlds." in result.output
    assert f"16 of 24 runs reused from {kept}\n" in result.output
    (more,) = (folder for folder in results_in(kept.parent) if folder != kept)
    assert run("report", more, "-o", tmp_path / "more.md").exit_code == 0
    assert f"- Reused: 16 runs from {kept.name}\n" in (tmp_path / "more.md").read_text()
    fresh = run("run", file, "-o", tmp_path, "-n", "6", "--jobs", "1")
    assert (
        result.output.partition("Results: ")[2].splitlines()[:6]
        == fresh.output.partition("Results: ")[2].splitlines()[:6]
    )


def test_a_wish_to_try_again_without_a_failure_is_answered(kept: Path) -> None:
    result = run("resume", kept, "--retry-failed", "--jobs", "1")
    assert "No run had failed, so none was tried again." in words(result)


def test_exports_are_written_and_a_form_must_be_chosen(kept: Path, tmp_path: Path) -> None:
    result = run("export", kept, "--csv", tmp_path / "runs.csv", "--json", tmp_path / "runs.json")
    assert result.output == f"16 runs in {tmp_path / 'runs.csv'}\n16 runs in {tmp_path / 'runs.json'}\n"
    assert (tmp_path / "runs.csv").read_text().count("\n") == 17
    assert run("export", kept).exit_code == 2
    nowhere = run("export", kept, "--csv", tmp_path / "nowhere" / "runs.csv")
    assert nowhere.exit_code == 2
    assert "--csv" in nowhere.output


@pytest.mark.parametrize("command", ["status", "resume", "export", "replay"])
def test_a_folder_without_an_experiment_is_told(command: str, tmp_path: Path) -> None:
    extra = {"export": ["--csv", str(tmp_path / "x.csv")], "replay": ["0"]}.get(command, [])
    result = run(command, tmp_path, *extra)
    assert result.exit_code == 2
    assert "expected the folder of an experiment, found no manifest.json in it" in result.output


def test_a_list_of_no_results_says_how_to_get_some(tmp_path: Path) -> None:
    assert "govsim experiment run quick_look" in run("results", tmp_path / "none").output


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ctrl_c_and_sigterm_say_how_to_go_on(stop: signal.Signals, code: int, tmp_path: Path) -> None:
    lines = FILE.partition("[[factors]]")[0].replace("replicates = 4", "replicates = 90000")
    (tmp_path / "long.toml").write_text(lines)
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        [sys.executable, "-m", "govsim", "experiment", "run", "long.toml", "--jobs", "2"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        if any(spans_in(Folder(folder).chunks) for folder in results_in(tmp_path / "results")):
            break
        time.sleep(0.02)
    began = time.monotonic()
    if stop is signal.SIGINT:
        os.killpg(process.pid, stop)  # a terminal tells all processes
    else:
        process.send_signal(stop)
    out, said = process.communicate(timeout=30)
    assert time.monotonic() - began < on_this_machine(2), said.decode()
    assert process.returncode == code, (out, said)
    (folder,) = results_in(tmp_path / "results")
    resume = f"govsim experiment resume {folder.relative_to(tmp_path)}"
    lines = [f"Finished chunks are safe. To continue: {resume}", "Stopped."]
    told = [line for line in said.decode().splitlines() if line and "% done" not in line]  # where it is slow
    assert told[-2:] == lines
    assert not [line for line in told if "leaked" in line]
    assert open_results(folder).runs().num_rows > 0


@pytest.fixture
def parent(kept: Path, tmp_path: Path) -> Path:
    """A folder with one experiment in it."""
    shutil.copytree(kept, tmp_path / "parent" / kept.name)
    return tmp_path / "parent"


@pytest.mark.parametrize(
    ("command", "options", "told"),
    [
        ("status", (), "small: complete"),
        ("resume", ("--jobs", "1"), "small: was complete already"),
        ("report", (), "report.html"),
        ("replay", ("5",), "bit for bit the stored ones"),
        ("export", ("--csv", "runs.csv"), "16 runs in runs.csv"),
    ],
)
def test_the_parent_of_a_single_experiment_stands_for_it(
    command: str,
    options: tuple[str, ...],
    told: str,
    parent: Path,
    kept: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(command, parent, *options)
    assert result.exit_code == 0, result.output
    assert told in words(result)
    assert not (parent / "report.html").exists()
    shutil.copytree(kept, parent / "another")
    several = run(command, parent, *options)
    assert several.exit_code == 2
    assert f"found 2 of them. Name one: {parent / 'another'}, {parent / kept.name}." in words(several)


def test_a_logarithmic_factor_has_its_logarithm_beside_it_in_every_export(tmp_path: Path) -> None:
    file = tmp_path / "spread.toml"
    head = FILE.partition("[[factors]]")[0].replace(', "classroom_small"]', "]")
    file.write_text(
        f'uncertainties = ["elasticity", "slack"]\n{head}design = {{kind = "latin_hypercube", points = 4}}'
    )
    assert run("run", file, "-o", tmp_path / "results", "--jobs", "1").exit_code == 0
    forms = {form: tmp_path / f"runs.{form}" for form in ("csv", "json", "parquet")}
    asked = [word for form, path in forms.items() for word in (f"--{form}", str(path))]
    told = run("export", tmp_path / "results", *asked).output
    assert told.endswith(
        "elasticity is spread on a logarithmic scale; log10_elasticity is its logarithm to base 10.\n"
    )
    assert "slack is" not in told
    tables = (
        pyarrow.csv.read_csv(forms["csv"]),
        pyarrow.Table.from_pylist(json.loads(forms["json"].read_text())),
        pyarrow.parquet.read_table(forms["parquet"]),
    )
    for table in tables:
        values, logarithms = (table.column(name).to_numpy() for name in ("elasticity", "log10_elasticity"))
        np.testing.assert_allclose(logarithms, np.log10(values), rtol=1e-15)
        assert "log10_slack" not in table.column_names


def test_a_large_experiment_says_how_long_it_takes_before_it_is_planned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from govsim.cli.experiment import run as command

    def planned_too_early(*_: object, **__: object) -> None:
        raise AssertionError("it was planned before it was asked about")

    monkeypatch.setattr(command, "begin", planned_too_early)
    monkeypatch.setattr(command, "_is_a_terminal", lambda: True)
    lines = (
        FILE.partition("[[factors]]")[0]
        .replace("replicates = 4", "replicates = 400000")
        .replace("horizon = 3", "horizon = 99")
    )
    (tmp_path / "long.toml").write_text(lines)
    result = invoked("experiment", "run", tmp_path / "long.toml", typed="n\n")
    assert result.exit_code == 130
    assert "1 row × 2 scenarios × 400,000 worlds = 800,000 runs: about" in words(result)
    assert "of one core. Run it? [Y/n]" in words(result)


@pytest.mark.parametrize("given", ["as an option", "in the file"])
def test_places_that_lack_outcomes_are_refused_before_the_first_run(given: str, tmp_path: Path) -> None:
    rows = "\n".join(f"k{k},Place {k},C{k % 4},{1000 + k},0.{k + 10},0.{40 - k}" for k in range(12))
    (tmp_path / "land.csv").write_text(f"code,name,council,population,need_work,need_jobs\n{rows}\n")
    land = tmp_path / "land.parquet"
    made = invoked("places", "import", tmp_path / "land.csv", "-o", land)
    assert made.exit_code == 0, made.output
    file, places = tmp_path / "mine.toml", ("--places", str(land))
    file.write_text('scenarios = ["siloed", "mission_led"]\nreplicates = 2\n')
    if given == "in the file":
        file.write_text(f'{file.read_text()}changes.places = "{land}"\n')
        places = ()
    for command in ("check", "run"):
        options = places if command == "check" else (*places, "-o", str(tmp_path / "results"))
        result = run(command, file, *options)
        assert result.exit_code == 2, result.output
        assert "outcomes of 'siloed' and 'mission_led', found only work and jobs. Give other places" in words(
            result
        )
        assert "'govsim scenario new NAME --country --places FILE' begins one." in words(result)
        assert "retry" not in result.output
    assert not (tmp_path / "results").exists()


def test_check_with_places_that_have_every_outcome_says_how_long_it_takes(tmp_path: Path) -> None:
    land = tmp_path / "land.parquet"
    save_places(places_of(load_scenario("siloed")), land)
    told = words(run("check", "real_england", "--places", land))
    assert "real_england is fine: 1 row × 3 scenarios × 40 worlds = 120 runs, about" in told


def test_one_of_a_kind_is_told_in_the_singular(tmp_path: Path) -> None:
    file = tmp_path / "one.toml"
    file.write_text('scenarios = ["classroom_small"]\nreplicates = 1\nchanges = {warm_up = 4, horizon = 2}\n')
    told = run("run", file, "-o", tmp_path / "results", "--jobs", "1").output
    told += run("status", tmp_path / "results").output + run("results", tmp_path / "results").output
    told += run("export", tmp_path / "results", "--csv", tmp_path / "runs.csv").output
    told += run("check", file).output
    assert "complete, 1 point × 1 world." in told
    assert "Finished: 1 run; 1 complete world of 1 point" in told
    assert "complete: 1 run\n" in told
    assert "1 run in " in told
    assert not re.search(r"\b1 (runs|worlds|points|scenarios|rows|processes|outcomes)\b", told)
    file.write_text('scenarios = ["classroom_small"]\nreplicates = 9\nmost_runs = 1\n')
    assert "found 9 (1 row × 1 scenario × 9 worlds)" in run("check", file).output
