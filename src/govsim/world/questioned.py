"""Questions about the numbers of communities whose meaning only their owner knows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from govsim.words.numbers import decimal
from govsim.words.plurals import joined
from govsim.world.community_headings import RANKED, Headings, Kind
from govsim.world.missing_codes import is_usual_code
from govsim.world.number_cells import POWER_OF_TEN
from govsim.world.places import Floats
from govsim.world.places_csv import CsvTable, in_lines

AGAINST: Final = -0.5  # correlation with the other outcomes that raises a question
_FEWEST: Final = 5  # communities, to see ranks
_CODED: Final = 10  # communities, to see a code in one negative number
_SEVERAL: Final = 20  # communities, to see ranks of a part of a country
_GROUPS: Final = {4: "quartiles", 5: "quintiles", 10: "deciles", 20: "vigintiles", 100: "percentiles"}
_GOOD: Final = re.compile(
    r"(^|_)((median|mean|average|household)_income|income_per|life_expectancy|gdp|hdi|idhm?|renda|advantage|attainment"
    r"|qualified|employment_rate|wealth|literacy|affluen|prosper|well_?being|quality_of_life|owner_occupi|home_owner"
    r"|(third_level|tertiary|higher)_education|graduates?(_|$)|(access_to_|piped_)(clean_|drinking_)?(water|sanitation)"
    r"|rentas?(_|$)|ingresos?(_|$)|einkommen|doch[oó]d|revenus?(_|$)|reddit[oi](_|$)|pouvoir_d?_?achat|hp_index"
    r"|haase_pratschke|inkomen|inkomst|kaufkraft|human_development|purchasing_power)"
)
_LEAST_FIRST: Final = re.compile(r"\b1\b[^.;\n\d]{0,25}\bleast\b[^.;\n]{0,15}", re.IGNORECASE)
_ROWS_OF_SPREADSHEETS: Final = (1_048_575, 65_535)  # under a line of column names


@dataclass(frozen=True, kw_only=True)
class RawOutcome:
    """An outcome in the file, and its need."""

    outcome: str
    column: str
    kind: Kind
    values: Floats
    need: Floats

    @property
    def whole(self) -> bool:
        """Whether it holds whole numbers only."""
        return bool((self.values == np.round(self.values)).all())

    @property
    def origin(self) -> str:
        """Where its need comes from: the column, its least and its greatest number."""
        low, high = (f"{float(value):,.6g}" for value in (self.values.min(), self.values.max()))
        numbers = "whole numbers, " if self.whole and self.kind != "need" else ""
        turned = "; 1 is the most deprived" if self.kind in ("rank", "decile") else ""
        return f"{self.column}, {numbers}{low} to {high}{turned}"


def questions_of_outcomes(table: CsvTable, headings: Headings, raw: Sequence[RawOutcome]) -> Iterator[str]:
    """Questions about the numbers of the file, each with its column, its lines and what to do."""
    lines = table.lines
    scores = [one for one in raw if one.kind == "score"]
    yield from _like_ranks(scores, lines)
    for one in scores:
        yield from _about_score(one, lines)
    for one in raw:
        if one.kind in ("need", "score") and RANKED.search(one.outcome) and not _ranks_or_groups(one.values):
            yield (
                f"{one.column} is named like ranks, and a high number is taken as great need "
                f"{in_lines(lines, len(lines))}. If 1 is the most deprived, name it rank_OUTCOME; if not, add --sure."
            )
    for one in raw:
        if one.kind == "rank" and (again := _ranks_again(one.values)):
            yield (
                f"{one.column} has more equal ranks than a ranking of one country has {in_lines(lines, len(lines))}: "
                f"{again}. They may be ranks within each council or region, which say nothing across them. Take ranks "
                "of the whole country or scores; if they are right, add --sure."
            )
    if not headings.official:  # their publisher states the direction
        yield from _against(raw, lines)
        yield from _on_both_sides(scores, lines)
        yield from _without_minus(scores, lines)
    turned = [one.column for one in raw if one.kind in ("rank", "decile")]
    if turned and (match := _LEAST_FIRST.search(table.around)):
        yield (
            f"{joined(turned)}: 1 is taken as the most deprived {in_lines(lines, len(lines))}, but beside the table "
            f"stands '{match[0]}'. If 1 is the least deprived, name them score_… and import again; if not, add --sure."
        )
    for column in (headings.parts["population"], *(one.column for one in raw)):
        yield from _rounded(column, table.columns[column], lines)
    if len(lines) in _ROWS_OF_SPREADSHEETS:
        yield f"The file has {len(lines):,} communities, the most that a spreadsheet holds: it may have been cut."


def _like_ranks(scores: Sequence[RawOutcome], lines: Sequence[int]) -> Iterator[str]:
    """Scores that look like ranks or deciles; those of one kind share a question."""
    groups: dict[tuple[str, float, float], list[RawOutcome]] = defaultdict(list)
    for one in scores:
        if alike := _ranks_or_groups(one.values):
            groups[alike, float(one.values.min()), float(one.values.max())].append(one)
    for (alike, least, greatest), ranked in groups.items():
        kind = "decile" if alike == "deciles" else "rank"
        renamed = joined([f"{kind}_{one.outcome}" for one in ranked])
        look, them = ("looks", "it") if len(ranked) == 1 else ("look", "them")
        yield (
            f"{joined([one.column for one in ranked])} {look} like {alike}: {least:,.0f} to {greatest:,.0f} "
            f"{in_lines(lines, len(lines))}. If 1 is the most deprived, name {them} {renamed} and import again. If the "
            "greatest number is, add --sure."
        )


def _on_both_sides(scores: Sequence[RawOutcome], lines: Sequence[int]) -> Iterator[str]:
    """Scores around 0, as in indices of affluence, unless their names state the direction."""
    around = all((one.values < 0).any() and (one.values > 0).any() for one in scores)
    if len(lines) >= _CODED and scores and around and not all(_GOOD.search(one.outcome) for one in scores):
        run = "runs" if len(scores) == 1 else "run"
        yield (
            f"{joined([one.column for one in scores])} {run} from below 0 to above it {in_lines(lines, len(lines))}, "
            "and a high score is taken as great need. In an index of affluence it is little need: then put a minus "
            "before the numbers. If high is great need, add --sure."
        )


def _without_minus(scores: Sequence[RawOutcome], lines: Sequence[int]) -> Iterator[str]:
    """A score without negative values but with many near 0, where all other scores have both signs."""
    above = [one for one in scores if one.values.min() >= 0]
    if len(lines) >= _SEVERAL and len(above) == 1 < len(scores) - 1:
        one = above[0]
        if float(np.quantile(one.values, 0.1)) < float(np.median(one.values)) / 4:
            yield (
                f"{one.column} has nothing below 0 {in_lines(lines, len(lines))}, as all other scores have: its minus "
                "signs may be lost. Put them back; if it is right, add --sure."
            )


def _ranks_again(values: Floats) -> str:
    """The rank with too many lines before it, in words; empty for ordinary ranks, and for few groups."""
    ranks, counts = np.unique(values, return_counts=True)
    before = np.cumsum(counts) - counts
    most = int(np.argmax(before - (ranks - 1)))
    groups = ranks.size <= 10 or int(ranks[-1]) in _GROUPS
    groups = groups or values.size < 1.8 * ranks.size  # ranks without gaps after ties
    if values.size < _SEVERAL or groups or before[most] - (ranks[most] - 1) < max(2.0, values.size / 10):
        return ""
    return f"{before[most]:,} lines are before rank {ranks[most]:g}"


def _about_score(one: RawOutcome, lines: Sequence[int]) -> Iterator[str]:
    column, values = one.column, one.values
    if _GOOD.search(one.outcome):
        yield (
            f"{column} sounds like something good, and a high score is taken as great need "
            f"{in_lines(lines, len(lines))}. If high is good, put a minus before its numbers; if not, add --sure."
        )
    below = np.unique(values[values < 0])
    if below.size == 1 and is_usual_code(float(below[0])) and values.size >= _CODED:
        where = in_lines([lines[row] for row in np.flatnonzero(values < 0).tolist()])
        yield (
            f"{column} has {decimal(float(below[0]), 0)} {where}, and nothing else below 0: it may stand for a missing "
            "value. Leave the line out or fill the number in; if it is right, add --sure."
        )
    far = far_off(values)
    if far.size and not _ranks_or_groups(values):
        rows = np.flatnonzero(np.isin(values, far)).tolist()
        shown = joined([f"{value:,.6g}" for value in far[:3].tolist()])
        yield (
            f"{column} has {shown} {in_lines([lines[row] for row in rows])}, farther from the rest than the rest is "
            "wide. If it stands for a missing value or is a slip, leave the line out or mend it. If it is right, add "
            "--sure."
        )


def _ranks_or_groups(values: Floats) -> str:
    """`ranks` or `deciles` where numbers look like that; empty where they do not."""
    unique, counts = np.unique(values, return_counts=True)
    halves = bool((np.mod(values, 0.5) == 0).all())
    if values.size < _FEWEST or unique.size < 3 or unique[0] < 0 or not halves:
        return ""
    last = np.cumsum(counts)
    of_ties = (last, last - counts + 1, last - (counts - 1) / 2)
    if any(np.array_equal(unique, ranks) for ranks in of_ties) or np.array_equal(unique, last - 1):
        return "ranks"
    whole = bool((values == np.round(values)).all())
    if whole and unique.size == values.size and unique[0] >= 1 and unique[-1] <= 1.5 * values.size:
        return "ranks with gaps"
    groups = int(unique[-1])
    if whole and unique[0] >= 1 and (groups <= 10 or (groups in _GROUPS and unique.size == groups)):
        return _GROUPS.get(groups, "deciles")
    if values.size >= _SEVERAL and unique.size >= 0.95 * values.size and unique[0] >= 1:
        return "ranks of a part of a country"
    return ""


def far_off(values: Floats) -> Floats:
    """Numbers at one end that lie farther from the rest than the rest is wide."""
    unique = np.unique(values)
    if unique.size < _FEWEST:
        return unique[:0]
    with np.errstate(over="ignore"):
        gaps = np.diff(unique)
    widest = int(gaps.argmax())
    low, high = unique[: widest + 1], unique[widest + 1 :]
    few, rest = (low, high) if low.size < high.size else (high, low)
    far = few.size <= 3 < rest.size and gaps[widest] > rest[-1] - rest[0]
    return few if far else unique[:0]


def against_others(need_kj: Floats) -> Floats:
    """Correlation of each outcome's need with the mean of the others, shape (outcome,); 0 where none varies."""
    outcomes = need_kj.shape[1]
    median = np.zeros(outcomes)
    spread = need_kj.std(axis=0)
    score = (need_kj - need_kj.mean(axis=0)) / np.where(spread > 0, spread, 1)
    if len(need_kj) < _FEWEST or outcomes < 2:
        return median
    correlation = score.T @ score / len(need_kj)
    np.fill_diagonal(correlation, np.nan)
    median = np.nanmedian(correlation, axis=1)
    return np.where(spread > 0, median, 0)


