"""Read the optional CSV files of councils and of neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from govsim.errors import Problem
from govsim.words.plurals import counted, joined
from govsim.world.places_csv import CsvTable, read_table
from govsim.world.questioned_names import alike_names, nearly_alike, strays

# Plain names, those of the geographr package (ltla24_code) and those of the Office for National Statistics and
# National Records of Scotland: regions of England, health boards of Wales and Scotland.
_CODE: Final = (
    r"code|council|council[ _]code|ltla\d*_code|l?tla\d*cd|lad\d*cd|la[ _]?code|ca|ca\d*(cd|_code)?"
    r"|Local Authority (District )?code( \(\d{4}\))?|area code"
)
_NAME: Final = (
    r"name|council[ _]name|ltla\d*_name|ltla\d*nm|lad\d*nm|la[ _]?name|caname|ca\d*(nm|_name)"
    r"|Local Authority (District )?name( \(\d{4}\))?|area name"
)
_REGION: Final = (
    r"region|region\d*[ _]code|rgn\d*cd|lhb\d*_code|lhb\d*cd"
    r"|hb|hb\d*(_code|cd)?|hbcode|health[ _]board[ _]code"
)
_REGION_NAME: Final = (
    r"region\d*[ _]name|rgn\d*nm|lhb\d*_name|lhb\d*nm|hbname|hb\d*(_name|nm)|health[ _]board[ _]name"
)
_UPPER: Final = r"upper[ _]code|utla\d*_code|utla\d*cd|ctyua\d*cd"
_UPPER_NAME: Final = r"upper[ _]name|utla\d*_name|utla\d*nm|ctyua\d*nm"
_CAPACITY: Final = "capacity"
_USED: Final = (_CODE, _NAME, _REGION, _REGION_NAME, _UPPER, _UPPER_NAME, _CAPACITY)
_SHOWN: Final = 8  # unused columns


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
    reading: tuple[str, ...] = ()  # remarks on the import
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """Two adjacent councils of the file."""

    line: int
    council: str
    other: str


def read_council_table(path: str | Path, problems: list[Problem]) -> CouncilTable:
    """Councils with `code` and perhaps `name`, `region`, `capacity`, `upper_code`, `upper_name`. Appends to
    `problems`.

    Columns named like `ltla24_code`, `utla_code`, `region24_name` or `LAD24CD` are recognised too. Raises PlacesError
    if the file cannot be read as a table.
    """
    table = read_table(path, "council", problems, _CODE)
    code = table.first_column(_CODE)
    if code is None:
        found = ", ".join(f"'{column}'" for column in list(table.columns)[:8])
        remedy = "Name it 'code', or as in 'ltla24_code' or 'LAD24CD'."
        table.wrong("a column of council codes", found, line=table.header_line, remedy=remedy)
        return CouncilTable()
    table = _one_line_each(table, code)
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
    if (capacity := table.first_column(_CAPACITY)) is not None:
        shares = table.numbers(capacity, "a share from 0 to 1", 0, 1)
        capacities = dict(zip(codes, map(float, shares), strict=True))
    region_names = names_of(regions, _REGION_NAME, "region")
    return CouncilTable(
        where=table.where,
        names=by_code(_NAME) or {code: code for code in codes},
        regions=regions,
        region_names=region_names,
        capacities=capacities,
        uppers=uppers,
        upper_names=names_of(uppers, _UPPER_NAME, "upper tier"),
        reading=(*(f"{Path(path).name}: {note}" for note in table.notes), *_unused(table)),
        questions=(
            *_may_be_one_region(list((region_names or regions or {}).values())),
            *_of_another_region(regions or {}),
        ),
    )


def _may_be_one_region(regions: Sequence[str]) -> Iterator[str]:
    alike = alike_names(regions)
    only = "only in capitals, accents, spaces or marks"
    for same in alike or nearly_alike(regions):
        shown = joined([f"'{region}'" for region in same])
        yield (
            f"Regions {shown} of the council table differ {only if alike else 'little'}: they may be one. Write one "
            "name for one region, or add --sure."
        )


def _of_another_region(regions: Mapping[str, str]) -> Iterator[str]:
    odd = strays(list(regions), list(regions.values())) if len(set(regions.values())) > 2 else []
    if odd:
        yield (
            f"The council table has '{odd[0]}' in region '{regions[odd[0]]}', and so on: the codes of "
            f"{counted(len(odd), 'council')} begin like those of another region. The column of regions may have been "
            "sorted or moved alone. Put it right, or add --sure."
        )


def _one_line_each(table: CsvTable, code: str) -> CsvTable:
    """The table of a look-up of smaller areas, which repeats each council: one line for each, where all agree."""
    used = [column for column in map(table.first_column, _USED) if column is not None]
    rows = list(zip(*(table.columns[column] for column in used), strict=True))
    once = {cells: row for row, cells in reversed(list(enumerate(rows)))}
    if len(once) == len(rows) or len(once) > len(set(table.columns[code])):
        return table
    repeated = set(range(len(rows))) - set(once.values())
    table.notes.append(
        f"The council table has several lines for each council, which agree: {len(repeated):,} left out."
    )
    return table.without(repeated)


def _unused(table: CsvTable) -> list[str]:
    used = {table.first_column(pattern) for pattern in _USED}
    unused = [f"'{column}'" for column in table.columns if column not in used]
    if not unused:
        return []
    more = f" and {len(unused) - _SHOWN} more" if len(unused) > _SHOWN else ""
    return [f"Columns of the council table that were not used: {', '.join(unused[:_SHOWN])}{more}."]


def read_neighbours(path: str | Path, problems: list[Problem]) -> tuple[Neighbour, ...]:
    """Pairs of council codes, from columns ending in `_a` and `_b`, else from the first two columns.

    A pair may be listed once, or once in each direction. Raises PlacesError if the file is not a table.
    """
    table = read_table(path, "pair of neighbours", problems, ".+_a")
    columns = list(table.columns)
    one, other = table.first_column(r".+_a"), table.first_column(r".+_b")
    if one is None or other is None:
        if len(columns) < 2:
            table.wrong("two columns with names", "one without a name", line=table.header_line)
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
        table.wrong("a line of column names", f"'{one},{other}'", line=table.header_line, remedy=remedy)
    return tuple(pairs)
