"""Read the file of communities: the official File 7 of the Indices of Deprivation, or a plain CSV."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from govsim.errors import Problem
from govsim.scenario.geography import FEWEST, MOST
from govsim.world.normal_scores import need_from_normal_scores, normal_scores
from govsim.world.places import Floats
from govsim.world.places_csv import CsvTable, each_once, filled, numbers, read_table

# File 7 names the year of the boundaries in each heading; names of domains have not changed since 2015.
_FILE_7: Final = {
    "code": r"LSOA code \(\d{4}\)",
    "name": r"LSOA name \(\d{4}\)",
    "council": r"Local Authority District code \(\d{4}\)",
    "council_name": r"Local Authority District name \(\d{4}\)",
    "population": r"Total population: mid[ -]?\d{4}.*|Usual residents \(Census \d{4}\)",
}
_FILE_7_SHOWN: Final = {
    "code": "LSOA code (2021)",
    "name": "LSOA name (2021)",
    "council": "Local Authority District code (2024)",
    "council_name": "Local Authority District name (2024)",
    "population": "Total population: mid 2022",
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
_PLAIN: Final = {"code": r"code|community", "council": r"council", "population": r"population"}
_PLAIN_OTHERS: Final = ("name", "council_name", "social_capital")
_LARGEST: Final = float(np.finfo(np.float64).max)


@dataclass(frozen=True)
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
    table = read_table(path, "community")
    file_7 = any(table.first_column(_FILE_7[part]) for part in ("code", "council"))
    parts = _file_7_columns(table, problems) if file_7 else _plain_columns(table, problems)
    sources = _file_7_sources(table, problems) if file_7 else _plain_sources(table, problems)
    if not sources or not {"code", "council", "population"} <= parts.keys():
        return None
    keys = filled(table, parts["code"], problems)
    each_once(table, parts["code"], problems, "community")
    councils = filled(table, parts["council"], problems)
    population = parts["population"]
    used = {*parts.values(), *sources.values()}
    unused = [column for column in table.columns if column not in used]
    shown = ", ".join(f"'{column}'" for column in unused)
    return CommunityTable(
        where=table.where,
        lines=table.lines,
        keys=keys,
        names=filled(table, parts["name"], problems) if "name" in parts else None,
        councils=councils,
        council_names=_council_names(table, parts, councils, problems),
        outcomes=tuple(sources),
        population_k=numbers(table, population, problems, "residents above 0", FEWEST, MOST),
        need_kj=np.column_stack([_need(table, column, problems) for column in sources.values()]),
        social_capital_k=_share(table, parts["social_capital"], problems)
        if "social_capital" in parts
        else None,
        layout="File 7 of the Indices of Deprivation" if file_7 else "a table of communities",
        notes=(f"Columns that were not used: {shown}.",) if unused and not file_7 else (),
    )


def _missing(table: CsvTable, wanted: str, remedy: str) -> Problem:
    close = difflib.get_close_matches(wanted, list(table.columns), n=2, cutoff=0.6)
    if close:
        remedy = "Rename " + " or ".join(f"'{column}'" for column in close) + ", if that is meant."
    columns = list(table.columns)
    shown = ", ".join(f"'{column}'" for column in columns[:8]) + (", …" if len(columns) > 8 else "")
    return Problem(table.where, f"a column '{wanted}'", shown, line=1, remedy=remedy)


def _file_7_columns(table: CsvTable, problems: list[Problem]) -> dict[str, str]:
    columns = {part: table.first_column(pattern) for part, pattern in _FILE_7.items()}
    remedy = "It belongs to File 7 of the Indices of Deprivation."
    problems += [
        _missing(table, _FILE_7_SHOWN[part], remedy) for part, column in columns.items() if column is None
    ]
    return {part: column for part, column in columns.items() if column is not None}


def _file_7_sources(table: CsvTable, problems: list[Problem]) -> dict[str, str]:
    remedy = "It belongs to File 7 of the Indices of Deprivation."
    problems += [
        _missing(table, column, remedy) for column in _FILE_7_DOMAINS.values() if column not in table.columns
    ]
    return {outcome: column for outcome, column in _FILE_7_DOMAINS.items() if column in table.columns}


def _plain_columns(table: CsvTable, problems: list[Problem]) -> dict[str, str]:
    columns = {part: table.first_column(pattern) for part, pattern in _PLAIN.items()}
    remedy = "A plain CSV has code, council, population and need_… or score_… columns."
    problems += [_missing(table, part, remedy) for part, column in columns.items() if column is None]
    columns |= {part: part for part in _PLAIN_OTHERS if part in table.columns}
    return {part: column for part, column in columns.items() if column is not None}


def _plain_sources(table: CsvTable, problems: list[Problem]) -> dict[str, str]:
    sources: dict[str, str] = {}
    for column in table.columns:
        kind, _, outcome = column.partition("_")
        if kind not in ("need", "score") or not outcome:
            continue
        if outcome in sources:
            expected, found = f"'need_{outcome}' or 'score_{outcome}'", "both"
            remedy = "Remove one of them."
            problems.append(Problem(table.where, expected, found, line=1, key=column, remedy=remedy))
        sources[outcome] = column
    if not sources:
        remedy = "Give each outcome a column of need (0 to 1) or of scores (any scale, higher is more need)."
        problems.append(_missing(table, "need_health", remedy))
    return sources


def _need(table: CsvTable, column: str, problems: list[Problem]) -> Floats:
    if column.startswith("need_"):
        return _share(table, column, problems)
    score = numbers(table, column, problems, "a number", -_LARGEST, _LARGEST)
    # a wrong cell has been noted: it must not turn into a rank
    return need_from_normal_scores(normal_scores(score)) if np.isfinite(score).all() else score


def _share(table: CsvTable, column: str, problems: list[Problem]) -> Floats:
    return numbers(table, column, problems, "a number from 0 to 1", 0, 1)


def _council_names(
    table: CsvTable, parts: dict[str, str], councils: tuple[str, ...], problems: list[Problem]
) -> dict[str, str]:
    if "council_name" not in parts:
        return {}
    column = parts["council_name"]
    names: dict[str, str] = {}
    for row, name in enumerate(filled(table, column, problems)):
        if names.setdefault(councils[row], name) != name:
            expected = f"one name for council '{councils[row]}', '{names[councils[row]]}'"
            problems.append(Problem(table.where, expected, f"'{name}'", line=table.lines[row], key=column))
    return names
