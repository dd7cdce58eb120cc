"""Real places come in from CSV files; what is wrong is told with its file, line and column."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri

from govsim.errors import PlacesError
from govsim.world.describe_places import describe_places
from govsim.world.import_places import import_places

ENGLAND = Path(__file__).resolve().parents[4] / "shared" / "data" / "england"
HEAD = "code,council,population,need_health"
PLAIN = (
    "code,name,council,population,need_health,score_work\n"
    "k1,Mill Lane,B,1000,0.2,10\n"
    "k2,Harbour,A,1500,0.6,30\n"
    "k3,Park End,B,1200,0.4,30\n"
    "k4,Quay,C,80,1,12\n"
)
COUNCILS = (
    "code,name,region,upper_code,upper_name,capacity\n"
    "A,Ayton,N,U,Ushire,0.2\n"
    "B,Beeham,N,U,Ushire,0.8\n"
    "C,Isle,S,C,Isle,0.5\n"
    "D,Dee,S,D,Dee,0.5\n"
)
HEADINGS = (
    "LSOA code (2021),LSOA name (2021),Local Authority District code (2024),"
    "Local Authority District name (2024),Income Score (rate),Income Rank (where 1 is most deprived),"
    'Employment Score (rate),"Education, Skills and Training Score",Health Deprivation and Disability Score,'
    "Crime Score,Barriers to Housing and Services Score,Living Environment Score,"
    "Total population: mid 2022 (excluding prisoners)"
)


def at(folder: Path, text: str | bytes, name: str = "places.csv") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def message(file: object, councils: object = None, neighbours: object = None, **options: object) -> str:
    with pytest.raises(PlacesError) as error:
        import_places(file, councils=councils, neighbours=neighbours, **options)  # type: ignore[arg-type]
    return str(error.value)


def test_a_plain_table_becomes_places_in_the_order_of_councils(tmp_path: Path) -> None:
    places = import_places(at(tmp_path, PLAIN))
    assert places.name == "places"
    assert places.council_keys == ("A", "B", "C")
    assert places.community_keys == ("k2", "k1", "k3", "k4")
    assert places.community_names == ("Harbour", "Mill Lane", "Park End", "Quay")
    assert places.outcomes == ("health", "work")
    assert places.need_kj[:, 0].tolist() == [0.6, 0.2, 0.4, 1.0]
    assert places.region_keys == ("all",)
    assert any("one region" in note for note in places.notes)
    assert any("Social capital is not in these data" in note for note in places.notes)


def test_scores_become_need_by_mean_ranks_on_a_bell_curve(tmp_path: Path) -> None:
    need = import_places(at(tmp_path, PLAIN)).need_kj[:, 1]
    ranks = np.array([3.5, 1, 3.5, 2])
    assert need == pytest.approx(0.45 + 0.15 * ndtri((ranks - 0.5) / 4))


def test_a_mark_of_the_byte_order_blank_lines_and_spaces_do_no_harm(tmp_path: Path) -> None:
    text = "\ufeff" + PLAIN.replace("k1,", " k1 ,").replace("\n", "\r\n") + "\r\n,,,,,\r\n"
    assert import_places(at(tmp_path, text)).community_keys == ("k2", "k1", "k3", "k4")


def test_columns_that_are_not_used_are_noted(tmp_path: Path) -> None:
    text = PLAIN.replace("score_work", "scroe_work")
    assert "Columns that were not used: 'scroe_work'." in import_places(at(tmp_path, text)).notes


def test_social_capital_of_the_file_is_taken(tmp_path: Path) -> None:
    text = PLAIN.replace("score_work", "social_capital").replace(",10\n", ",0.1\n").replace(",12\n", ",0.2\n")
    places = import_places(at(tmp_path, text.replace(",30\n", ",0.3\n")))
    assert places.social_capital_k is not None
    assert places.social_capital_k.tolist() == [0.3, 0.1, 0.3, 0.2]
    assert places.outcomes == ("health",)


def test_a_council_table_gives_names_regions_and_capacity(tmp_path: Path) -> None:
    places = import_places(at(tmp_path, PLAIN), councils=at(tmp_path, COUNCILS, "councils.csv"), name="Isles")
    assert places.name == "Isles"
    assert places.council_names == ("Ayton", "Beeham", "Isle")
    assert places.region_keys == ("N", "S")
    assert places.council_region_c.tolist() == [0, 0, 1]
    assert places.capacity_c is not None
    assert places.capacity_c.tolist() == [0.2, 0.8, 0.5]
    assert "1 councils of the council table have no community here and are left out." in places.notes


def test_upper_tiers_merge_councils_and_their_neighbours(tmp_path: Path) -> None:
    pairs = at(tmp_path, "council_a,council_b\nA,B\nC,B\nA,C\nD,A\n", "pairs.csv")
    councils = at(tmp_path, COUNCILS, "councils.csv")
    lower = import_places(at(tmp_path, PLAIN), councils=councils, neighbours=pairs)
    assert lower.neighbours.tolist() == [[0, 1], [0, 2], [1, 2]]
    assert "1 pairs of neighbours name a council without a community and are left out." in lower.notes
    upper = import_places(at(tmp_path, PLAIN), councils=councils, neighbours=pairs, tier="upper")
    assert upper.council_keys == ("U", "C")
    assert upper.council_names == ("Ushire", "Isle")
    assert upper.neighbours.tolist() == [[0, 1]]
    assert upper.capacity_c is not None
    assert upper.capacity_c[0] == pytest.approx((1500 * 0.2 + 2200 * 0.8) / 3700)


def test_a_list_of_neighbours_needs_no_special_headings(tmp_path: Path) -> None:
    pairs = at(tmp_path, "from,to,kilometres\nB,A,3\nA,B,3\n", "pairs.csv")
    assert import_places(at(tmp_path, PLAIN), neighbours=pairs).neighbours.tolist() == [[0, 1]]


def test_an_upper_tier_without_the_columns_for_it_is_refused(tmp_path: Path) -> None:
    file = at(tmp_path, PLAIN)
    assert "tier 'upper': expected a council table, found none." in message(file, tier="upper")
    councils = at(tmp_path, "code,name\nA,a\nB,b\nC,c\n", "councils.csv")
    assert "expected a column 'upper_code' or 'utla_code', found none." in message(
        file, councils, tier="upper"
    )
    councils = at(tmp_path, COUNCILS.replace("B,Beeham,N", "B,Beeham,S"), "councils.csv")
    assert "expected one region for upper tier 'U', found 'N' and 'S'." in message(
        file, councils, tier="upper"
    )
    assert "tier: expected 'lower' or 'upper', found 'middle'." in message(file, tier="middle")


def test_every_wrong_cell_is_told_with_its_line_and_column(tmp_path: Path) -> None:
    text = (
        "code,council,population,need_health,score_work\n"
        'k1,A,"1,000",0.2,1\n'
        "k2,A,0,nan,2\n"
        "\n"
        "k1,,-5,1.4,x\n"
        "k4,B,1e400,,1_0\n"
    )
    file = at(tmp_path, text)
    found = message(file)
    for line, told in [
        (
            2,
            "population: expected residents as a plain number, found '1,000'. Write plain numbers without separators",
        ),
        (3, "population: expected residents above 0, found '0'."),
        (3, "need_health: expected a number from 0 to 1, found 'nan'."),
        (5, "code: expected each community once, found 'k1' again (first in line 2)."),
        (5, "council: expected a value, found an empty cell."),
        (5, "population: expected residents above 0, found '-5'."),
        (5, "need_health: expected a number from 0 to 1, found '1.4'."),
        (5, "score_work: expected a number, found 'x'."),
        (6, "population: expected residents above 0, found '1e400'."),
        (6, "need_health: expected a number from 0 to 1, found an empty cell."),
        (6, "score_work: expected a number, found '1_0'."),
    ]:
        assert f"{file}, line {line}, {told}" in found
    lines = [line.split(", line ")[1][0] for line in found.splitlines()]
    assert lines == sorted(lines)


def test_a_long_list_of_problems_is_cut_and_counted(tmp_path: Path) -> None:
    rows = "".join(f"k{n},C{n},9,0.5\n" for n in range(501))
    councils = at(tmp_path, "code,name\nC0,Ayton\n", "councils.csv")
    with pytest.raises(PlacesError) as error:
        import_places(at(tmp_path, "code,council,population,need_health\n" + rows), councils=councils)
    assert len(error.value.problems) == 21
    assert "expected no problems beyond these 20, found 480 more" in str(error.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", "found an empty file"),
        (b" \n\n", "found an empty file"),
        (f"{HEAD}\n", "expected a line for each community, found only column names"),
        (f"{HEAD}\nk1,A,1,0\nk2,Caf\xe9,1,0\n".encode("latin-1"), "line 3: expected text in UTF-8"),
        (b"PK\x03\x04rest", "found a spreadsheet or zip file. Open it in a spreadsheet"),
        (b"PAR1rest", "found a Parquet file. Saved places need no import"),
        (f"{HEAD}\nk1,A,1\n", "line 2: expected 4 cells, found 3 cells"),
        (f"code,{HEAD}\n1,1,1,1,1\n", "expected each column once, found 'code'"),
        (f"{HEAD}\nk,A,1,\nl,A,1,\n", "need_health: expected a number from 0 to 1, found an empty column"),
        (f"{HEAD}\nk1,,1,0\nk2,,1,0\n", "council: expected values, found an empty column"),
        (
            f"{HEAD.replace('population', 'persons')}\nk,A,1,0\n",
            "expected a column 'population', found 'code'",
        ),
        (f"{HEAD.replace('council', 'counsil')}\nk,A,1,0\n", "Rename 'counsil', if that is meant."),
        (
            f"{HEAD.replace('need_', '')}\nk1,A,1,0\n",
            "expected a column 'need_health' or of any other outcome",
        ),
        (
            f"{HEAD},score_health\nk1,A,1,0,1\n",
            "score_health: expected one column for each outcome, found 'need_health' too",
        ),
        (
            f"{HEAD},council_name\nk,A,1,0,a\nl,A,1,0,b\n",
            "line 3, council_name: expected one name for council 'A', 'a', found 'b'",
        ),
        (f'{HEAD}\n"k,A,1,0\n', "expected CSV, found unexpected end of data"),
    ],
)
def test_a_file_that_is_no_table_of_places_is_refused(
    tmp_path: Path, text: str | bytes, expected: str
) -> None:
    assert expected in message(at(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.csv"
    expected = f"{file}: expected a CSV file with a line for each community, found no such file or directory."
    assert message(file) == expected


def test_councils_that_a_table_does_not_know_are_told_once_each(tmp_path: Path) -> None:
    councils = at(tmp_path, COUNCILS.replace("\nB,", "\nBB,"), "councils.csv")
    found = message(at(tmp_path, PLAIN), councils)
    assert found.count("\n") == 0
    assert "line 2, council: expected a council of" in found
    assert "found 'B'. Did you mean 'BB'?" in found


def test_mistakes_in_a_council_table_are_told(tmp_path: Path) -> None:
    file = at(tmp_path, PLAIN)
    wrong = COUNCILS.replace("B,Beeham,N,U,Ushire,0.8", "A,Beeham,,U,Other,8")
    found = message(file, at(tmp_path, wrong, "councils.csv"))
    assert "line 3, code: expected each council once, found 'A' again (first in line 2)." in found
    assert "line 3, region: expected a value, found an empty cell." in found
    assert "line 3, upper_name: expected one name for upper tier 'U', 'Ushire', found 'Other'." in found
    assert "line 3, capacity: expected a share from 0 to 1, found '8'." in found
    found = message(file, at(tmp_path, "id,label\nA,a\n", "councils.csv"))
    assert "expected a column of council codes, found 'id', 'label'." in found


def test_mistakes_in_a_list_of_neighbours_are_told(tmp_path: Path) -> None:
    file = at(tmp_path, PLAIN)
    assert "line 3: expected two different councils, found 'B' beside itself." in message(
        file, neighbours=at(tmp_path, "a_a,a_b\nA,B\nB,B\n", "pairs.csv")
    )
    assert "line 2: expected a known council, found 'Z'." in message(
        file, neighbours=at(tmp_path, "a_a,a_b\nZ,B\n", "pairs.csv")
    )
    assert "line 1: expected a line of column names, found 'A,B'." in message(
        file, neighbours=at(tmp_path, "A,B\nB,C\nC,A\n", "pairs.csv")
    )


def test_file_7_is_recognised_by_its_headings(tmp_path: Path) -> None:
    rows = (
        "E1,Isles of Scilly 001A,E06000053,Isles of Scilly,0.1,5,0.2,3,-1,-2,30,50,2000\n"
        "E2,Ashford 001A,E07000105,Ashford,0.3,1,0.1,4,1,2,20,60,1500\n"
    )
    places = import_places(at(tmp_path, f"{HEADINGS}\n{rows}"))
    assert places.outcomes[:3] == ("living_standards", "work", "skills")
    assert places.council_names == ("Isles of Scilly", "Ashford")
    assert (places.need_kj[0] < places.need_kj[1]).tolist() == [True, False, True, True, True, False, True]
    assert any("`--tier upper` (153)" in note for note in places.notes)
    assert not any("not used" in note for note in places.notes)


def test_file_7_without_a_domain_is_refused(tmp_path: Path) -> None:
    found = message(at(tmp_path, f"{HEADINGS.replace('Crime Score', 'Crime Scores')}\n" + ",".join("1" * 13)))
    assert "expected a column 'Crime Score'" in found
    assert "Rename 'Crime Scores', if that is meant." in found


def test_england_comes_in_with_its_small_and_lonely_councils() -> None:
    file = ENGLAND / "iod2025_england_lsoa.csv"
    councils, pairs = ENGLAND / "england_councils_2024.csv", ENGLAND / "england_council_neighbours_2024.csv"
    if not all(path.exists() for path in (file, councils, pairs)):
        pytest.skip(f"the Indices of Deprivation 2025 are not at {ENGLAND}")
    places = import_places(file, councils=councils, neighbours=pairs, name="England")
    description = describe_places(places)
    assert (description.regions, description.councils, description.communities) == (9, 296, 33_755)
    assert description.residents == 56_490_108
    assert description.fewest_communities[:2] == (("Isles of Scilly", 1), ("City of London", 6))
    assert description.without_neighbours == ("Isle of Wight", "Isles of Scilly")
    assert description.neighbour_pairs == 795
    assert description.groups_of_neighbours == 3
    shares = [outcome.between_councils for outcome in description.outcomes]
    assert shares == pytest.approx([0.23, 0.25, 0.23, 0.45, 0.25, 0.39, 0.24], abs=0.02)

    upper = import_places(file, councils=councils, neighbours=pairs, tier="upper")
    assert len(upper.council_keys) == 153
    assert "Kent" in upper.council_names
    assert upper.residents == 56_490_108
    assert not any("--tier upper" in note for note in upper.notes)
