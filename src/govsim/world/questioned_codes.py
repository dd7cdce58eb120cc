"""Questions about codes and names of places: damage by a spreadsheet, a merge or an encoding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from govsim.words.plurals import counted, joined
from govsim.world.community_headings import Headings
from govsim.world.number_cells import DATE
from govsim.world.places_csv import CsvTable, in_lines
from govsim.world.questioned_names import FOOTNOTE, alike_names, questions_of_names
from govsim.world.questioned_order import questions_of_runs

_SHOWN: Final = 3  # of codes that are alike
_SHORTEST: Final = 4  # characters of a code that may have lost a zero
_FEW_COUNCILS: Final = 4  # too few for a norm
_LONG: Final = 7  # characters of a code that says where a place lies


def questions_of_codes(
    table: CsvTable, headings: Headings, keys: Sequence[str], councils: Sequence[str]
) -> Iterator[str]:
    """Questions about the codes and names of the file, each with its column, its lines and what to do."""
    code, council, lines = headings.parts["code"], headings.parts["council"], table.lines
    alike = list(_may_be_one("Councils", council, councils, lines))
    yield from alike
    yield from _may_be_one("Communities", code, keys, lines)
    several = list(_may_be_several(keys, councils, lines))
    named = [] if several or alike else list(questions_of_names(keys, councils, council, lines))
    yield from (*several, *named)
    if not (several or alike or named):
        yield from questions_of_runs(council, councils, lines)
    yield from _lost_zeros(code, keys, lines)
    yield from _lost_zeros(council, councils, lines)
    for part in ("code", "name", "council", "council_name"):
        if (column := headings.parts.get(part)) is not None:
            yield from _spoilt(column, table.columns[column], lines, part in ("code", "council"))


def _and_more(count: int) -> str:
    return f" and {count - _SHOWN} more" if count > _SHOWN else ""


def _may_be_one(who: str, column: str, codes: Sequence[str], lines: Sequence[int]) -> Iterator[str]:
    """Codes that differ only in capitals, accents, spaces, zeros in front or .0 behind."""
    first = {code: row for row, code in reversed(list(enumerate(codes)))}
    groups = alike_names(codes)
    if groups:
        groups.sort(key=lambda same: first[same[0]])
        shown = [
            joined([f"'{code}' (line {lines[first[code]]:,})" for code in same]) for same in groups[:_SHOWN]
        ]
        yield (
            f"{who} {'; '.join(shown)}{_and_more(len(groups))} in {column} differ only in capitals, accents, "
            "spaces, marks or zeros: they may be one. Write one code for one place. If "
            "they are different, add --sure."
        )


def _may_be_several(keys: Sequence[str], councils: Sequence[str], lines: Sequence[int]) -> Iterator[str]:
    """Councils whose communities have codes that begin differently, where codes say where places lie."""
    mixed = mixed_codes(keys, councils)
    if mixed:
        council, rows = mixed[0]
        starts = joined([f"'{keys[row]}' (line {lines[row]:,})" for row in rows[:_SHOWN]])
        others = f" So {'has' if len(mixed) == 2 else 'have'} {counted(len(mixed) - 1, 'other council')}." * (
            len(mixed) > 1
        )
        yield (
            f"Council '{council}' has communities whose codes begin differently: {starts}.{others} It may be several "
            "councils of one name, or a code that is used once in each state. Give each council a code of its own, "
            "such as state and county together, or add --sure."
        )


def mixed_codes(keys: Sequence[str], councils: Sequence[str]) -> list[tuple[str, list[int]]]:
    """Councils whose communities' codes begin differently, each with the first row of each beginning.

    Codes must be long, of one length and mostly digits. A council is listed in three cases: its code stands inside its
    communities' codes behind different digits; its codes lie apart in a list that groups those of nearly all
    councils; or, of few councils, its codes share less than a third.
    """
    length = len(keys[0])
    digits = sum(letter.isdigit() for key in keys for letter in key)
    if length < _LONG or any(len(key) != length for key in keys) or digits < 0.7 * length * len(keys):
        return []
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row in sorted(range(len(keys)), key=keys.__getitem__):
        rows_of[councils[row]].append(row)
    several = {council: rows for council, rows in rows_of.items() if len(rows) > 1}
    runs = _runs(keys, councils)
    apart = [council for council in several if len(runs[council]) > 1]
    nested = len(several) > _FEW_COUNCILS and len(apart) <= len(several) / 10
    mixed = []
    for council, rows in several.items():
        before = {keys[row][: keys[row].find(council)]: row for row in reversed(rows) if council in keys[row]}
        prefixes = {keys[row][: length // 3]: row for row in reversed(rows)}
        if len(before) > 1 and len({len(start) for start in before}) == 1:
            mixed.append((council, sorted(before.values())))
        elif nested and council in apart:
            mixed.append((council, runs[council]))
        elif len(several) <= _FEW_COUNCILS and len(prefixes) > 1:
            mixed.append((council, sorted(prefixes.values())))
    return mixed


def _runs(keys: Sequence[str], councils: Sequence[str]) -> dict[str, list[int]]:
    """The first row of each run of a council's communities, in the order of codes."""
    runs: dict[str, list[int]] = defaultdict(list)
    last = ""
    for row in sorted(range(len(keys)), key=keys.__getitem__):
        if councils[row] != last:
            runs[councils[row]].append(row)
        last = councils[row]
    return runs


