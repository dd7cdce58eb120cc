"""Rows of a design from a CSV file: a column for each factor, as spreadsheets and other programs write it."""

from __future__ import annotations

import csv
import math
import os.path
from collections import Counter
from collections.abc import Sequence
from typing import Final

from govsim.experiments.moved import Value
from govsim.files import reason
from govsim.scenario.findings import Finding, Findings, shown

SEPARATORS: Final = (",", ";", "\t")
WANTED: Final = "a CSV file with a column for each factor"


def rows_of_csv(name: str, folder: str | None) -> list[dict[str, Value]]:
    """The rows of a file, each a table of columns and values; the file is beside the experiment.

    Cells are separated by commas, semicolons (with decimal commas or points) or tabs. Raises Findings.
    """
    path = os.path.join(folder or "", name)
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except OSError as error:
        raise Findings([Finding((), WANTED, f"{shown(name)}: {reason(error)}")]) from error
    except UnicodeDecodeError as error:
        remedy = "Save it as 'CSV UTF-8'."
        raise Findings([Finding((), "text in UTF-8", f"other text in {shown(name)}", remedy)]) from error
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep="):  # a hint for spreadsheets
        text, first = rest, rest.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    lines = [line for line in csv.reader(text.splitlines(), delimiter=separator) if any(map(str.strip, line))]
    header = [cell.strip() for cell in lines[0]] if lines else []
    findings = _of_the_shape(name, header, lines[1:])
    if findings:
        raise Findings(findings)
    return [
        {column: _value(cell, separator) for column, cell in zip(header, line, strict=True)}
        for line in lines[1:]
    ]


def _of_the_shape(name: str, header: Sequence[str], lines: Sequence[Sequence[str]]) -> list[Finding]:
    """Problems of columns, and of the first row with too many, too few or empty cells."""
    if not lines:
        return [Finding((), WANTED, f"no row in {shown(name)}")]
    findings = [
        Finding((), "each column once", f"'{column}' {count} times in {shown(name)}")
        for column, count in Counter(header).items()
        if count > 1
    ]
    for number, line in enumerate(lines, start=1):
        if len(line) != len(header):
            found = f"{len(line)} in row {number} of {shown(name)}"
            return [*findings, Finding((), f"{len(header)} cells in every row", found)]
        if empty := [column for column, cell in zip(header, line, strict=True) if not cell.strip()]:
            found = f"an empty cell under '{empty[0]}' in row {number} of {shown(name)}"
            return [*findings, Finding((), "a value in every cell", found)]
    return findings


def _value(cell: str, separator: str) -> Value:
    """A number if it is one, else a word; decimal commas only where commas do not separate cells."""
    text = cell.strip()
    try:
        number = float(text if separator == "," else text.replace(",", "."))
    except ValueError:
        return text
    return number if math.isfinite(number) and "_" not in text else text
