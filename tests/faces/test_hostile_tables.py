"""Tables of places that are hostile or broken end with code 2 and say where: file, line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile import PLAIN, Told, put

COUNCILS = "code,name,region,capacity\nA,Ayton,N,0.2\nB,Beeham,N,0.8\nC,Isle,S,0.5\n"
NEIGHBOURS = "council_a,council_b\nA,B\n"


def imported(
    told: Told, folder: Path, communities: str | bytes, councils: str = COUNCILS, neighbours: str = NEIGHBOURS
) -> tuple[int, str]:
    """What an import says; it leaves the places behind where it is done, and nothing where it is not."""
    tables = [
        put(folder, "p.csv", communities),
        put(folder, "c.csv", councils),
        put(folder, "n.csv", neighbours),
    ]
    kept = folder / "kept.parquet"
    found = told(
        "places", "import", tables[0], "--councils", tables[1], "--neighbours", tables[2], "-o", kept
    )
    assert {file.name for file in folder.iterdir()} == {"p.csv", "c.csv", "n.csv"} | (
        {"kept.parquet"} if found[0] == 0 else set()
    )
    return found


CELLS = [
    "nan",
    "inf",
    "-1",
    "1e400",
    "1e308",
    "5e-324",
    "true",
    "2020-01-01",
    "1_000",
    '"1,000"',
    "0x10",
    "",
    "9" * 5_000,
]
COLUMNS = {"population": ("1000", 2), "need_work": ("0.2", 2), "score_homes": (",10\n", 2)}


@pytest.mark.parametrize("cell", [*CELLS, "0"], ids=lambda cell: cell[:12])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_cell_that_is_no_usable_number_is_refused_at_its_line_and_column(
    told: Told, tmp_path: Path, column: str, cell: str
) -> None:
    old, line = COLUMNS[column]
    new = f",{cell}\n" if old.endswith("\n") else cell
    code, said = imported(told, tmp_path, PLAIN.replace(old, new, 1))
    if (column, cell) in (
        ("need_work", "0"),
        ("score_homes", "0"),
        ("score_homes", "-1"),
        ("score_homes", "1e308"),  # a score may be of any size: only its rank counts
    ):
        assert code == 0
        return
    assert code == 2
    assert said.startswith(f"{tmp_path / 'p.csv'}, line {line}, {column}: expected ")


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell[:12])
def test_a_capacity_that_is_no_share_is_refused(told: Told, tmp_path: Path, cell: str) -> None:
    code, said = imported(told, tmp_path, PLAIN, COUNCILS.replace("0.2", cell, 1))
    assert code == 2
    assert said.startswith(f"{tmp_path / 'c.csv'}, line 2, capacity: expected a share from 0 to 1")


TABLES: dict[str, tuple[str | bytes, str]] = {
    "a community twice": (
        PLAIN.replace("k2,", "k1,"),
        "line 3, code: expected each community once, found 'k1' again",
    ),
    "an empty column of residents": (
        "code,council,population,need_x\nk1,A,,1\nk2,B,,1\nk3,C,,1\n",
        "population: expected residents above 0, found an empty column",
    ),
    "an empty column of names": (
        "code,name,council,population,need_x\nk1,,A,1,1\n",
        "name: expected values, found an empty column",
    ),
    "an unknown council": (PLAIN.replace(",C,", ",Z,"), "line 5, council: expected a council of"),
    "a council in Cyrillic": (PLAIN.replace(",A,", ",А,"), "line 3, council: expected a council of"),
    "a heading in Cyrillic": (PLAIN.replace("code", "cоde"), "line 1: expected a column 'code'"),
    "a column twice": (PLAIN.replace("need_health", "need_work"), "line 1: expected each column once"),
    "short rows": (PLAIN + "k9,x\n", "line 6: expected 7 cells, found 2 cells"),
    "an open quote": (PLAIN + '"k9', "line 6: expected CSV"),
    "a byte of nought": (
        PLAIN.replace("Harbour", "Har\0bour"),
        "line 3: expected text without control characters",
    ),
    "an escape": (PLAIN.replace("Harbour", "\x1b[31m"), "line 3: expected text without control characters"),
    "Latin-1": (
        PLAIN.replace("Mill", "Mîll").encode("latin-1"),
        "line 2: expected text in UTF-8, found the byte 0xee",
    ),
    "UTF-16": (PLAIN.encode("utf-16"), "line 1: expected text in UTF-8"),
    "a cell of 200,000 letters": (PLAIN.replace("Harbour", "H" * 200_000), "line 3: expected CSV"),
    "only headings": (PLAIN.split("\n")[0] + "\n", "found only column names"),
    "nothing": ("", "found an empty file"),
    "a spreadsheet": (b"PK\3\4", "found a spreadsheet or zip file"),
    "half a Parquet file": (b"PAR1\0\0", "found a Parquet file"),
    "a picture": (bytes(range(256)) * 20, "expected "),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_will_not_do_is_refused_with_its_place(told: Told, tmp_path: Path, name: str) -> None:
    content, wanted = TABLES[name]
    code, said = imported(told, tmp_path, content)
    assert code == 2
    assert said.startswith(str(tmp_path / "p.csv"))
    assert wanted in said
    assert len(said) < 6_000


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ("a_a,a_b\nA,A\n", "line 2: expected two different councils"),
        ("a_a,a_b\nA,Z\n", "line 2: expected a known council, found 'Z'"),
        ("a_a,a_b\nA,\n", "a_b: expected values, found an empty column"),
        (",a_b\nA,B\n", "line 1: expected two columns with names"),
        ("A,B\nB,A\n", "line 1: expected a line of column names"),
    ],
)
def test_neighbours_that_will_not_do_are_refused(told: Told, tmp_path: Path, pairs: str, wanted: str) -> None:
    code, said = imported(told, tmp_path, PLAIN, neighbours=pairs)
    assert code == 2
    assert said.startswith(str(tmp_path / "n.csv"))
    assert wanted in said


def test_50_mb_without_a_line_are_refused(told: Told, tmp_path: Path) -> None:
    file = tmp_path / "big.csv"
    with file.open("wb") as stream:
        stream.truncate(50_000_000)
    code, said = told("places", "import", file, "-o", tmp_path / "x.parquet")
    assert (code, said.split(":")[0]) == (2, f"{file}, line 1")


@pytest.mark.parametrize(
    "communities",
    [
        PLAIN,
        "\ufeff" + PLAIN.replace("\n", "\r\n"),
        "code,council,population,need_work,need_health,need_homes\nk1,A,5,0.5,0,1\n",
    ],
    ids=["an island", "from a spreadsheet", "one council with one community"],
)
def test_unusual_places_that_are_right_come_in_and_run(told: Told, tmp_path: Path, communities: str) -> None:
    assert imported(told, tmp_path, communities)[0] == 0
    kept = tmp_path / "kept.parquet"
    assert told("places", "describe", kept)[0] == 0
    assert told("run", "classroom_small", "--places", kept, "-n", 1, "--quiet")[0] == 0