def _against(raw: Sequence[RawOutcome], lines: Sequence[int]) -> Iterator[str]:
    against = against_others(np.column_stack([one.need for one in raw]))
    wrong = [(one, value) for one, value in zip(raw, against.tolist(), strict=True) if value <= AGAINST]
    where = in_lines(lines, len(lines))
    if wrong and 2 * len(wrong) >= len(raw):
        columns, least = joined([one.column for one in raw]), min(value for _, value in wrong)
        yield (
            f"Some of {columns} run against the others (correlations to {decimal(least, 2)}) {where}. Where one finds "
            "great need, another finds little. Turn round what counts the other way, or add --sure."
        )
        return
    for one, value in wrong:
        yield (
            f"{one.column} runs against the other outcomes (correlation {decimal(value, 2)}) {where}: where they find "
            "great need, it finds little. If a high number means little need there, put a minus before the numbers of "
            "a score, or take rank_… for ranks with 1 as the most deprived. If it is right, add --sure."
        )


def _rounded(column: str, cells: Sequence[str], lines: Sequence[int]) -> Iterator[str]:
    """Large numbers that were written as powers of ten, with fewer digits than they have."""
    short = [row for row, cell in enumerate(cells) if "e" in cell.lower() and POWER_OF_TEN.fullmatch(cell)]
    if short:
        yield (
            f"{column} has '{cells[short[0]]}' {in_lines([lines[row] for row in short])}: a spreadsheet may have cut "
            "its last digits. Format the column as a number and save again, or add --sure."
        )
