"""`govsim attribute`, `sensitivity`, `discover` and `experiment report`: what they show, write and refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import govsim
from govsim.cli.attribute import attribute
from govsim.cli.discover import discover
from govsim.cli.experiment.report import report_command
from govsim.cli.main import govsim as command_line
from govsim.cli.main import main
from govsim.cli.sensitivity import sensitivity
from govsim.experiments.sensitivity import sensitivity_experiment

ARM = """
extends = "classroom_small"
horizon = 4
warm_up = 4
[levers]
{levers}
"""
SETTINGS = {
    "apart": "pooled_funding = 0.0",
    "together": 'pooled_funding = 0.9\nlocal_discretion = 0.8\ncommunity_voice = 0.7\nboard_membership = "all"',
}


@pytest.fixture(scope="module")
def arms(tmp_path_factory) -> list[str]:
    """Two small arrangements of one country that differ in three levers of three elements."""
    folder = tmp_path_factory.mktemp("arms")
    for name, levers in SETTINGS.items():
        (folder / f"{name}.toml").write_text(ARM.format(levers=levers), encoding="utf-8")
    return [str(folder / f"{name}.toml") for name in SETTINGS]


def as_the_program(command, arguments: list[str]) -> Result:
    """As the program calls it: click keeps with a command the help option of its first call."""
    return CliRunner().invoke(command, arguments, catch_exceptions=False, **command_line.context_settings)


def invoked(command, *arguments: str) -> Result:
    return as_the_program(command, [*arguments, "--jobs", "1"])


def words(text: str) -> str:
    return " ".join(text.split())


def in_order(page: str, parts: tuple[str, ...]) -> bool:
    places = [page.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_attribute_splits_the_difference_and_keeps_its_order(arms, tmp_path):
    file = tmp_path / "told.json"
    files = ("--json", str(file), "--report", str(tmp_path / "told.md"))
    result = invoked(attribute, *arms, "-n", "4", "--weight", "0.25", *files)
    parts = (
        "What explains the difference between apart and together?",
        "of the 3 elements",
        "By elements",
        "Accountability and money",
        "Together",
        "By levers",
        "Pooled funding",
        "How sure is it?",
        "Monte Carlo error only",
        "To run it again: govsim attribute",
        "Saved",
    )
    assert in_order(words(result.stdout), parts)
    told = json.loads(file.read_text(encoding="utf-8"))
    asked = "-n 4 --permutations 16 --outcome public_value --seed 0 --weight 0.25"
    assert told["command"] == f"govsim attribute {' '.join(arms)} {asked}"
    (finding,) = told["findings"]
    assert [split["of_what"] for split in finding["numbers"]["splits"]] == ["Elements", "Levers"]
    for split in finding["numbers"]["splits"]:
        total = sum(share["adds"]["mean"] for share in split["shares"])
        assert total == pytest.approx(finding["numbers"]["whole"]["mean"], abs=1e-12)
    assert (tmp_path / "told.md").read_text(encoding="utf-8").startswith("# What explains the difference")


def test_attribute_agrees_with_comparing_the_two(arms, tmp_path):
    report = govsim.attribute(*arms, outcomes=["progress"], replicates=4, seed=2)
    whole = report.parts[0].document["whole"]["mean"]
    assert report.save(tmp_path / "told.md").is_file()
    known = govsim.compare(arms, replicates=4, seed=2)
    assert whole == pytest.approx(known.difference("progress", *known.runs).difference.mean, abs=1e-12)


def test_sensitivity_ranks_the_assumptions(arms):
    page = words(invoked(sensitivity, *arms, "--points", "2", "-n", "1").stdout)
    assert in_order(
        page,
        (
            "On which assumptions does the difference",
            "What moves the difference",
            "95% interval",
            "Every assumption",
            "µ*",
        ),
    )
    assert "--method morris --points 2" in page


def test_sensitivity_by_variance_needs_a_power_of_two(arms, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["sensitivity", *arms, "--method", "sobol", "--points", "3"])
    assert stop.value.code == 2
    assert "a power of two" in capsys.readouterr().err


def test_sensitivity_by_variance_draws_128_sets_of_assumptions_unless_asked(arms):
    asked = sensitivity_experiment(
        *arms, method="sobol", outcomes=["public_value"], points=None, replicates=None, seed=0, weight=None
    )
    factors = len(asked.factors) + len(asked.uncertainties)
    assert (asked.design.points, asked.replicates) == (128, 2)
    assert asked.rows == 128 * (factors + 2)


def test_discover_looks_for_one_way_if_one_is_asked_for(arms):
    page = words(invoked(discover, *arms, "loses", "--points", "40").stdout)
    assert "In which worlds does together beat apart" in page
    assert (
        "No few assumptions tell where together loses" in page
        or "loses nearly everywhere" in page
        or "too seldom to say where" in page
        or ("loses most often with" in page and "of all worlds" in page)
    )
    assert "govsim discover" in page
    assert " loses --points 40" in page


def test_runs_are_kept_where_they_are_wanted_and_reported_again(arms, tmp_path):
    invoked(discover, *arms, "--points", "40", "-o", str(tmp_path))
    (folder,) = tmp_path.iterdir()
    result = as_the_program(report_command, [str(folder)])
    assert "In which worlds does together beat apart" in words(result.stdout)
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "govsim discover" in page
    result = as_the_program(report_command, [str(folder), "-o", str(tmp_path / "told.json")])
    assert json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))["name"].startswith(
        "discover-apart"
    )


def test_scenarios_that_differ_in_more_than_levers_cannot_be_split(arms, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["attribute", arms[0], "siloed"])
    assert stop.value.code == 2
    told = capsys.readouterr().err
    assert "differs from 'apart' in its levers alone" in told
    assert "govsim explain" in told


def test_scenarios_with_the_same_levers_cannot_be_split(arms, capsys):
    with pytest.raises(SystemExit):
        main(["attribute", arms[0], arms[0]])
    assert "the same levers" in capsys.readouterr().err


def test_an_odd_number_of_orders_is_refused(arms, capsys):
    with pytest.raises(SystemExit):
        main(["attribute", *arms, "--permutations", "3"])
    assert "an even number of orders" in capsys.readouterr().err


def test_a_report_of_no_results_is_refused(tmp_path: Path, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["experiment", "report", str(tmp_path)])
    assert stop.value.code == 2
    assert "no manifest.json" in capsys.readouterr().err


def test_a_report_in_an_unknown_form_is_refused_before_any_work(arms, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["discover", *arms, "--report", "told.pdf"])
    assert stop.value.code == 2
    assert ".html, .md or .json" in capsys.readouterr().err


def test_assumptions_that_are_all_fixed_leave_nothing_to_discover(arms, tmp_path, capsys):
    fixed = tmp_path / "fixed.toml"
    fixed.write_text(
        ARM.format(levers=SETTINGS["together"]) + '[uncertainties]\nworlds = "alike"\n', encoding="utf-8"
    )
    with pytest.raises(SystemExit):
        main(["discover", arms[0], str(fixed)])
    assert "assumptions that both scenarios leave open" in capsys.readouterr().err
