"""A file of places that may mean something else than it seems to is questioned, with column, lines and remedy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from govsim.errors import PlacesError
from govsim.world.import_places import import_places
from govsim.world.places import Places
from govsim.world.saved_places import load_places, save_places

CODES = tuple(
    f"0{state}{county:03}{tract:06}" for state in (1, 5) for county in (97, 143) for tract in (1, 2, 3)
)
RANKS = np.array([7, 3, 11, 1, 9, 5, 12, 2, 8, 4, 10, 6])
SCORES = RANKS * 1.7 + 0.3

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A file of twelve communities in four councils, with other columns put in or in place of its own."""

    def write(**columns: Sequence[object]) -> Path:
        own: dict[str, Sequence[object]] = {
            "code": CODES,
            "council": [code[:5] for code in CODES],
            "population": [1000 + 37 * k for k in range(12)],
        }
        table = {**own, **columns}
        lines = [
            ",".join(table),
            *(",".join(str(column[k]) for column in table.values()) for k in range(12)),
        ]
        file = tmp_path / "places.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file

    return write


def questions(file: Path) -> str:
    return " ".join(import_places(file).questions)


def refusal(file: Path, **options: bool) -> str:
    with pytest.raises(PlacesError) as error:
        import_places(file, **options)  # type: ignore[arg-type]
    return str(error.value)


def need(places: Places) -> dict[str, float]:
    return dict(zip(places.community_keys, places.need_kj[:, 0].tolist(), strict=True))


def test_ranks_are_turned_round_for_1_is_the_most_deprived(written: Written) -> None:
    ranked, scored = (import_places(written(**{name: RANKS})) for name in ("rank_health", "score_health"))
    assert need(ranked)[CODES[3]] == max(need(ranked).values())
    assert ranked.need_kj == pytest.approx(0.9 - scored.need_kj)
    assert any("1 is taken as the most deprived in rank_health" in note for note in ranked.notes)


def test_deciles_are_turned_round_and_hold_no_more_than_ten_levels(written: Written) -> None:
    deciles = [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10]
    turned = need(import_places(written(decile_work=deciles)))
    assert turned[CODES[0]] == turned[CODES[1]] == max(turned.values())
    for wrong in (0, 11, 2.5):
        said = refusal(written(decile_work=[*deciles[:11], wrong])) if wrong != 2.5 else ""
        assert wrong == 2.5 or "decile_work: expected a decile from 1 to 10" in said


@pytest.mark.parametrize(
    ("values", "alike"),
    [
        (RANKS, "ranks: 1 to 12"),
        (RANKS - 1, "ranks: 0 to 11"),
        (RANKS + (RANKS > 5) + (RANKS > 8), "ranks with gaps: 1 to 14"),
        ([1, 2.5, 2.5, 4, 5, 6, 7, 8, 9.5, 9.5, 11, 12], "ranks: 1 to 12"),
        ([1, 2, 2, 4, 5, 6, 7, 8, 9, 9, 11, 12], "ranks: 1 to 12"),
        ([1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10], "deciles: 1 to 10"),
        ([2, 2, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9], "deciles: 2 to 9"),
        ([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 1], "quintiles: 1 to 5"),
    ],
)
def test_scores_that_look_like_ranks_are_questioned(
    written: Written, values: Sequence[float], alike: str
) -> None:
    said = questions(written(score_health=values))
    assert f"score_health looks like {alike} in all 12 lines. If 1 is the most deprived, name it" in said
    assert "add --sure" in said
    assert questions(written(rank_health=np.maximum(values, 1))) == ""


def test_scores_that_are_named_like_ranks_are_questioned(written: Written) -> None:
    assert "score_imd_rank is named like ranks" in questions(written(score_imd_rank=SCORES))
    assert "need_decile is named like ranks" in questions(written(need_decile=SCORES / 30))


def test_ranks_of_a_part_of_a_country_are_questioned(tmp_path: Path) -> None:
    ranks = np.random.default_rng(1).permutation(1909)[:30] + 1
    rows = "".join(f"k{k},A{k % 3},{900 + k},{rank}\n" for k, rank in enumerate(ranks))
    file = tmp_path / "part.csv"
    file.write_text(f"code,council,population,score_work\n{rows}")
    assert "score_work looks like ranks of a part of a country" in questions(file)


def test_ordinary_scores_are_not_questioned(written: Written) -> None:
    assert (
        questions(written(score_health=SCORES, score_work=SCORES + RANKS % 3, need_homes=SCORES / 30)) == ""
    )
    counts = [0, 3, 0, 12, 40, 3, 8, 8, 0, 21, 17, 5]
    assert questions(written(score_health=counts)) == ""


def test_an_outcome_that_runs_the_other_way_is_questioned(written: Written) -> None:
    file = written(score_health=SCORES, score_work=SCORES + RANKS % 3, score_homes=100 - SCORES)
    said = questions(file)
    assert "score_homes runs against the other outcomes (correlation −" in said
    assert "put a minus before the numbers" in said
    assert "score_health runs" not in said
    both = questions(written(score_health=SCORES, score_homes=100 - SCORES))
    assert "Some of score_health and score_homes run against the others" in both


