"""A file that was pasted, sorted, summed or coded wrongly is questioned or refused; a clean one is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from govsim.errors import PlacesError
from govsim.world.import_places import import_places

HEADER = ("code", "name", "council", "council_name", "population", "score_work", "score_homes")
Row = list[str]


def rows() -> list[Row]:
    """Twenty communities, five in each of four councils, with nothing odd."""
    return [
        [
            f"0{council}{k}100",
            f"Ward {council}{k}",
            f"0{council}",
            f"Shire {'ABCD'[council - 1] * 5}",
            str(1000 + 137 * at % 1900 + at),
            f"{5 + (7 * at % 20) * 1.37:.2f}",
            f"{30 + (11 * at % 20) * 2.11 + at / 7:.2f}",
        ]
        for at, (council, k) in enumerate((council, k) for council in (1, 2, 3, 4) for k in (1, 2, 3, 4, 5))
    ]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "places.csv"


def write(file: Path, table: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    file.write_text("\n".join(";".join(row) for row in (header, *table)) + "\n", encoding="utf-8")
    return file


def questions(file: Path, table: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> str:
    return " ".join(import_places(write(file, table, header)).questions)


def refusal(file: Path, table: Sequence[Sequence[str]], *, drop_empty: bool = False) -> str:
    with pytest.raises(PlacesError) as error:
        import_places(write(file, table), drop_empty=drop_empty)
    return str(error.value)


def test_a_clean_file_is_not_questioned(file: Path) -> None:
    assert questions(file, rows()) == ""


def test_a_place_twice_under_two_codes_is_questioned(file: Path) -> None:
    again = [[row[0][:-1] + "9", *row[1:]] for row in rows()]
    said = questions(file, rows() + again[:3])
    assert "6 lines of 23 have all their numbers in common" in said
    assert "2 and 22" in said
    assert "40 lines of 40" in questions(file, rows() + again)
    later = [[row[0][:-1] + "9", *row[1:4], str(int(row[4]) + 3), *row[5:]] for row in rows()]
    assert "council, name and nearly all numbers" in questions(file, rows() + later[:4])


def test_a_town_and_the_land_around_it_may_have_one_name(file: Path) -> None:
    table = rows()
    table[1][1] = table[0][1]
    assert questions(file, table) == ""


def test_a_block_or_column_pasted_over_another_is_questioned(file: Path) -> None:
    table = rows()
    for k in range(5):
        table[5 + k][5:] = table[k][5:]
    assert "10 lines of 20 have all their numbers but residents" in questions(file, table)
    table = [[*row[:6], row[5]] for row in rows()]
    assert "score_homes has the numbers of score_work in all 20 lines" in questions(file, table)


def test_few_numbers_may_be_equal_by_chance(file: Path) -> None:
    table = [[*row[:4], str(1000 + 100 * (at % 7)), str(at % 3 + 1)] for at, row in enumerate(rows())]
    header = (*HEADER[:5], "decile_work")
    assert "in common" not in questions(file, table, header)


def counted_again(table: Sequence[Row], begins: str, code: str, council: str) -> Row:
    people = sum(int(row[4]) for row in table if row[2].startswith(begins))
    return [code, f"Region {code}", council, f"Region {council}", str(people), "17", "48"]


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize("own", [True, False])
def test_several_rows_that_count_all_others_are_refused_as_totals(file: Path, above: bool, own: bool) -> None:
    halves = [("01", "02"), ("03", "04")]
    totals = []
    for at, (one, other) in enumerate(halves):
        row = counted_again(rows(), one, f"9{at}000", f"9{at}" if own else "99")
        row[4] = str(int(row[4]) + int(counted_again(rows(), other, "", "")[4]))
        totals.append(row)
    said = refusal(file, [*totals, *rows()] if above else [*rows(), *totals])
    for code in ("90000", "91000"):
        assert f"'{code}'" in said
    assert "as many as in all other lines together" in said


def test_a_subtotal_is_refused_though_a_line_that_it_counts_is_dropped(file: Path) -> None:
    table = rows()
    table[2][6] = ".."
    subtotal = counted_again(table, "01", "01000", "01")
    assert "as many as in the other lines of '01' together" in refusal(
        file, [subtotal, *table], drop_empty=True
    )


@pytest.mark.parametrize(
    "name", ["Średnia", "Moyenne", "Media", "Promedio", "Mean", "Gemiddelde", "Maksimum"]
)
def test_a_row_of_means_is_refused(file: Path, name: str) -> None:
    assert "a mean, least or greatest" in refusal(
        file, [*rows(), ["99999", name, "99", "All", "1500", "18", "52"]]
    )


def test_a_row_that_numbers_the_columns_is_passed_over(file: Path) -> None:
    numbered = [[str(at) for at in range(1, 8)], *rows()]
    places = import_places(write(file, numbered))
    assert len(places.community_keys) == 20
    assert "Line 2 numbers the columns" in " ".join(places.reading)
