"""Read the file of communities: an official index of deprivation, or a plain CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from govsim.errors import Problem
from govsim.scenario.geography import FEWEST, MOST
from govsim.words.plurals import counted, joined
from govsim.world.community_headings import COMMUNITY_HEADINGS, Headings, Source, headings_of
from govsim.world.missing_codes import MISSING_CODE, missing_codes
from govsim.world.normal_scores import need_from_normal_scores, normal_scores
from govsim.world.number_cells import is_missing, read_numbers
from govsim.world.places import Floats
from govsim.world.places_csv import CsvTable, in_lines, read_table, stands_for_none
from govsim.world.questioned import RawOutcome, questions_of_outcomes
from govsim.world.questioned_codes import questions_of_codes
from govsim.world.questioned_order import questions_of_order
from govsim.world.questioned_repeats import questions_of_repeats
from govsim.world.questioned_values import questions_of_values
from govsim.world.totals_rows import report_spoilt_codes, report_totals

_LARGEST: Final = float(np.finfo(np.float64).max)
_MUCH: Final = 0.2  # of communities left out
_TURNED: Final = (
    "1 is taken as the most deprived in {columns}. Where 1 is the least deprived, as in New Zealand, name "
    "{them} score_…."
)
_SQUEEZED: Final = (
    "Scores and ranks become need by their order alone: its mean is 0.45 and its spread 0.15 in each outcome, however "
    "needy the country is."
)


@dataclass(frozen=True, kw_only=True)
class CommunityTable:
    """Communities in the order of the file, not yet joined to a table of councils."""

    where: str
    lines: tuple[int, ...]
    keys: tuple[str, ...]
    names: tuple[str, ...] | None
    councils: tuple[str, ...]  # the code of each community's council
    council_names: dict[str, str]
    outcomes: tuple[str, ...]
    population_k: Floats
    need_kj: Floats
    social_capital_k: Floats | None
    layout: str
    notes: tuple[str, ...]
    questions: tuple[str, ...]
    origins: tuple[str, ...]  # source of each outcome's need
    reading: tuple[str, ...]  # remarks on the import


def read_communities(
    path: str | Path, problems: list[Problem], drop_empty: bool = False
) -> CommunityTable | None:
    """Communities with council, residents and need per outcome. Appends to `problems`; None if columns are missing.

    Headings identify official indices. A plain CSV has `code`, `council`, `population` and a column for each outcome:
    `need_<outcome>` (0 to 1), `score_<outcome>` (any scale, higher is more need), `rank_<outcome>` or
    `decile_<outcome>` (1 is the most deprived). Scores and ranks become need by normal scores. `drop_empty` leaves
    out lines without a number or residents. Raises PlacesError if the file is no table.
    """
    table = read_table(path, "community", problems, COMMUNITY_HEADINGS)
    headings = headings_of(table)
    if headings is None:
        return None
    table = _without_second_heading(table, headings)
    report_totals(table, headings)
    left_out: list[str] = []
    everyone = len(table.lines)
    if drop_empty:
        table = _without_empty(table, headings, left_out)
    parts, sources = headings.parts, headings.sources
    report_spoilt_codes(table, parts["code"], parts["council"])
    councils = table.filled(parts["council"])
    keys = table.each_once(parts["code"], "community")
    names = table.filled(parts["name"]) if "name" in parts else None
    council_names = (
        table.names_by_code(parts["council_name"], councils, "council") if "council_name" in parts else {}
    )
    population_k = table.numbers(parts["population"], "residents above 0", FEWEST, MOST, people=True)
    _report_missing_codes(table, parts["population"], population_k, FEWEST)
    raw = [_raw(table, outcome, source) for outcome, source in sources.items()]
    social_capital = _share(table, parts["social_capital"]) if "social_capital" in parts else None
    values = {one.column: one.values for one in raw}
    numbers = {parts["population"]: population_k, **values}
    return CommunityTable(
        where=table.where,
        lines=table.lines,
        keys=keys,
        names=names,
        councils=councils,
        council_names=council_names,
        outcomes=tuple(sources),
        population_k=population_k,
        need_kj=np.column_stack([one.need for one in raw]),
        social_capital_k=social_capital,
        layout=headings.layout,
        notes=(*left_out, *_notes(table, headings, raw)),
        questions=()
        if problems
        else (
            *_about_left_out(everyone, len(table.lines)),
            *questions_of_outcomes(table, headings, raw),
            *questions_of_values(parts["population"], population_k, values, table.lines),
            *questions_of_codes(table, headings, keys, councils),
            *questions_of_repeats(numbers, councils, names, table.lines),
            *questions_of_order(
                (parts["population"], population_k),
                {one.column: one.values for one in raw if one.kind in ("score", "need")},
                {one.column: one.need for one in raw},
                keys=keys,
                councils=councils,
                lines=table.lines,
            ),
        ),
        origins=tuple(f"{one.outcome}: {one.origin}" for one in raw),
        reading=tuple(table.notes),
    )


def _notes(table: CsvTable, headings: Headings, raw: list[RawOutcome]) -> list[str]:
    used = {*headings.parts.values(), *(source.column for source in headings.sources.values())}
    unused = [f"'{column}'" for column in table.columns if column not in used]
    notes = []
    if unused and not headings.official:
        regions = any("region" in column.lower() for column in unused)
        where = " Regions are read from a table of councils (--councils)." if regions else ""
        notes.append(f"Columns that were not used: {', '.join(unused)}.{where}")
    unsaid = [one.column for one in raw if headings.sources[one.outcome].kind == "unsaid"]
    if unsaid:
        kind = {one.kind for one in raw if headings.sources[one.outcome].kind == "unsaid"}
        taken = "scores, higher is more need" if kind == {"score"} else "ranks where all are whole numbers"
        notes.append(f"{joined(unsaid)} do not say whether they are ranks or scores: taken as {taken}.")
    turned = [one.column for one in raw if one.kind in ("rank", "decile")]
    if turned and headings.official:
        notes.append("Ranks are taken as published: 1 is the most deprived.")
    elif turned:
        them = "it" if len(turned) == 1 else "them"
        notes.append(_TURNED.format(columns=joined(turned), them=them))
    if any(one.kind != "need" for one in raw):
        notes.append(_SQUEEZED)
    return notes


def _raw(table: CsvTable, outcome: str, source: Source) -> RawOutcome:
    """An outcome in the file, and its need."""
    column, kind = source.column, source.kind
    if kind == "need":
        values = _share(table, column)
        return RawOutcome(outcome=outcome, column=column, kind=kind, values=values, need=values)
    expected, least, most = {
        "rank": ("a rank of 1 or more", 1.0, _LARGEST),
        "decile": ("a decile from 1 to 10", 1.0, 10.0),
    }.get(kind, ("a number", -_LARGEST, _LARGEST))
    values = table.numbers(column, expected, least, most)
    _report_missing_codes(table, column, values, least)
    if not np.isfinite(values).all():  # a wrong cell has a problem: it must not turn into a rank
        return RawOutcome(outcome=outcome, column=column, kind=kind, values=values, need=values)
    if kind == "unsaid":
        kind = "rank" if (values == np.round(values)).all() and values.min() >= 1 else "score"
    ordered = values if kind == "score" else -values
    need = need_from_normal_scores(normal_scores(ordered))
    return RawOutcome(outcome=outcome, column=column, kind=kind, values=values, need=need)


def _share(table: CsvTable, column: str) -> Floats:
    return table.numbers(column, "a number from 0 to 1", 0, 1)


def _report_missing_codes(table: CsvTable, column: str, values: Floats, least: float) -> None:
    """Problems of codes for missing values; those below `least` count as numbers that are too small."""
    for code in missing_codes(values):
        if code < least:
            continue
        rows = np.flatnonzero(values == code)
        lines = [table.lines[row] for row in rows]
        others = f" {in_lines(lines)}" if len(lines) > 1 else ""
        cell = table.columns[column][rows[0]]
        table.wrong("a number", f"'{cell}'{others}", line=lines[0], key=column, remedy=MISSING_CODE)


def _without_second_heading(table: CsvTable, headings: Headings) -> CsvTable:
    """The table without a first line of units or years, which is a problem: it may matter."""
    code, council = (table.columns[headings.parts[part]] for part in ("code", "council"))
    if len(code) < 2 or code[0] or council[0] or not (code[1] and council[1]):
        return table
    cells = [cells[0] for cells in table.columns.values() if cells[0]]
    shown = joined([f"'{cell}'" for cell in cells[:3]])
    remedy = "It looks like a second line of column names, such as units or years: remove it."
    table.wrong("a community with a code and a council", shown, line=table.lines[0], remedy=remedy)
    return table.without({0})


def _without_empty(table: CsvTable, headings: Headings, notes: list[str]) -> CsvTable:
    """The table without lines that lack a code, a number or residents; `notes` gets a sentence on them."""
    wanted = [
        headings.parts[part]
        for part in ("code", "council", "population", "social_capital")
        if part in headings.parts
    ]
    wanted += [source.column for source in headings.sources.values()]
    lacking: dict[int, str] = {}
    for column in wanted:
        cells = table.columns[column]
        names = column in (headings.parts["code"], headings.parts["council"])  # 'ND' may be North Dakota
        lacks = [not cell or stands_for_none(cell) if names else is_missing(cell) for cell in cells]
        if all(lacks) or (names and cells[0] and 2 * sum(lacks) > len(cells)):
            continue  # a problem of its own: an empty column, or merged cells
        for row in np.flatnonzero(lacks).tolist():
            lacking.setdefault(row, column)
        if names:
            continue
        values = read_numbers(cells, table.decimal_comma).values
        for row in np.flatnonzero(np.isin(values, missing_codes(values))).tolist():
            lacking.setdefault(row, column)
        if column == headings.parts["population"]:
            for row in np.flatnonzero(values == 0).tolist():
                lacking.setdefault(row, column)
    if not lacking or len(lacking) == len(table.lines):
        return table
    left = table.without(lacking)
    notes.append(_left_out(table, headings, lacking, left))
    return left


def _about_left_out(before: int, after: int) -> Iterator[str]:
    """A question if the lines left out are a large part of the country."""
    if before - after > _MUCH * before:
        yield (
            f"{before - after:,} of {before:,} communities were left out for want of a number: the rest may not stand "
            "for the country. Fill the numbers in, or remove the column that lacks them. If it does, add --sure."
        )


def _left_out(table: CsvTable, headings: Headings, lacking: Mapping[int, str], left: CsvTable) -> str:
    population, council = headings.parts["population"], headings.parts["council"]
    residents = np.nan_to_num(read_numbers(table.columns[population], table.decimal_comma).values)
    lost = sum(max(0.0, residents[row]) for row in lacking)
    columns = joined(list(dict.fromkeys(lacking.values())))
    lines = in_lines([table.lines[row] for row in sorted(lacking)])
    empty = sorted(set(table.columns[council]) - set(left.columns[council]) - {""})
    whole = f" With them go all of {counted(len(empty), 'council')}: {joined(empty[:6])}." if empty else ""
    share = lost / max(1.0, float(np.maximum(residents, 0).sum()))
    return (
        f"{counted(len(lacking), 'community', 'communities')} ({lost:,.0f} residents, {share:.1%} of all) left out for "
        f"want of {columns}, {lines}.{whole}"
    )
