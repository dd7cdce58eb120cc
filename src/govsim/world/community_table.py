"""Read the file of communities: the official File 7 of the Indices of Deprivation, or a plain CSV."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from govsim.errors import Problem
from govsim.scenario.geography import FEWEST, MOST
from govsim.world.normal_scores import need_from_normal_scores, normal_scores
from govsim.world.places import Floats
from govsim.world.places_csv import CsvTable, read_table

# File 7 names the year of the boundaries in each heading; names of domains have not changed since 2015.
_FILE_7: Final = {  # a pattern for each heading, and how it is shown
    "code": (r"LSOA code \(\d{4}\)", "LSOA code (2021)"),
    "name": (r"LSOA name \(\d{4}\)", "LSOA name (2021)"),
    "council": (r"Local Authority District code \(\d{4}\)", "Local Authority District code (2024)"),
    "council_name": (r"Local Authority District name \(\d{4}\)", "Local Authority District name (2024)"),
    "population": (
        r"Total population: mid[ -]?\d{4}.*|Usual residents \(Census \d{4}\)",
        "Total population: mid 2022",
    ),
}
_FILE_7_DOMAINS: Final = {
    "living_standards": "Income Score (rate)",
    "work": "Employment Score (rate)",
    "skills": "Education, Skills and Training Score",
    "health": "Health Deprivation and Disability Score",
    "safety": "Crime Score",
    "homes": "Barriers to Housing and Services Score",
    "environment": "Living Environment Score",
}
_PLAIN: Final = {
    "code": ("code|community", "code"),
    "council": ("council", "council"),
    "population": ("population", "population"),
}
_PLAIN_OTHERS: Final = ("name", "council_name", "social_capital")
_LARGEST: Final = float(np.finfo(np.float64).max)


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


def read_communities(path: str | Path, problems: list[Problem]) -> CommunityTable | None:
    """Communities with council, residents and need per outcome. Appends to `problems`; None if columns are missing.

    File 7 is recognised by its headings. A plain CSV has `code`, `council`, `population` and, for each outcome,
    `need_<outcome>` (0 to 1) or `score_<outcome>`. A score may be on any scale; higher means more need. Scores become
    need by normal scores. Raises PlacesError if the file cannot be read as a table.
    """
    table = read_table(path, "community", problems)
    file_7 = any(table.first_column(_FILE_7[part][0]) for part in ("code", "council"))
    if file_7:
        remedy = "It belongs to File 7 of the Indices of Deprivation."
        domains = {outcome: (re.escape(heading), heading) for outcome, heading in _FILE_7_DOMAINS.items()}
        parts, sources = _columns(table, _FILE_7, remedy), _columns(table, domains, remedy)
    else:
        remedy = "A plain CSV has code, council, population and need_… or score_… columns."
        parts, sources = _columns(table, _PLAIN, remedy), _plain_sources(table)
        parts |= {part: part for part in _PLAIN_OTHERS if part in table.columns}
    if not sources or not _PLAIN.keys() <= parts.keys():
        return None
    councils = table.filled(parts["council"])
    used = {*parts.values(), *sources.values()}
    unused = [f"'{column}'" for column in table.columns if column not in used]
    return CommunityTable(
        where=table.where,
        lines=table.lines,
        keys=table.each_once(parts["code"], "community"),
        names=table.filled(parts["name"]) if "name" in parts else None,
        councils=councils,
        council_names=(
            table.names_by_code(parts["council_name"], councils, "council") if "council_name" in parts else {}
        ),
        outcomes=tuple(sources),
        population_k=table.numbers(parts["population"], "residents above 0", FEWEST, MOST),
        need_kj=np.column_stack([_need(table, column) for column in sources.values()]),
        social_capital_k=_share(table, parts["social_capital"]) if "social_capital" in parts else None,
        layout="File 7 of the Indices of Deprivation" if file_7 else "a table of communities",
        notes=(f"Columns that were not used: {', '.join(unused)}.",) if unused and not file_7 else (),
    )


def _columns(table: CsvTable, headings: Mapping[str, tuple[str, str]], remedy: str) -> dict[str, str]:
    """The column of each part. A part without a column is a problem."""
    columns: dict[str, str] = {}
    for part, (pattern, heading) in headings.items():
        column = table.first_column(pattern)
        if column is None:
            _missing(table, heading, remedy)
        else:
            columns[part] = column
    return columns


def _missing(table: CsvTable, wanted: str, remedy: str) -> None:
    columns = list(table.columns)
    close = difflib.get_close_matches(wanted, columns, n=2, cutoff=0.6)
    if close:
        remedy = "Rename " + " or ".join(f"'{column}'" for column in close) + ", if that is meant."
    shown = ", ".join(f"'{column}'" for column in columns[:8]) + (", …" if len(columns) > 8 else "")
    table.wrong(f"a column '{wanted}'", shown, line=1, remedy=remedy)


def _plain_sources(table: CsvTable) -> dict[str, str]:
    sources: dict[str, str] = {}
    for column in table.columns:
        kind, _, outcome = column.partition("_")
        if kind not in ("need", "score") or not outcome:
            continue
        if outcome in sources:
            expected = f"'need_{outcome}' or 'score_{outcome}'"
            table.wrong(expected, "both", line=1, key=column, remedy="Remove one of them.")
        sources[outcome] = column
    if not sources:
        remedy = "Give each outcome a column of need (0 to 1) or of scores (any scale, higher is more need)."
        _missing(table, "need_health", remedy)
    return sources


def _need(table: CsvTable, column: str) -> Floats:
    if column.startswith("need_"):
        return _share(table, column)
    score = table.numbers(column, "a number", -_LARGEST, _LARGEST)
    # a wrong cell is reported already: it must not turn into a rank
    return need_from_normal_scores(normal_scores(score)) if np.isfinite(score).all() else score


def _share(table: CsvTable, column: str) -> Floats:
    return table.numbers(column, "a number from 0 to 1", 0, 1)
