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