def _lost_zeros(column: str, codes: Sequence[str], lines: Sequence[int]) -> Iterator[str]:
    """Codes of digits that are one shorter than the others, as after a spreadsheet took a zero from their front."""
    lengths = sorted({len(code) for code in codes})
    if len(lengths) != 2 or lengths[0] < _SHORTEST or lengths[1] != lengths[0] + 1:
        return
    short = [row for row, code in enumerate(codes) if len(code) == lengths[0]]
    digits = sum(code.isdigit() for code in codes)
    letters = any(
        not codes[row][-1].isalnum() for row in range(len(codes))
    )  # 0201* has a mark, not a digit more
    if letters or not all(codes[row].isdigit() for row in short) or 2 * digits < len(codes):
        return
    yield (
        f"{column} has {counted(len(short), 'code')} of {lengths[0]} digits beside codes of {lengths[1]}, such as "
        f"'{codes[short[0]]}' {in_lines([lines[row] for row in short])}: a spreadsheet may have removed a zero in "
        "front. Import codes as text, or add --sure."
    )


def _spoilt(column: str, cells: Sequence[str], lines: Sequence[int], is_code: bool) -> Iterator[str]:
    """Codes or names that look like dates, and letters that were read in the wrong encoding."""
    dates = [row for row, cell in enumerate(cells) if DATE.fullmatch(cell)]
    if dates and is_code:
        where = in_lines([lines[row] for row in dates])
        yield (
            f"{column} has '{cells[dates[0]]}' {where}, which looks like a date: spreadsheets turn a code such as "
            "1-2 into one. Import codes as text, or add --sure."
        )
    marked = [row for row, cell in enumerate(cells) if is_code and FOOTNOTE.search(cell)]
    if marked and 4 * len(marked) < len(cells):
        where = in_lines([lines[row] for row in marked])
        yield (
            f"{column} has '{cells[marked[0]]}' {where}: the mark of a footnote may stand behind a code. Remove it, or "
            "add --sure."
        )
    if is_code and all(cell.endswith(".0") for cell in cells):
        yield (
            f"{column} has '{cells[0]}' and the like {in_lines(lines, len(lines))}: a program has taken codes for "
            "numbers, and zeros in front may be lost. Import codes as text, or add --sure."
        )
    garbled = [row for row, cell in enumerate(cells) if not cell.isascii() and _mended(cell) != cell]
    if garbled:
        where = in_lines([lines[row] for row in garbled])
        cell = cells[garbled[0]]
        yield (
            f"{column} has '{cell}' {where}, which looks like '{_mended(cell)}' read in the wrong encoding. Save the "
            "file as UTF-8 from its source, or add --sure."
        )


def _mended(cell: str) -> str:
    """The text before a reading of UTF-8 as Western European garbled it; the same text if none did."""
    if "\ufffd" in cell:
        return cell.replace("\ufffd", "?")
    for encoding in ("cp1252", "latin-1"):
        try:
            return cell.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return cell
