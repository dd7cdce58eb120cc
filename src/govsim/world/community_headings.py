"""Headings of a file of communities: plain ones, and those of official indices of deprivation."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from govsim.words.plurals import joined
from govsim.world.places_csv import CsvTable

Kind = Literal["need", "score", "rank", "decile", "unsaid"]  # unsaid: ranks where all are whole numbers

# File 7 names the year of the boundaries in each heading; names of domains have not changed since 2015.
_FILE_7: Final = {  # a pattern and a display form for each heading
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
    "living_standards": ("Income", " Score (rate)"),
    "work": ("Employment", " Score (rate)"),
    "skills": ("Education, Skills and Training", " Score"),
    "health": ("Health Deprivation and Disability", " Score"),
    "safety": ("Crime", " Score"),
    "homes": ("Barriers to Housing and Services", " Score"),
    "environment": ("Living Environment", " Score"),
}
_FILE_2: Final = " Rank (where 1 is most deprived)"
# Headings of Wales, Scotland and Northern Ireland, in lower case, with spaces for underscores, without brackets.
_OFFICIAL: Final = {
    "code": r"lsoa ?\d* ?(code|cd)|data ?zone( code)?|dz( ?code)?|dz\d+cd|soa ?\d*( ?code)?",
    "name": r"lsoa ?\d* ?(name|nm)|data ?zone ?name|dz ?name|dz\d+nm|soa ?\d* ?name",
    "council": r"(local authority( district)?|la|council area|council|lgd ?\d*) ?code|lad\d+cd|ca|lgd\d+",
    "council_name": r"(local authority( district)?|la|council area|council|lgd ?\d*)( ?name)?|lad\d+nm|ca ?name",
    "population": r"(total |usual |resident )*(population|residents)\b.*|all people|persons|mid[ -]year population.*",
}
_OFFICIAL_DOMAINS: Final = {
    "living_standards": r"income",
    "work": r"employment",
    "skills": r"education(, skills and training)?",
    "health": r"health( deprivation and disability| and disability)?",
    "safety": r"community safety|crime( and disorder)?",
    "homes": r"housing",
    "environment": r"(physical|living) environment",
    "access": r"(geographic )?access( to services)?",
}
_FEWEST_UNSAID: Final = 5  # domains without a word for ranks or scores; fewer may be anything, such as wages
_PLAIN: Final = {
    "code": ("code|community", "code"),
    "council": ("council", "council"),
    "population": ("population|residents", "population"),
}
_PLAIN_OTHERS: Final = ("name", "council_name", "social_capital")
_KINDS: Final = ("need", "score", "rank", "decile")
_EXAMPLE: Final = "need_health"  # of the columns of outcomes
RANKED: Final = re.compile(r"rank|decile|quintile|quartile|vigintile|percentile", re.IGNORECASE)

# Column names that identify the line of column names.
COMMUNITY_HEADINGS: Final = (
    r"code|community|(LSOA|Local Authority District) (code|name) \(\d{4}\)|(LSOA|SOA|dz)[ _]?\d*[ _]?(code|cd)"
    r"|data[ _]?zone|dz|soa\d*"
)


@dataclass(frozen=True, kw_only=True)
class Source:
    """The column of an outcome, and the kind of its numbers."""

    column: str
    kind: Kind


@dataclass(frozen=True, kw_only=True)
class Headings:
    """The column of each part of a file of communities, and the source of each outcome."""

    layout: str
    parts: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    official: bool = False


def headings_of(table: CsvTable) -> Headings | None:
    """The meaning of the columns. None, and problems in the table, where columns are missing."""
    if any(table.first_column(_FILE_7[part][0]) for part in ("code", "council")):
        headings = _file_7(table)
    else:
        plain = _plain_sources(table)
        headings = (None if plain else _official(table)) or _plain(table, plain)
    complete = headings.sources and _PLAIN.keys() <= headings.parts.keys()
    return headings if complete else None


def _file_7(table: CsvTable) -> Headings:
    scores = {outcome: stem + suffix for outcome, (stem, suffix) in _FILE_7_DOMAINS.items()}
    ranks = {outcome: stem + _FILE_2 for outcome, (stem, _) in _FILE_7_DOMAINS.items()}
    has_scores = any(table.first_column(re.escape(heading)) for heading in scores.values())
    has_ranks = any(table.first_column(re.escape(heading)) for heading in ranks.values())
    kind: Kind = "rank" if has_ranks and not has_scores else "score"
    remedy = "It belongs to File 7 of the Indices of Deprivation."
    wanted = ranks if kind == "rank" else scores
    domains = {outcome: (re.escape(heading), heading) for outcome, heading in wanted.items()}
    layout = f"File {2 if kind == 'rank' else 7} of the Indices of Deprivation"
    return Headings(
        layout=layout,
        parts=_columns(table, _FILE_7, remedy),
        sources={
            outcome: Source(column=column, kind=kind)
            for outcome, column in _columns(table, domains, remedy).items()
        },
        official=True,
    )


def _official(table: CsvTable) -> Headings | None:
    """Headings of the indices of Wales, Scotland and Northern Ireland; None if these are not they."""
    simple = {column: re.sub(r"\s*\(.*?\)", "", column).replace("_", " ").lower() for column in table.columns}

    def first(pattern: str) -> str | None:
        return next((column for column, name in simple.items() if re.fullmatch(pattern, name)), None)

    sources: dict[str, Source] = {}
    for outcome, stem in _OFFICIAL_DOMAINS.items():
        for kind, suffix in (("score", " score"), ("rank", " rank"), ("unsaid", ""), ("decile", " decile")):
            column = first(rf"([wsn]imd?m? ?\d+ ?(v\d)? )?({stem})( domain)?{suffix}")
            if column is not None:
                sources[outcome] = Source(column=column, kind=kind)  # type: ignore[arg-type]
                break
    if sum(source.kind == "unsaid" for source in sources.values()) < _FEWEST_UNSAID:
        sources = {outcome: source for outcome, source in sources.items() if source.kind != "unsaid"}
    parts = {part: column for part, pattern in _OFFICIAL.items() if (column := first(pattern)) is not None}
    if len(sources) < 2 or "code" not in parts:
        return None
    if "council" not in parts and "council_name" in parts:
        parts["council"] = parts.pop("council_name")
    if "council" not in parts:
        _missing(table, "council", "Add the council of each place; the publisher's look-up of areas has it.")
    if "population" not in parts:
        remedy = "This index has no residents: add a column 'population', from estimates for the same areas."
        table.wrong("a column 'population'", "none", line=table.header_line, remedy=remedy)
    return Headings(
        layout="an index of deprivation in its publisher’s headings",
        parts=parts,
        sources=sources,
        official=True,
    )


def _plain(table: CsvTable, sources: Mapping[str, Source]) -> Headings:
    simple = {column: _simple(column) for column in table.columns}
    remedy = "A plain CSV has code, council, population and need_…, score_…, rank_… or decile_… columns."
    parts = {}
    for part, (pattern, heading) in _PLAIN.items():
        column = next((name for name, plain in simple.items() if re.fullmatch(pattern, plain)), None)
        if column is None:
            _missing(table, heading, remedy)
        else:
            parts[part] = column
    parts |= {plain: name for name, plain in simple.items() if plain in _PLAIN_OTHERS}
    if not sources:
        kinds = "need (need_…, 0 to 1), scores (score_…, higher is more need) or ranks (rank_…, 1 is most)"
        _missing(table, _EXAMPLE, f"Give each outcome a column of {kinds}.")
    return Headings(layout="a table of communities", parts=parts, sources=sources)


def _plain_sources(table: CsvTable) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for column in table.columns:
        kind, _, outcome = _simple(re.sub(r"\s*(\([^()]*\)|\[[^\[\]]*\]|[%‰*†])\s*$", "", column)).partition(
            "_"
        )
        if kind not in _KINDS or not outcome:
            continue
        if outcome in sources:
            other = sources[outcome].column
            expected = "one column for each outcome"
            remedy = "Remove one of them."
            table.wrong(expected, f"'{other}' too", line=table.header_line, key=column, remedy=remedy)
        sources[outcome] = Source(column=column, kind=kind)  # type: ignore[arg-type]
    return sources


def _simple(column: str) -> str:
    """A heading in lower case with underscores for spaces and hyphens."""
    return re.sub(r"[\s\-]+", "_", column.strip().lower())


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
    """A problem for a missing column. It never proposes a column of ranks for another."""
    columns = list(table.columns)
    ranked = [column for column in columns if RANKED.search(column)]
    others = [column for column in columns if column not in ranked]
    close = difflib.get_close_matches(wanted, others, n=2, cutoff=0.6)
    if close:
        remedy = "Rename " + " or ".join(f"'{column}'" for column in close) + ", if that is meant."
    elif ranked and wanted == _EXAMPLE:
        which = joined([f"'{column}'" for column in ranked[:3]])
        remedy = (
            f"{which}: ranks run the other way. Name such a column rank_OUTCOME, if 1 is the most deprived, or "
            "score_OUTCOME, if the greatest number is."
        )
    shown = ", ".join(f"'{column}'" for column in columns[:8]) + (", …" if len(columns) > 8 else "")
    expected = f"a column '{wanted}'" + (" or of any other outcome" if wanted == _EXAMPLE else "")
    table.wrong(expected, shown, line=table.header_line, remedy=remedy)
