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


def test_residents_that_are_no_whole_numbers_are_questioned(file: Path) -> None:
    table = [[*row[:4], f"{int(row[4]) / 1000:.3f}".replace(".", ","), *row[5:]] for row in rows()]
    table = [[*row[:5], *(cell.replace(".", ",") for cell in row[5:])] for row in table]
    table[3][4] = "1,4"
    assert "residents in thousands" in questions(file, table)


@pytest.mark.parametrize("code", ["9", "99", "-20"])
def test_a_pile_of_one_number_is_questioned(file: Path, code: str) -> None:
    table = rows()
    for row in table[4:8]:
        row[6] = code
    assert f"score_homes has {code} in lines 6, 7, 8 and 9" in questions(file, table)


@pytest.mark.parametrize("times", [0.01, 0.1, 10, 100])
def test_two_scales_in_one_column_are_questioned(file: Path, times: float) -> None:
    table = rows()
    for row in table[2:8]:
        row[6] = f"{float(row[6]) * times:.5g}"
    assert "score_homes has two scales: the numbers in lines 4, 5, 6, 7 and 2 more" in questions(file, table)


def test_a_constant_column_is_questioned(file: Path) -> None:
    assert "score_homes is 4 in all 20 lines" in questions(file, [[*row[:6], "4"] for row in rows()])


def by_name(table: Sequence[Row]) -> list[Row]:
    return [[*row[:2], row[3], *row[4:]] for row in table]


BY_NAME = (*HEADER[:3], *HEADER[4:])


@pytest.mark.parametrize(
    "name",
    [
        "Shire Lódź",
        "shire Łódź",
        "Shire Łódź (2)",
        "Shire Łódź*",
        "Shirе Łódź",
        "Sh. Łódź",
        "Łódź",
        "Shire Łód",
    ],
)
def test_two_names_of_one_council_are_questioned(file: Path, name: str) -> None:
    table = by_name(rows())
    for at in range(5):
        table[at][2] = name if at < 2 else "Shire Łódź"
    said = questions(file, table, BY_NAME)
    assert f"'{name}' (line 2)" in said
    assert "they may be one" in said


def test_councils_of_numbers_or_nearly_one_name_are_several(file: Path) -> None:
    table = rows()
    for row in table:
        row[2] = f"Northern part ({int(row[2])})"
        row[3] = row[2]
    assert questions(file, table) == ""
    for row, letter in zip(by_name(rows()), "aaaaabbbbbcccccddddd", strict=True):
        row[2] = f"powiat b{letter}lski"
    assert questions(file, table) == ""


def test_a_column_of_councils_sorted_or_moved_alone_is_questioned(file: Path) -> None:
    moved = [
        [*row[:2], *before[2:4], *row[4:]] for row, before in zip(rows(), rows()[-1:] + rows(), strict=False)
    ]
    assert "4 communities begin like those of another council" in questions(file, moved)
    assert "4 communities begin like" in questions(file, by_name(moved), BY_NAME)
    table = rows()
    turned = [[*row[:2], *other[2:4], *row[4:]] for row, other in zip(table, reversed(table), strict=True)]
    assert "20 communities begin like" in questions(file, turned)


def test_names_of_the_council_table_beside_the_wrong_codes_are_questioned(file: Path, tmp_path: Path) -> None:
    councils = tmp_path / "councils.csv"
    letters = "BADC"
    lines = [f"0{k + 1},Shire {letters[k] * 5},{'Löw' if k else 'low'}" for k in range(4)]
    councils.write_text("\n".join(["code,name,region", *lines]) + "\n", encoding="utf-8")
    said = " ".join(import_places(write(file, rows()), councils=councils).questions)
    assert "calls '01' 'Shire BBBBB', not 'Shire AAAAA'" in said
    assert "Regions 'low' and 'Löw'" in said


@pytest.mark.parametrize(
    "good",
    [
        *(
            "affluence",
            "prosperity",
            "wellbeing",
            "quality_of_life",
            "owner_occupied",
            "third_level_education",
        ),
        *("access_to_water", "renta", "ingreso_medio", "einkommen", "dochod", "pouvoir_achat", "hp_index"),
    ],
)
def test_a_score_named_like_something_good_is_questioned(file: Path, good: str) -> None:
    assert "sounds like something good" in questions(file, rows(), (*HEADER[:5], f"score_{good}", "score_b"))


def test_scores_that_all_lie_around_0_are_questioned(file: Path) -> None:
    table = [[*row[:5], f"{float(row[5]) - 18.3:.2f}", f"{float(row[6]) - 51.2:.2f}"] for row in rows()]
    assert "score_work and score_homes run from below 0 to above it" in questions(file, table)
    assert questions(file, [[*row[:6], clean[6]] for row, clean in zip(table, rows(), strict=True)]) == ""


@pytest.mark.parametrize("cell", ["5,9*", "5,9¹", "5,9a", "5,9 1)", "5,9 [b]", "24 584a"])
def test_the_mark_of_a_footnote_is_named(file: Path, cell: str) -> None:
    table = rows()
    table[3][5] = cell
    assert f"'{cell}'. Behind the number stands the mark of a footnote" in refusal(file, table)


def test_a_suppressed_number_is_named_and_can_be_dropped(file: Path) -> None:
    table = rows()
    table[3][5] = "<5"
    assert "says only that the number is small or large" in refusal(file, table)
    assert len(import_places(file, drop_empty=True).community_keys) == 19


def test_a_rank_below_1_is_told_the_least_possible(file: Path) -> None:
    table = [[*row[:5], "0.4"] for row in rows()]
    with pytest.raises(PlacesError, match=r"The least possible is 1\.") as error:
        import_places(write(file, table, (*HEADER[:5], "rank_work")))
    assert "179,769" not in str(error.value)
