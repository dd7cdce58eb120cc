"""`govsim places`: real places from CSV files to a file that scenarios can use."""

from __future__ import annotations

import shlex
import time
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result

from govsim.world.saved_places import load_places
from tests.program import invoked

ENGLAND = Path(__file__).resolve().parents[3] / "shared" / "data" / "england"
FILE_7 = ENGLAND / "iod2025_england_lsoa.csv"
COUNCILS = ENGLAND / "england_councils_2024.csv"
NEIGHBOURS = ENGLAND / "england_council_neighbours_2024.csv"
TABLE = (
    "code,council,population,need_work,need_homes\nk1,A,1000,0.2,0.3\nk2,A,1500,0.6,0.3\nk3,B,900,0.9,0.3\n"
)

needs_england = pytest.mark.skipif(
    not FILE_7.exists(), reason=f"the Indices of Deprivation are not here: {FILE_7} is missing"
)


run = partial(invoked, columns=80)


def words(result: Result) -> str:
    return " ".join(result.output.split())


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "country.csv"
    file.write_text(TABLE)
    return file


def test_an_import_says_what_came_in_and_what_to_beware_of(table: Path, tmp_path: Path) -> None:
    output = tmp_path / "country.parquet"
    result = run("places", "import", table, "--name", "Far away", "-o", output)
    assert result.exit_code == 0
    said = words(result)
    assert "Imported 3 communities in 2 councils and 1 region; 3,400 residents" in said
    assert "Outcomes: work, homes." in said
    assert "Regions are not in these data" in said
    assert "also need living_standards, skills, health, safety and environment" in said
    assert "No council has neighbours" in said
    assert "Need for homes is the same everywhere." in said
    assert f"govsim places describe {output}" in said
    assert load_places(output).name == "Far away"


def test_places_are_described(table: Path, tmp_path: Path) -> None:
    output = tmp_path / "country.parquet"
    run("places", "import", table, "-o", output)
    result = run("places", "describe", output)
    assert result.exit_code == 0
    said = words(result)
    assert "country: 3 communities in 2 councils and 1 region" in said
    assert "work 0.57 0.29 0.20 0.90" in said
    assert "homes 0.30 0.00 0.30 0.30 – 0%" in said
    assert "Most communities: A (2)" in said
    assert "Notes" in said
    assert max(len(line) for line in result.output.splitlines()) <= 80


def test_made_up_england_is_described_by_default() -> None:
    result = run("places", "describe")
    assert result.exit_code == 0
    assert result.output == run("places", "describe", "synthetic").output
    assert "192 communities in 48 councils and 9 regions" in words(result)


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("nowhere/country.parquet", "expected a place in a folder that exists"),
        (".", "expected a file, found a folder of that name"),
        ("country.csv", "one of the files to import"),
        ("other.csv", "found '.csv'"),
    ],
)
def test_an_output_that_will_not_do_is_refused_before_any_work(
    output: str, expected: str, table: Path, tmp_path: Path
) -> None:
    table.write_text(TABLE + "wrong,row\n")
    result = run("places", "import", table, "-o", tmp_path / output)
    assert result.exit_code == 2
    assert expected in result.output
    assert "line 5" not in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["country.csv"]


def test_a_wrong_table_leaves_nothing_behind(table: Path, tmp_path: Path) -> None:
    table.write_text(TABLE.replace("0.6", "6").replace("900", "-1"))
    result = run("places", "import", table, "-o", tmp_path / "country.parquet")
    assert result.exit_code == 2
    assert f"{table}, line 3, need_work" in result.output
    assert f"{table}, line 4, population" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["country.csv"]


def test_a_name_that_is_no_file_gets_the_nearest() -> None:
    result = run("places", "describe", "synthetik")
    assert result.exit_code == 2
    assert "Did you mean 'synthetic'?" in result.output


def test_a_table_is_not_places_yet(table: Path) -> None:
    result = run("places", "describe", table)
    assert result.exit_code == 2
    assert "govsim places import" in result.output


def test_an_unknown_tier_is_refused(table: Path, tmp_path: Path) -> None:
    result = run("places", "import", table, "--tier", "middle", "-o", tmp_path / "p")
    assert result.exit_code == 2
    assert "'lower', 'upper'" in result.output


@needs_england
@pytest.mark.parametrize(("tier", "councils", "pairs"), [("lower", 296, 795), ("upper", 153, 390)])
def test_england_comes_in(tier: str, councils: int, pairs: int, tmp_path: Path) -> None:
    output = tmp_path / "england.parquet"
    beside = ["--councils", COUNCILS, "--neighbours", NEIGHBOURS, "--tier", tier]
    result = run("places", "import", FILE_7, *beside, "-o", output)
    assert result.exit_code == 0
    said = words(result)
    assert f"Imported 33,755 communities in {councils} councils and 9 regions" in said
    assert f"{pairs} pairs of neighbouring councils" in said
    assert ("in two-tier areas districts do not run" in said) == (tier == "lower")
    assert "Isle of Wight and Isles of Scilly have no neighbours" in said
    assert "London" in words(run("places", "describe", output))


@needs_england
@pytest.mark.slow
def test_the_network_of_england_is_written_and_read(tmp_path: Path) -> None:
    from govsim.scenario.load import load_scenario
    from govsim.world.network_files import read_network

    places, output = tmp_path / "england.parquet", tmp_path / "england.json"
    run("places", "import", FILE_7, "--councils", COUNCILS, "--neighbours", NEIGHBOURS, "-o", places)
    began = time.monotonic()
    result = run("network", "mission_led", "--places", places, "-o", output)
    assert result.exit_code == 0
    assert "35,557 nodes and 243,411 edges" in result.output
    network = read_network(output, load_scenario("mission_led"), load_places(places))
    assert network.edges["serves"].source.size == 168_775
    assert time.monotonic() - began < 60


