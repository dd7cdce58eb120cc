"""`govsim compare` with arms that are held to others: volume, overheads, the split by runs, and other countries."""

from __future__ import annotations

import json
import re

import pytest

import govsim
from govsim.comparison.compare import WEIGHTS_SHOWN
from govsim.words.names import arrangement_words
from tests.faces.small_comparisons import invoked, said, small_arms


@pytest.fixture(scope="module")
def arms(tmp_path_factory) -> list[str]:
    return small_arms(tmp_path_factory.mktemp("arms"))


def test_equal_overhead_costs_all_the_same_staff_time(arms, tmp_path):
    file = tmp_path / "equal.json"
    page = said(*arms[:2], "-n", "3", "--equal-overhead", "--json", str(file))
    assert "Equal overheads: from quarter 0 on halfway loses the staff time of apart." in page
    told = json.loads(file.read_text(encoding="utf-8"))
    for name, least in (
        ("central_staff_time", 1e-4),
        ("local_staff_time", 1e-12),
    ):  # budgets weigh the former
        lost = [row["mean"] for row in told["measures"] if row["name"] == name]
        assert max(lost) - min(lost) < least
    assert told["command"].endswith("--equal-overhead")


@pytest.mark.parametrize("to", ["", "=TARGET"])
def test_equal_volume_gives_all_the_same_money_for_outcomes(arms, tmp_path, to):
    file, target = tmp_path / "equal.json", arms[2] if to else arms[0]
    option = f"--equal-volume{to.replace('TARGET', target)}"
    page = said(option, *arms[:2], "-n", "3", "--json", str(file))
    held = "apart and halfway have" if to else "halfway has"
    name = arrangement_words(govsim.load_scenario(target).name)
    assert f"Equal volume: from quarter 0 on {held} the share of money for outcomes of {name}." in page
    told = json.loads(file.read_text(encoding="utf-8"))
    volumes = [row["mean"] for row in told["measures"] if row["name"] == "outcome_money"]
    wanted = govsim.simulate(target, replicates=3).at_end("outcome_money").mean()
    assert volumes == pytest.approx([wanted, wanted], abs=0.002)
    assert option in told["command"]


def test_a_scenario_to_hold_to_that_is_not_there_is_said_with_its_option(arms):
    refused = invoked(*arms[:2], "--equal-volume=silod")
    assert refused.exit_code == 2
    assert re.search(r"silod, --equal-volume: .* Did you mean 'siloed'", " ".join(refused.stderr.split()))


def test_public_value_is_split_by_runs_when_asked(arms, tmp_path):
    file = tmp_path / "split.json"
    page = said(*arms, "-n", "3", "--split", "--json", str(file))
    assert page.count("split by runs: volume") == 2
    told = json.loads(file.read_text(encoding="utf-8"))
    found = [row for row in told["differences"] if row["measure"] == "public_value"]
    for split, row in zip(told["value_splits"], found, strict=False):
        parts = sum(split[name]["mean"] for name in ("volume", "overhead", "per_pound"))
        assert parts == pytest.approx(row["difference"], abs=1e-12)


def test_the_trade_off_comes_before_what_it_is_worth(arms, tmp_path):
    file = tmp_path / "told.json"
    page = said(*arms[:2], "-n", "5", "--full", "--json", str(file))
    order = [
        page.find(part)
        for part in ("Trade-off of", "Break-even rate:", "Public value:", "Effective pence of")
    ]
    assert -1 not in order
    assert order == sorted(order)
    (told,) = json.loads(file.read_text(encoding="utf-8"))["trade_off"]
    assert sum(told["worlds"].values()) == 5
    assert [one["weight"] for one in told["break_even"]] == list(WEIGHTS_SHOWN)
    split = told["effective_pence"]
    budget = govsim.load_scenario(arms[0]).annual_budget
    for name, part in split["pence"].items():
        assert split["billion_a_year"][name]["mean"] == pytest.approx(part["mean"] / 100 * budget)


def test_arms_that_start_elsewhere_are_other_countries(arms, tmp_path):
    file = tmp_path / "elsewhere.toml"
    file.write_text('extends = "classroom_small"\nstarts_from = "mission_led"\n', encoding="utf-8")
    page = said(arms[0], str(file), "-n", "3")
    assert "different countries" in page
    assert "apart from siloed and elsewhere from mission-led" in page
    assert "different countries" not in said(*arms[:2], "-n", "3")
