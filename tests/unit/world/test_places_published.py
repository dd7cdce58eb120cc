"""Real indices in their publishers' headings, order, ranks and footnotes come to the same need as the plain tables.

Ranks come to the same order. Skipped where the data are not beside the project.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import rankdata

from govsim.errors import PlacesError
from govsim.world.import_places import import_places
from govsim.world.places import Places

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
FILES = {
    "england": ("iod2025_england_lsoa.csv", "england_councils_2024.csv"),
    "wales": ("wimd2019_wales_lsoa.csv", "wales_councils_2021.csv"),
    "scotland": ("simd2020_scotland_dz.csv", "scotland_councils_2020.csv"),
}
FILE_7 = {
    "Income Score (rate)": "Income",
    "Employment Score (rate)": "Employment",
    "Education, Skills and Training Score": "Education, Skills and Training",
    "Health Deprivation and Disability Score": "Health Deprivation and Disability",
    "Crime Score": "Crime",
    "Barriers to Housing and Services Score": "Barriers to Housing and Services",
    "Living Environment Score": "Living Environment",
}
WIMD = {
    "living_standards": "Income",
    "work": "Employment",
    "health": "Health",
    "skills": "Education",
    "access": "Access to Services",
    "homes": "Housing",
    "safety": "Community Safety",
    "environment": "Physical Environment",
}
SIMD = {
    "living_standards": "SIMD2020v2_Income_Domain_Rank",
    "work": "SIMD2020_Employment_Domain_Rank",
    "health": "SIMD2020_Health_Domain_Rank",
    "skills": "SIMD2020_Education_Domain_Rank",
    "access": "SIMD2020_Access_Domain_Rank",
    "safety": "SIMD2020_Crime_Domain_Rank",
    "homes": "SIMD2020_Housing_Domain_Rank",
}

Row = Mapping[str, Any]


def rows_of(country: str) -> list[dict[str, str]]:
    file = DATA / country / FILES[country][0]
    if not file.exists():
        pytest.skip(f"the index is not here: {file} is missing")
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def councils_of(country: str) -> Path:
    return DATA / country / FILES[country][1]


def published(
    file: Path, rows: Sequence[Row], *, above: Sequence[str] = (), below: Sequence[str] = (), comma: str = ","
) -> Path:
    """A file as a statistics office gives it: titles above, footnotes below, rows in the order of the first column."""
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        write = csv.writer(stream, delimiter=comma)
        width = len(rows[0])
        write.writerows([[line, *[""] * (width - 1)] for line in above])
        write.writerow(rows[0])
        for row in rows:
            cells = [str(cell) for cell in row.values()]
            write.writerow([cell.replace(".", ",") for cell in cells] if comma == ";" else cells)
        write.writerows([[], *([line] for line in below)])
    return file


def ranks(rows: Sequence[Row], column: str) -> list[int]:
    """1 for the most deprived; places with equal scores share the better rank."""
    return rankdata([-float(row[column]) for row in rows], "min").astype(int).tolist()


def the_same(one: Places, other: Places) -> None:
    assert one.community_keys == other.community_keys
    assert one.council_keys == other.council_keys
    assert one.council_names == other.council_names
    assert np.array_equal(one.population_k, other.population_k)
    in_order = one.with_outcomes(other.outcomes)
    assert np.array_equal(in_order.need_kj, other.need_kj)
    assert one.questions == ()


def test_file_7_comes_in_with_titles_ranks_and_footnotes_in_any_order(tmp_path: Path) -> None:
    rows = rows_of("england")[::5]
    plain = import_places(published(tmp_path / "plain.csv", rows), councils=councils_of("england"))
    income = ranks(rows, "Income Score (rate)")
    by_rank = [
        {**row, "Income Rank (where 1 is most deprived)": rank}
        for rank, row in sorted(zip(income, rows, strict=True), key=lambda pair: pair[0])
    ]
    file = published(
        tmp_path / "file7.csv",
        by_rank,
        above=["English Indices of Deprivation 2025", "File 7: all ranks, scores and deciles"],
        below=[
            "Source: Ministry of Housing, Communities and Local Government",
            "Note: see the technical report",
        ],
    )
    packed = tmp_path / "file7.csv.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    for given in (file, packed):
        the_same(import_places(given, councils=councils_of("england")), plain)


def test_file_2_of_ranks_comes_to_the_same_order(tmp_path: Path) -> None:
    rows = rows_of("england")[::10]
    plain = import_places(published(tmp_path / "plain.csv", rows), councils=councils_of("england"))
    ranked = {heading: ranks(rows, heading) for heading in FILE_7}
    file_2 = [
        {
            **{column: cell for column, cell in row.items() if column not in FILE_7},
            **{
                f"{FILE_7[heading]} Rank (where 1 is most deprived)": ranked[heading][k] for heading in FILE_7
            },
        }
        for k, row in enumerate(rows)
    ]
    the_same(import_places(published(tmp_path / "file2.csv", file_2), councils=councils_of("england")), plain)
    for row in file_2:
        del row["Usual residents (Census 2021)"]
    with pytest.raises(PlacesError, match="expected a column 'Total population"):
        import_places(published(tmp_path / "file2.csv", file_2))


@pytest.mark.parametrize("comma", [",", ";"])
@pytest.mark.parametrize("as_ranks", [True, False], ids=["ranks", "scores"])
def test_the_welsh_index_comes_in_as_its_publisher_gives_it(
    tmp_path: Path, comma: str, as_ranks: bool
) -> None:
    rows = rows_of("wales")
    plain = import_places(DATA / "wales" / FILES["wales"][0], councils=councils_of("wales"))
    ranked = {outcome: ranks(rows, f"score_{outcome}") for outcome in WIMD}
    wimd = [
        {
            "LSOA code": row["code"],
            "LSOA name (Eng)": row["name"],
            "Local Authority name (Eng)": row["council_name"],
            "WIMD 2019": row["wimd2019_rank"],
            **{
                heading: ranked[outcome][k] if as_ranks else row[f"score_{outcome}"]
                for outcome, heading in WIMD.items()
            },
            "Population": row["population"],
        }
        for k, row in enumerate(rows)
    ]
    file = published(
        tmp_path / "wimd.csv",
        sorted(wimd, key=lambda row: int(row["WIMD 2019"])),
        above=["WIMD 2019: index and domain ranks by small area", "1 is the most deprived"],
        below=["Source: Welsh Government", "Ranks are for 1,909 areas."],
        comma=comma,
    )
    places = import_places(file, councils=councils_of("wales"))
    the_same(places, plain)
    assert any("matched by name in wales_councils_2021.csv" in note for note in places.reading)


def test_the_scottish_index_comes_in_as_its_publisher_gives_it(tmp_path: Path) -> None:
    rows = rows_of("scotland")
    plain = import_places(DATA / "scotland" / FILES["scotland"][0], councils=councils_of("scotland"))
    ranked = {outcome: ranks(rows, f"score_{outcome}") for outcome in SIMD}
    simd: list[dict[str, Any]] = [
        {
            "Data_Zone": row["code"],
            "Intermediate_Zone": row["name"].rpartition(" - ")[0],
            "Council_area": row["council_name"],
            "Total_population": row["population"],
            "Working_age_population": "*",
            "SIMD2020v2_Rank": row["simd2020_rank"],
            **{heading: ranked[outcome][k] for outcome, heading in SIMD.items()},
            "crime_rate": row["crimes_per_10000"] or "*",
        }
        for k, row in enumerate(rows)
    ]
    empty = [{**simd[0], "Data_Zone": f"S0101020{k}", "Total_population": 0} for k in range(3)]
    file = published(tmp_path / "simd.csv", [*simd, *empty], below=["* Suppressed: see the technical notes."])
    with pytest.raises(PlacesError, match="Nobody lives there: leave its line out with --drop-empty"):
        import_places(file, councils=councils_of("scotland"))
    places = import_places(file, councils=councils_of("scotland"), drop_empty=True)
    the_same(places, plain)
    assert any("3 communities (0 residents, 0.0% of all) left out" in note for note in places.notes)


@pytest.mark.parametrize("country", FILES)
def test_no_real_index_is_questioned(country: str) -> None:
    rows_of(country)
    places = import_places(DATA / country / FILES[country][0], councils=councils_of(country))
    assert places.questions == ()
