"""Files of places as offices and spreadsheets write them are read, or refused with what they are and what to do."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from govsim.errors import PlacesError
from govsim.world.import_places import import_places
from govsim.world.places import Places

HEAD = "code,council,population,need_work,score_homes\n"
ROWS = "k1,A,1500,0.2,10.5\nk2,A,1600,0.6,30.25\nk3,B,1400,0.4,12\nk4,B,1700,0.9,0.5\n"
PLAIN = HEAD + ROWS
CONTINENTAL = PLAIN.replace(",", ";").replace(".", ",")


def at(folder: Path, text: str | bytes, name: str = "places.csv") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def places(folder: Path, text: str | bytes, **options: Path) -> Places:
    return import_places(at(folder, text), **options)  # type: ignore[arg-type]


def refusal(folder: Path, text: str | bytes, **options: Path) -> str:
    with pytest.raises(PlacesError) as error:
        places(folder, text, **options)
    return str(error.value)


ALIKE: dict[str, tuple[str | bytes, str]] = {
    "semicolons": (PLAIN.replace(",", ";"), "Columns are separated by semicolons."),
    "semicolons and decimal commas": (CONTINENTAL, "separated by semicolons, and commas mark decimals"),
    "tabs and decimal commas": (
        CONTINENTAL.replace(";", "\t"),
        "separated by tabs, and commas mark decimals",
    ),
    "vertical bars": (PLAIN.replace(",", "|"), "separated by vertical bars"),
    "sep=, of a spreadsheet": (f"sep=,\n{PLAIN}", ""),
    "sep=; of a spreadsheet": (f"sep=;\r\n{CONTINENTAL}", "semicolons"),
    "gzip": (gzip.compress(PLAIN.encode()), "is compressed and was unpacked"),
    "a title": (f"Table 1: deprivation\n\n{PLAIN}", "Line 1 stands above the column names (line 3)"),
    "a title with commas": (
        f"Table 1, areas, by need, 2020, all\nUnits: score\n{PLAIN}",
        "so does 1 more line",
    ),
    "a title above semicolons": (f"Tabelle 1, Gebiete\n{CONTINENTAL}", "Line 1 stands above"),
    "a footnote": (f"{PLAIN}\nSource: Office\n", "Line 7 looks like a footnote: 'Source: Office'"),
    "footnotes with commas": (
        f"{PLAIN}Source: Office, 2020, crown, copyright\n(1) Mid-year, rounded\n* Note\n",
        "Line 6 looks like a footnote: 'Source: Office 2020 crown copyright', and so do 2 more lines",
    ),
    "a padded footnote": (f"{PLAIN}Quelle: Amt,,,,\n", "Line 6 looks like a footnote"),
    "empty cells behind": (HEAD + ROWS.replace("\n", ",,\n"), ""),
    "empty columns behind": (PLAIN.replace("\n", ",,\n"), ""),
    "thousands parted by spaces": (CONTINENTAL.replace("1500", "1 500"), "spaces or apostrophes"),
    "thousands parted by hard spaces": (CONTINENTAL.replace("1500", "1\u202f500"), "spaces or apostrophes"),
    "thousands parted by apostrophes": (PLAIN.replace("1500", "1'500"), "spaces or apostrophes"),
    "other capitals": (PLAIN.replace(HEAD, "Code,COUNCIL,Population,Need_Work,SCORE homes\n"), ""),
}


@pytest.mark.parametrize("name", ALIKE)
def test_a_file_in_the_habits_of_an_office_or_a_spreadsheet_comes_in_alike(tmp_path: Path, name: str) -> None:
    text, note = ALIKE[name]
    read, plain = places(tmp_path, text), places(tmp_path, PLAIN)
    assert read.community_keys == plain.community_keys
    assert read.outcomes == plain.outcomes
    assert read.population_k.tolist() == plain.population_k.tolist()
    assert read.need_kj.tolist() == plain.need_kj.tolist()
    assert note in " ".join(read.reading)
    assert bool(note) or not read.reading
    assert read.notes == plain.notes


REFUSED: dict[str, tuple[str | bytes, str]] = {
    "an old spreadsheet": (
        b"\xd0\xcf\x11\xe0rest",
        "found an old Excel file (.xls). Open it in a spreadsheet",
    ),
    "a web page": (b"<!DOCTYPE html>", "found a web page or XML"),
    "JSON": (b'{"areas": []}', "found JSON"),
    "a PDF": (b"%PDF-1.7", "found a PDF file"),
    "another compression": (b"BZh91AY", "found a compressed file. Unpack it"),
    "half a gzip": (gzip.compress(PLAIN.encode())[:30], "found a compressed file that is damaged"),
    "points as thousands among decimal commas": (
        CONTINENTAL.replace("1500", "1.500"),
        "population: expected residents as a plain number, found '1.500'. In this file commas mark decimals",
    ),
    "points that may be thousands": (
        PLAIN.replace("1500", "1.500").replace("1600", "900"),
        "thousands or decimals",
    ),
    "commas that may be thousands": (
        CONTINENTAL.replace("1500", "1,500"),
        "found '1,500'. It may mean thousands or decimals",
    ),
    "scores that may be thousands": (
        PLAIN.replace("10.5", "1.205")
        .replace("30.25", "2.250")
        .replace(",12\n", ",980\n")
        .replace(",0.5\n", ",410\n"),
        "score_homes: expected a number, found '1.205'. It may mean thousands or decimals",
    ),
    "quoted thousands": (PLAIN.replace("1500", '"1,500"'), "Write plain numbers without separators"),
    "quoted decimal commas": (
        PLAIN.replace("10.5", '"10,5"'),
        "Decimal commas are read where semicolons or tabs separate columns",
    ),
    "percent signs": (PLAIN.replace("10.5", "10.5%"), "Remove the percent signs"),
    "a date": (PLAIN.replace("10.5", "10. Mai"), "A spreadsheet may have turned a number into a date"),
    "need in percent": (PLAIN.replace("0.2", "20"), "Divide percentages by 100."),
    "a suppressed cell": (PLAIN.replace("10.5", "[c]"), "It says that the number is missing"),
    "nobody": (PLAIN.replace("1500", "0"), "Nobody lives there: leave its line out with --drop-empty"),
    "a cut file": (f"{PLAIN}k5", "line 6: expected 5 cells, found 1 cell"),
    "a cut file in a name": (f"{PLAIN}k5 Mill,A,15", "line 6: expected 5 cells, found 3 cells"),
    "a column of marks": (
        HEAD + "k1,A,1500,0.2,*\nk2,A,1600,0.6,*\n",
        "score_homes: expected a number, found '*' and the like in all lines. Fill it in, or remove the column",
    ),
    "columns of ranks under other names": (
        "code,council,population,health_rank,imd_decile\nk1,A,1500,1,2\n",
        "'health_rank' and 'imd_decile': ranks run the other way. Name such a column rank_OUTCOME",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_says_what_it_is_and_what_to_do(tmp_path: Path, name: str) -> None:
    text, said = REFUSED[name]
    assert said in refusal(tmp_path, text)


@pytest.mark.parametrize("wanted", ["need_health", "council", "population"])
def test_no_message_proposes_a_column_of_ranks(tmp_path: Path, wanted: str) -> None:
    for ranked in ("health_rank", "imd_rank", "council_rank", "population_decile", "health_percentile"):
        columns = [column for column in ("code", "council", "population", "need_health") if column != wanted]
        said = refusal(tmp_path, f"{','.join([*columns, ranked])}\n1,1,1,1\n")
        assert f"expected a column '{wanted}'" in said
        assert f"Rename '{ranked}'" not in said


@pytest.mark.parametrize("cell", ["*", "-1", "1,5", "10%", "x1"])
def test_a_fault_of_a_whole_column_is_one_message(tmp_path: Path, cell: str) -> None:
    rows = "".join(f'k{n},A,{n}00,0.5,"{cell}"\n' for n in range(10, 60))
    said = refusal(tmp_path, HEAD.replace("score_homes", "need_homes") + rows)
    assert "\n" not in said
    assert "in all" in said


def test_a_table_with_a_line_for_each_outcome_is_one_message(tmp_path: Path) -> None:
    rows = "".join(f"k{n // 7},A,{n // 7}00,0.5,10.5\n" for n in range(70, 140))
    said = refusal(tmp_path, HEAD + rows)
    assert (
        "line 3, code: expected each community once, found 'k10' again (first in line 2), as 59 more lines"
        in said
    )
    assert "\n" not in said


@pytest.mark.parametrize("cell", ["", "#N/A"])
def test_empty_cells_of_a_column_of_names_are_one_message(tmp_path: Path, cell: str) -> None:
    rows = "".join(f"k{n},{cell},{n}00,0.5,{n}.5\n" for n in range(10, 60))
    said = refusal(tmp_path, HEAD + rows + "k,A,1,1,1\n")
    assert "line 2, council: expected a value, found" in said
    assert "and 46 more" in said
    assert "\n" not in said


def test_commas_that_nobody_quoted_are_one_message(tmp_path: Path) -> None:
    rows = "".join(f"k{n},A,{n}00,0,5,10,5\n" for n in range(10, 60))
    said = refusal(tmp_path, HEAD + rows)
    assert "line 2: expected 5 cells, found 7 cells in all 50 lines. If commas mark decimals" in said
    assert "\n" not in said


def test_a_council_table_of_another_country_is_one_message(tmp_path: Path) -> None:
    councils = at(tmp_path, "code,name\nS1,Fife\nS2,Moray\n", "councils.csv")
    said = refusal(tmp_path, PLAIN, councils=councils)
    assert (
        "found none of its 2 councils, but such as 'S1', 'S2'. It may be the table of another country" in said
    )
    assert "\n" not in said


def test_councils_are_found_by_their_names_where_the_file_has_no_codes(tmp_path: Path) -> None:
    councils = at(tmp_path, "code,name,region\nE1,a.,N\nE2,B,S\nE3,C,S\n", "councils.csv")
    read = places(tmp_path, PLAIN, councils=councils)
    assert read.council_keys == ("E1", "E2")
    assert read.council_names == ("a.", "B")
    assert any("matched by name in councils.csv" in note for note in read.reading)


def test_official_look_ups_of_councils_are_known_and_other_columns_are_named(tmp_path: Path) -> None:
    for head in (
        "LAD24CD,LAD24NM,RGN24CD,RGN24NM",
        "LTLA23CD,LTLA23NM,UTLA23CD,UTLA23NM",
        "ltla22_code,ltla22_name,lhb22_code,lhb22_name",
        "LAD23CD,LAD23NM,LHB23CD,LHB23NM",
        "ltla20_code,ltla20_name,hb19_code,hb19_name",
        "CA,CAName,HB,HBName",
        "Local Authority District code (2024),Local Authority District name (2024),region code,region name",
    ):
        councils = at(tmp_path, f"{head},ObjectId\nA,Ayton,N,North,1\nB,Beeham,S,South,2\n", "councils.csv")
        read = places(tmp_path, PLAIN, councils=councils)
        assert read.council_names == ("Ayton", "Beeham")
        assert "UTLA" in head or read.region_names == ("North", "South")
        assert "Columns of the council table that were not used: 'ObjectId'." in read.reading


def test_a_look_up_of_smaller_areas_gives_each_council_once(tmp_path: Path) -> None:
    head = "WD24CD,LAD24CD,LAD24NM,RGN24CD\n"
    councils = at(tmp_path, f"{head}W1,A,Ayton,N\nW2,A,Ayton,N\nW3,B,Beeham,S\n", "councils.csv")
    read = places(tmp_path, PLAIN, councils=councils)
    assert read.region_keys == ("N", "S")
    assert any("several lines for each council, which agree: 1 left out" in note for note in read.reading)
    at(tmp_path, f"{head}W1,A,Ayton,N\nW2,A,Ayton,S\nW3,B,Beeham,S\n", "councils.csv")
    assert "expected each council once, found 'A' again" in refusal(tmp_path, PLAIN, councils=councils)


def test_tables_of_councils_and_neighbours_are_read_as_that_of_communities(tmp_path: Path) -> None:
    councils = at(tmp_path, "Councils 2024\ncode;name;Capacity\nA;Ayton;0,2\nB;Beeham;0,8\n", "councils.csv")
    pairs = at(tmp_path, "council_a;council_b\nA;B\nSource: Office\n", "pairs.csv")
    read = places(tmp_path, PLAIN, councils=councils, neighbours=pairs)
    assert read.capacity_c is not None
    assert read.capacity_c.tolist() == [0.2, 0.8]
    assert read.neighbours.tolist() == [[0, 1]]


def test_a_few_columns_that_may_be_anything_are_not_taken_for_an_index(tmp_path: Path) -> None:
    rows = "E1,A,1500,24000.5,0.7\nE2,B,1600,31000.5,0.8\n"
    said = refusal(tmp_path, f"LSOA code,Local Authority,Population,Income,Employment\n{rows}")
    assert "expected a column 'code'" in said
    head = "LSOA code,Local Authority,Population,Income,Employment,Health,Education,Housing\n"
    read = places(tmp_path, f"{head}E1,A,1500,1.5,2.5,3,4,5.5\nE2,B,1600,2.5,3.5,1,5,6.5\n")
    note = next(note for note in read.notes if "do not say whether" in note)
    assert note.startswith("Income, Employment, Education, Health and Housing do not say")
    assert read.need_kj[:, 3].tolist() == sorted(read.need_kj[:, 3].tolist())
