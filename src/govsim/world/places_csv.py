"""Read the CSV files of places into columns of text and numbers, with the line of each problem."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from govsim.errors import PlacesError, Problem
from govsim.files import readable
from govsim.scenario.odd_values import legible
from govsim.world.places import LEAST_SHARE, SHOWN, Floats

LARGEST_FILE: Final = 200_000_000  # bytes

# Control characters and marks that reverse the direction of text; NUL betrays another encoding.
_UNSEEN: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, kw_only=True)
class CsvTable:
    """A CSV file as columns of text, with the line in the file on which each row ends.

    Problems of its cells are appended to `problems`, shared by the files of one import.
    """

    where: str  # the file as the user named it
    columns: dict[str, tuple[str, ...]]
    lines: tuple[int, ...]
    problems: list[Problem]

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

    def filled(self, column: str) -> tuple[str, ...]:
        """The cells of a column of names or codes. An empty cell is a problem."""
        cells = self.columns[column]
        if not any(cells):
            self.wrong("values", "an empty column", key=column)
            return cells
        for row, cell in enumerate(cells):
            if not cell:
                self.wrong("a value", "an empty cell", line=self.lines[row], key=column)
        return cells

    def each_once(self, column: str, what: str) -> tuple[str, ...]:
        """The cells of a column of codes. An empty or repeated code is a problem."""
        first: dict[str, int] = {}
        for cell, line in zip(self.columns[column], self.lines, strict=True):
            if cell and first.setdefault(cell, line) != line:
                found = f"'{cell}' again (first in line {first[cell]})"
                self.wrong(f"each {what} once", found, line=line, key=column)
        return self.filled(column)

    def names_by_code(self, column: str, codes: Sequence[str], what: str) -> dict[str, str]:
        """The name that a column gives each code. Two names for one code are a problem."""
        names: dict[str, str] = {}
        for code, name, line in zip(codes, self.filled(column), self.lines, strict=True):
            if names.setdefault(code, name) != name:
                expected = f"one name for {what} '{code}', '{names[code]}'"
                self.wrong(expected, f"'{name}'", line=line, key=column)
        return names

    def numbers(self, column: str, expected: str, least: float, most: float) -> Floats:
        """The cells of a column as finite numbers from `least` to `most`; `expected` says so in words.

        `least` itself is allowed, so give the smallest positive number for 'above 0'.
        """
        cells = self.columns[column]
        if not any(cells):
            self.wrong(expected, "an empty column", key=column)
            return np.zeros(len(cells))
        given = np.array([_number(cell) for cell in cells])
        # so near to 0 that ratios overflow
        values = np.where((given != 0) & (np.abs(given) < LEAST_SHARE), math.nan, given)
        for row in np.flatnonzero(~((values >= least) & (values <= most))):
            cell, remedy = cells[row], ""
            if "," in cell or "£" in cell or "%" in cell:
                remedy = "Write plain numbers without separators, signs or units."
            elif 0 < abs(given[row]) < LEAST_SHARE and least <= 0:
                remedy = "Write 0 for a number so near to 0."
            elif 0 < given[row] < least or given[row] > most > 1:
                remedy = f"Possible are {least:f} to {most:,.0f}."
            found = f"'{cell}'" if cell else "an empty cell"
            self.wrong(expected, found, line=self.lines[row], key=column, remedy=remedy)
        return values


def raise_problems(where: str, problems: Sequence[Problem]) -> None:
    """Raise PlacesError if there are problems: the first twenty by file and line, then the number of others."""
    if not problems:
        return
    files = list(dict.fromkeys(problem.where for problem in problems))
    ordered = sorted(problems, key=lambda problem: (files.index(problem.where), problem.line or 0))
    shown = [
        replace(problem, expected=legible(problem.expected), found=legible(problem.found), key=key)
        for problem in ordered[:SHOWN]
        for key in [None if problem.key is None else legible(problem.key)]
    ]
    if len(ordered) > SHOWN:
        more = f"{len(ordered) - SHOWN} more"
        shown.append(Problem(where, f"no problems beyond these {SHOWN}", more, remedy="Fix these first."))
    raise PlacesError(shown)


def read_table(path: str | Path, content: str, problems: list[Problem]) -> CsvTable:
    """Read a CSV file in UTF-8 with a header line. `content` describes the expected file in messages.

    Spaces around cells are stripped and blank lines skipped. Problems of cells go to `problems` later. Raises
    PlacesError if the file is not a table.
    """
    where = str(path)
    rows = csv.reader(io.StringIO(_text(Path(path), content), newline=""), strict=True)
    table = CsvTable(where=where, columns={}, lines=(), problems=[])
    cells: list[list[str]] = []
    lines: list[int] = []
    try:
        header = [cell.strip() for cell in next(rows, [])]
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) == len(header):
                cells.append(row)
                lines.append(rows.line_num)
                continue
            remedy = "A comma inside a cell needs the cell in double quotes."
            table.wrong(f"{len(header)} cells", f"{len(row)} cells", line=rows.line_num, remedy=remedy)
    except csv.Error as error:
        table.wrong(
            "CSV", str(error), line=rows.line_num, remedy="Save the file again as CSV from a spreadsheet."
        )
        raise PlacesError(table.problems) from error
    _check_header(table, header, content)
    if not cells and not table.problems:
        table.wrong(f"a line for each {content}", "only column names")
    raise_problems(where, table.problems)
    columns = (tuple(cell.strip() for cell in column) for column in zip(*cells, strict=True))
    # columns without a name, often row numbers, are not needed
    named = {name: column for name, column in zip(header, columns, strict=True) if name}
    return CsvTable(where=where, columns=named, lines=tuple(lines), problems=problems)


def _text(path: Path, content: str) -> str:
    wanted = f"a CSV file with a line for each {content}"

    def refused(
        found: str, remedy: str = "", *, expected: str = wanted, line: int | None = None
    ) -> PlacesError:
        return PlacesError(Problem(str(path), expected, found, line=line, remedy=remedy))

    with readable(path, refused) as file:
        given = file.read(LARGEST_FILE + 1)
    if len(given) > LARGEST_FILE:
        raise refused("a larger file", expected="a CSV file of at most 200 MB")
    if given.startswith(b"PAR1"):
        raise refused("a Parquet file", "Saved places need no import: use the file as it is.")
    if given.startswith(b"PK"):
        remedy = "Open it in a spreadsheet and save the sheet as 'CSV UTF-8'."
        raise refused("a spreadsheet or zip file", remedy)
    if not given.strip():
        raise refused("an empty file")
    try:
        text = given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = given.count(b"\n", 0, error.start) + 1
        remedy = "Save the file as 'CSV UTF-8' from a spreadsheet."
        found = f"the byte {given[error.start]:#04x}"
        raise refused(found, remedy, expected="text in UTF-8", line=line) from error
    unseen = _UNSEEN.search(text)
    if unseen:
        line = text.count("\n", 0, unseen.start()) + 1
        raise refused(f"one (U+{ord(unseen[0]):04X})", expected="text without control characters", line=line)
    return text


def _check_header(table: CsvTable, header: Sequence[str], content: str) -> None:
    if len(header) < 2:
        found = f"one column, '{header[0]}'" if header else "nothing"
        for sign, words in ((";", "semicolons"), ("\t", "tabs")):
            if header and sign in header[0]:
                found = f"columns separated by {words}"
        table.wrong(f"columns of a {content} separated by commas", found, line=1)
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        table.wrong("each column once", f"'{name}' more than once", line=1)


def _number(cell: str) -> float:
    # Python reads 1_000 as a number; a file that holds it was not written by a spreadsheet on purpose
    try:
        value = float(cell) if "_" not in cell else math.nan
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan
