"""Rows that are no communities: totals and subtotals; and codes spoilt by a spreadsheet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from govsim.scenario.geography import MOST
from govsim.world.community_headings import Headings
from govsim.world.number_cells import POWER_OF_TEN, read_numbers
from govsim.world.places import Floats
from govsim.world.places_csv import CsvTable, in_lines

_TOTAL: Final = re.compile(
    r"(grand |sub-?|sub |national |overall )?totals?( general| général| geral)?|all (areas|councils|places)|overall"
    r"|(ins)?gesamt|summe|ensemble|totaal|totale|toute?s?|sum[ae]?|razem|og[oó]łem|celkem|összesen|kokonaisuus|yhteensä"
    r"|i alt|hele landet|riket|合計|総数",
    re.IGNORECASE,
)
_SUMMARY: Final = re.compile(
    r"(national |overall |arithmetic )?(mean|average|median|minimum|maximum|min|max)( value)?\.?|mediana?|media"
    r"|średnia( krajowa)?|srednia|moyenne( nationale)?|média|promedio|durchschnitt|mittelwert|gemiddelde?"
    r"|minim(aal|[oau])|maksimum|maximaal|m[aá]xim[oa]|massimo|medel(värde)?|gennemsnit|gjennomsnitt|keskiarvo"
    r"|průměr|prumer|priemer|átlag|medie|ortalama"
    r"|среднее|平均",
    re.IGNORECASE,
)
_REMEDY: Final = (
    "Remove the line: what it counts is in the other lines already. "
    "A real place of that size must be divided."
)
_DESCRIBED: Final = (
    "Remove the line: it describes the others. If it is a place, write its name out, such as 'Media borough'."
)
_ALMOST: Final = 0.99  # of the residents of all others, for published totals are rounded
_ROUNDED: Final = 0.005  # published counts are rounded, to five people, say
_FEWEST: Final = 3  # communities; of two, one is the larger
_PARTS: Final = (2, 3, 4)  # parts of a town listed beside it
_EXACT: Final = 0.0002  # of the residents of all others, for several rows that count them


def report_totals(table: CsvTable, headings: Headings) -> None:
    """A problem for each line that counts the people of other lines once more."""
    code, council, population = (headings.parts[part] for part in ("code", "council", "population"))
    read = read_numbers(table.columns[population], table.decimal_comma).values
    people = np.where((read > 0) & (read <= MOST), read, 0.0)
    reported: set[int] = set()

    def total(row: int, whose: str, remedy: str = _REMEDY) -> None:
        if row in reported:
            return
        reported.add(row)
        named = table.columns[code][row] or table.columns[council][row]
        residents = f"{people[row]:,.0f} residents" if people[row] else "no residents"
        wanted, headings = "a community", f"'{named}', {residents}{whose}"
        table.wrong(wanted, headings, line=table.lines[row], key=population, remedy=remedy)

    columns = [
        headings.parts[part] for part in ("code", "council", "name", "council_name") if part in headings.parts
    ]
    for row in range(len(table.lines)):
        if any(_TOTAL.fullmatch(table.columns[column][row]) for column in columns):
            total(row, ": a total")
        elif any(_SUMMARY.fullmatch(table.columns[column][row]) for column in columns):
            total(row, ": a mean, least or greatest value", _DESCRIBED)
    known = np.flatnonzero(people)
    for row in known[_of_the_whole(people[known])].tolist():
        total(row, ": as many as in all other lines together, or more")
    others = [row for row in known.tolist() if row not in reported]
    councils = table.columns[council]
    for row in _parts_of_the_whole(people[others], [councils[row] for row in others]):
        total(others[row], ": with the lines beside it as many as in all other lines together")
    others = [row for row in others if row not in reported]
    for row in _subtotals(people[others]):
        total(others[row], ": as many as in the lines beside it together")
    for row in _of_parts(people, councils):
        total(row, ": as many as in the lines beside it together")
    for row in _of_councils(people, councils, table.columns[code], reported):
        total(row, f": as many as in the other lines of '{councils[row]}' together")


def _of_the_whole(people: Floats) -> list[int]:
    """Rows with as many residents as all smaller ones together, as long as there are such rows at the top."""
    order = np.argsort(-people, kind="stable")
    left, rows = float(people.sum()), []
    for row in order[: max(0, people.size - _FEWEST + 1)].tolist():
        rest = left - float(people[row])
        most = rest if people.size < 10 else _ALMOST * rest
        if people[row] < most:
            break
        rows.append(row)
        left = rest
    return rows


def _parts_of_the_whole(people: Floats, councils: Sequence[str]) -> list[int]:
    """Rows at the end or the start, in councils of their own, that count all other rows once more.

    They may be regions, or town and land; each counts three others or more. They may stand twice, or with their sum.
    """
    everyone = people.sum()
    for order in (np.arange(people.size)[::-1], np.arange(people.size)):
        whole = people[order].cumsum()
        rest = np.maximum(1.0, everyone - whole)
        off = np.abs(whole - np.maximum(1, np.round(whole / rest)) * rest)
        for last in np.flatnonzero(off <= np.maximum(_FEWEST, _EXACT * rest)).tolist():
            ours, others = order[: last + 1], order[last + 1 :]
            several = 2 <= ours.size <= others.size / _FEWEST
            if several and not {councils[row] for row in ours} & {councils[row] for row in others}:
                return sorted(ours.tolist())
    return []


def _subtotals(people: Floats) -> list[int]:
    """Rows that each count the rows before them (or behind them), if together they count all other rows.

    One more row may count them all once again.
    """
    rows = np.arange(people.size)
    for whole in (-1, *np.flatnonzero(_alike(3 * people, people.sum()))[:_FEWEST].tolist()):
        others = rows[rows != whole]
        for fewest in (2, 1):
            for order in (others, others[::-1]):
                if ends := _ends_of_blocks(people[order].tolist(), fewest):
                    return [*order[ends].tolist(), *([whole] if whole >= 0 else [])]
    return []


def _ends_of_blocks(people: Sequence[float], fewest: int) -> list[int]:
    """Rows that are the sum of all rows since the last such row; empty unless such rows divide the whole table."""
    ends: list[int] = []
    running, count, longest = 0.0, 0, 0
    for row, residents in enumerate(people):
        if count >= fewest and _alike(residents, running):
            ends.append(row)
            longest = max(longest, count)
            running, count = 0.0, 0
        else:
            running, count = running + residents, count + 1
    return ends if not count and longest > 1 else []


def _of_councils(
    people: Floats, councils: Sequence[str], codes: Sequence[str], reported: set[int]
) -> Iterator[int]:
    """Rows that count the others of their council, where several councils have one or its code says so."""
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, council in enumerate(councils):
        if row not in reported:
            rows_of[council].append(row)
    several = {council: rows for council, rows in rows_of.items() if len(rows) > 2}
    sums = []
    for council, rows in several.items():
        values = people[rows]
        greatest = int(values.argmax())
        if values[greatest] > 0 and _alike(2 * values[greatest], values.sum()):
            filled = codes[rows[greatest]].rstrip("0") == council.rstrip("0")  # 0201000 of 0201
            sums.append((rows[greatest], filled))
    if len(sums) > max(1, len(several) / 2) or any(same for _, same in sums):
        yield from (row for row, _ in sums)


def _of_parts(people: Floats, councils: Sequence[str]) -> list[int]:
    """Rows that count the two to four rows behind them, or before them, as a town does its parts.

    Chance sums occur too: sums count where they are many times as frequent as with rows one line farther off.
    """
    for order in (np.arange(people.size), np.arange(people.size)[::-1]):
        values, same = people[order], np.array(councils)[order]
        sums, by_chance = (
            {row for parts in _PARTS for row in _sums_of_next(values, same, parts, gap)} for gap in (0, 1)
        )
        if len(sums) >= max(_FEWEST, people.size / 50) and len(sums) >= _PARTS[-1] * (1 + len(by_chance)):
            return sorted(order[sorted(sums)].tolist())
    return []


def _sums_of_next(people: Floats, councils: np.ndarray, parts: int, gap: int) -> list[int]:
    """Rows with as many residents as the next rows of their council, but for rounding to single people."""
    last = people.size - parts - gap
    if last < 1:
        return []
    rows = np.arange(last)
    whole = people[rows]
    next_people = sum(people[rows + gap + part] for part in range(1, parts + 1))
    near = np.abs(whole - next_people) <= np.minimum(parts + 1, _EXACT * whole + 0.5)
    sums: list[int] = rows[near & (whole > 0) & (councils[rows] == councils[rows + gap + parts])].tolist()
    return sums


def _alike(one: Any, other: Any) -> Any:
    """Whether numbers of people are equal but for rounding."""
    return abs(one - other) <= _ROUNDED * other


def report_spoilt_codes(table: CsvTable, *columns: str) -> None:
    """A problem for each code in scientific notation by a spreadsheet, which loses its last digits."""
    for column in columns:
        cells = table.columns[column]
        cut = [row for row, cell in enumerate(cells) if POWER_OF_TEN.fullmatch(cell) and "+" in cell]
        if cut:
            found = f"'{cells[cut[0]]}' {in_lines([table.lines[row] for row in cut], len(cells))}"
            remedy = "A spreadsheet has cut its digits: import the column as text and save again."
            table.wrong("a code", found, line=table.lines[cut[0]], key=column, remedy=remedy)
