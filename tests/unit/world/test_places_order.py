"""A file whose columns were sorted, moved, turned, filled down or pasted alone is questioned; a clean one is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from govsim.errors import PlacesError
from govsim.world.import_places import import_places
from govsim.world.saved_places import load_places, save_places

Row = list[str]
HEADER = ("code", "name", "council", "population", "score_a", "score_b", "score_c", "score_d")
A = HEADER.index("score_a")
POPULATION = HEADER.index("population")


def rows(seed: int = 5, per_council: int = 10) -> list[Row]:
    """120 communities in twelve councils, whose scores go together and with councils."""
    draw = np.random.default_rng(seed)
    made = []
    for c in range(12):
        council = draw.normal(0, 0.7)
        for k in range(per_council):
            need = council + draw.normal(0, 0.7)
            scores = 40 + 8 * (0.8 * need + 0.5 * draw.normal(size=4))
            code, people = f"{7000000 + 100 * c + 7 * k}", round(1500 * np.exp(draw.normal(0, 0.4)))
            made.append([code, f"Ward {c} {k}", f"Shire {'abcdefghijkl'[c] * 5}", str(people)])
            made[-1] += [f"{score:.3f}" for score in scores]
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "places.csv"


def write(file: Path, table: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    file.write_text("\n".join(",".join(row) for row in (header, *table)) + "\n", encoding="utf-8")
    return file


def questions(file: Path, table: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> str:
    return " ".join(import_places(write(file, table, header)).questions)


def refusal(file: Path, table: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> str:
    with pytest.raises(PlacesError) as error:
        import_places(write(file, table, header))
    return str(error.value)


def with_column(change: Callable[[list[str]], list[str]], column: int = A) -> list[Row]:
    """The clean rows with one column changed, as a list of cells."""
    table = rows()
    for row, cell in zip(table, change([row[column] for row in table]), strict=True):
        row[column] = cell
    return table


@pytest.mark.parametrize("seed", range(8))
def test_a_clean_file_is_not_questioned_in_any_order(file: Path, seed: int) -> None:
    table = rows(seed)
    assert questions(file, table) == ""
    for column in (POPULATION, A):
        assert questions(file, sorted(table, key=lambda row: float(row[column]))) == ""
    np.random.default_rng(seed).shuffle(table)
    assert questions(file, table) == ""


@pytest.mark.parametrize("column", [POPULATION, A])
def test_a_column_sorted_alone_is_questioned(file: Path, column: int) -> None:
    said = questions(file, with_column(lambda cells: sorted(cells, key=float), column))
    assert f"{HEADER[column]} rises or falls from each line to the next" in said


@pytest.mark.parametrize(
    ("change", "how"),
    [
        (lambda cells: cells[-1:] + cells[:-1], "moved up by 1 line"),
        (lambda cells: cells[2:] + cells[:2], "moved down by 2 lines"),
        (lambda cells: cells[::-1], "turned upside down"),
        (lambda cells: cells[:30] + cells[29:-1], "moved up by 1 line"),
    ],
    ids=["down", "up", "upside down", "one cell put in"],
)
def test_a_score_moved_alone_is_questioned(
    file: Path, change: Callable[[list[str]], list[str]], how: str
) -> None:
    said = questions(file, with_column(change))
    assert "score_a" in said
    assert f"goes with the other outcomes only when {how}" in said


def test_a_score_in_another_order_than_all_others_is_questioned(file: Path) -> None:
    table = with_column(lambda cells: np.random.default_rng(1).permutation(cells).tolist())
    assert "score_a goes with no other outcome and with no council" in questions(file, table)


def test_a_score_that_turns_in_the_middle_of_the_file_is_questioned(file: Path) -> None:
    table = with_column(lambda cells: [*cells[:60], *(f"{90 - float(cell):.3f}" for cell in cells[60:])])
    assert "score_a goes with the other outcomes in one part of the file" in questions(file, table)


def test_a_column_filled_down_is_questioned(file: Path) -> None:
    same = with_column(lambda cells: cells[:50] + cells[50:51] * 30 + cells[80:])
    assert "score_a goes on by the same step, or with the same number, from line 52 to line 81" in questions(
        file, same
    )
    series = with_column(
        lambda cells: cells[:50] + [f"{float(cells[50]) + k:.3f}" for k in range(30)] + cells[80:]
    )
    assert "score_a goes on by the same step" in questions(file, series)
    blocks = with_column(lambda cells: [cells[at - at % 6] for at in range(len(cells))])
    assert "score_a has each number in several lines" in questions(file, blocks)


@pytest.mark.parametrize("column", [POPULATION, A])
def test_a_block_pasted_within_a_column_is_questioned(file: Path, column: int) -> None:
    table = with_column(lambda cells: cells[:20] + cells[70:80] + cells[30:], column)
    assert f"{HEADER[column]} has the same 6 numbers or more, one after another, from line 22" in questions(
        file, table
    )


def test_a_column_worked_out_from_another_is_questioned(file: Path) -> None:
    table = [[*row[:7], f"{2 * float(row[A]) + 1:.3f}"] for row in rows()]
    assert "score_d has the order of score_a" in questions(file, table)
    people = [[*row[:3], str(round(float(row[A]) * 1000)), *row[4:]] for row in rows()]
    assert "score_a has the order of population" in questions(file, people)


def test_the_whole_of_an_index_beside_its_parts_is_questioned(file: Path) -> None:
    table = [[*row, f"{sum(map(float, row[A:])) / 4:.2f}"] for row in rows()]
    assert "score_overall is a sum or a mean of the other outcomes" in questions(
        file, table, (*HEADER, "score_overall")
    )


def test_a_council_in_two_places_of_a_file_is_questioned(file: Path) -> None:
    table = [[f"p{at}", *row[1:]] for at, row in enumerate(rows())]
    table[17][2] = table[100][2]
    assert "apart from its other lines" in questions(file, table)
    assert "'Shire kkkkk'" in questions(file, table)


@pytest.mark.parametrize("other", ["Shire of aaaaa", "aaaaa (Shire)", "St. aaaaa", "aaaaa1"])
def test_two_names_that_take_turns_are_questioned(file: Path, other: str) -> None:
    table = [[f"p{at}", *row[1:]] for at, row in enumerate(rows())]
    for row in table[1:10:3]:
        row[2] = other
    assert "they may be one" in questions(file, table)


def test_lines_of_two_years_are_questioned(file: Path) -> None:
    before = [[f"{row[0]}b", row[1], row[2], *other[3:]] for row, other in zip(rows(), rows(9), strict=True)]
    assert "Each name stands 2 times in its council" in questions(file, [*rows(), *before])


def test_residents_that_are_none_are_questioned(file: Path) -> None:
    same = with_column(lambda cells: ["2023"] * len(cells), POPULATION)
    assert "population is 2,023 in all 120 lines" in questions(file, same)
    ranks = with_column(lambda cells: [str(int(k)) for k in np.argsort(np.argsort(cells)) + 1], POPULATION)
    assert "it may be ranks" in questions(file, ranks)
    thousands = with_column(lambda cells: [f"{int(int(cell) / 100)}" for cell in cells[:10]] + cells[10:], 3)
    assert "population has two scales" in questions(file, thousands)
    mistyped = with_column(lambda cells: [*cells[:9], "15120", *cells[10:]], POPULATION)
    assert "population has 15,120 in line 11, far from all others" in questions(file, mistyped)
    few = with_column(lambda cells: [*cells[:9], "5", "5", "5", *cells[12:]], POPULATION)
    assert "population has 5 in lines 11, 12 and 13, far from all others" in questions(file, few)


@pytest.mark.parametrize("cell", ["-41.220", "0", "4.122"])
def test_a_number_that_slipped_is_questioned(file: Path, cell: str) -> None:
    table = with_column(lambda cells: [*cells[:9], cell, *cells[10:]])
    assert f"score_a has {float(cell):,.6g} in line 11, off from all others" in questions(file, table)


def test_years_in_place_of_scores_are_questioned(file: Path) -> None:
    table = with_column(lambda cells: [str(2020 + at % 3) for at in range(len(cells))])
    assert "score_a looks like years: 2020 to 2022" in questions(file, table)


def test_minus_signs_that_were_lost_are_questioned(file: Path) -> None:
    around = [[*row[:A], *(f"{float(cell) - 40:.3f}" for cell in row[A:])] for row in rows()]
    lost = [[*row[:A], row[A].lstrip("-"), *row[A + 1 :]] for row in around]
    assert "score_a has nothing below 0" in questions(file, lost)
    assert "nothing below 0" not in questions(file, around)


def test_ranks_within_councils_are_questioned_and_those_of_a_country_are_not(file: Path) -> None:
    header = tuple("rank_a" if name == "score_a" else name for name in HEADER)
    scores = np.array([float(row[A]) for row in rows(per_council=12)])
    country = np.argsort(np.argsort(-scores)) + 1
    within = np.concatenate([np.argsort(np.argsort(-part)) + 1 for part in scores.reshape(12, 12)])
    for ranks, said in ((within, True), (country, False), ((country + 2) // 3 * 3 - 2, False)):
        table = rows(per_council=12)
        for row, rank in zip(table, ranks.tolist(), strict=True):
            row[A] = str(rank)
        assert ("rank_a has more equal ranks" in questions(file, table, header)) is said


def test_a_place_beside_its_parts_is_refused_as_a_total(file: Path) -> None:
    table = []
    for at, row in enumerate(rows()):
        table.append(row)
        if at % 4 == 0:
            town = int(row[POPULATION]) * 2 // 5
            table += [
                [f"{row[0]}{part}", f"{row[1]} {part}", row[2], str(people), *row[A:]]
                for part, people in (("t", town), ("c", int(row[POPULATION]) - town))
            ]
    assert "'7000000', " in refusal(file, table)
    assert "as many as in the lines beside it together" in refusal(file, table)


def test_regions_that_differ_little_or_moved_by_a_line_are_questioned(file: Path, tmp_path: Path) -> None:
    table = [[*row[:2], f"{11 + k // 30}{k // 10 % 3}", *row[3:]] for k, row in enumerate(rows())]
    write(file, table)
    councils = tmp_path / "councils.csv"
    names = ["Alfa Region", "Bravo Region", "Charlie Region", "Delta Region"]
    codes = [f"{11 + k // 3}{k % 3}" for k in range(12)]

    def said(regions: Sequence[str]) -> str:
        lines = [f"{code},{region}" for code, region in zip(codes, regions, strict=True)]
        councils.write_text("\n".join(["code,region", *lines]) + "\n", encoding="utf-8")
        return " ".join(import_places(file, councils=councils).questions)

    regions = [names[k // 3] for k in range(12)]
    assert said(regions) == ""
    assert "Regions 'Charlie Region' and 'Charlle Region'" in said(
        [*regions[:7], "Charlle Region", *regions[8:]]
    )
    assert "Regions 'Charlie Region' and 'Charlie'" in said([*regions[:7], "Charlie", *regions[8:]])
    assert "begin like those of another region" in said(regions[-1:] + regions[:-1])


def test_marks_and_endings_of_codes_are_named(file: Path) -> None:
    table = rows()
    table[4][0] += "*"
    said = questions(file, table)
    assert "code has '7000028*' in line 6: the mark of a footnote" in said
    assert "removed a zero" not in said
    ended = [[f"{row[0]}.0", *row[1:]] for row in rows()]
    assert "a program has taken codes for numbers" in questions(file, ended)


def test_much_that_is_left_out_is_questioned(file: Path) -> None:
    write(file, with_column(lambda cells: [".." if at % 3 == 0 else cell for at, cell in enumerate(cells)]))
    assert "40 of 120 communities were left out" in " ".join(import_places(file, drop_empty=True).questions)


def test_a_state_may_be_called_nd_and_is_not_left_out(file: Path) -> None:
    table = [[*row[:2], "ND" if at < 60 else "SD", *row[3:]] for at, row in enumerate(rows())]
    assert len(import_places(write(file, table), drop_empty=True).community_keys) == 120


@pytest.mark.parametrize("mark", ["..C", "b.d.", "s.d.", "N/D", "#", "−", "秘", "▲", '"-"', "1-4"])
def test_marks_for_what_is_missing_are_known_and_can_be_dropped(file: Path, mark: str) -> None:
    table = with_column(lambda cells: [*cells[:4], mark.replace('"', '"""'), *cells[5:]])
    assert "leave its line out with --drop-empty" in refusal(file, table)
    assert len(import_places(file, drop_empty=True).community_keys) == 119


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("(5.1)", "write a minus in front"),
        ("▲5.1", "write a minus in front"),
        ("5.1-", "write a minus in front"),
        ("12th", "Write a plain number: 12"),
        ("12/120", "Write a plain number: 12"),
        ("12=", "Write a plain number: 12"),
        ("05.lis", "turned a number into a date"),
        ("####", "too narrow"),
    ],
)
def test_a_number_in_another_writing_is_refused_with_what_to_write(file: Path, cell: str, said: str) -> None:
    assert said in refusal(file, with_column(lambda cells: [*cells[:4], cell, *cells[5:]]))