def test_a_score_of_something_good_is_questioned(written: Written) -> None:
    assert "sounds like something good" in questions(written(score_median_income=SCORES))
    assert questions(written(score_disadvantage=SCORES, score_income=SCORES**1.1)) == ""


@pytest.mark.parametrize(
    "code", [-999, -9999, -666666666, -222222222, -99, 999999, 99999, 9999.9, 2147483647]
)
def test_a_code_for_a_missing_value_is_refused_with_its_lines(written: Written, code: float) -> None:
    said = refusal(written(score_health=[*SCORES[:10], code, code]))
    assert f"line 12, score_health: expected a number, found '{code}' in lines 12 and 13." in said
    assert "code for a missing value" in said
    assert "--drop-empty" in said


def test_a_small_negative_code_is_refused_where_nothing_else_is_negative(written: Written) -> None:
    assert "'-9'" in refusal(written(score_health=[*SCORES[:11], -9]))
    assert "'-999' in lines" in refusal(written(score_health=[-999] * 12))
    assert "'-1'" in refusal(written(score_health=[*(SCORES[:11] / 40), -1]))
    assert "missing" not in questions(written(score_health=[*(SCORES[:11] - 10), -9]))
    counts = [0, 3, 0, 12, 40, 3, 8, 8, 0, 21, 17, -1]
    assert "score_health has −1 in line 13, and nothing else below 0" in questions(
        written(score_health=counts)
    )


def test_numbers_that_only_look_like_codes_come_in(written: Written) -> None:
    ordinary = [888, 900, 950, 999, 1200, 222, 333, 560, 777, 640, 705, 811]
    assert import_places(written(score_health=ordinary)).community_keys == CODES
    assert import_places(written(score_health=[*SCORES[:11], 99])).questions != ()


def test_a_number_far_from_the_rest_is_questioned(written: Written) -> None:
    said = questions(written(score_health=[*SCORES[:11], 1234.5]))
    assert "score_health has 1,234.5 in line 13, farther from the rest than the rest is wide" in said


def test_communities_without_a_number_are_left_out_when_asked(written: Written) -> None:
    file = written(
        score_health=[*SCORES[:8], -999, "*", "[c]", ""], population=[0, *(1000 for _ in range(11))]
    )
    said = refusal(file)
    assert "population: expected residents above 0, found '0'. Nobody lives there" in said
    for cell in ("'*'", "'[c]'", "an empty cell", "'-999'"):
        assert cell in said
    places = import_places(file, drop_empty=True)
    assert places.community_keys == CODES[1:8]
    assert any("5 communities (4,000 residents, 36.4% of all) left out" in note for note in places.notes)
    assert any("all of 1 council: 05143" in note for note in places.notes)


TOTALS = {
    "the sum of all others": ("X", "Y", 12_000),
    "more than all others together": ("England", "England", 99_000_000),
    "a total by name": ("Total", "A", 7),
    "a total in German": ("Insgesamt", "A", 7),
}


@pytest.mark.parametrize("row", TOTALS)
def test_a_totals_row_is_refused(tmp_path: Path, row: str) -> None:
    rows = "".join(f"k{k},A{k // 4},{1000},0.{k + 1}\n" for k in range(8))
    code, council, people = TOTALS[row]
    file = tmp_path / "totals.csv"
    people = 8_000 if row == "the sum of all others" else people
    for place, text in (
        (10, f"{rows}{code},{council},{people},0.5\n"),
        (2, f"{code},{council},{people},0.5\n{rows}"),
    ):
        file.write_text(f"code,council,population,need_work\n{text}")
        said = refusal(file)
        assert f"line {place}, population: expected a community, found '{code}', {people:,} residents" in said
        assert "Remove the line" in said


def test_subtotals_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    people = np.random.default_rng(2).integers(500, 3000, (3, 4))
    file = tmp_path / "subtotals.csv"
    head = "code,council,population,need_work\n"
    for first in (True, False):
        blocks = []
        for c, block in enumerate(people):
            rows = [f"k{c}{k},A{c},{count},0.{k + 1}\n" for k, count in enumerate(block)]
            total = [f"t{c},Area {c},{block.sum()},0.5\n"]
            blocks += [*total, *rows] if first else [*rows, *total]
        file.write_text(head + "".join(blocks))
        assert refusal(file).count("as many as in the lines beside it together") == 3
        file.write_text(head + "".join(blocks) + f"t,All,{people.sum()},0.5\n")
        assert refusal(file).count("expected a community") == 4
        rounded = [
            line.replace(f",{block.sum()},", f",{block.sum() + 5},")
            for line in blocks
            for block in [people[1]]
        ]
        file.write_text(head + "".join(rounded))
        assert refusal(file).count("as many as in the lines beside it together") == 3
        scattered = [line.replace("Area ", "A") for line in blocks]
        file.write_text(head + "".join(sorted(scattered, key=lambda line: line[::-1])))
        assert refusal(file).count("as many as in the other lines of") == 3


