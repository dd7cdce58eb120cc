"""Read cells of text as numbers: the value of each, or its fault and a remedy."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from govsim.world.places import LEAST_SHARE, Floats

_LEAVE_OUT: Final = "Fill it in, or leave its line out with --drop-empty."
# Marks of statistics offices and of programs: *, .., –, ..C, b.d., N/D, 秘, [c], [low], (X), n/a, <NA>, suppressed.
_MISSING: Final = re.compile(
    r"\W{1,3}|\.{0,3}[^\W\d]{1,2}\.?|([^\W\d_][./]){1,3}[^\W\d_]?|\[[a-z]{1,8}\]|\([a-z]{1,3}\)|<na>|nan|\(?null\)?|none"
    r"|nil|no ?data|suppressed|confidential|missing|unknown",
    re.IGNORECASE,
)
SPREADSHEET_ERROR: Final = re.compile(
    r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|BEZUG!|WERT!|NV)|#{2,}", re.I
)
_MONTH: Final = (
    r"(janv?|feb|fév?r?|fev|mars?|märz?|mrz|apr|avr|abr|may|mai|mei|maj|june?|juin|july?|juil|aug|août?|ago|sept?|set|oct"
    r"|okt|out|nov|dec|dez|déc)\.?"
)
DATE: Final = re.compile(
    rf"\d{{1,4}}[-. /]+{_MONTH}|{_MONTH}[- /]+\d{{1,4}}|\d{{1,2}}[-. /]+{_MONTH}[- /]+\d{{2,4}}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d\d-\d\d( 00:00(:00)?)?|\d{1,2}[-.][^\W\d_]{3,9}\.?",
    re.IGNORECASE,
)
POWER_OF_TEN: Final = re.compile(
    r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE
)  # 2.01E+05, whose last digits are lost
_SUPPRESSED: Final = re.compile(
    r"([<>≤≥]|under |below |over |fewer than |less than )\s*\d+([.,]\d+)?|\d+\s?[-–]\s?\d+", re.IGNORECASE
)  # <5 or 1-4
_BELOW_0: Final = re.compile(r"\(\d[\d.,]*\)|[▲△]\s?\d[\d.,]*|\d[\d.,]*[-−]")  # as bookkeepers write −5
_ORDINAL: Final = re.compile(
    r"\d+(\.|\.?[ºª]|st|nd|rd|th|e|er|/\d+)|=\d+|\d+=", re.IGNORECASE
)  # 12th, 12= or 12/132
_WIDE: Final = str.maketrans(
    "０１２３４５６７８９．，－＋", "0123456789.,-+"
)  # as wide as a Chinese character
_FOOTNOTE: Final = re.compile(
    r"[+-]?\d[\d \u00a0\u2009\u202f'’.,]*(\s?[a-z]|\s?[*†‡#]+|[⁰¹²³⁴-⁹ᵃ-ᶻ]+\)?|\s?\d?\)|\s?[\[(]\w{1,2}[\])])",
    re.IGNORECASE,
)  # 5,9* or 24 584a or 5,9¹ or 24 584 1)
_SPACED: Final = re.compile(r"[+-]?\d{1,3}([ \u00a0\u2009\u202f'’]\d{3})+([.,]\d+)?")  # 1 234,5
_USUAL: Final = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})+")  # 1,234, which may be 1.234

UNREADABLE: Final = ("thousands or decimals", "point", "separators", "footnote", "currency", "date")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """The fault of a cell; cells of one column with the same fault share a message."""

    kind: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The numbers of a column and its faults by row; a faulty cell is not a number."""

    values: Floats
    faults: dict[int, Fault]
    spaced: bool  # whether separators of thousands (spaces or apostrophes) were removed


def is_missing(cell: str) -> bool:
    """Whether a cell is empty or has a statistics office's mark for a missing value."""
    return not cell or bool(
        _SUPPRESSED.fullmatch(cell) or _MISSING.fullmatch(cell) or SPREADSHEET_ERROR.fullmatch(cell)
    )


