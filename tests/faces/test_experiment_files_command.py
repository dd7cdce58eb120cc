"""`govsim experiment list|show|check|new`: what a person reads of experiments at the command line."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from click.testing import Result

from govsim.experiments.describe import described_experiment, seconds_of
from govsim.experiments.experiment import Experiment
from govsim.experiments.figures.catalogue import figure_of, kinds_of_figures
from govsim.experiments.load import experiment_names, load_experiment
from govsim.experiments.plan import planned
from govsim.scenario.uncertainties import UNCERTAINTIES
from tests.program import invoked

run = partial(invoked, "experiment", columns=80)


def words(result: Result) -> str:
    return " ".join(result.output.split())


def test_the_list_has_every_experiment_with_its_question_the_quickest_first() -> None:
    result = run("list")
    assert result.exit_code == 0
    for name in experiment_names():
        asked = load_experiment(name)
        assert f"{name} ({asked.runs:,} runs" in result.output
        assert asked.question in words(result)
    lines = result.output.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "quick_look (450 runs)"
    assert "real_england (120 runs, on real places that you give)" in lines


def test_the_list_takes_folders_and_says_which_files_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('scenarios = ["siloed"]\nquestion = "And here?"\nreplicates = 1\n')
    (tmp_path / "broken.toml").write_text('scenarios = ["siloed"]\nseed = -1\nreplicates = 0\n')
    result = run("list", tmp_path, columns=120)
    assert result.output.splitlines()[0] == f"{tmp_path / 'mine.toml'} (1 run)"
    assert "And here?" in result.output
    assert f"{tmp_path / 'broken.toml'}: 2 problems; see govsim experiment check" in words(result)


def test_a_folder_that_is_missing_is_said() -> None:
    result = run("list", "nowhere")
    assert result.exit_code == 2
    assert "nowhere: expected a folder with experiment files" in result.output


@pytest.mark.parametrize("name", experiment_names())
def test_an_experiment_is_told_in_full(name: str) -> None:
    asked = load_experiment(name)
    result = run("show", name)
    assert result.exit_code == 0
    said = words(result)
    assert asked.about in said
    assert asked.question in said
    assert f"= {asked.runs:,} runs" in said
    for part in (*asked.scenarios, *asked.outcomes, *asked.trajectories):
        assert part in said
    for figure in asked.figures:
        assert figure_of(figure.kind).shows in said
    told = said.replace(" ", "")
    for factor in asked.factors:
        assert factor.title.replace(" ", "") in told or factor.title.split()[0] in said
    assert max(len(line) for line in result.output.splitlines()) <= 80


def test_many_assumptions_over_their_own_ranges_are_told_in_one_line() -> None:
    said = words(run("show", "sensitivity_sobol"))
    assert f"{len(UNCERTAINTIES)} contested assumptions are moved, each over its own range: " in said


def test_steps_levels_changes_and_a_stopping_rule_are_told(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'scenarios = ["siloed", "mission_led"]\n[stopping]\nhalf_width = 0.02\nmost = 400\n[changes]\nhorizon = 20\n'
        '[[factors]]\npath = "levers.pooled_funding"\nsteps = 3\n'
        '[[factors]]\nname = "mind"\nelement = 3\nlevers_from = "mission_led"\n'
    )
    said = words(run("show", file, columns=120))
    assert "6 rows × 2 scenarios × 10 to 400 worlds = at most 4,800 runs" in said
    assert "It ends when every difference is known to within 0.02" in said
    assert "Changed in all of them: horizon: 20" in said
    assert "Pooled funding levers.pooled_funding 0, 0.5, 1" in said
    assert "Mindset Mindset: levers of mission_led unchanged, as in mission_led" in said


def test_time_grows_with_runs_quarters_and_communities() -> None:
    asked = load_experiment("quick_look")
    scenarios = described_experiment("quick_look").scenarios
    whole = seconds_of(asked, scenarios)
    assert whole == pytest.approx(450 * (0.0068 + 192 * 0.000021))
    twice = Experiment.model_validate({**asked.model_dump(), "replicates": 2 * asked.replicates})
    assert seconds_of(twice, scenarios) == pytest.approx(2 * whole)
    shorter = [scenario.replace(horizon=20, warm_up=20) for scenario in scenarios]
    assert seconds_of(asked, shorter) == pytest.approx(whole / 2)


def test_all_that_is_shipped_is_fine() -> None:
    result = run("check", *experiment_names(), columns=120)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert len(lines) == len(experiment_names())
    assert (
        "quick_look is fine: 3 rows × 3 scenarios × 50 worlds = 450 runs, about 5 seconds of one core."
        in lines
    )
    assert lines[experiment_names().index("real_england")].endswith(
        "= 120 runs, with places given by --places."
    )


def test_every_problem_is_said_with_its_line_and_ends_with_2(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('scenarios = ["siloed"]\nseed = -1\n\n[[factors]]\npath = "levers.slack"\n')
    result = run("check", file, "quick_look")
    assert result.exit_code == 2
    lines = result.output.splitlines()
    assert [line.partition(": ")[0] for line in lines[:2]] == [
        f"{file}, line 2, seed",
        f"{file}, line 5, factors.1.path",
    ]
    assert lines[2].startswith("quick_look is fine")


def test_places_and_actors_are_checked_too(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('scenarios = ["siloed"]\nchanges.places = "nowhere.parquet"\n')
    result = run("check", file)
    assert result.exit_code == 2
    assert "expected a file of imported places, or a CSV of communities, found no file" in result.output
    file.write_text('scenarios = ["siloed"]\nactors = {"council:North-East-1" = "nobody.py:Mind"}\n')
    result = run("check", file)
    assert result.exit_code == 2
    assert "nobody.py" in result.output


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_experiment_runs_as_it_stands(here: Path) -> None:
    result = run("new", "mine")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "Wrote mine.toml: an experiment that runs as it stands. Change it, then:",
        "  govsim experiment check mine.toml",
        "  govsim experiment show mine.toml",
    ]
    text = Path("mine.toml").read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) <= 120
    asked = load_experiment("mine.toml")
    assert len(planned(asked).rows) == asked.rows
    assert f"= {asked.runs} runs." in text
    for kind in kinds_of_figures():
        assert f"#   {kind}: " in text


def test_all_that_stands_in_comments_can_be_switched_on(here: Path) -> None:
    run("new", "mine")
    text = Path("mine.toml").read_text(encoding="utf-8")
    switched = "\n".join(line.removeprefix("# ") for line in text.splitlines() if is_toml(line))
    for what, instead in (
        ("replicates = 100\n", ""),  # the stopping rule stands in its place
        ('"mission_led"]', '"mission_led", "more_room"]'),
        ('kind = "curve"\nx = "cross_cutting"', 'kind = "regret"'),  # a sample has no curve
    ):
        assert what in switched
        switched = switched.replace(what, instead, 1)
    Path("mine.toml").write_text(switched, encoding="utf-8")
    asked = load_experiment("mine.toml")
    assert (asked.design.kind, asked.rows) == ("latin_hypercube", 500)
    assert [factor.name for factor in asked.factors] == [
        *("cross_cutting", "pooled_funding", "board_membership", "mindset", "country")
    ]
    assert asked.stopping is not None
    assert planned(asked).scenarios[2].levers.local_discretion == 0.5


def is_toml(line: str) -> bool:
    """Whether a line of the starter is TOML, or would be without its mark."""
    plain = line.removeprefix("# ")
    return plain.startswith(("[", "    {", "]")) or plain.split(" ")[1:2] == ["="]


def test_a_name_of_its_own_may_stand_in_a_file_of_another(here: Path) -> None:
    assert run("new", "mine", "-o", "other.toml").exit_code == 0
    assert load_experiment("other.toml").name == "mine"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("",), "expected a name"),
        (("../mine",), "expected a name"),
        (("quick_look",), "expected a new name, found an experiment that comes with govsim"),
        (("mine", "-o", "mine.csv"), "Call it mine.toml"),
        (("mine", "-o", "nowhere/mine.toml"), "no folder"),
        (("there",), "there.toml: expected a new file or folder"),
    ],
)
def test_what_cannot_be_written_is_refused(arguments: tuple[str, ...], told: str, here: Path) -> None:
    Path("there.toml").write_text("precious")
    result = run("new", *arguments)
    assert result.exit_code == 2
    assert told in result.output
    assert [file.read_text() for file in here.iterdir()] == ["precious"]


def test_an_unknown_name_or_command_gets_the_nearest() -> None:
    for arguments, told in (
        (("show", "quik_look"), "Did you mean 'quick_look'"),
        (("shw",), "Did you mean 'show'"),
    ):
        result = run(*arguments)
        assert result.exit_code == 2
        assert told in result.output