def test_a_large_community_alone_is_no_total(tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_text("code,council,population,need_work\nk1,A,100,0.1\nk2,A,9000,0.2\n")
    assert import_places(file).residents == 9_100


def test_a_council_that_may_be_several_is_questioned(written: Written) -> None:
    said = questions(written(score_health=SCORES, council=[code[2:5] for code in CODES]))
    assert "Council '097' has communities whose codes begin differently: '01097000001' (line 2)" in said
    assert "'05097000001' (line 8)" in said
    names = ["Kent", "Kent", "Kent", "B", "B", "B", "C", "C", "C", "Kent", "Kent", "Kent"]
    assert "Council 'Kent' has" in questions(written(score_health=SCORES, council=names))
    assert questions(written(score_health=SCORES)) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bolton", "BOLTON"),
        ("St Helens", "St. Helens"),
        ("01", "1"),
        ("7.0", "7"),
        ("a b", "a\u00a0b"),
        ("Évreux", "Evreux"),
    ],
)
def test_codes_that_may_be_one_are_questioned(written: Written, one: str, other: str) -> None:
    said = questions(written(score_health=SCORES, council=[one] * 6 + [other] * 6))
    assert f"Councils '{one}' (line 2) and '{other}' (line 8) in council differ only in" in said


def test_what_a_spreadsheet_does_to_codes_is_questioned_or_refused(written: Written) -> None:
    zeros = [code.removeprefix("0") if k < 3 else code for k, code in enumerate(CODES)]
    assert "a spreadsheet may have removed a zero" in questions(written(score_health=SCORES, code=zeros))
    dates = ["01-Feb", "02. Mär", *CODES[2:]]
    assert "code has '01-Feb' in lines 2 and 3, which looks like a date" in questions(
        written(score_health=SCORES, code=dates)
    )
    powers = [f"1.0970000{k:02}E+10" for k in range(12)]
    assert "expected a code, found '1.097000000E+10' in all 12 lines. A spreadsheet has cut" in refusal(
        written(score_health=SCORES, code=powers)
    )
    for cell in ("#N/A", "#NAME?", "nan", "NULL"):
        assert f"line 2, council: expected a value, found '{cell}'" in refusal(
            written(score_health=SCORES, council=[cell] * 3 + ["A"] * 9)
        )
    garbled = written(score_health=SCORES, name=["C\u00c3\u00b4te", *"abcdefghijk"])
    assert "looks like 'Côte' read in the wrong encoding" in questions(garbled)
    assert questions(written(score_health=SCORES, name=["Mayfield - 01", "Côte", *"abcdefghij"])) == ""


def test_questions_are_kept_and_silenced(written: Written, tmp_path: Path) -> None:
    file = written(score_health=RANKS)
    places = import_places(file)
    save_places(places, tmp_path / "p.parquet")
    again = load_places(tmp_path / "p.parquet")
    assert again.questions == places.questions != ()
    assert again.origins == places.origins == ("health: score_health, whole numbers, 1 to 12",)
    assert import_places(file, sure=True).questions == ()


def test_the_order_of_lines_changes_nothing(written: Written) -> None:
    file = written(score_health=SCORES, need_work=SCORES / 30)
    places = import_places(file)
    head, *rows = file.read_text().splitlines()
    file.write_text("\n".join([head, *rows[::-1]]) + "\n")
    turned = import_places(file)
    assert turned.community_keys == places.community_keys
    assert np.array_equal(turned.need_kj, places.need_kj)


def test_that_scores_count_by_their_order_alone_is_said(written: Written) -> None:
    assert any(
        "by their order alone: its mean is 0.45 and its spread 0.15" in n
        for n in import_places(written(score_x=SCORES)).notes
    )
    assert not any("by their order" in n for n in import_places(written(need_x=SCORES / 30)).notes)


def test_a_footnote_that_says_the_other_way_is_heeded(written: Written) -> None:
    file = written(rank_health=RANKS)
    file.write_text(file.read_text() + "\n1 = least deprived\n")
    assert (
        "rank_health: 1 is taken as the most deprived in all 12 lines, but beside the table stands '1 = least"
        in (questions(file))
    )
    file.write_text(file.read_text().replace("least", "most"))
    assert questions(file) == ""


def test_zeros_lost_from_some_codes_are_questioned_beside_codes_with_letters(written: Written) -> None:
    codes = ["1053", "1283", "2A004", "13055", *(f"7505{k}" for k in range(8))]
    said = questions(written(score_health=SCORES, code=codes, council=["X"] * 12))
    assert "code has 2 codes of 4 digits beside codes of 5, such as '1053' in lines 2 and 3" in said
