"""`govsim compare`: the page in its order, the JSON by its schema, charts and errors."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from pathlib import Path

import pyarrow.csv
import pytest

import govsim
from govsim.cli.main import main
from govsim.comparison.compare import WEIGHTS_SHOWN
from govsim.comparison.gains import changes
from govsim.measures.catalogue import MEASURES
from tests.faces.small_comparisons import invoked, said, small_arms

PLAIN = [name for name, measure in MEASURES.items() if not measure.axis]


@pytest.fixture(scope="module")
def arms(tmp_path_factory) -> list[str]:
    return small_arms(tmp_path_factory.mktemp("arms"))


def test_the_page_keeps_its_order(arms):
    page = " ".join(invoked(*arms, "-n", "6", "--full").stdout.split())
    parts = (
        "What if money were one_purse",
        "What is traded for what",
        "After 8 years",
        "Verdicts",
        "Which is best",
        "What a difference in effective money is due to",
        "What other weights would say",
        "When it pays",
        "Who gains and who loses",
        "The pound’s journey",
        "Levers that differ",
        "Brackets are 95% intervals of paired differences, wide enough for all 3 comparisons at once.",
        "unrelated ones would",
        "The intervals cover chance between worlds only",
        "To run it again:",
    )
    places = [page.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert "Pooled funding" in page


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("count", [2, 3])
def test_tables_fit_and_words_stay_whole(arms, monkeypatch, width, count):
    monkeypatch.setenv("COLUMNS", str(width))
    for form in ((), ("--full",)):
        page = invoked(*arms[:count], "-n", "4", *form).stdout
        tables = [line for line in page.splitlines() if not line.startswith("  govsim")]
        assert max(map(len, tables)) <= width
        for word in (
            "Progress on",
            "Difference" if count == 2 else "in brackets: difference",
            "Core services",
        ):
            assert word in page


@pytest.mark.parametrize("count", [2, 3, 6])
def test_by_default_it_is_45_lines_that_answer_first(arms, tmp_path, monkeypatch, count):
    monkeypatch.setenv("COLUMNS", "100")
    short = tmp_path / "one_purse.toml"  # a name no longer than those that ship
    short.write_text(Path(arms[2]).read_text(encoding="utf-8"), encoding="utf-8")
    some = [*arms[:2], str(short)]
    lines = invoked(*(some * 2)[:count], "-n", "6").stdout.splitlines()
    assert len(lines) <= 45
    page = " ".join(lines)
    parts = (
        "Public value, " if count == 6 else "in public value",
        "is traded for",
        *(() if count == 6 else ("Break-even rate", "Verdict")),
        "How sure",
    )
    places = [
        page.find(part) for part in (*parts, "Where to read on", "--full", "--report", "govsim compare")
    ]
    assert -1 not in places
    assert places == sorted(places)
    measures = ("Public value,", "Progress on", "Core services,", "Effective per", "Need of the")
    assert (
        sum(line.startswith(measures) for line in lines) == 5
    )  # of six scenarios, each has one in the answer


def test_six_scenarios_have_a_verdict_each_and_the_other_pairs_when_asked(arms):
    six = [arms[place % 3] for place in range(6)]
    brief, full = said(*six, "-n", "3"), said(*six, "-n", "3", "--full")
    against = re.compile(r"Public value, [\w ()]+ against")
    assert (len(against.findall(brief)), full.count("• Public value, ")) == (5, 15)


def test_there_is_a_sentence_for_every_headline_and_pair(arms):
    page = said(*arms, "-n", "4", "--full")
    for label in ("Trade-off of ", "Break-even rate: ", "Effective pence of a pound: "):
        assert page.count(f"• {label}") == 2
    assert page.count("• Public value, ") == 3
    for label in ("Progress on outcomes, ", "Core services, ", "Effective per pound for outcomes, "):
        assert page.count(f"• {label}") == 2


def test_all_measures_are_shown_when_asked_for(arms, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    page = said(*arms[:2], "-n", "3", "--all")
    for name in PLAIN:
        assert MEASURES[name].label in page


def test_one_world_decides_nothing(arms):
    page = said(*arms, "-n", "1").replace("Better", "")
    assert "One world only: no intervals are given, and nothing is decided" in page
    for word in ("95%", "better", "not known", "unrelated ones", "nan"):
        assert word not in page.lower()


def test_json_keeps_to_its_schema_and_agrees_with_python(arms, tmp_path):
    file = tmp_path / "told.json"
    assert invoked(*arms, "-n", "5", "--seed", "3", "--json", str(file)).exit_code == 0
    told = json.loads(file.read_text(encoding="utf-8"))
    same = govsim.compare(arms, replicates=5, seed=3)
    assert set(told) == {
        *("scenarios", "replicates", "seed", "measures", "differences", "pound", "levers", "command"),
        *("model_version", "public_value", "places", "worlds"),
        *("trade_off", "best_by_rate", "value_splits", "held_to", "starts"),
        *("comparisons_at_once", "public_value_ranking", "level_from", "gains_and_losses"),
        *("pairing", "stopping", "failures", "read_with_care"),
    }
    assert told["comparisons_at_once"] == 3
    assert sum(row["chance_of_best"] for row in told["public_value_ranking"]) == pytest.approx(1)
    assert told["scenarios"] == list(same.names)
    assert (told["replicates"], told["seed"]) == (5, 3)
    assert told["model_version"] == same.runs[0].model_version
    assert told["command"].startswith("govsim compare ")
    assert [(row["name"], row["scenario"]) for row in told["measures"]] == [
        (name, scenario) for name in PLAIN for scenario in same.names
    ]
    keys = ["name", "label", "unit", "scenario", "mean", "low", "high"]
    assert all(list(row) == keys for row in told["measures"])
    assert len(told["differences"]) == 3 * len(PLAIN)
    for row, difference in zip(told["differences"], same.differences(), strict=True):
        assert list(row) == [
            *("measure", "scenario", "baseline", "difference", "low", "high", "verdict", "smallest_effect"),
            *(
                "variance_reduction",
                "effect_size",
                "per_cent",
                "share_better",
                "more_worlds",
                "lopsided",
                "sentence",
            ),
        ]
        assert row["sentence"] == difference.sentence()
        assert (row["measure"], row["scenario"]) == (difference.measure, difference.scenario)
        assert row["verdict"] == difference.verdict
        assert row["difference"] == pytest.approx(difference.difference.mean, abs=1e-12)
        reduction = difference.variance_reduction
        assert row["variance_reduction"] == (reduction if math.isfinite(reduction) else None)
    assert {name: sum(shares.values()) for name, shares in told["pound"].items()} == {
        name: pytest.approx(1) for name in same.names
    }
    assert told["levers"]["halfway"]["pooled_funding"] == 0.5
    assert told["public_value"]["weight"] == 0.5
    assert len(told["public_value"]["at"]) == 3 * len(WEIGHTS_SHOWN)
    at_half = [row for row in told["public_value"]["at"] if row["weight"] == 0.5]
    judged = [row for row in told["differences"] if row["measure"] == "public_value"]
    for row, other in zip(at_half, judged, strict=True):
        assert (row["scenario"], row["verdict"]) == (other["scenario"], other["verdict"])
        assert row["difference"] == pytest.approx(other["difference"], abs=1e-12)


def test_json_says_who_gains_when_it_pays_and_what_intervals_leave_out(arms, tmp_path):
    file = tmp_path / "told.json"
    invoked(*arms, "-n", "5", "--seed", "3", "--json", str(file))
    told = json.loads(file.read_text(encoding="utf-8"))
    same = govsim.compare(arms, replicates=5, seed=3)
    rows = told["gains_and_losses"]
    assert {row["kind"] for row in rows} == {"outcome", "mission", "department", "region"}
    own = [change for run in same.runs[1:] for change in changes(same, same.runs[0], run)]
    assert [(row["who"], row["verdict"]) for row in rows] == [
        (one.who, one.difference.verdict) for one in own
    ]
    assert [row["difference"] for row in rows] == pytest.approx(
        [one.difference.difference.mean for one in own]
    )
    assert len(told["level_from"]) == 2 * 3
    for row in told["level_from"]:
        first, second = (same.runs[same.names.index(row[name])] for name in ("baseline", "scenario"))
        start = same.break_even(row["measure"], first, second)
        assert row["quarter"] == (None if start is None else start + 1)
    assert "chance between worlds only" in told["read_with_care"]
    assert told["failures"] == []


def test_the_page_says_how_often_one_is_better_and_that_worlds_were_fixed(arms):
    page = said(*arms, "-n", "6", "--full")
    assert "The number of worlds was chosen beforehand" in page
    assert re.search(r"better in (only )?(all|none of|\d of) 6 worlds \(", page)


@pytest.mark.parametrize("ending", [".html", ".md", ".json"])
def test_a_report_says_what_the_page_says(arms, tmp_path, ending):
    file = tmp_path / f"told{ending}"
    result = invoked(
        *arms, "-n", "4", "--worlds", "alike", "--equal-overhead", "--full", "--report", str(file)
    )
    assert f"Report: {file}" in result.stdout
    text = " ".join(file.read_text(encoding="utf-8").split())
    page = " ".join(result.stdout.split())
    for words in (
        "What if money were one_purse",
        "lose the staff time of apart",
        "--worlds alike",
    ):
        assert words in page
        assert words.replace("_", "\\_" if ending == ".md" and "one_purse" in words else "_") in text
    for words in ("chance between worlds only", "all 3 comparisons at once", "Pooled funding"):
        assert words in page
        assert words in text
    assert "share of the worlds that our ranges" not in text  # which are not drawn from here


def test_all_measures_are_in_a_report_when_asked_for(arms, tmp_path):
    file = tmp_path / "told.md"
    invoked(*arms[:2], "-n", "3", "--all", "--report", str(file))
    text = file.read_text(encoding="utf-8")
    assert all(MEASURES[name].label in text for name in PLAIN)


def test_a_report_that_cannot_be_written_is_told_with_all_else_before_the_work(arms, tmp_path, capsys):
    wrong, nowhere = str(tmp_path / "told.doc"), str(tmp_path / "none" / "told.json")
    with pytest.raises(SystemExit) as stop:
        main(["compare", *arms[:2], "-n", "1000000", "--report", wrong, "--json", nowhere])
    assert stop.value.code == 2
    told = capsys.readouterr().err
    assert "a name that ends in .html, .md or .json" in told
    assert "a folder that exists" in told


def test_one_file_cannot_be_two_things(arms, tmp_path, capsys):
    file = str(tmp_path / "told.json")
    with pytest.raises(SystemExit):
        main(["compare", *arms[:2], "--report", file, "--json", file])
    assert "the same as --json" in capsys.readouterr().err


def test_a_comparison_without_a_report_loads_nothing_of_experiments():
    code = (
        "import sys; from click.testing import CliRunner; from govsim.cli.compare import compare; "
        "CliRunner().invoke(compare, ['classroom_small', 'classroom_small', '-n', '1'], catch_exceptions=False); "
        "print([name for name in sys.modules if name.startswith(('govsim.experiments', 'altair'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_what_is_not_a_number_is_null_in_json(arms, tmp_path):
    file = tmp_path / "one.json"
    invoked(*arms[:2], "-n", "1", "--json", str(file))
    told = json.loads(file.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert all(row["low"] is None for row in told["measures"] + told["differences"])


def test_a_weight_of_ones_own_is_used_and_shown(arms, tmp_path):
    file = tmp_path / "weighed.json"
    page = said(*arms[:2], "-n", "4", "--weight", "1", "--full", "--json", str(file))
    assert "Public value weighs progress with 1 and core services with the rest" in page
    assert all(f"Weight {weight}" in page for weight in ("0.3", "0.5", "0.7", "1"))
    assert "(used" in page  # the rest may stand in the line below
    told = json.loads(file.read_text(encoding="utf-8"))
    found = {row["measure"]: row["difference"] for row in told["differences"]}
    unit = govsim.load_scenario(arms[0]).constants.progress_unit
    assert found["public_value"] == pytest.approx(found["progress"] / unit)


def test_scenarios_of_one_name_are_with_distinct_names(arms, tmp_path):
    file = tmp_path / "twice.json"
    invoked(arms[0], arms[0], "-n", "3", "--json", str(file))
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["scenarios"] == ["apart", "apart (2)"]
    assert {row["verdict"] for row in told["differences"]} == {"equal"}


def test_scenarios_with_the_same_levers_say_so(arms):
    assert "They have the same levers." in said(arms[0], arms[0], "-n", "2", "--full")


def test_csv_holds_all_scenarios_and_the_differences(arms, tmp_path):
    folder = tmp_path / "tables"
    invoked(*arms, "-n", "3", "--csv", str(folder))
    quarterly = pyarrow.csv.read_csv(folder / "quarterly.csv")
    assert quarterly.num_rows == 3 * 32 * 3
    assert set(PLAIN) < set(quarterly.column_names)
    pounds = [name for name in quarterly.column_names if name.startswith("pound_")]
    whole = [sum(row.values()) for row in quarterly.select(pounds).to_pylist()]
    assert whole == pytest.approx([1.0] * quarterly.num_rows)
    differences = pyarrow.csv.read_csv(folder / "differences.csv")
    assert differences.num_rows == 3 * len(PLAIN)
    assert differences.column_names[:4] == ["measure", "scenario", "baseline", "difference"]
    assert sorted(path.suffix for path in folder.iterdir()) == [".csv"] * 6


def test_a_chart_asks_the_question_and_names_the_lines(arms, tmp_path):
    file = tmp_path / "chart.svg"
    invoked(*arms[:2], "-n", "3", "--plot", str(file))
    drawn = file.read_text(encoding="utf-8")
    for label in (
        "What if money were halfway?",
        *("apart", "halfway", "Public value", "Progress on outcomes", "Core services"),
        *("Years since the change", "Pence of each pound", "This is a model: change the assumptions."),
    ):
        assert label in drawn
    for colour in ("#D55E00", "#0072B2"):
        assert colour in drawn


def test_a_chart_can_be_a_picture(arms, tmp_path):
    file = tmp_path / "chart.png"
    invoked(*arms[:2], "-n", "1", "--plot", str(file))
    assert file.read_bytes().startswith(b"\x89PNG")
    assert [path.name for path in tmp_path.iterdir()] == ["chart.png"]


def test_one_scenario_is_not_a_comparison(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["compare", "siloed"])
    assert stop.value.code == 2
    assert "at least two scenarios" in capsys.readouterr().err


def test_a_network_serves_only_one_country(arms, tmp_path, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["compare", arms[0], "siloed", "--network", str(tmp_path / "n.json")])
    assert stop.value.code == 2
    assert "scenarios of one country" in capsys.readouterr().err


def test_every_wrong_scenario_is_named(capsys):
    with pytest.raises(SystemExit):
        main(["compare", "silod", "layerd"])
    told = capsys.readouterr().err
    assert "Did you mean 'siloed'?" in told
    assert "Did you mean 'layered'?" in told