RANKED = "code,council,population,score_work,score_homes\n" + "".join(
    f"k{k},{'AB'[k % 2]},{1000 + k},{k + 1},{(k * 5) % 8 + 1}\n" for k in range(8)
)


def test_a_question_is_asked_at_import_and_stands_above_results(tmp_path: Path) -> None:
    table, output = tmp_path / "ranks.csv", tmp_path / "ranks.parquet"
    table.write_text(
        RANKED.replace("score_homes", "score_homes,need_health")
        .replace("\n", ",0.5\n")
        .replace("th,0.5", "th")
    )
    question = "score_work and score_homes look like ranks: 1 to 8 in all 8 lines."
    result = run("places", "import", table, "-o", output)
    assert result.exit_code == 0
    assert question in words(result)
    assert question in words(run("places", "describe", output))
    ran = words(run("run", "classroom_small", "--places", output, "-n", "1", "--quiet"))
    assert ran.index(question) < ran.index("What became of the country")
    pair = ("classroom_small", "classroom_small")
    compared = words(run("compare", *pair, "--places", output, "-n", "1", "--quiet"))
    assert compared.index(question) < compared.index("public value")
    assert "Not used here" not in compared
    run("places", "import", table, "--sure", "-o", output)
    for command in (
        ("places", "describe", output),
        ("run", "classroom_small", "--places", output, "-n", "1"),
    ):
        assert "Is this right?" not in words(run(*command))


def test_outcomes_that_no_scenario_uses_are_named(tmp_path: Path) -> None:
    table, output = tmp_path / "more.csv", tmp_path / "more.parquet"
    table.write_text(
        "code,council,population,need_work,need_health,need_homes,need_noise\nk1,A,9,0,1,1,1\nk2,A,9,1,0,1,0\n"
    )
    run("places", "import", table, "-o", output)
    for command in (("run", "classroom_small"), ("compare", "classroom_small", "classroom_small")):
        said = words(run(*command, "--places", output, "-n", "1", "--quiet"))
        assert "Not used here, for no outcome of these scenarios: their noise." in said


def test_an_import_asks_whether_it_looks_right(table: Path, tmp_path: Path) -> None:
    table.write_text(TABLE + "k4,C,2000,0.1,0.3\nk5,D,1100,0.3,0.4\n")
    output = tmp_path / "country.parquet"
    for said in (
        words(run("places", "import", table, "-o", output)),
        words(run("places", "describe", output)),
    ):
        assert "Does this look right?" in said
        assert "Neediest councils, mean over outcomes: B (0.60) and A (0.37)." in said
        assert "Least needy councils: C (0.20) and D (0.35)." in said
        assert (
            "Greatest community: k4 (C) with 2,000 residents, 30.8% of all. Smallest: k3 (B) with 900."
            in said
        )
        assert "work: need_work, 0.1 to 0.9." in said


def test_what_to_run_next_can_be_copied(table: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a b"
    folder.mkdir()
    result = run("places", "import", table, "-o", folder / "it's.parquet")
    line = next(line for line in result.output.splitlines() if line.startswith("  govsim places describe"))
    assert run(*shlex.split(line)[1:]).exit_code == 0


def test_no_comparison_is_proposed_that_would_be_refused(table: Path, tmp_path: Path) -> None:
    assert "govsim compare" not in run("places", "import", table, "-o", tmp_path / "p.parquet").output


def test_communities_without_a_number_may_be_left_out(table: Path, tmp_path: Path) -> None:
    table.write_text(TABLE + "k4,B,0,,*\n")
    refused = run("places", "import", table, "-o", tmp_path / "p.parquet")
    assert (refused.exit_code, "--drop-empty" in refused.output) == (2, True)
    result = run("places", "import", table, "--drop-empty", "-o", tmp_path / "p.parquet")
    assert result.exit_code == 0
    assert "1 community (0 residents, 0.0% of all) left out for want of population, in line 5." in words(
        result
    )


def test_a_template_has_the_column_names_of_a_file_that_comes_in(tmp_path: Path) -> None:
    printed = run("places", "template", "--scenario", "classroom_small").output
    assert printed == "code,name,council,population,score_work,score_health,score_homes\n"
    assert run("places", "template", "neighbours").output == "council_a,council_b\n"
    file = tmp_path / "c.csv"
    result = run("places", "template", "-o", file)
    assert result.exit_code == 0
    head = file.read_text()
    assert head.startswith("code,name,council,population,score_living_standards,")
    file.write_text(head + "k1,K,A,9,1,2,3,4,5,6,7\n")
    assert run("places", "import", file, "-o", tmp_path / "c.parquet").exit_code == 0
    again = run("places", "template", "-o", file)
    assert (again.exit_code, "found a file of that name" in again.output) == (2, True)


@needs_england
def test_boundaries_of_england_are_kept_beside_its_places(tmp_path: Path) -> None:
    shapes = ENGLAND / "england_council_boundaries_2024.geojson"
    beside = ["--councils", COUNCILS, "--neighbours", NEIGHBOURS, "--boundaries", shapes]
    result = run("places", "import", FILE_7, *beside, "-o", tmp_path / "england.parquet")
    assert result.exit_code == 0
    assert "Boundaries of 296 of 296 councils are in" in words(result)
    assert "Boundaries of 296 of 296" in words(run("places", "describe", tmp_path / "england.parquet"))