def test_wide_digits_unseen_marks_and_codes_kept_as_text_are_read(file: Path) -> None:
    plain = import_places(write(file, rows()))
    table = rows()
    for at, row in enumerate(table):
        row[A] = row[A].translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
        row[POPULATION] = f"\u200e{row[POPULATION]}"
        row[0] = f"'{row[0]}" if at % 2 else f'"=""{row[0]}"""'
    places = import_places(write(file, table, ("\ufeffcode", *HEADER[1:4], "score_a (%)", *HEADER[5:])))
    assert places.community_keys == plain.community_keys
    assert np.array_equal(places.population_k, plain.population_k)
    assert np.array_equal(places.need_kj, plain.need_kj)
    assert places.outcomes == plain.outcomes


def test_second_headings_are_passed_over_or_named(file: Path) -> None:
    table = rows()
    letters = list("abcdefgh")
    places = import_places(write(file, [letters, *table[:50], list(HEADER), *table[50:]]))
    assert len(places.community_keys) == 120
    assert "The column names stand again in line 53" in " ".join(places.reading)
    units = ["", "", "", "persons", "%", "%", "%", "%"]
    assert "a second line of column names, such as units or years" in refusal(file, [units, *table])


def test_cells_that_repeat_the_one_above_are_refused(file: Path) -> None:
    table = rows()
    for cell, said in (("", "Where cells were merged"), ("〃", "If it repeats the cell above")):
        merged = [[*row[:2], row[2] if at % 10 == 0 else cell, *row[3:]] for at, row in enumerate(table)]
        assert said in refusal(file, merged)
        with pytest.raises(PlacesError):
            import_places(file, drop_empty=True)


