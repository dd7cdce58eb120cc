"""The rows of a CSV file: its separator, its line of column names, and lines around the table."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mode
from typing import Final

_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_FIRST: Final = 60  # lines to search for the column names
_SEP_LINE: Final = re.compile(r"sep=(.)", re.IGNORECASE)  # a spreadsheet's own line
_DECIMAL_COMMA: Final = re.compile(r"[+\-−]?\d*,\d+([eE][+-]?\d+)?")
_PROSE: Final = re.compile(r"[^\W\d]+.*[\s:：、。].*|[©*†‡※(\[\d].*[\s:：].*", re.DOTALL)
# Invisible marks, and the ways to stop a spreadsheet from changing a code: ="012" or '012.
_UNSEEN: Final = re.compile("[\ufeff\u200b-\u200f\u2060\u00ad]")
_KEPT_AS_TEXT: Final = re.compile(r"=\"([^\"]*)\"|'(?=\d)([\w.]+)")

_NOTE: Final = re.compile(
    r"(sources?|notes?|n\.?b|quelle|fonte|fuente|bron|toelichting|kilde|källa|lähde|notas?|remarque|champ|lecture"
    r"|anmerkung|hinweis)\b.*|[©*†‡].*|\(\w\).*|\[\w+\].*|([.–:-]+|\w)\s*[:=]\s.*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class CsvRows:
    """Column names and rows of cells, with the line of each; notes on skipped lines."""

    header: list[str]
    header_line: int
    cells: list[list[str]]
    lines: list[int]
    decimal_comma: bool
    notes: list[str]
    around: str  # titles and footnotes


def csv_rows(text: str, headings: str) -> CsvRows:
    """The table in a text. `headings` is a pattern that identifies the line of column names.

    Skips and notes lines above that line, and footnotes below the last row. Drops empty cells beyond the last column.
    Raises csv.Error where the text is no CSV.
    """
    separator = _separator(text, headings)
    rows = [(line, [_plain(cell) for cell in row]) for line, row in _rows(text, separator)]
    filled = [(line, row) for line, row in rows if any(row)]
    if filled and _is_sep_line(filled[0][1], separator):
        filled = filled[1:]
    if not filled:
        return CsvRows(header=[], header_line=1, cells=[], lines=[], decimal_comma=False, notes=[], around="")
    at = _header_position([row for _, row in filled], headings)
    header_line, header = filled[at]
    body = [(line, _cut(row, len(header))) for line, row in filled[at + 1 :]]
    last = _end_of_table(body, len(header))
    decimal_comma = separator != "," and any(
        _DECIMAL_COMMA.fullmatch(cell) for _, row in body[:last] for cell in row
    )
    return CsvRows(
        header=header,
        header_line=header_line,
        cells=[row for _, row in body[:last]],
        lines=[line for line, _ in body[:last]],
        decimal_comma=decimal_comma,
        around="\n".join(" ".join(row) for _, row in (*filled[:at], *body[last:])),
        notes=[
            *_about_separator(separator, decimal_comma),
            *_passed_over(filled[:at], f"stands above the column names (line {header_line})"),
            *_passed_over(body[last:], "looks like a footnote"),
        ],
    )


def _plain(cell: str) -> str:
    """A cell without surrounding spaces and invisible marks."""
    cell = cell.strip() if cell.isascii() else _UNSEEN.sub("", cell).strip()
    match = _KEPT_AS_TEXT.fullmatch(cell) if cell[:1] in ("=", "'") else None
    return match[match.lastindex or 1] if match else cell


def _rows(text: str, separator: str, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise csv.Error(str(error), reader.line_num) from error


def _separator(text: str, headings: str) -> str:
    """The separator that gives a known line of column names, else the one with most columns."""
    stated = _SEP_LINE.match(text)
    if stated and stated[1] in _SEPARATORS:
        return stated[1]
    start = "\n".join(itertools.islice(iter(text.splitlines()), _FIRST))
    best, most = ",", (False, 1)
    for separator in _SEPARATORS:
        try:
            rows = [
                row for _, row in _rows(start, separator, strict=False) if any(cell.strip() for cell in row)
            ]
        except csv.Error:
            continue
        if not rows:
            continue
        header = rows[_header_position(rows, headings)]
        rank = _is_header(header, headings), len(header)
        if rank > most:
            best, most = separator, rank
    return best


def _is_sep_line(row: Sequence[str], separator: str) -> bool:
    return row[0].lower() in ("sep=", f"sep={separator}") and not any(row[1:])


def _is_header(row: Sequence[str], headings: str) -> bool:
    named = [cell for cell in row if cell.strip()]
    return len(named) > 1 and any(re.fullmatch(headings, cell.strip(), re.IGNORECASE) for cell in named)


def _header_position(rows: Sequence[Sequence[str]], headings: str) -> int:
    """The row of the column names: the first with a known name, else the first as wide as most."""
    first = rows[:_FIRST]
    for position, row in enumerate(first):
        if _is_header(row, headings):
            return position
    usual = mode(_width(row) for row in first)
    wide = (position for position, row in enumerate(first) if 2 * _width(row) > usual)
    return next(wide, 0) if usual > 2 else 0


def _width(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _cut(row: list[str], width: int) -> list[str]:
    return row[:width] if len(row) > width and not any(row[width:]) else row


def _end_of_table(body: Sequence[tuple[int, list[str]]], width: int) -> int:
    """The number of rows before the footnotes: prose in the first cell, nothing or too little beside it."""
    last = len(body)
    while last and _is_footnote(body[last - 1][1], width):
        last -= 1
    return last


def _is_footnote(row: Sequence[str], width: int) -> bool:
    alone = width > 2 and _width(row) == 1
    broken = len(row) != width
    numbers = any(re.fullmatch(r"[\d.]+", cell) for cell in row[1:])
    first = next((cell for cell in row if cell), "")
    if broken and _NOTE.fullmatch(first):
        return True
    return (alone or (broken and not numbers)) and _PROSE.fullmatch(first) is not None


def _about_separator(separator: str, decimal_comma: bool) -> list[str]:
    if separator == ",":
        return []
    decimals = ", and commas mark decimals: 0,5 is read as 0.5" if decimal_comma else ""
    return [f"Columns are separated by {_SEPARATORS[separator]}{decimals}."]


def _passed_over(rows: Sequence[tuple[int, list[str]]], what: str) -> list[str]:
    if not rows:
        return []
    (line, row), more = rows[0], len(rows) - 1
    text = " ".join(cell for cell in row if cell)
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    others = f", and so {'does 1 more line' if more == 1 else f'do {more} more lines'}" if more else ""
    return [f"Line {line} {what}: '{shown}'{others}. Not imported."]