def read_numbers(cells: Sequence[str], decimal_comma: bool = False, people: bool = False) -> Numbers:
    """The numbers in cells. `decimal_comma`: commas mark decimals in this file; `people`: residents, not shares.

    Thousands are read only where spaces or apostrophes part them. A point or a comma that may mean either is a fault.
    """
    ambiguous = _may_be_thousands(cells, "," if decimal_comma else ".", people)
    values, faults = np.full(len(cells), math.nan), {}
    spaced = False
    for row, cell in enumerate(cells):
        if not ambiguous and _USUAL.fullmatch(cell) and not (decimal_comma and "." in cell):
            values[row] = _number(cell)
            continue
        plain = cell.translate(_WIDE).replace("−", "-")
        if _SPACED.fullmatch(plain):
            plain, spaced = re.sub("[^0-9+,.-]", "", plain), True
        fault = _fault(plain, decimal_comma) or (
            _AMBIGUOUS if ambiguous and re.search("[.,]", plain) else None
        )
        if fault is None:
            values[row] = _number(plain.replace(",", "."))
            if math.isnan(values[row]):
                fault = _NO_NUMBER
        if fault is not None:
            faults[row] = fault
    return Numbers(values=values, faults=faults, spaced=spaced)


_NO_NUMBER: Final = Fault(kind="no number", remedy="")
_PLAIN: Final = "Write plain numbers without separators, signs or units."
_AMBIGUOUS: Final = Fault(kind="thousands or decimals", remedy=f"It may mean thousands or decimals. {_PLAIN}")


def _fault(cell: str, decimal_comma: bool) -> Fault | None:
    if _SUPPRESSED.fullmatch(cell):
        remedy = f"It says only that the number is small or large, to protect people. {_LEAVE_OUT}"
        return Fault(kind="suppressed", remedy=remedy)
    if re.fullmatch("#{2,}", cell):
        remedy = f"A column was too narrow to show the number: make it wider and save again. {_LEAVE_OUT}"
        return Fault(kind="too narrow", remedy=remedy)
    if is_missing(cell):
        shown = _LEAVE_OUT if not cell else f"It says that the number is missing. {_LEAVE_OUT}"
        return Fault(kind="missing", remedy=shown)
    if cell.endswith("%") or cell.startswith("%"):
        return Fault(kind="percent", remedy="Remove the percent signs: 12% is 12 as a score, 0.12 as need.")
    if DATE.fullmatch(cell):
        remedy = "A spreadsheet may have turned a number into a date. Import the column as text."
        return Fault(kind="date", remedy=remedy)
    if _BELOW_0.fullmatch(cell):
        return Fault(kind="below 0", remedy="If it lies below 0, write a minus in front and nothing else.")
    if _ORDINAL.fullmatch(cell):
        return Fault(kind="ordinal", remedy="Write a plain number: 12 for 12th or 12/132.")
    if _FOOTNOTE.fullmatch(cell):
        remedy = "Behind the number stands the mark of a footnote, or a unit: remove it."
        return Fault(kind="footnote", remedy=remedy)
    if decimal_comma and "." in cell and not re.search(r"[^\W\d_]", cell):
        remedy = f"In this file commas mark decimals, so a point may mean thousands. {_PLAIN}"
        return Fault(kind="point", remedy=remedy)
    if cell.count(",") > 1 or ("," in cell and not decimal_comma):
        remedy = _PLAIN
        if cell.count(",") == 1 and not _THOUSANDS.fullmatch(cell):
            remedy = f"{_PLAIN} Decimal commas are read where semicolons or tabs separate columns."
        return Fault(kind="separators", remedy=remedy)
    if re.search(r"[£$€¥]", cell):
        return Fault(kind="currency", remedy=_PLAIN)
    return None


def _may_be_thousands(cells: Sequence[str], mark: str, people: bool) -> bool:
    """Whether every cell with the mark has three digits behind it, as thousands have, and other cells look larger."""
    marked = [cell for cell in cells if mark in cell]
    if not marked or not all(_THOUSANDS.fullmatch(cell) for cell in marked):
        return False
    others = [_number(cell) for cell in cells if cell and mark not in cell]
    known = [value for value in others if not math.isnan(value)]
    return people or bool(known and min(map(abs, known)) >= 100)


def _number(cell: str) -> float:
    # Python reads 1_000 as a number; a file that holds it was not written by a spreadsheet on purpose
    try:
        value = float(cell) if "_" not in cell else math.nan
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def near_zero(values: Floats) -> Floats:
    """Numbers so near to 0 that ratios overflow become not a number."""
    return np.where((values != 0) & (np.abs(values) < LEAST_SHARE), math.nan, values)
