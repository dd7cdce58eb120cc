"""Read the CSV files of places into columns of text and numbers, with the line of each problem."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from string import ascii_lowercase
from typing import Final

import numpy as np

from govsim.errors import PlacesError, Problem
from govsim.scenario.odd_values import legible
from govsim.words.plurals import counted
from govsim.world.csv_rows import csv_rows
from govsim.world.csv_text import csv_text
from govsim.world.missing_codes import MISSING_CODE, is_usual_code
from govsim.world.number_cells import (
    SPREADSHEET_ERROR,
    UNREADABLE,
    Fault,
    is_missing,
    near_zero,
    read_numbers,
)
from govsim.world.places import LEAST_SHARE, SHOWN, Floats

_OWN_MESSAGES: Final = 5  # cells of a column with the same fault; more share one message
_ENDLESS: Final = 1e15  # a greatest number that is none
_NUMBERED: Final = 4  # columns at least, to see in 1, 2, 3, 4 that they are numbered
_NO_NAME: Final = ("nan", "null", "none", "n/a", "<na>")


@dataclass(frozen=True, kw_only=True)
class CsvTable:
    """A CSV file as columns of text, with the line in the file on which each row ends.

    Problems of its cells are appended to `problems`, shared by the files of one import.
    """

    where: str  # the file as the user named it
    columns: dict[str, tuple[str, ...]]
    lines: tuple[int, ...]
    problems: list[Problem]
    header_line: int = 1
    decimal_comma: bool = False
    notes: list[str] = field(default_factory=list)
    around: str = ""  # titles and footnotes

    def wrong(
        self, expected: str, found: str, *, line: int | None = None, key: str | None = None, remedy: str = ""
    ) -> None:
        """Add a problem of this file."""
        self.problems.append(Problem(self.where, expected, found, line=line, key=key, remedy=remedy))

    def first_column(self, pattern: str) -> str | None:
        """The first column whose whole name matches, ignoring case."""
        for column in self.columns:
            if re.fullmatch(pattern, column, re.IGNORECASE):
                return column
        return None

    def without(self, rows: Collection[int]) -> CsvTable:
        """The same table without some rows."""
        left = [row for row in range(len(self.lines)) if row not in rows]
        columns = {name: tuple(cells[row] for row in left) for name, cells in self.columns.items()}
        return replace(self, columns=columns, lines=tuple(self.lines[row] for row in left))

    def filled(self, column: str) -> tuple[str, ...]:
        """The cells of a column of names or codes. An empty cell, or a mark for none, is a problem."""
        cells = self.columns[column]
        if not any(cells):
            self.wrong("values", "an empty column", key=column)
            return cells
        faults = {
            row: _NO_VALUE[bool(cell)] for row, cell in enumerate(cells) if not cell or stands_for_none(cell)
        }
        merged = [row for row in faults if not cells[row]]
        if 2 * len(merged) > len(cells) and cells[0]:
            faults |= dict.fromkeys(merged, _MERGED)
        faults |= {row: _DITTO for row, cell in enumerate(cells) if cell and not _NAMES.search(cell)}
        self._report(column, "a value", faults)
        return cells

    def each_once(self, column: str, what: str) -> tuple[str, ...]:
        """The cells of a column of codes. An empty or repeated code is a problem."""
        first: dict[str, int] = {}
        again = [
            (cell, line)
            for cell, line in zip(self.columns[column], self.lines, strict=True)
            if cell and first.setdefault(cell, line) != line
        ]
        many = len(again) > _OWN_MESSAGES
        for cell, line in again[:1] if many else again:
            found = f"'{cell}' again (first in line {first[cell]})"
            remedy = ""
            if many:
                found += f", as {len(again) - 1:,} more lines repeat a code"
                remedy = f"Give each {what} one line; make a column of what differs between its lines, such as years."
            self.wrong(f"each {what} once", found, line=line, key=column, remedy=remedy)
        return self.filled(column)

    def names_by_code(self, column: str, codes: Sequence[str], what: str) -> dict[str, str]:
        """The name that a column gives each code. Two names for one code are a problem."""
        names: dict[str, str] = {}
        for code, name, line in zip(codes, self.filled(column), self.lines, strict=True):
            if names.setdefault(code, name) != name:
                expected = f"one name for {what} '{code}', '{names[code]}'"
                self.wrong(expected, f"'{name}'", line=line, key=column)
        return names

    def numbers(
        self, column: str, expected: str, least: float, most: float, *, people: bool = False
    ) -> Floats:
        """The cells of a column as finite numbers from `least` to `most`; `expected` says so in words.

        `least` itself is allowed, so give the smallest positive number for 'above 0'. `people`: they are residents.
        """
        cells = self.columns[column]
        if not any(cells) or (len(cells) > 1 and all(map(is_missing, cells))):
            found = f"'{cells[0]}' and the like in all lines" if any(cells) else "an empty column"
            self.wrong(expected, found, key=column, remedy="Fill it in, or remove the column.")
            return np.zeros(len(cells))
        read = read_numbers(cells, self.decimal_comma, people)
        if read.spaced:
            self.notes.append(f"{column}: spaces or apostrophes between thousands were removed.")
        values = near_zero(read.values)
        faults = dict(read.faults)
        for row in np.flatnonzero(~((values >= least) & (values <= most))).tolist():
            faults.setdefault(row, _out_of_range(float(read.values[row]), least, most, people))
        self._report(column, expected, faults, people)
        return values

    def _report(self, column: str, expected: str, faults: Mapping[int, Fault], people: bool = False) -> None:
        """A problem for each faulty cell, or for each kind of fault that many cells of the column have."""
        rows_of: dict[Fault, list[int]] = defaultdict(list)
        for row in sorted(faults):
            rows_of[faults[row]].append(row)
        for fault, rows in rows_of.items():
            for row in rows if len(rows) <= _OWN_MESSAGES else rows[:1]:
                cell, others = self.columns[column][row], ""
                if len(rows) > _OWN_MESSAGES:
                    others = f" {in_lines([self.lines[one] for one in rows], len(self.lines))}"
                found = f"'{cell}'{others}" if cell else f"an empty cell{others}"
                wanted = _PLAIN_RESIDENTS if people and fault.kind in UNREADABLE else expected
                self.wrong(wanted, found, line=self.lines[row], key=column, remedy=fault.remedy)


_PLAIN_RESIDENTS: Final = "residents as a plain number"
_NO_VALUE: Final = {
    False: Fault(kind="empty", remedy=""),
    True: Fault(
        kind="none",
        remedy="It says that the value is missing. Fill it in, or leave its line out with --drop-empty.",
    ),
}


_NAMES: Final = re.compile(r"\w")
_MERGED: Final = Fault(
    kind="merged", remedy="Where cells were merged into one, write its value on each line that it stood for."
)
_DITTO: Final = Fault(kind="ditto", remedy="If it repeats the cell above, write that value on each line.")


def stands_for_none(cell: str) -> bool:
    """Whether a cell of codes or names holds what programs write for none."""
    return bool(SPREADSHEET_ERROR.fullmatch(cell)) or cell.lower() in _NO_NAME


def _out_of_range(value: float, least: float, most: float, people: bool) -> Fault:
    if people and value == 0:
        remedy = "Nobody lives there: leave its line out with --drop-empty."
        return Fault(kind="nobody", remedy=remedy)
    if is_usual_code(value):
        return Fault(kind="code", remedy=MISSING_CODE)
    if 0 < abs(value) < LEAST_SHARE and least <= 0:
        return Fault(kind="near 0", remedy="Write 0 for a number so near to 0.")
    if value < least and most > _ENDLESS:
        return Fault(kind="beyond", remedy=f"The least possible is {least:g}." if least > 0 else "")
    if 0 < value < least or value > most > 1:
        return Fault(kind="beyond", remedy=f"Possible are {least:f} to {most:,.0f}.")
    if 1 < value <= 100 and most == 1:
        return Fault(
            kind="beyond",
            remedy="Divide percentages by 100. Ranks and scores have columns of their own.",
        )
    return Fault(kind="beyond", remedy="")


def in_lines(lines: Sequence[int], of: int = 0) -> str:
    """Lines in words: `in lines 2, 5 and 7`; a long list is cut; `of` is the number of all lines."""
    if len(lines) == of > 1:
        return f"in all {of:,} lines"
    shown = ", ".join(f"{line:,}" for line in lines[:4])
    if len(lines) == 1:
        return f"in line {shown}"
    if len(lines) > 4:
        return f"in lines {shown} and {len(lines) - 4:,} more"
    return "in lines " + " and ".join(shown.rsplit(", ", 1))


def raise_problems(where: str, problems: Iterable[Problem]) -> None:
    """Raise PlacesError if there are problems: the first twenty by file and line, then the number of others."""
    known = list(problems)
    if not known:
        return
    files = list(dict.fromkeys(problem.where for problem in known))
    ordered = sorted(known, key=lambda problem: (files.index(problem.where), problem.line or 0))
    shown = [
        replace(problem, expected=legible(problem.expected), found=legible(problem.found), key=key)
        for problem in ordered[:SHOWN]
        for key in [None if problem.key is None else legible(problem.key)]
    ]
    if len(ordered) > SHOWN:
        more = f"{len(ordered) - SHOWN} more"
        shown.append(Problem(where, f"no problems beyond these {SHOWN}", more, remedy="Fix these first."))
    raise PlacesError(shown)


def read_table(path: str | Path, content: str, problems: list[Problem], headings: str = "code") -> CsvTable:
    """Read a CSV file in UTF-8 with a line of column names.

    Spaces around cells are stripped and blank lines skipped. Problems of cells go to `problems` later. Raises
    PlacesError if the file is not a table.

    Args:
        path: The file.
        content: The noun for a line in messages: a community, a council.
        problems: Where problems of cells go.
        headings: Pattern of column names by which the line of column names is known.
    """
    table = CsvTable(where=str(path), columns={}, lines=(), problems=[])
    text, notes = csv_text(Path(path), content)
    try:
        rows = csv_rows(text, headings)
    except csv.Error as error:
        reason, line = error.args
        remedy = "Save the file again as CSV from a spreadsheet."
        table.wrong("CSV", reason, line=line, remedy=remedy)
        raise PlacesError(table.problems) from error
    width = len(rows.header)
    if width >= _NUMBERED and rows.cells and _numbers_of_columns(rows.cells[0]):
        notes = [*notes, f"Line {rows.lines[0]:,} numbers the columns and was passed over."]
        rows = replace(rows, cells=rows.cells[1:], lines=rows.lines[1:])
    again = {at for at, row in enumerate(rows.cells) if row == rows.header}
    if again:
        where = in_lines([rows.lines[at] for at in sorted(again)])
        notes = [*notes, f"The column names stand again {where} and were passed over there."]
        left = [at for at in range(len(rows.cells)) if at not in again]
        rows = replace(rows, cells=[rows.cells[at] for at in left], lines=[rows.lines[at] for at in left])
    odd = [at for at, row in enumerate(rows.cells) if len(row) != width]
    _report_widths(
        table, width, [len(rows.cells[at]) for at in odd], [rows.lines[at] for at in odd], len(rows.cells)
    )
    _check_header(table, rows.header, rows.header_line, content)
    if not rows.cells and not table.problems:
        table.wrong(f"a line for each {content}", "only column names")
    raise_problems(table.where, table.problems)
    # columns without a name, often row numbers, are not needed
    named = {
        name: column
        for name, column in zip(rows.header, map(tuple, zip(*rows.cells, strict=True)), strict=True)
        if name
    }
    return CsvTable(
        where=table.where,
        columns=named,
        lines=tuple(rows.lines),
        problems=problems,
        header_line=rows.header_line,
        decimal_comma=rows.decimal_comma,
        notes=[*notes, *rows.notes],
        around=rows.around,
    )


def _numbers_of_columns(cells: Sequence[str]) -> bool:
    """Whether a row numbers its columns: 1, 2, 3 and so on, or a, b, c, and perhaps brackets around them."""
    bare = [cell.strip("()[]. ").lower() for cell in cells]
    return bare in ([str(at) for at in range(1, len(cells) + 1)], list(ascii_lowercase[: len(cells)]))


def _report_widths(
    table: CsvTable, width: int, widths: Sequence[int], lines: Sequence[int], rows: int
) -> None:
    """Problems of rows with more or fewer cells than there are column names."""
    remedy = "A comma inside a cell needs the cell in double quotes."
    if len(widths) > _OWN_MESSAGES and len(widths) == rows:
        remedy = "If commas mark decimals, save with semicolons between columns. " + remedy
    for cells in dict.fromkeys(widths):
        alike = [line for line, one in zip(lines, widths, strict=True) if one == cells]
        for line in alike if len(alike) <= _OWN_MESSAGES else alike[:1]:
            found = counted(cells, "cell")
            if len(alike) > _OWN_MESSAGES:
                found += f" {in_lines(alike, rows)}"
            table.wrong(f"{width} cells", found, line=line, remedy=remedy)


def _check_header(table: CsvTable, header: Sequence[str], line: int, content: str) -> None:
    if len(header) < 2:
        found = f"one column, '{header[0]}'" if header else "nothing"
        table.wrong(f"columns of a {content} separated by commas", found, line=line)
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        table.wrong("each column once", f"'{name}' more than once", line=line)
