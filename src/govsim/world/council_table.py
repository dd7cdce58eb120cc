"""Read the files beside the communities: a table of councils with their regions, and a list of neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from govsim.errors import Problem
from govsim.world.places_csv import CsvTable, each_once, filled, numbers, read_table

# Plain names, those of the geographr package (ltla24_code) and those of the Office for National Statistics.
_CODE: Final = r"code|council|ltla\d*_code|LAD\d*CD"
_NAME: Final = r"name|ltla\d*_name|LAD\d*NM"
_REGION: Final = r"region|region\d*_code|RGN\d*CD"
_REGION_NAME: Final = r"region\d*_name|RGN\d*NM"
_UPPER: Final = r"upper_code|utla\d*_code|UTLA\d*CD|CTYUA\d*CD"
_UPPER_NAME: Final = r"upper_name|utla\d*_name|UTLA\d*NM|CTYUA\d*NM"


@dataclass(frozen=True)
class CouncilTable:
    """The columns of a council table, by council code; None for a column that the file does not have.

    `names` holds every council of the table; a council without a name gets its code.
    """

    where: str
    names: dict[str, str]
    regions: dict[str, str] | None
    region_names: dict[str, str]
    capacities: dict[str, float] | None
    uppers: dict[str, str] | None
    upper_names: dict[str, str]


@dataclass(frozen=True)
class Neighbour:
    """Two councils that touch, as written in the file."""

    line: int
    council: str
    other: str


def read_council_table(path: str | Path, problems: list[Problem]) -> CouncilTable:
    """Councils with `code` and perhaps `name`, `region`, `capacity`, `upper_code`, `upper_name`. Appends to
    `problems`.

    Columns named like `ltla24_code`, `utla_code`, `region24_name` or `LAD24CD` are recognised too. Raises PlacesError
    if the file cannot be read as a table.
    """
    table = read_table(path, "council")
    code = table.first_column(_CODE)
    if code is None:
        found = ", ".join(f"'{column}'" for column in list(table.columns)[:8])
        remedy = "Name it 'code', or as in 'ltla24_code' or 'LAD24CD'."
        problems.append(Problem(table.where, "a column of council codes", found, line=1, remedy=remedy))
        return CouncilTable(table.where, {}, None, {}, None, None, {})
    codes = filled(table, code, problems)
    each_once(table, code, problems, "council")
    regions = _by_code(table, codes, _REGION, problems)
    uppers = _by_code(table, codes, _UPPER, problems)
    capacities = None
    if "capacity" in table.columns:
        shares = numbers(table, "capacity", problems, "a share from 0 to 1", 0, 1)
        capacities = dict(zip(codes, map(float, shares), strict=True))
    return CouncilTable(
        where=table.where,
        names=_by_code(table, codes, _NAME, problems) or {code: code for code in codes},
        regions=regions,
        region_names=_names(table, codes, regions, _REGION_NAME, problems),
        capacities=capacities,
        uppers=uppers,
        upper_names=_names(table, codes, uppers, _UPPER_NAME, problems),
    )


def _by_code(
    table: CsvTable, codes: tuple[str, ...], pattern: str, problems: list[Problem]
) -> dict[str, str] | None:
    column = table.first_column(pattern)
    if column is None:
        return None
    return dict(zip(codes, filled(table, column, problems), strict=True))


def _names(
    table: CsvTable,
    codes: tuple[str, ...],
    groups: dict[str, str] | None,
    pattern: str,
    problems: list[Problem],
) -> dict[str, str]:
    """Name of each group of councils, by the group's code. Two names for one code are a problem."""
    column = table.first_column(pattern)
    if column is None or groups is None:
        return {}
    names: dict[str, str] = {}
    for row, name in enumerate(filled(table, column, problems)):
        group = groups[codes[row]]
        if names.setdefault(group, name) != name:
            expected, found = f"one name for '{group}', '{names[group]}'", f"'{name}'"
            problems.append(Problem(table.where, expected, found, line=table.lines[row], key=column))
    return names


def read_neighbours(path: str | Path, problems: list[Problem]) -> tuple[Neighbour, ...]:
    """Pairs of council codes, from columns ending in `_a` and `_b`, else from the first two columns.

    A pair may be listed once, or once in each direction. Raises PlacesError if the file is not a table.
    """
    table = read_table(path, "pair of neighbours")
    columns = list(table.columns)
    one, other = table.first_column(r".+_a"), table.first_column(r".+_b")
    if (one is None or other is None) and len(columns) < 2:
        problems.append(Problem(table.where, "two columns with names", "one without a name", line=1))
        return ()
    if one is None or other is None:
        one, other = columns[0], columns[1]
    pairs = []
    for row, (a, b) in enumerate(
        zip(filled(table, one, problems), filled(table, other, problems), strict=True)
    ):
        if a == b and a:
            found = f"'{a}' beside itself"
            problems.append(Problem(table.where, "two different councils", found, line=table.lines[row]))
        pairs.append(Neighbour(table.lines[row], a, b))
    named = {code for pair in pairs for code in (pair.council, pair.other)}
    if one in named or other in named:
        remedy = "Put 'council_a,council_b' above the pairs."
        found = f"'{one},{other}'"
        problems.append(Problem(table.where, "a line of column names", found, line=1, remedy=remedy))
    return tuple(pairs)
