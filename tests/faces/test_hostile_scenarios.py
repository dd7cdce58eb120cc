"""A scenario that says what cannot be ends with code 2 and a message that names the key and its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.hostile import COUNTRY, TEXT, Told, changed, line_of, refused, scenario

HUGE = "9" * 60
NUMBERS = {
    "a number in quotes": '"0.2"',
    "a boolean": "true",
    "a date": "2020-01-01",
    "a time": "07:32:00",
    "a list": "[1]",
    "a table": "{a = 1}",
    "not a number": "nan",
    "infinity": "inf",
    "minus infinity": "-inf",
    "infinity in digits": "1e400",
    "a negative number": "-1",
    "the largest number": "1.7976931348623157e308",
    "a subnormal number": "5e-324",
    "a number beyond 64 bits": HUGE,
}
KEYS = {
    "horizon": ("horizon = 32", "horizon = "),
    "warm_up": ("warm_up = 40", "warm_up = "),
    "councils_represented": ("councils_represented = 200", "councils_represented = "),
    "levers.pooled_funding": ("pooled_funding = 0.25", "pooled_funding = "),
    "departments.economy.resource": ("resource = 20", "resource = "),
    "departments.economy.weights.work": ("weights = {work = 3", "weights = {work = "),
    "missions.good_work.goal.work": ("goal = {work = 2", "goal = {work = "),
    "places.communities.hillford_town.population": ("population = 60_000", "population = "),
    "places.communities.hillford_town.need.work": ("need = {work = 0.60", "need = {work = "),
    "places.communities.millbridge_docks.social_capital": ("social_capital = 0.75", "social_capital = "),
}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("key", KEYS)
def test_what_is_no_usable_number_is_refused_at_its_key(
    told: Told, tmp_path: Path, key: str, number: str
) -> None:
    old, new = KEYS[key]
    file = scenario(tmp_path, changed(old, new + NUMBERS[number]))
    at = line_of(TEXT, old) + old.count("\n")
    code, said = told("scenario", "check", file)
    assert code == 2
    assert said.startswith(f"{file}, line {at}, {key}: expected ")


@pytest.mark.parametrize(
    "number", [name for name in NUMBERS if name not in ("infinity", "infinity in digits")]
)
@pytest.mark.parametrize(
    "section",
    ["constants.duplication", "uncertainties.elasticity", "uncertainties.slack", "values.progress_weight"],
)
def test_what_is_no_usable_number_is_refused_as_an_assumption(
    told: Told, tmp_path: Path, section: str, number: str
) -> None:
    table, _, name = section.partition(".")
    whole = TEXT if f"[{table}]\n" in TEXT else f"{TEXT}\n[{table}]\n"
    text = whole.replace(f"[{table}]\n", f"[{table}]\n{name} = {NUMBERS[number]}\n", 1)
    file = scenario(tmp_path, text)
    code, said = told("scenario", "check", file)
    assert code == 2
    assert said.startswith(f"{file}, line {line_of(text, f'[{table}]') + 1}, {section}")


def test_a_mission_that_aims_at_nothing_is_refused(told: Told, tmp_path: Path) -> None:
    for goal in ("{}", "{work = 0}", "{work = 0.0, health = 0}"):
        file = scenario(tmp_path, changed("goal = {work = 2, health = 1}", f"goal = {goal}"))
        refused(told, file, "missions.good_work.goal: expected a weight above 0 on at least one outcome")


def test_an_outcome_to_which_nobody_contributes_is_refused(told: Told, tmp_path: Path) -> None:
    file = scenario(tmp_path, re.sub(r"(weights = \{.*?)(work = \d, |, work = \d)", r"\1", TEXT))
    refused(told, file, "departments: expected a department that contributes to work")


PLACES = {
    "regions": '[{key = "a", name = "A"}]',
    "councils": '[{key = "a", name = "A", region = "a"}]',
    "communities": '[{key = "k", council = "a", population = 1, need = {work = 1, health = 1, homes = 1}}]',
}


@pytest.mark.parametrize("section", PLACES)
def test_a_country_without_councils_regions_or_communities_is_refused(
    told: Told, tmp_path: Path, section: str
) -> None:
    def written(places: dict[str, str]) -> Path:
        lines = "".join(f"{name} = {value}\n" for name, value in places.items())
        return scenario(tmp_path, f"{COUNTRY}[places]\n{lines}")

    assert told("run", written(PLACES), "-n", 1, "--quiet")[0] == 0
    file = written({**PLACES, section: "[]"})
    refused(told, file, f"places.{section}: expected a list with at least one entry, found an empty list")
    refused(told, written({name: PLACES[name] for name in PLACES if name != section}), section)


LEAST = """
horizon = 2
warm_up = 4
[[outcomes]]
key = "work"
label = "Work"
[[departments]]
key = "all"
label = "All"
resource = 1
weights = {work = 1}
[[services]]
key = "all"
label = "All"
departments = ["all"]
own = true
[[missions]]
key = "work"
label = "Work"
lead = "all"
goal = {work = 1}
[places]
regions = [{key = "r", name = "R"}]
councils = [{key = "c", name = "C", region = "r"}]
communities = [{key = "k", council = "c", population = 1, need = {work = 0.5}}]
"""


@pytest.mark.parametrize(
    "levers", ["", '[levers]\nboard_membership = "all"\npooled_funding = 1\njoint_accountability = 1\n']
)
def test_one_department_one_outcome_one_council_and_one_community_work(
    told: Told, tmp_path: Path, levers: str
) -> None:
    file = scenario(tmp_path, LEAST + levers)
    assert told("scenario", "check", file)[0] == 0
    assert told("run", file, "-n", 2, "--quiet")[0] == 0
    assert told("compare", file, file, "-n", 2, "--quiet")[0] == 0
    network = tmp_path / "least.graphml"
    assert told("network", file, "-o", network)[0] == 0
    assert told("run", file, "-n", 1, "--network", network, "--quiet")[0] == 0


def test_an_island_without_neighbours_works(told: Told, tmp_path: Path) -> None:
    file = scenario(tmp_path, changed(', ["eastmere", "southport"]', ""))
    assert told("run", file, "-n", 2, "--quiet")[0] == 0


def test_places_with_a_code_twice_are_refused(told: Told, tmp_path: Path) -> None:
    file = scenario(tmp_path, TEXT.replace('key = "hillford_moor"', 'key = "hillford_town"'))
    refused(told, file, "places.communities.hillford_town.key: expected a unique key")


def test_both_files_of_a_comparison_are_told_of_at_once(told: Told, tmp_path: Path) -> None:
    one = scenario(tmp_path, changed("horizon = 32", "horizon = nan"), "one.toml")
    two = scenario(tmp_path, changed("share = 0.2", "share = inf"), "two.toml")
    code, said = told("compare", one, two, "-n", 1)
    assert code == 2
    assert f"{one}, line {line_of(TEXT, 'horizon = 32')}, horizon: expected " in said
    assert f"{two}, line " in said