def test_footnotes_in_japanese_are_passed_over(file: Path) -> None:
    write(file, rows())
    file.write_text(file.read_text(encoding="utf-8") + "資料：総務省統計局\n注1　推計値\n", encoding="utf-8")
    assert len(import_places(file).community_keys) == 120


def test_councils_given_by_names_are_found_though_one_is_written_otherwise(
    file: Path, tmp_path: Path
) -> None:
    councils = tmp_path / "councils.csv"
    names = list(dict.fromkeys(row[2] for row in rows()))
    lines = [f"{k:02},{name}" for k, name in enumerate(names)]
    councils.write_text("\n".join(["code,name", *lines]) + "\n", encoding="utf-8")
    accented = [[*row[:2], row[2].replace("aaaaa", "aáaaa"), *row[3:]] for row in rows()]
    assert import_places(write(file, accented), councils=councils).council_keys[0] == "00"
    wrong = [[*row[:2], row[2].replace("aaaaa", "aaaab"), *row[3:]] for row in rows()]
    with pytest.raises(PlacesError, match=r"found 'Shire aaaab'\. Did you mean 'Shire aaaaa'"):
        import_places(write(file, wrong), councils=councils)
    councils.write_text("\n".join(["code,name", *lines, "99,Shire aaaaa"]) + "\n", encoding="utf-8")
    with pytest.raises(PlacesError, match="That table has '00' and '99' of this name"):
        import_places(write(file, rows()), councils=councils)


def test_a_path_may_begin_at_home(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    write(file, rows())
    save_places(import_places("~/places.csv"), "~/places.parquet")
    assert len(load_places("~/places.parquet").community_keys) == 120
