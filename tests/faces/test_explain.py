"""`govsim explain`: three paragraphs, the table under them, the JSON and errors."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from govsim.cli.explain import explain
from govsim.cli.main import main
from govsim.words.names import arrangement_words

ARM = """
extends = "classroom_small"
horizon = 8
warm_up = 4
smallest_effect = {smallest}
[levers]
{levers}
"""


@pytest.fixture(scope="module")
def arms(tmp_path_factory) -> list[str]:
    """Two small arrangements of one country, the second of which pools more, bids less and changes course."""
    folder = tmp_path_factory.mktemp("arms")
    texts = {
        "apart": ARM.format(smallest=0.001, levers="pooled_funding = 0.0\ncompetitive_share = 0.9"),
        "one_purse_for_all": ARM.format(
            smallest=0.001, levers="pooled_funding = 1.0\ncompetitive_share = 0.0"
        )
        + "[[reforms]]\nquarter = 4\ncommunity_voice = 0.9\n",
    }
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.toml") for name in texts]


def invoked(*arguments: str) -> Result:
    return CliRunner().invoke(explain, list(arguments), catch_exceptions=False)


def said(*arguments: str) -> str:
    """The page with every run of blanks as one."""
    return " ".join(invoked(*arguments).stdout.split())


def test_the_page_keeps_its_order(arms, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    page = said(*arms, "-n", "6", "--full")
    parts = (
        "Why does one purse for all differ from apart?",
        "That is after 2 years, with progress and core services weighing the same.",
        "On average over 2 years, ",
        "Of eight mechanisms switched off one at a time, one purse for all ",
        "Break-even rate: ",
        "They differ in 3 levers.",
        "put back in one purse for all to where apart has it",
        "Pooled funding",
        "switched off in both",
        "Staff time of board seats",
        "Effects do not add up",
        "±: half a 95% interval. *: named in the answer.",
        "The intervals cover chance between worlds only",
        "To run it again: govsim explain ",
    )
    places = [page.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert "0.3, 0.9" in page  # the reform; its quarter stands on the next lines of the cell


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_tables_fit_and_words_stay_whole(arms, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    for form in ((), ("--full",)):
        page = invoked(*arms, "-n", "3", *form).stdout
        lines = [line for line in page.splitlines() if not line.startswith("  govsim")]
        assert max(map(len, lines)) <= width
        assert any("Community" in line for line in lines)


def test_by_default_it_is_45_lines_that_answer_first(arms, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    lines = invoked(*arms, "-n", "6").stdout.splitlines()
    assert len(lines) <= 45
    page = " ".join(lines)
    places = [
        page.find(part)
        for part in ("That is after 2 years", "Break-even rate", "Mechanism", "--full", "govsim explain")
    ]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("ending", [".html", ".md", ".json"])
def test_a_report_has_every_mechanism_and_the_sentences(arms, tmp_path, ending):
    file = tmp_path / f"why{ending}"
    page = said(*arms, "-n", "3", "--report", str(file))
    text = " ".join(file.read_text(encoding="utf-8").split())
    assert f"Saved Report: {file}" in page
    for words in (
        "Pooled funding",
        "Staff time of board seats",
        "Effects do not add up",
        "Break-even rate: ",
    ):
        assert words in text


def test_the_same_command_gives_the_same_page(arms):
    assert invoked(*arms, "-n", "3", "--seed", "5").stdout == invoked(*arms, "-n", "3", "--seed", "5").stdout


def test_options_stand_in_the_command(arms):
    page = said(*arms, "-n", "3", "--weight", "0.3", "--worlds", "alike")
    assert "-n 3 --seed 0 --worlds alike --weight 0.3" in page
    assert "with progress weighing 30% and core services 70%" in page
    assert "differ in chance only" in page


def test_json_holds_sentences_mechanisms_and_split(arms, tmp_path):
    file = tmp_path / "why.json"
    page = said(*arms, "-n", "4", "--json", str(file))
    document = json.loads(file.read_text(encoding="utf-8"))
    assert all(arrangement_words(sentence) in page for sentence in document["sentences"])
    assert len(document["sentences"]) == 3
    assert document["command"].endswith("-n 4 --seed 0")
    pool = next(one for one in document["mechanisms"] if one["key"] == "pooled_funding")
    assert pool["public_value"]["low"] <= pool["public_value"]["mean"] <= pool["public_value"]["high"]
    split = document["split"]
    parts = split["volume"]["mean"] + split["efficiency"]["mean"]
    assert parts == pytest.approx(split["change"]["mean"], abs=1e-14)
    assert f"Saved JSON: {file}" in page


def test_one_world_is_told_without_intervals(arms, tmp_path):
    file = tmp_path / "one.json"
    page = said(*arms, "-n", "1", "--json", str(file))
    assert "which decides nothing" in page
    assert "One world only" in page
    assert "nan" not in page
    assert "±" not in page
    assert json.loads(file.read_text(encoding="utf-8"))["remainder"]["low"] is None


def test_two_that_are_the_same_need_no_table(arms):
    page = said(arms[0], arms[0], "-n", "3")
    assert "Why does apart (2) differ from apart?" in page
    assert "There is nothing to explain" in page
    assert "Mechanism" not in page


def test_a_terminal_without_signs_gets_plain_ones(arms):
    runner = CliRunner(charset="ascii")
    page = runner.invoke(explain, [*arms, "-n", "3"], catch_exceptions=False).stdout
    assert page.isascii()
    assert "+/-" in page
    assert "?" not in page.replace("differ from apart?", "").replace("How sure is it?", "")


def test_help_says_how_many_worlds():
    page = " ".join(CliRunner().invoke(explain, ["--help"]).stdout.split())
    assert "[default: 64;" in page


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["siloed"], "Missing argument 'SCENARIO'"),
        (["siloed", "mission_let"], "mission_led"),
        (["siloed", "classroom_small"], "Scenarios that are compared must last equally long"),
        (["siloed", "layered", "--json", "/no/such/folder/x.json"], "no folder"),
    ],
)
def test_wrong_input_ends_with_2_and_a_message(capsys, arguments, told):
    with pytest.raises(SystemExit) as ended:
        main(["explain", *arguments])
    assert ended.value.code == 2
    assert told in capsys.readouterr().err
