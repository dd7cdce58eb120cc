"""Read the optional CSV files of councils and of neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from govsim.errors import Problem
from govsim.world.places_csv import read_table

# Plain names, those of the geographr package (ltla24_code) and those of the Office for National Statistics.
_CODE: Final = r"code|council|ltla\d*_code|LAD\d*CD"
_NAME: Final = r"name|ltla\d*_name|LAD\d*NM"
_REGION: Final = r"region|region\d*_code|RGN\d*CD"
_REGION_NAME: Final = r"region\d*_name|RGN\d*NM"
_UPPER: Final = r"upper_code|utla\d*_code|UTLA\d*CD|CTYUA\d*CD"
_UPPER_NAME: Final = r"upper_name|utla\d*_name|UTLA\d*NM|CTYUA\d*NM"


@dataclass(frozen=True, kw_only=True)
class CouncilTable:
    """The columns of a council table, by council code; None for a column that the file does not have.

    `names` holds every council of the table; a council without a name gets its code. Without a table it is empty.
    """

    where: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] | None = None
    region_names: Mapping[str, str] = field(default_factory=dict)
    capacities: Mapping[str, float] | None = None
    uppers: Mapping[str, str] | None = None
    upper_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
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
    table = read_table(path, "council", problems)
    code = table.first_column(_CODE)
    if code is None:
        found = ", ".join(f"'{column}'" for column in list(table.columns)[:8])
        remedy = "Name it 'code', or as in 'ltla24_code' or 'LAD24CD'."
        table.wrong("a column of council codes", found, line=1, remedy=remedy)
        return CouncilTable()
    codes = table.each_once(code, "council")

    def by_code(pattern: str) -> dict[str, str] | None:
        column = table.first_column(pattern)
        return None if column is None else dict(zip(codes, table.filled(column), strict=True))

    def names_of(groups: Mapping[str, str] | None, pattern: str, what: str) -> dict[str, str]:
        column = table.first_column(pattern)
        if column is None or groups is None:
            return {}
        return table.names_by_code(column, [groups[code] for code in codes], what)

    regions, uppers = by_code(_REGION), by_code(_UPPER)
    capacities = None
    if "capacity" in table.columns:
        shares = table.numbers("capacity", "a share from 0 to 1", 0, 1)
        capacities = dict(zip(codes, map(float, shares), strict=True))
    return CouncilTable(
        where=table.where,
        names=by_code(_NAME) or {code: code for code in codes},
        regions=regions,
        region_names=names_of(regions, _REGION_NAME, "region"),
        capacities=capacities,
        uppers=uppers,
        upper_names=names_of(uppers, _UPPER_NAME, "upper tier"),
    )


def read_neighbours(path: str | Path, problems: list[Problem]) -> tuple[Neighbour, ...]:
    """Pairs of council codes, from columns ending in `_a` and `_b`, else from the first two columns.

    A pair may be listed once, or once in each direction. Raises PlacesError if the file is not a table.
    """
    table = read_table(path, "pair of neighbours", problems)
    columns = list(table.columns)
    one, other = table.first_column(r".+_a"), table.first_column(r".+_b")
    if one is None or other is None:
        if len(columns) < 2:
            table.wrong("two columns with names", "one without a name", line=1)
            return ()
        one, other = columns[:2]
    pairs = [
        Neighbour(line=line, council=a, other=b)
        for line, a, b in zip(table.lines, table.filled(one), table.filled(other), strict=True)
    ]
    for pair in pairs:
        if pair.council == pair.other and pair.council:
            table.wrong("two different councils", f"'{pair.council}' beside itself", line=pair.line)
    named = {code for pair in pairs for code in (pair.council, pair.other)}
    if one in named or other in named:
        remedy = "Put 'council_a,council_b' above the pairs."
        table.wrong("a line of column names", f"'{one},{other}'", line=1, remedy=remedy)
    return tuple(pairs)
