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
from govsim.scenario.odd_values import legible
from govsim.world.places import LEAST_SHARE, Floats, is_pipe

LARGEST_FILE: Final = 200_000_000  # bytes
SHOWN: Final = 20  # problems listed in full; a whole column that is wrong must not fill the screen


# What terminals act upon, and what turns the direction of text around; NUL betrays text of another encoding.
_UNSEEN: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class CsvTable:
    """A CSV file as columns of text, with the line in the file on which each row ends."""

    where: str  # the file as the user named it
    columns: dict[str, tuple[str, ...]]
    lines: tuple[int, ...]

    def first_column(self, pattern: str) -> str | None:
        """The first column whose whole name matches, ignoring case."""
        for column in self.columns:
            if re.fullmatch(pattern, column, re.IGNORECASE):
                return column
        return None


def raise_problems(where: str, problems: Sequence[Problem]) -> None:
    """Raise PlacesError if anything is wrong: the first twenty by file and line, then how many more."""
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


def read_table(path: str | Path, content: str) -> CsvTable:
    """Read a CSV file in UTF-8 with a header line. `content` says in messages what the file should hold.

    Spaces around cells are stripped and blank lines skipped. Raises PlacesError.
    """
    where = str(path)
    rows = csv.reader(io.StringIO(_text(Path(path), where, content), newline=""), strict=True)
    problems: list[Problem] = []
    cells: list[list[str]] = []
    lines: list[int] = []
    try:
        header = [cell.strip() for cell in next(rows, [])]
        for row in rows:
            if not any(row) or not any(cell.strip() for cell in row):
                continue
            if len(row) == len(header):
                cells.append(row)
                lines.append(rows.line_num)
                continue
            found = f"{len(row)} cells"
            remedy = "A comma inside a cell needs the cell in double quotes."
            problems.append(Problem(where, f"{len(header)} cells", found, line=rows.line_num, remedy=remedy))
    except csv.Error as error:
        remedy = "Save the file again as CSV from a spreadsheet."
        problems.append(Problem(where, "CSV", str(error), line=rows.line_num, remedy=remedy))
        raise PlacesError(problems) from error
    problems += _header_problems(where, header, content)
    if not cells and not problems:
        problems.append(Problem(where, f"a line for each {content}", "only column names"))
    raise_problems(where, problems)
    columns = (tuple(cell.strip() for cell in column) for column in zip(*cells, strict=True))
    # a column without a name, as row numbers often are, can hold nothing that is asked for
    named = {name: column for name, column in zip(header, columns, strict=True) if name}
    return CsvTable(where, named, tuple(lines))


def _text(path: Path, where: str, content: str) -> str:
    if is_pipe(path):  # reading might never end
        raise PlacesError(Problem(where, f"a CSV file with a line for each {content}", "a pipe or a device"))
    try:
        with path.open("rb") as file:
            given = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PlacesError(
            Problem(where, f"a CSV file with a line for each {content}", reason.lower())
        ) from error
    if len(given) > LARGEST_FILE:
        raise PlacesError(Problem(where, "a CSV file of at most 200 MB", "a larger file"))
    if given.startswith(b"PAR1"):
        remedy = "Saved places need no import: use the file as it is."
        raise PlacesError(
            Problem(where, f"a CSV file with a line for each {content}", "a Parquet file", remedy=remedy)
        )
    if given.startswith(b"PK"):
        remedy = "Open it in a spreadsheet and save the sheet as 'CSV UTF-8'."
        raise PlacesError(
            Problem(
                where,
                f"a CSV file with a line for each {content}",
                "a spreadsheet or zip file",
                remedy=remedy,
            )
        )
    if not given.strip():
        raise PlacesError(Problem(where, f"a CSV file with a line for each {content}", "an empty file"))
    try:
        text = given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = given.count(b"\n", 0, error.start) + 1
        found = f"the byte {given[error.start]:#04x}"
        remedy = "Save the file as 'CSV UTF-8' from a spreadsheet."
        raise PlacesError(Problem(where, "text in UTF-8", found, line=line, remedy=remedy)) from error
    unseen = _UNSEEN.search(text)
    if unseen:
        line = text.count("\n", 0, unseen.start()) + 1
        found = f"one (U+{ord(unseen[0]):04X})"
        raise PlacesError(Problem(where, "text without control characters", found, line=line))
    return text


def _header_problems(where: str, header: Sequence[str], content: str) -> list[Problem]:
    if len(header) < 2:
        found = f"one column, '{header[0]}'" if header else "nothing"
        for sign, words in ((";", "semicolons"), ("\t", "tabs")):
            if header and sign in header[0]:
                found = f"columns separated by {words}"
        return [Problem(where, f"columns of a {content} separated by commas", found, line=1)]
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    return [Problem(where, "each column once", f"'{name}' more than once", line=1) for name in repeated]


def filled(table: CsvTable, column: str, problems: list[Problem]) -> tuple[str, ...]:
    """The cells of a column of names or codes. An empty cell is a problem."""
    cells = table.columns[column]
    if not any(cells):
        problems.append(Problem(table.where, "values", "an empty column", key=column))
    elif not all(cells):
        problems += [
            Problem(table.where, "a value", "an empty cell", line=table.lines[row], key=column)
            for row, cell in enumerate(cells)
            if not cell
        ]
    return cells


def numbers(
    table: CsvTable, column: str, problems: list[Problem], expected: str, least: float, most: float
) -> Floats:
    """The cells of a column as finite numbers from `least` to `most`; `expected` says so in words.

    `least` itself is allowed, so give the smallest positive number for 'above 0'.
    """
    cells = table.columns[column]
    if not any(cells):
        problems.append(Problem(table.where, expected, "an empty column", key=column))
        return np.zeros(len(cells))
    values = np.array([_number(cell) for cell in cells])
    given = values.copy()
    values[(values != 0) & (np.abs(values) < LEAST_SHARE)] = math.nan  # too near to 0 to reckon with
    for row in np.flatnonzero(~((values >= least) & (values <= most))):
        cell = cells[row]
        found, remedy = (f"'{cell}'", "") if cell else ("an empty cell", "")
        if "," in cell or "£" in cell or "%" in cell:
            remedy = "Write plain numbers without separators, signs or units."
        elif 0 < abs(given[row]) < LEAST_SHARE and least <= 0:
            remedy = "Write 0 for a number so near to 0."
        elif 0 < given[row] < least or given[row] > most > 1:
            remedy = f"Possible are {least:f} to {most:,.0f}."
        line = table.lines[row]
        problems.append(Problem(table.where, expected, found, line=line, key=column, remedy=remedy))
    return values


def _number(cell: str) -> float:
    # Python reads 1_000 as a number; a file that holds it was not written by a spreadsheet on purpose
    try:
        value = float(cell) if "_" not in cell else math.nan
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def each_once(table: CsvTable, column: str, problems: list[Problem], what: str) -> None:
    """Report every code that a column repeats, with the line of its first occurrence."""
    first: dict[str, int] = {}
    for row, cell in enumerate(table.columns[column]):
        if cell in first:
            found = f"'{cell}' again (first in line {table.lines[first[cell]]})"
            problems.append(
                Problem(table.where, f"each {what} once", found, line=table.lines[row], key=column)
            )
        elif cell:
            first[cell] = row
